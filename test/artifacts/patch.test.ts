// Patches as real git takes them, and as package `diff` makes them.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareFiles } from '../../src/artifacts/compare-files.ts';
import { listingOf, type MemoryFiles } from '../support/artifacts.ts';
import { temporaryFolder } from '../support/cli.ts';
import { gitEnvironment } from '../support/git.ts';

const patchOf = (before: MemoryFiles, after: MemoryFiles) => compareFiles(listingOf(before), listingOf(after), { patch: true }).files.map(({ patch = '' }) => patch).join('');

interface OnDisk {
  readonly content: string;
  readonly executable: boolean;
}

function onDisk(file: MemoryFiles[string]): OnDisk & { readonly bytes: Uint8Array } {
  const { content, mode = 0o644 } = typeof file === 'string' || file instanceof Uint8Array ? { content: file, mode: undefined } : file;
  return { bytes: Buffer.from(content), content: Buffer.from(content).toString('latin1'), executable: (mode & 0o100) !== 0 };
}

/** What a folder with the files of `before` holds, after git has applied the patch to `after`. */
function applied(before: MemoryFiles, after: MemoryFiles): Readonly<Record<string, OnDisk>> {
  const folder = temporaryFolder();
  for (const [path, file] of Object.entries(before)) {
    const { bytes, executable } = onDisk(file);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
    chmodSync(join(folder, path), executable ? 0o755 : 0o644);
  }
  execFileSync('git', ['-C', folder, 'apply', '--allow-empty', '--whitespace=nowarn', '-'], { input: patchOf(before, after), env: gitEnvironment({ GIT_CEILING_DIRECTORIES: dirname(folder) }), stdio: ['pipe', 'pipe', 'pipe'] });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => [path, statSync(join(folder, path))] as const).filter(([, stat]) => stat.isFile());
  return Object.fromEntries(files.map(([path, { mode }]) => [path, { content: readFileSync(join(folder, path), 'latin1'), executable: (mode & 0o100) !== 0 }]));
}

function wanted(files: MemoryFiles): Readonly<Record<string, OnDisk>> {
  return Object.fromEntries(Object.entries(files).map(([path, file]) => {
    const { content, executable } = onDisk(file);
    return [path, { content, executable }];
  }));
}

const lines = (count: number) => Array.from({ length: count }, (_, at) => `line ${at}\n`).join('');

describe('git apply', () => {
  test.each<[string, MemoryFiles, MemoryFiles]>([
    ['a changed line', { 'a/b.txt': lines(30) }, { 'a/b.txt': lines(30).replace('line 12\n', 'other\n') }],
    ['files added and removed', { 'old.js': 'x\n' }, { 'new/deep/file.js': 'y\nz\n' }],
    ['an empty file added and one removed', { 'was.txt': '' }, { 'now.md': '', 'more.txt': 'x' }],
    ['a file emptied and one filled', { a: 'x\n', b: '' }, { a: '', b: 'x\n' }],
    ['no newline at the end, before, after, both', { a: 'x', b: 'x\n', c: 'x\ny', d: 'x\ny' }, { a: 'x\n', b: 'x', c: 'z\ny', d: 'x\nz' }],
    ['CRLF', { a: 'one\r\ntwo\r\nthree\r\n' }, { a: 'one\r\n2\r\nthree\r\n' }],
    ['CRLF that became LF', { a: 'one\r\ntwo\r\n' }, { a: 'one\ntwo\n' }],
    ['a byte order mark gone', { a: '\ufeffone\ntwo\n' }, { a: 'one\ntwo\n' }],
    ['lone carriage returns and form feeds', { a: 'a\rb\fc\n' }, { a: 'a\rB\fc\n' }],
    ['letters of all sorts', { 'a.md': 'Grüße\n日本\n😀\n' }, { 'a.md': 'Grüße\n日本語\n😀\n' }],
    ['a line that looks like a header', { a: '-- old\n' }, { a: '++ b/x\n@@ -1 +1 @@\ndiff --git a/x b/y\n' }],
    ['a script with NUL', { 'a.js': 'a\0b\nc\n' }, { 'a.js': 'a\0b\nd\n' }],
    ['moved', { 'old name.txt': lines(20) }, { 'new/name.txt': lines(20) }],
    ['moved and changed', { 'old.txt': lines(20) }, { 'sub/new.txt': lines(20).replace('line 3\n', '') }],
    ['executable', { run: { content: 'x\n', mode: 0o644 }, stop: { content: 'y\n', mode: 0o755 } }, { run: { content: 'x\n', mode: 0o755 }, stop: { content: 'z\n', mode: 0o644 } }],
    ['a new executable', {}, { run: { content: '#!/bin/sh\n', mode: 0o755 } }],
  ])('%s', (_, before, after) => expect(applied(before, after)).toEqual(wanted(after)));

  test.each(['with space.txt', 'quote".txt', 'back\\slash', 'tab\tname', 'new\nline', 'ünïcode/日本.js', ' lead', 'trail ', 'a b/c d', '-dash', '--', 'b/b', "it's"])('the name %j', (path) => {
    expect(applied({ [path]: 'one\ntwo\n' }, { [path]: 'one\n2\n' })).toEqual(wanted({ [path]: 'one\n2\n' }));
    expect(applied({}, { [path]: 'one\n' })).toEqual(wanted({ [path]: 'one\n' }));
    expect(applied({ [path]: 'one\n' }, {})).toEqual(wanted({}));
    expect(applied({ [path]: lines(9) }, { [`${path}2`]: lines(9) })).toEqual(wanted({ [`${path}2`]: lines(9) }));
  });

  test('random edits', () => {
    const line = fc.constantFrom('a', 'b', 'c', '', ' x', '+', '-', '\\ No newline at end of file', 'ü', '\r');
    const content = fc.tuple(fc.array(line, { maxLength: 40 }), fc.boolean()).map(([all, open]) => all.join('\n') + (open ? '' : '\n'));
    const files = fc.dictionary(fc.constantFrom('a', 'b.js', 'c/d', 'e f'), content).map((all) => ({ ...all }));
    fc.assert(fc.property(files, files, (before, after) => { expect(applied(before, after)).toEqual(wanted(after)); }), { numRuns: 40 });
  });
});

describe('the form', () => {
  test('headers, hunks and context', () => {
    expect(patchOf({ 'lib/a.js': lines(12) }, { 'lib/a.js': lines(12).replace('line 5\n', 'new\n') })).toBe([
      'diff --git a/lib/a.js b/lib/a.js', '--- a/lib/a.js', '+++ b/lib/a.js', '@@ -3,7 +3,7 @@', ' line 2', ' line 3', ' line 4', '-line 5', '+new', ' line 6', ' line 7', ' line 8', '',
    ].join('\n'));
  });

  test('hunks that share their context are one', () => {
    const before = lines(40);
    expect(patchOf({ a: before }, { a: before.replace('line 5\n', '').replace('line 12\n', '') }).match(/^@@/gm)).toHaveLength(1);
    expect(patchOf({ a: before }, { a: before.replace('line 5\n', '').replace('line 13\n', '') }).match(/^@@/gm)).toHaveLength(2);
  });

  test('a binary file and set-id alone have none', () => {
    expect(patchOf({ a: Uint8Array.of(0) }, { a: Uint8Array.of(1, 0) })).toBe('');
    expect(patchOf({ a: { content: 'x', mode: 0o755 } }, { a: { content: 'x', mode: 0o4755 } })).toBe('');
  });

  test('the same as package diff makes where both choose the same lines', () => {
    const value = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 60 });
    const sizes = (patch: string) => patch.split('\n').filter((line) => /^[-+](?![-+])/.test(line)).length;
    fc.assert(fc.property(value, value, (a, b) => {
      const [before, after] = [a, b].map((all) => all.map((one) => `${one}\n`).join('')) as [string, string];
      if (before === after) return;
      const theirs = createTwoFilesPatch('a/x', 'b/x', before, after, undefined, undefined, { context: 3, headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true } });
      expect(sizes(patchOf({ x: before }, { x: after }))).toBe(sizes(theirs));
    }), { numRuns: 200 });
  });
});
