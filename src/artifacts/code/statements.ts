// Statements of two versions that differ, for code whose lines tell nothing: minified, or built anew. A piece ends with a statement, at
// a brace, and at a comma that no other bracket holds.
import type { StatementChange } from '../../model/difference.ts';
import { positionsIn } from '../../text/lines.ts';
import type { ChangedSpans, TextSpan } from '../contract.ts';
import { type Block, diffLines } from '../line-diff.ts';
import { END, LINE, type Canonical } from './canonical.ts';
import { localNames } from './local-names.ts';
import { sameItem, stringAt, textAt } from './same-code.ts';
import { NUMBER, PUNCTUATOR, STRING, TEMPLATE, WORD } from './tokens.ts';

/** Listed of one file. */
const LISTED = 20;
/** Characters of a statement that are shown. */
const SHOWN = 200;
/** Steps of the differ for one file. */
const STEPS = 5_000_000;

/** Pieces of one text: the items behind the last of each. */
interface Pieces {
  readonly code: Canonical;
  readonly ends: Int32Array;
}

/** What differs in statements: at most 20 of `count`, those that were added first. `cut`: the search was ended, the number is too large. */
export interface StatementChanges {
  readonly statements: readonly StatementChange[];
  readonly count: number;
  readonly cut: boolean;
}

/**
 * The statements that only one side has. Where they are many, those that differ in the names of local variables alone are left out,
 * as a minifier chooses all of them anew: good for showing, never for judging.
 */
export function statementChanges(before: Canonical, after: Canonical): StatementChanges {
  const old = piecesOf(before);
  const now = piecesOf(after);
  const exact = comparePieces(old, now, (pieces, at) => keyOf(pieces, at));
  const changes = countable(old, now, exact.blocks) <= LISTED ? exact : fewer(exact, old, now);
  const all = listed(old, now, changes.blocks);
  return { statements: all.length <= LISTED ? all : addedFirst(all), count: all.length, cut: changes.cut };
}

/** As many as are listed, in their order: removed ones only where the added ones leave room. */
function addedFirst(all: readonly StatementChange[]): readonly StatementChange[] {
  const chosen = new Set([...all.filter(({ kind }) => kind === 'added'), ...all.filter(({ kind }) => kind === 'removed')].slice(0, LISTED));
  return all.filter((change) => chosen.has(change));
}

/** Places of statements that differ in anything, names of variables included. */
export function statementSpans(before: Canonical, after: Canonical): ChangedSpans {
  const old = piecesOf(before);
  const now = piecesOf(after);
  const { blocks } = comparePieces(old, now, (pieces, at) => keyOf(pieces, at));
  return {
    added: blocks.flatMap(({ after: from, afterEnd: to }) => spanOf(now, from, to)),
    removed: blocks.flatMap(({ before: from, beforeEnd: to }) => spanOf(old, from, to)),
  };
}

interface Compared {
  readonly blocks: readonly Block[];
  readonly cut: boolean;
}

function fewer(exact: Compared, old: Pieces, now: Pieces): Compared {
  const names = new Set([...localNames(old.code.tokens), ...localNames(now.code.tokens)]);
  const renamed = comparePieces(old, now, (pieces, at) => keyOf(pieces, at, names));
  return countable(old, now, renamed.blocks) < countable(old, now, exact.blocks) ? renamed : exact;
}

function piecesOf(code: Canonical): Pieces {
  const { items, tokens } = code;
  const ends = new Int32Array(items.length + 1);
  const open: boolean[] = [];
  let count = 0;
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at] as number;
    const sign = item >= 0 && tokens.kinds[item] === PUNCTUATOR ? tokens.text.charCodeAt(tokens.starts[item] as number) : 0;
    const isTemplate = item >= 0 && tokens.kinds[item] === TEMPLATE;
    if (sign === 41 || sign === 93 || sign === 125 || (isTemplate && tokens.text.charCodeAt(tokens.starts[item] as number) === 125)) open.pop();
    const inStatements = open.at(-1) ?? true;
    if (sign === 40 || sign === 91 || sign === 123 || (isTemplate && tokens.text.charCodeAt((tokens.ends[item] as number) - 1) === 123)) open.push(sign === 123);
    if (item !== END && sign !== 123 && sign !== 125 && !(sign === 44 && inStatements)) continue;
    ends[count] = at + 1;
    count += 1;
  }
  if ((ends[count - 1] ?? 0) < items.length) {
    ends[count] = items.length;
    count += 1;
  }
  return { code, ends: ends.slice(0, count) };
}

function startOf({ ends }: Pieces, at: number): number {
  return at === 0 ? 0 : ends[at - 1] as number;
}

/** The pieces by number, as lines of two files. Equal ends are not numbered. */
function comparePieces(old: Pieces, now: Pieces, key: (pieces: Pieces, at: number) => string): Compared {
  const most = Math.min(old.ends.length, now.ends.length);
  let head = 0;
  while (head < most && samePiece(old, head, now, head)) head += 1;
  let tail = 0;
  while (tail < most - head && samePiece(old, old.ends.length - 1 - tail, now, now.ends.length - 1 - tail)) tail += 1;
  const known = new Map<string, number>();
  const numbered = (pieces: Pieces) => Int32Array.from({ length: pieces.ends.length - head - tail }, (_, at) => {
    const text = key(pieces, head + at);
    const id = known.get(text) ?? known.size;
    known.set(text, id);
    return id;
  });
  const none = { bytes: new Uint8Array(0), starts: new Uint32Array(0) };
  const before = { ...none, ids: numbered(old) };
  const after = { ...none, ids: numbered(now) };
  return diffLines({ before, after, distinct: known.size, head }, STEPS);
}

function samePiece(old: Pieces, one: number, now: Pieces, other: number): boolean {
  const [from, at] = [startOf(old, one), startOf(now, other)];
  const length = (old.ends[one] as number) - from;
  if ((now.ends[other] as number) - at !== length) return false;
  for (let item = 0; item < length; item += 1) if (!sameItem(old.code.tokens, old.code.items[from + item] as number, now.code.tokens, now.code.items[at + item] as number)) return false;
  return true;
}

/** Text of a piece; with `names`, those of them as numbers in order of their first use. */
function keyOf(pieces: Pieces, at: number, names?: ReadonlySet<string>): string {
  const { items, tokens } = pieces.code;
  const numbers = new Map<string, number>();
  let key = '';
  let last = '';
  for (let place = startOf(pieces, at); place < (pieces.ends[at] as number); place += 1) {
    const item = items[place] as number;
    if (item < 0) continue;
    let text = tokens.kinds[item] === STRING ? `"${stringAt(tokens, item)}"` : textAt(tokens, item);
    if (names?.has(text) === true && tokens.kinds[item] === WORD && last !== '.' && last !== '?.') {
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      text = `\0${number}`;
    }
    key += `${text} `;
    last = text;
  }
  return key;
}

function countable(old: Pieces, now: Pieces, blocks: readonly Block[]): number {
  let count = 0;
  for (const { before, beforeEnd, after, afterEnd } of blocks) {
    for (let at = before; at < beforeEnd; at += 1) if (saysSomething(old, at)) count += 1;
    for (let at = after; at < afterEnd; at += 1) if (saysSomething(now, at)) count += 1;
  }
  return count;
}

/** False for a piece of brackets and signs alone. */
function saysSomething(pieces: Pieces, at: number): boolean {
  const { items, tokens } = pieces.code;
  for (let place = startOf(pieces, at); place < (pieces.ends[at] as number); place += 1) {
    const item = items[place] as number;
    if (item >= 0 && tokens.kinds[item] !== PUNCTUATOR) return true;
  }
  return false;
}

function listed(old: Pieces, now: Pieces, blocks: readonly Block[]): readonly StatementChange[] {
  const places = [positionsIn(old.code.tokens.text), positionsIn(now.code.tokens.text)] as const;
  const changes: StatementChange[] = [];
  for (const { before, beforeEnd, after, afterEnd } of blocks) {
    const inPairs = beforeEnd - before === afterEnd - after;
    for (let at = before; at < beforeEnd; at += 1) if (saysSomething(old, at)) changes.push({ kind: 'removed', ...shown(old, at, places[0], inPairs ? [now, after + at - before] : undefined) });
    for (let at = after; at < afterEnd; at += 1) if (saysSomething(now, at)) changes.push({ kind: 'added', ...shown(now, at, places[1], inPairs ? [old, before + at - after] : undefined) });
  }
  return changes;
}

// A long piece is shown from where it differs from the one in its place.
function shown(pieces: Pieces, at: number, place: ReturnType<typeof positionsIn>, other: readonly [Pieces, number] | undefined): Pick<StatementChange, 'text' | 'line' | 'column'> {
  const span = spanOf(pieces, at, at + 1)[0] ?? { from: 0, to: 0 };
  const { text } = pieces.code.tokens;
  const differs = other !== undefined && span.to - span.from > SHOWN ? firstDifference(pieces, at, other[0], other[1]) : span.from;
  const from = differs - span.from > SHOWN / 4 ? differs : span.from;
  const { line, column } = place(from);
  return { text: cut(text, from, span.to), line, column };
}

function cut(text: string, from: number, to: number): string {
  if (to - from <= SHOWN) return text.slice(from, to);
  const last = text.charCodeAt(from + SHOWN - 2);
  // Never half of a surrogate pair.
  return `${text.slice(from, from + SHOWN - (last >= 0xd800 && last <= 0xdbff ? 2 : 1))}…`;
}

function firstDifference(pieces: Pieces, at: number, other: Pieces, otherAt: number): number {
  const { items, tokens } = pieces.code;
  const [from, start] = [startOf(pieces, at), startOf(other, otherAt)];
  let item = from;
  while (item + 1 < (pieces.ends[at] as number) && sameItem(tokens, items[item] as number, other.code.tokens, other.code.items[start + item - from] ?? LINE)) item += 1;
  // `"x` or `1` alone says little: the token before it as well.
  const token = items[item] as number;
  const before = items[item - 1] ?? LINE;
  const begin = token >= 0 && (tokens.kinds[token] === STRING || tokens.kinds[token] === NUMBER) && before >= 0 && item > from ? before : token;
  return tokens.starts[Math.max(0, begin)] as number;
}

function spanOf(pieces: Pieces, from: number, to: number): readonly TextSpan[] {
  const { items, tokens } = pieces.code;
  const inner = items.subarray(startOf(pieces, from), from < to ? pieces.ends[to - 1] : 0).filter((item) => item >= 0);
  return inner.length === 0 ? [] : [{ from: tokens.starts[inner[0] as number] as number, to: tokens.ends[inner.at(-1) as number] as number }];
}
