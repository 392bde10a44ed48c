// Values across the files of one package, and in what bundlers make of them.
import { describe, expect, test } from 'vitest';
import { codeOf, sent, shown } from './shown.ts';

describe('imports between files', () => {
  test.each([
    ['named, renamed, default, namespace', { 'a.js': "import d, { x, y as z } from './b.js'; import * as n from './b.js'; send(d, x, z, n.x)", 'b.js': "export const x = 'X'; const q = 'Y'; export { q as y }; export default 'D'" }, ["'D'", "'X'", "'Y'", "'X'"]],
    ['re-exports', { 'a.js': "import { x, ns, w } from './b.js'; send(x, ns.x, w)", 'b.js': "export * from './c.js'; export * as ns from './c.js'; export { x as w } from './c.js'", 'c.js': "export const x = 'X'" }, ["'X'", "'X'", "'X'"]],
    ['module.exports of an object', { 'a.js': "const { x } = require('./b'); const b = require('./b'); send(x, b.y)", 'b.js': "const x = 'X'; module.exports = { x }; module.exports.y = 'Y'" }, ["'X'", "'Y'"]],
    ['exports.x', { 'a.js': "send(require('./b').x)", 'b.js': "exports.x = void 0; exports.x = 'X'" }, ["'X'"]],
    ['a function as the module', { 'a.js': "const f = require('./b'); send(f('v'), f.tag)", 'b.js': "module.exports = (v) => v + '!'; module.exports.tag = 't'" }, ["'v!'"]],
    ['a folder with an index', { 'a.js': "send(require('./lib').x, require('.').y)", 'lib/index.js': "exports.x = 'X'", 'index.js': "exports.y = 'Y'" }, ["'X'", "'Y'"]],
    ['a .ts file under its .js name', { 'src/a.ts': "import { x } from './b.js'; send(x as string)", 'src/b.ts': "export const x: string = 'X'" }, ["'X'"]],
    ['what tsc writes', { 'a.js': '"use strict"; Object.defineProperty(exports, "__esModule", { value: true }); const b_1 = require("./b"); const c_1 = __importDefault(require("./c")); send(b_1.x, (0, b_1.f)(), c_1.default, require("./d").x)', 'b.js': "exports.x = void 0; exports.f = f; exports.x = 'X'; function f() { return 'F' }", 'c.js': "exports.default = 'C'", 'd.js': '__exportStar(require("./b"), exports)' }, ["'X'", "'F'", "'C'", "'X'"]],
    ['getters of Babel', { 'a.js': "send(require('./b').x)", 'b.js': "Object.defineProperty(exports, 'x', { enumerable: true, get: function () { return _c.x } }); var _c = require('./c')", 'c.js': "exports.x = 'X'" }, ["'X'"]],
    ['import() and createRequire', { 'a.mjs': "import { createRequire } from 'node:module'; const r = createRequire(import.meta.url); const b = await import('./b.mjs'); send(b.x, r('./c.cjs'))", 'b.mjs': "export const x = 'X'", 'c.cjs': "module.exports = 'C'" }, ["'X'", "'C'"]],
    ['the callers of an exported function', { 'a.js': "import { f } from './b.js'; f('X')", 'b.js': 'export function f(a) { send(a) }' }, ["('X' | <a>)"]],
    ['TypeScript: enum, import =, parameter properties', { 'a.ts': "import b = require('./b'); enum E { A = 'EA', B = 'EB' } class C { constructor(private readonly k: string) {} go() { send(this.k, E.B, b.x!) } } new C('K').go()", 'b.ts': "const o = { x: 'X' }; export = o" }, ["'K'", "'EB'", "'X'"]],
    ['JSX in .tsx', { 'a.tsx': "const f = <T,>(x: T) => x; const e = <div title={send('a')}>{send('b')}</div>" }, ["'a'", "'b'"]],
  ])('%s', (_name, files, expected) => {
    expect(sent(files as unknown as Readonly<Record<string, string>>).slice(0, expected.length)).toEqual(expected);
  });
});

describe('other packages and Node', () => {
  test.each([
    ["import m from 'nodemailer'; m.createTransport({})", '<nodemailer>.createTransport'],
    ["import { createTransport as c } from 'nodemailer'; c({})", '<nodemailer>.createTransport'],
    ["const { promises: { readFile } } = require('node:fs'); readFile('x')", '<fs>.promises.readFile'],
    ["const m = __toESM(require('nodemailer')); m.default.createTransport()", '<nodemailer>.createTransport'],
    ["var _m = _interopRequireDefault(require('nodemailer')); (0, _m.default.createTransport)()", '<nodemailer>.createTransport'],
    ["process.mainModule.require('child_process').exec('x')", '<child_process>.exec'],
    ["module['req' + 'uire']('child_process')['ex' + 'ec']('x')", '<child_process>.exec'],
    ["const r = require; r('child_' + 'process').exec('x')", '<child_process>.exec'],
    ["globalThis['fet' + 'ch']('x')", 'fetch'],
    ["Promise.resolve(require('x')).then((x) => x.run())", '<x>.run'],
  ])('%s', (text, expected) => {
    expect(codeOf(text).calls().map((site) => shown(site.callee))).toContain(expected);
  });
});

describe('bundles', () => {
  test('esbuild: a CommonJS module in a function', () => {
    const text = `var __commonJS = (cb, mod) => function __require() { return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports; };
      var require_cfg = __commonJS({ "cfg.cjs"(exports, module) { exports.a = 'A'; module.exports.b = 'B'; } });
      var require_f = __commonJS({ "f.cjs"(exports, module) { module.exports = (x) => x + '!'; } });
      var import_cfg = __toESM(require_cfg()); send(import_cfg.default.a, import_cfg.b, require_f()('x'));`;
    expect(sent(text)).toEqual(["'A'", "'B'", "'x!'"]);
  });

  test('esbuild, minified: wrappers without their names', () => {
    const text = `var g=(o,t)=>()=>(t||o((t={exports:{}}).exports,t),t.exports);var v=(o,t,r,n)=>{if(t&&typeof t=="object")for(let e of h(t))a(o,e,{get:()=>t[e]});return o};
      var w=(o,t,r)=>(r=o!=null?d(u(o)):{},v(t||!o||!o.__esModule?a(r,"default",{value:o,enumerable:!0}):r,o));var m=g(i=>{i.cc="C"});var p=w(m());send(p.default.cc)`;
    expect(sent(text)).toEqual(["'C'"]);
  });

  test('webpack: a table of modules by name and number', () => {
    const text = `(() => { var __webpack_modules__ = ({
      "./a.js": ((__unused, __webpack_exports__, __webpack_require__) => { __webpack_require__.d(__webpack_exports__, { A: () => A, "default": () => __WEBPACK_DEFAULT_EXPORT__ }); const A = 'A'; const __WEBPACK_DEFAULT_EXPORT__ = () => 'D'; }),
      "nodemailer": ((module) => { module.exports = require("nodemailer"); }),
      12: ((module, exports, r) => { exports.x = r("./a.js").A + 'X'; }) });
      var cache = {};
      function __webpack_require__(id) { var c = cache[id]; if (c !== undefined) { return c.exports; } var module = cache[id] = { exports: {} }; __webpack_modules__[id](module, module.exports, __webpack_require__); return module.exports; }
      __webpack_require__.n = (module) => { var getter = module && module.__esModule ? () => (module['default']) : () => (module); __webpack_require__.d(getter, { a: getter }); return getter; };
      var a = __webpack_require__("./a.js"), n = __webpack_require__("nodemailer"), n2 = __webpack_require__.n(n);
      send(a.A, (0, a["default"])(), __webpack_require__(12).x, n, n2()); })();`;
    expect(sent(text)).toEqual(["'A'", "'D'", "'AX'", '<nodemailer>', '<nodemailer>']);
  });

  test('webpack 4: the table is an argument', () => {
    const text = `!function(e){var t={};function n(r){if(t[r])return t[r].exports;var o=t[r]={i:r,l:!1,exports:{}};return e[r].call(o.exports,o,o.exports,n),o.l=!0,o.exports}n(n.s=0)}([function(e,t,n){send(n(1).x)},function(e,t){t.x="X"}]);`;
    expect(sent(text)).toEqual(["'X'"]);
  });
});
