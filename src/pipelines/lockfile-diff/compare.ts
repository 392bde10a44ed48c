// What the lockfiles of two sides differ in, package by package; and which versions are to be fetched for that. Lockfiles are paired by
// path. One that moved, or that another package manager writes now, is compared with those that have no partner; and what any lockfile
// of the earlier side held is no news in another one.
import { compareVersions } from '../../indicators/ranges.ts';
import type { LockedChange } from '../../model/difference.ts';
import type { Work } from '../diff/work.ts';
import { entriesOf, isDirect, isFetchable, labelOf } from './entries.ts';
import { compareIntegrity } from './integrity.ts';
import { movesOf } from './moves.ts';
import { type Comparison, type Entry, type LockSide, type Move, type SideLockfile, type Swap, versionKey } from './words.ts';

type Entries = ReadonlyMap<string, readonly Entry[]>;

/** Compares all lockfiles of two sides. Equal changes of several lockfiles are one. */
export function compareLockSides(before: LockSide, after: LockSide): Comparison {
  const changes = new Map<string, LockedChange>();
  const works = new Map<string, Work>();
  const swaps = new Map<string, Swap>();
  const moves = new Map<string, Move>();
  const anywhere = entriesOf(before.lockfiles);
  const stays = entriesOf(after.lockfiles);
  for (const [was, is] of pairs(before, after)) {
    const [old, now] = [entriesOf(was), entriesOf(is)];
    for (const name of new Set([...old.keys(), ...now.keys()])) {
      const change = compareName(name, { old, now, anywhere, stays });
      if (!change) continue;
      keep(changes, change.change);
      for (const work of change.works) works.set(JSON.stringify([work.name, work.from ?? null, work.to]), work);
      for (const swap of change.swaps) swaps.set(versionKey(swap.name, swap.version), swap);
      for (const move of change.moves) moves.set(versionKey(move.name, `${move.to} ${labelOf(move.after.package)}`), move);
    }
  }
  return { changes: [...changes.values()].toSorted((a, b) => compareText(a.name, b.name)), works: [...works.values()], swaps: [...swaps.values()], moves: [...moves.values()] };
}

function pairs(before: LockSide, after: LockSide): readonly (readonly [readonly SideLockfile[], readonly SideLockfile[]])[] {
  const [first, second] = [before.lockfiles, after.lockfiles];
  // Two files that were named are a pair, whatever they are called.
  if (first.length === 1 && second.length === 1) return [[first, second]];
  const paired = second.filter(({ path }) => first.some((other) => other.path === path)).map((one) => [first.filter(({ path }) => path === one.path), [one]] as const);
  return [...paired, [alone(first, second), alone(second, first)]];
}

interface Found {
  readonly old: Entries;
  readonly now: Entries;
  /** All of the earlier side, and all of the later one. */
  readonly anywhere: Entries;
  readonly stays: Entries;
}

interface NameChange {
  readonly change: LockedChange;
  readonly works: readonly Work[];
  readonly swaps: readonly Swap[];
  readonly moves: readonly Move[];
}

function compareName(name: string, { old, now, anywhere, stays }: Found): NameChange | undefined {
  const [was, is] = [old.get(name) ?? [], now.get(name) ?? []];
  if (is.length === 0) return stays.has(name) ? undefined : { change: changed(name, 'removed', was, is, was), works: [], swaps: [], moves: [] };
  // Only a lockfile that is new to it looks further than its own earlier state.
  const base = was.length > 0 ? was : anywhere.get(name) ?? [];
  const known = new Set(base.map((entry) => labelOf(entry.package)));
  const news = is.filter((entry) => !known.has(labelOf(entry.package)));
  const swapped = is.filter((entry) => isSwapped(entry, base));
  const moves = movesOf(name, base, is);
  if (news.length === 0 && swapped.length === 0 && moves.length === 0) {
    const gone = was.some((entry) => !is.some((other) => labelOf(other.package) === labelOf(entry.package)));
    return gone ? { change: changed(name, 'removed', was, is, is), works: [], swaps: [], moves: [] } : undefined;
  }
  const versions = base.map((entry) => entry.package).filter(isFetchable).map(({ version }) => version);
  const works = [...news, ...swapped].map((entry) => entry.package).filter(isFetchable).map(({ version }): Work => {
    const from = swapped.some((entry) => entry.package.version === version) ? undefined : nearest(versions, version);
    return { name, to: version, ...(from === undefined ? {} : { from }), ...(base.length === 0 ? { added: true as const } : {}) };
  });
  const foreign = news.filter((entry) => !isFetchable(entry.package));
  const change = changed(name, kindOf({ base, foreign, swapped, moves, versions }), base, is, [...news, ...swapped, ...moves.map(({ after }) => after)]);
  const [other] = foreign;
  return { change: other ? { ...change, notCompared: notComparedAs(other) } : change, works, swaps: swapped.flatMap((entry) => swapOf(entry, base)), moves };
}

function kindOf({ base, foreign, swapped, moves, versions }: { readonly base: readonly Entry[]; readonly foreign: readonly Entry[]; readonly swapped: readonly Entry[]; readonly moves: readonly Move[]; readonly versions: readonly string[] }): LockedChange['kind'] {
  if (base.length === 0) return 'added';
  if (foreign.length > 0 || moves.length > 0) return 'source';
  if (swapped.length > 0) return 'integrity';
  return versions.length === 0 ? 'source' : 'updated';
}

// The same version with other bytes: what a registry never does.
function isSwapped({ package: one }: Entry, base: readonly Entry[]): boolean {
  const same = base.filter((entry) => isFetchable(one) && labelOf(entry.package) === labelOf(one));
  return same.length > 0 && same.every((entry) => compareIntegrity(entry.package.integrity, one.integrity) === 'different');
}

function swapOf(after: Entry, base: readonly Entry[]): readonly Swap[] {
  const before = base.find((entry) => labelOf(entry.package) === labelOf(after.package));
  return before && isFetchable(after.package) ? [{ name: after.package.name, version: after.package.version, before, after }] : [];
}

// What an update would have been made from: the highest version that is not above it, else the lowest.
function nearest(versions: readonly string[], version: string): string | undefined {
  const sorted = versions.toSorted(compareVersions);
  return sorted.findLast((other) => compareVersions(other, version) < 0) ?? sorted[0];
}

function notComparedAs({ package: { source, version } }: Entry): string {
  if (source === 'registry' && version === undefined) return 'the lockfile does not tell its version';
  return source === 'url' ? 'it comes from an address that is no registry' : source === 'git' ? 'it comes from a repository, and nothing is cloned' : 'it comes from a file of the disk';
}

function alone(side: readonly SideLockfile[], other: readonly SideLockfile[]): readonly SideLockfile[] {
  return side.filter(({ path }) => !other.some((one) => one.path === path));
}

function changed(name: string, kind: LockedChange['kind'], was: readonly Entry[], is: readonly Entry[], meant: readonly Entry[]): LockedChange {
  return { name, kind, before: labels(was), after: labels(is), direct: meant.some(isDirect), ...(meant.every((entry) => entry.package.dev === true) ? { dev: true as const } : {}) };
}

function labels(entries: readonly Entry[]): readonly string[] {
  return [...new Set(entries.map((entry) => labelOf(entry.package)))].toSorted(compareVersions);
}

function keep(changes: Map<string, LockedChange>, change: LockedChange): void {
  const { dev, direct, ...same } = change;
  const key = JSON.stringify(same);
  const other = changes.get(key);
  changes.set(key, other ? { ...same, direct: direct || other.direct, ...(dev && other.dev ? { dev } : {}) } : change);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
