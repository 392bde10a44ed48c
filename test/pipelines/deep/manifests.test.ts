// What manifests and source texts tell about which files matter.
import { expect, test } from 'vitest';
import { candidates, importsOf } from '../../../src/pipelines/deep/imports.ts';
import { dependenciesOf, entriesOf, filesRun, rolesOf } from '../../../src/pipelines/deep/manifests.ts';

test.each([
  [{ dependencies: { '@modelcontextprotocol/sdk': '1' } }, { isMcpServer: true, sendsMail: false, hooks: [] }],
  [{ peerDependencies: { fastmcp: '1' }, devDependencies: { nodemailer: '1' } }, { isMcpServer: true, sendsMail: false, hooks: [] }],
  [{ optionalDependencies: { postmark: '1' }, scripts: { preinstall: 'a', test: 'b', postinstall: 'c' } }, { isMcpServer: false, sendsMail: true, hooks: ['a', 'c'] }],
  [{ dependencies: ['fastmcp'], scripts: 'x' }, { isMcpServer: false, sendsMail: false, hooks: [] }],
])('roles of %j', (manifest, expected) => {
  expect(rolesOf(manifest)).toEqual(expected);
});

test('names that it needs; the prototype gives none', () => {
  expect(dependenciesOf(JSON.parse('{"dependencies":{"__proto__":"1","a":"1"}}') as never)).toEqual(['__proto__', 'a']);
  expect(dependenciesOf({})).toEqual([]);
});

test.each([
  ['node ./scripts/build.js && echo ok', ['scripts/build.js']],
  ['node install', ['install']],
  ['node --no-warnings setup.mjs', ['setup.mjs']],
  ['"./a.cjs" | sh', ['a.cjs']],
  ['husky', []],
])('%j runs %j', (command, files) => {
  expect(filesRun([command])).toEqual(files);
});

test('entries of bin, main, module and exports', () => {
  expect(entriesOf({ bin: { a: './cli.js' }, main: 'index', exports: { '.': { import: './esm.mjs', default: './index.js' }, './x': ['./no.js'] } })).toEqual(['cli.js', 'index', 'esm.mjs', 'index.js']);
});

test('relative imports in every form, below the package only', () => {
  const text = "import a from './a.js'; import('./b'); require(\"../c\"); export * from './d/index.mjs'; import 'fs'; require('../../out'); import './e.ts'; require('./f' + x)";
  expect(importsOf('lib/x.js', text)).toEqual(['lib/a.js', 'lib/b', 'c', 'lib/d/index.mjs', 'lib/e.ts', 'lib/f']);
  expect(candidates('lib/a.js')).toContain('lib/a.ts');
  expect(candidates('lib/b')).toContain('lib/b/index.js');
});

test('a text of nothing but beginnings of imports has none', () => {
  expect(importsOf('x.js', 'require ('.repeat(200_000))).toEqual([]);
  expect(importsOf('x.js', `from "./${'a'.repeat(1_000_000)}`)).toEqual([]);
});
