// Encoded forms: each is in what real encoders write, whatever stands around it.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodedForms } from '../../src/indicators/encoded-forms.ts';
import { searchStrings } from '../../src/indicators/search-strings.ts';
import type { Transform } from '../../src/model/behavior.ts';
import { LIMITS } from '../../src/model/limits.ts';
import { indicator } from './indicator.ts';

const VALUE = 'phan@giftshop.club';
const formsOf = (...listed: Parameters<typeof searchStrings>[0]) => encodedForms(searchStrings(listed).strings).strings;
const forms = formsOf(indicator('email', VALUE));

/** How `forms` finds the text: a search in any case, compared once more where letters count. */
function viaOf(text: string): readonly (readonly Transform[])[] {
  return forms.filter((form) => (form.letters === 'exact' ? text.includes(form.text) : text.toLowerCase().includes(form.text.toLowerCase()))).flatMap(({ via }) => (via ? [via] : []));
}

const codes = [...VALUE].map((character) => character.charCodeAt(0));

it.each<readonly [string, string, readonly Transform[]]>([
  ['base64', Buffer.from(VALUE).toString('base64'), ['base64']],
  ['base64, reversed', [...Buffer.from(VALUE).toString('base64')].toReversed().join(''), ['reversed', 'base64']],
  ['hex', Buffer.from(VALUE).toString('hex').toUpperCase(), ['hex']],
  ['reversed', 'bulc.pohstfig@nahp', ['reversed']],
  ['\\x escapes', codes.map((code) => `\\x${code.toString(16).toUpperCase()}`).join(''), ['escapes']],
  ['\\u escapes', codes.map((code) => `\\u${code.toString(16).padStart(4, '0')}`).join(''), ['escapes']],
  ['char codes', `String.fromCharCode(${codes.join(',')})`, ['char-codes']],
  ['char codes, spaced', `[${codes.join(', ')}]`, ['char-codes']],
  ['percent encoding', codes.map((code) => `%${code.toString(16).toUpperCase()}`).join(''), ['url-encoding']],
])('%s', (_name, written, via) => {
  expect(viaOf(`const x = "${written}";`)).toEqual([via]);
});

it('finds base64 at each alignment, in both alphabets, and not in another case', () => {
  fc.assert(fc.property(fc.string({ maxLength: 30 }), fc.string({ maxLength: 30 }), (before, after) => {
    const bytes = Buffer.from(before + VALUE + after);
    expect(viaOf(bytes.toString('base64'))).toContainEqual(['base64']);
    expect(viaOf(bytes.toString('base64url'))).toContainEqual(['base64']);
    expect(viaOf(bytes.toString('hex'))).toEqual([['hex']]);
  }));
  expect(viaOf(Buffer.from(VALUE).toString('base64').toLowerCase())).toEqual([]);
});

it('keeps both alphabets of base64 where they differ', () => {
  const texts = formsOf(indicator('string', '~~~>>>???~~~')).map(({ text }) => text);
  expect(texts).toContain(Buffer.from('~~~>>>???~~~').toString('base64'));
  expect(texts).toContain(Buffer.from('~~~>>>???~~~').toString('base64url'));
});

it('knows an address as one number', () => {
  const texts = formsOf(indicator('ip', '192.0.2.7')).map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining(['//3221225991', '//0xc0000207']));
  expect(texts).not.toContain('7.2.0.291');
});

it('encodes no address or URL whose host is looked for by itself', () => {
  const strings = searchStrings([indicator('domain', 'giftshop.club'), indicator('email', VALUE), indicator('url', 'https://x.giftshop.club/collect'), indicator('domain', 'mail.giftshop.club'), indicator('url', 'https://other.example/collect')]).strings;
  expect(new Set(encodedForms(strings).strings.map(({ indicator: { value } }) => value))).toEqual(new Set(['giftshop.club', 'https://other.example/collect']));
});

it('gives few forms, none of them short or twice, and none of an encoded form', () => {
  const strings = searchStrings([indicator('domain', 'ab.club'), indicator('domain', 'a.example'), indicator('domain', 'A.example', { campaign: 'other' }), indicator('email', VALUE)]).strings;
  const { strings: all, leftOut } = encodedForms(strings);
  expect(leftOut).toBe(0);
  expect(all.length).toBeLessThanOrEqual(strings.length * 16);
  expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
  expect(Math.min(...all.map(({ text }) => text.length))).toBeGreaterThanOrEqual(10);
  expect(all.some(({ indicator: { value } }) => value === 'ab.club')).toBe(false);
  expect(encodedForms(all).strings).toEqual([]);
});

it('is bounded, and says how many have none', () => {
  const many = searchStrings(Array.from({ length: LIMITS.encodedStrings + 5 }, (_, at) => indicator('domain', `number${at}.example`))).strings;
  const { strings, leftOut } = encodedForms(many);
  expect(leftOut).toBe(5);
  expect(strings.length).toBeLessThanOrEqual(LIMITS.encodedStrings * 16);
}, 20_000);
