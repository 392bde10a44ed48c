// What a changed code file comes to when it is read as code: another format, other names, or the statements that differ.
import { isUtf8 } from 'node:buffer';
import type { FileChange } from '../../model/difference.ts';
import type { ChangedSpans, TextSpan } from '../contract.ts';
import { decodeSource } from '../content.ts';
import type { Block } from '../line-diff.ts';
import type { Lines } from '../lines.ts';
import { type Canonical, canonicalOf } from './canonical.ts';
import { likenessOf } from './likeness.ts';
import { sameCode } from './same-code.ts';
import { sameButNames } from './same-names.ts';
import { statementChanges, statementSpans } from './statements.ts';
import type { Dialect } from './tokens.ts';

/** A changed file as lines, and where they differ. */
export interface ChangedCode {
  readonly path: string;
  readonly before: Lines;
  readonly after: Lines;
  readonly blocks: readonly Block[];
}

export interface CodeChange extends Pick<FileChange, 'only' | 'statements' | 'statementCount'> {
  /** Why it was not read as code, in words. */
  readonly note?: string;
}

/** Bytes of a line that nobody writes by hand. */
const LONG_LINE = 500;
/** Files of fewer lines are read as lines, however many of them changed. */
const FEW_LINES = 20;
/** Share of a file's lines that makes it one that was rewritten. */
const MOST = 0.7;
/** A file that shrank or grew more than this was replaced: its statements would be a list of all. */
const REPLACED = 4;
const UNSURE = 'was not compared as code: its tokens are too many, or cannot be told for sure without a parser';

/** `characters` bounds the texts that are split into tokens. */
export function codeChange(code: ChangedCode, characters: number): CodeChange {
  const dialect = dialectOf(code.path);
  const likeness = dialect === undefined ? 'none' : likenessOf(code.before, code.after, code.blocks);
  const isNoisy = isMinified(code) || isRewritten(code);
  if (dialect === undefined || (likeness === 'none' && !isNoisy)) return {};
  const size = Math.max(code.before.bytes.length, code.after.bytes.length);
  if (size > characters) return isNoisy ? { note: `was not compared as code: it is larger than ${characters} characters` } : {};
  const [before, after] = [readCode(code.before.bytes, dialect), readCode(code.after.bytes, dialect)];
  if (before === undefined || after === undefined) return isNoisy ? { note: UNSURE } : {};
  const only = likeness === 'none' || references(before) !== references(after) ? undefined : sameCode(before, after) ?? (dialect === 'js' && sameButNames(before, after) ? 'names' : undefined);
  if (only !== undefined) return { only };
  if (!isNoisy) return {};
  const { statements, count, cut } = statementChanges(before, after);
  return { statements, statementCount: count, ...(cut ? { note: 'the search for the fewest changed statements was ended, their number is too large' } : {}) };
}

/** Bytes that are not UTF-8 would all become one character, and be equal. */
function readCode(bytes: Uint8Array, dialect: Dialect): Canonical | undefined {
  return isUtf8(bytes) ? canonicalOf(decodeSource(bytes), dialect) : undefined;
}

/** Comments that bring other files in (https://www.typescriptlang.org/docs/handbook/triple-slash-directives.html). */
function references({ tokens }: Canonical): string {
  return (tokens.text.match(/^\/\/\/[ \t]*<[^\n]*/gm) ?? []).join('\n');
}

/** JSX needs a parser: text between its tags may hold anything. */
function dialectOf(path: string): Dialect | undefined {
  if (/\.[jt]sx$/i.test(path)) return undefined;
  return /\.[cm]?ts$/i.test(path) ? 'ts' : 'js';
}

/** Where more than half of what changed stands in long lines. */
function isMinified({ before, after, blocks }: ChangedCode): boolean {
  if (isReplaced(before.bytes.length, after.bytes.length)) return false;
  let long = 0;
  let all = 0;
  const add = ({ starts }: Lines, from: number, to: number) => {
    all += (starts[to] as number) - (starts[from] as number);
    for (let line = from; line < to; line += 1) {
      const length = (starts[line + 1] as number) - (starts[line] as number);
      if (length > LONG_LINE) long += length;
    }
  };
  for (const block of blocks) {
    add(before, block.before, block.beforeEnd);
    add(after, block.after, block.afterEnd);
  }
  return long * 2 > all;
}

function isRewritten({ before, after, blocks }: ChangedCode): boolean {
  const [old, now] = [before.starts.length - 1, after.starts.length - 1];
  if (Math.min(old, now) < FEW_LINES || isReplaced(old, now)) return false;
  return blocks.reduce((sum, block) => sum + block.beforeEnd - block.before + block.afterEnd - block.after, 0) > MOST * (old + now);
}

function isReplaced(before: number, after: number): boolean {
  return Math.max(before, after) > REPLACED * Math.min(before, after);
}

/** Characters of a run of changed lines that is looked into. */
const LONG_SPAN = 2_000;

/** Spans of lines, with the statements that differ in place of long ones. `before` and `after` are the decoded texts. */
export function narrowSpans(path: string, spans: ChangedSpans, before: string, after: string, characters: number): ChangedSpans {
  const dialect = dialectOf(path);
  if (dialect === undefined || Math.max(before.length, after.length) > characters || ![...spans.added, ...spans.removed].some(isLong)) return spans;
  const [old, now] = [canonicalOf(before, dialect), canonicalOf(after, dialect)];
  if (old === undefined || now === undefined) return spans;
  const inner = statementSpans(old, now);
  return { added: narrowed(spans.added, inner.added), removed: narrowed(spans.removed, inner.removed) };
}

function isLong({ from, to }: TextSpan): boolean {
  return to - from > LONG_SPAN;
}

function narrowed(lines: readonly TextSpan[], statements: readonly TextSpan[]): readonly TextSpan[] {
  const spans: TextSpan[] = [];
  let next = 0;
  for (const line of lines) {
    if (!isLong(line)) {
      spans.push(line);
      continue;
    }
    while (next < statements.length && (statements[next] as TextSpan).to <= line.from) next += 1;
    for (let at = next; at < statements.length && (statements[at] as TextSpan).from < line.to; at += 1) {
      const { from, to } = statements[at] as TextSpan;
      spans.push({ from: Math.max(from, line.from), to: Math.min(to, line.to) });
    }
  }
  return spans;
}
