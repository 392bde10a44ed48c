// Entries of `packages` and `snapshots` in just the form in which pnpm writes nearly all of them. One native match checks such an
// entry whole, and only what readers of lockfiles ask for becomes nodes: a scan runs once and cold, and line by line it took several
// times as long. Whatever is not as plain as this is left to the reader of lines.
import { append, emptyMap, keySet, type YamlMap } from './yaml-tree.ts';

/** One entry: `key: value`, and where it ends. */
export interface UsualEntry {
  readonly key: string;
  /** Without `engines`, `cpu` and the like, which say nothing about what a package is. */
  readonly value: YamlMap;
  readonly end: number;
}

/** Parts of a lockfile whose entries have this form. */
export const USUAL_PARTS: ReadonlySet<string> = new Set(['packages', 'snapshots']);

const EOL = String.raw`\r?\n`;
const KEY = String.raw`(?:'[^'\r\n]+'|[A-Za-z0-9_./][^\s:#'"]*)`;
// A plain one may have blanks between its words: `^16.0.0 || ^17.0.0`.
const VALUE = String.raw`(?:'[^'\r\n]*'|[\w^~<=./][\w+/=.^~<>|*()@-]*(?: [\w^~<=>.|][\w+/=.^~<>|*()@-]*)*)`;
const LIST = String.raw`\[\w[\w-]*(?:, \w[\w-]*)*\]`;
const PAIRS = String.raw`((?: {6}${KEY}: ${VALUE}${EOL})+)`;
const NAMES = String.raw`(?: {6}- (?:'[^'\r\n]*'|[A-Za-z][\w./-]*)${EOL})+`;
// The order is pnpm's own, so that no key can stand twice.
const ENTRY = new RegExp(
  String.raw`  (?:'([^'\r\n]+)'|([A-Za-z0-9_./][^\s:#'"]*)):(?: \{\}${EOL}|${EOL}(?= {4}\S)`
  + String.raw`(?:    resolution: \{integrity: ([A-Za-z0-9][\w+/=-]*)\}${EOL})?`
  + String.raw`(?:    engines: \{node: ${VALUE}(?:, npm: ${VALUE})?\}${EOL})?(?:    cpu: ${LIST}${EOL})?(?:    os: ${LIST}${EOL})?(?:    libc: ${LIST}${EOL})?`
  + String.raw`(?:    hasBin: true${EOL})?(?:    requiresBuild: true${EOL})?(?:    peerDependencies:${EOL}${PAIRS})?`
  + String.raw`(?:    dependencies:${EOL}${PAIRS})?(?:    optionalDependencies:${EOL}${PAIRS})?(?:    transitivePeerDependencies:${EOL}${NAMES})?`
  + String.raw`(?:    dev: (true|false)${EOL})?(?:    optional: true${EOL})?)`, 'y');

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const HASH = 0x23;
const APOSTROPHE = 0x27;

/** The entry whose key starts two columns behind `start`; undefined where it is not of the usual form, whatever else it may be. */
export function usualEntry(text: string, start: number): UsualEntry | undefined {
  ENTRY.lastIndex = start;
  const match = ENTRY.exec(text);
  if (match === null) return undefined;
  const end = ENTRY.lastIndex;
  if (!isClosed(text, end)) return undefined;
  const value = emptyMap();
  const offset = start + 2;
  // By number: taking a list apart goes through an iterator, which costs more than the match.
  const integrity = match[3];
  const dev = match[7];
  // A resolution of a hash alone reads as the hash, as the oldest lockfiles have it.
  if (integrity !== undefined) append(value, 'resolution', integrity, offset);
  // Peers are only looked at for a name that stands twice.
  if (!addPairs(emptyMap(), 'peerDependencies', text, start, match[4])) return undefined;
  if (!addPairs(value, 'dependencies', text, start, match[5]) || !addPairs(value, 'optionalDependencies', text, start, match[6])) return undefined;
  if (dev !== undefined) append(value, 'dev', dev, offset);
  return { key: match[1] ?? (match[2] as string), value, end };
}

// An empty line and the next entry or part, or the end of the text: nothing can follow that still belongs to the entry.
function isClosed(text: string, end: number): boolean {
  let at = end;
  if (text.charCodeAt(at) === RETURN) at += 1;
  if (at >= text.length) return true;
  if (text.charCodeAt(at) !== NEWLINE) return false;
  at += 1;
  if (at >= text.length) return true;
  if (text.charCodeAt(at) === SPACE && text.charCodeAt(at + 1) === SPACE) at += 2;
  const next = text.charCodeAt(at);
  return next > SPACE && next !== HASH;
}

function addPairs(map: YamlMap, key: string, text: string, start: number, lines: string | undefined): boolean {
  if (lines === undefined) return true;
  const offset = text.indexOf(`\n    ${key}:`, start) + 5;
  const pairs = readPairs(text, text.indexOf('\n', offset) + 1, lines);
  if (pairs === undefined) return false;
  append(map, key, pairs, offset);
  return true;
}

/** Lines of `      key: value` whose form is known, which start at `start` of the whole text; undefined where a key stands twice. */
function readPairs(text: string, start: number, lines: string): YamlMap | undefined {
  const map = emptyMap();
  const to = start + lines.length;
  let sorted = true;
  let before = '';
  for (let at = start; at < to;) {
    const keyStart = at + 6;
    const quoted = text.charCodeAt(keyStart) === APOSTROPHE;
    const keyEnd = quoted ? text.indexOf("'", keyStart + 1) : text.indexOf(':', keyStart);
    const key = text.slice(quoted ? keyStart + 1 : keyStart, keyEnd);
    const valueStart = keyEnd + (quoted ? 3 : 2);
    const line = text.indexOf('\n', valueStart);
    const end = text.charCodeAt(line - 1) === RETURN ? line - 1 : line;
    append(map, key, text.charCodeAt(valueStart) === APOSTROPHE ? text.slice(valueStart + 1, end - 1) : text.slice(valueStart, end), keyStart);
    sorted &&= key > before;
    before = key;
    at = line + 1;
  }
  // pnpm sorts them, nearly always by code unit: where each comes after the one before, none stands twice.
  return sorted || keySet(map).size === map.size ? map : undefined;
}
