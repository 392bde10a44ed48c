// A user's bundle: which files belong to it, and that whatever cannot be read is said.
import { describe, expect, it } from 'vitest';
import { compileBundle } from '../../src/indicators/compile.ts';
import { indexKey } from '../../src/indicators/digest.ts';
import { memorySource } from '../../src/indicators/memory-source.ts';
import { openBundle } from '../../src/indicators/open.ts';
import { readBundleSources } from '../../src/indicators/sources.ts';
import { TreeError } from '../../src/model/ports.ts';
import type { FileTree } from '../../src/model/ports.ts';
import { installed } from './memory.ts';

const LIST = '# mcp-audit packages 1\n# as-of: 2026-02-03\nbad\t*\t-\thigh\tmalware\t-\t-\n';

function treeOf(files: Readonly<Record<string, string | Uint8Array>>, unreadable: readonly string[] = []): FileTree {
  const paths = new Map(Object.entries(files));
  const isFolder = (path: string): boolean => [...paths.keys()].some((file) => file.startsWith(`${path}/`));
  const check = (path: string): void => { if (unreadable.includes(path)) throw new TreeError('unreadable', 'permission denied'); };
  return {
    kind: (path) => { check(path); return paths.has(path) ? 'file' : isFolder(path) ? 'folder' : undefined; },
    list: (folder) => {
      check(folder);
      const names = new Set([...paths.keys()].filter((file) => file.startsWith(`${folder}/`)).map((file) => file.slice(folder.length + 1).split('/')[0] ?? ''));
      return [...names].sort().map((name) => ({ name, kind: paths.has(`${folder}/${name}`) ? 'file' as const : 'folder' as const }));
    },
    read: (path) => { check(path); const content = paths.get(path); return typeof content === 'string' ? Buffer.from(content) : content ?? new Uint8Array(); },
    resolve: (path) => path,
  };
}

describe('a user bundle', () => {
  it('is every campaign and list of a folder, below it too; notes and hidden files are passed over', () => {
    const sources = readBundleSources(treeOf({ 'team/b.tsv': LIST, 'team/sub/a.yaml': 'x', 'team/README.md': 'x', 'team/.git/c.yaml': 'x', 'team/d.yml': 'x' }), 'team/');
    expect(sources).toMatchObject({ id: 'team', problems: [] });
    expect(sources.files.map((file) => file.path)).toEqual(['b.tsv', 'd.yml', 'sub/a.yaml']);
  });

  it('is a single file, whatever folder it lies in', async () => {
    const sources = readBundleSources(treeOf({ 'x/y/list.tsv': LIST }), 'x/y/list.tsv');
    expect(sources).toMatchObject({ id: 'list', files: [{ path: 'list.tsv', text: LIST }], problems: [] });
    const { index, problems } = await compileBundle(sources.files, { id: sources.id });
    const bundle = openBundle(memorySource(index), 'x/y/list.tsv');
    expect(problems).toEqual([]);
    expect(bundle.info).toMatchObject({ id: 'list', date: '2026-02-03', names: 1, entries: 1, campaigns: 0, origin: 'x/y/list.tsv' });
    expect(await bundle.matchPackages([installed('bad', '1.0.0')])).toHaveLength(1);
  });

  it.each([
    ['absent', {}, [], 'not-found'],
    ['without bundle files', { 'team/README.md': 'x' }, [], 'bundle'],
    ['not text', { 'team/a.yaml': Uint8Array.of(0x61, 0xff, 0xfe) }, [], 'bad-encoding'],
    ['an empty file', { 'team/a.yaml': '' }, [], 'empty-file'],
    ['a file that may not be read', { 'team/a.yaml': 'x' }, ['team/a.yaml'], 'unreadable'],
    ['a folder that may not be read', { 'team/sub/a.yaml': 'x' }, ['team/sub'], 'unreadable'],
    ['itself unreadable', { 'team/a.yaml': 'x' }, ['team'], 'unreadable'],
    ['nested too deep', { 'team/1/2/3/4/5/6/7/8/9/10/a.yaml': 'x' }, [], 'too-deep'],
  ])('is said to be %s', (_, files, unreadable, code) => {
    expect(readBundleSources(treeOf(files, unreadable), 'team').problems).toMatchObject([{ code }]);
  });

  it('keeps its healthy files beside a faulty one, which is named', async () => {
    const sources = readBundleSources(treeOf({ 'team/bad.yaml': 'schema: 1\n', 'team/good.tsv': LIST }), 'team');
    const { index, problems } = await compileBundle(sources.files, { id: sources.id });
    expect(openBundle(memorySource(index), 'team').advisories('bad')).toHaveLength(1);
    expect(new Set(problems.map((problem) => problem.path))).toEqual(new Set(['bad.yaml']));
  });

  it('that holds nothing is a problem', async () => {
    const { problems } = await compileBundle([]);
    expect(problems).toMatchObject([{ code: 'bundle', message: expect.stringContaining('empty') as string }]);
  });

  it('may not use one campaign id twice', async () => {
    const yaml = 'schema: 1\nid: same\ntitle: T\ndate: "2026"\nclass: malware\nconfidence: high\nsummary: S\npackages: [{name: a, versions: "*"}]\nadvice: [A]\nreferences: ["https://example.com"]\n';
    const { problems } = await compileBundle([{ path: 'a/same.yaml', text: yaml }, { path: 'b/same.yaml', text: yaml }]);
    expect(problems).toMatchObject([{ path: 'b/same.yaml', message: 'id: "same" is the id of a/same.yaml too' }]);
  });

  it('has a key that changes with every byte, file name and id', () => {
    const key = indexKey([{ path: 'a', text: 'bc' }], 'x');
    expect(key).toMatch(/^iocs-3-[0-9a-f]{64}$/);
    expect(new Set([key, indexKey([{ path: 'ab', text: 'c' }], 'x'), indexKey([{ path: 'a', text: 'bd' }], 'x'), indexKey([{ path: 'a', text: 'bc' }], 'y'), indexKey([{ path: 'a', text: 'b' }, { path: '', text: 'c' }], 'x')]).size).toBe(5);
  });
});
