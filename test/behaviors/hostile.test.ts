// Source that is written against its reader: the answer is values or a problem, in time, never a throw.
import { describe, expect, test } from 'vitest';
import { analyse } from '../../src/behaviors/analyse.ts';
import { openCode } from '../../src/behaviors/code.ts';
import type { Value } from '../../src/behaviors/contract.ts';
import { eachPart } from '../../src/behaviors/parts.ts';

/** Asks everything there is to ask. */
function exhaust(text: string, path = 'a.js') {
  const opened = openCode({ files: [{ path, text }] });
  let parts = 0;
  const ask = (value: Value) => {
    eachPart(value, () => { parts += 1; }, 'with-arguments');
    expect(opened.code.origins(value).length).toBeGreaterThan(0);
  };
  for (const site of opened.code.calls()) for (const value of [site.callee, ...site.args]) ask(value);
  for (const record of opened.code.records()) ask(record);
  return { ...opened, parts };
}

/** The call of `send` is found with its constant whatever stands around it. */
function sent(text: string, path?: string): readonly string[] {
  return exhaust(text, path).code.calls().filter((site) => site.name === 'send').flatMap((site) => site.args.flatMap((arg) => (arg.kind === 'text' ? [arg.text] : [])));
}

describe('depth', () => {
  test.each([
    ['parentheses', `x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}; send('a')`],
    ['lists', `x = ${'['.repeat(20_000)}${']'.repeat(20_000)}; send('a')`],
    ['objects', `x = ${'{a:'.repeat(5_000)}1${'}'.repeat(5_000)}; send('a')`],
    ['templates', `x = ${'`${'.repeat(1_000)}1${'}`'.repeat(1_000)}; send('a')`],
    ['functions', `${'(function(){'.repeat(5_000)}1${'})()'.repeat(5_000)}; send('a')`],
    ['blocks', `${'{'.repeat(20_000)}${'}'.repeat(20_000)}; send('a')`],
    ['unary', `x = ${'!'.repeat(20_000)}1; send('a')`],
    ['conditions', `x = ${'a?b:'.repeat(5_000)}1; send('a')`],
    ['patterns', `const ${'['.repeat(3_000)}x${']'.repeat(3_000)} = y; send(x)`],
  ])('%s nested by the thousand are read or said to be too deep', (_name, text) => {
    const { files, problems } = exhaust(text);
    if (files[0]?.read === 'not') expect(problems.map((problem) => problem.code)).toEqual(['too-deep']);
    else expect(problems).toEqual([]);
  });

  test('a sum of 1,000 texts is one text', () => {
    expect(sent(`send(${"'a' + ".repeat(1_000)}'b')`)).toEqual([`${'a'.repeat(1_000)}b`]);
  });

  test('a chain of 500 calls is followed to its start', () => {
    const site = exhaust(`require('x').start()${'.next()'.repeat(500)}.send('a')`).code.calls().find((one) => one.name === 'start');
    expect(site?.callee).toEqual({ kind: 'import', module: 'x', path: ['start'] });
  });
});

describe('circles', () => {
  test.each([
    ['names', 'let a = b, b = c, c = a; send(a)'],
    ['objects', 'const a = { x: 1 }; a.self = a; a.y = { z: a }; send(a)'],
    ['lists', 'const a = []; a.push(a, [a]); send(a)'],
    ['functions', 'function f(x) { return g(x) } function g(x) { return f(x) + f(x) } send(f(1))'],
    ['doubling calls', `${Array.from({ length: 60 }, (_, i) => `function f${i}(x) { return f${i + 1}(x) + f${i + 1}(x) }`).join('\n')} function f60(x) { return x } send(f0('ab'))`],
    ['doubling names', `const a0 = 'ab'; ${Array.from({ length: 60 }, (_, i) => `const a${i + 1} = a${i} + a${i};`).join('')} send(a60)`],
    ['doubling objects', `const a0 = { x: q }; ${Array.from({ length: 60 }, (_, i) => `const a${i + 1} = [a${i}, a${i}];`).join('')} send(a60)`],
    ['merged objects', 'let a = {}; a = { ...a, ...a }; a = Object.assign(a, a); send(a)'],
    ['classes', 'class A extends A { constructor() { this.a = new A(); this.b = this.a.b } } send(new A().b)'],
    ['defaults', 'function f(a = b, b = a) { return a + b } send(f())'],
    ['parameters', 'function f(x) { f({ x }) } f(1)'],
    ['closures', 'const f = (g) => (x) => f(f(g))(x); send(f(f)(f))'],
    ['exports of itself', "exports.a = require('./a.js').a; module.exports.b = module.exports; send(module.exports.b.b.b.a)"],
  ])('%s end', (_name, text) => {
    const { problems } = exhaust(text);
    expect(problems).toEqual([]);
  });

  test('modules that import each other', () => {
    const { code } = openCode({ files: [{ path: 'a.js', text: "export { x } from './b.js'; export * from './b.js'" }, { path: 'b.js', text: "export * from './a.js'; import { x, y } from './a.js'; send(x, y)" }] });
    expect(code.calls()[0]?.args.map((arg) => code.origins(arg))).toEqual([[{ kind: 'unknown' }], [{ kind: 'unknown' }]]);
  });
});

describe('sizes', () => {
  test("'a'.repeat(1e9) is hidden, not made", () => {
    const [site] = exhaust("send('a'.repeat(1e9))").code.calls();
    expect(['hidden', 'call', 'unknown']).toContain(site?.args[0]?.kind);
  });

  test('50,000 assignments to one object', () => {
    expect(exhaust(`const a = {}; ${'a.b = 1; '.repeat(50_000)} send(a)`).problems).toEqual([]);
  });

  test('a list of 100,000 texts', () => {
    expect(exhaust(`const a = [${"'abc',".repeat(100_000)}]; send(a[7], a.join(''))`).problems).toEqual([]);
  });

  test('5,000 functions that hand one object on to each other', () => {
    const text = Array.from({ length: 2_000 }, (_, i) => `function f${i}(p) { p.k${i % 7} = p.k${(i + 1) % 7}; f${(i * 7 + 1) % 2_000}(p); f${(i * 3 + 2) % 2_000}(p); }`).join('\n');
    expect(exhaust(`${text}\n f0({})`).problems).toEqual([]);
  });

  test('a file over the limit is read around the places given', () => {
    const filler = '/* filler */\n'.repeat(60_000);
    const text = `${filler}send('near');\n${filler}send('far');\n`;
    const { code, files } = openCode({ files: [{ path: 'big.js', text, around: [text.indexOf("'near'")] }] });
    expect(files).toEqual([{ path: 'big.js', read: 'windows' }]);
    const [site, ...others] = code.calls();
    expect(others).toEqual([]);
    expect(site === undefined ? undefined : code.place(site.node, site.module)).toMatchObject({ line: 60_001, column: 1, excerpt: "send('near');" });
  });
});

describe('words', () => {
  test('keys of the prototype are plain keys', () => {
    const { code } = exhaust("const a = { ['__proto__']: 'p', constructor: 'c', hasOwnProperty: 'h' }; send(a.__proto__, a.constructor, a.hasOwnProperty, {}.toString, ({}).__proto__)");
    const values = code.calls()[0]?.args.map((arg) => (arg.kind === 'text' ? arg.text : arg.kind));
    expect(values).toEqual(['p', 'c', 'h', 'member', 'member']);
  });

  test('names of the prototype are plain names', () => {
    expect(sent("const constructor = 'a', __proto__ = 'b', toString = 'c'; send(constructor, __proto__, toString); hasOwnProperty(valueOf)")).toEqual(['a', 'b', 'c']);
  });

  test('NUL bytes and lone surrogates', () => {
    expect(sent("send('a\0b', '\ud800')")).toEqual(['a\0b', '\ud800']);
  });

  test.each([
    ['a stray brace', "}} send('a'); {{"],
    ['an unfinished string', "send('a');\nconst x = 'abc\nsend('b');"],
    ['noise between', "send('a'); @#% ^^ let let = ; send('b')"],
    ['a file cut off', "const t = { to: 'x', bcc: send('a'), text: `abc"],
    ['types in a .js file', "const f = (x: string): void => { send('a') }; interface A { b: string }"],
    ['JSX in a .js file', "const f = () => <a b={send('a')}>x</a>"],
    ['return at the top', "send('a'); return 1"],
    ['await in a script', "send('a'); await x; module.exports = 1"],
    ['a hashbang', "#!/usr/bin/env node\nsend('a')"],
    ['with and octals', "with (a) { send('a') } var x = 010;"],
  ])('%s hides no call', (_name, text) => {
    const { files } = openCode({ files: [{ path: 'a.js', text }] });
    expect(sent(text)).toContain('a');
    expect(files[0]?.read).not.toBe('not');
  });

  test('empty and blank files, comments alone', () => {
    for (const text of ['', ' \n', '// a', '/* b */']) expect(analyse({ files: [{ path: 'a.js', text }] })).toMatchObject({ behaviors: [], folded: [], problems: [] });
  });

  test('an extractor that throws is a problem, not the end', () => {
    const result = analyse({ files: [{ path: 'a.js', text: "send('a')" }] }, [{ kind: 'network', extract: () => { throw new Error('sprung'); } }]);
    expect(result.problems).toEqual([{ code: 'reader-failed', message: 'Our own fault: the reader of network failed: sprung' }]);
    expect(result.files).toEqual([{ path: 'a.js', read: 'whole' }]);
  });
});

test('objects that are merged into each other again and again', () => {
  const text = Array.from({ length: 40 }, (_, i) => `let a${i} = { k${i}: 'v' }; Object.assign(a${i}, a${(i + 1) % 40}, a${(i + 7) % 40}); a${i} = { ...a${i}, ...a${(i + 3) % 40} };`).join('\n');
  expect(exhaust(`${text}\nsend(a0)`).problems).toEqual([]);
});
