// Two copies file by file: what each change says, what is counted, and what is hostile.
import { describe, expect, test } from 'vitest';
import { compareFiles } from '../../src/artifacts/compare-files.ts';
import type { ArtifactListing, CompareFilesOptions, FileComparison } from '../../src/artifacts/contract.ts';
import { TreeError } from '../../src/model/ports.ts';
import { listingOf, type MemoryFiles } from '../support/artifacts.ts';

const compared = (before: MemoryFiles, after: MemoryFiles, options: Partial<CompareFilesOptions> = {}): FileComparison =>
  compareFiles(listingOf(before), listingOf(after), { patch: false, ...options });

const text = (lines: number, of = 'line') => Array.from({ length: lines }, (_, at) => `${of} ${at}\n`).join('');

describe('compareFiles', () => {
  test('files that are the same are counted, and listed nowhere', () => {
    const { files, totals, notes, problems } = compared({ 'a.js': 'a\n', 'b.md': 'b\n' }, { 'b.md': 'b\n', 'a.js': 'a\n' });
    expect(files).toEqual([]);
    expect(totals).toEqual({ added: 0, removed: 0, changed: 0, renamed: 0, mode: 0, formatting: 0, same: 2, linesAdded: 0, linesRemoved: 0 });
    expect([notes, problems]).toEqual([[], []]);
  });

  test('added, removed, changed: sorted by path, with bytes and lines', () => {
    const { files, totals } = compared({ 'z.md': 'one\ntwo\n', 'gone.txt': 'x' }, { 'z.md': 'one\n2\nthree\n', 'a/new.js': 'f();\ng();\n' });
    expect(files).toEqual([
      { path: 'a/new.js', kind: 'added', content: 'code', after: 10, lines: { added: 2, removed: 0 } },
      { path: 'gone.txt', kind: 'removed', content: 'text', before: 1, lines: { added: 0, removed: 1 } },
      { path: 'z.md', kind: 'changed', content: 'text', before: 8, after: 12, lines: { added: 2, removed: 1 } },
    ]);
    expect(totals).toMatchObject({ added: 1, removed: 1, changed: 1, linesAdded: 4, linesRemoved: 2 });
  });

  test('places of changed lines, whole files of one side included', () => {
    const of = compared({ 'a.js': 'a\nb\nc\nd\n', 'old.js': '1\n2\n' }, { 'a.js': 'a\nB\nc\nd\ne\nf', 'new.js': 'x\ny\nz\n', 'empty.js': '' });
    expect(of.changedLines('a.js')).toEqual({ added: [{ from: 2, to: 2 }, { from: 5, to: 6 }], removed: [{ from: 2, to: 2 }] });
    expect(of.changedLines('new.js')).toEqual({ added: [{ from: 1, to: 3 }], removed: [] });
    expect(of.changedLines('old.js')).toEqual({ added: [], removed: [{ from: 1, to: 2 }] });
    expect(of.changedLines('empty.js')).toEqual({ added: [], removed: [] });
    expect(of.changedLines('none.js')).toBeUndefined();
    expect(of.changedLines('__proto__')).toBeUndefined();
  });

  test('the same as offsets in the decoded texts', () => {
    const [before, after] = ['\ufeffä\nwas\n😀\nend', 'ä\nnow\n😀\nend\nmore'];
    const spans = compared({ 'a.js': before, 'old.js': 'gone' }, { 'a.js': after, 'new.js': 'all\nof it' }).changedSpans('a.js');
    expect(spans?.added.map(({ from, to }) => after.slice(from, to))).toEqual(['ä\nnow\n', 'end\nmore']);
    expect(spans?.removed.map(({ from, to }) => before.slice(1).slice(from, to))).toEqual(['ä\nwas\n', 'end']);
    expect(compared({}, { 'new.js': 'all\nof it' }).changedSpans('new.js')).toEqual({ added: [{ from: 0, to: 9 }], removed: [] });
    expect(compared({ b: 'x' }, { b: 'x' }).changedSpans('b')).toBeUndefined();
  });

  test.each([
    ['image.png', Uint8Array.of(0x89, 0x50, 0, 1), 'binary'],
    ['latin1.txt', Uint8Array.of(0x61, 0xe9, 0x0a), 'binary'],
    ['index.js', Uint8Array.of(0x61, 0, 0x62), 'code'],
    ['INDEX.MJS', Uint8Array.of(0xff, 0x0a), 'code'],
    ['types.d.cts', Buffer.from('export {};'), 'code'],
    ['bin/tool', Buffer.from('#!/usr/bin/env -S node --no-warnings\n\0'), 'code'],
    ['bin/shell', Buffer.from('#!/bin/sh\n'), 'text'],
    ['node', Buffer.from('node\n'), 'text'],
    ['x.json', Buffer.from('{}'), 'text'],
    ['.js.txt', Buffer.from('ü'), 'text'],
  ])('%s is %#', (path, content, expected) => {
    expect(compared({}, { [path]: content }).files).toMatchObject([{ path, kind: 'added', content: expected }]);
  });

  test('a text that became binary has no lines', () => {
    const { files, changedLines } = compared({ a: 'x\n' }, { a: Uint8Array.of(0, 1) });
    expect(files).toEqual([{ path: 'a', kind: 'changed', content: 'binary', before: 2, after: 2 }]);
    expect(changedLines('a')).toBeUndefined();
  });
});

describe('modes', () => {
  const modes = (before: number | undefined, after: number | undefined, content = 'x') => compared(
    { a: { content: 'x', ...(before === undefined ? {} : { mode: before }) } },
    { a: { content, ...(after === undefined ? {} : { mode: after }) } },
  );
  test.each([[0o644, 0o755], [0o100755, 0o100644], [0o755, 0o4755], [0o755, 0o2755]])('%o to %o is a change', (before, after) => {
    expect(modes(before, after).files).toEqual([{ path: 'a', kind: 'mode', content: 'text', before: 1, after: 1, mode: { before: before & 0o7777, after: after & 0o7777 }, lines: { added: 0, removed: 0 } }]);
    expect(modes(before, after).totals).toMatchObject({ mode: 1, changed: 0, same: 0 });
  });
  test.each([[0o644, 0o664], [0o755, 0o775], [0o644, undefined], [undefined, 0o755], [0o644, 0o1644]])('%o to %o is none', (before, after) => {
    expect(modes(before, after)).toMatchObject({ files: [], totals: { same: 1 } });
  });
  test('a changed file says its modes too', () => {
    expect(modes(0o644, 0o755, 'y').files).toMatchObject([{ kind: 'changed', mode: { before: 0o644, after: 0o755 } }]);
  });
});

describe('moved files', () => {
  test('equal bytes, under another name', () => {
    const { files, renamed, totals } = compared({ 'src/a.txt': 'same\n', b: 'kept' }, { 'lib/a.txt': 'same\n', b: 'kept' });
    expect(files).toEqual([{ path: 'lib/a.txt', from: 'src/a.txt', kind: 'renamed', content: 'text', before: 5, after: 5, lines: { added: 0, removed: 0 } }]);
    expect([...renamed]).toEqual([['lib/a.txt', 'src/a.txt']]);
    expect(totals).toMatchObject({ renamed: 1, added: 0, removed: 0, same: 1 });
  });

  test('of equal ones, that with the same base name first', () => {
    const { renamed } = compared({ 'a/LICENSE': 'MIT', 'b/COPYING': 'MIT' }, { 'c/COPYING': 'MIT', 'd/LICENSE': 'MIT' });
    expect([...renamed]).toEqual([['c/COPYING', 'b/COPYING'], ['d/LICENSE', 'a/LICENSE']]);
  });

  test('another case alone', () => {
    expect([...compared({ 'README.md': 'hello' }, { 'Readme.md': 'hello' }).renamed]).toEqual([['Readme.md', 'README.md']]);
  });

  test('most lines equal: moved and changed', () => {
    const before = text(40);
    const { files } = compared({ 'old.js': before, 'other.js': text(40, 'other') }, { 'new.js': before.replace('line 7\n', 'evil\n') });
    expect(files.map(({ kind, path, from, lines }) => ({ kind, path, from, lines }))).toEqual([
      { kind: 'renamed', path: 'new.js', from: 'old.js', lines: { added: 1, removed: 1 } },
      { kind: 'removed', path: 'other.js', from: undefined, lines: { added: 0, removed: 40 } },
    ]);
  });

  test('a bundle in one line with a hash in its name', () => {
    const bundle = Array.from({ length: 60 }, (_, at) => `function f${at}(a){return a+${at}}`).join('');
    expect([...compared({ 'index-a1b2.js': bundle }, { 'index-c3d4.js': `${bundle}fetch("https://x.example")` }).renamed]).toEqual([['index-c3d4.js', 'index-a1b2.js']]);
  });

  test('moved, and another file of quite another size in its place', () => {
    const { files, renamed } = compared({ 'lib/tsc.js': text(40), b: 'kept' }, { 'lib/tsc.js': 'require("./_tsc.js");\n', 'lib/_tsc.js': `${text(40)}more();\n`, b: 'kept' });
    expect([...renamed]).toEqual([['lib/_tsc.js', 'lib/tsc.js']]);
    expect(files.map(({ kind, path, from, lines }) => ({ kind, path, from, lines }))).toEqual([
      { kind: 'renamed', path: 'lib/_tsc.js', from: 'lib/tsc.js', lines: { added: 1, removed: 0 } },
      { kind: 'added', path: 'lib/tsc.js', from: undefined, lines: { added: 1, removed: 0 } },
    ]);
  });

  test('a file that grew stays what it was where nothing else is like it', () => {
    const { files, renamed } = compared({ 'a.js': text(40) }, { 'a.js': 'short\n', 'b.js': text(40, 'other') });
    expect(renamed.size).toBe(0);
    expect(files.map(({ kind, path }) => [path, kind])).toEqual([['a.js', 'changed'], ['b.js', 'added']]);
  });

  test('large ones are recognised by a part of their pieces, also beside one that is not large', () => {
    const large = text(80_000, 'a line of a large bundle');
    expect(large.length).toBeGreaterThan(2 * 1024 * 1024);
    expect([...compared({ old: large, other: text(80_000, 'what another large bundle has') }, { new: large.replaceAll('7 7', '7 8').slice(0, -500) }).renamed]).toEqual([['new', 'old']]);
    expect([...compared({ old: large.slice(0, 1_100_000) }, { new: large.slice(200_000, 1_100_000) }).renamed]).toEqual([['new', 'old']]);
    expect(compared({ old: large.slice(0, 1_100_000) }, { new: large.slice(1_000_000, 2_000_000) }).renamed.size).toBe(0);
  });

  test('what shares less than half, or is empty, is not moved', () => {
    const { renamed, totals } = compared({ a: text(40), e: '' }, { b: `${text(10)}${text(30, 'new')}`, f: '' });
    expect(renamed.size).toBe(0);
    expect(totals).toMatchObject({ added: 2, removed: 2 });
  });
});

describe('hostile copies', () => {
  const failing = (code: 'unreadable' | 'too-large'): ArtifactListing => ({ files: [{ path: 'bad.js', size: 3, read: () => { throw new TreeError(code, 'the system refused'); } }, ...listingOf({ 'good.js': 'now\n' }).files] });

  test('a file that cannot be read is a problem, and the others are compared', () => {
    const { files, problems, totals } = compareFiles(listingOf({ 'bad.js': 'a\n', 'good.js': 'was\n' }), failing('unreadable'), { patch: true });
    expect(files.map(({ path }) => path)).toEqual(['good.js']);
    expect(problems).toEqual([{ code: 'unreadable', message: 'not compared: the system refused', path: 'bad.js' }]);
    expect(totals).toMatchObject({ changed: 1, same: 0 });
  });

  test('one that is new is listed, and a problem', () => {
    const { files, problems } = compareFiles(listingOf({}), failing('too-large'), { patch: true });
    expect(files).toMatchObject([{ path: 'bad.js', kind: 'added', after: 3 }, { path: 'good.js' }]);
    expect(files[0]).not.toHaveProperty('lines');
    expect(problems).toMatchObject([{ code: 'too-large', path: 'bad.js' }]);
  });

  test('a fault that is no TreeError is ours', () => {
    expect(() => compareFiles({ files: [{ path: 'a', size: 1, read: () => { throw new RangeError('bug'); } }] }, listingOf({ a: 'x' }), { patch: false })).toThrow(RangeError);
  });

  test('files beyond the limit are a problem', () => {
    const { problems, totals } = compared({}, { a: '1', b: '2', c: '3' }, { limits: { comparedFiles: 2 } });
    expect(problems).toEqual([{ code: 'too-many', message: '1 files beyond the first 2 were not compared' }]);
    expect(totals.added).toBe(2);
  });

  test('random lines of two kinds: cut, said, and bounded', () => {
    let state = 1;
    const random = () => Array.from({ length: 500_000 }, () => { state = Math.imul(state, 48_271) >>> 1; return (state & 64) === 0 ? 'a\n' : 'b\n'; }).join('');
    const { files, notes } = compared({ 'bomb.txt': random() }, { 'bomb.txt': random() }, { limits: { lineDiffSteps: 2_000_000 } });
    expect(files[0]?.lines?.cut).toBe(true);
    expect(notes).toEqual(['bomb.txt: the search for the fewest changed lines was ended, their number is too large']);
  });

  test('equal lines without end, and fewer of them', () => {
    expect(compared({ a: 'x\n'.repeat(300_000) }, { a: 'x\n'.repeat(200_000) }).files).toMatchObject([{ lines: { added: 0, removed: 100_000 } }]);
  });

  test('one line of many megabytes', () => {
    const line = 'x'.repeat(8 * 1024 * 1024);
    const { files } = compared({ a: `${line}1${line}` }, { a: `${line}2${line}` }, { patch: true });
    expect(files).toMatchObject([{ lines: { added: 1, removed: 1 } }]);
    expect(files[0]?.patch?.length).toBeGreaterThan(line.length * 4);
  });

  test('a hundred thousand files on one side', () => {
    const { totals } = compared({}, Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`f${at}.js`, `call(${at});\n`])));
    expect(totals).toMatchObject({ added: 100_000, linesAdded: 100_000 });
  });

  test('thousands of files that moved and changed are searched as far as the bounds go', () => {
    const many = (of: string, last: string) => Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`${of}/${at}.txt`, `${text(20, `file ${at}`)}${last}\n`]));
    const { renamed, notes } = compared(many('old', 'was'), many('new', 'now'));
    expect(renamed.size).toBeGreaterThan(100);
    expect([...renamed].every(([now, old]) => now.slice(3) === old.slice(3))).toBe(true);
    expect(notes).toEqual(['files that moved and changed were searched among the first 400 of each side']);
  });

  test('names of prototypes are names', () => {
    const { files } = compared({ constructor: 'a', 'a/__proto__': 'x' }, { constructor: 'b', ['__proto__']: 'y' });
    expect(files.map(({ path, kind }) => [path, kind])).toEqual([['__proto__', 'added'], ['a/__proto__', 'removed'], ['constructor', 'changed']]);
  });

  test('of two files with one path the later counts', () => {
    const twice = { files: [...listingOf({ a: 'first' }).files, ...listingOf({ a: 'second' }).files] };
    expect(compareFiles(listingOf({ a: 'second' }), twice, { patch: false }).files).toEqual([]);
  });

  test('the patch ends at its limit, and says so', () => {
    const { files, notes } = compared({}, { a: text(1_000), b: text(1_000) }, { patch: true, limits: { patchBytes: 15_000 } });
    expect(files.map(({ patch }) => patch !== undefined)).toEqual([true, false]);
    expect(notes).toEqual(['b: left out of the patch, which ends at 15000 bytes']);
  });
});
