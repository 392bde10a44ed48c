// The tokens against those of a parser, and what must not be guessed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'acorn';
import { describe, expect, test } from 'vitest';
import { TEMPLATE, tokensOf } from '../../../src/artifacts/code/tokens.ts';

const written = (text: string, dialect: 'js' | 'ts' = 'js') => {
  const tokens = tokensOf(text, dialect);
  return tokens === undefined ? undefined : Array.from({ length: tokens.count }, (_, at) => text.slice(tokens.starts[at], tokens.ends[at]));
};

/** Tokens of the parser but for templates, which it splits in another way. */
function parsed(text: string): readonly string[] {
  const tokens: string[] = [];
  const onToken = ({ type, start, end }: { readonly type: { readonly label: string }; readonly start: number; readonly end: number }) => {
    if (!/^(?:`|template|\$\{|eof|\})$/.test(type.label)) tokens.push(text.slice(start, end));
  };
  parse(text, { ecmaVersion: 'latest', sourceType: 'module', allowReturnOutsideFunction: true, allowHashBang: true, onToken });
  return tokens;
}

function withoutTemplates(text: string): readonly string[] | undefined {
  const tokens = tokensOf(text, 'js');
  if (tokens === undefined) return undefined;
  return Array.from({ length: tokens.count }, (_, at) => at).filter((at) => tokens.kinds[at] !== TEMPLATE).map((at) => text.slice(tokens.starts[at], tokens.ends[at])).filter((token) => token !== '}' && !token.startsWith('#!'));
}

const ROOT = join(import.meta.dirname, '..', '..', '..');
const FOLDERS = ['node_modules/diff/libesm/patch', 'node_modules/semver/classes', 'node_modules/semver/ranges', 'node_modules/jsonc-parser/lib/esm/impl', 'node_modules/commander/lib', 'bench/lib'];
const files = FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder)).filter((name) => /\.[cm]?js$/.test(name) && !/\.min\./.test(name)).map((name) => join(folder, name)));

describe('tokensOf', () => {
  test('there are real files to read', () => expect(files.length).toBeGreaterThan(30));

  test.each(files)('%s as a parser reads it', (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    expect(withoutTemplates(text)).toEqual(parsed(text));
  });

  test.each([
    ['a = b / c / d', ['a', '=', 'b', '/', 'c', '/', 'd']],
    ['x = /[/"]/g.test(y)', ['x', '=', '/[/"]/g', '.', 'test', '(', 'y', ')']],
    ['if (a) /b/.c()', ['if', '(', 'a', ')', '/b/', '.', 'c', '(', ')']],
    ['a.if(b) / c', ['a', '.', 'if', '(', 'b', ')', '/', 'c']],
    ['x.return / 2 / 3', ['x', '.', 'return', '/', '2', '/', '3']],
    ['`a${`b${c}d`}e` + f', ['`a${', '`b${', 'c', '}d`', '}e`', '+', 'f']],
    ['i++ < n', ['i', '++', '<', 'n']],
    ['a?.5:1', ['a', '?', '.5', ':', '1']],
    ['#!/usr/bin/env node\n#p in x', ['#!/usr/bin/env node', '#p', 'in', 'x']],
    ['1.e+5-0xe+1', ['1.e+5', '-', '0xe', '+', '1']],
    ['"a\\\r\nb" // c', ['"a\\\r\nb"']],
  ])('%j', (text, expected) => expect(written(text)).toEqual(expected));

  // Each has a reading in which what stands behind is code, and another in which it is none.
  test.each([
    ['a regular expression behind a block', '{}\n/[/*]/.a(); b(); /[/*]/'],
    ['behind yield, which may be a name', 'yield /[/*]/; b() /*/'],
    ['in the line behind a declaration', "var x\n/[/*]/; b(); /[*/]/"],
    ['in the line behind an import', "import 'x'\n/[/*]/; b(); /[*/]/"],
    ['in the line behind a label', 'for (;;) { continue a\n/[/*]/; b(); /[*/]/ }'],
    ['an element of JSX', 'x = <p>// </p>'],
    ['a comment of HTML', 'a <!-- b'],
    ['the end of one', 'a\n--> b'],
    ['a name with an escape', 'x\\u0061'],
    ['odd blanks', 'return\u00a0/a/'],
    ['a line separator', 'a\u2028b'],
    ['a string without an end', 'a("b)\n'],
    ['a comment without an end', 'a /* b'],
    ['a template without an end', '`a${b'],
    ['brackets that do not fit', '(a]'],
    ['a bracket left open', 'f('],
    ['a sign of no language', 'a § b\u0000'],
  ])('%s is given up', (_, text) => expect(written(text)).toBeUndefined());

  test('types are no elements', () => {
    expect(written('const f = <T>(a: T) => a as Array<T>;', 'ts')).toContain('<');
    expect(written('const f = <T>(a: T) => a;')).toBeUndefined();
  });

  test('very many of one sign take no time', () => {
    for (const sign of ['(', '[', '{', '`${', '/', '"', '//', '/*', '\\', '<', '/[', 'a', '1', ' ', '\n', '}', '++', 'a\n', '{}/[', '/**/', '/* */a', '${', 'a,', '(a)=>', '-', '-->']) expect(tokensOf(sign.repeat(100_000), 'js')?.count ?? 0).toBeLessThan(500_000);
  });
});
