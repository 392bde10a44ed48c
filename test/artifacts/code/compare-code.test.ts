// Code files through the whole comparison: what is put away, and which statements are left.
import { describe, expect, test } from 'vitest';
import { compareFiles } from '../../../src/artifacts/compare-files.ts';
import type { FileComparison } from '../../../src/artifacts/contract.ts';
import type { FileChange } from '../../../src/model/difference.ts';
import { listingOf } from '../../support/artifacts.ts';

const compared = (before: string, after: string, path = 'index.js'): FileComparison => compareFiles(listingOf({ [path]: before }), listingOf({ [path]: after }), { patch: false });
const change = (before: string, after: string, path?: string) => compared(before, after, path).files[0] as FileChange;

/** A bundle in one line. */
const bundle = (count: number, more = '', at = count / 2) => Array.from({ length: count }, (_, n) => `function f${n}(a,b){var c=a.get("k${n}");return c?b(c,${n}):void 0}${n === at ? more : ''}`).join('');

describe('only the format', () => {
  test('is said, and counted', () => {
    const { files, totals } = compared("const a = 'b'\nmodule.exports = { a, }\n", 'const a = "b";\n\nmodule.exports = { a };\n');
    expect(files).toMatchObject([{ kind: 'changed', only: 'formatting', lines: { added: 3, removed: 2 } }]);
    expect(totals).toMatchObject({ changed: 1, formatting: 1 });
  });

  test('a bundle that was indented', () => {
    const minified = bundle(30);
    expect(change(minified, minified.replaceAll('{', '{\n  ').replaceAll(';', ';\n  ').replaceAll('}', '\n}\n'))).toMatchObject({ only: 'formatting' });
  });

  test('one new call among the same changes is not hidden', () => {
    const text = Array.from({ length: 30 }, (_, at) => `  call(${at})\n`).join('');
    const indented = text.replaceAll('  ', '\t').replace('call(17)', 'call(17), send()');
    expect(change(text, text.replaceAll('  ', '\t'))).toMatchObject({ only: 'formatting' });
    expect(change(text, indented)).not.toHaveProperty('only');
    expect(change(text, indented)).toMatchObject({ statementCount: 3, statements: [{ kind: 'removed', text: 'call(17)', line: 18, column: 3 }, { kind: 'added', text: 'call(17),', line: 18, column: 2 }, { kind: 'added', text: 'send()', line: 18, column: 12 }] });
  });

  test('JSX and text are read as lines', () => {
    expect(change('a()\n', 'a();\n', 'a.jsx')).not.toHaveProperty('only');
    expect(change('a()\n', 'a();\n', 'a.md')).not.toHaveProperty('only');
  });

  test('a NUL byte in a string, and one in code', () => {
    expect(change('a("\0")\n', 'a("\0");\n')).toMatchObject({ only: 'formatting' });
    expect(change('a(\0)\n', 'a(\0);\n')).not.toHaveProperty('only');
  });
});

test('bytes that are not UTF-8 are not all the same', () => {
  const file = (byte: number) => listingOf({ 'a.js': Uint8Array.of(0x61, 0x28, 0x27, byte, 0x27, 0x29, 0x0a) });
  const { files } = compareFiles(file(0xfe), file(0xff), { patch: false });
  expect(files).toHaveLength(1);
  expect(files[0]).not.toHaveProperty('only');
});

test('a comment that brings another file in is no format', () => {
  expect(change('/// <reference lib="es2016" />\nexport {};\n', '/// <reference lib="es2017" />\nexport {};\n', 'a.d.ts')).not.toHaveProperty('only');
});

describe('only names', () => {
  test('are said, and counted', () => {
    const { files, totals } = compared('function f(a){return a.b}\n', 'function f(x) {\n  return x.b;\n}\n');
    expect(files).toMatchObject([{ only: 'names' }]);
    expect(totals).toMatchObject({ changed: 1, formatting: 1 });
  });

  test('not in TypeScript, whose types look like names', () => {
    expect(change('let a: Map<string, fetch> = 1; fetch(a)\n', 'let a: Map<string, send> = 1; send(a)\n', 'a.ts')).not.toHaveProperty('only');
  });
});

describe('statements', () => {
  test('one new call in a bundle of one line', () => {
    const { files, changedSpans } = compared(bundle(60), bundle(60, 'fetch("https://collect.example",{method:"POST"});'));
    const after = bundle(60, 'fetch("https://collect.example",{method:"POST"});');
    expect(files[0]?.lines).toEqual({ added: 1, removed: 1 });
    expect(files[0]?.statements).toEqual([
      { kind: 'added', text: 'fetch("https://collect.example",{', line: 1, column: after.indexOf('fetch') + 1 },
      { kind: 'added', text: 'method:"POST"}', line: 1, column: after.indexOf('method') + 1 },
    ]);
    expect(files[0]?.statementCount).toBe(2);
    const spans = changedSpans('index.js');
    expect(spans?.removed).toEqual([]);
    expect(spans?.added.map(({ from, to }) => after.slice(from, to)).join('|')).toBe('fetch("https://collect.example",{method:"POST"})');
  });

  test('one in a bundle whose local names were all chosen anew', () => {
    const renamed = bundle(60, 'fetch(q);').replaceAll('(a,b)', '(x,y)').replaceAll('var c=a', 'var z=x').replaceAll('return c?b(c,', 'return z?y(z,');
    const { statements, statementCount, only } = change(bundle(60), renamed);
    expect(only).toBeUndefined();
    expect(statements?.map(({ kind, text }) => `${kind} ${text}`)).toEqual(['added fetch(q)']);
    expect(statementCount).toBe(1);
  });

  test('a long piece is shown from where it differs', () => {
    const list = Array.from({ length: 300 }, (_, at) => `"entry ${at}"`);
    const [before, after] = [`var a=1,b=[${list.join(',')}];f(a,b)`, `var a=1,b=[${list.with(200, 'require("child_process")').join(',')}];f(a,b)`];
    expect(change(before, after).statements?.find(({ kind }) => kind === 'added')).toMatchObject({ line: 1, column: after.indexOf('require') + 1, text: expect.stringMatching(/^require\("child_process"\),"entry 201"/) as string });
  });

  test('more than twenty are counted, and the added ones come first', () => {
    const [before, after] = [bundle(80), bundle(80).replaceAll('.get(', '.take(').replaceAll('void 0', 'null')];
    const { statements, statementCount } = change(before, after);
    expect(statements).toHaveLength(20);
    expect(statements?.every(({ kind }) => kind === 'added')).toBe(true);
    expect(statementCount).toBeGreaterThan(100);
  });

  test('ordinary changes have none', () => {
    const text = Array.from({ length: 60 }, (_, at) => `call(${at});\n`).join('');
    expect(change(text, text.replace('call(7)', 'call(8)'))).not.toHaveProperty('statements');
  });

  test('a replaced file has none', () => {
    expect(change(bundle(200), 'module.exports={}')).not.toHaveProperty('statements');
  });

  test('what cannot be split for sure is said', () => {
    const odd = bundle(20).replace('var c', 'var \\u0063');
    const { files, notes } = compared(odd, `${odd}g()`);
    expect(files[0]).not.toHaveProperty('statements');
    expect(notes).toEqual(['index.js: was not compared as code: its tokens are too many, or cannot be told for sure without a parser']);
  });

  test('what is too large is said', () => {
    const { notes } = compareFiles(listingOf({ 'a.js': bundle(20) }), listingOf({ 'a.js': bundle(21) }), { patch: false, limits: { statementCharacters: 500 } });
    expect(notes).toEqual(['a.js: was not compared as code: it is larger than 500 characters']);
  });
});
