// The bytes that were fetched, what the registry promises of them, and what lockfiles and caches hold for the same version.
// Subresource integrity: https://www.w3.org/TR/SRI/ ; of several hashes the strongest algorithm that both sides have counts, and one
// equal hash of it is enough. Checksums of yarn berry are over its own zip archives and never over the tarball: they are no `locked`.
import type { Evidence, Location } from '../model/finding.ts';
import { integrityKeys } from '../text/integrity.ts';
import { shorten } from '../text/printable.ts';
import type { LockedFacts, ReleaseFacts, Rule } from './contract.ts';
import { type FactRemark, factFindings } from './fact-findings.ts';
import { label } from './finding.ts';

const ALGORITHMS = ['sha512', 'sha384', 'sha256', 'sha1'] as const;
const HASH = 140;

export const integrityMismatch: Rule<'release' | 'locked'> = {
  page: {
    id: 'integrity-mismatch',
    summary: 'Bytes of one version that differ from what the registry or a lockfile promises',
    why: 'A published version never changes. Where two sides know different bytes for it, somebody exchanged a tarball, a registry or proxy serves another one, or a lockfile was written by hand to bring other code in.',
    remediation: ['Do not install the version before it is known which bytes are right; keep both.', 'Fetch it from the public registry by another way and compare the hashes.', 'Look in the lockfile\'s history: who changed the hash, in which commit?'],
    limits: 'Lockfiles that hold SHA-1 alone are compared by it. The checksums of yarn berry are over its own archives, not over the tarball, and are not compared. A registry of one\'s own that packs tarballs anew differs in every version.',
    severities: ['high', 'medium'],
    references: ['https://www.w3.org/TR/SRI/', 'https://docs.npmjs.com/cli/configuring-npm/package-lock-json'],
  },
  judge: (facts) => (facts.kind === 'locked' ? factFindings(integrityMismatch.page, facts, lockedTwice(facts)) : factFindings(integrityMismatch.page, aboutRelease(facts), [...fetchedRemark(facts), ...shasumRemark(facts), ...lockedRemark(facts)])),
};

/** The facts with the package that they are about. */
export function aboutRelease(facts: ReleaseFacts) {
  const { name, version } = facts.release.release;
  return { ...facts, package: { name, version } };
}

/** `name version`. */
export function releaseLabel({ release: { release } }: ReleaseFacts): string {
  return label(release.name, release.version);
}

// Without the registry's word nobody knows which of the two is wrong.
function lockedTwice({ package: { name, version }, before, after }: LockedFacts): readonly FactRemark[] {
  if (!isTarballHash(before.text) || !isTarballHash(after.text) || compare(integrityKeys(before.text), integrityKeys(after.text)) !== 'different') return [];
  return [{
    subject: ['locked'],
    severity: 'high',
    confidence: 'high',
    title: `${label(name, version)} is held with another hash in ${after.location.path} than in ${before.location.path}`,
    evidence: [{ kind: 'hash', text: `now ${shorten(after.text, HASH)}` }, { kind: 'hash', text: `before ${shorten(before.text, HASH)}` }],
    locations: [after.location, before.location],
  }];
}

function fetchedRemark(facts: ReleaseFacts): readonly FactRemark[] {
  const { release: { release }, tarball } = facts;
  if (!tarball) return [];
  const promised = [release.integrity ?? '', release.integrity === undefined ? release.shasum ?? '' : ''].join(' ').trim();
  const got = hashesOf(tarball);
  const stated = tarball.differs ?? (compare(integrityKeys(promised), got) === 'different' ? { promised, got: tarball.hashes.integrity } : undefined);
  if (!stated) return [];
  return [{
    subject: ['fetched'],
    severity: 'high',
    confidence: 'high',
    title: `${releaseLabel(facts)}: the tarball is not the one that its registry promises`,
    evidence: [{ kind: 'hash', text: `promised ${shorten(stated.promised, HASH)}` }, { kind: 'hash', text: `fetched ${shorten(stated.got, HASH)}` }],
  }];
}

// Old clients check the SHA-1 alone.
function shasumRemark(facts: ReleaseFacts): readonly FactRemark[] {
  const { release: { release }, tarball } = facts;
  if (!tarball || release.integrity === undefined || release.shasum === undefined || fetchedRemark(facts).length > 0) return [];
  if (compare(integrityKeys(release.shasum), hashesOf(tarball)) !== 'different') return [];
  return [{
    subject: ['shasum'],
    severity: 'medium',
    confidence: 'high',
    title: `${releaseLabel(facts)}: its registry gives a SHA-1 that is not the tarball's`,
    evidence: [{ kind: 'hash', text: `dist.shasum ${shorten(release.shasum, HASH)}` }, { kind: 'hash', text: `fetched ${tarball.hashes.sha1}` }],
  }];
}

function lockedRemark(facts: ReleaseFacts): readonly FactRemark[] {
  const { release: { release }, tarball } = facts;
  const stated = [...integrityKeys(release.integrity ?? ''), ...integrityKeys(release.shasum ?? '')];
  const differing = facts.locked.filter(({ text }) => isTarballHash(text) && compare(integrityKeys(text), tarball ? hashesOf(tarball) : stated) === 'different');
  const [first] = differing;
  if (!first) return [];
  const texts = [...new Set(differing.map(({ text }) => text))];
  return [{
    subject: ['locked'],
    severity: 'high',
    confidence: 'high',
    title: `${releaseLabel(facts)} is held with another hash in ${placeWords(differing.map(({ location }) => location))} than ${tarball ? 'the registry serves' : 'the registry states'}`,
    evidence: [
      { kind: 'hash', text: `${tarball ? 'fetched' : 'stated'} ${shorten(tarball?.hashes.integrity ?? release.integrity ?? release.shasum ?? '', HASH)}` },
      ...texts.map((text): Evidence => ({ kind: 'hash', text: `locked ${shorten(text, HASH)}` })),
    ],
    locations: differing.map(({ location }) => location),
  }];
}

function placeWords(locations: readonly Location[]): string {
  const paths = [...new Set(locations.map(({ path }) => path))];
  return paths.length === 1 ? paths[0] ?? '' : `${paths.length} places`;
}

// Bare digits of another length than SHA-1, and `10c0/…`, are checksums of package managers' own archives.
function isTarballHash(text: string): boolean {
  return /^[0-9a-f]{40}$/i.test(text.trim()) || /^\s*sha\d{1,3}-/i.test(text);
}

function hashesOf({ hashes }: NonNullable<ReleaseFacts['tarball']>): readonly string[] {
  return integrityKeys(`${hashes.integrity} ${hashes.sha256} ${hashes.sha1}`);
}

function compare(a: readonly string[], b: readonly string[]): 'same' | 'different' | 'unknown' {
  for (const algorithm of ALGORITHMS) {
    const [first, second] = [a, b].map((keys) => keys.filter((key) => key.startsWith(`${algorithm}-`)));
    if (first === undefined || second === undefined || first.length === 0 || second.length === 0) continue;
    return first.some((key) => second.includes(key)) ? 'same' : 'different';
  }
  return 'unknown';
}
