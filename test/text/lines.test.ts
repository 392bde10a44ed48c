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

test('an excerpt holds no password, even where it is cut inside of an address', () => {
  expect(excerptsIn('"a": "https://u:hunter22@h.example/a.tgz?sig=1", "b"')(1)).toBe('"a": "https://h.example/a.tgz", "b"');
  expect(excerptsIn(`${'x'.repeat(180)} https://u:hunter22@h.example/a.tgz`)(1)).not.toContain('hunter');
  expect(excerptsIn(`${'x'.repeat(780)} https://u:hunter22hunter22@h.example/a.tgz`)(1, 800)).not.toContain('hunter');
  expect(excerptsIn('"postinstall": "npx a --token hunter22 --x"')(1)).toBe('"postinstall": "npx a --token <secret> --x"');
  expect(excerptsIn('"js-tokens": "^4.0.0"')(1)).toBe('"js-tokens": "^4.0.0"');
});

test.each([
  ['"a": "git+https://user:secret@host.example/x.git#v1", "b": "1"', '"a": "git+https://host.example/x.git", "b": "1"'],
  ['"r": "https://host.example/x.tgz?token=secret", "b": "1"', '"r": "https://host.example/x.tgz", "b": "1"'],
  ['"r": "https://host.example/@scope/x.tgz"', '"r": "https://host.example/@scope/x.tgz"'],
  ['resolved: https://host.example', 'resolved: https://host.example'],
])('URLs of an excerpt without secrets: %s', (line, plain) => {
  expect(excerptsIn(line)(1)).toBe(plain);
});
