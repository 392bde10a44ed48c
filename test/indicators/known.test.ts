// Indicators in one text: at their boundaries, and fast whatever the text holds.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownIn } from '../../src/indicators/known.ts';
import { searchStrings } from '../../src/indicators/search-strings.ts';
import { indicator } from './indicator.ts';

const known = knownIn(searchStrings([
  indicator('domain', 'evil.com'), indicator('domain', 'deep.sub.evil.org'), indicator('email', 'phan@giftshop.club'), indicator('ip', '192.0.2.7'), indicator('url', 'https://gist.example/some/path'),
  indicator('url', 'http://port.example:8080'), indicator('string', 'SHA1HULUD-mark'), indicator('ip', '2001:db8::7'),
]).strings);
const values = (text: string) => known(text).map(({ value }) => value).toSorted();

describe('finds', () => {
  it.each([
    ['evil.com', 'evil.com'], ['https://EVIL.com/x', 'evil.com'], ['a.b.evil.com', 'evil.com'], ['x@evil.com', 'evil.com'], ['see evil.com.', 'evil.com'], ['"evil.com"', 'evil.com'], ['evil.com:443', 'evil.com'],
    ['https%3A%2F%2Fevil.com%2Fx', 'evil.com'], ['a\\nevil.com', 'evil.com'], ['\\x2fevil.com', 'evil.com'], ['\\u002fevil.com', 'evil.com'], ['.evil.com', 'evil.com'], ['wss://x.deep.sub.evil.org', 'deep.sub.evil.org'],
    ['Bcc: <Phan@GiftShop.club>', 'phan@giftshop.club'], ['mailto:phan@giftshop.club?subject=x', 'phan@giftshop.club'], ['to=%3Cphan@giftshop.club%3E', 'phan@giftshop.club'], ['a@b.example,phan@giftshop.club', 'phan@giftshop.club'],
    ['http://192.0.2.7:80/', '192.0.2.7'], ['at 192.0.2.7.', '192.0.2.7'], ['[2001:DB8::7]', '2001:db8::7'], ['2001:0db8:0000:0000:0000:0000:0000:0007', '2001:db8::7'],
    ['http://gist.example/some/path/raw', 'https://gist.example/some/path'], ['port.example:8080/x', 'http://port.example:8080'], ['xxsha1hulud-MARKxx', 'SHA1HULUD-mark'],
  ])('%s', (text, value) => {
    expect(values(text)).toEqual([value]);
  });

  it.each([
    'notevil.com', 'evil.com.au', 'evil.community', 'evil-com', 'my-evil.com', 'evil.com-x.example', 'deep.sub.evil.orgs', 'sub.evil.org', 'xphan@giftshop.club', 'a.phan@giftshop.club', 'phan@giftshop.clubs', 'phan@mail.giftshop.club',
    'phan@giftshop.club.example', '1192.0.2.7', '5.192.0.2.7', '192.0.2.71', '192.0.2.7.1', 'port.example:80801', 'port.example:808', 'https://notgist.example/some/path', '12001:db8::7', '2001:db8::71', 'SHA1HULUD', '', '.', '@', '....', '__proto__',
  ])('nothing in %s', (text) => {
    expect(values(text)).toEqual([]);
  });
});

it('finds each once, and several in one text', () => {
  expect(values('evil.com and evil.com, phan@giftshop.club, x.evil.com')).toEqual(['evil.com', 'phan@giftshop.club']);
});

it('is linear in texts that are made to be slow, and in the number of domains', () => {
  const many = knownIn(searchStrings(Array.from({ length: 50_000 }, (_, at) => indicator('domain', `www.n${at}.example`))).strings);
  for (const text of ['a.'.repeat(50_000), 'www.'.repeat(30_000), '@'.repeat(100_000), 'a@'.repeat(50_000), '%2f'.repeat(30_000), `${'a'.repeat(100_000)}@evil.com`, 'x'.repeat(100_000)]) {
    expect(many(text)).toEqual([]);
    expect(known(text).length).toBeLessThan(2);
  }
  expect(many('http://www.n49999.example')).toHaveLength(1);
}, 20_000);

it('finds a name in whatever stands around it', () => {
  fc.assert(fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (before, after) => {
    expect(values(`${before} <evil.com> ${after}`)).toContain('evil.com');
    expect(values(`${before}, phan@giftshop.club; ${after}`)).toContain('phan@giftshop.club');
  }));
});
