// One line of a block collection: its key, its plain scalar, and whether it starts an entry at all.
// https://yaml.org/spec/1.2.2/#733-plain-style - keys stay on one line, as pnpm writes them.
import { endsCleanly, readQuoted } from './yaml-scalar.ts';

const SPACE = 0x20;
const COLON = 0x3a;
const DASH = 0x2d;
const QUESTION = 0x3f;

/** A space or a tab. */
export function isBlank(code: number): boolean {
  return code === SPACE || code === 0x09;
}

/** True where `---` or `...` stands at `at`. */
export function isMarker(text: string, at: number, end: number): boolean {
  const marker = text.slice(at, at + 3);
  return (marker === '---' || marker === '...') && (at + 3 >= end || isBlank(text.charCodeAt(at + 3)));
}

/** True where a block entry starts: `- item`, `? key`, or a key with its colon. */
export function startsPair(text: string, at: number, end: number): boolean {
  if (text.charCodeAt(at) === DASH && (at + 1 >= end || isBlank(text.charCodeAt(at + 1)))) return true;
  return readKey(text, at, end) !== undefined;
}

/** A key as read; `explicit` where it stood behind `? `. */
export interface Key {
  readonly text: string;
  readonly end: number;
  readonly explicit: boolean;
}

/** The key at `at`; `end` of the result is behind its colon. Undefined where the line holds none. */
export function readKey(text: string, at: number, end: number): Key | undefined {
  const first = text.charCodeAt(at);
  if (first === QUESTION && at + 1 < end && isBlank(text.charCodeAt(at + 1))) return readExplicitKey(text, at + 2, end);
  if (first === 0x22 || first === 0x27) {
    const read = readQuoted(text, at);
    if (!read.ok || read.end > end) return undefined;
    let colon = read.end;
    while (colon < end && text.charCodeAt(colon) === SPACE) colon += 1;
    if (text.charCodeAt(colon) !== COLON || !(colon + 1 >= end || isBlank(text.charCodeAt(colon + 1)))) return undefined;
    return { text: read.value, end: colon + 1, explicit: false };
  }
  if (startsNoPlain(text, at, end)) return undefined;
  let colon = text.indexOf(':', at);
  while (colon !== -1 && colon < end && colon + 1 < end && !isBlank(text.charCodeAt(colon + 1))) colon = text.indexOf(':', colon + 1);
  if (colon === -1 || colon >= end) return undefined;
  let stop = colon;
  while (stop > at && isBlank(text.charCodeAt(stop - 1))) stop -= 1;
  const key = text.slice(at, stop);
  if (key.includes(' #') || key.includes('\t#')) return undefined;
  return { text: key, end: colon + 1, explicit: false };
}

function readExplicitKey(text: string, start: number, end: number): Key | undefined {
  let at = start;
  while (at < end && text.charCodeAt(at) === SPACE) at += 1;
  const first = text.charCodeAt(at);
  if (first === 0x22 || first === 0x27) {
    const read = readQuoted(text, at);
    return read.ok && read.end <= end && endsCleanly(text, read.end) ? { text: read.value, end, explicit: true } : undefined;
  }
  const plain = at < end ? plainScalar(text, at, end) : undefined;
  return plain ? { text: plain.text, end, explicit: true } : undefined;
}

function startsNoPlain(text: string, at: number, end: number): boolean {
  const first = text[at] as string;
  if (first === '-' || first === '?' || first === ':') return at + 1 >= end || isBlank(text.charCodeAt(at + 1));
  return ',[]{}#&*!|>\'"%@`'.includes(first);
}

/** A plain scalar on one line, and whether a comment ends it. Undefined where it cannot be one. */
export function plainScalar(text: string, at: number, end: number): { readonly text: string; readonly comment: boolean } | undefined {
  if (startsNoPlain(text, at, end)) return undefined;
  let value = text.slice(at, end);
  const hash = value.search(/[ \t]#/);
  if (hash !== -1) value = value.slice(0, hash);
  let stop = value.length;
  while (stop > 0 && isBlank(value.charCodeAt(stop - 1))) stop -= 1;
  value = value.slice(0, stop);
  if (value.includes(': ') || value.includes(':\t') || value.endsWith(':')) return undefined;
  return { text: value, comment: hash !== -1 };
}
