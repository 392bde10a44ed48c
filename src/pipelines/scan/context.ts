// What the steps of a scan share: the options, the outside, and what has been gathered so far.
import type { BundleStack } from '../../indicators/stack.ts';
import type { PackageMatch } from '../../model/advisory.ts';
import type { Place, PlaceKind, PlaceStatus, Problem, ProblemCode } from '../../model/coverage.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import { type Package, isUnverifiable } from '../../model/package.ts';
import type { Clock, FileTree, NpmReader } from '../../model/ports.ts';
import type { FetchedTarball, Home } from '../../model/machine.ts';
import type { AffectedPackage, InventoryEntry, RanVersion, ServerEntry } from '../../model/report.ts';
import type { PlaceFacts } from '../../rules/contract.ts';
import type { Config } from '../../trust/config.ts';
import type { Configuration } from './configuration.ts';
import { nothingReadBefore, type NotReadBefore } from './read-before.ts';

/** A path in its three forms. */
export interface TargetPath {
  /** Absolute inside the tree, `/` separated. */
  readonly absolute: string;
  /** As the user named the target, and below. */
  readonly shown: string;
  /** Below the target: the same wherever the target lies. */
  readonly stable: string;
}

export interface ScanOptions {
  readonly targets: readonly TargetPath[];
  readonly failOn: Severity;
  /** Codes that `--allow-empty` and its like take out of the verdict. */
  readonly allowEmpty: 'allow' | 'refuse';
  readonly maxBundleAgeDays?: number;
  /** Bytes of one lockfile or manifest. */
  readonly fileBytes: number;
  readonly exclude: readonly string[];
  readonly crossCheck: 'on' | 'off';
  readonly inventory: 'keep' | 'drop';
  readonly config?: Config;
  /** The machine beside the targets; absent without `--system` and `--root`. */
  readonly machine?: MachineOptions;
}

/** What a run with `--system` or `--root` looks at beside its paths. */
export interface MachineOptions {
  readonly homes: 'current' | 'all';
  /** The user who runs the command, on the live machine; absent for an image. */
  readonly current?: Home;
  /** Put before each path that is shown: the folder given with `--root`; '' for the live machine. */
  readonly shownRoot: string;
}

export interface ScanPorts {
  readonly tree: FileTree;
  readonly clock: Clock;
  readonly bundles: BundleStack;
  /** Why a bundle could not be opened; each makes the run incomplete. */
  readonly bundleProblems: readonly Problem[];
  /** Said in coverage, such as a compiled bundle that could not be kept. */
  readonly bundleNotes: readonly string[];
  /** npm's own reader; absent where the tree is not the live disk. */
  readonly npm?: NpmReader;
  readonly progress: (text: string) => void;
  /** Lets signals in: a scan is one long synchronous run otherwise, and Ctrl-C would wait for its end. */
  readonly breathe: () => Promise<void>;
  readonly toolVersion: string;
  /** Takes tarballs out of content caches, unopened; absent without `--recover`. */
  readonly recover?: (tree: FileTree, tarballs: readonly FetchedTarball[]) => Promise<Recovery>;
}

/** What `--recover` wrote. */
export interface Recovery {
  readonly files: readonly { readonly tarball: FetchedTarball; readonly path: string }[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** A place while it is being read. */
export interface PlaceDraft {
  readonly path: string;
  readonly kind: PlaceKind;
  status: PlaceStatus;
  format?: string;
  packages?: number;
  unverifiable?: number;
  bytes?: number;
  reason?: string;
  readonly problems: Problem[];
  readonly notes: string[];
}

export interface ScanState {
  readonly options: ScanOptions;
  readonly ports: ScanPorts;
  readonly places: PlaceDraft[];
  readonly findings: Finding[];
  readonly inventory: InventoryEntry[];
  readonly distinct: Distinct;
  readonly notReadBefore: NotReadBefore;
  /** Configurations of MCP clients, judged at the end, when it is known what caches hold. */
  readonly configurations: Configuration[];
  readonly servers: ServerEntry[];
  /** Known-bad versions that a machine holds or starts. */
  readonly sightings: Sighting[];
  readonly affected: AffectedPackage[];
  /** Folders of the machine that servers run from, with what is known of them. */
  readonly ranFolders: RanFolder[];
  readonly problems: Problem[];
  readonly notes: string[];
  readonly excluded: Map<string, number>;
}

/** One place of the machine where a known-bad version was seen. */
export interface Sighting {
  readonly match: PackageMatch;
  readonly version: string;
  /** Absent for an entry that only names the version. */
  readonly ran?: RanVersion;
  readonly tarball?: FetchedTarball;
}

/** A cache folder or global prefix. */
export interface RanFolder {
  /** Absolute inside the tree. */
  readonly folder: string;
  /** Kind of place, as `npx cache`. */
  readonly route: string;
  readonly usedBy: NonNullable<PlaceFacts['usedBy']>;
}

/** Counts different names with versions. */
export interface Distinct {
  readonly size: number;
  readonly add: (name: string, version: string) => void;
}

// Counted by 52 bits of hash: a Set of names, which are pieces of the text they were read from, would keep every lockfile of the
// run in memory. Two names of a million meet by chance once in ten thousand runs, and this is a figure of coverage alone.
function countDistinct(): Distinct {
  const seen = new Set<number>();
  return {
    get size() { return seen.size; },
    add: (name, version) => { seen.add(hash52(name, version)); },
  };
}

function hash52(name: string, version: string): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let at = 0; at < name.length; at += 1) {
    low = Math.imul(low ^ name.charCodeAt(at), 0x01000193);
    high = Math.imul(high ^ name.charCodeAt(at), 0x5bd1e995);
  }
  // No name holds this character, so no name runs on into its version.
  low = Math.imul(low ^ 0xffff, 0x01000193);
  high = Math.imul(high ^ 0xffff, 0x5bd1e995);
  for (let at = 0; at < version.length; at += 1) {
    low = Math.imul(low ^ version.charCodeAt(at), 0x01000193);
    high = Math.imul(high ^ version.charCodeAt(at), 0x5bd1e995);
  }
  // The upper bits of a product are the well-mixed ones.
  return (low >>> 0) * 0x100000 + (high >>> 12);
}

export function newState(options: ScanOptions, ports: ScanPorts): ScanState {
  return { options, ports, places: [], findings: [], inventory: [], distinct: countDistinct(), notReadBefore: nothingReadBefore(), configurations: [], servers: [], sightings: [], affected: [], ranFolders: [], problems: [], notes: [], excluded: new Map(options.exclude.map((glob) => [glob, 0])) };
}

export function openPlace(state: ScanState, kind: PlaceKind, path: string): PlaceDraft {
  const place: PlaceDraft = { path, kind, status: 'read', problems: [], notes: [] };
  state.places.push(place);
  state.ports.progress(`${state.places.length} places, ${state.distinct.size} packages`);
  return place;
}

/** Adds problems with the place's path filled in; a place with problems is read in part at best. */
export function addProblems(place: PlaceDraft, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  for (const problem of problems) place.problems.push(problem.path === undefined ? { ...problem, path: place.path } : problem);
  if (place.status === 'read') place.status = 'partial';
}

/** Adds findings one by one: a call with hundreds of thousands of arguments ends in a RangeError. */
export function addFindings(state: ScanState, findings: readonly Finding[]): void {
  for (const finding of findings) state.findings.push(finding);
}

export function failPlace(place: PlaceDraft, code: ProblemCode, message: string, hint?: string): void {
  place.problems.push({ code, message, path: place.path, ...(hint === undefined ? {} : { hint }) });
  place.status = 'unreadable';
}

/** Counts the packages of a place, and looks for names that no registry can hold. */
export function countPackages(state: ScanState, place: PlaceDraft, packages: readonly Package[]): void {
  let unverifiable = 0;
  for (const entry of packages) {
    if (isUnverifiable(entry.source)) unverifiable += 1;
    state.distinct.add(entry.name, entry.version ?? '');
  }
  place.packages = (place.packages ?? 0) + packages.length;
  place.unverifiable = (place.unverifiable ?? 0) + unverifiable;
}

export function finishedPlace(draft: PlaceDraft): Place {
  return { ...draft, problems: [...draft.problems], notes: [...draft.notes] };
}
