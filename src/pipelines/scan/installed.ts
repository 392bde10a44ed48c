// One installed tree: read, judge, compare with its lockfile and with the hidden one.
import { basename } from 'node:path/posix';
import { INSTALLS } from '../../installs/registry.ts';
import type { InstalledTree } from '../../installs/contract.ts';
import type { Manifest } from '../../manifests/contract.ts';
import type { Inventory } from '../../model/inventory.ts';
import { type NpmGraph, TreeError } from '../../model/ports.ts';
import { addFindings, addProblems, countPackages, failPlace, openPlace, type PlaceDraft, type ScanState, type TargetPath } from './context.ts';
import { crossCheck } from './cross-check.ts';
import { below } from './discover.ts';
import { join, placeFacts, type PlaceSource } from './facts.ts';
import { type IsDeclared, judgeFacts, judgeInventory } from './judge.ts';
import { keepInventory, readLockfile } from './lockfile.ts';
import type { Scope } from './scopes.ts';

const SKIPPED_SHOWN = 10;

export interface ReadTree {
  readonly place: PlaceDraft;
  readonly whole: boolean;
  /** The folder that holds it. */
  readonly folder: TargetPath;
  /** Absent where it could not be read. */
  readonly inventory?: Inventory;
}

/** Reads the trees that the marks in a folder announce; several marks of one reader are one tree. */
export async function readInstalled(state: ScanState, folder: TargetPath, marks: readonly string[], scope: Scope | undefined, manifests: readonly Manifest[]): Promise<readonly ReadTree[]> {
  const trees: ReadTree[] = [];
  for (const descriptor of INSTALLS) {
    const mark = descriptor.marks.find((name) => marks.includes(name));
    if (mark === undefined) continue;
    const place = openPlace(state, 'installed-tree', join(folder.shown, mark));
    const reader = await descriptor.load();
    const tree = await read(place, () => reader.read(state.ports.tree, folder.absolute));
    if (!tree) {
      trees.push({ place, whole: false, folder });
      continue;
    }
    await judgeTree(state, folder, place, tree, scope, manifests);
    trees.push({ place, whole: tree.whole && place.problems.length === 0, folder, inventory: tree.inventory });
  }
  return trees;
}

async function read(place: PlaceDraft, run: () => InstalledTree | Promise<InstalledTree>): Promise<InstalledTree | undefined> {
  try {
    return await run();
  } catch (error) {
    failPlace(place, 'reader-failed', `the reader failed: ${error instanceof Error ? error.message : String(error)}`, 'please report this');
    return undefined;
  }
}

async function judgeTree(state: ScanState, folder: TargetPath, place: PlaceDraft, tree: InstalledTree, scope: Scope | undefined, manifests: readonly Manifest[]): Promise<void> {
  const { inventory } = tree;
  const format = `${tree.manager} ${inventory.formatVersion}`.trim();
  place.format = format;
  // Folders without a package.json are common in caches of package managers: one matters where its name is listed (judge.ts).
  const problems = inventory.problems.map((problem) => (problem.path === undefined ? problem : { ...problem, path: shownPath(folder, problem.path) }));
  const unnamed = problems.filter((problem) => problem.code === 'unknown-package-version');
  addProblems(place, problems.filter((problem) => problem.code !== 'unknown-package-version'));
  if (unnamed.length > 0) place.notes.push(`${unnamed.length} ${unnamed.length === 1 ? 'folder tells' : 'folders tell'} no version: ${unnamed.slice(0, SKIPPED_SHOWN).map((problem) => problem.path ?? '').join(', ')}`);
  place.notes.push(...inventory.notes);
  if (tree.skipped.length > 0) place.notes.push(`passed over, no packages: ${tree.skipped.slice(0, SKIPPED_SHOWN).map(({ path }) => basename(path)).join(', ')}${tree.skipped.length > SKIPPED_SHOWN ? ', …' : ''}`);
  const packages = state.notReadBefore(realPath(state, folder), inventory.packages);
  if (packages.length < inventory.packages.length) place.notes.push(`${inventory.packages.length - packages.length} of its ${inventory.packages.length} packages were read with another tree of this run, and are counted there`);
  countPackages(state, place, packages);
  const whole: PlaceSource = { path: folder, kind: 'installed-tree', format, inventory };
  const source: PlaceSource = { ...whole, inventory: { ...inventory, packages }, known: inventory.packages };
  const matches = await judgeInventory(state, place, source, npmGraph(state, folder, tree), declaredBy(scope, manifests));
  keepInventory(state, folder, format, source.inventory);
  if (tree.manager === 'npm' || tree.manager === 'node_modules') await crossCheck(state, place, whole);
  if (scope) await compareWithLockfile(state, place, source, scope);
  if (tree.hidden) await judgeHidden(state, folder, place, source, tree.hidden, new Set(matches.map((match) => `${match.name}@${match.version ?? ''}`)));
}

function pair(local: string, name: string): string {
  return JSON.stringify([local, name]);
}

// An override (`rollup: npm:@rollup/wasm-node`) puts one package into the folder of another. A tree alone cannot tell that from a swap.
function declaredBy(scope: Scope | undefined, manifests: readonly Manifest[]): IsDeclared {
  const declared = new Set<string>();
  for (const { requests } of [...manifests, ...scope?.members.map((member) => member.manifest) ?? []]) {
    for (const { replaces, key, name } of requests) declared.add(pair(replaces ?? key, name));
  }
  for (const lockfile of scope?.lockfiles ?? []) {
    for (const inventory of lockfile.inventories) for (const { alias, name } of inventory.packages) if (alias !== undefined) declared.add(pair(alias, name));
  }
  return (entry, { origin, name, version }) => origin === 'folder' && (version === undefined || version === entry.version) && declared.has(pair(name, entry.name));
}

// The readers name places by their path in the tree.
function shownPath(folder: TargetPath, path: string): string {
  return path.startsWith(folder.absolute === '/' ? '/' : `${folder.absolute}/`) ? below(folder, path).shown : path;
}

function realPath(state: ScanState, { absolute }: TargetPath): string {
  try {
    return state.ports.tree.resolve(absolute) ?? absolute;
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    return absolute;
  }
}

function npmGraph(state: ScanState, folder: TargetPath, tree: InstalledTree) {
  return async (): Promise<NpmGraph | undefined> => {
    if (tree.manager !== 'npm' && tree.manager !== 'node_modules') return undefined;
    try {
      return await state.ports.npm?.installed(folder.absolute);
    } catch {
      // Our own edges explain the finding where npm cannot read the tree; --cross-check tells of the failure.
      return undefined;
    }
  };
}

async function compareWithLockfile(state: ScanState, place: PlaceDraft, source: PlaceSource, scope: Scope): Promise<void> {
  const lockfiles = scope.lockfiles.filter((lockfile) => lockfile.inventories.length > 0);
  const [lockfile] = lockfiles;
  // A lockfile that was not read in full knows less than it should: its gaps are told already.
  if (!lockfile || lockfiles.some(({ place: { problems } }) => problems.length > 0)) return;
  const bundledAreLocked = lockfiles.every(({ format }) => format === 'npm');
  const installed = source.inventory.packages.filter((entry) => entry.source === 'registry' && (bundledAreLocked || entry.bundled !== true));
  const unlocked = installed
    .filter((entry) => scope.locked.get(entry.name)?.has(entry.version ?? '') !== true)
    .map((entry) => ({ package: entry, locked: [...scope.locked.get(entry.name) ?? []] }));
  place.notes.push(`compared with ${lockfiles.map(({ path }) => path.shown).join(', ')}: ${unlocked.length === 0 ? 'every installed package is in it' : `${unlocked.length} of ${installed.length} not in it`}`);
  if (unlocked.length === 0) return;
  await judgeFacts(state, place, { kind: 'tree-against-lockfile', place: placeFacts(source), lockfile: lockfile.path.shown, unlocked, installed: installed.length });
}

// The hidden lockfile also names what was removed from the disk by hand: a listed version there is evidence of an install.
async function judgeHidden(state: ScanState, folder: TargetPath, place: PlaceDraft, source: PlaceSource, hidden: NonNullable<InstalledTree['hidden']>, known: ReadonlySet<string>): Promise<void> {
  const path = below(folder, hidden.path.startsWith('/') ? hidden.path : join(folder.absolute, hidden.path));
  const before = state.findings.length;
  await readLockfile(state, path, 'hidden-lockfile');
  const found = state.findings.splice(before);
  addFindings(state, found.filter((finding) => !known.has(`${finding.package?.name ?? ''}@${finding.package?.version ?? ''}`)));
  if (hidden.disagreements.length > 0) await judgeFacts(state, place, { kind: 'tree-against-hidden-lockfile', place: placeFacts(source), lockfile: path.shown, disagreements: hidden.disagreements });
}
