// Both yarn lockfile languages as entries with fields and blocks: one forward pass over the lines, no YAML library.
// Classic: https://classic.yarnpkg.com/lang/en/docs/yarn-lock/ ("key value"); berry: a subset of YAML ("key: value") as written by
// https://github.com/yarnpkg/berry/blob/master/packages/yarnpkg-parsers/sources/syml.ts . Limits: no flow style, lists, anchors or
// folded text, which no yarn writes; such a line becomes a problem.
import { pairOnLine, readScalar, type YarnDialect } from './yarn-scalars.ts';
import type { YarnProblem } from './yarn-problems.ts';

/** One `name value` line of a block such as `dependencies`. */
export interface YarnPair {
  readonly key: string;
  readonly value: string;
  readonly offset: number;
}

export interface YarnEntry {
  /** Where its header starts, in UTF-16 code units. */
  readonly offset: number;
  /** Its patterns (classic) or descriptors (berry), in the order written. */
  readonly patterns: readonly string[];
  readonly scalars: ReadonlyMap<string, string>;
  readonly blocks: ReadonlyMap<string, readonly YarnPair[]>;
}

interface OpenEntry {
  readonly offset: number;
  readonly patterns: readonly string[];
  readonly scalars: Map<string, string>;
  readonly blocks: Map<string, YarnPair[]>;
}

export interface YarnWords {
  readonly dialect: YarnDialect;
  /** Fields with a value, blocks of name and value, blocks of name and inner block. */
  readonly scalars: ReadonlySet<string>;
  readonly blocks: ReadonlySet<string>;
  readonly nestedBlocks: ReadonlySet<string>;
}

interface State {
  readonly text: string;
  readonly words: YarnWords;
  readonly entries: OpenEntry[];
  readonly problems: YarnProblem[];
  entry: OpenEntry | undefined;
  /** Undefined: no block is open. */
  block: { readonly name: string; readonly pairs: YarnPair[]; readonly names: Set<string>; readonly offset: number; lines: number } | undefined;
  /** A name inside a nested block (`optional: true` stands below it). */
  inner: { readonly offset: number; lines: number } | undefined;
  /** Berry writes keys over 1,024 characters as `? key`, then `:` on the next line. */
  explicitKey: { readonly patterns: readonly string[]; readonly offset: number } | undefined;
}

/** Entries of the text in the order of the file, and one problem for each line that was not understood. */
export function readYarnEntries(text: string, words: YarnWords): { readonly entries: readonly YarnEntry[]; readonly problems: YarnProblem[] } {
  const state: State = { text, words, entries: [], problems: [], entry: undefined, block: undefined, inner: undefined, explicitKey: undefined };
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (start < text.length) {
    const next = text.indexOf('\n', start);
    const lineEnd = next === -1 ? text.length : next;
    const end = text.charCodeAt(lineEnd - 1) === 0x0d && lineEnd > start ? lineEnd - 1 : lineEnd;
    readLine(state, start, end);
    start = lineEnd + 1;
  }
  closeBlock(state);
  if (state.explicitKey) fault(state, state.explicitKey.offset, 'a key without its entry');
  const tail = text.slice(text.lastIndexOf('\n') + 1);
  if (tail !== '' && tail.trim() === '') fault(state, text.length - tail.length, 'the file ends inside a line, as a truncated file does');
  return { entries: state.entries, problems: state.problems };
}

function fault(state: State, offset: number, message: string): void {
  state.problems.push({ code: 'malformed', message, offset });
}

function readLine(state: State, start: number, end: number): void {
  let at = start;
  while (at < end && state.text.charCodeAt(at) === 0x20) at += 1;
  if (at === end || state.text.charCodeAt(at) === 0x23) return;
  const indent = at - start;
  if (indent === 0) return readHeader(state, at, end);
  if (state.explicitKey) return fault(state, at, 'a key without its entry');
  if (!state.entry) return fault(state, at, 'a line that belongs to no entry');
  if (indent === 2) return readField(state, state.entry, at, end);
  if (indent === 4 && state.block) return readPair(state, at, end);
  if (indent === 6 && state.inner) return readInner(state, at, end);
  fault(state, at, 'a line with an indentation that was not expected');
}

function readHeader(state: State, at: number, end: number): void {
  closeBlock(state);
  state.entry = undefined;
  if (state.words.dialect === 'berry') return readBerryHeader(state, at, end);
  const patterns: string[] = [];
  for (let next = at; ;) {
    const scalar = readScalar(state.text, next, end, 'classic');
    if (!scalar) return fault(state, at, 'a line that is not the header of an entry');
    patterns.push(scalar.value);
    next = scalar.next;
    if (state.text.charCodeAt(next) === 0x3a && state.text.slice(next + 1, end).trim() === '') return open(state, at, patterns);
    if (state.text.charCodeAt(next) !== 0x2c || next >= end) return fault(state, at, 'the header of an entry is not complete');
    next += 1;
    while (next < end && state.text.charCodeAt(next) === 0x20) next += 1;
  }
}

function readBerryHeader(state: State, at: number, end: number): void {
  const { text, explicitKey } = state;
  if (explicitKey) {
    state.explicitKey = undefined;
    if (text.slice(at, end).trim() === ':') return open(state, explicitKey.offset, explicitKey.patterns);
    fault(state, explicitKey.offset, 'a key without its entry');
  }
  const explicit = text.charCodeAt(at) === 0x3f && text.charCodeAt(at + 1) === 0x20;
  const scalar = readScalar(text, explicit ? at + 2 : at, end, 'berry');
  const rest = scalar && text.slice(scalar.next, end).trim();
  if (!scalar || rest !== (explicit ? '' : ':')) return fault(state, at, 'a line that is not the header of an entry');
  const patterns = scalar.value.split(',').map((pattern) => pattern.trim());
  if (explicit) state.explicitKey = { patterns, offset: at };
  else open(state, at, patterns);
}

function open(state: State, offset: number, patterns: readonly string[]): void {
  const entry: OpenEntry = { offset, patterns, scalars: new Map(), blocks: new Map() };
  state.entries.push(entry);
  state.entry = entry;
}

function readField(state: State, entry: OpenEntry, at: number, end: number): void {
  closeBlock(state);
  const pair = pairOnLine(state.text, at, end, state.words.dialect);
  if (!pair) return fault(state, at, 'a field that could not be read');
  const { scalars, blocks, nestedBlocks } = state.words;
  if (entry.scalars.has(pair.key) || entry.blocks.has(pair.key)) {
    state.problems.push({ code: 'duplicate-key', message: `the field ${pair.key} stands twice in one entry`, offset: at });
  }
  if (pair.value !== undefined && scalars.has(pair.key)) {
    if (!entry.scalars.has(pair.key)) entry.scalars.set(pair.key, pair.value);
    return;
  }
  const known = blocks.has(pair.key) || nestedBlocks.has(pair.key);
  if (pair.value !== undefined || !known) {
    state.problems.push({ code: 'unknown-entry', message: `the field ${pair.key} is not known, or not of this shape`, offset: at });
    if (pair.value !== undefined) return;
  }
  const pairs = entry.blocks.get(pair.key) ?? [];
  entry.blocks.set(pair.key, pairs);
  state.block = { name: pair.key, pairs, names: new Set(), offset: at, lines: 0 };
}

function readPair(state: State, at: number, end: number): void {
  closeInner(state);
  const block = state.block;
  const pair = pairOnLine(state.text, at, end, state.words.dialect);
  if (!block || !pair) return fault(state, at, 'a line of a block that could not be read');
  block.lines += 1;
  if (block.names.has(pair.key)) state.problems.push({ code: 'duplicate-key', message: `the name ${pair.key} stands twice in one block`, offset: at });
  block.names.add(pair.key);
  if (pair.value !== undefined) {
    block.pairs.push({ key: pair.key, value: pair.value, offset: at });
    return;
  }
  if (!state.words.nestedBlocks.has(block.name)) return fault(state, at, `the name ${pair.key} has no value`);
  state.inner = { offset: at, lines: 0 };
}

function readInner(state: State, at: number, end: number): void {
  const pair = pairOnLine(state.text, at, end, state.words.dialect);
  if (!pair || pair.value === undefined) return fault(state, at, 'a line of a block that could not be read');
  if (state.inner) state.inner.lines += 1;
}

function closeInner(state: State): void {
  if (state.inner?.lines === 0) fault(state, state.inner.offset, 'a block without content, as a truncated file has');
  state.inner = undefined;
}

function closeBlock(state: State): void {
  closeInner(state);
  if (state.block?.lines === 0) fault(state, state.block.offset, 'a block without content, as a truncated file has');
  state.block = undefined;
}
