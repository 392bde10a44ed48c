// Plug'n'Play installs in every form of their data, with archives that agree with it, differ from it, or are hostile.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InstalledTree } from '../../src/installs/contract.ts';
import { readBraces, readStringLiteral } from '../../src/installs/js-literal.ts';
import { parseReference, withoutVirtualFolder } from '../../src/installs/pnp-reference.ts';
import { yarnPnp } from '../../src/installs/yarn-pnp.ts';
import { memoryTree, type MemoryEntry } from '../../src/io/memory-tree.ts';
import { packageZip, zip } from '../support/zip.ts';

type Files = Readonly<Record<string, MemoryEntry>>;
type Dependencies = readonly (readonly [string, string | null | readonly [string, string]])[];

async function read(files: Files, root = '/repo'): Promise<InstalledTree> {
  return await yarnPnp.read(memoryTree(files), root);
}

function one(name: string | null, reference: string | null, packageLocation: string, packageDependencies: Dependencies = []): unknown {
  return [name, [[reference, { packageLocation, packageDependencies, linkType: 'HARD' }]]];
}

const root = (dependencies: Dependencies) => [one(null, null, './', dependencies), one('repo', 'workspace:.', './', [...dependencies, ['repo', 'workspace:.']])];
const cached = (name: string, version: string, dependencies: Dependencies = []) => one(name, `npm:${version}`, `./.yarn/cache/${name}-npm-${version}.zip/node_modules/${name}/`, dependencies);
const archive = (name: string, version: string, manifest: object = { name, version }) => ({ [`repo/.yarn/cache/${name}-npm-${version}.zip`]: packageZip(name, manifest) });
const data = (entries: readonly unknown[]) => JSON.stringify({ __info: ['it\'s a "test"'], packageRegistryData: entries }, null, 2);
const program = (text: string) => `#!/usr/bin/env node\n"use strict";\n\nconst RAW_RUNTIME_STATE =\n'${text.replaceAll('\\', '\\\\').replaceAll('\'', '\\\'').replaceAll('\n', '\\\n')}';\n\nfunction $$SETUP_STATE(hydrateRuntimeState, basePath) {\n  return hydrateRuntimeState(JSON.parse(RAW_RUNTIME_STATE), {basePath: basePath || __dirname});\n}\n`;

const manifestIn = (more: object) => zip([{ name: 'node_modules/a/package.json', text: '{"name":"a","version":"1.0.0"}', ...more }]);
const problems = ({ inventory }: InstalledTree) => inventory.problems.map(({ code, path }) => `${code} ${path}`);
const lines = ({ inventory }: InstalledTree) => inventory.packages.map(({ id, name, version, source, alias, identities }) => `${id} = ${name}@${version ?? '?'} ${source}${alias === undefined ? '' : ` alias ${alias}`}${identities?.map((other) => ` ${other.origin}:${other.name}@${other.version ?? '?'}`).join('') ?? ''}`);

const STATE = data([...root([['a', 'npm:1.0.0'], ['local', ['b', 'npm:2.0.0']], ['w', 'workspace:packages/w']]), cached('a', '1.0.0', [['a', 'npm:1.0.0'], ['b', 'virtual:0123#npm:2.0.0'], ['peer', null]]), cached('b', '2.0.0'),
  ['b', [['virtual:0123#npm:2.0.0', { packageLocation: './.yarn/__virtual__/b-virtual-0123/0/cache/b-npm-2.0.0.zip/node_modules/b/', packageDependencies: [['a', 'npm:1.0.0']], linkType: 'HARD' }]]],
  one('w', 'workspace:packages/w', './packages/w/', [['b', 'npm:2.0.0'], ['w', 'workspace:packages/w']])]);
const DISK = { ...archive('a', '1.0.0'), ...archive('b', '2.0.0'), 'repo/packages/w/package.json': '{"name":"w","version":"0.0.0"}' };

describe('the data', () => {
  it.each([
    ['in a string of the program', { 'repo/.pnp.cjs': program(STATE) }],
    ['in an object of the program', { 'repo/.pnp.js': `function $$SETUP_STATE(hydrateRuntimeState, basePath) {\n  return hydrateRuntimeState(${STATE}, {basePath: basePath || __dirname});\n}\nfunction hydrateRuntimeState(data, {basePath}) {}` }],
    ['in a file that the program reads', { 'repo/.pnp.cjs': 'const path = ".pnp.data.json";', 'repo/.pnp.data.json': STATE }],
    ['in a file alone', { 'repo/.pnp.data.json': STATE, 'repo/.pnp.loader.mjs': '' }],
  ])('is read %s', async (_, files) => {
    const tree = await read({ ...files, ...DISK });
    expect(lines(tree)).toEqual([
      '.yarn/cache/a-npm-1.0.0.zip/node_modules/a = a@1.0.0 registry', '.yarn/cache/b-npm-2.0.0.zip/node_modules/b = b@2.0.0 registry alias local', 'packages/w = w@0.0.0 workspace',
    ]);
    expect([problems(tree), tree.inventory.notes, tree.whole, tree.manager]).toEqual([[], [], true, 'yarn-pnp']);
    const [a = '', b = '', w = ''] = tree.inventory.packages.map(({ id }) => id);
    expect(tree.inventory.importers).toEqual([{ folder: '', dependencies: [a, b, w] }, { folder: 'packages/w', dependencies: [b] }]);
    expect([tree.inventory.dependenciesOf(a), tree.inventory.dependenciesOf(b), tree.inventory.dependenciesOf('none')]).toEqual([[b], [a], []]);
    expect([tree.inventory.answer('', 'local', 'npm:b@2'), tree.inventory.answer('packages/w', 'b', '*'), tree.inventory.answer('', 'none', '*'), tree.inventory.answer('none', 'a', '*')]).toEqual([b, b, undefined, undefined]);
  });

  it('of the program counts, whatever a file beside it says', async () => {
    const tree = await read({ 'repo/.pnp.cjs': program(STATE), 'repo/.pnp.data.json': data([]), ...DISK });
    expect(tree.inventory.packages).toHaveLength(3);
    expect(tree.inventory.notes).toHaveLength(1);
  });

  it.each([
    ['nothing', {}, 'not-found /repo/.pnp.data.json'], ['an empty program', { 'repo/.pnp.cjs': '' }, 'empty-file /repo/.pnp.cjs'], ['another program', { 'repo/.pnp.cjs': 'console.log(1)' }, 'malformed /repo/.pnp.cjs'],
    ['a folder', { 'repo/.pnp.cjs/x': '' }, 'not-a-file /repo/.pnp.cjs'], ['a program without its file', { 'repo/.pnp.cjs': 'read(".pnp.data.json")' }, 'not-found /repo/.pnp.data.json'],
    ['two states', { 'repo/.pnp.cjs': program(STATE) + program(data([])) }, 'malformed /repo/.pnp.cjs'], ['yarn 1', { 'repo/.pnp.js': 'let packageInformationStores = new Map([]);' }, 'unknown-version /repo/.pnp.js'],
    ['no list', { 'repo/.pnp.data.json': '{}' }, 'malformed /repo/.pnp.data.json'], ['null', { 'repo/.pnp.data.json': 'null' }, 'malformed /repo/.pnp.data.json'],
    ['an odd pair', { 'repo/.pnp.data.json': data([['a']]) }, 'unknown-entry /repo/.pnp.data.json'], ['an odd name', { 'repo/.pnp.data.json': data([one(null, 'npm:1.0.0', './')]) }, 'unknown-entry /repo/.pnp.data.json'],
    ['odd information', { 'repo/.pnp.data.json': data([['a', [['npm:1.0.0', 5]]]]) }, 'unknown-entry /repo/.pnp.data.json'],
    ['an odd dependency', { 'repo/.pnp.data.json': data([one('a', 'npm:1.0.0', './x/', [['b', ['c'] as unknown as string]])]) }, 'unknown-entry /repo/.pnp.data.json'],
    ['a key twice', { 'repo/.pnp.data.json': '{"packageRegistryData":[],"packageRegistryData":[]}' }, 'duplicate-key /repo/.pnp.data.json'],
  ])('is a problem where there is %s', async (_, files, problem) => {
    const tree = await read(files);
    expect(problems(tree)).toEqual([problem]);
    expect(tree.whole).toBe(false);
  });

  it('that depends on what it does not have is a problem', async () => {
    expect(problems(await read({ 'repo/.pnp.data.json': data([...root([['gone', 'npm:1.0.0']])]) }))).toEqual(['dangling-reference /repo']);
  });

  it('cut at any place is never clean', async () => {
    const text = program(data([...root([['a', 'npm:1.0.0']]), cached('a', '1.0.0')]));
    const end = text.lastIndexOf('\';');
    for (let at = 0; at < end; at += 7) {
      const tree = await read({ 'repo/.pnp.cjs': text.slice(0, at), ...archive('a', '1.0.0') });
      expect([at, tree.inventory.problems.length]).not.toEqual([at, 0]);
    }
  });
});

describe('the cache', () => {
  const state = { 'repo/.pnp.data.json': data([...root([['a', 'npm:1.0.0']]), cached('a', '1.0.0')]) };

  it('that holds another package or version keeps both names', async () => {
    expect(lines(await read({ ...state, ...archive('a', '1.0.0', { name: 'a', version: '1.0.1' }) }))).toEqual(['.yarn/cache/a-npm-1.0.0.zip/node_modules/a = a@1.0.0 registry disk:a@1.0.1']);
    expect(lines(await read({ ...state, ...archive('a', '1.0.0', { name: 'evil', version: '1.0.0' }) }))).toEqual(['.yarn/cache/a-npm-1.0.0.zip/node_modules/a = a@1.0.0 registry disk:evil@1.0.0']);
  });

  it('that is not on this disk is a note', async () => {
    const tree = await read({ 'repo/.pnp.data.json': data([...root([['a', 'npm:1.0.0']]), one('a', 'npm:1.0.0', '../.yarn/berry/cache/a.zip/node_modules/a/')]) });
    expect(lines(tree)).toEqual(['../.yarn/berry/cache/a.zip/node_modules/a = a@1.0.0 registry']);
    expect([problems(tree), tree.whole]).toEqual([[], false]);
    expect(tree.inventory.notes).toEqual(['1 archives of Yarn\'s cache are not on this disk: their packages are known by the data alone']);
  });

  it('may lie outside the project', async () => {
    const tree = await read({ 'repo/.pnp.data.json': data([one('a', 'npm:1.0.0', '../.yarn/berry/cache/a.zip/node_modules/a/')]), '.yarn/berry/cache/a.zip': packageZip('a', { name: 'a', version: '2.0.0' }), '.yarn/berry/cache/other.zip': packageZip('o', { name: 'o' }) });
    expect(lines(tree)).toEqual(['../.yarn/berry/cache/a.zip/node_modules/a = a@1.0.0 registry disk:a@2.0.0']);
  });

  it('counts archives that the data does not know, and packages inside others', async () => {
    const tree = await read({
      ...state, 'repo/.yarn/cache/a-npm-1.0.0.zip': zip([{ name: 'node_modules/a/package.json', text: '{"name":"a","version":"1.0.0"}', deflated: true }, { name: 'node_modules/a/node_modules/@s/in/package.json', text: '{"name":"@s/in","version":"3.0.0"}' }, { name: 'node_modules/a/test/package.json', text: '{"name":"no"}' }]),
      ...archive('extra', '1.0.0'), 'repo/.yarn/cache/.gitignore': '',
    });
    expect(lines(tree)).toEqual(['.yarn/cache/a-npm-1.0.0.zip/node_modules/a = a@1.0.0 registry', '.yarn/cache/a-npm-1.0.0.zip/node_modules/a/node_modules/@s/in = @s/in@3.0.0 registry', '.yarn/cache/extra-npm-1.0.0.zip/node_modules/extra = extra@1.0.0 registry']);
    expect(tree.inventory.packages.map(({ bundled }) => bundled)).toEqual([undefined, true, undefined]);
    expect(tree.inventory.notes).toEqual(['1 packages lie in Yarn\'s cache or unplugged folder and are not in the data']);
  });

  it('may have unplugged folders', async () => {
    const tree = await read({
      'repo/.pnp.data.json': data([...root([]), one('n', 'npm:1.0.0', './.yarn/unplugged/n-npm-1.0.0-0/node_modules/n/'), one('gone', 'npm:1.0.0', './.yarn/unplugged/gone/node_modules/gone/')]),
      'repo/.yarn/unplugged/n-npm-1.0.0-0/node_modules/n/package.json': '{"name":"n","version":"1.0.9"}', 'repo/.yarn/unplugged/old/node_modules/old/package.json': '{"name":"old","version":"1.0.0"}', 'repo/.yarn/unplugged/empty': { folder: true },
    });
    expect(lines(tree)).toEqual(['.yarn/unplugged/n-npm-1.0.0-0/node_modules/n = n@1.0.0 registry disk:n@1.0.9', '.yarn/unplugged/gone/node_modules/gone = gone@1.0.0 registry', '.yarn/unplugged/old/node_modules/old = old@1.0.0 registry']);
    expect(problems(tree)).toEqual([]);
  });

  it.each([
    ['no archive', 'text', 'malformed'], ['empty', '', 'malformed'], ['cut', manifestIn({}).subarray(0, 60), 'malformed'], ['encrypted', manifestIn({ encrypted: true, deflated: true }), 'unreadable'],
    ['lying about its size', manifestIn({ deflated: true, statedSize: 3 }), 'malformed'], ['a bomb by its own words', manifestIn({ deflated: true, statedSize: 0xfffffff0 }), 'too-large'],
    ['a bomb', zip([{ name: 'node_modules/a/package.json', text: ' '.repeat(30_000_000), deflated: true, statedSize: 1000 }]), 'malformed'],
    ['climbing out', zip([{ name: '../../node_modules/a/package.json', text: '{}' }]), 'malformed'], ['absolute', zip([{ name: '/node_modules/a/package.json', text: '{}' }]), 'malformed'],
    ['twice', zip([1, 2].map((patch) => ({ name: 'node_modules/a/package.json', text: `{"name":"a","version":"1.0.${patch}"}` }))), 'malformed'],
    ['no JSON', zip([{ name: 'node_modules/a/package.json', text: '{' }]), 'malformed'], ['without the package', packageZip('b', { name: 'b', version: '1.0.0' }), 'unknown-entry'],
  ])('says that an archive is hostile or damaged: %s', async (_, bytes, code) => {
    const tree = await read({ ...state, 'repo/.yarn/cache/a-npm-1.0.0.zip': bytes });
    expect(tree.inventory.problems[0]?.code).toBe(code);
    expect(tree.inventory.packages[0]).toMatchObject({ name: 'a', version: '1.0.0' });
    expect(tree.whole).toBe(false);
  });
});

describe('references', () => {
  it.each([
    ['npm:1.0.0', { source: 'registry', version: '1.0.0' }], ['virtual:00ff#npm:1.0.0', { source: 'registry', version: '1.0.0' }],
    ['npm:1.0.0::__archiveUrl=https%3A%2F%2Fregistry.example%2Fa%2F-%2Fa-1.0.0.tgz', { source: 'registry', version: '1.0.0', resolved: 'https://registry.example/a/-/a-1.0.0.tgz' }],
    ['patch:a@npm%3A1.0.0#~/patches/a.patch::version=1.0.0&hash=00', { source: 'registry', version: '1.0.0', name: 'a', patched: true }],
    ['patch:a@patch%3Aa@npm%253A1.0.0%23x#y', { source: 'registry', version: '1.0.0', name: 'a', patched: true }], ['workspace:packages/a', { source: 'workspace' }], ['virtual:00#workspace:packages/a', { source: 'workspace' }],
    ['link:../a::locator=x', { source: 'link' }], ['portal:../a', { source: 'link' }], ['file:../a.tgz#../a.tgz::hash=0', { source: 'file' }],
    ['https://github.com/user/repo.git#commit=00', { source: 'git', resolved: 'https://github.com/user/repo.git#commit=00' }], ['https://files.example/a.tgz', { source: 'url', resolved: 'https://files.example/a.tgz' }],
    ['https://registry.example/b/-/b-1.0.0.tgz', { source: 'registry', name: 'b', version: '1.0.0', resolved: 'https://registry.example/b/-/b-1.0.0.tgz' }], ['odd:1', undefined], ['patch:%', undefined], ['patch:'.repeat(50), undefined],
  ])('%s', (reference, expected) => {
    expect(parseReference(reference)).toEqual(expected);
  });

  it('of virtual folders lead to the real one', () => {
    expect(['./.yarn/__virtual__/a-virtual-0/0/cache/a.zip/x/', './.yarn/__virtual__/a-virtual-0/1/packages/a/', './.yarn/$$virtual/a-virtual-0/3/home/cache/a.zip/', './packages/a/'].map(withoutVirtualFolder))
      .toEqual(['./.yarn/cache/a.zip/x/', './.yarn/../packages/a/', './.yarn/../../../home/cache/a.zip/', './packages/a/']);
  });

  it('of an unknown protocol are said', async () => {
    expect(problems(await read({ 'repo/.pnp.data.json': data([one('a', 'odd:1', './x/')]) }))).toEqual(['unknown-entry /repo/x']);
  });

  it('with the same place get ids of their own', async () => {
    const tree = await read({ 'repo/.pnp.data.json': data([one('a', 'npm:1.0.0', './x/'), one('b', 'npm:1.0.0', './x/')]) });
    expect(tree.inventory.packages.map(({ id }) => id)).toEqual(['x', 'x#b@npm:1.0.0']);
  });
});

describe('literals', () => {
  it('are read as a JavaScript engine reads them', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const single = `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll('\'', '\\\'')}'`;
      expect(readStringLiteral(JSON.stringify(text), 0)).toBe(text);
      expect(readStringLiteral(single, 0)).toBe(text);
      expect(readStringLiteral(`'${text.replaceAll('\\', '\\\\').replaceAll('\'', '\\\'').replaceAll('\r', '\\r').replaceAll('\n', '\\n\\\n')}'`, 0)).toBe(text);
    }));
    expect(readStringLiteral('"\\x41\\u0042\\u{1f600}\\q\\0\\\r\n"', 0)).toBe('AB\u{1f600}q\0');
    expect(['\'a', '"\\', '"\\u{999999}"', '"\\xz"', 'x', '"a\nb"'].map((text) => readStringLiteral(text, 0))).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
  });

  it('of objects end where they end', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const text = JSON.stringify(value);
      expect(readBraces(`${text}, {x: 1})`, 0)).toBe(text);
    }));
    expect(['{', '{"a}', '{{}'].map((text) => readBraces(text, 0))).toEqual([undefined, undefined, undefined]);
  });
});
