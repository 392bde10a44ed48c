// What is known of one package, for the report: its manifest's own words and what its code does.
import type { Behavior } from '../../model/behavior.ts';
import type { Inspection } from '../../model/report.ts';
import { isObject, type JsonObject, type JsonValue, property } from '../../text/json.ts';
import { dependenciesOf, stringOf } from '../deep/manifests.ts';
import type { CodeRead } from '../deep/read-code.ts';
import type { TargetPath } from '../scan/context.ts';
import type { Opened } from './target.ts';

/** Kinds in the order in which reports list them: what hurts first. */
const KINDS: readonly Behavior['kind'][] = ['mail', 'network', 'process', 'install-script', 'dynamic-code', 'obfuscation', 'native-code', 'file', 'environment'];

export function inspectionOf(target: TargetPath, { tarball }: Opened, { totals, root }: CodeRead): Inspection {
  const { of: { name, version, manifest }, outcome } = root;
  const behaviors = outcome?.kind === 'read' ? outcome.found.behaviors : [];
  return {
    path: target.shown,
    source: tarball ? 'tarball' : 'folder',
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(manifest ? described(manifest) : {}),
    bins: manifest ? binsOf(manifest) : [],
    dependencies: manifest ? dependenciesOf(manifest) : [],
    files: tarball?.files ?? totals.files,
    bytes: tarball?.bytes ?? totals.bytes,
    ...(tarball ? { hashes: tarball.hashes } : {}),
    behaviors: behaviors.toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || compare(a.place.path, b.place.path) || a.place.line - b.place.line || a.place.column - b.place.column),
  };
}

function described(manifest: JsonObject): Pick<Inspection, 'description' | 'license' | 'author' | 'homepage' | 'repository'> {
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['description', stringOf(manifest, 'description')],
    ['license', stringOf(manifest, 'license')],
    ['author', personOf(property(manifest, 'author'))],
    ['homepage', stringOf(manifest, 'homepage')],
    ['repository', urlOf(property(manifest, 'repository'))],
  ];
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

// https://docs.npmjs.com/cli/configuring-npm/package-json#people-fields-author-contributors
function personOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (!isObject(value)) return undefined;
  const [name, email, url] = ['name', 'email', 'url'].map((key) => stringOf(value, key));
  const parts = [name, ...(email === undefined ? [] : [`<${email}>`]), ...(url === undefined ? [] : [`(${url})`])].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' ');
}

function urlOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return isObject(value) ? stringOf(value, 'url') : undefined;
}

// A text stands for a program of the package's own name.
function binsOf(manifest: JsonObject): readonly string[] {
  const bin = property(manifest, 'bin');
  if (typeof bin === 'string') return [(stringOf(manifest, 'name') ?? bin).replace(/^@[^/]+\//, '')];
  return isObject(bin) ? Object.keys(bin) : [];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
