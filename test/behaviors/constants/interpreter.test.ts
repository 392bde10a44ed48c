// The interpreter against texts that the engine's own run of the same lines gives (written down, never run here).
import { describe, expect, test } from 'vitest';
import { createInterpreter } from '../../../src/behaviors/constants/interpreter.ts';
import type { Node } from '../../../src/behaviors/contract.ts';
import { lastOf, moduleOf, nodesOf, shown } from './support.ts';

function check(cases: readonly (readonly [string, unknown])[]): void {
  test.each(cases)('%s', (code, expected) => { expect(shown(lastOf(code))).toEqual(expected); });
}

describe('language', () => {
  check([
    ['let out = ""; outer: for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { if (j == 1) continue outer; if (i == 2) break outer; out += i + "" + j } } out', '0010'],
    ['function f(x) { try { if (x) throw new Error("bad"); return "ok" } catch (e) { return e.message } finally { } } f(0) + f(1)', 'okbad'],
    ['function f() { try { return "a" } finally { return "b" } } f()', 'b'],
    ['function f(n) { switch (n) { case 1: return "a"; case 2: default: return "b" } } f(1) + f(2) + f(9)', 'abb'],
    ['const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i); fs.map((f) => f()).join("")', '012'],
    ['const { a, b: { c = 5, ...r } } = { a: 1, b: { d: 2, e: 3 } }; JSON.stringify([a, c, r])', '[1,5,{"d":2,"e":3}]'],
    ['function g(a, b = a + 1, ...c) { return a + b + c.length } g(1) + "/" + g(1, 2, 3, 4)', '3/5'],
    ['class A { #x = "q"; static s = "st"; constructor(a) { this.a = a } get v() { return this.a + this.#x } m() { return A.s + this.v } } new A("z").m()', 'stzq'],
    ['class B { constructor(x) { this.x = x } hi() { return "B" + this.x } } class C extends B { y = "f"; constructor() { super("1") } hi() { return super.hi() + this.y } } new C().hi()', 'B1f'],
    ['function P(n) { this.n = n } P.prototype.get = function () { return this.n }; new P("p").get()', 'p'],
    ['const o = { get x() { return "g" } }; o?.x ?? "n"', 'g'],
    ['const o = null; (o?.x.y.z() ?? "n")', 'n'],
    ['function f() { return arguments.length + Array.prototype.slice.call(arguments, 1).join("") } f(1, 2, 3)', '323'],
    ['(async () => { return await "x" })()', 'x'],
    ['typeof "x" + typeof 1 + typeof undefined + typeof (() => 1)', 'stringnumberundefinedfunction'],
    ['(![] + [])[+[]] + ([![]] + [][[]])[+!+[] + [+[]]]', 'fi'],
    ['[]["flat"] + ""', 'function flat() { [native code] }'],
    ['const m = new Map([["k", "v"]]); let s = new Set([1, 1]); m.get("k") + s.size', 'v1'],
    ['let i = 0, s = ""; do { s += i } while (++i < 3); while (i --> 0) s += i; for (const k in { a: 1, b: 2 }) s += k; s', '012210ab'],
    ['({ __proto__: { a: "inherited" } }).a', 'inherited'],
    ['[..."abc"].reduce((sum, c, i) => sum + c.charCodeAt(0) * i, 0) ** 2 % 1000', 616],
    ['(10n ** 20n).toString(36)', (10n ** 20n).toString(36)],
    ['let x; x ??= "set"; x &&= x + "!"; x ||= "no"; x', 'set!'],
    ['`a${1 + 1}b${[1, 2]}`', 'a2b1,2'],
    ['String.raw`a\\n${1}`', 'a\\n1'],
    ['(() => { var v = 1, w = (v++, v <<= 3, v | 1); return w >>> 1 })()', 8],
    ['delete {}.x + void 0', Number.NaN],
  ]);
});

describe('hidden texts', () => {
  check([
    ['const enc = [0x6f, 0x7f]; let s = ""; for (const c of enc) s += String.fromCharCode(c ^ 7); s', 'hx'],
    ['const t = [1, 2]; for (let i = 0; i < t.length; i++) t[i] ^= 7; String.fromCharCode(...t.map((x) => x + 90))', '`_'],
    ['atob("moc.elpmaxe".split("").reverse().map(() => "aGk=")[0])', 'hi'],
    ['"==QbvNmLlxGctFGel5CbpFWb".split("").reverse().join("") && atob("bWFpbC5leGFtcGxlLmNvbQ==")', 'mail.example.com'],
    ['"68656c6c6f".match(/../g).map((h) => String.fromCharCode(parseInt(h, 16))).join("")', 'hello'],
    ['const map = { 1: "a", 2: "b" }; [2, 1, 1].map((n) => map[n]).join("")', 'baa'],
    ['const d = (s) => Buffer.from(s, "base64").toString(), e = (s) => d(d(s)); e("WVdKag==")', 'abc'],
    ['const k = "key"; function xor(s) { let r = ""; for (let i = 0; i < s.length; i++) r += String.fromCharCode(s.charCodeAt(i) ^ k.charCodeAt(i % k.length)); return r } xor(xor("evil@example.com"))', 'evil@example.com'],
    ['Buffer.from([104, 105]).map((b) => b ^ 1).map((b) => b ^ 1).toString()', 'hi'],
    ['new TextDecoder().decode(new Uint8Array([104, 105]))', 'hi'],
    ['globalThis["at" + "ob"]("aGk=")', 'hi'],
    ['"x"["constructor"]["fromCharCode"](97)', 'a'],
    ['const c = require("node:crypto"), d = c.createDecipheriv("aes-128-cbc", "0123456789abcdef", "0123456789abcdef"); d.update("bbf9d291237acd6ec7cc6f8bae021deb0c811b7ca28f7de256d17287a7c34dad", "hex", "utf8") + d.final("utf8")', 'secret@example.com'],
    ['(function (p, a, c, k, e, d) { e = function (c) { return (c < a ? "" : e(parseInt(c / a))) + ((c = c % a) > 35 ? String.fromCharCode(c + 29) : c.toString(36)) }; if (!"".replace(/^/, String)) { while (c--) { d[e(c)] = k[c] || e(c) } k = [function (e) { return d[e] }]; e = function () { return "\\\\w+" }; c = 1 } while (c--) { if (k[c]) { p = p.replace(new RegExp("\\\\b" + e(c) + "\\\\b", "g"), k[c]) } } return p }("0.1(\\"2@3.4\\")", 5, 5, "console|log|hidden|example|com".split("|"), 0, {}))', 'console.log("hidden@example.com")'],
  ]);
});

describe('state of modules', () => {
  check([
    ['function f() { const t = ["x", "y"]; f = function () { return t }; return f(); } f()[1]', 'y'],
    ['f.x = "1"; function f() { return f.x } f()', '1'],
    ['const t = ["c", "a", "b"]; (function (x, n) { while (n--) x.push(x.shift()); })(t, 1); t.join("")', 'abc'],
    ['const t = ["c", "a", "b"]; (function (x, n) { while (n--) x.push(x.shift()); })(t, 1), t.length; t.join("")', 'abc'],
    ['const t = ["a", "b", "c"], first = t.shift(); t.push(t.shift()); t.join("")', 'cb'],
    ['let t = []; function add(x) { t.push(x) } add("a"); add("b"); t.join("")', 'ab'],
    ['const o = {}; Object.assign(o, { k: "v" }); o.l = "w"; o.k + o.l', 'vw'],
    ['const codes = [104, 105]; let s = ""; codes.forEach((c) => { s += String.fromCharCode(c) }); s', 'hi'],
    ['var cache; function d(i) { if (!cache) cache = ["u", "v"]; return cache[i] } d(1)', 'v'],
    ['let s = "abc"; s = s.split("").reverse().join(""); s', 'cba'],
    ['const o = { a: process.env.X, b: atob("aGk=") }; o.b', 'hi'],
    ['(function (table) { return table[1] })(["p", "q"])', 'q'],
    // What cannot be known is not known.
    ['let q = "1"; const z = q; q = "2"; z', '<not-constant>'],
    ['let host; function init() { host = "a" } host', '<not-constant>'],
    ['process.env.X || "d"', '<not-constant>'],
    ['const t = ["a"]; if (process.argv.length > 2) t.push("b"); t.length', '<not-constant>'],
    ['require("fs").readFileSync("x", "utf8") + "y"', '<not-constant>'],
    ['require("zlib").inflateSync(Buffer.from("eJwDAAAAAAE=", "base64")).toString()', '<unsupported>'],
    ['require("crypto-js").AES.decrypt("U2FsdGVk", "key").toString()', '<unsupported>'],
    ['var a = a || "b"; a', '<not-constant>'],
    ['const t = ["a"]; (() => { require("./lib").shuffle(t); return t[0] })()', '<not-constant>'],
    ['new Date().getFullYear() > 2020', '<not-constant>'],
    ['function* g() { yield 1 } [...g()]', '<unsupported>'],
  ]);

  test('an expression inside a function is read through its own constants and wrappers', () => {
    const module = moduleOf(`
      function table() { const t = ['no', 'hidden@example.com']; table = function () { return t }; return table(); }
      function main(args) {
        const keys = { _0x1: 0x1f }, w = table;
        function wrap(a, b) { return w()[b - 0x1e] }
        if (args.x) { const alias = wrap; send(alias('k', keys._0x1), args.y); }
      }`);
    const it = createInterpreter({ modules: [module], steps: 10_000, resolveImport: () => undefined });
    const call = nodesOf(module).find((node) => node.type === 'CallExpression' && (node['callee'] as Node)['name'] === 'alias') as Node;
    expect(it.expression(call, module)).toEqual({ ok: true, value: 'hidden@example.com', via: ['computed', 'string-table'] });
    const other = nodesOf(module).find((node) => node.type === 'MemberExpression' && (node['property'] as Node)['name'] === 'y') as Node;
    expect(it.expression(other, module)).toEqual({ ok: false, why: 'not-constant' });
  });

  test('a function can be called with constants', () => {
    const module = moduleOf('function d(a, k) { return a.map((c) => String.fromCharCode(c ^ k)).join("") }');
    const it = createInterpreter({ modules: [module], steps: 10_000, resolveImport: () => undefined });
    const fn = nodesOf(module).find((node) => node.type === 'FunctionDeclaration') as Node;
    expect(it.call(fn, module, [[105, 104], 1])).toEqual({ ok: true, value: 'hi', via: ['computed', 'xor', 'char-codes', 'joined'] });
    expect(it.spent()).toBeGreaterThan(0);
  });
});

describe('modules', () => {
  const esm = moduleOf('export const key = "k"; export default (n) => ["a", "b"][n]; export { key as other }; const t = ["x"]; t.push("y"); export function at(i) { return t[i] }', 'esm.js');
  const common = moduleOf('const t = ["x", "z"]; exports.at = function (i) { return t[i] }; module.exports.key = "c"', 'common.js');
  const whole = moduleOf('module.exports = (s) => s.split("").reverse().join("")', 'whole.js');
  test.each([
    ['import pick, { key, at } from "./esm.js"; pick(1) + key + at(1)', 'bky'],
    ['import * as all from "./esm.js"; all.other + all.default(0)', 'ka'],
    ['const { at, key } = require("./common.js"); at(1) + key', 'zc'],
    ['require("./whole.js")("cba")', 'abc'],
    ['import back from "./whole.js"; back("cba")', 'abc'],
    ['import { readFileSync } from "fs"; readFileSync("x")', '<not-constant>'],
    ['import { Buffer as B } from "node:buffer"; B.from("aGk=", "base64").toString()', 'hi'],
  ])('%s', (code, expected) => {
    expect(shown(lastOf(code, [esm, common, whole]))).toEqual(expected);
  });
});

describe('how the text was put together', () => {
  test.each([
    ['"a" + "b"', ['concatenated']],
    ['["a", "b"].join("")', ['joined']],
    ['[..."ab"].reverse().join("")', ['reversed', 'joined']],
    ['"a-b".replace("-", "")', ['replaced']],
    ['"abc".slice(1)', ['sliced']],
    ['String.fromCharCode(97 ^ 1)', ['xor', 'char-codes']],
    ['1 ^ 2', []],
    ['Buffer.from([97]).toString()', ['char-codes']],
    ['Buffer.from("YQ==", "base64").toString()', ['base64']],
    ['Buffer.from("61", "hex").toString("utf8")', ['hex']],
    ['decodeURIComponent("%61")', ['url-encoding']],
    ['["a"][0]', ['string-table']],
    ['(() => "a")()', ['computed']],
    ['const key = atob("YQ=="); key', ['base64']],
  ])('%s', (code, via) => {
    const result = lastOf(code);
    expect(result.ok && result.via).toEqual(via);
  });
});
