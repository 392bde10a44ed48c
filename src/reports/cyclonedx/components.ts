// The inventory as CycloneDX components: one for each distinct package, with every place where it was found.
// A package without a registry identity gets no npm purl: other tools would look its name up in the public registry, where
// somebody else may own it.
import { type Package, isUnverifiable } from '../../model/package.ts';
import { npmPurl } from '../../model/purl.ts';
import type { InventoryEntry } from '../../model/report.ts';
import { withoutCredentials } from '../../text/printable.ts';
import { publicLocator, withoutSecrets } from '../shared/redact.ts';
import { type Hash, hashesOf } from './hashes.ts';

/** A named value; names of ours begin with `mcp-audit:`. */
export interface Property {
  readonly name: string;
  readonly value: string;
}

interface Occurrence {
  readonly location: string;
  readonly line?: number;
  readonly additionalContext: string;
}

/** A component while its occurrences are gathered. */
interface Draft {
  readonly ref: string;
  readonly purl: string | undefined;
  readonly package: Package;
  readonly occurrences: Map<string, Occurrence>;
  readonly hashes: Map<string, Hash>;
  readonly properties: Map<string, Property>;
  readonly vcs: string | undefined;
  dev: boolean;
  optional: boolean;
}

/** Components by reference, and how a finding gets to them. */
export interface Components {
  /** In the order of their references. */
  readonly list: () => Iterable<object>;
  /** References of the entry `id` of the file or tree `path`. */
  readonly at: (path: string, id: string) => string | undefined;
  /** References of every package with that name and version that has a registry identity. */
  readonly named: (name: string, version: string | undefined) => readonly string[];
}

/** Merges the entries; keys are compared as literals, so hostile names stay apart. */
export function gatherComponents(inventory: readonly InventoryEntry[]): Components {
  const drafts = new Map<string, Draft>();
  const refs = new Set<string>();
  const places = new Map<string, string>();
  const names = new Map<string, string[]>();
  for (const raw of inventory) {
    const entry = redacted(raw);
    const key = keyOf(entry);
    let draft = drafts.get(key);
    if (!draft) {
      draft = begin(entry, refs);
      drafts.set(key, draft);
      if (draft.purl !== undefined) append(names, pair(raw.package.name, raw.package.version), draft.ref);
    }
    add(draft, entry);
    places.set(pair(raw.path, raw.package.id), draft.ref);
  }
  const sorted = [...drafts.values()].sort((a, b) => (a.ref < b.ref ? -1 : 1));
  return {
    list: function* () { for (const draft of sorted) yield componentOf(draft); },
    at: (path, id) => places.get(pair(path, id)),
    named: (name, version) => names.get(pair(name, version)) ?? [],
  };
}

// A yarn key can be a whole URL, `a@https://user:password@host/a.tgz`; `resolved` is cleaned where it is used.
function redacted(entry: InventoryEntry): InventoryEntry {
  const { id, name, version, alias, integrity, identities } = entry.package;
  if (![entry.path, id, name, version, alias, integrity, ...(identities ?? []).flatMap((identity) => [identity.name, identity.version])].some((text) => text?.includes('://'))) return entry;
  return {
    ...entry,
    path: withoutSecrets(entry.path),
    package: {
      ...entry.package,
      id: withoutSecrets(id),
      name: withoutSecrets(name),
      ...(version === undefined ? {} : { version: withoutSecrets(version) }),
      ...(alias === undefined ? {} : { alias: withoutSecrets(alias) }),
      ...(integrity === undefined ? {} : { integrity: withoutSecrets(integrity) }),
      ...(identities === undefined ? {} : { identities: identities.map((identity) => ({
        ...identity,
        name: withoutSecrets(identity.name),
        ...(identity.version === undefined ? {} : { version: withoutSecrets(identity.version) }),
      })) }),
    },
  };
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

function pair(first: string, second: string | undefined): string {
  return JSON.stringify([first, second]);
}

function keyOf({ path, package: found }: InventoryEntry): string {
  const { source, name, version, id } = found;
  if (isUnverifiable(source)) return JSON.stringify([source, name, version, path, id]);
  return JSON.stringify([source === 'url' ? locatorOf(found) : '', name, version]);
}

function begin(entry: InventoryEntry, refs: Set<string>): Draft {
  const found = entry.package;
  const purl = purlOf(found);
  const wanted = purl ?? `mcp-audit:${found.source}:${encoded(entry.path)}#${encoded(found.id)}`;
  // Two hostile names can encode to one reference (lone surrogates), and a reference has to be unique.
  let ref = wanted;
  for (let count = 2; refs.has(ref); count += 1) ref = `${wanted}~${count}`;
  refs.add(ref);
  const vcs = found.source === 'git' ? locatorOf(found) : undefined;
  return { ref, purl, package: found, occurrences: new Map(), hashes: new Map(), properties: new Map(), vcs, dev: true, optional: true };
}

function purlOf(found: Package): string | undefined {
  if (isUnverifiable(found.source)) return undefined;
  const purl = npmPurl(found.name, found.version);
  const locator = found.source === 'url' ? locatorOf(found) : undefined;
  return locator === undefined ? purl : `${purl}?download_url=${encoded(locator)}`;
}

function locatorOf({ resolved, source }: Package): string | undefined {
  if (resolved === undefined) return undefined;
  return source === 'git' ? publicLocator(resolved) : withoutCredentials(resolved);
}

function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll('%2F', '/');
}

function add(draft: Draft, { path, line, package: found }: InventoryEntry): void {
  const occurrence = { location: path, ...(line === undefined ? {} : { line }), additionalContext: found.id };
  draft.occurrences.set(JSON.stringify(occurrence), occurrence);
  draft.dev &&= found.dev === true;
  draft.optional &&= found.optional === true;
  const { hashes, unread } = hashesOf(found.integrity ?? '');
  for (const hash of hashes) draft.hashes.set(`${hash.alg}:${hash.content}`, hash);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['source', found.source],
    ['alias', found.alias],
    ['registry', registryOf(found)],
    ['peer', found.peer === true ? 'true' : undefined],
    ['bundled', found.bundled === true ? 'true' : undefined],
    ...unread.map((part) => ['integrity', part] as const),
    ...(found.identities ?? []).map(({ origin, name, version }) => ['identity', `${origin}: ${name}${version === undefined ? '' : `@${version}`}`] as const),
  ];
  for (const [name, value] of facts) if (value !== undefined) draft.properties.set(`${name}=${value}`, { name: `mcp-audit:${name}`, value });
}

/** Host of a registry or tarball URL. */
function registryOf(found: Package): string | undefined {
  if (isUnverifiable(found.source)) return undefined;
  const locator = locatorOf(found);
  return locator !== undefined && URL.canParse(locator) ? new URL(locator).host || undefined : undefined;
}

function componentOf(draft: Draft): object {
  const { name, version } = draft.package;
  const scoped = /^(@[^/]+)\/([^/]+)$/s.exec(name);
  const dev = draft.dev ? [{ name: 'mcp-audit:dev', value: 'true' }, { name: 'cdx:npm:package:development', value: 'true' }] : [];
  return {
    type: 'library',
    'bom-ref': draft.ref,
    ...(scoped ? { group: scoped[1], name: scoped[2] } : { name }),
    ...(version === undefined ? {} : { version }),
    scope: draft.optional ? 'optional' : 'required',
    ...(draft.hashes.size === 0 ? {} : { hashes: [...draft.hashes.values()] }),
    ...(draft.purl === undefined ? {} : { purl: draft.purl }),
    ...(draft.vcs === undefined || !isUrl(draft.vcs) ? {} : { externalReferences: [{ type: 'vcs', url: draft.vcs }] }),
    evidence: { occurrences: [...draft.occurrences.values()] },
    properties: [...dev, ...draft.properties.values()],
  };
}

/** True where the text may stand as an address in a document whose schema checks addresses. */
export function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[\w.~:/?#@!$&'()*+,;=%[\]-]+$/i.test(text) && !/%(?![0-9a-f]{2})/i.test(text) && URL.canParse(text);
}
