import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasUnprintable, printable, shorten, specWithoutSecrets, withoutCredentials } from '../../src/text/printable.ts';

test.each([
  ['plain é 漢 😀', 'plain é 漢 😀'],
  ['a\u001b[2Jb', 'a\\u{1b}[2Jb'],
  ['a\r\nb\tc', 'a\\u{d}\\u{a}b\\u{9}c'],
  ['\u009b31m', '\\u{9b}31m'],
  ['\u202egpj.exe', '\\u{202e}gpj.exe'],
  ['a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
  ['\u2028', '\\u{2028}'],
  ['\ud800x', '\\u{d800}x'],
  ['\u{e0041}', '\\u{e0041}'],
])('%j', (text, expected) => {
  expect(printable(text)).toBe(expected);
  expect(hasUnprintable(text)).toBe(text !== expected);
});

test('what is printable stays, and hasUnprintable has no memory', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    const once = printable(text);
    expect(printable(once)).toBe(once);
    expect(hasUnprintable(once)).toBe(false);
    expect(hasUnprintable(text)).toBe(hasUnprintable(text));
  }));
});

describe('withoutCredentials', () => {
  test.each([
    ['https://user:pass@host.example/a?token=x#y', 'https://host.example/a'],
    ['https://user:p@ss@host.example/a', 'https://host.example/a'],
    ['git+ssh://git@host.example/o/r.git#0123', 'git+ssh://host.example/o/r.git'],
    ['https://host.example/@s/a/-/a-1.0.0.tgz', 'https://host.example/@s/a/-/a-1.0.0.tgz'],
    ['https://user:pa/ss@host.example/a', 'https://user:pa/ss@host.example/a'],
    ['file:../x', 'file:../x'],
  ])('%s', (locator, expected) => {
    expect(withoutCredentials(locator)).toBe(expected);
  });
});

test('shorten never splits a character', () => {
  expect(shorten('abc', 3)).toBe('abc');
  expect(shorten('abcd', 3)).toBe('ab…');
  expect(shorten('😀😀😀', 2)).toBe('😀…');
  expect(shorten('ab', 0)).toBe('…');
});

test.each([
  ['npm:postmark-mcp@1.0.16', 'npm:postmark-mcp@1.0.16'],
  ['npm:@scope/name', 'npm:@scope/name'],
  ['workspace:other@^1.0.0', 'workspace:other@^1.0.0'],
  ['user:secret@owner/name#v1', 'owner/name#v1'],
  ['github:user:secret@owner/name', 'github:owner/name'],
  ['npm://user:secret@host.example/a', 'npm://host.example/a'],
  ['git+https://user:secret@host.example/a.git?x=1#0123', 'git+https://host.example/a.git#0123'],
])('specWithoutSecrets: %s', (spec, expected) => {
  expect(specWithoutSecrets(spec)).toBe(expected);
});
