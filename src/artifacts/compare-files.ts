// Two copies of a package, file by file: what was added, removed, moved and changed, in lines and as a patch. Work, patches and
// files are bounded; what was cut is said.
import type { FileChange, FileTotals } from '../model/difference.ts';
import { LIMITS } from '../model/limits.ts';
import { codeChange, narrowSpans } from './code/compare-code.ts';
import { changedLinesOf } from './changed-lines.ts';
import { lineSpans } from './changed-spans.ts';
import type { ArtifactListing, ChangedLines, ChangedSpans, CompareFilesOptions, ComparisonLimits, FileComparison } from './contract.ts';
import { type Content, contentOf, decodeSource } from './content.ts';
import { type Block, diffLines } from './line-diff.ts';
import { linesOf, numberLines } from './lines.ts';
import { gatherNotes, type Notes } from './notes.ts';
import { type FilePair, pairFiles, pathOf, sameMode } from './pair-files.ts';
import { patchOf, patchSize, type PatchText } from './patch.ts';
import { newReader, type Reader } from './reader.ts';

const EMPTY = new Uint8Array(0);
/** Steps of the line differ for all files, in those of one. */
const STEPS_OF_ALL = 20;

interface Comparison {
  readonly options: CompareFilesOptions;
  readonly limits: ComparisonLimits;
  readonly reader: Reader;
  readonly notes: Notes;
  /** Where the text of each changed file differs, by the path of its change. */
  readonly changed: Map<string, ChangedText>;
  steps: number;
  patchBytes: number;
}

interface ChangedText {
  readonly pair: FilePair;
  readonly blocks: readonly Block[];
}

/** Compares all files of two copies. Never throws for what they hold. */
export function compareFiles(before: ArtifactListing, after: ArtifactListing, options: CompareFilesOptions): FileComparison {
  const limits = { ...LIMITS, ...options.limits };
  const comparison: Comparison = { options, limits, reader: newReader(), notes: gatherNotes(), changed: new Map(), steps: limits.lineDiffSteps * STEPS_OF_ALL, patchBytes: limits.patchBytes };
  const { pairs, same, notes } = pairFiles(before, after, limits.comparedFiles, comparison.reader);
  const files = pairs.map((pair) => changeOf(comparison, pair));
  const renamed = new Map(files.flatMap(({ path, from }) => (from === undefined ? [] : [[path, from] as const])));
  return {
    files, renamed,
    totals: totalsOf(files, same),
    notes: [...notes, ...comparison.notes.list()],
    problems: comparison.reader.problems,
    changedLines: (path) => linesIn(comparison, path),
    changedSpans: (path) => spansIn(comparison, path),
  };
}

function linesIn({ changed }: Comparison, path: string): ChangedLines | undefined {
  const of = changed.get(path);
  return of === undefined ? undefined : changedLinesOf(of.blocks);
}

function spansIn({ changed, reader, limits }: Comparison, path: string): ChangedSpans | undefined {
  const of = changed.get(path);
  if (of === undefined) return undefined;
  const { before, after } = of.pair;
  const [old, now] = [before === undefined ? EMPTY : reader.read(before), after === undefined ? EMPTY : reader.read(after)];
  if (old === undefined || now === undefined) return undefined;
  const texts = [decodeSource(old), decodeSource(now)] as const;
  return narrowSpans(path, lineSpans(of.blocks, ...texts), ...texts, limits.statementCharacters);
}

function changeOf(comparison: Comparison, pair: FilePair): FileChange {
  const { before, after } = pair;
  const path = pathOf(pair);
  const old = before === undefined ? EMPTY : comparison.reader.read(before);
  const now = after === undefined ? EMPTY : comparison.reader.read(after);
  const moved = before !== undefined && after !== undefined && before.path !== after.path;
  const facts = {
    path,
    ...(moved ? { from: before.path } : {}),
    ...(before === undefined ? {} : { before: old?.length ?? before.size }),
    ...(after === undefined ? {} : { after: now?.length ?? after.size }),
    ...modesOf(pair),
  };
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : moved ? 'renamed' : 'changed';
  // It is there, and nothing else is known of it.
  if (old === undefined || now === undefined) return { ...facts, kind, content: 'binary' };
  const content = commonContent(pair, old, now);
  if (before !== undefined && after !== undefined && Buffer.compare(old, now) === 0) return { ...facts, kind: moved ? kind : 'mode', content, ...(content === 'binary' ? {} : { lines: { added: 0, removed: 0 } }), ...headerPatch(comparison, pair) };
  if (content === 'binary') return { ...facts, kind, content };
  const { text, cut } = compareText(comparison, pair, old, now);
  comparison.changed.set(path, { pair, blocks: text.blocks });
  if (cut) comparison.notes.add('the search for the fewest changed lines was ended, their number is too large', path);
  const { note, ...code } = content === 'code' && before !== undefined && after !== undefined ? codeChange({ path, ...text }, comparison.limits.statementCharacters) : {};
  if (note !== undefined) comparison.notes.add(note, path);
  return { ...facts, kind, content, ...code, lines: countsOf(text.blocks, cut), ...textPatch(comparison, pair, text) };
}

function modesOf({ before, after }: FilePair): Pick<FileChange, 'mode'> {
  if (before?.mode === undefined || after?.mode === undefined || sameMode(before, after)) return {};
  return { mode: { before: before.mode & 0o7777, after: after.mode & 0o7777 } };
}

function commonContent({ before, after }: FilePair, old: Uint8Array, now: Uint8Array): Content {
  const contents = [before === undefined ? undefined : contentOf(before.path, old), after === undefined ? undefined : contentOf(after.path, now)];
  if (contents.includes('binary')) return 'binary';
  return contents[1] ?? contents[0] ?? 'text';
}

function compareText(comparison: Comparison, { before, after }: FilePair, old: Uint8Array, now: Uint8Array): { readonly text: PatchText; readonly cut: boolean } {
  if (before === undefined || after === undefined) {
    const [a, b] = [linesOf(old), linesOf(now)];
    const whole = { before: 0, beforeEnd: a.starts.length - 1, after: 0, afterEnd: b.starts.length - 1 };
    return { text: { before: a, after: b, blocks: old.length + now.length === 0 ? [] : [whole] }, cut: false };
  }
  const pair = numberLines(old, now);
  const { blocks, cut, steps } = diffLines(pair, Math.min(comparison.limits.lineDiffSteps, comparison.steps));
  comparison.steps -= steps;
  return { text: { before: pair.before, after: pair.after, blocks }, cut };
}

function countsOf(blocks: readonly Block[], cut: boolean): NonNullable<FileChange['lines']> {
  let added = 0;
  let removed = 0;
  for (const block of blocks) {
    added += block.afterEnd - block.after;
    removed += block.beforeEnd - block.before;
  }
  return { added, removed, ...(cut ? { cut: true } : {}) };
}

function headerPatch({ options }: Comparison, pair: FilePair): Pick<FileChange, 'patch'> {
  const patch = options.patch ? patchOf(pair) : undefined;
  return patch === undefined ? {} : { patch };
}

function textPatch(comparison: Comparison, pair: FilePair, text: PatchText): Pick<FileChange, 'patch'> {
  if (!comparison.options.patch) return {};
  const size = patchSize(text);
  if (size > comparison.patchBytes) {
    comparison.notes.add(`left out of the patch, which ends at ${comparison.limits.patchBytes} bytes`, pathOf(pair));
    return {};
  }
  const patch = patchOf(pair, text);
  if (patch === undefined) return {};
  comparison.patchBytes -= patch.length;
  return { patch };
}

function totalsOf(files: readonly FileChange[], same: number): FileTotals {
  const count = (kind: FileChange['kind']) => files.filter((file) => file.kind === kind).length;
  return {
    added: count('added'), removed: count('removed'), changed: count('changed'), renamed: count('renamed'), mode: count('mode'),
    formatting: files.filter((file) => file.kind === 'changed' && file.only !== undefined).length,
    same,
    linesAdded: files.reduce((sum, { lines }) => sum + (lines?.added ?? 0), 0),
    linesRemoved: files.reduce((sum, { lines }) => sum + (lines?.removed ?? 0), 0),
  };
}
