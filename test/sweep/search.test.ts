// The search against a naive one: the same places, whatever the strings, the text, and where pieces of it meet.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SearchString } from '../../src/model/indicator.ts';
import { LIMITS } from '../../src/model/limits.ts';
import { isAlone, isBounded } from '../../src/indicators/boundary.ts';
import { hostTable } from '../../src/sweep/host-table.ts';
import { readMemoryFile } from '../../src/sweep/read-file.ts';
import { byteScanner } from '../../src/sweep/scan-bytes.ts';
import { searchTable, type SearchTable } from '../../src/sweep/search-table.ts';
import { shortTable } from '../../src/sweep/short-table.ts';

type Wanted = Pick<SearchString, 'text' | 'boundary'>;

const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');
const lower = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1').replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

function naive(strings: readonly Uint8Array[], bytes: Uint8Array, from: number): readonly string[] {
  const text = lower(bytes);
  return strings.flatMap((string, at) => {
    const found: string[] = [];
    for (let place = text.indexOf(lower(string), from); place !== -1; place = text.indexOf(lower(string), place + 1)) found.push(`${at}@${place}`);
    return found;
  }).sort();
}

function tabled(table: SearchTable | undefined, bytes: Uint8Array, from: number): readonly string[] {
  const found: string[] = [];
  table?.search(bytes, from, bytes.length, (at, place) => found.push(`${at}@${place}`));
  return found.sort();
}

// A small alphabet, so that strings meet.
const letters = fc.constantFrom('a', 'b', 'B', 'A', '.', '/', 'z', '\n', '@', '\u00e9', '\u0000', '1');
const textOf = (least: number, most: number) => fc.array(letters, { minLength: least, maxLength: most }).map((parts) => parts.join(''));
const haystack = (strings: readonly string[]) => fc.array(fc.oneof(textOf(0, 40), fc.constantFrom(...strings), fc.constantFrom(...strings.map((string) => string.toUpperCase()))), { maxLength: 60 }).map((parts) => parts.join(''));

describe.each([['shift table', searchTable], ['table of short strings', shortTable]] as const)('%s', (_, make) => {
  test('finds what a naive search finds', () => {
    const cases = fc.array(textOf(3, 14), { minLength: 1, maxLength: 12 }).chain((strings) => fc.tuple(fc.constant(strings), haystack(strings), fc.nat(20), fc.nat(3)));
    fc.assert(fc.property(cases, ([strings, text, from, shift]) => {
      const wanted = strings.map(bytesOf);
      // At an odd address too.
      const room = Buffer.alloc(Buffer.byteLength(text) + shift);
      room.write(text, shift, 'utf8');
      const bytes = room.subarray(shift);
      expect(tabled(make(wanted), bytes, from)).toEqual(naive(wanted, bytes, from));
    }), { numRuns: 150 });
  });
  test('one string at every place of a long text', () => {
    const wanted = [bytesOf('needle-in-hay'), bytesOf('abc')];
    for (let place = 0; place < 700; place += 1) {
      const bytes = Buffer.alloc(720, 'x');
      bytes.write('NEEDLE-in-hay', place, 'latin1');
      expect(tabled(make(wanted), bytes, 0)).toEqual([`0@${place}`].filter(() => place + 13 <= 720));
    }
  });
  test('refuses strings that are too short, and is nothing without any', () => {
    expect(() => make([bytesOf('ab')])).toThrow(RangeError);
    expect(make([])).toBeUndefined();
  });
});

describe('table of names', () => {
  const label = fc.constantFrom('a', 'bad', 'evil', 'x-y', 'evil-long-name', 'b_c');
  const host = fc.array(label, { minLength: 1, maxLength: 3 }).chain((labels) => fc.constantFrom('com', 'club', 'co', 'io').map((last) => `${labels.join('.')}.${last}`));
  const name = fc.oneof(host.map((text): Wanted => ({ text, boundary: 'host' })), host.chain((text) => fc.constantFrom('joe', 'a.b', 'x+y').map((local): Wanted => ({ text: `${local}@${text}`, boundary: 'address' }))));
  test('finds what a naive search finds with the boundaries of each', () => {
    const cases = fc.uniqueArray(name, { minLength: 1, maxLength: 10, selector: ({ text }) => text }).chain((names) => fc.tuple(fc.constant(names), fc.array(fc.oneof(
      fc.constantFrom(...names.map(({ text }) => text)), fc.constantFrom(...names.map(({ text }) => text.toUpperCase())),
      fc.constantFrom(' ', '.', '-', '@', '/', '"', '%2F', '\\n', '\\x2f', '\\u002F', 'a', 'com', '\u00e9', '\u201c', 'evil', '+', '\u0000'),
    ), { maxLength: 40 }).map((parts) => parts.join(''))));
    fc.assert(fc.property(cases, ([names, text]) => {
      const bytes = bytesOf(text);
      const those = names.map(({ text: one, boundary }) => ({ bytes: bytesOf(one), boundary: boundary === 'address' ? 'address' as const : 'host' as const }));
      const wanted = naive(those.map((one) => one.bytes), bytes, 0).filter((hit) => {
        const [at, place] = hit.split('@').map(Number) as [number, number];
        const one = those[at] as (typeof those)[number];
        return isBounded(one.boundary, bytes, place, place + one.bytes.length, bytes.length);
      });
      expect(tabled(hostTable(those), bytes, 0)).toEqual(wanted);
    }), { numRuns: 250 });
  });
});

describe('boundaries', () => {
  const holds = (boundary: Wanted['boundary'], string: string, text: string): boolean => {
    const place = text.indexOf(string);
    const start = Buffer.byteLength(text.slice(0, place));
    return isBounded(boundary, bytesOf(text), start, start + Buffer.byteLength(string), Buffer.byteLength(text));
  };
  test.each([
    ['evil.com', true], ['"evil.com"', true], ['https://evil.com/x', true], ['www.evil.com', true], ['evil.com.', true], ['evil.com. The', true], ['a@evil.com', true], ['evil.com:443', true],
    ['notevil.com', false], ['not-evil.com', false], ['_evil.com', false], ['evil.com.au', false], ['evil.community', false], ['evil.com-x.org', false], ['evil.com_', false],
    ['\\nevil.com', true], ['\\tevil.com', true], ['%2Fevil.com', true], ['%40evil.com', true], ['\\x2fevil.com', true], ['\\u002fevil.com', true], ['%61evil.com', false], ['\\x61evil.com', false],
    ['https:\\/\\/evil.com\\/x', true], ['\u201cevil.com\u201d', true], ['\u00e9evil.com', false], ['\u2192evil.com', true],
  ])('host in %s: %s', (text, wanted) => expect(holds('host', 'evil.com', text)).toBe(wanted));
  test.each([
    ['<me@evil.com>', true], ['to:me@evil.com,', true], ['mailto:me@evil.com?x', true], ['notme@evil.com', false], ['not.me@evil.com', false], ['x+me@evil.com', false], ['me@evil.com.au', false], ['%2Cme@evil.com', true],
  ])('address in %s: %s', (text, wanted) => expect(holds('address', 'me@evil.com', text)).toBe(wanted));
  test.each([
    ['http://10.1.2.3/', true], ['10.1.2.3.', true], ['10.1.2.3:80', true], ['110.1.2.3', false], ['1.10.1.2.3', false], ['10.1.2.34', false], ['10.1.2.3.4', false],
  ])('IP address in %s: %s', (text, wanted) => expect(holds('ip', '10.1.2.3', text)).toBe(wanted));
  test.each([['http://[2001:db8::1]/', true], ['2001:db8::12', false], ['12001:db8::1', false], ['2001:db8::1:2', false]])('IPv6 address in %s: %s', (text, wanted) => expect(holds('ip', '2001:db8::1', text)).toBe(wanted));
  test('a URL has none behind it, a text none at all', () => {
    expect(holds('url', 'https://evil.com/a', 'xhttps://evil.com/abc')).toBe(false);
    expect(holds('url', 'https://evil.com/a', '"https://evil.com/abc')).toBe(true);
    expect(holds('text', 'mark', 'xmarkx')).toBe(true);
  });
  test('a short string stands alone', () => {
    const bytes = bytesOf('xmark mark');
    expect([isAlone(bytes, 1, 5, 10), isAlone(bytes, 6, 10, 10)]).toEqual([false, true]);
  });
});

describe('files', () => {
  const strings: readonly Wanted[] = [
    { text: 'giftshop.example', boundary: 'host' }, { text: 'phan@giftshop.example', boundary: 'address' }, { text: 'https://drop.example/in', boundary: 'url' },
    { text: '203.0.113.7', boundary: 'ip' }, { text: 'A worm was here', boundary: 'text' }, { text: 't.me', boundary: 'host' },
  ];
  const said = (content: Uint8Array | string, piece?: number, wanted: readonly Wanted[] = strings) => readMemoryFile(byteScanner({ strings: wanted, hashes: new Set() }, piece), wanted, typeof content === 'string' ? bytesOf(content) : content, '/x.txt').said?.strings ?? [];

  test('each in any case, with line, column, count and excerpt', () => {
    expect(said('one\n  to: "PHAN@GiftShop.example" // t.me\n\u{1f600}\u00e9 203.0.113.7 t.me\n')).toEqual([
      { at: 1, offset: 11, count: 1, line: 2, column: 8, excerpt: 'to: "PHAN@GiftShop.example" // t.me' },
      { at: 0, offset: 16, count: 1, line: 2, column: 13, excerpt: 'to: "PHAN@GiftShop.example" // t.me' },
      { at: 5, offset: 37, count: 2, line: 2, column: 34, excerpt: 'to: "PHAN@GiftShop.example" // t.me' },
      { at: 3, offset: 49, count: 1, line: 3, column: 5, excerpt: '\u{1f600}\u00e9 203.0.113.7 t.me' },
    ]);
  });
  test('addresses as JSON and encoders of URLs write them', () => {
    expect(said('{"u":"https:\\/\\/drop.example\\/in\\/1"}').map(({ at }) => at)).toEqual([2]);
    expect(said('u=https%3A%2F%2Fdrop.example%2Fin&m=phan%40giftshop.example').map(({ at }) => at)).toEqual([2, 1, 0]);
  });
  test('the same wherever pieces meet', () => {
    const text = `${'padding '.repeat(20)}phan@giftshop.example ${'x'.repeat(57)}\nhttps://drop.example/in?a ${'\u00e9'.repeat(31)} 203.0.113.7, t.me A WORM was here.giftshop.example${'y'.repeat(40)}`;
    const whole = said(text, 4_096);
    expect(whole.map(({ at }) => at)).toEqual([1, 0, 2, 3, 5, 4]);
    for (const piece of [1, 2, 3, 5, 8, 13, 21, 30, 31, 32, 33, 47, 64, 90, 128, 200, 256]) expect(said(text, piece)).toEqual(whole);
  });
  test('random pieces, against one piece', () => {
    const part = fc.oneof(fc.constantFrom(...strings.map(({ text }) => text)), fc.constantFrom(' ', '\n', '.', 'a', '\u00e9', '\u{1f600}', '\\n', '\u0000'));
    fc.assert(fc.property(fc.array(part, { maxLength: 200 }), fc.integer({ min: 1, max: 300 }), (parts, piece) => {
      expect(said(parts.join(''), piece)).toEqual(said(parts.join(''), 1 << 20));
    }), { numRuns: 40 });
  });
  test.each(['utf16le', 'utf16be'] as const)('%s with a byte order mark, in pieces of any size', (encoding) => {
    const text = Buffer.from(`\ufeffone\nmail phan@giftshop.example \u00e9 https://drop.example/in`, 'utf16le');
    const content = encoding === 'utf16le' ? text : Buffer.from(text).swap16();
    const wanted = [[1, 2, 6, 20], [0, 2, 11, 30], [2, 2, 30, 68]];
    for (const piece of [2, 3, 7, 50, 4_096]) expect(said(content, piece).map(({ at, line, column, offset }) => [at, line, column, offset])).toEqual(wanted);
  });
  test('NUL bytes and bytes that are no UTF-8 hide nothing', () => {
    const noise = Buffer.from(Array.from({ length: 3_000 }, (_, at) => (at * 37) % 256));
    const content = Buffer.concat([noise, Buffer.from([0, 0xff, 0xfe]), bytesOf('giftshop.example'), Buffer.from([0, 0xc3]), noise]);
    expect(said(content).map(({ at, offset, count }) => [at, offset, count])).toEqual([[0, 3_003, 1]]);
  });
  test('50 MB in one line', () => {
    const content = Buffer.alloc(50 * 1024 * 1024, 'var a=1;');
    content.write(' phan@giftshop.example ', content.length - 1_000, 'latin1');
    expect(said(content).map(({ at, line, column }) => [at, line, column])).toEqual([[1, 1, content.length - 998], [0, 1, content.length - 993]]);
  });
  test('an excerpt shows no password and no query, also where it is cut', () => {
    const shown = (text: string) => said(text).map(({ excerpt }) => excerpt).join('|');
    expect(shown('fetch("https://joe:pass-word-1@giftshop.example/x?token=secret-2")')).toBe('fetch("https://giftshop.example/x")');
    expect(shown(`"${'a'.repeat(300)}://joe:${'pass-word-1'.repeat(10)}@giftshop.example/x"`)).not.toContain('pass-word');
    expect(shown(`"https:\\/\\/joe:pass-word-1@giftshop.example\\/x"`)).not.toContain('pass-word');
    expect(shown(`giftshop.example ${'b'.repeat(130)} https://joe:pass-word-1${'c'.repeat(50)}@other.example`)).not.toContain('pass-word');
  });
  test('very many names are found by the other table, in the same places', () => {
    const many: Wanted[] = Array.from({ length: LIMITS.shiftTableNames + 1 }, (_, at) => ({ text: `host-${at}.example`, boundary: 'host' }));
    const text = 'x host-7.example y\nnot-host-8.example a@HOST-9.example host-10.example.au phan@giftshop.example';
    expect(said(text, 40, [...many, ...strings]).map(({ at, offset }) => [at, offset])).toEqual([[7, 2], [9, 40], [many.length + 1, 74], [many.length, 79]]);
  });
});
