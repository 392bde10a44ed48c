// package.json of an installed package (https://docs.npmjs.com/cli/configuring-npm/package-json), cut down to what an
// inventory needs: thousands are read in one run, so nothing else is kept. npm up to 6 wrote where a package came from into
// the fields with an underscore.
import type { Problem, ProblemCode } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import { TreeError, type FileTree } from '../model/ports.ts';
import { decode } from '../text/decode.ts';
import { isObject, property, type JsonObject, type JsonValue } from '../text/json.ts';
import { repeatedKeys, startsWithIdentity } from './repeated-keys.ts';
import { aliasTarget } from './specs.ts';

/** What npm up to 6 recorded. Part of the package's own file, so the package's author can write anything there. */
export interface LegacyFields {
  readonly id: string | undefined;
  readonly from: string | undefined;
  readonly resolved: string | undefined;
  readonly integrity: string | undefined;
}

export interface InstalledManifest {
  readonly name: string | undefined;
  readonly version: string | undefined;
  /** Names that must be there for the package to be whole: `dependencies` without the optional ones. */
  readonly requires: readonly string[];
  /** Local names that the manifest declares with `npm:`, and the real ones. */
  readonly aliases: ReadonlyMap<string, string> | undefined;
  readonly bundles: readonly string[] | 'all' | undefined;
  readonly legacy: LegacyFields | undefined;
}

/** `absent`: no package.json there. A manifest may come with problems: the healthy rest of it is used. */
export type ManifestReading =
  | { readonly kind: 'absent' }
  | { readonly kind: 'read'; readonly manifest: InstalledManifest; readonly problem?: Problem }
  | { readonly kind: 'failed'; readonly problem: Problem };

type Failure = { readonly code: ProblemCode; readonly message: string };
// One decoder for all files: making one costs more than decoding a package.json.
const UTF8 = new TextDecoder('utf-8', { fatal: true });
const IDENTITY = ['name', 'version'];
const NOTHING: readonly string[] = [];

/** Reads `<folder>/package.json`. Never throws for what lies there. */
export function readInstalledManifest(tree: FileTree, folder: string): ManifestReading {
  const path = `${folder}/package.json`;
  try {
    const text = tree.readText?.(path, LIMITS.packageJsonBytes);
    // The slow way says what is wrong with a text that starts with white space, or with nothing.
    if (text !== undefined && text.charCodeAt(0) > 0x20) return parseText(text, path);
    return parseInstalledManifest(tree.read(path, LIMITS.packageJsonBytes), path);
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    if (error.code === 'not-found') return { kind: 'absent' };
    return { kind: 'failed', problem: { code: error.code, message: error.message, path } };
  }
}

/** Parses the bytes of a package.json; `path` goes into problems. */
export function parseInstalledManifest(bytes: Uint8Array, path: string): ManifestReading {
  const text = textOf(bytes);
  return typeof text === 'string' ? parseText(text, path) : { kind: 'failed', problem: { ...text, path } };
}

function parseText(text: string, path: string): ManifestReading {
  let value: JsonValue | undefined;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return { kind: 'failed', problem: { code: 'malformed', message: 'not valid JSON', path } };
  }
  if (!isObject(value)) return { kind: 'failed', problem: { code: 'malformed', message: 'not a JSON object', path } };
  const manifest = manifestOf(value, text);
  if (startsWithIdentity(text, value['name'], value['version'])) return { kind: 'read', manifest };
  const failure = failureOf(value, text);
  return failure ? { kind: 'read', manifest, problem: { ...failure, path } } : { kind: 'read', manifest };
}

/** Names of a manifest's dependencies of the given kinds, each once. */
export function dependencyNames(manifest: JsonObject, kinds: readonly string[]): readonly string[] {
  const names = new Set<string>();
  for (const kind of kinds) {
    const dependencies = property(manifest, kind);
    if (isObject(dependencies)) for (const name of Object.keys(dependencies)) names.add(name);
  }
  return [...names];
}

/** A package.json as an object; undefined where it cannot be read as one. */
export function readJsonObject(tree: FileTree, folder: string): JsonObject | undefined {
  try {
    const text = textOf(tree.read(`${folder}/package.json`, LIMITS.packageJsonBytes));
    const value = typeof text === 'string' ? (JSON.parse(text) as JsonValue) : undefined;
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof TreeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function textOf(bytes: Uint8Array): string | Failure {
  try {
    const text = UTF8.decode(bytes);
    if (text.charCodeAt(0) > 0x20) return text;
  } catch {
    // Not UTF-8: the slow way says what it is.
  }
  const decoded = decode(bytes);
  return decoded.ok ? decoded.text : decoded;
}

function failureOf(value: JsonObject, text: string): Failure | undefined {
  const repeated = repeatedKeys(text, value, IDENTITY);
  if (repeated.length > 0) return { code: 'duplicate-key', message: `the key "${repeated.join('" and "')}" stands twice; readers differ in which they use` };
  for (const key of IDENTITY) {
    const stated = property(value, key);
    if (stated !== undefined && typeof stated !== 'string') return { code: 'malformed', message: `"${key}" is not a string` };
  }
  return undefined;
}

// npm takes `v1.0.0` and `=1.0.0` for 1.0.0 (semver's loose form), and every lockfile then says 1.0.0.
function plainVersion(version: string | undefined): string | undefined {
  return version !== undefined && version.charCodeAt(0) > 0x39 ? version.replace(/^[=v]+/, '') : version;
}

// Of an object that JSON.parse made, no key below can be inherited. Aliases are rare, and a look through the text costs less
// than one at each spec.
function manifestOf(value: JsonObject, text: string): InstalledManifest {
  const bundled = value['bundleDependencies'] ?? value['bundledDependencies'];
  const recorded = value['_id'] ?? value['_from'] ?? value['_resolved'] ?? value['_integrity'];
  return {
    name: textIn(value['name']),
    version: plainVersion(textIn(value['version'])),
    requires: requiredNames(value['dependencies'], value['optionalDependencies']),
    aliases: text.includes('npm:') ? aliasesOf(value) : undefined,
    bundles: bundled === undefined ? undefined : bundlesOf(bundled),
    legacy: recorded === undefined ? undefined : legacyOf(value),
  };
}

function requiredNames(dependencies: JsonValue | undefined, optional: JsonValue | undefined): readonly string[] {
  if (!isObject(dependencies)) return NOTHING;
  const names = Object.keys(dependencies);
  return isObject(optional) ? names.filter((name) => !Object.hasOwn(optional, name)) : names;
}

/** Local names that a manifest declares with `npm:`, of every kind of dependency. */
export function aliasesOf(value: JsonObject): ReadonlyMap<string, string> | undefined {
  let aliases: Map<string, string> | undefined;
  for (const kind of ['dependencies', 'optionalDependencies', 'devDependencies', 'peerDependencies']) {
    const dependencies = property(value, kind);
    if (!isObject(dependencies)) continue;
    for (const local of Object.keys(dependencies)) {
      const spec = dependencies[local];
      const target = typeof spec === 'string' ? aliasTarget(spec) : undefined;
      if (target !== undefined) (aliases ??= new Map()).set(local, target);
    }
  }
  return aliases;
}

function bundlesOf(stated: JsonValue): readonly string[] | 'all' | undefined {
  if (stated === true) return 'all';
  if (!Array.isArray(stated) || stated.length === 0) return undefined;
  return stated.filter((name): name is string => typeof name === 'string');
}

function legacyOf(value: JsonObject): LegacyFields | undefined {
  const id = textIn(value['_id']);
  const from = textIn(value['_from']);
  const resolved = textIn(value['_resolved']);
  const integrity = textIn(value['_integrity']);
  if (id === undefined && from === undefined && resolved === undefined && integrity === undefined) return undefined;
  return { id, from, resolved, integrity };
}

function textIn(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
