// Files with merge-conflict markers (git's documentation, "How conflicts are presented"): each side as a text of its own.
// npm resolves such lockfiles itself, so they live in working trees, and a bad version may stand on either side.

export interface ConflictSide {
  /** What follows the marker, such as `HEAD` or a branch. */
  readonly label: string;
  /** The whole file as this side has it; lines of the others are blank, so that line numbers stay true. */
  readonly text: string;
}

const START = '<<<<<<<';
const BASE = '|||||||';
const MIDDLE = '=======';
const END = '>>>>>>>';

/** The sides of a conflicted file (two, or three with a base), or undefined where the text has no complete conflict. */
export function conflictSides(text: string): readonly ConflictSide[] | undefined {
  if (!text.includes(START) || !text.includes(MIDDLE) || !text.includes(END)) return undefined;
  const lines = text.split('\n');
  const sides: [string[], string[], string[]] = [[], [], []];
  const labels = ['ours', 'base', 'theirs'];
  let inside: -1 | 0 | 1 | 2 = -1;
  let conflicts = 0;
  let base = false;
  for (const line of lines) {
    const marker = markerOf(line);
    if (marker === START && inside === -1) { inside = 0; labels[0] = labelOf(line, 'ours'); }
    else if (marker === BASE && inside === 0) { inside = 1; base = true; labels[1] = labelOf(line, 'base'); }
    else if (marker === MIDDLE && (inside === 0 || inside === 1)) inside = 2;
    else if (marker === END && inside === 2) { inside = -1; conflicts += 1; labels[2] = labelOf(line, 'theirs'); }
    else {
      for (const at of [0, 1, 2] as const) sides[at].push(inside === -1 || inside === at ? line : '');
      continue;
    }
    for (const side of sides) side.push('');
  }
  if (conflicts === 0 || inside !== -1) return undefined;
  const used = base ? [0, 1, 2] as const : [0, 2] as const;
  return used.map((at) => ({ label: labels[at] as string, text: sides[at].join('\n') }));
}

function markerOf(line: string): string | undefined {
  const head = line.slice(0, 7);
  if (head !== START && head !== BASE && head !== MIDDLE && head !== END) return undefined;
  const next = line[7];
  return next === undefined || next === ' ' || next === '\r' ? head : undefined;
}

function labelOf(line: string, fallback: string): string {
  return line.slice(8).trim() || fallback;
}
