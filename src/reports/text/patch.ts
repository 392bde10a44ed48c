// Unified patches on a terminal, coloured as git colours them. Nothing of the audited side steers the terminal: tabs alone stay.
import { type PatchLine, patchLines, visible } from '../shared/patch.ts';
import { pairWords } from '../shared/changes.ts';
import type { Context } from './context.ts';
import { logSafe, safe } from './layout.ts';
import type { Paint } from './paint.ts';

/** The patch of each comparison; empty unless it was asked for. */
export function* patchSection({ report: { differences = [] }, show, paint }: Context): Iterable<string> {
  if (show.patch !== true) return;
  for (const difference of differences) {
    yield '';
    if (differences.length > 1) yield paint.strong(safe(pairWords(difference)));
    if (difference.files.length === 0) yield 'No file differs.';
    for (const { kind, text } of patchLines(difference)) yield styleOf(paint, kind)(logSafe(visible(text)));
  }
}

function styleOf(paint: Paint, kind: PatchLine['kind']): (text: string) => string {
  switch (kind) {
    case 'file': return paint.strong;
    case 'note': return paint.strong;
    case 'same': return (text) => text;
    default: return paint[kind];
  }
}
