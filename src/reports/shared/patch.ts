// Unified patches as lines with a meaning, and their text made safe to show. They are source code of the audited side, line by line.
// https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html
import type { Difference, FileChange } from '../../model/difference.ts';
import { printable } from '../../text/printable.ts';
import { fileAmount, fileName } from './changes.ts';
import { withoutLiteralSecrets } from './redact.ts';
import { grouped } from './words.ts';

/** `file`: the header lines. `note`: what is said in place of lines. */
export interface PatchLine {
  readonly kind: 'file' | 'hunk' | 'added' | 'removed' | 'same' | 'note';
  /** Without its end; not yet escaped. */
  readonly text: string;
}

/** Lines of all files of a comparison, in order. A file without a patch gets a line that says what became of it. */
export function* patchLines({ files }: Difference): Iterable<PatchLine> {
  for (const file of files) yield* fileLines(file);
}

/** Lines of one file. */
export function* fileLines(file: FileChange): Iterable<PatchLine> {
  const { patch, kind, content, mode, from, path } = file;
  if (patch === undefined || patch === '') {
    yield { kind: 'note', text: `${content === 'binary' ? 'Binary file' : 'File'} ${fileName(file)} ${kind === 'mode' ? 'kept its content' : `was ${kind}`}${detail(file)}` };
    return;
  }
  if (from !== undefined && from !== path) yield { kind: 'note', text: `File ${fileName(file)}` };
  if (mode !== undefined) yield { kind: 'note', text: `File ${path}: mode ${mode.before.toString(8)} -> ${mode.after.toString(8)}` };
  yield* hunkLines(patch);
}

function detail(file: FileChange): string {
  const amount = fileAmount(file);
  return amount === '' ? '' : `: ${amount}`;
}

// A removed line `-- x` looks like a header, so headers are headers before the first hunk alone.
function* hunkLines(patch: string): Iterable<PatchLine> {
  const ends = endsInReturns(patch);
  let inHunk = false;
  let at = 0;
  while (at < patch.length) {
    const found = patch.indexOf('\n', at);
    const end = found === -1 ? patch.length : found;
    const text = patch.slice(at, ends && patch.charCodeAt(end - 1) === 13 ? end - 1 : end);
    at = end + 1;
    inHunk ||= text.startsWith('@@');
    yield { kind: inHunk ? kindOf(text) : 'file', text };
  }
}

// Where every line of a file ends so, it says nothing; where some do, it is shown.
function endsInReturns(patch: string): boolean {
  return patch.includes('\r\n') && !patch.slice(patch.indexOf('\n@@') + 1).split('\n').some((line) => /^[ +-]/.test(line) && !line.endsWith('\r'));
}

function kindOf(text: string): PatchLine['kind'] {
  switch (text.charCodeAt(0)) {
    case 43: return 'added';
    case 45: return 'removed';
    case 64: return 'hunk';
    case 92: return 'note';
    default: return 'same';
  }
}

// Longer ones are one line of a bundle: nobody reads them to the end, and a terminal takes minutes for a megabyte.
const LONGEST = 20_000;
const PLAIN = /^[\t\x20-\x7e]*$/;

/** A line of source that is safe to show: tabs stay, all else that steers a terminal or reorders text is spelled out. No markup is escaped. */
export function visible(text: string, longest = LONGEST): string {
  const left = text.length - longest;
  const cut = left > 0 ? `${text.slice(0, longest)}… ${grouped(left)} more characters` : text;
  const told = withoutLiteralSecrets(cut);
  return PLAIN.test(told) ? told : told.split('\t').map(printable).join('\t');
}
