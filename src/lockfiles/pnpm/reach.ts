// What is reached from where inside one document: which entries serve development alone, which no project needs, and whether
// the last entry was cut off. pnpm prunes: a file it wrote holds no entry that nobody reaches.
import type { Entry, ReadDocument } from './document.ts';
import type { Report } from './importers.ts';

/** Bits of `reachOf`: from dependencies and optional ones; from those for development; through required edges alone. */
export const PROD = 1;
export const DEV = 2;
export const REQUIRED = 4;

/** For each entry from where it is reached, as bits. */
export function reachOf(document: ReadDocument): Uint8Array {
  const { edges, entries } = document;
  const reached = new Uint8Array(entries.length);
  const waiting: number[] = [];
  const visit = (at: number, bits: number): void => {
    const before = reached[at] as number;
    if ((before | bits) === before) return;
    reached[at] = before | bits;
    waiting.push(at);
  };
  for (const project of document.projects) {
    for (const at of project.prod) visit(at, PROD | REQUIRED);
    for (const at of project.dev) visit(at, DEV | REQUIRED);
    for (const at of project.optional) visit(at, PROD);
  }
  // Each entry waits at most once for each bit.
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const bits = reached[at] as number;
    for (let edge = edges.first[at] as number; edge !== -1; edge = edges.next[edge] as number) {
      const target = edges.target[edge] as number;
      visit(target >> 1, target % 2 === 1 ? bits & ~REQUIRED : bits);
    }
  }
  return reached;
}

/** Positions of what the entry at `at` depends on, in the order of the file. */
export function targetsOf(document: ReadDocument, at: number): readonly number[] {
  const { edges } = document;
  const targets = new Set<number>();
  for (let edge = edges.first[at] as number; edge !== -1; edge = edges.next[edge] as number) targets.add((edges.target[edge] as number) >> 1);
  return [...targets].toReversed();
}

/** Reports entries that no project reaches, and a last entry that lacks its end. */
export function checkReach(document: ReadDocument, reach: Uint8Array, report: Report): void {
  const { entries } = document;
  let orphans = 0;
  let first: Entry | undefined;
  for (let at = 0; at < entries.length; at += 1) {
    if (reach[at] !== 0) continue;
    first ??= entries[at];
    orphans += 1;
  }
  if (first) {
    const more = orphans > 1 ? ` and ${orphans - 1} more` : '';
    report('malformed', `no project depends on ${JSON.stringify(first.key.slice(0, 200))}${more}: pnpm leaves no such entry, so parts of the file are missing`, first.offset);
  }
  // Formats 5.3 to 6 end each entry with `dev`, but for one that serves both: without it, the dependencies may be cut off.
  const last = entries.length - 1;
  const entry = entries[last];
  if (!entry || entry.closed || !/^[56]/.test(document.version)) return;
  if (((reach[last] as number) & PROD) !== 0 && ((reach[last] as number) & DEV) !== 0) return;
  report('malformed', `the last entry ${JSON.stringify(entry.key.slice(0, 200))} does not end as others do, as in a truncated file`, entry.offset);
}
