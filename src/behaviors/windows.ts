// Large files are read only around the places that opened the gate: a window of source around each, cut where a statement seems
// to end, parsed on its own by a parser that takes broken source. Offsets of the nodes are those of the whole file.
import type { Node, SourceFile } from './contract.ts';
import { pushChildren } from './nodes.ts';

/** How far from its middle a window's edge looks for an end of a statement. */
const EDGE = 2_000;

/** Characters of all windows, and of each. */
export interface WindowSizes {
  readonly most: number;
  readonly window: number;
}

/** One program whose body is that of all windows in order. A window that cannot be parsed throws. */
export function parseWindows(file: SourceFile, sizes: WindowSizes, parse: (text: string) => Node): Node {
  const body = windowsOf(file, sizes).flatMap(([from, to]) => {
    const program = parse(file.text.slice(from, to));
    shift(program, from);
    return Array.isArray(program['body']) ? (program['body'] as readonly Node[]) : [];
  });
  return { type: 'Program', start: 0, end: file.text.length, sourceType: 'module', body };
}

/** Ranges of the text to read, in order, without overlap, together about as long as `most`, at which a file is read whole. */
function windowsOf(file: SourceFile, { most, window }: WindowSizes): readonly (readonly [number, number])[] {
  const around = (file.around ?? []).filter((at) => at >= 0 && at < file.text.length);
  if (around.length === 0) return [[0, boundary(file.text, most)]];
  const half = window / 2;
  const windows: [number, number][] = [];
  let left = most;
  for (const at of around.toSorted((a, b) => a - b)) {
    const from = at - half <= 0 ? 0 : boundary(file.text, at - half);
    const to = Math.min(file.text.length, boundary(file.text, at + half));
    const last = windows.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else windows.push([from, to]);
    left -= window;
    if (left <= 0) break;
  }
  return windows;
}

/** The nearest place after an offset where a line or a statement ends; the offset itself where there is none. */
function boundary(text: string, offset: number): number {
  const limit = Math.min(text.length, offset + EDGE);
  const near = text.slice(offset, limit);
  const line = near.search(/[;}]\r?\n/);
  if (line !== -1) return offset + line + 1;
  const statement = near.search(/[;}]/);
  return statement === -1 ? offset : offset + statement + 1;
}

function shift(program: Node, by: number): void {
  const stack: Node[] = [program];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const positioned = node as { start: number; end: number };
    positioned.start += by;
    positioned.end += by;
    pushChildren(node, (inner) => stack.push(inner));
  }
}
