// The synthetic cases of the rules that compare two versions, or judge a release, an archive, or a package beside its repository:
// facts made by hand, as nothing is fetched here.
import type { Finding, RuleId } from '../../model/finding.ts';
import type { ManifestSummary } from '../../model/difference.ts';
import type { ProvenRelease, Release } from '../../model/release.ts';
import { compareManifests, readManifest } from '../../artifacts/manifest.ts';
import type { ArchiveFacts, DifferenceFacts, Facts, LockedSourceFacts, ReleaseFacts, RepositoryFacts, SideFacts } from '../../rules/contract.ts';
import { judge } from '../../rules/registry.ts';
import type { JsonObject } from '../../text/json.ts';
import { CANARY } from './cases.ts';

export interface ReleaseCase {
  readonly id: RuleId;
  readonly facts: DifferenceFacts | ReleaseFacts | ArchiveFacts | LockedSourceFacts | RepositoryFacts;
}

const PACKAGE = { name: CANARY, version: '1.0.1' };
const ABOUT = { path: `${CANARY}@1.0.1`, stablePath: CANARY, package: PACKAGE };
const DOCUMENTS = { mentions: () => false, ownHosts: [] };
const NOBODY = { known: () => [], campaign: () => undefined };
const OTHER_HASH = `sha512-${Buffer.alloc(64).toString('base64')}`;

/** One case a rule. */
export const RELEASE_CASES: readonly ReleaseCase[] = [
  { id: 'dependency-added', facts: difference({}, { dependencies: { [`${CANARY}-setup`]: `github:${CANARY}/setup` } }) },
  { id: 'program-name-added', facts: difference({}, { bin: { npm: 'npm.js' } }) },
  { id: 'publisher-changed', facts: difference({}, {}, { publisher: { name: 'first' } }, { publisher: { name: 'second' } }) },
  { id: 'provenance-lost', facts: difference({}, {}, {}, {}, { kind: 'verified', predicate: 'https://slsa.dev/provenance/v1' }) },
  { id: 'repository-moved', facts: difference({ repository: `github:${CANARY}/server` }, { repository: 'github:somebody-else/server' }) },
  { id: 'odd-publish-time', facts: difference({}, {}, { published: { time: '2020-01-01T00:00:00Z', from: 'registry' } }, { published: { time: '2025-01-01T00:00:00Z', from: 'registry' } }) },
  { id: 'integrity-mismatch', facts: release({}, { tarball: { hashes: { sha256: '', sha1: '', integrity: OTHER_HASH }, differs: { promised: 'sha512-…', got: OTHER_HASH } } }) },
  { id: 'locked-source-changed', facts: { kind: 'locked-source', ...ABOUT, to: 'git', was: '1.0.0 from the registry', now: 'git', location: { path: 'package-lock.json' } } },
  { id: 'manifest-mismatch', facts: release({}, { tarball: { hashes: { sha256: '', sha1: '', integrity: '' }, manifest: summary({ scripts: { postinstall: 'node setup.js' } }) } }) },
  { id: 'signature-mismatch', facts: release({ signatures: [{ kind: 'wrong', keyid: 'SHA256:selftest', why: 'made for another text' }] }) },
  { id: 'odd-tarball-entry', facts: { kind: 'archive', ...ABOUT, oddities: [{ kind: 'parent-path', path: 'package/../../x', detail: 'a path with ..' }] } },
  {
    id: 'repo-package-mismatch',
    facts: { kind: 'package-against-repository', ...ABOUT, repository: { label: 'selftest', commit: '0'.repeat(40), by: 'tag' }, onlyInPackage: [{ path: 'setup.js', kind: 'added', content: 'code', after: 1 }], differing: [], built: [], behaviors: [], manifest: [], documents: DOCUMENTS, ...NOBODY },
  },
];

/** What the rules say of one case. */
export async function judgeReleaseCase({ facts }: ReleaseCase): Promise<readonly Finding[]> {
  return judge<Facts['kind']>(facts);
}

function summary(manifest: JsonObject): ManifestSummary {
  return readManifest({ ...PACKAGE, ...manifest }).summary;
}

function difference(before: JsonObject, after: JsonObject, was: Partial<Release> = {}, now: Partial<Release> = {}, provenance: ProvenRelease['provenance'] = { kind: 'none' }): DifferenceFacts {
  const [old, current] = [side('1.0.0', before, { release: published(was), signatures: [], provenance }), side('1.0.1', after, { release: published(now), signatures: [], provenance: { kind: 'none' } })];
  const { dependencies } = summary(after);
  return {
    kind: 'difference', ...ABOUT, before: old, after: current, behaviors: [], manifest: compareManifests(summary(before), summary(after)),
    dependencies: Object.entries(dependencies).map(([name, spec]) => ({ name, spec, kind: 'dependencies', matches: [] })), files: [], ...NOBODY,
  };
}

function side(version: string, manifest: JsonObject, proven: ProvenRelease): SideFacts {
  return { label: `${CANARY}@${version}`, path: `${CANARY}@${version}`, name: CANARY, version, manifest: summary(manifest), documents: DOCUMENTS, behaviors: [], inPart: false, release: proven };
}

function release(proof: Partial<ProvenRelease>, more: Partial<ReleaseFacts> = {}): ReleaseFacts {
  return { kind: 'release', ...ABOUT, release: { release: published(), signatures: [], provenance: { kind: 'none' }, ...proof }, described: summary({}), locked: [], ...more };
}

function published(more: Partial<Release> = {}): Release {
  return { ...PACKAGE, registry: 'https://registry.example/', tarball: `https://registry.example/${CANARY}/-/${CANARY}-1.0.1.tgz`, document: '{}', signatures: [], ...more };
}
