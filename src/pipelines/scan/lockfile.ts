// One lockfile: bytes, text, sides of a merge conflict, inventory, judgement.
import { basename, dirname } from 'node:path/posix';
import type { LockfileDescriptor } from '../../lockfiles/contract.ts';
import { LOCKFILES, lockfileReaders } from '../../lockfiles/registry.ts';
import type { Problem } from '../../model/coverage.ts';
import type { Inventory } from '../../model/inventory.ts';
import { TreeError } from '../../model/ports.ts';
import { conflictSides } from '../../text/conflict.ts';
import { decode } from '../../text/decode.ts';
import { addProblems, countPackages, failPlace, openPlace, type PlaceDraft, type ScanState, type TargetPath } from './context.ts';
import { crossCheck } from './cross-check.ts';
import { join } from './facts.ts';
import type { ProjectFolder } from './folders.ts';
import { judgeInventory } from './judge.ts';

export interface ReadLockfile {
  readonly path: TargetPath;
  readonly place: PlaceDraft;
  readonly format: LockfileDescriptor['id'];
  /** Problems that the manifests of the project may answer: see `unlessProvided`. Settled when all of them are read. */
  readonly pending: readonly Problem[];
  /** One, or one for each side of a merge conflict; empty where nothing could be read. */
  readonly inventories: readonly Inventory[];
}

export const LOCKFILE_NAMES: ReadonlySet<string> = new Set(LOCKFILES.flatMap((descriptor) => descriptor.fileNames));

const HEAD = 64 * 1024;

/** `readAs`: the usual name of the file, where a project gave it another one. */
export async function readLockfile(state: ScanState, path: TargetPath, kind: 'lockfile' | 'hidden-lockfile', readAs = basename(path.absolute)): Promise<ReadLockfile> {
  const place = openPlace(state, kind, path.shown);
  const nothing = (format: LockfileDescriptor['id']): ReadLockfile => ({ path, place, format, pending: [], inventories: [] });
  const candidates = lockfileReaders(readAs);
  const [fallback] = candidates;
  if (!fallback) throw new Error(`no reader for ${path.absolute}`);
  const text = fallback.id === 'bun-binary' ? '' : readText(state, place, path);
  if (text === undefined) return nothing(fallback.id);
  const descriptor = candidates.find((candidate) => candidate.recognises?.(text.slice(0, HEAD)) ?? true) ?? fallback;
  place.format = descriptor.id;
  const reader = await descriptor.load();
  const sides = conflictSides(text);
  if (sides) place.notes.push(`has merge-conflict markers; each side was read: ${sides.map((side) => side.label).join(', ')}`);
  const inventories: Inventory[] = [];
  const pending: Problem[] = [];
  for (const side of sides ?? [{ label: '', text }]) {
    const inventory = parse(place, () => reader.parse(side.text, path.shown));
    if (!inventory) continue;
    inventories.push(inventory);
    const format = `${descriptor.id} ${inventory.formatVersion}`.trim();
    place.format = format;
    addProblems(place, inventory.problems.filter((problem) => problem.unlessProvided === undefined));
    for (const problem of inventory.problems) if (problem.unlessProvided !== undefined) pending.push(problem);
    place.notes.push(...inventory.notes.filter((note) => !place.notes.includes(note)));
    countPackages(state, place, inventory.packages);
    const source = { path, kind, format, inventory, text: side.text } as const;
    // npm's reader takes the file from the disk, so it cannot read one side of a conflict.
    const graph = descriptor.id === 'npm' && kind === 'lockfile' && !sides ? npmGraph(state, path) : async () => undefined;
    await judgeInventory(state, place, source, graph);
    if (descriptor.id === 'npm' && kind === 'lockfile' && !sides) await crossCheck(state, place, source);
    keepInventory(state, path, format, inventory);
  }
  if (place.problems.length > 0 && (place.packages ?? 0) === 0) place.status = 'unreadable';
  return { path, place, format: descriptor.id, pending, inventories };
}

/**
 * The lockfiles of a folder that count: if both of npm's are there, the shrinkwrap wins
 * (https://docs.npmjs.com/cli/configuring-npm/npm-shrinkwrap-json).
 */
export function effectiveLockfiles(state: ScanState, folder: Pick<ProjectFolder, 'path' | 'lockfiles'>): readonly string[] {
  if (!folder.lockfiles.includes('npm-shrinkwrap.json') || !folder.lockfiles.includes('package-lock.json')) return folder.lockfiles;
  state.places.push({ path: join(folder.path.shown, 'package-lock.json'), kind: 'lockfile', status: 'skipped', reason: 'npm-shrinkwrap.json beside it wins', problems: [], notes: [] });
  return folder.lockfiles.filter((name) => name !== 'package-lock.json');
}

/** Text of a file of the audited side, or undefined with the place marked. */
export function readText(state: ScanState, place: PlaceDraft, path: TargetPath, limit = state.options.fileBytes, empty: 'unread' | 'holds-nothing' = 'unread'): string | undefined {
  let bytes: Uint8Array;
  try {
    bytes = state.ports.tree.read(path.absolute, limit);
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    failPlace(place, error.code, error.message, error.code === 'too-large' ? 'raise the limit with --max-file-size' : undefined);
    return undefined;
  }
  place.bytes = bytes.length;
  const decoded = decode(bytes);
  if (!decoded.ok && decoded.code === 'empty-file' && empty === 'holds-nothing') {
    place.status = 'skipped';
    place.reason = decoded.message;
    return undefined;
  }
  if (!decoded.ok) {
    failPlace(place, decoded.code, decoded.message);
    return undefined;
  }
  if (decoded.note !== undefined) place.notes.push(decoded.note);
  return decoded.text;
}

// The border around one reader on one input: its fault must not end the run, and must not pass as clean.
function parse(place: PlaceDraft, run: () => Inventory): Inventory | undefined {
  try {
    return run();
  } catch (error) {
    failPlace(place, 'reader-failed', `the reader failed: ${error instanceof Error ? error.message : String(error)}`, 'please report this with the file');
    return undefined;
  }
}

function npmGraph(state: ScanState, path: TargetPath) {
  return async () => {
    try {
      return await state.ports.npm?.lockfile(dirname(path.absolute));
    } catch {
      // npm cannot read it; our own edges explain the finding then. The cross-check is where its failure is told.
      return undefined;
    }
  };
}

export function keepInventory(state: ScanState, path: TargetPath, format: string, inventory: Inventory): void {
  if (state.options.inventory === 'drop') return;
  for (const entry of inventory.packages) {
    const line = inventory.locate(entry.id)?.line;
    state.inventory.push({ path: path.shown, format, ...(line === undefined ? {} : { line }), package: entry });
  }
}
