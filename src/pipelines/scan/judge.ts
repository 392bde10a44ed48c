// From an inventory to findings: match it against the bundles, hand the facts to the rules.
import type { PackageMatch } from '../../model/advisory.ts';
import { CONFIDENCES } from '../../model/finding.ts';
import type { Inventory } from '../../model/inventory.ts';
import { type Identity, isUnverifiable, type Package } from '../../model/package.ts';
import type { NpmGraph } from '../../model/ports.ts';
import { LIMITS } from '../../model/limits.ts';
import type { Facts, FactsOf, PlaceFacts } from '../../rules/contract.ts';
import { ruleOf } from '../../rules/matches.ts';
import { judge } from '../../rules/registry.ts';
import { hasUnprintable, printable } from '../../text/printable.ts';
import { addFindings, addProblems, type PlaceDraft, type ScanState } from './context.ts';
import { join, placeFacts, type PlaceSource } from './facts.ts';

/** True where a manifest or lockfile declares that a package has this other name too: it is an alias then, and no finding. All names are matched all the same. */
export type IsDeclared = (entry: Package, identity: Identity) => boolean;

/** Judges the packages of one place. `graph` is asked for only where there is something to explain. */
export async function judgeInventory(state: ScanState, place: PlaceDraft, source: PlaceSource, graph: () => Promise<NpmGraph | undefined>, isDeclared: IsDeclared = () => false): Promise<readonly PackageMatch[]> {
  if (state.ports.online) state.inventories.push(source);
  const matches = await state.ports.bundles.matchPackages(source.inventory.packages);
  const disagreeing = source.inventory.packages.filter((entry) => !isUnverifiable(entry.source) && entry.identities?.some((identity) => !isDeclared(entry, identity)));
  unknownVersions(state, place, source.inventory);
  invalidNames(place, source.inventory);
  if (matches.length === 0 && disagreeing.length === 0) return matches;
  const known = await graph();
  const facts = seenOnMachine(state, source, placeFacts(known ? { ...source, graph: known } : source));
  noteSightings(state, source, matches, facts);
  if (matches.length > 0) await judgeFacts(state, place, { kind: 'matches', place: facts, matches: cut(place, strongestFirst(matches), 'listed entries'), campaign: state.ports.bundles.campaign });
  if (disagreeing.length > 0) await judgeFacts(state, place, { kind: 'identities', place: facts, packages: cut(place, disagreeing, 'entries with several names') });
  return matches;
}

// What lies in a cache or a global prefix was put there by somebody's start: who that was, and when the folder was made.
function seenOnMachine(state: ScanState, { path }: PlaceSource, facts: PlaceFacts): PlaceFacts {
  const ran = ranFolderOf(state, path.absolute);
  if (!ran) return facts;
  const since: NonNullable<PlaceFacts['since']> = (id) => {
    const times = state.ports.tree.times?.(facts.kind === 'installed-tree' ? join(path.absolute, id) : path.absolute);
    const time = times?.created ?? times?.modified;
    return time && { time: time.toISOString(), from: times?.created ? 'the folder was made' : 'the folder was last changed' };
  };
  return { ...facts, usedBy: ran.usedBy, since };
}

function noteSightings(state: ScanState, { path }: PlaceSource, matches: readonly PackageMatch[], facts: PlaceFacts): void {
  const ran = ranFolderOf(state, path.absolute);
  if (!ran || facts.kind !== 'installed-tree') return;
  for (const match of matches) {
    if (match.version === undefined || !isKnownBad(match)) continue;
    const since = facts.since?.(match.packageId)?.time;
    state.sightings.push({ match, version: match.version, ran: { version: match.version, route: ran.route, path: facts.locate(match.packageId).path, ...(since === undefined ? {} : { since }) } });
  }
}

/** True where a bundle says with confidence that the version does harm. */
export function isKnownBad(match: PackageMatch): boolean {
  const rule = ruleOf(match);
  return rule === 'known-malicious-version' || rule === 'known-malicious-tarball';
}

function ranFolderOf(state: ScanState, absolute: string) {
  return state.ranFolders.find(({ folder }) => absolute === folder || absolute.startsWith(`${folder}/`));
}

/** Hands facts to the rules. A rule that fails on them must not end the run, and must not pass as clean. */
export async function judgeFacts<K extends Facts['kind']>(state: ScanState, place: PlaceDraft, facts: FactsOf<K>): Promise<void> {
  try {
    addFindings(state, await judge(facts));
  } catch (error) {
    addProblems(place, [{ code: 'reader-failed', message: `a rule failed: ${error instanceof Error ? error.message : String(error)}`, hint: 'please report this with the file' }]);
  }
}

// What is cut off must not be the one statement that counts among thousands of hints.
function strongestFirst(matches: readonly PackageMatch[]): readonly PackageMatch[] {
  if (matches.length <= LIMITS.findingsOfPlace) return matches;
  return matches.toSorted((a, b) => CONFIDENCES.indexOf(a.advisory.confidence) - CONFIDENCES.indexOf(b.advisory.confidence));
}

// A file made of nothing else would give a report that nobody can open.
function cut<T>(place: PlaceDraft, items: readonly T[], what: string): readonly T[] {
  if (items.length <= LIMITS.findingsOfPlace) return items;
  addProblems(place, [{ code: 'too-many', message: `${items.length} ${what}: only ${LIMITS.findingsOfPlace} are told` }]);
  return items.slice(0, LIMITS.findingsOfPlace);
}

// An entry without a version cannot be matched by version. That matters only where the name is listed with versions.
function unknownVersions(state: ScanState, place: PlaceDraft, inventory: Inventory): void {
  for (const entry of inventory.packages) {
    if (entry.version !== undefined || entry.source !== 'registry') continue;
    const listed = state.ports.bundles.advisories(entry.name).length > 0;
    if (listed) addProblems(place, [{ code: 'unknown-package-version', message: `the version of ${printable(entry.name)} (${printable(entry.id)}) is not known, and some versions of it are listed` }]);
  }
}

// What a URL holds without escapes, with a scope or not: https://github.com/npm/validate-npm-package-name
const REGISTRY_NAME = /^(?:@[\w.~!*'()-]+\/)?[\w.~!*'()-]+$/;

// A name that no registry can hold is made to deceive: a reader of the file, a terminal, or whoever compares names (a Cyrillic
// letter, a blank at the end, `%70`). What is no registry's only has to be printable.
function invalidNames(place: PlaceDraft, inventory: Inventory): void {
  for (const { name, version = '', source } of inventory.packages) {
    if (REGISTRY_NAME.test(name) && !/[^\x21-\x7e]/.test(version)) continue;
    if (isUnverifiable(source) && name !== '' && !hasUnprintable(name) && !hasUnprintable(version)) continue;
    if (!isUnverifiable(source) && REGISTRY_NAME.test(name) && !hasUnprintable(version)) continue;
    addProblems(place, [{ code: 'invalid-name', message: `an entry has a name or version that no registry can hold: ${JSON.stringify(printable(`${name}@${version}`))}` }]);
  }
}
