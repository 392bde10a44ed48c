// Names that can be taken for well-known ones.
import { expect, test } from 'vitest';
import { COMMUNITY_SERVERS, REFERENCE_SERVERS } from '../../src/rules/known-servers.ts';
import { VENDORS } from '../../src/rules/vendors.ts';
import { judged as judgeFixture } from '../support/rules.ts';
import { entry, judgeEntries, npm } from '../support/server-facts.ts';

const judged = (name: string, repository?: string) => judgeEntries('package-name-lookalike', entry({ subjects: [npm(name, '', repository === undefined ? {} : { manifest: { repository } })] }));

test.each([
  ['@upstashed/context7-mcp', '@upstash/context7-mcp', 'a scope that reads like it'],
  ['@modelcontextprotocol-server/filesystem', '@modelcontextprotocol/server-filesystem', 'another cut between scope and name'],
  ['@modelcontextprotocols/server-new', 'a package of @modelcontextprotocol', 'the scope in the plural'],
  ['@model-context-protocol/server-x', 'a package of @modelcontextprotocol', 'the scope with hyphens'],
  ['modelcontextprotocol-server-github', '@modelcontextprotocol/server-github', 'the scope as part of the name'],
  ['modelcontextprotocol-server-anything', 'a package of @modelcontextprotocol', 'the same, for a server that does not exist'],
  ['firecrwal-mcp', 'firecrawl-mcp', 'two letters swapped'],
  ['tavily-mpc', 'tavily-mcp', 'letters of the common word swapped'],
  ['chrome-devtool-mcp', 'chrome-devtools-mcp', 'a letter missing'],
  ['figma-develeper-mcp', 'figma-developer-mcp', 'a letter replaced'],
  ['developer-figma-mcp', 'figma-developer-mcp', 'words in another order'],
  ['tavi1y-mcp', 'tavily-mcp', 'a digit that reads like a letter'],
  ['tаvily-mcp', 'tavily-mcp', 'a letter of another script'],
  ['mcp_remote', 'mcp-remote', 'another separator'],
  ['auth0-mcp-server', '@auth0/auth0-mcp-server', 'the scope missing'],
  ['mcp-server-sequential-thinking', '@modelcontextprotocol/server-sequential-thinking', 'the scope missing'],
  ['mcp-server-git', 'the Python package mcp-server-git', 'a name of another ecosystem'],
])('%s: %s (%s)', async (name, known) => {
  expect(await judged(name)).toMatchObject([{ severity: 'medium', title: `${name} can be taken for ${known}` }]);
});

test('none of the well-known packages is a lookalike of another', async () => {
  const known = [...REFERENCE_SERVERS.map((name) => `@modelcontextprotocol/server-${name}`), ...COMMUNITY_SERVERS, ...VENDORS.flatMap(({ servers }) => servers)];
  expect(known.length).toBeGreaterThan(45);
  for (const name of known) expect(await judged(name)).toEqual([]);
});

// Packages of public configurations that have nothing to do with one on the list.
test.each(['mcp-proxy', 'n8n-mcp', 'nx-mcp', 'figma-mcp', 'stripe-mcp', 'sigma-mcp-server', 'motion-mcp', 'era-mcp-server', 'mcp-server-kubernetes', 'kubernetes-mcp-server', 'slack-mcp-server', 'task-master-ai', 'xcodebuildmcp', '@executeautomation/playwright-mcp-server', '@benborla29/mcp-server-mysql', 'mysql-mcp-server', '@agent-infra/mcp-server-browser', 'mcp-remote-server', 'firecrawl-mcp-server', 'mongo-mcp-server', 'mcp-server-mysql', 'playwright-mcp-server', 'desktop-commander', 'mcp-kubernetes-server', 'mcp-hub', '@company/mcp', '@azure-tools/mcp-x', '@cyanheads/git-mcp-server', '@agentic-survey/mcp-server', 'mcp-server-gsc', 'mcp-server-sonarqube', 'mcp-server-fs', 'mcp-server-azure-devops-onprem', '@company/github-mcp-server', 'server', 'mcp'])('%s is silent', async (name) => {
  expect(await judged(name)).toEqual([]);
});

test('a missing scope is low where the package names its own repository', async () => {
  expect(await judged('notion-mcp-server', 'https://github.com/someone/notion-mcp-server')).toMatchObject([{ severity: 'low' }]);
});

test('only npm names are compared, and only of a possible length', async () => {
  expect(await judgeEntries('package-name-lookalike', entry({ subjects: [npm('mcp-server-git', '', { kind: 'pypi', tool: 'uvx' })] }))).toEqual([]);
  expect(await judged(`@${'x'.repeat(100_000)}/context7-mcp`)).toEqual([]);
});

test('its fixtures', async () => {
  expect(await judgeFixture('package-name-lookalike', 'bad')).toMatchObject([{ severity: 'medium', title: '@upstashed/context7-mcp can be taken for @upstash/context7-mcp' }]);
  expect(await judgeFixture('package-name-lookalike', 'good')).toEqual([]);
});
