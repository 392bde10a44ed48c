// The documents of a registry: the full one, the abbreviated one, one version, and what is left of a package that was unpublished.
// https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md
import { amend, type StoredPackage } from './shelf.ts';

const CREATED = '2025-01-01T00:00:00.000Z';

/** What the abbreviated document keeps of a version. */
const SHORT = [
  'name', 'version', 'deprecated', 'dependencies', 'optionalDependencies', 'devDependencies', 'bundleDependencies', 'peerDependencies',
  'peerDependenciesMeta', 'bin', 'directories', 'dist', 'engines', 'cpu', 'os', 'libc', 'funding', '_hasShrinkwrap',
];

/** `GET /name`. */
export function fullDocument(stored: StoredPackage): Record<string, unknown> {
  const newest = stored.versions.get(stored.tags.get('latest') ?? '')?.document ?? {};
  return amend({
    _id: stored.name, _rev: `${stored.revision}-fixture`, name: stored.name,
    ...(stored.gone === undefined ? { 'dist-tags': Object.fromEntries(stored.tags), versions: versions(stored, (document) => document) } : {}),
    time: times(stored),
    ...(stored.maintainers.length === 0 ? {} : { maintainers: stored.maintainers }),
    description: newest['description'], license: newest['license'], repository: newest['repository'], readme: '',
  }, stored.amended);
}

/** The same for `Accept: application/vnd.npm.install-v1+json`. */
export function abbreviatedDocument(stored: StoredPackage): Record<string, unknown> {
  return amend({
    name: stored.name, 'dist-tags': Object.fromEntries(stored.tags), modified: modified(stored),
    versions: versions(stored, (document) => ({ ...Object.fromEntries(SHORT.filter((key) => key in document).map((key) => [key, document[key]])), ...(hasInstallScript(document) ? { hasInstallScript: true } : {}) })),
  }, stored.amended);
}

/** `GET /name/1.0.0` and `GET /name/latest`. */
export function versionDocument(stored: StoredPackage, wanted: string): Record<string, unknown> | undefined {
  return stored.versions.get(stored.tags.get(wanted) ?? wanted)?.document;
}

function versions(stored: StoredPackage, map: (document: Record<string, unknown>) => unknown): Record<string, unknown> {
  return Object.fromEntries([...stored.versions].map(([version, { document }]) => [version, map(document)]));
}

function modified({ times, gone }: StoredPackage): string {
  return gone ?? [...times.values()].toSorted().at(-1) ?? CREATED;
}

function times(stored: StoredPackage): Record<string, unknown> {
  const { gone, name, maintainers } = stored;
  return {
    created: [...stored.times.values()].toSorted()[0] ?? CREATED, modified: modified(stored), ...Object.fromEntries(stored.times),
    ...(gone === undefined ? {} : { unpublished: { name, time: gone, versions: [...stored.times.keys()], maintainers } }),
  };
}

function hasInstallScript(document: Readonly<Record<string, unknown>>): boolean {
  const scripts = document['scripts'];
  return typeof scripts === 'object' && scripts !== null && ['preinstall', 'install', 'postinstall'].some((name) => name in scripts);
}
