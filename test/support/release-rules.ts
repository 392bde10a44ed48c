// Facts of the rules that compare two versions, judge one release, one archive, or a package beside its repository: by hand, and out
// of the folders fixtures/rules/<id>/<case>/. A fixture of two versions holds before/ and after/, each with a package.json and, where
// it matters, a release.json of what the registry says; dependencies.json says what it answers new dependencies with.
import { compareManifests, readManifest } from '../../src/artifacts/manifest.ts';
import type { TarballOddity } from '../../src/model/archive.ts';
import type { Finding, RuleId } from '../../src/model/finding.ts';
import type { ProvenRelease, Release } from '../../src/model/release.ts';
import type { ArchiveFacts, DependencyFacts, DifferenceFacts, ReleaseFacts, RepositoryFacts, SideFacts } from '../../src/rules/contract.ts';
import { ruleFixture } from './rules.ts';
import { judgeFacts } from './server-facts.ts';

const DOCUMENTS = { mentions: () => false, ownHosts: [] };
const DEPENDENCIES = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** What a registry says of one version, with the least that the model asks for. */
export function release(more: Partial<Release> = {}): Release {
  return { name: 'a-package', version: '1.0.0', registry: 'https://registry.example/', tarball: 'https://registry.example/a-package/-/a-package-1.0.0.tgz', document: '{}', signatures: [], ...more };
}

export function proven(more: Partial<Release> = {}, proof: Partial<Omit<ProvenRelease, 'release'>> = {}): ProvenRelease {
  return { release: release(more), signatures: [], provenance: { kind: 'not-fetched', why: 'offline' }, ...proof };
}

/** One of two copies. `release` as in `proven`. */
export interface Side {
  readonly version?: string;
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly release?: Partial<Release>;
  readonly proof?: Partial<Omit<ProvenRelease, 'release'>>;
}

type MoreDifference = Partial<Pick<DifferenceFacts, 'behaviors' | 'campaign' | 'usedBy'>> & { readonly answers?: Readonly<Record<string, Partial<DependencyFacts>>> };

/** Two versions of `a-package`, 1.0.0 and 1.0.1 unless said. Dependencies follow from the manifests, `answers` adds to them. */
export function difference(before: Side, after: Side, { answers = {}, ...more }: MoreDifference = {}): DifferenceFacts {
  const [was, now] = [side('1.0.0', before), side('1.0.1', after)];
  const texts = { before: JSON.stringify(before.manifest ?? {}, undefined, 2), after: JSON.stringify(after.manifest ?? {}, undefined, 2) };
  const manifest = was.manifest && now.manifest ? compareManifests(was.manifest, now.manifest, texts) : [];
  return {
    kind: 'difference', path: now.path, stablePath: 'a-package', package: { name: 'a-package', version: now.version ?? '' }, before: was, after: now, behaviors: [], manifest,
    dependencies: DEPENDENCIES.flatMap((kind) => Object.entries(now.manifest?.[kind] ?? {}).flatMap(([name, spec]): readonly DependencyFacts[] => {
      const old = DEPENDENCIES.map((section) => was.manifest?.[section][name]).find((text) => text !== undefined);
      return old === spec ? [] : [{ name, spec, kind, ...(old === undefined ? {} : { was: old }), matches: [], ...answers[name] }];
    })),
    files: [], known: () => [], campaign: () => undefined, ...more,
  };
}

function side(version: string, { version: given = version, manifest, release: says, proof }: Side): SideFacts {
  return {
    label: `a-package@${given}`, path: `a-package@${given}`, name: 'a-package', version: given, documents: DOCUMENTS, behaviors: [], inPart: false,
    ...(manifest ? { manifest: readManifest(JSON.stringify(manifest)).summary } : {}),
    ...(says || proof ? { release: proven({ version: given, ...says }, proof) } : {}),
  };
}

/** One release; `described` and `packed` are the registry's manifest and the tarball's. */
export function releaseFacts({ described = {}, packed, ...more }: Partial<Omit<ReleaseFacts, 'described'>> & { readonly described?: Readonly<Record<string, unknown>>; readonly packed?: Readonly<Record<string, unknown>> } = {}): ReleaseFacts {
  return {
    kind: 'release', path: 'a-package@1.0.0', stablePath: 'a-package', release: proven({ document: JSON.stringify(described) }), described: readManifest(JSON.stringify(described)).summary, locked: [],
    ...(packed ? { tarball: { hashes: { sha256: '', sha1: '', integrity: '' }, manifest: readManifest(JSON.stringify(packed)).summary } } : {}), ...more,
  };
}

export function archive(...oddities: readonly TarballOddity[]): ArchiveFacts {
  return { kind: 'archive', path: 'a-package-1.0.0.tgz', stablePath: 'a-package', package: { name: 'a-package', version: '1.0.0' }, oddities };
}

export function besideRepository(more: Partial<RepositoryFacts> = {}): RepositoryFacts {
  return {
    kind: 'package-against-repository', path: 'a-package@1.0.0', stablePath: 'a-package', package: { name: 'a-package', version: '1.0.0' }, repository: { label: '../a-package', commit: '0123456789abcdef0123456789abcdef01234567', by: 'tag' },
    onlyInPackage: [], differing: [], built: [], behaviors: [], manifest: [], documents: DOCUMENTS, known: () => [], campaign: () => undefined, ...more,
  };
}

/** What one rule says of a fixture with `before/` and `after/`. */
export async function judgedDifference(id: RuleId, name: 'bad' | 'good'): Promise<readonly Finding[]> {
  const files = ruleFixture(id, name);
  const read = (path: string): unknown => (files[path] === undefined ? undefined : JSON.parse(files[path]));
  const sideOf = (folder: string): Side => {
    const manifest = read(`${folder}/package.json`) as Side['manifest'];
    const says = read(`${folder}/release.json`) as Pick<Side, 'release' | 'proof'> | undefined;
    return { ...(manifest ? { manifest, version: String(manifest['version']) } : {}), ...says };
  };
  return judgeFacts(id, difference(sideOf('before'), sideOf('after'), { answers: (read('dependencies.json') ?? {}) as Readonly<Record<string, Partial<DependencyFacts>>> }));
}

/** What one rule says of a fixture with the registry's `described.json`, the tarball's `package.json`, and `facts.json` with the rest. */
export async function judgedRelease(id: RuleId, name: 'bad' | 'good'): Promise<readonly Finding[]> {
  const files = ruleFixture(id, name);
  const read = (path: string) => (files[path] === undefined ? undefined : JSON.parse(files[path]) as Readonly<Record<string, unknown>>);
  const [described, packed] = [read('described.json'), read('package.json')];
  return judgeFacts(id, releaseFacts({ ...(described ? { described } : {}), ...(packed ? { packed } : {}), ...(read('facts.json') as Partial<Omit<ReleaseFacts, 'described'>> | undefined) }));
}

/** `facts.json` of a fixture. */
export function factsOf<T>(id: RuleId, name: 'bad' | 'good'): T {
  return JSON.parse(ruleFixture(id, name)['facts.json'] ?? '{}') as T;
}
