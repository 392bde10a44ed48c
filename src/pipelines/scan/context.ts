// What the steps of a scan share: the options, the outside, and what has been gathered so far.
import type { BundleStack } from '../../indicators/stack.ts';
import type { ImageOpener } from '../../io/image/contract.ts';
import type { Place, PlaceKind, PlaceStatus, Problem, ProblemCode } from '../../model/coverage.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import { type Package, isUnverifiable } from '../../model/package.ts';
import type { Clock, FileTree, NpmReader } from '../../model/ports.ts';
import type { FetchedTarball, Home } from '../../model/machine.ts';
import type { AffectedPackage, InventoryEntry, ServerEntry } from '../../model/report.ts';
import type { Config } from '../../trust/config.ts';
import type { Configuration } from '../machine/configuration.ts';
import { countDistinct, type Distinct } from './distinct.ts';
import type { DeepPorts, DeepSession } from '../deep/words.ts';
import type { OnlinePorts } from '../online.ts';
import type { MachineOptions, RanFolder, Recovery, Sighting } from '../machine/words.ts';
import type { PlaceSource } from './facts.ts';
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
  /** Opens container images of the live disk; absent where the tree is not that. */
  readonly images?: ImageOpener;
  readonly progress: (text: string) => void;
  /** Lets signals in: a scan is one long synchronous run otherwise, and Ctrl-C would wait for its end. */
  readonly breathe: () => Promise<void>;
  readonly toolVersion: string;
  /** Takes tarballs out of content caches, unopened; absent without `--recover`. */
  readonly recover?: (tree: FileTree, tarballs: readonly FetchedTarball[]) => Promise<Recovery>;
  /** Reads code; absent without `--deep`. */
  readonly deep?: DeepPorts;
  /** Asks registries; absent without `--online`. */
  readonly online?: OnlinePorts;
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
  /** Lockfiles and trees that were read, for what is asked about them at the end; kept for `--online` alone. */
  readonly inventories: PlaceSource[];
  readonly distinct: Distinct;
  readonly notReadBefore: NotReadBefore;
  /** Configurations of MCP clients, judged at the end, when it is known what caches hold. */
  readonly configurations: Configuration[];
  /** Targets that are homes. */
  readonly homes: Home[];
  readonly servers: ServerEntry[];
  /** Known-bad versions that a machine holds or starts. */
  readonly sightings: Sighting[];
  readonly affected: AffectedPackage[];
  /** Folders of the machine that servers run from, with what is known of them. */
  readonly ranFolders: RanFolder[];
  readonly deepSession: DeepSession;
  readonly problems: Problem[];
  readonly notes: string[];
  readonly excluded: Map<string, number>;
}

export function newState(options: ScanOptions, ports: ScanPorts): ScanState {
  return { options, ports, places: [], findings: [], inventory: [], inventories: [], distinct: countDistinct(), notReadBefore: nothingReadBefore(), configurations: [], homes: [], servers: [], sightings: [], affected: [], ranFolders: [], deepSession: { outcomes: new Map() }, problems: [], notes: [], excluded: new Map(options.exclude.map((glob) => [glob, 0])) };
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
  for (const entry of packages) if (isUnverifiable(entry.source)) unverifiable += 1;
  state.distinct.add(packages);
  place.packages = (place.packages ?? 0) + packages.length;
  place.unverifiable = (place.unverifiable ?? 0) + unverifiable;
}

export function finishedPlace(draft: PlaceDraft): Place {
  return { ...draft, problems: [...draft.problems], notes: [...draft.notes] };
}
