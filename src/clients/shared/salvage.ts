// What can still be read of a text whose parser gives up at the first fault: the block with the fault is blanked out and the rest
// is read again. The block is then read by itself, for a table that was refused only because it stands twice. Where the fault shows
// far behind its place (a quote that is never closed), each block is read by itself. Lines keep their numbers. Bounded: each round costs a parse.
import type { Problem } from '../../model/coverage.ts';
import type { ConfigNode, ConfigText } from './node.ts';

/** What one parse gives: roots, or the fault with its line (from 1) where it is known. */
export type Parsed = { readonly roots: readonly ConfigNode[] } | { readonly problem: Problem };

/** Lines from `start` up to but without `end`, counted from 0. `context`: lines above that the block needs to keep its place. */
export interface Block {
  readonly start: number;
  readonly end: number;
  readonly context?: readonly number[];
  /** It holds other blocks, which are read one by one where it cannot be read as a whole. */
  readonly outer?: true;
}

const MAX_ROUNDS = 8;
// Rounds are for files a person writes.
const MAX_CHARACTERS = 256 * 1024;
const MAX_BLOCKS = 300;

/** `blockAt` names the block to leave out for a fault on a line (from 0); undefined ends the attempt. */
export function salvage(text: string, parse: (text: string) => Parsed, blockAt: (lines: readonly string[], line: number) => Block | undefined): ConfigText {
  const first = parse(text);
  if ('roots' in first) return { roots: first.roots, problems: [] };
  const problems = [first.problem];
  if (text.length > MAX_CHARACTERS) return { roots: [], problems };
  const lines = text.split('\n');
  const dropped: string[] = [];
  let parsed: Parsed = first;
  for (let round = 0; round < MAX_ROUNDS && 'problem' in parsed; round += 1) {
    const line: number | undefined = parsed.problem.line;
    const block = line === undefined ? undefined : blockAt(lines, Math.min(line - 1, lines.length - 1));
    if (block === undefined) break;
    dropped.push(alone(lines, block));
    lines.fill('', block.start, block.end);
    parsed = parse(lines.join('\n'));
    if ('problem' in parsed) problems.push(parsed.problem);
  }
  if ('problem' in parsed) return { roots: oneByOne(text.split('\n'), parse, blockAt), problems: problems.slice(0, 1) };
  return { roots: [...parsed.roots, ...rootsOf(dropped, parse)], problems };
}

// Faults of single blocks say no more than the first one did: the file is damaged.
function oneByOne(lines: readonly string[], parse: (text: string) => Parsed, blockAt: (lines: readonly string[], line: number) => Block | undefined): readonly ConfigNode[] {
  const parts: string[] = [];
  for (let at = 0; at < lines.length && parts.length < MAX_BLOCKS;) {
    const block = lines[at]?.trim() === '' ? undefined : blockAt(lines, at);
    const isEntered = block === undefined || block.start < at || (block.outer === true && block.end > block.start + 1);
    if (!isEntered) parts.push(alone(lines, block));
    at = isEntered ? at + 1 : Math.max(block.end, at + 1);
  }
  return rootsOf(parts, parse);
}

function rootsOf(parts: readonly string[], parse: (text: string) => Parsed): readonly ConfigNode[] {
  return parts.flatMap((part) => {
    const parsed = parse(part);
    return 'roots' in parsed ? parsed.roots : [];
  });
}

function alone(lines: readonly string[], block: Block): string {
  return lines.map((line, at) => ((at >= block.start && at < block.end) || block.context?.includes(at) === true ? line : '')).join('\n');
}
