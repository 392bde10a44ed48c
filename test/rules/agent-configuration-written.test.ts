// Configuration of agents that code writes: from code and from hand-made facts.
import { expect, test } from 'vitest';
import { fact, judgeCode, severities } from '../support/code-facts.ts';
import { judgedCode } from '../support/code-rules.ts';

const ID = 'agent-configuration-written';

test('the packages of its fixtures', async () => {
  expect((await judgedCode(ID, 'bad')).map(({ severity, title }) => [severity, title])).toEqual([['high', 'fixture-colours 1.0.0 writes ~/.cursor/mcp.json, which makes a client start programs, while it is installed']]);
  expect((await judgedCode(ID, 'good')).map(({ severity }) => [severity])).toEqual([['low']]);
});
const write = (path: string, more: Parameters<typeof fact<'file'>>[1] = {}) => fact('file', { access: 'write', path, ...more });

test.each([
  '~/.claude/settings.json', '~/.claude.json', '~/.cursor/mcp.json', '~/Library/Application Support/Claude/claude_desktop_config.json', '~/.codeium/windsurf/mcp_config.json', '.vscode/tasks.json', '~/.gemini/settings.json',
  '~/.codex/config.toml', '*\\Code\\User\\mcp.json', '*/.mcp.json',
])('%s without a word of documentation is high', async (path) => {
  expect(await severities(ID, [write(path)])).toEqual(['high']);
});

test('an installer that its documentation names is low; at install it is high', async () => {
  const path = '~/.cursor/mcp.json';
  expect(await severities(ID, [write(path)], { says: ['cursor'] })).toEqual(['low']);
  const [finding] = await judgeCode(ID, [write(path, { file: 'i.js' }), fact('install-script', { command: 'node i.js', runs: ['i.js'] })], { says: ['cursor'] });
  expect(finding).toMatchObject({ severity: 'high', title: 'a-package 1.0.0 writes ~/.cursor/mcp.json, which makes a client start programs, while it is installed' });
});

test('an entry that starts the package itself is medium, of what is written in full alone', async () => {
  const entry = (name: string) => ({ kind: 'constant', text: `[mcp_servers.x]\ncommand = "npx"\nargs = ["${name}", "mcp"]\n`, via: [] }) as const;
  const path = '~/.codex/config.toml';
  expect(await severities(ID, [write(path, { writes: [entry('a-package')] })])).toEqual(['medium']);
  expect(await severities(ID, [write(path, { writes: [entry('another-package')] })])).toEqual(['high']);
  expect(await severities(ID, [write(path, { writes: [entry('a-package'), { kind: 'remote' }] })])).toEqual(['high']);
});

test('instructions are medium, reading and other files nothing', async () => {
  expect(await severities(ID, [write('CLAUDE.md'), write('.cursorrules')])).toEqual(['medium']);
  expect(await judgeCode(ID, [fact('file', { path: '~/.claude/settings.json' }), write('~/.claude/logs/x.log'), write('~/.vscode/argv.json'), write('settings.json')])).toEqual([]);
});
