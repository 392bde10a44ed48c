// Approvals given in advance.
import { expect, test } from 'vitest';
import { judged as judgeFixture } from '../support/rules.ts';
import { entry, hook, judgeEntries, judgeHooks } from '../support/server-facts.ts';

const judged = (approvals: NonNullable<NonNullable<Parameters<typeof entry>[0]>['server']>['approvals'], more = {}) => judgeEntries('auto-approved-server', entry({ server: { approvals: approvals ?? [], ...more } }));

test('all tools: medium in a project, low in one\'s own file, information while disabled', async () => {
  expect(await judged([{ key: 'trust', tools: '*' }])).toMatchObject([{ severity: 'medium', title: 'All tools of "a" run without a question', evidence: [{ text: 'trust: all tools' }, { kind: 'launch' }] }]);
  expect(await judged([{ key: 'autoApprove', tools: ['read', '*'] }], { scope: 'user' })).toMatchObject([{ severity: 'low' }]);
  expect(await judged([{ key: 'trust', tools: '*' }], { state: 'disabled' })).toMatchObject([{ severity: 'info' }]);
});

test('single tools are silent, and so is a list of what is offered', async () => {
  expect(await judged([{ key: 'autoApprove', tools: ['read_file', 'list'] }, { key: 'alwaysAllow', tools: [] }, { key: 'tools', tools: '*' }])).toEqual([]);
});

test('a switch for all servers', async () => {
  const switched = hook('trust-all', 'true', { hook: { client: 'claude-code', kind: 'trust-all', name: 'enableAllProjectMcpServers', text: 'true' } });
  expect(await judgeHooks('auto-approved-server', 'project', switched)).toMatchObject([{ severity: 'medium', evidence: [{ text: 'enableAllProjectMcpServers is set' }, { kind: 'launch' }] }]);
  expect(await judgeHooks('auto-approved-server', 'user', switched)).toMatchObject([{ severity: 'low' }]);
  expect(await judgeHooks('auto-approved-server', 'project', hook('session-hook', 'npm test'))).toEqual([]);
});

test('its fixtures', async () => {
  expect(await judgeFixture('auto-approved-server', 'bad')).toMatchObject([{ severity: 'medium' }, { severity: 'medium' }]);
  expect(await judgeFixture('auto-approved-server', 'good')).toEqual([]);
});
