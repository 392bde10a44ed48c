// What stood before in the place of something new: in the same file, of the same kind and call, in the same function where there is one,
// else the next by order. Each is the former of one thing only.
import type { Behavior } from '../../model/behavior.ts';
import { callOf } from './identity.ts';
import { maskedPath } from './masks.ts';

/** Of more in one file than these, order tells nothing: a bundle is one file. */
const FEW = 4;

/** A behaviour with the path that its file has on the later side. */
export interface Placed {
  readonly behavior: Behavior;
  readonly path: string;
}

/** What each of `added` took the place of; both in order of place. */
export function formersOf(added: readonly Placed[], removed: readonly Placed[]): ReadonlyMap<Behavior, Behavior> {
  const formers = new Map<Behavior, Behavior>();
  const gone = new Set<Behavior>();
  pairBy(inFunction, added, removed, formers, gone);
  pairBy(inFile, added, fewOf(inFile, removed.filter(({ behavior }) => !gone.has(behavior))), formers, gone);
  pairBy(inMoved, added, fewOf(inMoved, removed.filter(({ behavior }) => !gone.has(behavior))), formers, gone);
  return formers;
}

type KeyOf = (placed: Placed) => string | undefined;

function inFunction({ behavior, path }: Placed): string | undefined {
  return behavior.within === undefined ? undefined : JSON.stringify([path, behavior.kind, callOf(behavior), behavior.within]);
}

// Variables and files that are read side by side have nothing to do with one another.
function inFile({ behavior, path }: Placed): string | undefined {
  return behavior.kind === 'environment' || behavior.kind === 'file' ? undefined : JSON.stringify([path, behavior.kind, callOf(behavior)]);
}

// A file that moved, or that a bundler named anew.
function inMoved(placed: Placed): string | undefined {
  const path = maskedPath(placed.path);
  return inFile({ ...placed, path: path.slice(path.lastIndexOf('/') + 1) });
}

function fewOf(keyOf: KeyOf, removed: readonly Placed[]): readonly Placed[] {
  return [...grouped(keyOf, removed).values()].flatMap((group) => (group.length <= FEW ? group : []));
}

function pairBy(keyOf: KeyOf, added: readonly Placed[], removed: readonly Placed[], formers: Map<Behavior, Behavior>, gone: Set<Behavior>): void {
  const queues = grouped(keyOf, removed.filter(({ behavior }) => !gone.has(behavior)));
  const taken = new Map<string, number>();
  for (const placed of added) {
    const key = formers.has(placed.behavior) ? undefined : keyOf(placed);
    if (key === undefined) continue;
    const at = taken.get(key) ?? 0;
    const former = queues.get(key)?.[at];
    if (former === undefined) continue;
    taken.set(key, at + 1);
    formers.set(placed.behavior, former.behavior);
    gone.add(former.behavior);
  }
}

function grouped(keyOf: KeyOf, all: readonly Placed[]): ReadonlyMap<string, readonly Placed[]> {
  const groups = new Map<string, Placed[]>();
  for (const placed of all) {
    const key = keyOf(placed);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(placed);
    else groups.set(key, [placed]);
  }
  return groups;
}
