// How much work a regular expression can make of a text at worst. The engine backtracks, so nested repeats, repeated branches,
// backreferences and lookaround are refused; what is left costs a power of the text's length.

/** Characters of a pattern. */
const MAX_PATTERN = 2_000;

/** A bound of the work of a search: `factor * length ** power`. */
export interface Cost {
  /** Parts that repeat without end. */
  readonly power: number;
  /** Product of bounded repeats. */
  readonly factor: number;
}

interface Group { repeats: boolean; branches: boolean }

const costs = new Map<string, Cost | undefined>();

/** The bound of a pattern's work; undefined where none is known: nested repeats, repeated branches, backreferences, lookbehind. */
export function costOf(source: string): Cost | undefined {
  if (costs.has(source)) return costs.get(source);
  const cost = source.length > MAX_PATTERN || /\\[1-9k]|\(\?<?[=!]/.test(source) ? undefined : (ofSequence(source) ?? scan(source));
  if (costs.size > 500) costs.clear();
  costs.set(source, cost);
  return cost;
}

function scan(source: string): Cost | undefined {
  const open: Group[] = [{ repeats: false, branches: false }];
  let power = source.startsWith('^') ? 0 : 1;
  let factor = 1;
  let closed: Group | undefined;
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] as string;
    const group = open.at(-1) as Group;
    if (char === '\\') { at += 1; closed = undefined; continue; }
    if (char === '[') { at = classEnd(source, at); closed = undefined; continue; }
    if (char === '(') { open.push({ repeats: false, branches: false }); closed = undefined; continue; }
    if (char === '|') { group.branches = true; factor += 1; closed = undefined; continue; }
    if (char === ')') {
      closed = open.length > 1 ? open.pop() : undefined;
      const outer = open.at(-1) as Group;
      outer.repeats ||= closed?.repeats === true;
      outer.branches ||= closed?.branches === true;
      continue;
    }
    const repeat = repeatAt(source, at);
    if (repeat === undefined) { closed = undefined; continue; }
    at += repeat.length - 1;
    if (repeat.most !== 1 && (closed?.repeats === true || closed?.branches === true)) return undefined;
    if (repeat.most === Infinity) power += 1;
    else factor *= repeat.most + 1;
    group.repeats = true;
    closed = undefined;
    if (source[at + 1] === '?') at += 1;
  }
  return { power, factor };
}

/** Where a class `[…]` ends. */
function classEnd(source: string, start: number): number {
  let at = start + 1;
  while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
  return at;
}

function repeatAt(source: string, at: number): { readonly most: number; readonly length: number } | undefined {
  const char = source[at];
  if (char === '*' || char === '+') return { most: Infinity, length: 1 };
  if (char === '?') return source[at - 1] === '(' ? undefined : { most: 1, length: 1 };
  if (char !== '{') return undefined;
  const match = /^\{(\d{1,6})(,?)(\d{0,6})\}/.exec(source.slice(at, at + 20));
  if (match === null) return undefined;
  const [whole, least = '', comma, most = ''] = match;
  return { most: comma === '' ? Number(least) : most === '' ? Infinity : Number(most), length: whole.length };
}

interface Atom { readonly set: ReadonlySet<string>; readonly least: number; readonly most: number }

/** Characters that stand for all others when two atoms are compared. */
const SAMPLES: readonly string[] = [...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)), '\u00a0', '\u00e9', '\u4e2d', '\ud83d', '\uffff'];

/** A pattern without groups and branches, as its atoms; undefined for others. */
function atomsOf(source: string): readonly Atom[] | undefined {
  const bare = source.replace(/^\^/, '').replace(/(^|[^\\])\$$/, '$1');
  const atoms: Atom[] = [];
  let at = 0;
  while (at < bare.length) {
    const char = bare[at] as string;
    if ('()|^$*+?{'.includes(char) && !(char === '{' && repeatAt(bare, at) === undefined)) return undefined;
    const end = char === '\\' ? escapeEnd(bare, at) : char === '[' ? classEnd(bare, at) + 1 : at + 1;
    if (end === undefined) return undefined;
    const set = setOf(bare.slice(at, end));
    const repeat = repeatAt(bare, end);
    if (set === undefined) return undefined;
    at = end + (repeat?.length ?? 0);
    if (repeat !== undefined && bare[at] === '?') at += 1;
    atoms.push({ set, least: repeat === undefined || bare[end] === '+' ? 1 : 0, most: repeat?.most ?? 1 });
  }
  return atoms;
}

/** Escapes of one character or a class; not those that match a place. */
function escapeEnd(source: string, at: number): number | undefined {
  return /[bBkpPuxc0]/.test(source[at + 1] ?? 'b') ? undefined : at + 2;
}

function setOf(atom: string): ReadonlySet<string> | undefined {
  try {
    const one = new RegExp(`^(?:${atom === '{' ? '\\{' : atom})$`, 'is');
    return new Set(SAMPLES.filter((char) => one.test(char)));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A repeat that cannot end in two places: nothing that may follow it starts with a character of its own. */
function endsInOnePlace(atoms: readonly Atom[], index: number): boolean {
  const own = (atoms[index] as Atom).set;
  for (const next of atoms.slice(index + 1)) {
    if ([...next.set].some((char) => own.has(char))) return false;
    if (next.least > 0) return true;
  }
  return true;
}

/** A sharper bound for plain sequences: only repeats that can end in several places multiply. */
function ofSequence(source: string): Cost | undefined {
  const atoms = atomsOf(source);
  if (atoms === undefined) return undefined;
  const repeats = atoms.flatMap((atom, index) => (atom.most === 1 ? [] : [{ atom, once: endsInOnePlace(atoms, index) }]));
  const several = repeats.filter(({ once }) => !once);
  const power = (source.startsWith('^') ? 0 : 1) + several.filter(({ atom }) => atom.most === Infinity).length + (repeats.some(({ once }) => once) ? 1 : 0);
  const factor = several.reduce((product, { atom }) => (atom.most === Infinity ? product : product * (atom.most + 1)), 1 + atoms.length);
  return { power, factor };
}
