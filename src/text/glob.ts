// Globs over `/` separated paths: `*`, `?` and `[a-z]` inside one name, `**` over any number of names, `{a,b}`. A leading dot must
// be written. No regular expressions and never more than one star to go back to, since patterns can come from the audited
// side (workspaces): the cost is bounded by the product of the lengths.
import { withoutAtEnd } from './ends.ts';

// Alternatives of one glob; nested braces multiply.
const MAX_ALTERNATIVES = 256;

/**
 * As in ignore files, a glob without `/` matches a name at any level, one with `/` is anchored at the start of the path. A
 * trailing `/` is ignored. Case counts.
 */
export function matchesGlob(glob: string, path: string): boolean {
  const trimmed = withoutAtEnd(glob.replace(/^\.\//, ''), '/');
  if (trimmed === '') return false;
  if (trimmed.includes('/')) return matchesPath(trimmed, path);
  return matchesPath(trimmed, path.slice(path.lastIndexOf('/') + 1));
}

/** The anchored form alone: `packages/*` matches `packages/a` and not `x/packages/a`. */
export function matchesPath(glob: string, path: string): boolean {
  const segments = segmentsOf(path);
  return expand(glob).some((pattern) => matchSegments(segmentsOf(pattern), segments));
}

function segmentsOf(path: string): readonly string[] {
  return path.replaceAll('\\', '/').split('/').filter((part) => part !== '' && part !== '.');
}

/** The alternatives of `{a,b}`; braces that do not close stay as they are, and so does a glob with too many. */
function expand(glob: string): readonly string[] {
  let open = [glob];
  const done: string[] = [];
  while (open.length > 0) {
    const next: string[] = [];
    for (const pattern of open) {
      const brace = firstBrace(pattern);
      if (!brace) done.push(pattern);
      else for (const choice of brace.choices) next.push(pattern.slice(0, brace.start) + choice + pattern.slice(brace.end));
    }
    if (done.length + next.length > MAX_ALTERNATIVES) return [glob];
    open = next;
  }
  return done;
}

interface Brace {
  readonly start: number;
  readonly end: number;
  readonly choices: readonly string[];
}

/** The first innermost pair of braces that holds a comma. */
function firstBrace(pattern: string): Brace | undefined {
  let start = -1;
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] === '{') start = at;
    if (pattern[at] !== '}' || start === -1) continue;
    const inner = pattern.slice(start + 1, at);
    if (inner.includes(',')) return { start, end: at + 1, choices: inner.split(',') };
    start = -1;
  }
  return undefined;
}

/** Two pointers and one place to go back to, for `**` over segments. */
function matchSegments(pattern: readonly string[], segments: readonly string[]): boolean {
  let at = 0;
  let index = 0;
  let star = -1;
  let from = 0;
  while (at < segments.length) {
    const part = pattern[index];
    if (part === '**') {
      star = index;
      from = at;
      index += 1;
    } else if (part !== undefined && matchSegment(part, segments[at] as string)) {
      index += 1;
      at += 1;
    } else if (star !== -1 && !(segments[from] as string).startsWith('.')) {
      from += 1;
      at = from;
      index = star + 1;
    } else return false;
  }
  while (pattern[index] === '**') index += 1;
  return index === pattern.length;
}

/** One segment: `*`, `?` and classes; a leading dot must be written. */
function matchSegment(pattern: string, text: string): boolean {
  if (text.startsWith('.') && !pattern.startsWith('.')) return false;
  let at = 0;
  let index = 0;
  let star = -1;
  let from = 0;
  while (at < text.length) {
    const one = pattern[index] === '*' ? undefined : matchOne(pattern, index, text[at] as string);
    if (pattern[index] === '*') {
      star = index;
      from = at;
      index += 1;
    } else if (one !== undefined) {
      index = one;
      at += 1;
    } else if (star !== -1) {
      from += 1;
      at = from;
      index = star + 1;
    } else return false;
  }
  while (pattern[index] === '*') index += 1;
  return index === pattern.length;
}

/** Position behind the element at `at` where it matches `character`. */
function matchOne(pattern: string, at: number, character: string): number | undefined {
  const element = pattern[at];
  if (element === undefined) return undefined;
  if (element === '?') return at + 1;
  const close = element === '[' ? pattern.indexOf(']', at + 2) : -1;
  if (close === -1) return element === character ? at + 1 : undefined;
  const negated = pattern[at + 1] === '!' || pattern[at + 1] === '^';
  let inside = false;
  for (let index = at + (negated ? 2 : 1); index < close; index += 1) {
    const isRange = pattern[index + 1] === '-' && index + 2 < close;
    const low = pattern[index] as string;
    const high = isRange ? (pattern[index + 2] as string) : low;
    if (character >= low && character <= high) inside = true;
    if (isRange) index += 2;
  }
  return inside === negated ? undefined : close + 1;
}
