// Code that is made to hang, to fill the memory, or to reach something outside. Each ends soon, with a reason.
import { describe, expect, test } from 'vitest';
import { callGlobal, callMethod } from '../../../src/behaviors/constants/builtins.ts';
import { createInterpreter } from '../../../src/behaviors/constants/interpreter.ts';
import type { Node } from '../../../src/behaviors/contract.ts';
import { lastOf, moduleOf, nodesOf, shown } from './support.ts';

describe('budgets', () => {
  test.each([
    ['(() => { while (true) {} })()'],
    ['(() => { for (;;); })()'],
    ['(function f() { return f() })()'],
    ['(function f(n) { return f(n + 1) + f(n + 2) })(0)'],
    ['(() => { let s = "a"; while (true) s += s })()'],
    ['(() => { let s = ""; while (true) s = "x" + s + s[0] })()'],
    ['(() => { let a = []; while (true) a.push(a) })()'],
    ['(() => { let a = [1]; while (true) a = a.concat(a) })()'],
    ['(() => { let o = {}; for (let i = 0; ; i++) o["k" + i] = {} })()'],
    ['"a".repeat(1e9)'], ['"a".repeat(4e6).split("")'], ['"a".padStart(2 ** 30)'],
    ['new Array(1e9).fill(0)'], ['(() => { const a = []; a[1e9] = 1; return a })()'], ['(() => { const a = []; a.length = 4e9; return a })()'],
    ['Array.from({ length: 1e9 })'], ['Buffer.alloc(1e10)'], ['new Uint8Array(1e10)'],
    ['(() => { let a = []; a[0] = a; return a })()'], ['(() => { let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; return a })()'],
    ['(() => { let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; return String(a) })()'], ['JSON.stringify((() => { const o = {}; o.o = o; return o })())'],
    ['2n ** 1000000n'], ['1n << 1000000000n'], ['(() => { let n = 3n; while (true) n *= n })()'],
    ['JSON.parse("[".repeat(5000) + "]".repeat(5000))'],
    ['(() => { const p = {}; const o = { __proto__: p }; p.__proto__ = o; return o.x })()'],
    ['(() => { const x = { get y() { return this.y } }; return x.y })()'],
    ['(() => { const x = { toString() { return x + "" } }; return x + "" })()'],
    ['[3, 1, 2].sort(() => { while (true) {} })'],
    ['"aaaa".replace(/a/g, () => { while (true) {} })'],
    ['(() => { try { while (true) {} } catch { return "caught" } finally { return "finally" } })()'],
    ['(() => { const s = "a".repeat(1e6); for (;;) s.indexOf("a".repeat(5e5) + "b") })()'],
    ['(() => { let s = ""; for (;;) { s += "xxxxxxxxxxxxxxxx"; s.charCodeAt(3) } })()'],
  ])('%s', (code) => {
    expect(shown(lastOf(code, [], 100_000))).toBe('<budget>');
  });

  test.each([
    ['/(((.+)+)+)+$/.test("aaaa")'], ['/(a|a)*b/.test("aaaa")'], ['/(a)\\1/.test("aa")'], ['/(?<=a)b/.test("ab")'], ['/a*a*a*a*a*a*b/.test("a".repeat(5000))'], ['/a/.test("a".repeat(200000))'],
    ['/(?:a{1,50}){1,50}b/.test("a")'],
  ])('pattern %s', (code) => {
    expect(shown(lastOf(code))).toBe('<unsupported>');
  });

  test('trees too deep or too long are given up, long sums are not', () => {
    expect(shown(lastOf(`${'['.repeat(2000)}${']'.repeat(2000)}`))).toBe('<budget>');
    expect(shown(lastOf(Array.from({ length: 3000 }, () => '"a"').join('+')))).toBe('a'.repeat(3000));
  });

  test('what failed once is not tried again', () => {
    const module = moduleOf('const t = (() => { while (true) {} })(); t[0]; t[1]');
    const it = createInterpreter({ modules: [module], steps: 1000, resolveImport: () => undefined });
    const [first, second] = nodesOf(module).filter((node) => node.type === 'MemberExpression') as [Node, Node];
    expect(it.expression(first, module)).toEqual({ ok: false, why: 'budget' });
    const spent = it.spent();
    expect(it.expression(second, module)).toEqual({ ok: false, why: 'budget' });
    expect(it.spent() - spent).toBeLessThan(10);
  });
});

describe('nothing outside is reached', () => {
  test.each([
    ['(() => {}).constructor("return process")()', '<unsupported>'], ['[].constructor.constructor("return 1")()', '<unsupported>'], ['new Function("return 1")()', '<unsupported>'], ['eval("1")', '<unsupported>'],
    ['globalThis.process', '<not-constant>'], ['this.process', '<not-constant>'], ['require("child_process").execSync("id") + ""', '<not-constant>'], ['import.meta.url + ""', '<not-constant>'],
    ['({}).__proto__', '<unsupported>'], ['({}).__proto__.polluted = 1', '<unsupported>'], ['"".__proto__', undefined], ['Object.prototype.x = 1', '<unsupported>'], ['Array.prototype.push = 1', '<unsupported>'],
    ['JSON.parse(\'{"__proto__": {"polluted": 1}}\').polluted', undefined], ['Object.getPrototypeOf([])', '<unsupported>'], ['(function () { return this })() + ""', '<not-constant>'],
    ['(function () { return arguments.callee })()', '<unsupported>'], ['[].at.call(null)', '<not-constant>'], ['Reflect.construct(Date, [])', '<not-constant>'], ['new Proxy({}, {})', '<unsupported>'],
    ['Object.fromEntries([["__proto__", { x: 1 }]]).x', undefined], ['Symbol("x")', '<unsupported>'], ['new WeakRef({})', '<not-constant>'], ['String.prototype.at.constructor("x")', '<unsupported>'],
  ])('%s', (code, expected) => {
    expect(shown(lastOf(code))).toEqual(expected);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('single builtins never throw', () => {
    for (const name of ['__proto__', 'constructor', '__defineGetter__', 'toString', 'valueOf', 'hasOwnProperty', 'then', '']) {
      for (const self of ['x', 1, true, null, undefined, 1n, ['a'], new Map([['__proto__', 'v']]), new Uint8Array(2)]) expect(typeof callMethod(self, name, [{} as never, null]).ok).toBe('boolean');
      expect(typeof callGlobal([name], []).ok).toBe('boolean');
      expect(typeof callGlobal([name, name], []).ok).toBe('boolean');
    }
    expect(callGlobal([], [])).toEqual({ ok: false, why: 'not-constant' });
  });

  test('noise as a tree never throws', () => {
    const module = moduleOf('const a = [1]; a.b(c)');
    const it = createInterpreter({ modules: [module], steps: 100, resolveImport: () => undefined });
    for (const type of ['MemberExpression', 'CallExpression', 'BinaryExpression', 'Literal', 'TemplateLiteral', 'AssignmentExpression', 'FunctionExpression', 'ClassExpression', 'ArrowFunctionExpression', 'Nonsense', 'ObjectExpression', 'ImportExpression']) {
      expect(typeof it.expression({ type, start: 0, end: 1 }, module).ok).toBe('boolean');
      expect(it.call({ type, start: 0, end: 1 }, module, []).ok).toBe(false);
    }
  });
});
