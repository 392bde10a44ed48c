// Which indicators are looked for, and how.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileBundle, isBundleFile } from '../../src/indicators/compile.ts';
import { openBundle } from '../../src/indicators/open.ts';
import { namedAs, searchStrings } from '../../src/indicators/search-strings.ts';
import type { IndicatorType } from '../../src/model/indicator.ts';
import { ROOT } from '../support/scan.ts';
import { indicator } from './indicator.ts';
import { sourceOf } from './memory.ts';

const HEX = 'ab'.repeat(32);

function textsOf(type: IndicatorType, value: string): readonly string[] {
  return searchStrings([indicator(type, value)]).strings.map(({ text, boundary }) => `${boundary} ${text}`);
}

describe('indicators become strings to search', () => {
  it.each([
    ['domain', 'giftshop.club', ['host giftshop.club']],
    ['email', 'phan@giftshop.club', ['address phan@giftshop.club']],
    ['ip', '192.0.2.7', ['ip 192.0.2.7']],
    ['ip', '2001:db8::7', ['ip 2001:db8::7', 'ip 2001:db8:0:0:0:0:0:7', 'ip 2001:0db8:0000:0000:0000:0000:0000:0007']],
    ['ip', '::1', ['ip ::1', 'ip 0:0:0:0:0:0:0:1', 'ip 0000:0000:0000:0000:0000:0000:0000:0001']],
    ['url', 'https://bad.example/collect?x=1', ['url bad.example/collect?x=1']],
    ['url', 'bad.example/collect', ['url bad.example/collect']],
    ['url', 'https://bad.example/xc', ['url https://bad.example/xc']],
    ['url', 'https://bad.example/', ['host bad.example']],
    ['url', 'http://bad.example:8080', ['host bad.example:8080']],
    ['url', 'http://192.0.2.7:3000', ['ip 192.0.2.7:3000']],
    ['string', 'thebeautifulmarchoftime', ['text thebeautifulmarchoftime']],
    ['wallet', 'TA48dct6rFW8BXsiLAtjFaVFoSuryMjD3v', ['text TA48dct6rFW8BXsiLAtjFaVFoSuryMjD3v']],
    ['account', 'npm:some-one-bad', ['text some-one-bad']],
  ] as const)('%s %s', (type, value, expected) => {
    expect(textsOf(type, value)).toEqual(expected);
  });

  it.each([
    ['account', 'npm:phanpak', /plain word/],
    ['account', 'npm:x1', /shorter than 6/],
    ['string', 'function', /plain word/],
    ['filename', '.github/workflows/formatter_*.yml', /pattern of names/],
    ['filename', '~/.config/c2/', /a folder/],
  ] as const)('%s %s is refused', (type, value, reason) => {
    const { strings, names, refused } = searchStrings([indicator(type, value)]);
    expect([strings.length, names.size]).toEqual([0, 0]);
    expect(refused).toMatchObject([{ indicator: { value }, reason: expect.stringMatching(reason) as string }]);
  });

  it('keeps hashes of files and of tarballs apart, and refuses what cannot be compared', () => {
    const found = searchStrings([
      indicator('sha256', HEX, { of: 'file' }), indicator('sha256', HEX, { of: 'tarball', campaign: 'other' }), indicator('sha1', 'cd'.repeat(20), { of: 'tarball' }),
      indicator('sha1', 'cd'.repeat(20), { of: 'file' }), indicator('sha1', 'ef'.repeat(20), { of: 'git-commit' }), indicator('sha256', HEX), indicator('integrity', 'sha512-QQ==', { of: 'tarball' }),
    ]);
    expect([...found.hashes].map(([key, [first]]) => [key, first?.campaign])).toEqual([[HEX, 'case']]);
    expect([...found.tarballs.keys()]).toEqual([HEX, 'cd'.repeat(20), 'sha512-QQ==']);
    expect(found.strings.map(({ text }) => text)).toEqual(['ef'.repeat(20)]);
    expect(found.refused.map(({ reason }) => reason)).toEqual(['files are compared by SHA-256 alone', 'the bundle does not say what the hash was taken of']);
  });

  it('compares names with the folders that they are listed with', () => {
    const { names } = searchStrings([indicator('filename', 'Setup_Bun.js'), indicator('filename', '.github/workflows/discussion.yaml')]);
    expect(namedAs(names, 'package/setup_bun.JS')).toMatchObject([{ value: 'Setup_Bun.js' }]);
    expect(namedAs(names, 'a/.github/workflows/discussion.yaml')).toHaveLength(1);
    expect(namedAs(names, '.github/workflows/discussion.yaml')).toHaveLength(1);
    for (const other of ['discussion.yaml', 'x.github/workflows/discussion.yaml', 'my-setup_bun.js', 'setup_bun.js/index.js', '', '__proto__']) expect(namedAs(names, other)).toEqual([]);
  });

  it('looks only for what may raise a finding, and for nothing twice', () => {
    const { strings, refused } = searchStrings([
      indicator('domain', 'a.example', { use: 'context' }), indicator('domain', 'b.example', { use: 'never' }),
      indicator('domain', 'c.example', { campaign: 'first' }), indicator('domain', 'C.example', { campaign: 'second' }), indicator('url', 'https://c.example/'),
    ]);
    expect(strings.map(({ text, indicator: { campaign } }) => [text, campaign])).toEqual([['c.example', 'first']]);
    expect(refused).toEqual([]);
  });
});

describe('the shipped bundle', () => {
  it('is looked for in whole', async () => {
    const files = readdirSync(join(ROOT, 'iocs')).filter(isBundleFile).map((path) => ({ path, text: readFileSync(join(ROOT, 'iocs', path), 'utf8') }));
    const bundle = openBundle(sourceOf((await compileBundle(files)).index), 'shipped');
    const { strings, hashes, tarballs, refused } = searchStrings(bundle.indicators());
    expect(strings.length).toBeGreaterThan(500);
    expect(Math.min(...strings.map(({ text }) => text.length))).toBeGreaterThanOrEqual(6);
    expect([hashes.size > 200, tarballs.size > 2_900]).toEqual([true, true]);
    expect(refused.map(({ indicator: { type, of } }) => `${type} ${of ?? ''}`).filter((kind) => kind !== 'sha1 file')).toEqual([]);
  });
});
