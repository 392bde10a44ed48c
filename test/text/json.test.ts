import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { duplicates, isObject, locateProperty, lostProperties, parseJson, property, scanProperties } from '../../src/text/json.ts';

function problemOf(text: string): unknown {
  const result = parseJson(text);
  return result.ok ? result.problems : result.problem;
}

describe('parseJson', () => {
  test('gives what JSON.parse gives, and no problem', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (text, space) => {
      const pretty = JSON.stringify(JSON.parse(text), null, space);
      expect(parseJson(pretty)).toEqual({ ok: true, value: JSON.parse(pretty) as unknown, problems: [] });
    }));
  });

  test.each([
    ['{"a":1,"a":1}', 1, 8],
    ['{"a":{"b":1,"c":2,"b":3}}', 1, 19],
    ['[{"a":1},\n {"a":1,"\\u0061":2}]', 2, 9],
    ['{"__proto__":1,"__proto__":2}', 1, 16],
    ['{"a:b":"c:d","a:b":"c\\u003ad"}', 1, 14],
    ['{"x":"\\u003a","a":1,"a":2}', 1, 21],
    ['{"x":"\\u003A\\u003a","a":1,"a":2}', 1, 27],
  ])('%s has a key twice', (text, line, column) => {
    expect(problemOf(text)).toEqual([expect.objectContaining({ code: 'duplicate-key', line, column })]);
  });

  test.each(['{"a":{"b":1},"c":{"b":1}}', '[{"a":1},{"a":1}]', '{"a":"\\"a\\":1"}', '{"":1,"a":{"":1}}', '{"a":"\\u003a"}'])('%s has none twice', (text) => {
    expect(problemOf(text)).toEqual([]);
  });

  test.each([
    ['{"a": 1', 'too early', 1, 8],
    ['{"a": "x', 'too early', 1, 9],
    ['', 'too early', 1, 1],
    ['{"a":\n', 'too early', 2, 1],
    ['{"a": nul', 'too early', 1, 10],
    ['{"a": 1,\n "b" 2}', 'not valid JSON', 2, 6],
    ['abc', 'not valid JSON', 1, 1],
    ['{"a": xyz, "b": 1, "c": 2, "d": 3, "e": 4}', 'not valid JSON', 1, 7],
    ['{"a": 1,}', 'not valid JSON', 1, 9],
    ['{"a": 1} x', 'not valid JSON', 1, 10],
    ['{"a": "\n"}', 'not valid JSON', 1, 8],
    ['[1,,2]', 'not valid JSON', 1, 4],
    ['[01]', 'not valid JSON', 1, 3],
    ['["\\x"]', 'not valid JSON', 1, 4],
    ['<<<<<<< HEAD\n{}', 'not valid JSON', 1, 1],
  ])('%j is malformed, with its place', (text, message, line, column) => {
    expect(problemOf(text)).toEqual({ code: 'malformed', message: expect.stringContaining(message) as string, line, column });
  });

  test('a cut at any place says that the file ends too early', () => {
    const text = JSON.stringify({ a: [1, -2.5e3, true, false, null, 'x\\"\u00e9'], b: { c: {} } });
    for (let end = 1; end < text.length; end += 1) {
      expect(problemOf(text.slice(0, end))).toMatchObject({ code: 'malformed', message: expect.stringContaining('too early') as string });
    }
  });

  test('limit of nesting', () => {
    expect(parseJson('['.repeat(512) + ']'.repeat(512)).ok).toBe(true);
    expect(problemOf('['.repeat(10_000) + ']'.repeat(10_000))).toMatchObject({ code: 'too-deep' });
    expect(problemOf('{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000))).toMatchObject({ code: 'too-deep' });
    expect(problemOf('['.repeat(10_000))).toMatchObject({ code: 'malformed' });
  });
});

test('property reads own keys alone', () => {
  const value = JSON.parse('{"__proto__":1,"a":2}') as Record<string, number>;
  expect([property(value, '__proto__'), property(value, 'a'), property(value, 'constructor'), property({}, '__proto__')]).toEqual([1, 2, undefined, undefined]);
});

test('isObject', () => {
  expect([isObject({}), isObject([]), isObject(null), isObject('x'), isObject(undefined)]).toEqual([true, false, false, false, false]);
});

describe('scanProperties', () => {
  test('finds every property of any JSON with its key and value', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(undefined, 2), (source, space) => {
      const text = JSON.stringify(JSON.parse(source), null, space);
      const wanted: string[] = [];
      const walk = (value: unknown, path: readonly (string | number)[]) => {
        if (Array.isArray(value)) value.forEach((item, at) => walk(item, [...path, at]));
        else if (typeof value === 'object' && value !== null) {
          for (const [key, inner] of Object.entries(value)) {
            wanted.push(JSON.stringify([[...path, key], inner]));
            walk(inner, [...path, key]);
          }
        }
      };
      walk(JSON.parse(text), []);
      const found: string[] = [];
      scanProperties(text, ({ path, keyOffset, valueOffset, valueEnd }) => {
        expect(text[keyOffset]).toBe('"');
        found.push(JSON.stringify([path, JSON.parse(text.slice(valueOffset, valueEnd))]));
      });
      expect(found.sort()).toEqual(wanted.sort());
    }));
  });

  test('reads comments and trailing commas, stops when asked', () => {
    const keys: unknown[] = [];
    scanProperties('// x\n{"a": /* "z": 1 */ [1, {"b": 2,},], "c": 3, "d": "}"}', ({ path }) => {
      keys.push(path.join('.'));
      return path[0] === 'c' ? 'stop' : undefined;
    });
    expect(keys).toEqual(['a.1.b', 'a', 'c']);
  });

  test('ends on any text', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '/', '*', 'a', '1', ' ', '\n') }), (text) => {
      expect(scanProperties(text, () => undefined)).toBeUndefined();
    }), { numRuns: 500 });
  });
});

test('duplicates gives the later ones, lostProperties those that JSON.parse drops', () => {
  const text = '{"a":1,"b":{"c":1,"c":2},"a":3,"a":4}';
  const read = (list: readonly { readonly valueOffset: number; readonly valueEnd: number }[]) => list.map(({ valueOffset, valueEnd }) => text.slice(valueOffset, valueEnd));
  expect(read(duplicates(text))).toEqual(['2', '3', '4']);
  expect(read(lostProperties(text))).toEqual(['1', '1', '3']);
});

test('locateProperty: of repeated keys the last', () => {
  expect(locateProperty('{\n "a": {"b": 1},\n "a": {"b": 2}\n}', ['a', 'b'])).toEqual({ line: 3, column: 8 });
  expect(locateProperty('{"a": [{"b": 1}]}', ['a', 0, 'b'])).toEqual({ line: 1, column: 9 });
  expect(locateProperty('{}', ['a'])).toBeUndefined();
});
