// Both yarn lockfile languages as entries with fields and blocks: one forward pass over the lines, no YAML library.
// Classic: https://classic.yarnpkg.com/lang/en/docs/yarn-lock/ ("key value"); berry: a subset of YAML ("key: value") as written by
// https://github.com/yarnpkg/berry/blob/master/packages/yarnpkg-parsers/sources/syml.ts . Limits: no flow style, lists, anchors or
// folded text, which no yarn writes; such a line becomes a problem.
import type { YarnProblem } from './problems.ts';
import { isBlankFrom, readPair, readScalar, type YarnDialect } from './scalars.ts';
import { keyAndValue, type PlainPackage, usualEntry } from './usual.ts';

/** One `name value` line of a block such as `dependencies`. */
export interface YarnPair {
  readonly key: string;
  readonly value: string;
  readonly offset: number;
}

/** A block of an entry, such as `dependencies`. */
export interface YarnBlock {
  readonly name: string;
  readonly pairs: readonly YarnPair[];
}

export interface YarnEntry {
  /** Where its header starts, in UTF-16 code units. */
  readonly offset: number;
  /** Its patterns (classic) or descriptors (berry), in the order written. */
  readonly patterns: readonly string[];
  /** Set where nothing of the entry needs a closer look; it has no `fields` and `blocks` then. */
  readonly plain: PlainPackage | undefined;
  // Lists, not maps: an entry has six fields, and thousands of small maps cost more than the whole reading.
  readonly fields: readonly YarnPair[];
  readonly blocks: readonly YarnBlock[];
}

interface OpenEntry extends YarnEntry {
  readonly fields: YarnPair[];
  readonly blocks: OpenBlock[];
}

/** The value of a field; undefined where the entry has none. Of plain entries: those that say which package it is. */
export function fieldOf({ plain, fields }: YarnEntry, key: string): string | undefined {
  if (plain !== undefined) return plainField(plain, key);
  // By index: where code runs cold, an iterator over five fields takes five times as long, and this runs ten times an entry.
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at];
    if (field?.key === key) return field.value;
  }
  return undefined;
}

function plainField(plain: PlainPackage, key: string): string | undefined {
  if (key === 'resolution') return `${plain.name}@npm:${plain.version}`;
  return key === 'version' || key === 'resolved' || key === 'integrity' ? plain[key] : undefined;
}

/** The lines of a block of an entry of `text`; empty where it has none. */
export function pairsIn(text: string, entry: YarnEntry, name: 'dependencies' | 'optionalDependencies'): readonly YarnPair[] {
  if (entry.plain !== undefined) return plainPairs(text, entry.offset, name, entry.plain[name] ?? '');
  for (let at = 0; at < entry.blocks.length; at += 1) {
    const block = entry.blocks[at];
    if (block?.name === name) return block.pairs;
  }
  return [];
}

function plainPairs(text: string, start: number, name: string, lines: string): readonly YarnPair[] {
  const pairs: YarnPair[] = [];
  let at = text.indexOf('\n', text.indexOf(`\n  ${name}:`, start) + 1) + 1;
  for (const line of lines.split('\n').slice(0, -1)) {
    const [key = '', value = ''] = keyAndValue(line);
    pairs.push({ key, value, offset: at + 4 });
    at += line.length + 1;
  }
  return pairs;
}

export interface YarnWords {
  readonly dialect: YarnDialect;
  /** Fields with a value, blocks of name and value, blocks of name and inner block. */
  readonly scalars: ReadonlySet<string>;
  readonly blocks: ReadonlySet<string>;
  readonly nestedBlocks: ReadonlySet<string>;
}

interface OpenBlock {
  readonly name: string;
  readonly pairs: YarnPair[];
  readonly offset: number;
  lines: number;
  /** Made only for long blocks. */
  names: Set<string> | undefined;
}

interface State {
  readonly words: YarnWords;
  readonly entries: OpenEntry[];
  readonly problems: YarnProblem[];
  entry: OpenEntry | undefined;
  /** Undefined: no block is open. */
  block: OpenBlock | undefined;
  /** A name inside a nested block (`optional: true` stands below it). */
  inner: { readonly offset: number; lines: number } | undefined;
  /** Berry writes keys over 1,024 characters as `? key`, then `:` on the next line. */
  explicitKey: { readonly patterns: readonly string[]; readonly offset: number } | undefined;
}

/** Entries of the text in the order of the file, and one problem for each line that was not understood. */
export function readYarnEntries(text: string, words: YarnWords): { readonly entries: readonly YarnEntry[]; readonly problems: YarnProblem[] } {
  const state: State = { words, entries: [], problems: [], entry: undefined, block: undefined, inner: undefined, explicitKey: undefined };
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (start < text.length) {
    const code = text.charCodeAt(start);
    if (code === NEWLINE) {
      start += 1;
      continue;
    }
    const usual = code === BLANK || code === HASH || state.explicitKey ? undefined : usualEntry(text, start, words.dialect);
    if (usual !== undefined) {
      closeBlock(state);
      state.entry = { offset: start, patterns: usual.patterns, plain: usual.plain, fields: [], blocks: [] };
      state.entries.push(state.entry);
      start = usual.end;
      continue;
    }
    const next = text.indexOf('\n', start);
    const lineEnd = next === -1 ? text.length : next;
    const end = lineEnd > start && text.charCodeAt(lineEnd - 1) === 0x0d ? lineEnd - 1 : lineEnd;
    if (end > start) readLine(state, text.slice(start, end), start);
    start = lineEnd + 1;
  }
  closeBlock(state);
  if (state.explicitKey) fault(state, state.explicitKey.offset, 'a key without its entry');
  const tail = text.slice(text.lastIndexOf('\n') + 1);
  if (tail !== '' && tail.trim() === '') fault(state, text.length - tail.length, 'the file ends inside a line, as a truncated file does');
  return { entries: state.entries, problems: state.problems };
}

const NEWLINE = 0x0a;
const BLANK = 0x20;
const HASH = 0x23;

function fault(state: State, offset: number, message: string): void {
  state.problems.push({ code: 'malformed', message, offset });
}

function readLine(state: State, line: string, start: number): void {
  let indent = 0;
  while (line.charCodeAt(indent) === 0x20) indent += 1;
  if (indent === line.length || line.charCodeAt(indent) === 0x23) return;
  if (indent === 0) return readHeader(state, line, start);
  const offset = start + indent;
  if (state.explicitKey) return fault(state, offset, 'a key without its entry');
  if (!state.entry) return fault(state, offset, 'a line that belongs to no entry');
  if (indent === 2) return readField(state, state.entry, line, offset);
  if (indent === 4 && state.block) return readBlockLine(state, state.block, line, offset);
  if (indent === 6 && state.inner) return readInner(state, state.inner, line, offset);
  fault(state, offset, 'a line with an indentation that was not expected');
}

function readHeader(state: State, line: string, offset: number): void {
  closeBlock(state);
  state.entry = undefined;
  if (state.words.dialect === 'berry') return readBerryHeader(state, line, offset);
  const patterns: string[] = [];
  for (let next = 0; ;) {
    const scalar = readScalar(line, next, 'classic');
    if (!scalar) return fault(state, offset, 'a line that is not the header of an entry');
    patterns.push(scalar.value);
    next = scalar.next;
    if (line.charCodeAt(next) === 0x3a && isBlankFrom(line, next + 1)) return open(state, offset, patterns);
    if (line.charCodeAt(next) !== 0x2c) return fault(state, offset, 'the header of an entry is not complete');
    next += 1;
    while (line.charCodeAt(next) === 0x20) next += 1;
  }
}

function readBerryHeader(state: State, line: string, offset: number): void {
  const { explicitKey } = state;
  if (explicitKey) {
    state.explicitKey = undefined;
    if (line.trimEnd() === ':') return open(state, explicitKey.offset, explicitKey.patterns);
    fault(state, explicitKey.offset, 'a key without its entry');
  }
  const explicit = line.startsWith('? ');
  const scalar = readScalar(line, explicit ? 2 : 0, 'berry');
  const rest = scalar && line.slice(scalar.next).trimEnd();
  if (!scalar || rest !== (explicit ? '' : ':')) return fault(state, offset, 'a line that is not the header of an entry');
  const patterns = scalar.value.includes(',') ? scalar.value.split(',').map((pattern) => pattern.trim()) : [scalar.value];
  if (explicit) state.explicitKey = { patterns, offset };
  else open(state, offset, patterns);
}

function open(state: State, offset: number, patterns: readonly string[]): void {
  const entry: OpenEntry = { offset, patterns, plain: undefined, fields: [], blocks: [] };
  state.entries.push(entry);
  state.entry = entry;
}

function readField(state: State, entry: OpenEntry, line: string, at: number): void {
  closeBlock(state);
  const pair = readPair(line, 2, state.words.dialect);
  if (!pair) return fault(state, at, 'a field that could not be read');
  const { scalars, blocks, nestedBlocks } = state.words;
  if (pair.value !== undefined && scalars.has(pair.key)) return addField(state, entry, pair.key, pair.value, at);
  if (pair.value !== undefined) {
    state.problems.push({ code: 'unknown-entry', message: `the field ${pair.key} is not known, or not of this shape`, offset: at });
    return;
  }
  if (isTaken(entry, pair.key)) sayTwice(state, pair.key, at);
  if (!blocks.has(pair.key) && !nestedBlocks.has(pair.key)) {
    state.problems.push({ code: 'unknown-entry', message: `the block ${pair.key} is not known, or not of this shape`, offset: at });
  }
  state.block = { name: pair.key, pairs: [], offset: at, lines: 0, names: undefined };
  entry.blocks.push(state.block);
}

function addField(state: State, entry: OpenEntry, key: string, value: string, offset: number): void {
  closeBlock(state);
  if (isTaken(entry, key)) sayTwice(state, key, offset);
  entry.fields.push({ key, value, offset });
}

function isTaken(entry: OpenEntry, key: string): boolean {
  if (fieldOf(entry, key) !== undefined) return true;
  for (let at = 0; at < entry.blocks.length; at += 1) if (entry.blocks[at]?.name === key) return true;
  return false;
}

function sayTwice(state: State, key: string, offset: number): void {
  state.problems.push({ code: 'duplicate-key', message: `${key} stands twice in one entry`, offset });
}

function addPair(state: State, block: OpenBlock, key: string, value: string, offset: number): void {
  block.lines += 1;
  if (hasName(block, key)) sayTwice(state, key, offset);
  block.pairs.push({ key, value, offset });
}

function readBlockLine(state: State, block: OpenBlock, line: string, at: number): void {
  closeInner(state);
  const pair = readPair(line, 4, state.words.dialect);
  if (!pair) return fault(state, at, 'a line of a block that could not be read');
  if (pair.value !== undefined) return addPair(state, block, pair.key, pair.value, at);
  block.lines += 1;
  if (state.words.nestedBlocks.has(block.name)) state.inner = { offset: at, lines: 0 };
  else fault(state, at, `the name ${pair.key} has no value`);
}

const SHORT_BLOCK = 32;

function hasName(block: OpenBlock, name: string): boolean {
  if (block.pairs.length < SHORT_BLOCK) {
    for (let at = 0; at < block.pairs.length; at += 1) if (block.pairs[at]?.key === name) return true;
    return false;
  }
  block.names ??= new Set(block.pairs.map((pair) => pair.key));
  const found = block.names.has(name);
  block.names.add(name);
  return found;
}

function readInner(state: State, inner: { lines: number }, line: string, at: number): void {
  const pair = readPair(line, 6, state.words.dialect);
  if (!pair || pair.value === undefined) return fault(state, at, 'a line of a block that could not be read');
  inner.lines += 1;
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
