// What is known of one package, for the report: its manifest's own words and what its code does.
import { readManifest } from '../../artifacts/manifest.ts';
import type { Behavior } from '../../model/behavior.ts';
import type { ManifestSummary } from '../../model/difference.ts';
import type { Inspection } from '../../model/report.ts';
import { dependenciesOf } from '../deep/manifests.ts';
import type { CodeRead } from '../deep/read-code.ts';
import type { Side } from '../diff/words.ts';

/** Kinds in the order in which reports list them: what hurts first. */
const KINDS: readonly Behavior['kind'][] = ['mail', 'network', 'process', 'install-script', 'dynamic-code', 'obfuscation', 'native-code', 'file', 'environment'];

export function inspectionOf({ label, tarball, release }: Side, { totals, root }: CodeRead): Inspection {
  const { of: { name, version, manifest }, outcome } = root;
  const behaviors = outcome?.kind === 'read' ? outcome.found.behaviors : [];
  return {
    path: label,
    source: release ? 'registry' : tarball ? 'tarball' : 'folder',
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...described(readManifest(manifest ?? {}).summary),
    dependencies: manifest ? dependenciesOf(manifest) : [],
    files: tarball?.files ?? totals.files,
    bytes: tarball?.bytes ?? totals.bytes,
    ...(tarball ? { hashes: tarball.hashes } : {}),
    ...(release ? { release } : {}),
    behaviors: behaviors.toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || compare(a.place.path, b.place.path) || a.place.line - b.place.line || a.place.column - b.place.column),
  };
}

function described({ description, license, author, homepage, repository, bins }: ManifestSummary): Pick<Inspection, 'description' | 'license' | 'author' | 'homepage' | 'repository' | 'bins'> {
  const fields = Object.entries({ description, license, author, homepage, repository });
  return { ...Object.fromEntries(fields.filter(([, value]) => value !== undefined)), bins: Object.keys(bins) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
