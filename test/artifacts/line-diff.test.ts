// The differ against a plain longest common subsequence, and on pairs made to be hard.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLines, type LineDiff } from '../../src/artifacts/line-diff.ts';
import { lineAt, type LinePair, numberLines } from '../../src/artifacts/lines.ts';

const pairOf = (before: string, after: string): LinePair => numberLines(Buffer.from(before), Buffer.from(after));

/** What the blocks make of the first file: must be the second. */
function applied(pair: LinePair, { blocks }: LineDiff): string {
  const out: Uint8Array[] = [];
  let at = 0;
  for (const { before, beforeEnd, after, afterEnd } of blocks) {
    for (; at < before; at += 1) out.push(lineAt(pair.before, at));
    for (let line = after; line < afterEnd; line += 1) out.push(lineAt(pair.after, line));
    at = beforeEnd;
  }
  for (; at < pair.before.starts.length - 1; at += 1) out.push(lineAt(pair.before, at));
  return Buffer.concat(out).toString();
}

function changed({ blocks }: LineDiff): number {
  return blocks.reduce((sum, { before, beforeEnd, after, afterEnd }) => sum + beforeEnd - before + afterEnd - after, 0);
}

function shortest(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, () => 0);
  for (const line of a) {
    const next = [0];
    for (const [at, other] of b.entries()) next.push(line === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    row = next;
  }
  return a.length + b.length - 2 * (row[b.length] ?? 0);
}

const line = fc.constantFrom('a', 'b', 'c', 'dd', '', '{', '}');
const text = fc.array(line, { maxLength: 60 }).chain((lines) => fc.constantFrom('', '\n').map((end) => lines.join('\n') + end));

describe('diffLines', () => {
  test('the blocks turn one file into the other', () => {
    fc.assert(fc.property(text, text, (before, after) => {
      const pair = pairOf(before, after);
      expect(applied(pair, diffLines(pair))).toBe(after);
    }), { numRuns: 500 });
  });

  test('small files get the shortest script', () => {
    fc.assert(fc.property(fc.array(line, { maxLength: 25 }), fc.array(line, { maxLength: 25 }), (a, b) => {
      const pair = pairOf(a.map((one) => `${one}\n`).join(''), b.map((one) => `${one}\n`).join(''));
      expect(changed(diffLines(pair))).toBe(shortest(a, b));
    }), { numRuns: 500 });
  });

  test('one changed line in a long file is one block', () => {
    const before = Array.from({ length: 5_000 }, (_, at) => `line ${at}\n`);
    const after = before.with(2_500, 'another\n');
    expect(diffLines(pairOf(before.join(''), after.join(''))).blocks).toEqual([{ before: 2_500, beforeEnd: 2_501, after: 2_500, afterEnd: 2_501 }]);
  });

  test('lines made to have one hash are told apart, and cost no more', () => {
    // A NUL at the beginning changes nothing in the sum.
    const lines = Array.from({ length: 1_000 }, (_, at) => `${'\0'.repeat(at)}\n`);
    const pair = pairOf(lines.join(''), lines.toReversed().join(''));
    expect(pair.distinct).toBe(1_000);
    expect(applied(pair, diffLines(pair))).toBe(lines.toReversed().join(''));
  });

  test('a moved block is found on one side only', () => {
    const lines = Array.from({ length: 200 }, (_, at) => `line ${at}\n`);
    const pair = pairOf(lines.join(''), [...lines.slice(50), ...lines.slice(0, 50)].join(''));
    const diff = diffLines(pair);
    expect(changed(diff)).toBe(100);
    expect(applied(pair, diff)).toBe([...lines.slice(50), ...lines.slice(0, 50)].join(''));
  });

  test('a pair made to be hard is cut, said to be so, and still right', () => {
    const random = (seed: number) => Array.from({ length: 4_000 }, (_, at) => `${(at * seed * 2_654_435_761) % 97 % 7}\n`).join('');
    const pair = pairOf(random(3), random(5));
    const diff = diffLines(pair, 20_000);
    expect(diff.cut).toBe(true);
    expect(applied(pair, diff)).toBe(random(5));
  });

  test('anchors nested in each other do not make it slow', () => {
    const nested = (at: number) => Array.from({ length: 20_000 }, (_, k) => `${k + 1 + (k % 2 === at ? 1 : -1)}\n`).join('');
    const pair = pairOf(nested(0), nested(1));
    expect(applied(pair, diffLines(pair, 1_000_000))).toBe(nested(1));
  });

  test('a hundred thousand lines in turn with new ones', () => {
    const lines = Array.from({ length: 200_000 }, (_, at) => `line ${at}\n`);
    const after = lines.map((text, at) => (at % 2 === 0 ? text : `new ${at}\n`));
    expect(changed(diffLines(pairOf(lines.join(''), after.join(''))))).toBe(200_000);
  });

  test.each([['', ''], ['', 'a'], ['a', ''], ['a', 'a\n'], ['a\n', 'a'], ['\r\n', '\n'], ['\u0000', '\u0001']])('%j to %j', (before, after) => {
    const pair = pairOf(before, after);
    expect(applied(pair, diffLines(pair))).toBe(after);
    expect(diffLines(pair).blocks.length).toBe(before === after ? 0 : 1);
  });

  test('bytes that are no text are lines like any other', () => {
    const pair = numberLines(Uint8Array.of(0xff, 10, 0xfe, 10), Uint8Array.of(0xff, 10, 0xfd, 10));
    expect(diffLines(pair).blocks).toEqual([{ before: 1, beforeEnd: 2, after: 1, afterEnd: 2 }]);
  });
});
