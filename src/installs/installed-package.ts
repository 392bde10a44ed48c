// One position as a Package, with every name that the disk, the store's folder, old npm's fields and the hidden lockfile
// give it. Declared aliases explain a folder of another name; all else that differs is kept for the rules to judge.
import type { Identity, Package, Source } from '../model/package.ts';
import { nameOf, type HiddenEntry } from './hidden-lockfile.ts';
import type { Position } from './positions.ts';
import { identityOfTarballUrl, isTarballOf } from '../text/registry-url.ts';
import { sourceOfLocator } from './specs.ts';
import { parseStoreKey } from './store-key.ts';

export interface Declared {
  /** Local names that any manifest of the tree declares with `npm:`, and the real ones. */
  readonly aliases: ReadonlyMap<string, ReadonlySet<string>>;
  /** Sources that the root's manifest asks for, by position. */
  readonly sources: ReadonlyMap<Position, Source>;
}

type Built = { -readonly [key in keyof Package]: Package[key] };
type Names = { readonly alias?: string; readonly others: readonly string[] };

const ONE_NAME: Names = { others: [] };

/** The package at a position. Built up step by step: this runs for every package, and copies of copies would cost more than reading it. */
export function packageAt(position: Position, hidden: HiddenEntry | undefined, declared: Declared): Package {
  const name = nameOf(position);
  const version = position.manifest?.version;
  const legacy = position.manifest?.legacy;
  const trusted = hidden && hidden.name === name && hidden.version === version ? hidden : undefined;
  const resolved = trusted?.resolved ?? legacy?.resolved;
  const isOwnTarball = resolved !== undefined && version !== undefined && isTarballOf(resolved, name, version);
  const built: Built = { id: position.id, name, source: isOwnTarball && position.local === undefined ? 'registry' : sourceAt(position, resolved, declared) };
  if (version !== undefined) built.version = version;
  const names = hasOneName(position, name) ? ONE_NAME : aliasAndOthers(position, hidden, declared);
  // An entry that names this package, with a tarball of its own, says nothing else.
  const telling = trusted && isOwnTarball ? undefined : hidden;
  if (telling || legacy || names.others.length > 0 || position.inside?.store) addIdentities(built, position, names.others, telling);
  if (names.alias !== undefined) built.alias = names.alias;
  if (resolved !== undefined) built.resolved = resolved;
  if (trusted || legacy) addRecorded(built, trusted, legacy?.integrity);
  if (trusted?.bundled || isBundled(position)) built.bundled = true;
  return built;
}

function addRecorded(built: Built, trusted: HiddenEntry | undefined, stated: string | undefined): void {
  const integrity = trusted?.integrity ?? stated;
  if (integrity !== undefined) built.integrity = integrity;
  if (trusted?.dev) built.dev = true;
  if (trusted?.optional) built.optional = true;
  if (trusted?.peer) built.peer = true;
}

function addIdentities(built: Built, position: Position, others: readonly string[], hidden: HiddenEntry | undefined): void {
  const { name, version } = built;
  const found = others.map((other): Identity => ({ origin: 'folder', name: other }));
  if (position.inside?.store) found.push(...keyIdentity(position, name, version));
  if (position.manifest?.legacy) found.push(...legacyIdentities(position, name, version));
  if (hidden) found.push(...hiddenIdentities(hidden, name, version));
  if (found.length > 0) built.identities = found;
}

// So it is nearly everywhere.
function hasOneName({ folderName, linkNames, local }: Position, name: string): boolean {
  return folderName === name && linkNames === undefined && local === undefined;
}

function aliasAndOthers(position: Position, hidden: HiddenEntry | undefined, declared: Declared): Names {
  const name = nameOf(position);
  if (position.local) return position.linkNames?.[0] === undefined || position.linkNames[0] === name ? { others: [] } : { alias: position.linkNames[0], others: [] };
  const local = new Set<string>();
  if (position.folderName !== undefined && position.folderName !== name) local.add(position.folderName);
  for (const link of position.linkNames ?? []) if (link !== name) local.add(link);
  if (local.size === 0) return { others: [] };
  const others: string[] = [];
  let alias: string | undefined;
  for (const other of local) {
    const confirmed = declared.aliases.get(other)?.has(name) || (hidden?.named && hidden.name === name && other === position.folderName) || legacyAlias(position, other, name);
    if (!confirmed) others.push(other);
    else alias ??= other;
  }
  return alias === undefined ? { others } : { alias, others };
}

function keyIdentity(position: Position, name: string, version: string | undefined): Identity[] {
  const store = position.inside?.store;
  if (!store || position.local) return [];
  const key = parseStoreKey(store.kind, store.key);
  const sameName = key.name === undefined || key.name === name;
  const sameVersion = key.version === undefined || key.version === version;
  return sameName && sameVersion ? [] : [identity('key', key.name ?? name, key.version)];
}

// `_id` is name@version, `_from` is what was asked for; with an alias both start with the local name.
function legacyIdentities(position: Position, name: string, version: string | undefined): Identity[] {
  const legacy = position.manifest?.legacy;
  if (!legacy) return [];
  const found: Identity[] = [];
  const stated = legacy.id === undefined ? undefined : splitSpec(legacy.id);
  const asked = legacy.from === undefined ? undefined : splitSpec(legacy.from);
  const resolved = legacy.resolved === undefined ? undefined : identityOfTarballUrl(legacy.resolved);
  if (stated && !(stated.name === name && stated.rest === version)) found.push(identity('resolved-url', stated.name, stated.rest));
  if (asked && asked.name !== name && asked.name !== stated?.name) found.push(identity('resolved-url', asked.name, undefined));
  if (resolved && !(resolved.name === name && resolved.version === version)) found.push(identity('resolved-url', resolved.name, resolved.version));
  return found;
}

function legacyAlias(position: Position, local: string, name: string): boolean {
  const legacy = position.manifest?.legacy;
  return [legacy?.id, legacy?.from].some((text) => text?.startsWith(`${local}@npm:${name}@`) || text === `${local}@npm:${name}`);
}

function splitSpec(text: string): { readonly name: string; readonly rest?: string } | undefined {
  const spec = text.replace(/^.[^@]*@npm:/, '');
  const match = /^((?:@[^/@\s]+\/)?[^/@\s:]+)(?:@(.*))?$/s.exec(spec);
  if (match?.[1] === undefined) return undefined;
  return match[2] === undefined || match[2] === '' ? { name: match[1] } : { name: match[1], rest: match[2] };
}

function hiddenIdentities(hidden: HiddenEntry, name: string, version: string | undefined): Identity[] {
  if (hidden.link) return [];
  const found: Identity[] = [];
  const sameVersion = hidden.version === undefined || hidden.version === version;
  if (hidden.name !== name || !sameVersion) found.push(identity('hidden-lockfile', hidden.name, hidden.version));
  const resolved = hidden.resolved === undefined || (version !== undefined && isTarballOf(hidden.resolved, name, version)) ? undefined : identityOfTarballUrl(hidden.resolved);
  if (resolved && !(resolved.name === name && resolved.version === version)) found.push(identity('resolved-url', resolved.name, resolved.version));
  return found;
}

function sourceAt(position: Position, resolved: string | undefined, declared: Declared): Source {
  if (position.local) return position.local;
  const stated = resolved === undefined ? undefined : sourceOfLocator(resolved);
  if (stated) return stated;
  const store = position.inside?.store;
  return (store && parseStoreKey(store.kind, store.key).source) ?? declared.sources.get(position) ?? 'registry';
}

function isBundled(position: Position): boolean {
  const bundles = position.inside?.owner?.manifest?.bundles;
  if (bundles === undefined || position.inside?.owner?.local) return false;
  return bundles === 'all' || (position.folderName !== undefined && bundles.includes(position.folderName));
}

function identity(origin: Identity['origin'], name: string, version: string | undefined): Identity {
  return version === undefined ? { origin, name } : { origin, name, version };
}
