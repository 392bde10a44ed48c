// Each builtin against the engine's own answer, over generated input.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callGlobal, callMethod } from '../../../src/behaviors/constants/builtins.ts';
import type { Constant } from '../../../src/behaviors/constants/contract.ts';
import { constant, lastOf, shown, truth } from './support.ts';

const text = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('', 'abcabc', 'a-b-c', 'ünïcode 😀', 'aGk=', '%41%zz', '68656c6c6f', ' padded ', '$& $1'));
const index = fc.oneof(fc.integer({ min: -6, max: 16 }), fc.constantFrom(undefined, Number.NaN, 1.7));
const none = fc.constant<Constant[]>([]);
const args = (...parts: readonly fc.Arbitrary<Constant>[]) => fc.tuple(...parts).map((list): Constant[] => [...list]);
const item: fc.Arbitrary<Constant> = fc.oneof(fc.integer({ min: -5, max: 300 }), text, fc.boolean(), fc.constantFrom(null, undefined));
const items = fc.array(item, { maxLength: 8 });
const runs = { numRuns: 60 };

function call(receiver: unknown, name: string, given: readonly unknown[]): Constant {
  return truth(() => ((receiver as Record<string, (...args: readonly unknown[]) => unknown>)[name] as (...args: readonly unknown[]) => unknown).apply(receiver, [...given]));
}

describe('texts', () => {
  const methods: Readonly<Record<string, fc.Arbitrary<Constant[]>>> = {
    at: args(index), charAt: args(index), charCodeAt: args(index), codePointAt: args(index), concat: args(text, item), endsWith: args(text, index), startsWith: args(text, index),
    includes: args(text, index), indexOf: args(text, index), lastIndexOf: args(text, index), normalize: args(fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD')), padEnd: args(index, text), padStart: args(index, text),
    repeat: args(fc.integer({ min: -1, max: 4 })), slice: args(index, index), substring: args(index, index), substr: args(index, index), split: args(text, index), toLowerCase: none, toUpperCase: none,
    trim: none, trimStart: none, trimEnd: none, toString: none, valueOf: none, replace: args(text, text), replaceAll: args(text, text), bold: none, fontcolor: args(text),
  };
  test.each(Object.entries(methods))('%s', (name, given) => {
    fc.assert(fc.property(text, given, (self, list) => { expect(shown(callMethod(self, name, list))).toEqual(call(self, name, list)); }), runs);
  });
});

describe('arrays', () => {
  const methods: Readonly<Record<string, fc.Arbitrary<Constant[]>>> = {
    at: args(index), concat: args(items, item), copyWithin: args(index, index, index), fill: args(item, index, index), flat: args(fc.integer({ min: 0, max: 3 })), includes: args(item), indexOf: args(item, index),
    lastIndexOf: args(item), join: args(fc.constantFrom(',', '', '--')), pop: none, push: args(item, item), reverse: none, shift: none, slice: args(index, index), sort: none, toString: none, unshift: args(item), splice: args(index, index, item), toReversed: none, toSorted: none,
  };
  test.each(Object.entries(methods))('%s', (name, given) => {
    const nested = fc.array(fc.oneof(item, items), { maxLength: 8 });
    fc.assert(fc.property(nested, given, (self, list) => {
      expect(shown(callMethod(self as Constant, name, list))).toEqual(call(structuredClone(self), name, list));
    }), runs);
  });
  test('keys, values and entries are lists', () => {
    expect(shown(callMethod(['a'], 'entries', []))).toEqual([[0, 'a']]);
    expect(shown(callMethod(['a'], 'keys', []))).toEqual([0]);
    expect(shown(callMethod(['a'], 'values', []))).toEqual(['a']);
  });
});

describe('numbers', () => {
  const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -0, Infinity, Number.NaN, 255.5));
  test('toString and toFixed', () => {
    fc.assert(fc.property(number, fc.integer({ min: 2, max: 36 }), (self, radix) => { expect(shown(callMethod(self, 'toString', [radix]))).toBe(self.toString(radix)); }), runs);
    fc.assert(fc.property(number, fc.integer({ min: 0, max: 10 }), (self, digits) => { expect(shown(callMethod(self, 'toFixed', [digits]))).toBe(self.toFixed(digits)); }), runs);
    fc.assert(fc.property(fc.bigInt(), fc.integer({ min: 2, max: 36 }), (self, radix) => { expect(shown(callMethod(self, 'toString', [radix]))).toBe(self.toString(radix)); }), runs);
  });
  test('parseInt, parseFloat, Number', () => {
    const digits = fc.oneof(text, fc.constantFrom('0x1f', '12px', '1e3', ' 7', '0b11', '-0'));
    fc.assert(fc.property(digits, fc.constantFrom(undefined, 2, 10, 16, 36), (self, radix) => { expect(shown(callGlobal(['parseInt'], [self, radix]))).toBe(Number.parseInt(self, radix)); }), runs);
    fc.assert(fc.property(digits, (self) => { expect(shown(callGlobal(['parseFloat'], [self]))).toBe(Number.parseFloat(self)); }), runs);
    fc.assert(fc.property(digits, (self) => { expect(shown(callGlobal(['Number'], [self]))).toBe(Number(self)); }), runs);
  });
  test.each(['abs', 'ceil', 'floor', 'round', 'trunc', 'sign', 'sqrt', 'clz32', 'fround', 'log2'] as const)('Math.%s', (name) => {
    fc.assert(fc.property(number, (self) => { expect(shown(callGlobal(['Math', name], [self]))).toBe(Math[name](self)); }), runs);
  });
  test.each(['max', 'min', 'pow', 'atan2', 'imul', 'hypot'] as const)('Math.%s', (name) => {
    fc.assert(fc.property(number, number, (a, b) => { expect(shown(callGlobal(['Math', name], [a, b]))).toBe(Math[name](a, b)); }), runs);
  });
  test('chance and the clock are outside', () => {
    expect(shown(callGlobal(['Math', 'random'], []))).toBe('<not-constant>');
    expect(shown(callGlobal(['Date', 'now'], []))).toBe('<not-constant>');
    expect(shown(callGlobal(['process', 'cwd'], []))).toBe('<not-constant>');
  });
});

describe('characters', () => {
  test('fromCharCode and fromCodePoint', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -5, max: 70_000 }), { maxLength: 6 }), (codes) => { expect(shown(callGlobal(['String', 'fromCharCode'], codes))).toBe(String.fromCharCode(...codes)); }), runs);
    fc.assert(fc.property(fc.array(fc.integer({ min: -1, max: 0x110000 }), { maxLength: 6 }), (codes) => { expect(shown(callGlobal(['String', 'fromCodePoint'], codes))).toEqual(truth(() => String.fromCodePoint(...codes))); }), runs);
  });
  test.each(['atob', 'btoa', 'escape', 'unescape', 'encodeURIComponent', 'decodeURIComponent', 'encodeURI', 'decodeURI'] as const)('%s', (name) => {
    const given = fc.oneof(text, text.map((value) => Buffer.from(value).toString('base64')), text.map((value) => escape(value)));
    fc.assert(fc.property(given, (self) => { expect(shown(callGlobal([name], [self]))).toEqual(truth(() => (globalThis[name] as (text: string) => string)(self))); }), runs);
  });
});

describe('bytes', () => {
  const encoding = fc.constantFrom('utf8', 'latin1', 'ascii', 'base64', 'base64url', 'hex', 'utf16le', 'binary') as fc.Arbitrary<BufferEncoding>;
  test('text to bytes and back', () => {
    fc.assert(fc.property(text, encoding, (self, name) => { expect(shown(callGlobal(['Buffer', 'from'], [self, name]))).toEqual(constant(Buffer.from(self, name))); }), { numRuns: 200 });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 12 }), encoding, (bytes, name) => { expect(shown(callMethod(bytes, 'toString', [name]))).toBe(Buffer.from(bytes).toString(name)); }), { numRuns: 200 });
  });
  test('numbers to bytes, parts, joins', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -300, max: 600 }), { maxLength: 8 }), (codes) => { expect(shown(callGlobal(['Buffer', 'from'], [codes]))).toEqual(constant(Buffer.from(codes))); }), runs);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 8 }), index, index, (bytes, from, to) => { expect(shown(callMethod(bytes, 'subarray', [from, to]))).toEqual(constant(bytes.subarray(from, to))); }), runs);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 8 }), fc.uint8Array({ maxLength: 8 }), (a, b) => { expect(shown(callGlobal(['Buffer', 'concat'], [[a, b]]))).toEqual(constant(Buffer.concat([a, b]))); }), runs);
  });
});

describe('objects', () => {
  const record = fc.dictionary(fc.oneof(fc.constantFrom('__proto__', 'constructor', '2', '10', 'a'), fc.string({ maxLength: 4 })), item, { maxKeys: 5 });
  test.each(['keys', 'values', 'entries'] as const)('Object.%s', (name) => {
    fc.assert(fc.property(record, (value) => { expect(shown(callGlobal(['Object', name], [constant(value)]))).toEqual(constant(Object[name](value))); }), runs);
  });
  test('JSON both ways', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
      const written = JSON.stringify(value);
      expect(shown(callGlobal(['JSON', 'parse'], [written]))).toEqual(constant(JSON.parse(written)));
      expect(shown(callGlobal(['JSON', 'stringify'], [constant(JSON.parse(written)), null, indent]))).toBe(JSON.stringify(JSON.parse(written), null, indent));
    }), runs);
  });
});

describe('patterns', () => {
  const patterns = ['/a/', '/[a-c]+/g', '/(\\w)-(\\w)/', '/\\s+/g', '/../g', '/^\\w*/', '/(?<x>b)/g', '/[^A-Za-z0-9+/=]/g', '/\\b\\w/g', '/%([0-9A-F]{2})/gi', '/x*/g', '/(a|b)c?/g', '/\\d{2,3}$/', '/.+?b/'];
  test.each(patterns)('%s', (pattern) => {
    fc.assert(fc.property(text, text, (self, by) => {
      const end = pattern.lastIndexOf('/');
      const make = () => new RegExp(pattern.slice(1, end), pattern.slice(end + 1));
      const given = JSON.stringify(self);
      expect(shown(lastOf(`${given}.replace(${pattern}, ${JSON.stringify(by)})`))).toBe(self.replace(make(), by));
      expect(shown(lastOf(`${given}.split(${pattern})`))).toEqual(constant(self.split(make())));
      expect(shown(lastOf(`[${given}.search(${pattern}), ${pattern}.test(${given}), [...(${given}.match(${pattern}) ?? [])]]`))).toEqual(constant([self.search(make()), make().test(self), [...(self.match(make()) ?? [])]]));
      expect(shown(lastOf(`${given}.replace(${pattern}, (whole, one) => '<' + whole + one + '>')`))).toBe(self.replace(make(), (whole, one) => `<${whole}${String(one)}>`));
    }), { numRuns: 30 });
  });
});
