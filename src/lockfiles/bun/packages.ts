// The entries of bun.lock: `"parent/child": ["name@resolution", registry, info, integrity]`. The name is in the tuple, the key is
// only the place (https://bun.com/blog/bun-lock-text-lockfile). Tuples: npm has 4 elements, git and github 3 or 4 (info, tag,
// integrity), tarballs 2 or 3, folders and links 2, workspaces 1 (2 in version 0), the root 2.
import { LIMITS } from '../../model/limits.ts';
import type { Source } from '../../model/package.ts';
import { isObject, type JsonObject, type JsonValue } from '../../text/json.ts';
import { addIdentity, applyResolved, type Draft, isExactVersion, sourceOfLocator } from '../npm/entry.ts';
import { isTooDeep } from '../npm/tree.ts';
import { type ProblemList, quoted } from '../problem-list.ts';
import { identityOfTarballUrl, isWebUrl } from '../../text/registry-url.ts';

/** A key taken apart: the key it stands below ('' at the top) and the local name. */
export interface BunPlace {
  readonly parent: string;
  readonly local: string;
}

/** `a/@s/b` is `@s/b` below `a`, `@s/a/b` is `b` below `@s/a`. */
export function bunPlaceOf(key: string): BunPlace {
  const slash = key.lastIndexOf('/');
  if (slash === -1) return { parent: '', local: key };
  const before = slash === 0 ? -1 : key.lastIndexOf('/', slash - 1);
  if (key.charCodeAt(before + 1) === 0x40) return { parent: key.slice(0, Math.max(0, before)), local: key.slice(before + 1) };
  return { parent: key.slice(0, slash), local: key.slice(slash + 1) };
}

/** One entry: the package, the object that tells its dependencies, and for workspaces its folder. */
export interface BunEntry {
  readonly draft: Draft;
  readonly info: JsonObject;
  readonly folder?: string;
}

/** Receives what is read. */
export interface BunReading {
  readonly problems: ProblemList;
  /** Names that some specifier of the file asks for as an alias target (`npm:name@…`). */
  readonly aliasTargets: () => ReadonlySet<string>;
}

/** One entry as a Package; undefined where the tuple is none (a problem then says so). */
export function bunEntry(key: string, value: JsonValue | undefined, id: string, reading: BunReading): BunEntry | undefined {
  const { problems } = reading;
  const { parent, local } = bunPlaceOf(key);
  if (!isPlace(key, parent, local)) problems.add('unknown-entry', `the key ${quoted(key)} is no place of a package`, id);
  if (isTooDeep(key)) problems.add('too-deep', `the key ${quoted(key)} has more than ${LIMITS.nesting} levels`, id);
  const tuple = Array.isArray(value) ? (value as readonly JsonValue[]) : undefined;
  const first = tuple?.[0];
  if (tuple === undefined || typeof first !== 'string') {
    problems.add('unknown-entry', `the entry ${quoted(key)} does not begin with a name and a version`, id);
    return undefined;
  }
  const at = first.startsWith('@root:') ? 0 : first.indexOf('@', 1);
  if (at === -1) {
    problems.add('unknown-entry', `the entry ${quoted(key)} begins with ${quoted(first)}, which has no version`, id);
    return undefined;
  }
  const draft: Draft = { id, name: at === 0 ? local : first.slice(0, at), source: 'registry' };
  applyResolution(draft, first.slice(at + 1), problems);
  if (draft.name !== local) draft.alias = local;
  const info = draft.version === undefined || draft.source !== 'registry' || draft.resolved !== undefined ? applyLocator(draft, tuple, problems) : applyRegistry(draft, tuple, reading);
  if (info.bundled === true) draft.bundled = true;
  return { draft, info, ...(draft.source === 'workspace' ? { folder: first.slice(first.indexOf(':', at) + 1) } : undefined) };
}

function isPlace(key: string, parent: string, local: string): boolean {
  return local !== '' && local !== '@' && !local.endsWith('/') && !(parent === '' && key !== local) && !parent.endsWith('/') && !(local.startsWith('@') && !local.includes('/'));
}

const LOCAL_TARBALL = /^(?:\.{0,2}\/|[A-Za-z]:[\\/]|~\/)|\.(?:tgz|tar\.gz)$/;

function applyResolution(draft: Draft, resolution: string, problems: ProblemList): void {
  if (isExactVersion(resolution)) {
    draft.version = resolution;
    return;
  }
  if (resolution.startsWith('npm:')) {
    const at = resolution.indexOf('@', 5);
    const version = resolution.slice(at + 1);
    if (at !== -1 && isExactVersion(version)) {
      addIdentity(draft, { origin: 'alias-target', name: resolution.slice(4, at), version });
      draft.version = version;
      return;
    }
  }
  const source = localSource(resolution) ?? (isWebUrl(resolution) ? undefined : sourceOfLocator(resolution)) ?? (LOCAL_TARBALL.test(resolution) && !isWebUrl(resolution) ? 'file' : undefined);
  if (source !== undefined) {
    draft.source = source;
    draft.resolved = resolution;
    return;
  }
  if (isWebUrl(resolution)) {
    const identity = identityOfTarballUrl(resolution);
    if (identity !== undefined) draft.version = identity.version;
    draft.source = applyResolved(draft, resolution) ?? 'url';
    return;
  }
  draft.version = resolution;
  problems.add('unknown-package-version', `${quoted(draft.id)} states the version ${quoted(resolution)}, which is none`, draft.id);
}

function localSource(resolution: string): Source | undefined {
  if (resolution.startsWith('workspace:') || resolution.startsWith('root:')) return 'workspace';
  if (resolution.startsWith('link:')) return 'link';
  return resolution.startsWith('file:') ? 'file' : undefined;
}

function applyRegistry(draft: Draft, tuple: readonly JsonValue[], { problems, aliasTargets }: BunReading): JsonObject {
  const registry = tuple[1];
  const info = tuple[2];
  const integrity = tuple[3];
  if (tuple.length === 4 && typeof registry === 'string' && isObject(info) && typeof integrity === 'string') {
    if (registry !== '') applyResolved(draft, registry);
    draft.integrity = integrity;
  } else {
    problems.add('unknown-entry', `the entry ${quoted(draft.id)} is not of the form [name and version, registry, info, integrity]`, draft.id);
    for (const element of tuple.slice(1)) if (typeof element === 'string' && isWebUrl(element)) applyResolved(draft, element);
  }
  // A place that nothing declares as an alias is a second name for the same bytes.
  if (draft.alias !== undefined && !aliasTargets().has(draft.name)) addIdentity(draft, { origin: 'key', name: draft.alias, ...(draft.version === undefined ? undefined : { version: draft.version }) });
  return isObject(info) ? info : (tuple.find(isObject) ?? {});
}

function applyLocator(draft: Draft, tuple: readonly JsonValue[], problems: ProblemList): JsonObject {
  const rest = tuple.slice(1);
  const info = rest.find(isObject);
  const longest = draft.source === 'git' ? 4 : draft.source === 'workspace' || draft.source === 'link' ? 2 : 3;
  const expected = rest.every((element, at) => (at === 0 ? isObject(element) : typeof element === 'string')) && tuple.length <= longest;
  if (!expected || (info === undefined && draft.source !== 'workspace')) problems.add('unknown-entry', `the entry ${quoted(draft.id)} has elements that are not understood`, draft.id);
  const hash = rest.at(-1);
  if (typeof hash === 'string' && hash.includes('-') && rest.length > (draft.source === 'git' ? 2 : 1)) draft.integrity = hash;
  return info ?? {};
}
