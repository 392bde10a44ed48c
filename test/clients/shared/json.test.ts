import { describe, expect, test } from 'vitest';
import { parseJsonText } from '../../../src/clients/shared/json.ts';
import { entriesAt, entriesOf, itemsOf, textOf, valueAt } from '../../../src/clients/shared/node.ts';

const keys = (text: string) => entriesOf(parseJsonText(text).roots[0]).map(({ key, at }) => `${key} ${at()?.line}:${at()?.column}`);
const faults = (text: string) => parseJsonText(text).problems.map(({ code, line, column }) => `${code} ${line}:${column}`);

describe('JSON with comments', () => {
  test('comments, trailing commas, positions, repeated keys and keys of prototypes', () => {
    const text = '// a\n{ /* b */ "x": [1, 2,],\n  "__proto__": {},\r\n\t"x": null,\n}\n';
    expect(faults(text)).toEqual([]);
    expect(keys(text)).toEqual(['x 2:11', '__proto__ 3:3', 'x 4:2']);
  });

  test('escapes in keys', () => {
    expect(keys('{"\\u006dcpServers": 1}')).toEqual(['mcpServers 1:2']);
  });

  test.each([
    ['a comma is missing', '{"a": {"b": 1} "c": 2}', ['a 1:2', 'c 1:16'], ['malformed 1:16']],
    ['it ends inside', '{"a": {"b": 1}, "c": {"d": [1,', ['a 1:2', 'c 1:17'], ['malformed 1:31']],
    ['a word without quotes', '{"a": 1, b: 2, "c": 3}', ['a 1:2', 'c 1:16'], ['malformed 1:10', 'malformed 1:11', 'malformed 1:14']],
    ['a conflict marker', '{"a": 1,\n<<<<<<< ours\n"b": 2\n}', ['a 1:2', 'b 3:1'], ['malformed 2:1', 'malformed 2:9']],
  ])('healthy entries are kept where %s', (_, text, expectedKeys, expectedFaults) => {
    expect([keys(text), faults(text)]).toEqual([expectedKeys, expectedFaults]);
  });

  test('of many faults the first are told', () => {
    expect(parseJsonText(`{${'@ '.repeat(500)}}`).problems.length).toBe(6);
  });

  test('nesting without end is a problem, not a crash', () => {
    for (const open of ['[', '{"a":', '[{"a":']) expect(parseJsonText(open.repeat(100_000))).toMatchObject({ roots: [], problems: [{ code: 'too-deep' }] });
  });

  test('nothing at all', () => {
    expect(parseJsonText(' // only words\n')).toEqual({ roots: [], problems: [] });
  });
});

describe('paths of keys', () => {
  const root = parseJsonText('{"a.b": {"c": 1}, "a": {"b.c": 2, "b": {"c": 3, "c": 4}}, "a.b.c": 5, "ab": 6}').roots[0];

  test('nested, dotted and mixed, in the order of the text', () => {
    expect(entriesAt(root, ['a', 'b', 'c']).map(({ value }) => (value.kind === 'scalar' ? value.value : '')).join(' ')).toBe('1 2 3 4 5');
  });

  test('of repeated keys the last one counts, as for JSON.parse', () => {
    expect(textOf(valueAt(parseJsonText('{"a":"1","a":"2"}').roots[0], 'a'))).toBe('2');
    expect(itemsOf(valueAt(parseJsonText('{"a":"1"}').roots[0], 'a'))).toEqual([]);
  });
});
