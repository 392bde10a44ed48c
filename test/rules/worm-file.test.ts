// Names that worms use: from code and from hand-made facts.
import { expect, test } from 'vitest';
import { fact, judgeCode, severities } from '../support/code-facts.ts';
import { judgedCode } from '../support/code-rules.ts';

const ID = 'worm-file';

test('the packages of its fixtures', async () => {
  expect((await judgedCode(ID, 'bad')).map(({ severity, title }) => [severity, title])).toEqual([['high', 'The preinstall script of fixture-worm 1.0.0 runs setup_bun.js, a file name that worms use']]);
  expect(await judgedCode(ID, 'good')).toEqual([]);
});

test('a hook that runs one', async () => {
  const [finding] = await judgeCode(ID, [fact('install-script', { hook: 'preinstall', command: 'node setup_bun.js', runs: ['setup_bun.js'] })]);
  expect(finding).toMatchObject({ severity: 'high', title: 'The preinstall script of a-package 1.0.0 runs setup_bun.js, a file name that worms use' });
});

test('a name alone is low, and the worse word on one name speaks', async () => {
  const inFile = fact('process', { file: 'router_init.js', command: 'git status' });
  expect(await severities(ID, [inFile])).toEqual(['low']);
  expect(await severities(ID, [inFile, fact('install-script', { command: 'node router_init.js', runs: ['router_init.js'] })])).toEqual(['high']);
});

test.each([
  [fact('process', { command: 'bun run bun_environment.js' })],
  [fact('file', { access: 'write', path: '.github/workflows/shai-hulud-workflow.yml' })],
  [fact('file', { access: 'write', path: '.github/workflows/formatter_123456789.yml' })],
  [fact('file', { access: 'write', path: '~/.claude/setup.mjs' })],
])('code that runs or writes one: %#', async (behavior) => {
  expect(await severities(ID, [behavior])).toEqual(['high']);
});

test('an ordinary name is a mark only with a payload behind a preinstall hook', async () => {
  const hook = (name: string) => fact('install-script', { hook: name, command: 'node setup.mjs', runs: ['setup.mjs'] });
  const payload = fact('obfuscation', { file: 'setup.mjs' });
  expect(await severities(ID, [hook('preinstall'), payload])).toEqual(['high']);
  expect(await severities(ID, [hook('preinstall')])).toEqual([]);
  expect(await severities(ID, [hook('postinstall'), payload])).toEqual([]);
  expect(await severities(ID, [fact('file', { access: 'write', path: '.github/workflows/formatter.yml' }), fact('file', { path: '.github/workflows/shai-hulud.yml' })])).toEqual([]);
});
