// In what a registry's manifest and a tarball's differ, beyond what npm does on publishing. Read beside npm's own normalising
// (https://github.com/npm/package-json/blob/main/lib/normalize.js, and read-package-json before 2023) and tried on real packages.
import type { ManifestSummary } from '../model/difference.ts';
import { repositoryPlace, sameRepository } from '../text/repository.ts';
import { withoutSecrets } from '../text/lines.ts';
import { INSTALL_HOOKS } from './takeover-signs.ts';

/** One fact that only one of the two has, or that they tell differently. */
export interface Disagreement {
  readonly field: string;
  readonly severity: 'high' | 'low';
  readonly described?: string;
  readonly packed?: string;
}

type Table = Readonly<Record<string, string>>;
type Pair = Omit<Disagreement, 'severity' | 'field'> & { readonly name: string };

/** Disagreements in the order in which they weigh. */
export function manifestDisagreements(described: ManifestSummary, packed: ManifestSummary): readonly Disagreement[] {
  return [
    ...texts('name', 'high', described.name?.trim(), packed.name?.trim()),
    ...texts('version', 'high', plainVersion(described.version), plainVersion(packed.version)),
    ...scripts(described, packed),
    ...(['dependencies', 'optionalDependencies', 'peerDependencies'] as const).flatMap((kind) => dependencies(kind, described[kind], packed[kind])),
    ...texts('bundleDependencies', 'high', described.bundled.toSorted().join(', ') || undefined, packed.bundled.toSorted().join(', ') || undefined),
    ...programs(described, packed),
    ...repository(described.repository, packed.repository),
    ...texts('type', 'low', described.fields['type'], packed.fields['type']),
    ...texts('main', 'low', described.fields['main'], packed.fields['main']),
  ];
}

function texts(field: string, severity: Disagreement['severity'], described: string | undefined, packed: string | undefined): readonly Disagreement[] {
  return described === packed ? [] : [{ field, severity, ...(described === undefined ? {} : { described }), ...(packed === undefined ? {} : { packed }) }];
}

// `v1.0.0`, ` 1.0.0` and `1.0.0+build` are published as 1.0.0.
function plainVersion(version: string | undefined): string | undefined {
  return version?.trim().replace(/^[=v\s]+/, '').replace(/\+.*$/s, '');
}

function scripts(described: ManifestSummary, packed: ManifestSummary): readonly Disagreement[] {
  return pairs(described.scripts, packed.scripts)
    .filter((pair) => !isAddedByNpm(pair, described, packed) && withoutBin(pair.described) !== withoutBin(pair.packed))
    .map(({ name, ...told }) => ({
      field: `scripts.${name}`,
      severity: INSTALL_HOOKS.includes(name) ? 'high' : 'low',
      ...Object.fromEntries(Object.entries(told).map(([key, text]) => [key, withoutSecrets(text ?? '')])),
    }));
}

// With a binding.gyp npm writes the script that it would run anyway, with a server.js the usual start.
function isAddedByNpm({ name, described: text, packed: own }: Pair, described: ManifestSummary, packed: ManifestSummary): boolean {
  if (own !== undefined) return false;
  if (name === 'install') return text === 'node-gyp rebuild' && packed.scripts['preinstall'] === undefined && described.fields['gypfile'] === 'true';
  return name === 'start' && text === 'node server.js';
}

function withoutBin(text: string | undefined): string | undefined {
  return text?.replace(/^(?:\.[/\\])?node_modules[/\\].bin[\\/]/, '');
}

function dependencies(kind: string, described: Table, packed: Table): readonly Disagreement[] {
  return pairs(described, packed)
    .filter(({ described: theirs, packed: own }) => theirs === undefined || own === undefined || !isSameRequest(theirs, own))
    .map(({ name, ...told }) => ({ field: `${kind}.${name}`, severity: 'high', ...told }));
}

// `owner/name` is published as `github:owner/name`, addresses of known hosts in another form.
function isSameRequest(a: string, b: string): boolean {
  return a.trim() === b.trim() || (repositoryPlace(a) !== undefined && sameRepository(a, b) && commitish(a) === commitish(b));
}

function commitish(spec: string): string {
  const hash = spec.indexOf('#');
  return hash === -1 ? '' : spec.slice(hash + 1);
}

// Of a folder of programs npm lists each file in the registry's manifest.
function programs(described: ManifestSummary, packed: ManifestSummary): readonly Disagreement[] {
  const folder = packed.fields['directories.bin'];
  if (folder !== undefined && Object.keys(packed.bins).length === 0) return [];
  return pairs(described.bins, packed.bins).map(({ name, ...told }) => ({ field: `bin.${name}`, severity: 'high', ...told }));
}

function repository(described: string | undefined, packed: string | undefined): readonly Disagreement[] {
  return described !== undefined && packed !== undefined && sameRepository(described, packed) ? [] : texts('repository', 'low', described, packed);
}

/** Entries of two tables that differ, sorted by name. */
function pairs(described: Table, packed: Table): readonly Pair[] {
  const names = new Set([...Object.keys(described), ...Object.keys(packed)]);
  return [...names].toSorted().flatMap((name): readonly Pair[] => {
    const [theirs, own] = [described[name], packed[name]];
    return theirs === own ? [] : [{ name, ...(theirs === undefined ? {} : { described: theirs }), ...(own === undefined ? {} : { packed: own }) }];
  });
}
