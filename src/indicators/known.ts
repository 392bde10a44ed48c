// Indicators in one text, as the folding of constants gives thousands of: names are looked up by hash, everything else only where
// its first three characters stand. A domain list of any size costs the same; time is linear in the text, whatever it holds.
import type { Indicator, SearchString } from '../model/indicator.ts';
import { standsAlone } from './boundary.ts';

/** Longest host name (RFC 1035) and local part of an address (RFC 5321). */
const MOST_HOST = 253;
const MOST_LOCAL = 64;
const HOST = /[a-z0-9_.-]+/g;
const LOCAL = /[a-z0-9_.+%-]+$/;
const START = 3;

interface Other {
  readonly text: string;
  readonly string: SearchString;
}

/** Asks for the indicators that stand in a text at their boundaries, in any case; each once, in no order that means anything. Encoded forms are not looked for. */
export function knownIn(strings: readonly SearchString[]): (text: string) => readonly Indicator[] {
  const names = new Map<string, SearchString>();
  const others = new Map<string, Other[]>();
  for (const string of strings) {
    if (string.via !== undefined) continue;
    const text = string.text.toLowerCase();
    if (isName(text, string)) names.set(text, string);
    else if (text.length >= START) append(others, text.slice(0, START), { text, string });
  }
  return (text) => {
    const folded = text.toLowerCase();
    const found = new Set<Indicator>();
    lookUpNames(folded, names, found);
    if (others.size > 0) lookForTexts(folded, others, found);
    return [...found];
  };
}

function isName(text: string, { boundary }: SearchString): boolean {
  return (boundary === 'host' && /^[a-z0-9_.-]+$/.test(text)) || (boundary === 'address' && /^[a-z0-9_.+%-]+@[a-z0-9_.-]+$/.test(text));
}

// Every host name in the text with the names above it (`a.b.c`, `b.c`), and the address that it ends.
function lookUpNames(text: string, names: ReadonlyMap<string, SearchString>, found: Set<Indicator>): void {
  if (names.size === 0) return;
  for (const run of text.matchAll(HOST)) {
    const end = run.index + run[0].replace(/\.{1,3}$/, '').length;
    for (const start of nameStarts(text, run.index, end)) take(names.get(text.slice(start, end)), text, start, end, found);
    if (text[run.index - 1] !== '@') continue;
    const local = LOCAL.exec(text.slice(Math.max(0, run.index - 1 - MOST_LOCAL), run.index - 1))?.[0] ?? '';
    for (const part of new Set([local, local.replace(/^.*%[0-9a-f]{2}/, '')])) {
      const start = run.index - 1 - part.length;
      take(names.get(text.slice(start, end)), text, start, end, found);
    }
  }
}

// Each label, and what follows an escape sequence in front of the first.
function nameStarts(text: string, from: number, end: number): readonly number[] {
  const before = text[from - 1];
  const starts = before === '%' ? [from, from + 2] : before === '\\' ? [from, from + 1, from + 3, from + 5] : [from];
  for (let dot = text.indexOf('.', Math.max(from, end - MOST_HOST)); dot !== -1 && dot < end; dot = text.indexOf('.', dot + 1)) starts.push(dot + 1);
  return starts.filter((start) => start < end && end - start <= MOST_HOST);
}

function lookForTexts(text: string, others: ReadonlyMap<string, readonly Other[]>, found: Set<Indicator>): void {
  for (let at = 0; at + START <= text.length; at += 1) {
    for (const other of others.get(text.slice(at, at + START)) ?? []) {
      if (!found.has(other.string.indicator) && text.startsWith(other.text, at)) take(other.string, text, at, at + other.text.length, found);
    }
  }
}

function take(string: SearchString | undefined, text: string, start: number, end: number, found: Set<Indicator>): void {
  if (string !== undefined && standsAlone(text, start, end, string.boundary)) found.add(string.indicator);
}

function append(map: Map<string, Other[]>, key: string, other: Other): void {
  const listed = map.get(key);
  if (listed) listed.push(other);
  else map.set(key, [other]);
}
