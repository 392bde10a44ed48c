// Names of local variables that were chosen anew, and all that is no such name.
import { describe, expect, test } from 'vitest';
import { canonicalOf } from '../../../src/artifacts/code/canonical.ts';
import { sameButNames } from '../../../src/artifacts/code/same-names.ts';

function sameNames(before: string, after: string): boolean {
  const [old, now] = [canonicalOf(before, 'js'), canonicalOf(after, 'js')];
  return old !== undefined && now !== undefined && sameButNames(old, now);
}

describe('the same but for names', () => {
  test.each([
    ['a variable', 'var a = 1; f(a)', 'var b = 1; f(b)'],
    ['several of one statement', 'let a = 1, b = g(a), c; f(a, b, c)', 'let x = 1, y = g(x), z; f(x, y, z)'],
    ['parameters', 'function f(a, b) { return a + b }', 'function f(x, y) { return x + y }'],
    ['names that changed places', 'function f(a, b) { return a.b - b.a }', 'function f(b, a) { return b.b - a.a }'],
    ['a function of a file', 'function a() {}\na()', 'function b() {}\nb()'],
    ['arrow functions', 'g(a => a.x, (b, c) => b(c))', 'g(t => t.x, (e, n) => e(n))'],
    ['what is caught', 'try { f() } catch (a) { g(a) }', 'try { f() } catch (b) { g(b) }'],
    ['a loop', 'for (var a = 0; a < 9; a++) { f(a) }', 'for (var i = 0; i < 9; i++) { f(i) }'],
    ['the numbers of a bundler', "var import_fs$1 = require('fs'); import_fs$1.readFileSync(x)", "var import_fs$2 = require('fs'); import_fs$2.readFileSync(x)"],
    ['a value in an object', 'var a = 1; f({ k: a })', 'var b = 1; f({ k: b })'],
  ])('%s', (_, before, after) => expect(sameNames(before, after)).toBe(true));

  test.each([
    ['a free name', 'fetch(a)', 'send(a)'],
    ['a free name that is declared elsewhere', 'function f(fetch) { fetch(1) } fetch(2)', 'function f(send) { send(1) } send(2)'],
    ['a local that became a global', 'function f(a) { a(b) }', 'function f(c) { fetch(b) }'],
    ['a parameter that hides a global', 'function f(a) { require(a) }', 'function f(require) { require(require) }'],
    ['another variable', 'var a, b; f(a)', 'var a, b; f(b)'],
    ['two that became one', 'var a, b; f(a, b)', 'var a, a; f(a, a)'],
    ['one that became two', 'var a; f(a); g(a)', 'var a; f(a); g(b)'],
    ['a property', 'var a; a.b()', 'var a; a.c()'],
    ['an optional one', 'var a; a?.b()', 'var a; a?.c()'],
    ['a key', 'var a; f({ a: 1 })', 'var b; f({ b: 1 })'],
    ['a key and its value in one', 'var a; f({ a })', 'var b; f({ b })'],
    ['a key that is taken out', 'function f({ a }) { a() }', 'function f({ b }) { b() }'],
    ['a method', 'var a; f({ a() {} })', 'var b; f({ b() {} })'],
    ['a generator', 'var a; f({ *a() {} })', 'var b; f({ *b() {} })'],
    ['a getter', 'var a; f({ get a() { return 1 } })', 'var b; f({ get b() { return 1 } })'],
    ['a field of a class', 'var a; class C { a = 1 }', 'var b; class C { b = 1 }'],
    ['a method of a class', 'var a; class C { x() {} a() {} }', 'var b; class C { x() {} b() {} }'],
    ['an exported name', 'export function a() {}', 'export function b() {}'],
    ['the second of a list of them', 'export const x = 1, a = 2', 'export const x = 1, b = 2'],
    ['one behind a function', 'export const x = () => { f(); }, a = 2', 'export const x = () => { f(); }, b = 2'],
    ['one in a pattern', 'export const { x: a } = y', 'export const { x: b } = y'],
    ['one in a list of exports', 'var a; export { a }', 'var b; export { b }'],
    ['an imported name', "import { a } from 'x'; a()", "import { b } from 'x'; b()"],
    ['what eval sees', 'function f(a) { eval(x) }', 'function f(b) { eval(x) }'],
    ['what with sees', 'function f(a) { with (x) { a() } }', 'function f(b) { with (x) { b() } }'],
    ['a word of the language', 'var a = 1; f(a)', 'var this_ = 1; f(this)'],
    ['a variable of an inner block, used outside', 'if (x) { let fs = 1 } fs()', 'if (x) { let os = 1 } os()'],
    ['a string beside', "var a = 'x'; f(a)", "var b = 'y'; f(b)"],
    ['a template beside', 'var a = `x`; f(a)', 'var b = `y`; f(b)'],
    ['a name in a template', 'f(`${a}`)', 'f(`${b}`)'],
  ])('not: %s', (_, before, after) => expect(sameNames(before, after)).toBe(false));
});
