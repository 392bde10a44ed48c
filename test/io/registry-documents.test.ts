// Readers of a registry's documents on whatever JSON can hold: nothing is thrown, and nothing of a wrong type comes out.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/io/registry/npm-config.ts';
import { toHistory } from '../../src/io/registry/history.ts';
import { differenceFrom, isPromised, promisedHash } from '../../src/io/registry/integrity.ts';
import { readPackument } from '../../src/io/registry/packument.ts';
import { pickVersion } from '../../src/io/registry/pick.ts';
import { toRelease } from '../../src/io/registry/release-facts.ts';
import { parseSpec } from '../../src/io/registry/spec.ts';
import type { JsonObject } from '../../src/text/json.ts';

const KEYS = ['name', 'version', 'versions', 'dist', 'dist-tags', 'time', 'created', 'unpublished', 'latest', '1.0.0', '1.0.1', 'integrity', 'shasum', 'tarball', 'signatures', 'keyid', 'sig', 'attestations', 'url', '_npmUser', 'trustedPublisher', 'id', 'maintainers', 'email', 'deprecated', 'engines', 'node', '__proto__', 'constructor', 'toString'];

/** JSON that looks like a document, with anything anywhere. */
const documents = fc.letrec((tie) => ({
  leaf: fc.oneof(fc.constantFrom('1.0.0', '1.0.1', '2025-01-01T00:00:00Z', '', 'latest', 'https://registry.example/a.tgz', `sha512-${'A'.repeat(86)}==`), fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
  value: fc.oneof({ depthSize: 'medium' }, tie('leaf'), tie('object'), fc.array(tie('value'), { maxLength: 4 })),
  object: fc.array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 12 }).map((entries) => Object.fromEntries(entries) as unknown),
})).object as fc.Arbitrary<JsonObject>;

describe('any document', () => {
  it('gives a release of strings', () => {
    fc.assert(fc.property(documents, (document) => {
      const place = { name: 'a', version: '1.0.0', registry: 'https://registry.example/', tarball: 'https://user:secret@registry.example/a.tgz?token=secret' };
      const release = toRelease(place, document, JSON.stringify(document), {});
      expect(release.tarball).toBe('https://registry.example/a.tgz');
      for (const value of [release.integrity, release.shasum, release.deprecated, release.attestations, release.publisher?.name, release.publisher?.email, release.publisher?.trustedBy]) expect(['string', 'undefined']).toContain(typeof value);
      for (const { keyid, sig } of release.signatures) expect([typeof keyid, typeof sig]).toEqual(['string', 'string']);
      for (const person of release.maintainers ?? []) expect(Object.values(person).every((text) => typeof text === 'string' && text !== '')).toBe(true);
    }), { numRuns: 150 });
  });

  it('gives a history, and a version or none', async () => {
    const { settings } = await loadConfig({ environment: { npm_config_globalconfig: '/nonexistent' }, home: '/nonexistent' });
    await fc.assert(fc.asyncProperty(documents, fc.constantFrom('latest', '*', '^1.0.0', '__proto__'), async (document, wanted) => {
      const packument = { ...readPackument(document), name: 'a' };
      const history = await toHistory('a', settings.registry, packument);
      expect(history.versions.length).toBe(packument.versions.size);
      expect(history.unpublished.some(({ version }) => packument.versions.has(version))).toBe(false);
      const picked = await pickVersion(packument, wanted, settings);
      expect(picked === undefined || packument.versions.has(picked)).toBe(true);
    }), { numRuns: 100 });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('any text', () => {
  it('is a spec of a registry, or refused', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(fc.string(), fc.string().map((text) => `a@${text}`), fc.string().map((text) => `@a/${text}`)), async (text) => {
      const parsed = await parseSpec(text);
      expect(parsed.kind === 'refused' ? parsed.problem.code : parsed.spec.name).toMatch(parsed.kind === 'refused' ? /^(?:invalid-name|unknown-entry)$/ : /^(?:@[^/]+\/)?[^/]+$/);
    }), { numRuns: 200 });
  });

  it('as an integrity promises something, or nothing', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (integrity, shasum) => {
      const promises = { integrity, shasum };
      const bytes = Buffer.from(integrity);
      expect(isPromised(promises, bytes) && differenceFrom(promises, bytes) !== undefined).toBe(false);
      expect(promisedHash(promises) === undefined && differenceFrom(promises, bytes) !== undefined).toBe(false);
    }));
  });
});
