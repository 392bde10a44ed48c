// Signs of obfuscation that a text shows without being parsed: packers by their first characters, characters that no editor shows,
// code pushed off the screen, self-defence. Every search is linear: literals, or patterns that start with a rare word.
import type { ObfuscationBehavior } from '../../model/behavior.ts';

/** One sign at an offset of the text. */
export interface Sign {
  readonly technique: ObfuscationBehavior['technique'];
  /** What it is, as shown: `javascript-obfuscator string table`. */
  readonly what: string;
  readonly start: number;
  readonly end: number;
}

const OFF_SCREEN = 300;
const JSFUCK_RUN = 300;
const MIN_NAMES = 8;
const PADDING = 40;
/** Dean Edwards' packer and its many copies: http://dean.edwards.name/packer/ */
const PACKER = /\beval\s{0,5}\(\s{0,5}function\s{0,5}\(\s{0,5}p\s{0,5},\s{0,5}a\s{0,5},\s{0,5}c\s{0,5},\s{0,5}k\s{0,5},\s{0,5}e\s{0,5},\s{0,5}[dr]\s{0,5}\)/g;
const JJENCODE = /[$_a-zA-Z]{1,20}=~\[\];[$_a-zA-Z]{1,20}=\{/g;
/** What javascript-obfuscator's `selfDefending` and `debugProtection` write: https://github.com/javascript-obfuscator/javascript-obfuscator */
const SELF_DEFENCE = ['(((.+)+)+)+$', '(((.*)+)+)+$', String.raw`function *\\( *\\)`];
const DEBUGGER = /(?:debu["'`]\s{0,5}\+\s{0,5}["'`]gger|["'`]?constructor["'`]?\s{0,5}\]?\s{0,5}\(\s{0,5}["'`]debugger|while\s{0,5}\((?:true|!!\[\]|!0|1)\)\s{0,5}\{?\s{0,5}debugger|setInterval\s{0,5}\(\s{0,5}(?:function\s{0,5}\(\)|\(\)\s{0,5}=>)\s{0,5}\{?\s{0,5}debugger)/g;

/** Runs of characters that nobody sees: variation selectors, zero-width characters, tags. An emoji has one or two of them, a flag six. */
const UNSEEN = /[\u{e0100}-\u{e01ef}\ufe00-\ufe0f]{6,}|[\u200b-\u200f\u2060-\u2064\ufeff\u180e\u3164\uffa0\u115f\u1160]{8,}|[\u{e0000}-\u{e007f}]{8,}|[\u{f0000}-\u{10fffd}]{40,}/gu;
/** One of them at all: most files are done here. */
const MAY_BE_UNSEEN = /[\ufe00-\ufe0f]|[\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u3164\ufeff\uffa0]|\udb40|[\udb80-\udbff]/;
const OPENS_DIRECTION = /[\u202a\u202b\u202d\u202e\u2066-\u2068]/;

/** Signs in any order, at most `max` of one technique. A plain search for a rare word goes before each pattern: it costs a tenth. */
export function textSigns(text: string, max = 20): readonly Sign[] {
  return [
    ...(text.includes('eval') ? matches(text, PACKER, 'packed', 'p.a.c.k.e.r').slice(0, max) : []),
    ...(text.includes('=~[]') ? matches(text, JJENCODE, 'packed', 'jjencode').slice(0, max) : []),
    ...jsfuck(text),
    ...(text.includes('ﾟωﾟﾉ') ? [sign('packed', 'aaencode', text.indexOf('ﾟωﾟﾉ'), text.length)] : []),
    ...SELF_DEFENCE.flatMap((words) => (text.includes(words) ? [sign('self-defending', 'regular expression on its own source', text.indexOf(words), text.indexOf(words) + words.length)] : [])),
    ...(text.includes('gger') ? matches(text, DEBUGGER, 'self-defending', 'debugger trap').slice(0, max) : []),
    ...identifiers(text),
    ...unseen(text).slice(0, max),
    ...reordered(text).slice(0, max),
  ];
}

/** Blanks that push code off the screen; the caller leaves out those inside of literals. */
export function offScreen(text: string, max = 20): readonly Sign[] {
  const found: Sign[] = [];
  const blanks = ' '.repeat(OFF_SCREEN);
  for (let at = text.indexOf(blanks); at !== -1 && found.length < max; at = text.indexOf(blanks, at)) {
    const start = at;
    while (text[at] === ' ' || text[at] === '\t') at += 1;
    const end = text.indexOf('\n', at);
    const behind = text.slice(at, end === -1 ? text.length : end).trim();
    const before = text.slice(text.lastIndexOf('\n', start) + 1, start).trim();
    // Code before it on the same line: an indentation, however deep, hides nothing.
    if (behind.length > 20 && before !== '' && !behind.startsWith('//') && !/^(?:\/\/|\*|\/\*)/.test(before)) found.push(sign('off-screen', 'code behind blanks', at, at + behind.length));
  }
  return found;
}

function sign(technique: Sign['technique'], what: string, start: number, end: number): Sign {
  return { technique, what, start, end };
}

function matches(text: string, pattern: RegExp, technique: Sign['technique'], what: string): readonly Sign[] {
  return [...text.matchAll(pattern)].map((match) => sign(technique, what, match.index, match.index + match[0].length));
}

function jsfuck(text: string): readonly Sign[] {
  if (!text.includes('(![]+[])') && !text.includes('[][(')) return [];
  for (const match of text.matchAll(/[[\]()!+]+/g)) {
    if (match[0].length >= JSFUCK_RUN) return [sign('packed', 'jsfuck', match.index, match.index + match[0].length)];
  }
  return [];
}

function identifiers(text: string): readonly Sign[] {
  if (!text.includes('_0x')) return [];
  const names = new Set<string>();
  let first = -1;
  for (const match of text.matchAll(/\b_0x[0-9a-f]{3,8}\b/g)) {
    if (first === -1) first = match.index;
    names.add(match[0]);
    if (names.size >= MIN_NAMES) return [sign('identifiers', 'names of an obfuscator', first, text.length)];
  }
  return [];
}

function unseen(text: string): readonly Sign[] {
  if (!MAY_BE_UNSEEN.test(text)) return [];
  const found: Sign[] = [];
  for (const match of text.matchAll(UNSEEN)) {
    // A flag is a black flag with tags behind it: https://www.unicode.org/reports/tr51/#valid-emoji-tag-sequences
    const isFlag = text.slice(0, match.index).endsWith('\u{1f3f4}') && match[0].length <= 16;
    // One character over and over says nothing: byte order marks of files that were joined, names that are padded to differ.
    const isPadding = match[0].length < PADDING && new Set(match[0]).size === 1;
    if (!isFlag && !isPadding && !/^\ufeff+$/.test(match[0])) found.push(sign('invisible-characters', 'characters that are not shown', match.index, match.index + match[0].length));
  }
  return found;
}

// Tables of characters as numbers, as the decoders of HTML entities have: what is around is of every alphabet, and no code that could be turned.
function isTable(text: string, at: number): boolean {
  const around = text.slice(Math.max(0, at - 40), at + 40);
  return around.replace(/[\0-\x7f]/g, '').length > around.length / 2;
}

// CVE-2021-42574: a direction that is not closed before its line ends turns the rest of the line round.
function reordered(text: string): readonly Sign[] {
  if (!OPENS_DIRECTION.test(text)) return [];
  const found: Sign[] = [];
  let depth = 0;
  let opened = -1;
  for (const match of text.matchAll(/[\u202a-\u202e\u2066-\u2069\n]/g)) {
    const character = match[0];
    if (character === '\n') {
      if (depth > 0) found.push(sign('invisible-characters', 'text in another order than shown', opened, match.index));
      depth = 0;
    } else if (isTable(text, match.index)) continue;
    else if (character === '\u202c' || character === '\u2069') depth = Math.max(0, depth - 1);
    else {
      if (depth === 0) opened = match.index;
      depth += 1;
    }
  }
  return depth > 0 ? [...found, sign('invisible-characters', 'text in another order than shown', opened, text.length)] : found;
}
