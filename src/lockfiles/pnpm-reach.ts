// What is reached from where inside one document: which entries serve development alone, which no project needs, and whether
// the last entry was cut off. pnpm prunes: a file it wrote holds no entry that nobody reaches.
import type { Entry, ReadDocument } from './pnpm-document.ts';
import type { Report } from './pnpm-importers.ts';

export interface Reach {
  /** 1 where an entry is reached: from dependencies and optional ones; from those for development; through required edges alone. */
  readonly prod: Uint8Array;
  readonly dev: Uint8Array;
  readonly required: Uint8Array;
}

function walk(entries: readonly Entry[], roots: readonly number[], edges: 'all' | 'required'): Uint8Array {
  const reached = new Uint8Array(entries.length);
  const waiting: number[] = [];
  const visit = (at: number): void => {
    if (reached[at] === 1) return;
    reached[at] = 1;
    waiting.push(at);
  };
  for (const root of roots) visit(root);
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const entry = entries[at] as Entry;
    for (const target of entry.targets) visit(target);
    if (edges === 'all') for (const target of entry.optionalTargets) visit(target);
  }
  return reached;
}

export function reachOf(document: ReadDocument): Reach {
  const prod = document.projects.flatMap((project) => project.prod);
  const dev = document.projects.flatMap((project) => project.dev);
  const optional = document.projects.flatMap((project) => project.optional);
  return {
    prod: walk(document.entries, [...prod, ...optional], 'all'),
    dev: walk(document.entries, dev, 'all'),
    required: walk(document.entries, [...prod, ...dev], 'required'),
  };
}

/** Reports entries that no project reaches, and a last entry that lacks its end. */
export function checkReach(document: ReadDocument, reach: Reach, report: Report): void {
  const { entries } = document;
  let orphans = 0;
  let first: Entry | undefined;
  for (let at = 0; at < entries.length; at += 1) {
    if (reach.prod[at] === 1 || reach.dev[at] === 1) continue;
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
  if (reach.prod[last] === 1 && reach.dev[last] === 1) return;
  report('malformed', `the last entry ${JSON.stringify(entry.key.slice(0, 200))} does not end as others do, as in a truncated file`, entry.offset);
}
