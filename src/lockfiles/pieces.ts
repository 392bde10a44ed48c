// A lockfile's text cut into its entries, so that of ten thousand versions of one file only entries never met before are read.
//
// Why nothing is missed. A cut gives pieces and, for any of the pieces, a text with only those (`keep`). It is given only where
//   (1) text = front + piece + … + piece + back, each piece by itself a whole member of the format's list (`isWhole`), so that
//       taking some away leaves a text of the same form in which the others mean what they meant before: a JSON object is its
//       members, and the entries of yarn.lock and of a YAML block mapping end where the next one begins; and
//   (2) the reader makes an entry's name, version, identities, source and hash out of that entry alone. Read: npm `packageOfEntry`
//       and `legacyPackage`, yarn `classicPackage` and `berryPackage`. (Whether a folder is a workspace member or only a folder
//       stands elsewhere in npm's file; both are unverifiable, and neither is matched by name.)
// So the packages of a text are those of `keep([])` and of each piece, however many are kept at once. A text in any other
// shape is not cut, and is read whole. test/lockfiles/pieces.test.ts compares both ways on mutated and hostile files.
import type { ProblemCode } from '../model/coverage.ts';
import type { LockfileFormat } from './contract.ts';

export interface Pieces {
  /** Entries by the part of the file that they stand in: in another part the same text means something else. */
  readonly parts: readonly { readonly name: string; readonly pieces: readonly string[] }[];
  /** The text with only these pieces of each part. */
  readonly keep: (parts: readonly (readonly string[])[]) => string;
  /** Problems that a reader tells only because the other pieces are not there. */
  readonly artifacts: ReadonlySet<ProblemCode>;
  /** True for a piece that can stand alone. Asked once for each different piece. */
  readonly isWhole: (piece: string) => boolean;
}

/** Cuts a text; undefined where it has not the shape that its package manager writes. */
export function cutLockfile(format: LockfileFormat, text: string): Pieces | undefined {
  switch (format) {
    case 'npm': return cutNpm(text);
    case 'yarn-classic':
    case 'yarn-berry': return cutYarn(text);
    case 'pnpm': return cutPnpm(text);
    case 'bun':
    case 'bun-binary': return undefined;
  }
}

const NPM_ARTIFACTS: ReadonlySet<ProblemCode> = new Set(['dangling-reference', 'missing-dependency']);
// The root workspace, or a field that all other entries have.
const YARN_ARTIFACTS: ReadonlySet<ProblemCode> = new Set(['dangling-reference', 'no-packages', 'malformed']);

const PARTS = ['packages', 'dependencies'] as const;

// As JSON.stringify with an indent writes it: the members of a part begin and end in the second column of the indent. Strings of
// JSON have no raw line break, so the break before each mark stands between tokens; that a piece is a member is seen by parsing it.
function cutNpm(text: string): Pieces | undefined {
  const indent = /^\{\n([ \t]{1,8})"/.exec(text)?.[1];
  if (indent === undefined) return undefined;
  const parts: { readonly name: string; readonly pieces: readonly string[]; readonly start: number; readonly end: number }[] = [];
  const opener = `\n${indent}${indent}"`;
  const closer = `\n${indent}${indent}}`;
  for (const name of PARTS) {
    const head = `\n${indent}"${name}": {`;
    const found = text.indexOf(head);
    if (found === -1 || text.includes(head, found + 1)) continue;
    const start = found + head.length;
    const pieces: string[] = [];
    let at = start;
    if (!text.startsWith(opener, at)) continue;
    for (;;) {
      const end = text.indexOf(closer, at);
      if (end === -1) return undefined;
      pieces.push(text.slice(at, end + closer.length));
      at = end + closer.length;
      if (text.charCodeAt(at) !== COMMA) break;
      at += 1;
      if (!text.startsWith(opener, at)) return undefined;
    }
    parts.push({ name, pieces, start, end: at });
  }
  parts.sort((a, b) => a.start - b.start);
  if (parts.length === 0) return undefined;
  return { parts, keep: (kept) => joined(text, parts, kept.map((pieces) => pieces.join(','))), isWhole: isMember, artifacts: NPM_ARTIFACTS };
}

const COMMA = 0x2c;

function isMember(piece: string): boolean {
  try {
    const value = JSON.parse(`{${piece}}`) as Record<string, unknown>;
    const [only, ...others] = Object.values(value);
    return others.length === 0 && typeof only === 'object' && only !== null && !Array.isArray(only);
  } catch {
    // Two half entries, or none: the text is read whole.
    return false;
  }
}

// A blank line stands between entries. An entry begins in the first column with its patterns and a colon; all its other lines
// are indented. Explicit keys (`? "…"` on one line, `: …` on the next) are the only thing that holds on across such a line.
function cutYarn(text: string): Pieces | undefined {
  if (text.includes('\r') || text.startsWith('? ') || text.includes('\n? ')) return undefined;
  const front = FRONT.exec(text)?.[0] ?? '';
  if (!text.endsWith('\n') || front.length >= text.length - 1) return undefined;
  const pieces = text.slice(front.length, -1).split('\n\n');
  return { parts: [{ name: '', pieces }], keep: ([kept = []]) => `${front}${kept.join('\n\n')}\n`, isWhole: isYarnEntry, artifacts: YARN_ARTIFACTS };
}

// Comments, blank lines, and berry's block on itself.
const FRONT = /^(?:#[^\n]*\n|\n|__metadata:\n(?: {2}[^\n]*\n)*)*/;

function isYarnEntry(piece: string): boolean {
  return /^[^\s#?:][^\n]*:(?:\n {2}[^\n]*)+$/.test(piece);
}

// Entries of a part are indented by two and stand between blank lines, in the last document of the file.
function cutPnpm(text: string): Pieces | undefined {
  if (text.includes('\r') || !text.endsWith('\n')) return undefined;
  const start = text.lastIndexOf('\n---\n') + 1;
  const parts: { readonly name: string; readonly pieces: readonly string[]; readonly start: number; readonly end: number }[] = [];
  for (const name of ['packages', 'snapshots']) {
    const head = `\n${name}:\n\n`;
    const found = text.indexOf(head, start);
    if (found === -1) continue;
    if (text.includes(head, found + 1)) return undefined;
    const pieces: string[] = [];
    let at = found + head.length;
    let end = at;
    while (text.charCodeAt(at) === SPACE) {
      const next = text.indexOf('\n\n', at);
      end = next === -1 ? text.length - 1 : next;
      pieces.push(text.slice(at, end));
      at = end + 2;
    }
    // Behind the last entry a line in the first column must close it, or the text ends.
    if (pieces.length > 0 && end < text.length - 1 && !/[A-Za-z]/.test(text.charAt(at))) return undefined;
    if (pieces.length > 0) parts.push({ name, pieces, start: found + head.length, end });
  }
  // Formats 6 to 8 write their keys in two ways, told by whether there is a part `snapshots`, however that word is spelled.
  const front = joined(text, parts, []);
  if (parts.length === 0 || !areClosed(front.split('\n')) || (!/^lockfileVersion: (?:5\.\d|'(?:5\.\d|9\.0)')$/m.test(front) && /snapshots|\\/.test(front))) return undefined;
  return { parts, keep: (kept) => joined(text, parts, kept.map((pieces) => pieces.join('\n\n'))), isWhole: isPnpmEntry, artifacts: PNPM_ARTIFACTS };
}

const SPACE = 0x20;
// Packages without snapshots, projects without packages.
const PNPM_ARTIFACTS: ReadonlySet<ProblemCode> = new Set(['dangling-reference', 'no-packages', 'malformed']);

function joined(text: string, parts: readonly { readonly start: number; readonly end: number }[], kept: readonly string[]): string {
  let rest = '';
  let from = 0;
  for (const [index, part] of parts.entries()) {
    rest += `${text.slice(from, part.start)}${kept[index] ?? ''}`;
    from = part.end;
  }
  return rest + text.slice(from);
}

// Where no quote and no bracket is left open at the end of a line, and no explicit key (`?`) waits for its value, nothing but the
// indentation says what belongs together: entries can then be taken out. Lines are matched in the forms that pnpm writes.
const QUOTED = String.raw`'(?:[^'\n]|'')*'|"(?:[^"\\\n]|\\[^\n])*"`;
const FLOW = String.raw`(?:[^'"{}[\]\n]|${QUOTED})*`;
const KEY = String.raw`(?:'(?:[^'\n]|'')*'|[^\s'"#&*!|>%@\x60?:,{}[\]<-](?:[^\n'"#:{}[\]]|(?<=\S)#|:(?! |$))*)`;
const VALUE = String.raw`(?:${QUOTED}|\{${FLOW}\}|\[${FLOW}\]|[|>][+-]?\d?|[^\s'"#&*!|>%@\x60?:,{}[\]-][^\n]*)`;
const LINE = new RegExp(String.raw`^( *)(- )?(?:${KEY}:(?: (${VALUE}))?)$`);
const ITEM = new RegExp(String.raw`^ *- (?![|>])${VALUE}$`);

function areClosed(lines: readonly string[]): boolean {
  // Lines of a block scalar (`key: |-`) are indented by more than this; their text is free.
  let block = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const indent = line.length - line.trimStart().length;
    if (indent > block || indent === line.length) continue;
    block = Number.POSITIVE_INFINITY;
    const found = LINE.exec(line);
    if (found) {
      const isBlock = /^[|>]/.test(found[3] ?? '');
      if (isBlock && found[2] !== undefined) return false;
      if (isBlock) block = indent;
    } else if (line !== '---' && !line.startsWith('#') && !ITEM.test(line)) {
      return false;
    }
  }
  return true;
}

// A key in the third column, and all else further in.
function isPnpmEntry(piece: string): boolean {
  const [head = '', ...lines] = piece.split('\n');
  return /^ {2}[^ -]/.test(head) && lines.every((line) => line.startsWith('    ')) && areClosed([head, ...lines]);
}
