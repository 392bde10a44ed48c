// Version 2 tells the tree twice: `packages` for npm 7 and later, `dependencies` for older ones, which install from it. A bad
// version hidden in one part alone is as bad as in both, so what the second part says differently becomes a package of its own.
import { isObject, type JsonObject, property } from '../../text/json.ts';
import { type Draft, isExactVersion } from './entry.ts';
import { contradict } from './packages.ts';
import { type LegacyEntry, legacyEntries, legacyPackage } from './v1.ts';
import type { ProblemList } from '../problem-list.ts';

/** Begins the ids of packages that only the second part has. */
export const LEGACY_PREFIX = 'dependencies:';

/** What `dependencies` has and `packages` has not, or has otherwise. */
export function onlyInLegacy(dependencies: JsonObject, packages: JsonObject, drafts: readonly Draft[], problems: ProblemList): readonly Draft[] {
  let byId: ReadonlyMap<string, Draft> | undefined;
  let known: ReadonlySet<string> | undefined;
  // npm 7 files what lies in a workspace below its folder, the old form below the link to it.
  const folders = new Map<string, string>([['', '']]);
  const extra: Draft[] = [];
  for (const entry of legacyEntries(dependencies, '', problems)) {
    const folder = folders.get(entry.folder) ?? entry.folder;
    const key = `${folder === '' ? '' : `${folder}/`}node_modules/${entry.local}`;
    const twin = property(packages, key);
    folders.set(entry.id, isObject(twin) && twin.link === true && typeof twin.resolved === 'string' ? twin.resolved : key);
    if (isObject(twin) && saysTheSame(entry.entry, twin)) continue;
    byId ??= new Map(drafts.map((one) => [one.id, one]));
    known ??= new Set(drafts.map(signature));
    const draft = draftOf(entry, problems);
    const winner = byId.get(key);
    if (agrees(draft, winner) || (winner === undefined && draft.identities === undefined && known.has(signature(draft)))) continue;
    contradict(draft, winner);
    extra.push(draft);
  }
  return extra;
}

// Nearly every entry: the fields that say which package it is are the same texts in both parts, and the key is its name. Whatever
// is wrong with them was said of the other one.
function saysTheSame(entry: JsonObject, twin: JsonObject): boolean {
  return typeof entry.version === 'string' && isExactVersion(entry.version) && entry.version === twin.version && typeof entry.resolved === 'string' && entry.resolved === twin.resolved
    && entry.integrity === twin.integrity && twin.link === undefined && twin.name === undefined;
}

function draftOf(entry: LegacyEntry, problems: ProblemList): Draft {
  const draft = legacyPackage(entry, problems);
  draft.id = `${LEGACY_PREFIX}${entry.id}`;
  return draft;
}

function signature(draft: Draft): string {
  return `${draft.source} ${draft.name} ${draft.version ?? ''}`;
}

function agrees(draft: Draft, winner: Draft | undefined): boolean {
  if (winner === undefined) return false;
  if (winner.source === 'link' || winner.source === 'file' || winner.source === 'git') return draft.source === winner.source || (winner.source === 'link' && draft.source === 'file');
  if (draft.source !== winner.source) return false;
  if (draft.source === 'url') return draft.resolved === winner.resolved && sameIntegrity(draft, winner);
  const same = draft.name === winner.name && draft.version === winner.version && sameIntegrity(draft, winner);
  return same && (draft.identities ?? []).every((identity) => (winner.identities ?? []).some((other) => other.name === identity.name && other.version === identity.version));
}

function sameIntegrity(draft: Draft, winner: Draft): boolean {
  return draft.integrity === undefined || winner.integrity === undefined || draft.integrity === winner.integrity;
}
