// What expressions stand for: names, objects, calls, classes, parameters.
import { describe, expect, test } from 'vitest';
import { sent } from './shown.ts';

describe('constants', () => {
  test.each([
    ["send('a' + 'b' + `c${1 + 1}`)", "'abc2'"],
    ["const a = 'x'; send(`${a}@${'y'}`)", "'x@y'"],
    ["send(['a', 'b'].join('@'))", "'a@b'"],
    ["send('ba'.split('').reverse().join(''))", "'ab'"],
    ["send('a-b'.replace('-', '@'))", "'a@b'"],
    ["send('xaby'.slice(1, 3))", "'ab'"],
    ["send(String.fromCharCode(97, 64, 98))", "'a@b'"],
    ["send(String.fromCharCode(...[97, 98]))", "'ab'"],
    ["send([97, 98].map((c) => String.fromCharCode(c)).join(''))", "'ab'"],
    ["send(atob('YUBi'))", "'a@b'"],
    ["send(Buffer.from('YUBi', 'base64').toString('utf8'))", "'a@b'"],
    ["const b = Buffer; send(b.from('614062', 'hex').toString())", "'a@b'"],
    ["send(decodeURIComponent('a%40b'))", "'a@b'"],
    ["send('\\x61\\u0062')", "'ab'"],
    ["send(String.raw`a\\n${'b'}`)", "'a\nb'"],
    ["send(JSON.parse('{\"a\": {\"b\": \"c\"}}').a.b)", "'c'"],
    ["send(true ? 'a' : 'b')", "('a' | 'b')"],
    ["send(x || 'b', x ?? 'c')", "(x | 'b')", "(x | 'c')"],
    ["send((0, 'a'), void 0)", "'a'", 'undefined'],
    ["function f(a) { let s = ''; for (const c of a) s += String.fromCharCode(c ^ 1); return s } send(f([96, 99]))", "'ab'"],
  ])('%s', (text, ...expected) => {
    expect(sent(text)).toEqual(expected);
  });
});

describe('names', () => {
  test.each([
    ["let a = 'x'; a = 'y'; send(a)", "('x' | 'y')"],
    ["let a; if (q) a = 'x'; send(a)", "'x'"],
    ["let a = 'x'; a += 'y'; send(a)", "'xy'"],
    ["var a = 'x'; { let a = 'y'; send(a) } send(a)", "'y'", "'x'"],
    ["if (q) { var a = 'x' } send(a)", "'x'"],
    ["const { a, b: { c = 'd' }, ...e } = { a: 'x', b: {}, f: 'y' }; send(a, c, e)", "'x'", "'d'", "{f: 'y'}"],
    ["const [a, , b = 'z', ...c] = ['x', 'y', undefined, 'v', 'w']; send(a, b, c)", "'x'", "'z'", "['v', 'w']"],
    ["let a, b; ({ a, b } = { a: 'x', b: 'y' }); [a] = ['z']; send(a, b)", "('x' | 'z')", "'y'"],
    ["for (const a of ['x', 'y']) send(a)", "('x' | 'y')"],
    ["for (const [k, v] of Object.entries({ a: 'x' })) send(k, v)", "'a'", "'x'"],
    ["for (const k in { a: 1, b: 2 }) send(k)", "('a' | 'b')"],
    ["send(a); const a = 'x'", "'x'"],
    ["t = 'x'; send(t)", "('x' | t)"],
    ["try { q() } catch (e) { send(e) }", '<unknown>'],
    ["const p = process; const { env } = p; send(env.A, globalThis['pro' + 'cess'].env.B)", 'process.env.A', 'process.env.B'],
  ])('%s', (text, ...expected) => {
    expect(sent(text)).toEqual(expected);
  });
});

describe('objects and lists', () => {
  test.each([
    ["const a = { x: 'p' }; a.y = 'q'; a['z' + 1] = 'r'; send(a)", "{x: 'p', y: 'q', z1: 'r'}"],
    ["const a = {}; const b = a; b.x = 'p'; send(a)", "{x: 'p'}"],
    ["const a = {}; fill(a); function fill(o) { o.x = 'p' } send(a)", "{x: 'p'}"],
    ["const a = { h: {} }; a.h['X-A'] = 'p'; send(a)", "{h: {X-A: 'p'}}"],
    ["const d = { x: 'p', y: 'q' }; send({ ...d, x: 'r' })", "{y: 'q', x: 'r'}"],
    ["send(Object.assign({}, { x: 'p' }, { y: 'q' }))", "{x: 'p', y: 'q'}"],
    ["const a = { x: 'p' }; Object.assign(a, { y: 'q' }); send(a)", "{x: 'p', y: 'q'}"],
    ["const a = {}; Object.defineProperty(a, 'x', { value: 'p' }); send(a)", "{x: 'p'}"],
    ["send({ ...(q && { x: 'p' }) }, { ...(q ? { y: 'r' } : {}) })", "{x: 'p'}", "{y: 'r'}"],
    ["send(Object.fromEntries([['x', 'p']]), Object.keys({ a: 1 }), Object.values({ a: 'v' }))", "{x: 'p'}", "['a']", "['v']"],
    ["const a = ['x']; a.push('y', 'z'); send(a)", "['x' ...'y' ...'z']"],
    ["send([...['x'], 'y'].concat(['z']))", "['x', 'y', 'z']"],
    ["const a = ['x', 'y']; a.push(a.shift()); send(a[0])", "('x' | 'y' | <unknown>.shift() | <unknown>)"],
    ["let q = new Set(['s']); while (more()) q = new Set(q); for (const z of q) send(z)", "('s' | <unknown>)"],
    ["const m = new Map([['k', 'v']]); send(m.get('k'), [...new Set(['s'])][0])", "'v'", "'s'"],
    ["const E = Object.freeze({ A: 'x' }); send(E.A, E['A'])", "'x'", "'x'"],
    ["send([1, 2].map((n) => ({ n })))", '[{n: 1}, {n: 2}]'],
    ["send([['a'], ['b']].flat(), ['a'].filter(Boolean))", "['a', 'b']", "['a']"],
    ["const a = { get x() { return 'p' } }; send(a.x)", "'p'"],
    ["const a = { x() { return this.y }, y: 'p' }; send(a.x())", "'p'"],
    ["send({ x: 'p' }?.x, { x: { y: 'q' } }.x?.['y'])", "'p'", "'q'"],
  ])('%s', (text, ...expected) => {
    expect(sent(text)).toEqual(expected);
  });
});

describe('functions', () => {
  test.each([
    ["const f = (to) => ({ to, bcc: 'x' }); send(f('a'), f('b'))", "{to: 'a', bcc: 'x'}", "{to: 'b', bcc: 'x'}"],
    ["function f(a, b = 'd', ...c) { return [a, b, c] } send(f('x'), f('x', 'y', 'z'))", "['x', 'd', []]", "['x', 'y', ['z']]"],
    ["async function f() { return 'x' } (async () => { send(await f()); f().then((v) => send(v)) })()", "'x'", "'x'"],
    ["function inner(a) { send(a) } inner('x'); inner('y')", "('x' | 'y')"],
    ["export function outer(a) { send(a) } outer('x')", "('x' | <a>)"],
    ["server.tool('t', {}, async ({ to, n: { c } }) => send(to, c))", '<0>.to', '<0>.n.c'],
    ["(function (a) { send(a) })('x'); (() => 0)()", "'x'"],
    ["function f(a) { send(a) } f.call(null, 'x')", "'x'"],
    ["function f(...a) { send(a[0]) } f('x')", "'x'"],
    ["function run(cb) { cb('x') } run((v) => send(v))", "'x'"],
    ["['x'].forEach((v) => send(v))", "'x'"],
    ["const f = (x) => (y) => x + y; send(f('a')('b'))", "'ab'"],
    ["function f() { return arguments[0] } send(f('x'))", "'x'"],
    ["const o = { m(a) { send(a) } }; o.m('x')", "'x'"],
    ["const f = g.bind(null); function g(a) { return a } send(f('x'))", "'x'"],
    ["fetch('https://a.example').then((r) => r.json()).then((d) => send(d.bcc))", "fetch('https://a.example').json().bcc"],
    ["fs.readFile('/a', (e, d) => send(d))", '<d>'],
    ["const fs = require('fs'); fs.readFile('/a', (e, d) => send(d))", "<fs>.readFile('/a').?"],
  ])('%s', (text, ...expected) => {
    expect(sent(text)).toEqual(expected);
  });
});

describe('classes', () => {
  test.each([
    ["class A { b = 'x'; static c = 'y'; d() { send(this.b, A.c) } } new A().d()", "'x'", "'y'"],
    ["class A { constructor(o) { this.o = o } go() { send(this.o.bcc) } } new A({ bcc: 'x' }).go()", "'x'"],
    ["class A { #p = 'x'; go() { send(this.#p) } }", "'x'"],
    ["class B { constructor() { this.x = 'p' } } class A extends B { go() { send(this.x) } }", "'p'"],
    ["function A(x) { this.x = x } A.prototype.go = function () { return this.x }; send(new A('p').go())", "'p'"],
    ["class A { with(x) { this.x = x; return this } } send(new A().with('p').x)", "'p'"],
    ["const a = new Mail(); a.bcc = 'x'; send(a)", "{bcc: 'x' ...new Mail()}"],
    ["class A { get b() { return 'x' } } send(new A().b)", "'x'"],
  ])('%s', (text, ...expected) => {
    expect(sent(text)).toEqual(expected);
  });
});
