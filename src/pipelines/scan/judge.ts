// From an inventory to findings: match it against the bundles, hand the facts to the rules.
import type { PackageMatch } from '../../model/advisory.ts';
import type { Inventory } from '../../model/inventory.ts';
import { isUnverifiable } from '../../model/package.ts';
import type { NpmGraph } from '../../model/ports.ts';
import { judge } from '../../rules/registry.ts';
import { hasUnprintable, printable } from '../../text/printable.ts';
import { addProblems, type PlaceDraft, type ScanState } from './context.ts';
import { placeFacts, type PlaceSource } from './facts.ts';

/** Judges the packages of one place. `graph` is asked for only where there is something to explain. */
export async function judgeInventory(state: ScanState, place: PlaceDraft, source: PlaceSource, graph: () => Promise<NpmGraph | undefined>): Promise<readonly PackageMatch[]> {
  const matches = await state.ports.bundles.matchPackages(source.inventory.packages);
  const disagreeing = source.inventory.packages.filter((entry) => entry.identities !== undefined && !isUnverifiable(entry.source));
  unknownVersions(state, place, source.inventory);
  invalidNames(place, source.inventory);
  if (matches.length === 0 && disagreeing.length === 0) return matches;
  const known = await graph();
  const facts = placeFacts(known ? { ...source, graph: known } : source);
  if (matches.length > 0) state.findings.push(...await judge({ kind: 'matches', place: facts, matches, campaign: state.ports.bundles.campaign }));
  if (disagreeing.length > 0) state.findings.push(...await judge({ kind: 'identities', place: facts, packages: disagreeing }));
  return matches;
}

// An entry without a version cannot be matched by version. That matters only where the name is listed with versions.
function unknownVersions(state: ScanState, place: PlaceDraft, inventory: Inventory): void {
  for (const entry of inventory.packages) {
    if (entry.version !== undefined || entry.source !== 'registry') continue;
    const listed = state.ports.bundles.advisories(entry.name).length > 0;
    if (listed) addProblems(place, [{ code: 'unknown-package-version', message: `the version of ${printable(entry.name)} (${printable(entry.id)}) is not known, and some versions of it are listed` }]);
  }
}

// No registry takes a name with control characters: such an entry is made to deceive a reader or a terminal.
function invalidNames(place: PlaceDraft, inventory: Inventory): void {
  for (const entry of inventory.packages) {
    if (!/[^\x21-\x7e]/.test(entry.name) && !/[^\x21-\x7e]/.test(entry.version ?? '') && entry.name !== '') continue;
    if (entry.name !== '' && !hasUnprintable(entry.name) && !hasUnprintable(entry.version ?? '')) continue;
    addProblems(place, [{ code: 'invalid-name', message: `an entry has a name or version that no registry can hold: ${JSON.stringify(printable(`${entry.name}@${entry.version ?? ''}`))}` }]);
  }
}
