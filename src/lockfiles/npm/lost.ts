// Entries of an npm lockfile that JSON.parse drops because their key stands again further down. Readers differ in which of the
// two they use (RFC 8259 section 4), so a bad version in either must be seen; the duplicate itself is a problem of its own.
import { isObject, type JsonObject, type JsonProperty, type JsonValue, lostProperties, property } from '../../text/json.ts';
import type { Draft } from './entry.ts';
import { contradict, packageOfEntry, type Reading } from './packages.ts';
import { legacyEntries, legacyPackage } from './v1.ts';

/** The packages that were lost, with ids of their own (`node_modules/a#1`), and where each stands. */
export interface Lost {
  readonly drafts: readonly Draft[];
  readonly offsets: ReadonlyMap<string, number>;
}

/** Reads all that lost in `text`. `drafts` are the entries that won; `legacyPrefix` begins the ids of the nested form. */
export function lostEntries(text: string, root: JsonObject, drafts: readonly Draft[], legacyPrefix: string, reading: Reading): Lost {
  const winners = new Map(drafts.map((draft) => [draft.id, draft]));
  const offsets = new Map<string, number>();
  const found: Draft[] = [];
  const aside: Reading = { ...reading, tree: new Map() };
  const keep = (draft: Draft | undefined, id: string, offset: number) => {
    if (draft === undefined) return;
    contradict(draft, winners.get(id));
    draft.id = `${id}#${found.length + 1}`;
    offsets.set(draft.id, offset);
    found.push(draft);
  };
  const flat = (key: string, value: JsonValue | undefined, offset: number) => keep(packageOfEntry(key, value, key, aside), key, offset);
  const nested = (folder: string, entries: JsonObject, offset: number) => {
    for (const entry of legacyEntries(entries, folder, reading.problems)) keep(legacyPackage(entry, reading.problems), `${legacyPrefix}${entry.id}`, offset);
  };
  const fields = new Map<string, { readonly path: readonly string[]; readonly first: Record<string, JsonValue>; readonly offset: number }>();
  for (const lost of lostProperties(text)) {
    const path = lost.path.map(String);
    const value = JSON.parse(text.slice(lost.valueOffset, lost.valueEnd)) as JsonValue;
    const kind = kindOf(path);
    if (kind === 'entries' && isObject(value)) {
      if (path[0] === 'packages') for (const key in value) flat(key, value[key], lost.keyOffset);
      else nested(folderOf(path.slice(0, -1)), value, lost.keyOffset);
    } else if (kind === 'entry' && path[0] === 'packages') {
      flat(path[1] as string, value, lost.keyOffset);
    } else if (kind === 'entry') {
      nested(folderOf(path.slice(0, -2)), own(path.at(-1) as string, value), lost.keyOffset);
    } else if (kind === 'field') {
      readField(path, value, lost);
    }
  }
  // A reader that keeps the first of each field sees an entry that no single field shows.
  for (const { path, first, offset } of fields.values()) readWith(path, first, offset);
  return { drafts: found, offsets };

  function readField(path: readonly string[], value: JsonValue, { keyOffset }: JsonProperty): void {
    const owner = path.slice(0, -1);
    const field = own(path.at(-1) as string, value);
    const key = JSON.stringify(owner);
    const known = fields.get(key);
    if (known === undefined) fields.set(key, { path: owner, first: field, offset: keyOffset });
    else if (!Object.hasOwn(known.first, path.at(-1) as string)) Object.assign(known.first, field);
    readWith(owner, field, keyOffset);
  }

  function readWith(path: readonly string[], changed: JsonObject, offset: number): void {
    let entry: JsonValue | undefined = root;
    for (const part of path) entry = isObject(entry) ? property(entry, part) : undefined;
    if (!isObject(entry)) return;
    const { dependencies: _inner, ...outer } = entry;
    const merged = { ...(path[0] === 'packages' ? entry : outer), ...changed };
    if (path[0] === 'packages') flat(path[1] as string, merged, offset);
    else nested(folderOf(path.slice(0, -2)), own(path.at(-1) as string, merged), offset);
  }
}

// Defined, not assigned: `__proto__` must become a key.
function own(key: string, value: JsonValue): Record<string, JsonValue> {
  return Object.defineProperty({}, key, { value, enumerable: true, configurable: true, writable: true }) as Record<string, JsonValue>;
}

function kindOf(path: readonly string[]): 'entries' | 'entry' | 'field' | undefined {
  if (path[0] === 'packages') return path.length === 1 ? 'entries' : path.length === 2 ? 'entry' : path.length === 3 ? 'field' : undefined;
  // In `dependencies` the words `dependencies` and the names take turns.
  const odd = path.length % 2 === 1;
  for (let at = 0; at < path.length - (odd ? 1 : 0); at += 2) if (path[at] !== 'dependencies') return undefined;
  return odd ? (path.at(-1) === 'dependencies' ? 'entries' : 'field') : 'entry';
}

/** The folder that the entry at a path of the nested form is; '' for the root. */
export function folderOf(path: readonly (string | number)[]): string {
  return path.filter((_part, at) => at % 2 === 1).map((name) => `node_modules/${name}`).join('/');
}
