// How files are read: which parser by name and content, with errors, in windows.
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../src/model/limits.ts';
import { parseSource } from '../../src/behaviors/parse.ts';

describe('parseSource', () => {
  test.each([
    ['a.js', 'import a from "b"; export default a', 'whole'],
    ['a.js', 'module.exports = require("a"); return', 'whole'],
    ['a.js', 'var await = 1; with (a) {}', 'whole'],
    ['a.cjs', 'const x = await import("a")', 'whole'],
    ['a.jsx', 'const a = <A b="c">{d}</A>', 'whole'],
    ['a.ts', 'enum A { B } const c = <string>d; abstract class E { private x?: number }', 'whole'],
    ['a.mts', 'export type A = string; const b = c satisfies A', 'whole'],
    ['a.tsx', 'const a = <A b={c as D} />', 'whole'],
    ['bin/run', '#!/usr/bin/env node\nconst a = 1', 'whole'],
    ['a.d.ts', 'declare module "x" { export function f(): void }', 'whole'],
    ['a.js', 'const a: string = 1', 'with-errors'],
    ['a.ts', 'const a = ; b()', 'with-errors'],
    ['a.js', 'a.b( ; c()', 'with-errors'],
  ])('%s: %s is read %s', (path, text, read) => {
    const parsed = parseSource({ path, text });
    expect(parsed.read).toBe(read);
    expect(parsed.problems).toEqual([]);
    expect(parsed.module?.program.type).toBe('Program');
  });

  test('noise that holds nothing is a problem, a lone comment is not', () => {
    expect(parseSource({ path: 'a.js', text: '// nothing' }).problems).toEqual([]);
    expect(parseSource({ path: 'a.js', text: ')))' }).problems).toEqual([{ code: 'malformed', message: 'Nothing in the source could be read', path: 'a.js' }]);
  });

  test('nodes of windows stand at their offsets in the whole file', () => {
    const gap = `${'x(); '.repeat(30_000)}\n`;
    const text = `${gap.repeat(4)}first();\n${gap.repeat(4)}second();\n`;
    expect(text.length).toBeGreaterThan(LIMITS.sourceCharacters);
    const around = ['first()', 'second()'].map((word) => text.indexOf(word));
    const { module, read } = parseSource({ path: 'a.js', text, around });
    expect(read).toBe('windows');
    const body = (module?.program['body'] ?? []) as readonly { readonly start: number; readonly end: number }[];
    const found = body.filter(({ start }) => around.includes(start)).map(({ start, end }) => text.slice(start, end));
    expect(found).toEqual(['first();', 'second();']);
    expect(body.length).toBeLessThan(20_000);
  });

  test('without places a large file is read from its start, as far as the limit', () => {
    const text = 'abcd();\n'.repeat(100_000);
    const { module } = parseSource({ path: 'a.js', text });
    const body = (module?.program['body'] ?? []) as readonly { readonly end: number }[];
    expect(body.at(-1)?.end).toBeGreaterThan(LIMITS.sourceCharacters - 10);
    expect(body.at(-1)?.end).toBeLessThan(LIMITS.sourceCharacters + 2_010);
  });

  test('a million places around are no million windows', () => {
    const text = 'abcd();\n'.repeat(100_000);
    const around = Array.from({ length: 50_000 }, (_, index) => index * 16);
    expect(parseSource({ path: 'a.js', text, around }).module).toBeDefined();
  });
});
