// Entries in just the form that yarn gives to nearly all of them: a package of a registry whose places all agree. One native match
// reads and checks such an entry: a scan runs once and cold, and line by line it took five times as long. Whatever is not as plain
// as this (aliases, patches, workspaces, hand-written files) is left to the reader of lines.
import type { YarnDialect } from './scalars.ts';

/** What a plain entry says, and where its blocks stand. */
export interface UsualEntry {
  readonly patterns: readonly string[];
  readonly plain: PlainPackage;
  readonly blocks: readonly BlockSpan[];
  /** Offset behind it. */
  readonly end: number;
}

/** A package of a registry under one name: patterns, version, resolution or address agree, and its hashes are whole. */
export interface PlainPackage {
  readonly name: string;
  readonly version: string;
  readonly resolved: string | undefined;
  readonly integrity: string | undefined;
}

/** The lines of a block of names and values. */
export interface BlockSpan {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const NAME = String.raw`(?:@[\w.~-]+/)?[\w.~-]+`;
const SCOPE_AND_NAME = String.raw`(?:@[\w.~-]+/)?([\w.~-]+)`;
const VERSION = String.raw`(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)`;
const EOL = String.raw`\r?\n`;

// Classic: patterns with or without quotes; of both groups for a name one is empty. No range holds a slash or a colon, as all do
// that lead elsewhere. The address is the usual one of this package and version (compare text/registry-url.ts).
const CLASSIC_RANGE = String.raw`[\^~<>=*|vx\d]`;
const QUOTED = String.raw`@${CLASSIC_RANGE}[^"\\\r\n:/]*"`;
const BARE = String.raw`@${CLASSIC_RANGE}[^\s:,"/\\]*`;
const CLASSIC_HEAD = new RegExp(
  String.raw`(?:"(${SCOPE_AND_NAME})${QUOTED}|(${SCOPE_AND_NAME})${BARE})(?:, (?:"\1\3${QUOTED}|\1\3${BARE}))*:${EOL}`
  + String.raw`  version "${VERSION}"${EOL}`
  + String.raw`  resolved "(https?://\w[\w.:-]*(?:/\w[\w.-]*)*/\1\3/-/\2\4-\5\.tgz(?:#([0-9a-f]{40}))?)"${EOL}`
  + String.raw`(?:  integrity (sha512-[\w+/]{86}==|sha1-[\w+/]{27}=)${EOL})?`, 'y');
const CLASSIC_BLOCK = new RegExp(String.raw`  (dependencies|optionalDependencies):${EOL}((?: {4}(?:"[^"\\\r\n]*"|[^\s:,"]+) (?:"[^"\\\r\n]*"|[^\s:,"]+)${EOL})+)`, 'y');

// Berry: all descriptors in one pair of quotes. Blocks of blocks (`dependenciesMeta`) are passed over, as the reader of lines does.
const BERRY_HEAD = new RegExp(String.raw`"((${NAME})@npm:[\^~>]?=?\d[\w.+-]*(?:, \2@npm:[\^~>]?=?\d[\w.+-]*)*)":${EOL}  version: ${VERSION}${EOL}  resolution: "\2@npm:\3"${EOL}`, 'y');
const BERRY_KEY = String.raw`(?:"[^"\\\r\n]*"|[\w./-]+)`;
const BERRY_BLOCK = new RegExp(
  String.raw`  (?:(dependencies|optionalDependencies|peerDependencies|bin):${EOL}((?: {4}${BERRY_KEY}: (?:"[^"\\\r\n]*"|[\w.^~][\w.+/-]*)${EOL})+)`
  + String.raw`|(dependenciesMeta|peerDependenciesMeta):${EOL}(?: {4}${BERRY_KEY}:${EOL}(?: {6}\w+: \w+${EOL})+)+)`, 'y');
const BERRY_TAIL = new RegExp(
  String.raw`(?:  checksum: (?:[\w.-]{1,16}/)?[0-9a-f]{128}${EOL})?(?:  conditions: [\w(](?:[\w=&|() -]*[\w)])?${EOL})?  languageName: \w+${EOL}  linkType: (?:hard|soft)${EOL}`, 'y');
const EXACT = /^\d/;

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BLANK = 0x20;
const QUOTE = 0x22;

/** The entry whose header starts at `start`; undefined where it is not of the usual form, whatever else it may be. */
export function usualEntry(text: string, start: number, dialect: YarnDialect): UsualEntry | undefined {
  const head = dialect === 'classic' ? CLASSIC_HEAD : BERRY_HEAD;
  head.lastIndex = start;
  const match = head.exec(text);
  if (match === null) return undefined;
  const blocks: BlockSpan[] = [];
  const behind = readBlocks(text, head.lastIndex, dialect === 'classic' ? CLASSIC_BLOCK : BERRY_BLOCK, blocks);
  const end = dialect === 'classic' ? behind : behindTail(text, behind);
  if (end === undefined || !isClosed(text, end)) return undefined;
  return dialect === 'classic' ? classicEntry(text, start, match, blocks, end) : berryEntry(match, blocks, end);
}

// Undefined where a block stands twice.
function readBlocks(text: string, start: number, block: RegExp, blocks: BlockSpan[]): number | undefined {
  const names: string[] = [];
  let at = start;
  while (text.charCodeAt(at) === BLANK) {
    block.lastIndex = at;
    const match = block.exec(text);
    if (match === null) return at;
    const name = match[1] ?? (match[3] as string);
    if (names.includes(name)) return undefined;
    names.push(name);
    at = block.lastIndex;
    if (match[2] !== undefined) blocks.push({ name, from: at - match[2].length, to: at });
  }
  return at;
}

function behindTail(text: string, at: number | undefined): number | undefined {
  if (at === undefined) return undefined;
  BERRY_TAIL.lastIndex = at;
  return BERRY_TAIL.test(text) ? BERRY_TAIL.lastIndex : undefined;
}

// An empty line and another entry, or the end of the text: nothing can follow that still belongs to the entry.
function isClosed(text: string, end: number): boolean {
  let at = end;
  if (text.charCodeAt(at) === RETURN) at += 1;
  if (at < text.length && text.charCodeAt(at) !== NEWLINE) return false;
  const next = text.charCodeAt(at + 1);
  return at + 1 >= text.length || next === QUOTE || (next > 0x23 && next < 0x7f);
}

function classicEntry(text: string, start: number, match: RegExpExecArray, blocks: readonly BlockSpan[], end: number): UsualEntry {
  const name = match[1] ?? (match[3] as string);
  const header = text.slice(start, text.indexOf(':', start));
  return {
    // No comma without quotes, and none inside them that is followed by a blank, goes unseen: `splitHeader` reads both.
    patterns: header.includes(',') ? splitHeader(header) : [header.charCodeAt(0) === QUOTE ? header.slice(1, -1) : header],
    plain: { name, version: match[5] as string, resolved: match[6], integrity: match[8] ?? match[7] },
    blocks,
    end,
  };
}

function splitHeader(header: string): readonly string[] {
  return Array.from(header.matchAll(/"([^"]*)"|[^\s,"]+/g), (match) => match[1] ?? match[0]);
}

// A range that is a version must be the one that was resolved: another one is a second identity.
function berryEntry(match: RegExpExecArray, blocks: readonly BlockSpan[], end: number): UsualEntry | undefined {
  const header = match[1] as string;
  const name = match[2] as string;
  const version = match[3] as string;
  const patterns = header.includes(',') ? header.split(', ') : [header];
  for (const pattern of patterns) {
    const range = pattern.slice(name.length + 5);
    if (EXACT.test(range) && range !== version) return undefined;
  }
  return { patterns, plain: { name, version, resolved: undefined, integrity: undefined }, blocks, end };
}
