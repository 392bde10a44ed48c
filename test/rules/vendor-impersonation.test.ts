// Packages that pass for a vendor's own.
import { expect, test } from 'vitest';
import { VENDORS } from '../../src/rules/vendors.ts';
import { judged as judgeFixture } from '../support/rules.ts';
import { entry, judgeEntries, npm } from '../support/server-facts.ts';

const judged = (name: string, manifest?: { readonly repository?: string; readonly author?: string; readonly description?: string }) => judgeEntries('vendor-impersonation', entry({ credentials: ['POSTMARK_SERVER_TOKEN'], subjects: [npm(name, '', manifest ? { manifest } : {})] }));

test('the model case: the vendor\'s repository and developer under a name that the vendor does not have', async () => {
  const [finding] = await judged('postmark-mcp', { repository: 'git+https://github.com/ActiveCampaign/postmark-mcp.git', author: 'Jabal Torres' });
  expect(finding).toMatchObject({ severity: 'medium', confidence: 'high', title: 'postmark-mcp passes for a package of Postmark (ActiveCampaign), and is none of theirs', credentials: ['POSTMARK_SERVER_TOKEN'] });
  expect(finding?.remediation[0]).toContain('@activecampaign/postmark-mcp');
  expect(finding?.evidence.map(({ text }) => text)).toEqual(['its repository field names git+https://github.com/ActiveCampaign/postmark-mcp.git', 'its author field names Jabal Torres', 'npx -y a-server']);
});

test.each([
  ['repository by ssh', 'mailgun-mcp', { repository: 'git@github.com:mailgun/mailgun-mcp-server.git' }],
  ['repository in short', '@someone/mcp-mongodb', { repository: 'mongodb-js/mongodb-mcp-server' }],
  ['author with mail', 'mcp-stripe', { author: 'Stripe <support@registry.example> (https://registry.example)' }],
  ['author as an object', 'mcp-azure', { author: 'Microsoft Corporation someone@registry.example' }],
  ['joined words', 'paypalmcp', { author: 'PayPal' }],
])('%s', async (_case, name, manifest) => {
  expect(await judged(name, manifest)).toMatchObject([{ severity: 'medium', confidence: 'high' }]);
});

test('the word official alone is less sure; the repository without the name is low', async () => {
  expect(await judged('stripe-mcp', { description: 'The official MCP server for Stripe' })).toMatchObject([{ severity: 'medium', confidence: 'medium' }]);
  expect(await judged('payments-mcp', { repository: 'github:stripe/agent-toolkit' })).toMatchObject([{ severity: 'low' }]);
});

test('without a manifest the name alone is information, and only where it is nothing but the vendor\'s', async () => {
  expect(await judged('postmark-mcp')).toMatchObject([{ severity: 'info', confidence: 'low' }]);
  expect(await judged('mcp-server-github')).toMatchObject([{ severity: 'info' }]);
  expect(await judged('stripe-invoices-mcp')).toEqual([]);
  expect(await judged('@someone/stripe-mcp')).toEqual([]);
});

test('no package of a vendor in the table is reported, whatever its manifest says', async () => {
  for (const { servers, packages, owners, authors } of VENDORS) {
    for (const name of [...servers, ...packages]) expect(await judged(name, { repository: `https://github.com/${owners[0] ?? ''}/x`, author: authors[0] ?? '' })).toEqual([]);
  }
});

test.each([
  ['a community package of somebody else', 'notion-mcp', { repository: 'https://github.com/someone/notion-mcp', author: 'Someone' }],
  ['one that says so', 'slack-stripe-mcp', { description: 'Unofficial MCP server for Stripe', author: 'Someone' }],
  ['one that denies it', 'stripe-mcp', { description: 'Not an official Stripe product', author: 'Someone' }],
  ['a command-line tool of the vendor', 'heroku', { repository: 'heroku/cli', author: 'Heroku' }],
  ['a server about another thing', 'mcp-server-kubernetes', { repository: 'https://github.com/Flux159/mcp-server-kubernetes' }],
  ['an owner that only begins alike', 'stripe-tools-mcp', { repository: 'https://github.com/stripe-fans/x' }],
])('%s is silent', async (_case, name, manifest) => {
  expect(await judged(name, manifest)).toEqual([]);
});

test('a fork that says so and kept its fields is information', async () => {
  expect(await judged('stripe-mcp', { repository: 'stripe/agent-toolkit', description: 'Community fork of the Stripe server' })).toMatchObject([{ severity: 'info' }]);
});

test('hostile fields do not stall or throw', async () => {
  const long = `${'github.com/'.repeat(20_000)}`;
  expect(await judged('stripe-mcp', { repository: long, author: '('.repeat(100_000), description: 'official '.repeat(50_000) })).toHaveLength(1);
  expect(await judged('__proto__')).toEqual([]);
});

test('every row has a source and is in lower case', () => {
  for (const { packages, scopes, owners, authors, words, source } of VENDORS) {
    expect(source).toMatch(/^https:\/\//);
    for (const text of [...packages, ...scopes, ...owners, ...authors, ...words]) expect(text).toBe(text.toLowerCase());
  }
});

test('its fixtures', async () => {
  expect(await judgeFixture('vendor-impersonation', 'bad')).toMatchObject([{ severity: 'medium', confidence: 'high', credentials: ['POSTMARK_SERVER_TOKEN'] }]);
  expect(await judgeFixture('vendor-impersonation', 'good')).toEqual([]);
});
