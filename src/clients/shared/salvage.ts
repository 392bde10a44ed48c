// What can still be read of a text whose parser gives up at the first fault: the block with the fault is blanked out and the rest
// is read again. The block is then read by itself, for a table that was refused only because it stands twice. Lines keep their
// numbers. Bounded: each round costs a parse.
import type { Problem } from '../../model/coverage.ts';
import type { ConfigNode, ConfigText } from './node.ts';

/** What one parse gives: roots, or the fault with its line (from 1) where it is known. */
export type Parsed = { readonly roots: readonly ConfigNode[] } | { readonly problem: Problem };

/** Lines from `start` up to but without `end`, counted from 0. `context`: lines above that the block needs to keep its place. */
export interface Block {
  readonly start: number;
  readonly end: number;
  readonly context?: readonly number[];
}

const MAX_ROUNDS = 8;
// Rounds are for files a person writes.
const MAX_CHARACTERS = 1024 * 1024;

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
    if (block === undefined) return { roots: [], problems };
    dropped.push(alone(lines, block));
    lines.fill('', block.start, block.end);
    parsed = parse(lines.join('\n'));
    if ('problem' in parsed && problems.length < MAX_ROUNDS) problems.push(parsed.problem);
  }
  if ('problem' in parsed) return { roots: [], problems };
  const parts = dropped.map((part) => parse(part)).flatMap((part) => ('roots' in part ? part.roots : []));
  return { roots: [...parsed.roots, ...parts], problems };
}

function alone(lines: readonly string[], block: Block): string {
  return lines.map((line, at) => ((at >= block.start && at < block.end) || block.context?.includes(at) === true ? line : '')).join('\n');
}
