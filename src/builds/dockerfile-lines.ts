// The lines of a Dockerfile as instructions: continuations, comments inside them, heredocs, the parser directive `escape`
// (https://docs.docker.com/reference/dockerfile/#format).
import type { Collector } from './commands.ts';

export interface Heredoc {
  readonly name: string;
  /** With the line ends. */
  readonly content: string;
}

export interface Instruction {
  /** Upper case. */
  readonly name: string;
  /** What follows the name, lines joined as the builder does: the escape and the line end fall away. */
  readonly rest: string;
  readonly heredocs: readonly Heredoc[];
  readonly offset: number;
}

interface Line { readonly text: string; readonly offset: number }

/** Instructions that may hold heredocs. */
const WITH_HEREDOC: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD']);
const HEREDOC = /(?:^|[\s\d(;&|])<<(-?)(["']?)([A-Za-z_]\w*)\2(?=$|[\s;&|)>])/g;
/** Heredocs of one instruction. */
const HEREDOCS = 100;

/** Instructions in the order of the file. */
export function instructionsOf(text: string, collect: Collector): readonly Instruction[] {
  const lines = linesOf(text);
  const escape = escapeOf(lines);
  const found: Instruction[] = [];
  for (let at = 0; at < lines.length;) {
    const start = lines[at] as Line;
    if (isPassedOver(start.text)) { at += 1; continue; }
    const { joined, next } = joinLines(lines, at, escape);
    at = next;
    const head = /^\s*(\S+)(?:\s+([\s\S]*))?$/.exec(joined);
    const name = (head?.[1] ?? '').toUpperCase();
    const heredocs: Heredoc[] = [];
    const inner = name === 'ONBUILD' ? (/^[A-Za-z]+/.exec(head?.[2] ?? '')?.[0] ?? '').toUpperCase() : name;
    for (const mark of WITH_HEREDOC.has(inner) ? [...joined.matchAll(HEREDOC)].slice(0, HEREDOCS) : []) {
      const read = readHeredoc(lines, at, mark[3] ?? '', mark[1] === '-');
      if (!read.ended) collect.problem('malformed', `the heredoc ${JSON.stringify(mark[3])} has no end: the rest of the file was read as its content`, start.offset);
      heredocs.push({ name: mark[3] ?? '', content: read.content });
      at = read.next;
    }
    found.push({ name, rest: (head?.[2] ?? '').trimEnd(), heredocs, offset: start.offset + (start.text.length - start.text.trimStart().length) });
  }
  return found;
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (let start = 0; start <= text.length;) {
    const end = text.indexOf('\n', start);
    const stop = end === -1 ? text.length : end;
    lines.push({ text: text.slice(start, text[stop - 1] === '\r' && stop > start ? stop - 1 : stop), offset: start });
    if (end === -1) break;
    start = end + 1;
  }
  return lines;
}

// Directives stand before everything else; the first line that is none ends them.
function escapeOf(lines: readonly Line[]): '\\' | '`' {
  for (const { text } of lines) {
    const directive = /^#\s*([A-Za-z]+)\s*=\s*(\S+)\s*$/.exec(text.trim());
    if (!directive) return '\\';
    if (directive[1]?.toLowerCase() === 'escape') return directive[2] === '`' ? '`' : '\\';
  }
  return '\\';
}

function isPassedOver(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
}

// A line that ends in one escape goes on in the next; comments and empty lines between are passed over.
function joinLines(lines: readonly Line[], from: number, escape: string): { readonly joined: string; readonly next: number } {
  const parts: string[] = [];
  let at = from;
  for (; at < lines.length; at += 1) {
    const { text } = lines[at] as Line;
    if (parts.length > 0 && isPassedOver(text)) continue;
    const trimmed = text.trimEnd();
    const goesOn = trimmed.endsWith(escape) && !trimmed.endsWith(escape + escape);
    parts.push(goesOn ? trimmed.slice(0, -1) : text);
    if (!goesOn) { at += 1; break; }
  }
  return { joined: parts.join(''), next: at };
}

function readHeredoc(lines: readonly Line[], from: number, name: string, tabs: boolean): { readonly content: string; readonly next: number; readonly ended: boolean } {
  const content: string[] = [];
  for (let at = from; at < lines.length; at += 1) {
    const { text } = lines[at] as Line;
    const line = tabs ? text.replace(/^\t+/, '') : text;
    if (line === name) return { content: content.map((each) => `${each}\n`).join(''), next: at + 1, ended: true };
    content.push(line);
  }
  return { content: content.join('\n'), next: lines.length, ended: false };
}
