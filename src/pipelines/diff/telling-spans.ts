// Of the ranges that differ in a large file those that say something new. Where a minifier has given other names to everything, most
// statements differ and nothing of them is news: the words that are longer than such names are the same on both sides.
import type { ChangedSpans, TextSpan } from '../../artifacts/contract.ts';

/** Characters of ranges that are all read: a change by hand. */
const FEW = 8 * 1024;
/** New words that are read around in one file: beside what reaches out of the program, and elsewhere. */
const MOST_REACHING = 200;
const MOST_OTHERS = 20;
/** Characters on each side of a word that belong to it. */
const BESIDE = 80;
/** Names of minifiers are shorter. */
const WORD = /[\w$-]{4,}|\\[xu]|[^\x00-\x7f]+/g;
/** Words of code that reaches out of the program. */
const REACHING = /\b(?:require|import|fetch|https?|eval|exec(?:Sync|File\w*)?|spawn\w*|child_process|fs|net|dns|tls|atob|fromCharCode|XMLHttpRequest|WebSocket|EventSource|sendBeacon|send\w*|\w*[bB]cc|smtp|e?[mM]ail\w*)\b|\bprocess\.|\bFunction\(|:\/\/|@[\w-]+\.[a-z]/;

export interface TellingSpans extends ChangedSpans {
  /** Where what was added would stand in the earlier text, and what was removed in the later one. */
  readonly besideAdded: readonly TextSpan[];
  readonly besideRemoved: readonly TextSpan[];
}

/** What is worth reading, and their places in the other text. */
export function tellingSpans({ added, removed }: ChangedSpans, before: string, after: string): TellingSpans {
  const few = total(added) + total(removed) <= FEW;
  const [were, are] = few ? [new Map<string, number>(), new Map<string, number>()] : [wordsIn(removed, before), wordsIn(added, after)];
  const [now, was] = few ? [added, removed] : [chosen(added, after, are, were), chosen(removed, before, were, are)];
  return { added: now, removed: was, besideAdded: placesBeside(now, added, removed), besideRemoved: placesBeside(was, removed, added) };
}

function total(spans: readonly TextSpan[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}

function wordsIn(spans: readonly TextSpan[], text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { from, to } of spans) for (const [word] of text.slice(from, to).matchAll(WORD)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Words of these ranges that are there more often than in the other text: those beside which something reaches out of the program, and some others. */
function chosen(spans: readonly TextSpan[], text: string, own: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): readonly TextSpan[] {
  const reaching: TextSpan[] = [];
  const others: TextSpan[] = [];
  for (const { from, to } of spans) {
    for (const match of text.slice(from, to).matchAll(WORD)) {
      const [word] = match;
      if ((own.get(word) ?? 0) <= (other.get(word) ?? 0)) continue;
      const at = from + match.index;
      const range = { from: at, to: at + word.length };
      if (REACHING.test(text.slice(Math.max(0, at - BESIDE), range.to + BESIDE))) reaching.push(range);
      else if (at - (others.at(-1)?.to ?? -BESIDE) >= BESIDE) others.push(range);
      if (reaching.length >= MOST_REACHING) break;
    }
  }
  return [...reaching.slice(0, MOST_REACHING), ...others.slice(0, MOST_OTHERS)].toSorted((one, two) => one.from - two.from);
}

/** Where places within the ranges of one copy would be in the other: as many unchanged characters are before them. */
function placesBeside(places: readonly TextSpan[], ranges: readonly TextSpan[], others: readonly TextSpan[]): readonly TextSpan[] {
  let [own, range] = [0, 0];
  let [other, next] = [0, 0];
  return places.map(({ from }) => {
    for (let span = ranges[range]; span !== undefined && span.to <= from; span = ranges[range]) {
      own += span.to - span.from;
      range += 1;
    }
    const unchanged = Math.min(from, ranges[range]?.from ?? from) - own;
    for (let span = others[next]; span !== undefined && span.from - other < unchanged; span = others[next]) {
      other += span.to - span.from;
      next += 1;
    }
    const at = unchanged + other;
    return { from: at, to: at + 1 };
  });
}
