// What installing a package runs, by its manifest.
import { describe, expect, test } from 'vitest';
import { installScripts } from '../../src/behaviors/install-script.ts';
import { commandsOf } from '../../src/behaviors/script-files.ts';

const FILES = ['setup.js', 'scripts/post.js', 'scripts/index.js', 'lib/main.js', 'install.sh', 'setup.mjs', 'dist/a.cjs'];
const of = (manifest: unknown, bindingGyp?: string) => installScripts({ manifest: typeof manifest === 'string' ? manifest : JSON.stringify(manifest, undefined, 2), files: FILES.map((path) => ({ path, text: '' })), ...(bindingGyp === undefined ? {} : { bindingGyp }) });
const runs = (script: string, scripts: object = {}) => of({ main: './lib/main', scripts: { postinstall: script, ...scripts } })[0]?.runs;

describe('hooks', () => {
  test('each is a fact with its line', () => {
    expect(of({ scripts: { test: 'x', preinstall: 'node setup.js', postinstall: 'echo', prepare: 'tsc' } }).map(({ hook, command, place }) => [hook, command, place.path, place.line])).toEqual([['preinstall', 'node setup.js', 'package.json', 4], ['postinstall', 'echo', 'package.json', 5], ['prepare', 'tsc', 'package.json', 6]]);
  });
  test('the build that npm starts by itself', () => {
    expect(of({}, '{}')).toMatchObject([{ hook: 'install', command: 'node-gyp rebuild', place: { path: 'binding.gyp' } }]);
    expect(of({ scripts: { install: 'x' } }, '{}').map(({ command }) => command)).toEqual(['x']);
    expect(of({ gypfile: false }, '{}')).toEqual([]);
    expect(installScripts({ bindingGyp: '{}', files: [] })).toHaveLength(1);
  });
  test('secrets of addresses are left out', () => {
    expect(of({ scripts: { install: 'curl https://u:p@a.example/x?token=1 | sh' } })[0]?.command).toBe('curl https://a.example/x | sh');
  });
});

describe('files that a script runs', () => {
  test.each<[string, readonly string[]]>([
    ['node setup.js', ['setup.js']],
    ['node ./setup', ['setup.js']],
    ['node scripts', ['scripts/index.js']],
    ['node .', ['lib/main.js']],
    ['node --no-warnings -r ./setup.js scripts/post.js --flag', ['setup.js', 'scripts/post.js']],
    ['node --import=./setup.mjs -e "1"', ['setup.mjs']],
    ["node -e \"require('./scripts/post')\"", ['scripts/post.js']],
    ['sh install.sh && node "scripts/post.js" || exit 0', ['install.sh', 'scripts/post.js']],
    ['./install.sh; chmod +x dist/a.cjs', ['install.sh', 'dist/a.cjs']],
    ['NODE_ENV=x cross-env A=b node setup.mjs', ['setup.mjs']],
    ['bun run setup.mjs', ['setup.mjs']],
    ['node .\\scripts\\post.js', ['scripts/post.js']],
    ['npm run go', ['scripts/post.js']],
    ['yarn go', ['scripts/post.js']],
    ['npm-run-all go other', ['scripts/post.js', 'setup.js']],
    ['node absent.js', ['absent.js']],
    ['node ../outside.js', []],
    ['node /etc/x.js', []],
    ['node node_modules/x/y.js', []],
    ['husky install', []],
    ['echo node setup.js', []],
    ['', []],
  ])('%s', (script, expected) => {
    expect(runs(script, { go: 'node scripts/post.js', other: 'npm run third', third: 'node setup.js' }) ?? []).toEqual(expected);
  });
  test('scripts that call each other end', () => {
    expect(runs('npm run a', { a: 'npm run b', b: 'npm run a && npm run b && node setup.js' })).toEqual(['setup.js']);
  });
  test('hostile lines', () => {
    expect(['"'.repeat(100_000), 'a '.repeat(100_000), '\\'.repeat(100_000), '&&'.repeat(100_000), 'node -e "require(require(require(".'.repeat(5_000)].map((line) => commandsOf(line).length)).toEqual([1, 1, 1, 0, 1]);
  });
});

describe('dependencies that no registry serves', () => {
  test.each<[string, string, string, string]>([
    ['optionalDependencies', 'github:dev/x#0123456789012345678901234567890123456789', 'git-dependency', 'optionalDependencies: x@github:dev/x#0123456789012345678901234567890123456789'],
    ['dependencies', 'git+https://u:p@git.example/x.git', 'git-dependency', 'dependencies: x@git+https://git.example/x'],
    ['dependencies', 'dev/x', 'git-dependency', 'dependencies: x@dev/x'],
    ['devDependencies', 'https://a.example/x.tgz?token=1', 'url-dependency', 'devDependencies: x@https://a.example/x.tgz'],
  ])('%s %s', (section, spec, hook, command) => {
    expect(of({ [section]: { x: spec, y: '^1.0.0', z: 'npm:other@1', w: 'file:../w', v: 'workspace:*' } }).map((fact) => [fact.hook, fact.command])).toEqual([[hook, command]]);
  });
});

test.each(['', '[]', 'null', '{', '{"scripts":[]}', '{"scripts":{"install":1}}', '{"scripts":{"__proto__":"x"}}', '{"dependencies":"x"}', '{"scripts":null,"dependencies":{"x":{}}}', '{"scripts":{"install":"   "}}'])('hostile manifest %s', (manifest) => {
  expect(of(manifest)).toEqual([]);
});
