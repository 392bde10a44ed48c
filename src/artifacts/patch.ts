// Unified diffs in git's form (https://git-scm.com/docs/diff-format#generate_patch_text_with_p). The lines of a hunk are put
// together as bytes, which is the costly part of a large patch; package `diff` writes the headers and quotes the names.
import { formatPatch, type StructuredPatch, type StructuredPatchHunk } from 'diff';
import type { ArtifactFile } from './contract.ts';
import type { Block } from './line-diff.ts';
import type { Lines } from './lines.ts';

/** One file of a patch. Paths are absent on the side that has no such file; modes are permission bits. */
export interface PatchFile {
  readonly before?: Pick<ArtifactFile, 'path' | 'mode'>;
  readonly after?: Pick<ArtifactFile, 'path' | 'mode'>;
}

/** Both sides of one file as lines, and where they differ. */
export interface PatchText {
  readonly before: Lines;
  readonly after: Lines;
  readonly blocks: readonly Block[];
}

const CONTEXT = 3;
const NO_NEWLINE = Buffer.from('\n\\ No newline at end of file\n');
const NEWLINE = 10;
const MINUS = 45;
const PLUS = 43;
const SPACE = 32;

/** The patch of one file; undefined where git's form has nothing to say of it. Without a text: its headers alone (moved, another mode). */
export function patchOf(file: PatchFile, text?: PatchText): string | undefined {
  const hunks = text === undefined ? [] : hunksOf(text.blocks).map((blocks) => hunkOf(text, blocks));
  const header = headerOf(file);
  const bare = hunks.length === 0 && !header.isRename && !header.isCreate && !header.isDelete && header.oldMode === undefined;
  return bare ? undefined : formatPatch({ ...header, hunks });
}

/** About how many bytes `patchOf` would make, and never fewer: it decides whether to make it. */
export function patchSize({ before, after, blocks }: PatchText): number {
  let size = 1_000;
  for (const block of blocks) {
    const from = Math.max(0, block.before - CONTEXT);
    const to = Math.min(before.starts.length - 1, block.beforeEnd + CONTEXT);
    size += (before.starts[to] as number) - (before.starts[from] as number) + to - from + 100;
    size += (after.starts[block.afterEnd] as number) - (after.starts[block.after] as number) + block.afterEnd - block.after;
  }
  return size;
}

function headerOf({ before, after }: PatchFile): Omit<StructuredPatch, 'hunks'> {
  const oldFileName = before === undefined ? '/dev/null' : `a/${before.path}`;
  const newFileName = after === undefined ? '/dev/null' : `b/${after.path}`;
  const base = { oldFileName, newFileName, oldHeader: undefined, newHeader: undefined, isGit: true };
  if (before === undefined) return { ...base, isCreate: true, newMode: gitMode(after?.mode) };
  if (after === undefined) return { ...base, isDelete: true, oldMode: gitMode(before.mode) };
  const modes = before.mode === undefined || after.mode === undefined || gitMode(before.mode) === gitMode(after.mode) ? {} : { oldMode: gitMode(before.mode), newMode: gitMode(after.mode) };
  return { ...base, ...modes, ...(before.path === after.path ? {} : { isRename: true }) };
}

/** Git knows two modes of a file. */
function gitMode(mode: number | undefined): string {
  return mode !== undefined && (mode & 0o100) !== 0 ? '100755' : '100644';
}

/** Blocks that share their context are one hunk. */
function hunksOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const hunks: Block[][] = [];
  let last: Block | undefined;
  for (const block of blocks) {
    if (last !== undefined && block.before - last.beforeEnd <= 2 * CONTEXT) hunks.at(-1)?.push(block);
    else hunks.push([block]);
    last = block;
  }
  return hunks;
}

function hunkOf({ before, after }: PatchText, blocks: readonly Block[]): StructuredPatchHunk {
  const first = blocks[0] as Block;
  const last = blocks.at(-1) as Block;
  const lead = Math.min(CONTEXT, first.before);
  const trail = Math.min(CONTEXT, before.starts.length - 1 - last.beforeEnd);
  const from = first.before - lead;
  const to = last.beforeEnd + trail;
  const body = newBody(sizeOf(before, from, to) + blocks.reduce((sum, block) => sum + sizeOf(after, block.after, block.afterEnd), 0) + 2 * NO_NEWLINE.length);
  let at = from;
  for (const block of blocks) {
    write(body, SPACE, before, at, block.before);
    write(body, MINUS, before, block.before, block.beforeEnd);
    write(body, PLUS, after, block.after, block.afterEnd);
    at = block.beforeEnd;
  }
  write(body, SPACE, before, at, to);
  // The lines as one text: they are joined with newlines again.
  return { oldStart: from + 1, oldLines: to - from, newStart: first.after - lead + 1, newLines: last.afterEnd + trail - (first.after - lead), lines: [textOf(body)] };
}

function sizeOf({ starts }: Lines, from: number, to: number): number {
  return (starts[to] as number) - (starts[from] as number) + to - from;
}

interface Body {
  readonly bytes: Buffer;
  length: number;
}

function newBody(size: number): Body {
  return { bytes: Buffer.allocUnsafe(size), length: 0 };
}

function write(body: Body, sign: number, { bytes, starts }: Lines, from: number, to: number): void {
  const out = body.bytes;
  let length = body.length;
  for (let line = from; line < to; line += 1) {
    out[length] = sign;
    length += 1;
    const start = starts[line] as number;
    const end = starts[line + 1] as number;
    // A call for each short line costs more than the bytes.
    if (end - start > 200) out.set(bytes.subarray(start, end), length);
    else for (let at = start; at < end; at += 1) out[length + at - start] = bytes[at] as number;
    length += end - start;
  }
  if (to > from && to === starts.length - 1 && bytes.at(-1) !== NEWLINE) {
    out.set(NO_NEWLINE, length);
    length += NO_NEWLINE.length;
  }
  body.length = length;
}

function textOf({ bytes, length }: Body): string {
  return bytes.toString('utf8', 0, length - 1);
}
