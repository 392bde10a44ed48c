// What is called the same code and what never is; the parser of the tests judges random edits.
import { parse } from 'acorn';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalOf } from '../../../src/artifacts/code/canonical.ts';
import { sameCode } from '../../../src/artifacts/code/same-code.ts';
import type { Dialect } from '../../../src/artifacts/code/tokens.ts';

function only(before: string, after: string, dialect: Dialect = 'js'): ReturnType<typeof sameCode> {
  const [old, now] = [canonicalOf(before, dialect), canonicalOf(after, dialect)];
  return old === undefined || now === undefined ? undefined : sameCode(old, now);
}

describe('formatting', () => {
  test.each([
    ['blanks and lines', 'if(a){b(c,1)}', 'if (a) {\n  b(c, 1)\n}\n'],
    ['comments', '/* one */ a(); // two', '// three\na() /* four */;'],
    ['semicolons at line ends', "let a = 1\nconst b = 'x'\nf(a)\nreturn\n}".slice(0, -2), "let a = 1;\nconst b = 'x';\nf(a);\nreturn"],
    ['a semicolon before a brace', 'f(() => { a(); })', 'f(() => { a() })'],
    ['a semicolon behind a block', 'function a() {}\nb()', 'function a() {};b()'],
    ['quotes', `a('it\\'s "x"', "y")`, `a("it's \\"x\\"", 'y')`],
    ['trailing commas', 'a(b, [c, d,], { e, },)', 'a(b, [c, d], { e })'],
    ['parentheses of one parameter', 'a.map(b => c); d(async e => f)', 'a.map((b) => c); d(async (e) => f)'],
    ['the end of the file', 'a()', 'a();\n'],
    ['line ends', 'a()\r\nb()\r\n', 'a()\nb()\n'],
    ['braces in lines of their own', 'class A { b() { if (c) { d() } else { e() } } }', 'class A\n{\n  b()\n  {\n    if (c)\n    {\n      d()\n    }\n    else\n    {\n      e()\n    }\n  }\n}'],
    ['an else behind a statement', 'if (a) b\nelse c', 'if (a) b; else c'],
    ['chains', 'a.b().c()', 'a\n  .b()\n  .c()'],
  ])('%s', (_, before, after) => expect(only(before, after)).toBe('formatting'));

  test('declarations of types', () => {
    expect(only('interface A { b: string\n c?: number }', 'interface A {\n  b: string;\n  c?: number;\n}', 'ts')).toBe('formatting');
  });
});

describe('no formatting', () => {
  test.each([
    ['a string', "f('a')", "f('b')"],
    ['a blank in a string', "f('a b')", "f('a  b')"],
    ['an escape in a string', String.raw`f('\x61')`, "f('a')"],
    ['a quote in a string', `f("a")`, `f("a'")`],
    ['a backslash in a string', String.raw`f('a\\')`, String.raw`f('a\\\\')`],
    ['a comment sign in a string', "f('//a')", "f('//b')"],
    ['a number', 'f(1)', 'f(1.0)'],
    ['a template', 'f(`a b`)', 'f(`a  b`)'],
    ['a line in a template', 'f(`a\nb`)', 'f(`a\n b`)'],
    ['code in a template', 'f(`${a}`)', 'f(`${b}`)'],
    ['a regular expression', 'f(/a b/)', 'f(/ab/)'],
    ['its flags', 'f(/a/g)', 'f(/a/gi)'],
    ['an operator', 'a = b + c', 'a = b - c'],
    ['operators drawn together', 'a + +b', 'a ++b'],
    ['a property', 'a.b()', 'a.c()'],
    ['a name', 'fetch(a)', 'fetch(b)'],
    ['a private name', 'class A { #a }', 'class A { #b }'],
    ['a directive', "'use strict'\na()", 'a()'],
    ['a directive that is one no more', "'use strict'\na()", ";'use strict'\na()"],
    ['an async function', 'async function a() {}', 'async\nfunction a() {}'],
    ['a returned value', 'function f() { return a }', 'function f() { return\na }'],
    ['a thrown one', 'f(() => { throw a })', 'f(() => { throw; a })'],
    ['a yielded one', 'function* f() { yield a }', 'function* f() { yield\na }'],
    ['a label', 'a: for (;;) break a', 'a: for (;;) break\na'],
    ['a call that was two statements', 'a\n;(b)', 'a\n(b)'],
    ['an element that was a list', 'a;\n[b].c', 'a\n[b].c'],
    ['a body that is empty', 'if (a) b()', 'if (a); b()'],
    ['a loop without a body', 'while (a) b()', 'while (a);b()'],
    ['a sign of another line', 'a\n++b', 'a++\nb'],
    ['a hole in a list', 'a = [b,,]', 'a = [b,]'],
    ['an empty list', 'a = [,]', 'a = []'],
    ['a head of a loop', 'for (;a;) {}', 'for (a;;) {}'],
    ['an optional chain', 'a.b', 'a?.b'],
    ['a parenthesis', '(a, b)', 'a, b'],
    ['a function called at once', '(function () {})()', '(function () {}())'],
    ['the program that starts it', '#!/usr/bin/env node\na()', '#!/bin/evil\na()'],
    ['code in what was a comment', '// a()', '/**/ a()'],
    ['code behind a string with a comment sign', "a('/*'); b(); c('*/')", "a('/*'); c('*/')"],
    ['code between what looks like comments in regular expressions', 'a(/[/*]/); b(); c(/[*/]/)', 'a(/[/*]/); c(/[*/]/)'],
    ['a getter', 'class A { get\nb() {} }', 'class A { get; b() {} }'],
    ['a static', 'class A { static b }', 'class A { static; b }'],
    ['another kind of blank', 'a = "\u00a0"', 'a = " "'],
    ['a name of look-alike letters', 'a()', 'а()'],
  ])('%s', (_, before, after) => expect(only(before, after)).toBeUndefined());

  const SNIPPETS = [
    'let a = 1\nlet b = a\n(c || d)(e)', 'var x\nfoo(); return\nbar', 'if (a) b; else c\nwhile (x) y()\ndo z(); while (q) r()',
    'class A { static x = 1; get y() { return 1 } async z() {} *g() {} #p = 2\n foo\n bar() {} static {} "q"() {} [k] = 3 }',
    'const f = (a) => a, g = async (x) => { await x }, h = b => ({ b, })', 'x = function () {}\ny = { a: 1, get b() { return 2 }, async c() {}, }',
    'for (let i = 0; i < 3; i++) { continue }\nfor (const k of o) k(), l()\nfor (;;) break', 'import a, { b as c } from "x"\nimport * as d from "y";\nexport { c as default, d }',
    'a = b / c / d; e = /re/g.test(f) ? /[/]/ : g / 2\nh = `t${i}u${`n${j}`}` + "q\'" + \'r"\'', '"use strict"\nfunction f() { "use asm"; return { x } }',
    'label: for (;;) { if (x) { continue label } else break label }\nswitch (a) { case 1: b(); default: { c } }', 'a\n++b\nc\n--d\ne = f\n!g',
    'function* g() { yield a; yield\nb\nyield* c }\nasync function h() { await a\nfor await (const b of c) d }', 'if (a) {} \n;(b)\n{ c }\n[d]', 'x = {}\n{ y }\nz = class {}\n(w)', 'a = [1, , 2, ]\nb(1, 2, )\nc = (d, e)',
  ];
  const PIECES = ['', '\n', ' ', ';', ',', '\n;', '/* x */', '/*\n*/', '// c\n', '(', ')', '{', '}', '++', '--', '!', '+', '-', '/', '`', '"', "'", 'return', 'async', 'await', 'yield', 'let', 'static', 'get', 'of', 'in', 'as', 'x', '0', '=>', '=', '?.', '.', '...', '[', ']', ':', '/re/', '/[/*]/', 'if', 'else', 'while', 'do', 'for', 'function', 'class', '<!--', '\\', '*', '\u2028', '@'];

  /** The program without places; undefined for what is none. */
  function program(text: string): string | undefined {
    for (const sourceType of ['module', 'script'] as const) {
      try {
        return JSON.stringify(parse(text, { ecmaVersion: 'latest', sourceType, allowReturnOutsideFunction: true }), (key, value: unknown) => {
          if (['start', 'end', 'raw', 'sourceType'].includes(key)) return undefined;
          return Array.isArray(value) && (key === 'body' || key === 'consequent') ? value.filter((one: { readonly type?: string } | null) => one?.type !== 'EmptyStatement') : value;
        });
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
    }
    return undefined;
  }

  test('random edits that are called formatting leave the program as it was', () => {
    const harmless = fc.constantFrom('\n', ' ', ';', ',', '/* x */', '// c\n', '\n;', '/*\n*/');
    const insertion = fc.record({ at: fc.nat({ max: 200 }), cut: fc.constant(0), piece: fc.oneof(harmless, fc.constantFrom(...PIECES)) });
    const removal = fc.record({ at: fc.nat({ max: 200 }), cut: fc.constant(1), piece: fc.oneof(fc.constant(''), harmless) });
    const edits = fc.array(fc.oneof({ weight: 3, arbitrary: insertion }, { weight: 1, arbitrary: removal }), { maxLength: 2 });
    const edited = (text: string, all: readonly { readonly at: number; readonly cut: number; readonly piece: string }[]) => all.reduce((now, { at, cut, piece }) => now.slice(0, at % (now.length + 1)) + piece + now.slice((at % (now.length + 1)) + cut), text);
    let called = 0;
    fc.assert(fc.property(fc.constantFrom(...SNIPPETS), edits, edits, (snippet, one, other) => {
      const [before, after] = [edited(snippet, one), edited(snippet, other)];
      if (only(before, after) !== 'formatting') return;
      const [was, is] = [program(before), program(after)];
      if (was === undefined || is === undefined) return;
      called += 1;
      expect(is).toBe(was);
    }), { numRuns: 6_000 });
    expect(called).toBeGreaterThan(20);
  });
});
