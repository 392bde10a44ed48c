import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerptsIn, positionAt, positionsIn } from '../../src/text/lines.ts';

test('positionAt counts from 1, CRLF as one end', () => {
  expect(positionAt('', 0)).toEqual({ line: 1, column: 1 });
  expect(positionAt('a\r\nbc', 4)).toEqual({ line: 2, column: 2 });
  expect(positionAt('a\nb', 1)).toEqual({ line: 1, column: 2 });
  expect(positionAt('a\nb', 2)).toEqual({ line: 2, column: 1 });
});

test('positionsIn is positionAt', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r\n') }), fc.nat(60), (text, offset) => {
    expect(positionsIn(text)(Math.min(offset, text.length))).toEqual(positionAt(text, Math.min(offset, text.length)));
  }));
});

test('excerptsIn cuts the line', () => {
  expect(excerptsIn('a\n  b c \r\nd')(2)).toBe('b c');
  expect(excerptsIn('a\nb')(2)).toBe('b');
  expect(excerptsIn('a')(2)).toBe('');
  expect(excerptsIn('x'.repeat(100_000))(1)).toBe(`${'x'.repeat(199)}…`);
});
