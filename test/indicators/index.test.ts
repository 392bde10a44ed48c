// Compile and open: what goes in comes out, nothing else does, and damage is never a clean answer.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeIndex } from '../../src/indicators/encode.ts';
import { IndexError, MIN_BUCKET_BITS, bucketOf, fingerprintOf, hashKey } from '../../src/indicators/index-format.ts';
import { openBundle } from '../../src/indicators/open.ts';
import { stackBundles } from '../../src/indicators/stack.ts';
import type { CodePattern, Indicator } from '../../src/model/indicator.ts';
import { advisory, bundleOf, contentOf, installed, sourceOf } from './memory.ts';

const NAME = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constantFrom('__proto__', 'constructor', 'hasOwnProperty', '', '\ud800', '@a/b', 'a'));

const DOMAIN: Indicator = { type: 'domain', value: 'bad.example', use: 'match', packages: [], campaign: 'case', ids: [], sources: [] };
const PATTERN: CodePattern = { id: 'one', title: 'does things', severity: 'high', all: [{ kind: 'process', value: ['trufflehog*'] }], campaign: 'case' };

describe('a compiled index', () => {
  it('gives back every advisory in every field', () => {
    fc.assert(fc.property(fc.uniqueArray(NAME, { maxLength: 60 }), (names) => {
      const advisories = names.map((name, at) => advisory(name, at % 2 === 0 ? {} : { class: 'impostor', confidence: 'low', versions: ['1.0.0', name], ranges: ['>=2'], safe: ['3.0.0'], ids: ['MAL-1'], sources: ['s'], severity: 'medium', alive: at % 3 === 0, notes: name }));
      const bundle = bundleOf({ advisories });
      for (const [at, name] of names.entries()) expect(bundle.advisories(name)).toEqual([advisories[at]]);
      expect(bundle.info).toMatchObject({ id: 'test', names: names.length, origin: 'memory' });
    }));
  });

  it('never finds a name that is not there', () => {
    fc.assert(fc.property(fc.uniqueArray(NAME, { minLength: 1, maxLength: 60 }), (names) => {
      const bundle = bundleOf({ advisories: names.slice(1).map((name) => advisory(name)) });
      expect(bundle.advisories(names[0] ?? '')).toEqual([]);
    }));
  });

  it('keeps several advisories of one name together, and finds 5,000 names', () => {
    const advisories = Array.from({ length: 5000 }, (_, at) => advisory(`name-${at}`));
    const bundle = bundleOf({ advisories: [...advisories, advisory('name-7', { campaign: 'second' })] });
    for (const { name } of advisories) expect(bundle.advisories(name)[0]?.name).toBe(name);
    expect(bundle.advisories('name-7').map((found) => found.campaign)).toEqual(['case', 'second']);
    expect(bundle.advisories('name-5000')).toEqual([]);
  });

  it('compares the whole name: one with the same bucket and fingerprint is not found', () => {
    const content = contentOf({ advisories: [advisory('listed')] });
    const seed = Number.parseInt(content.digest.slice(-8), 16);
    const place = (name: string): string => {
      const hash = hashKey('name', name, seed);
      return `${bucketOf(hash, MIN_BUCKET_BITS)} ${fingerprintOf(hash)}`;
    };
    let twin = 0;
    while (place(`twin-${twin}`) !== place('listed')) twin += 1;
    const source = sourceOf(encodeIndex(content));
    const bundle = openBundle(source, 'memory');
    expect(bundle.advisories(`twin-${twin}`)).toEqual([]);
    expect(source.reads()).toBe(6);
  });

  it('holds code patterns, sorted by campaign, and reads neither them nor indicators before they are asked for', async () => {
    const source = sourceOf(encodeIndex(contentOf({ advisories: [advisory('bad')], indicators: [DOMAIN, { ...DOMAIN, campaign: 'a' }], patterns: [PATTERN, { ...PATTERN, campaign: 'a' }] })));
    const bundle = openBundle(source, 'memory');
    await bundle.matchPackages([installed('bad', '1.0.0')]);
    expect(source.reads()).toBe(6);
    expect(bundle.patterns().map(({ campaign }) => campaign)).toEqual(['a', 'case']);
    expect(bundle.patterns()[1]).toEqual(PATTERN);
    expect(bundle.indicators().map(({ campaign }) => campaign)).toEqual(['a', 'case']);
    expect(source.reads()).toBe(6 + 2 + 2);
  });

  it('throws for indicators or patterns that are damaged, and a stack tells of the bundle and gives what others know', () => {
    const bytes = encodeIndex(contentOf({ indicators: [DOMAIN], patterns: [PATTERN] }));
    for (const word of ['bad.example', 'does things']) {
      const damaged = Buffer.from(bytes);
      damaged[damaged.indexOf(word)] = 0x21;
      const bundle = openBundle(sourceOf(damaged), 'damaged');
      expect(word === 'bad.example' ? () => bundle.indicators() : bundle.patterns).toThrow(IndexError);
      const failed: string[] = [];
      const stack = stackBundles([bundle, openBundle(sourceOf(bytes), 'whole')], ({ origin }) => failed.push(origin));
      expect([stack.indicators(), stack.patterns()]).toEqual([[DOMAIN], [PATTERN]]);
      expect(failed).toEqual(['damaged']);
    }
  });

  it('has the same bytes in whatever order the names came', () => {
    const advisories = ['b', 'a', '@s/c', '\u{1f600}', '\uffff'].map((name) => advisory(name));
    expect(encodeIndex(contentOf({ advisories }))).toEqual(encodeIndex(contentOf({ advisories: advisories.toReversed() })));
  });

  it('reads three times to open, and three times for each name that is listed', async () => {
    const source = sourceOf(encodeIndex(contentOf({ advisories: [advisory('bad')] })));
    const bundle = openBundle(source, 'memory');
    expect(source.reads()).toBe(3);
    await bundle.matchPackages(Array.from({ length: 50 }, (_, at) => installed(`good-${at}`, '1.0.0')));
    expect(source.reads()).toBe(3);
    await bundle.matchPackages([installed('bad', '1.0.0')]);
    expect(source.reads()).toBeGreaterThan(3);
  });

  it('holds campaigns, their packages and their indicators', () => {
    const campaign = { id: 'case', title: 'Case', date: '2026', class: 'malware', confidence: 'high', summary: 'What happened.', advice: ['Remove it.'], references: [] } as const;
    const indicator = { type: 'domain', value: 'bad.example', use: 'match', packages: [], campaign: 'case', ids: [], sources: [] } as const;
    const bundle = bundleOf({ campaigns: [{ campaign, foreign: [], genuine: ['good'] }], advisories: [advisory('b'), advisory('a')], indicators: [indicator] });
    expect(bundle.campaign('case')).toEqual(campaign);
    expect(bundle.campaigns()).toEqual([campaign]);
    expect(bundle.members('case')).toEqual({ packages: ['a', 'b'], foreign: [], genuine: ['good'] });
    expect(bundle.indicators('case')).toEqual([indicator]);
    expect(bundle.info).toMatchObject({ campaigns: 1, indicators: 1 });
    expect(bundle.campaign('other')).toBeUndefined();
    expect(bundle.indicators('other')).toEqual([]);
    expect(bundle.indicators()).toEqual([indicator]);
    expect(bundle.patterns()).toEqual([]);
  });
});

describe('a damaged index', () => {
  const names = Array.from({ length: 40 }, (_, at) => `name-${at}`);
  const whole = encodeIndex(contentOf({ advisories: names.map((name) => advisory(name)), indicators: [{ type: 'domain', value: 'bad.example', use: 'match', packages: [], campaign: 'case', ids: [], sources: [] }] }));
  const askAll = (bytes: Uint8Array): unknown => {
    const bundle = openBundle(sourceOf(bytes), 'memory');
    return [names.map((name) => bundle.advisories(name)), bundle.advisories('good'), bundle.indicators('case'), bundle.info];
  };
  const truth = askAll(whole);
  const answerOrRefusal = (bytes: Uint8Array): unknown => {
    try {
      return askAll(bytes);
    } catch (error) {
      if (error instanceof IndexError) return 'refused';
      throw error;
    }
  };

  it('is refused when cut at any byte, and when appended to', () => {
    for (let length = 0; length < whole.length; length += 1) expect(() => askAll(whole.slice(0, length))).toThrow(IndexError);
    expect(() => askAll(Uint8Array.from([...whole, 0]))).toThrow(/cut off or was appended/);
  });

  it('is refused when any single byte changed', () => {
    for (let at = 0; at < whole.length; at += 1) {
      const changed = whole.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      expect(() => askAll(changed), `byte ${at}`).toThrow(IndexError);
    }
  });

  it('is refused or harmless after random changes', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 20 }), (changes) => {
      const changed = whole.slice();
      for (const [at, byte] of changes) changed[at] = byte;
      expect([truth, 'refused']).toContainEqual(answerOrRefusal(changed));
    }), { numRuns: 300 });
  });

  it('says what it is when it is another file or format', () => {
    expect(() => askAll(new TextEncoder().encode('x'.repeat(200)))).toThrow(/not a compiled index/);
    expect(() => askAll(new Uint8Array(0))).toThrow(/cut off/);
  });
});
