// Entries in just the form that yarn gives to nearly all of them: a package of a registry whose places all agree. One native match
// reads and checks such an entry: a scan runs once and cold, and line by line it took five times as long. Whatever is not as plain
// as this (aliases, patches, workspaces, hand-written files) is left to the reader of lines.
import type { YarnDialect } from './scalars.ts';

/** What a plain entry says: patterns, version, resolution or address agree, and its hashes are whole. */
export interface PlainPackage {
  readonly name: string;
  readonly version: string;
  readonly resolved: string | undefined;
  readonly integrity: string | undefined;
  /** The lines of its blocks, as written. */
  readonly dependencies: string | undefined;
  readonly optionalDependencies: string | undefined;
}

/** A plain entry as found in the text. */
export interface UsualEntry {
  readonly patterns: readonly string[];
  readonly plain: PlainPackage;
  /** Offset behind it. */
  readonly end: number;
}

const VERSION = String.raw`\d+\.\d+\.\d+(?:[-+][\w.+-]+)?`;
const SCOPE = String.raw`(?:@[\w.~-]+/)?`;
const EOL = String.raw`\r?\n`;
// An empty line and another entry, or the end of the text: nothing can follow that still belongs to the entry.
const CLOSED = String.raw`(?=${EOL}(?:["$-~]|$)|$)`;
// More lines than this are no usual block: see DUPLICATE. Nor is any other group repeated without end, which would exhaust the stack of
// the engine.
const LINES = '{1,64}';

// Patterns with or without quotes; of the groups for a name one is empty. No range holds a slash or a colon, as all do that lead
// elsewhere. The address is the usual one of this package and version (compare text/registry-url.ts).
const CLASSIC_RANGE = String.raw`@[\^~<>=*|vx\d]`;
const QUOTED = String.raw`${CLASSIC_RANGE}[^"\\\r\n:/]*"`;
const BARE = String.raw`${CLASSIC_RANGE}[^\s:,"/\\]*`;
const CLASSIC_LINE = String.raw` {4}(?:"[^"\\\s:]+"|[^\s:,"]+) (?:"[^"\\\r\n]*"|[^\s:,"]+)${EOL}`;
const CLASSIC = new RegExp(
  String.raw`((?:"(${SCOPE}([\w.~-]+))${QUOTED}|(${SCOPE}([\w.~-]+))${BARE})(?:, (?:"\2\4${QUOTED}|\2\4${BARE})){0,255}):${EOL}`
  + String.raw`  version "(${VERSION})"${EOL}`
  + String.raw`  resolved "(https?://\w[\w.:-]*(?:/\w[\w.-]*){0,32}/\2\4/-/\3\5-\6\.tgz(?:#([0-9a-f]{40}))?)"${EOL}`
  + String.raw`(?:  integrity (sha512-[\w+/]{86}==|sha1-[\w+/]{27}=)${EOL})?`
  + String.raw`(?:  dependencies:${EOL}((?:${CLASSIC_LINE})${LINES}))?(?:  optionalDependencies:${EOL}((?:${CLASSIC_LINE})${LINES}))?${CLOSED}`, 'y');

// All descriptors stand in one pair of quotes. A range that is a version must be the one that was resolved, which is looked ahead
// for: another one is a second identity. Blocks of blocks (`peerDependenciesMeta`) are passed over, as the reader of lines does.
const BERRY_KEY = String.raw`(?:"[^"\\\s:]+"|[\w./-]+)`;
const BERRY_LINE = String.raw` {4}${BERRY_KEY}: (?:"[^"\\\r\n]*"|[\w.^~][\w.+/-]*)${EOL}`;
const BERRY_META = String.raw`(?: {4}${BERRY_KEY}:${EOL}(?: {6}\w+: \w+${EOL}){1,8}){1,255}`;
const BERRY_RANGE = String.raw`@npm:(?:[\^~>]=?\d[\w.+-]*|\1)`;
const BERRY = new RegExp(
  String.raw`(?="[^"\n]*":${EOL}  version: (${VERSION})${EOL})`
  + String.raw`"((${SCOPE}[\w.~-]+)${BERRY_RANGE}(?:, \3${BERRY_RANGE}){0,255})":${EOL}  version: \1${EOL}  resolution: "\3@npm:\1"${EOL}`
  + String.raw`(?:  dependencies:${EOL}((?:${BERRY_LINE})${LINES}))?(?:  optionalDependencies:${EOL}((?:${BERRY_LINE})${LINES}))?`
  + String.raw`(?:  peerDependencies:${EOL}((?:${BERRY_LINE})${LINES}))?(?:  dependenciesMeta:${EOL}${BERRY_META})?(?:  peerDependenciesMeta:${EOL}${BERRY_META})?(?:  bin:${EOL}((?:${BERRY_LINE})${LINES}))?`
  + String.raw`(?:  checksum: (?:[\w.-]{1,16}/)?[0-9a-f]{128}${EOL})?(?:  conditions: [\w(](?:[\w=&|() -]*[\w)])?${EOL})?  languageName: \w+${EOL}  linkType: (?:hard|soft)${EOL}${CLOSED}`, 'y');

// A name that stands twice in one block. Only run where there are several lines, and no usual block has many.
const DUPLICATE = /^ {4}"?([^"\s:]+)"?:? .*\n(?: {4}.*\n)*? {4}"?\1"?:? /m;

/** The entry whose header starts at `start`; undefined where it is not of the usual form, whatever else it may be. */
export function usualEntry(text: string, start: number, dialect: YarnDialect): UsualEntry | undefined {
  return dialect === 'classic' ? classicEntry(text, start) : berryEntry(text, start);
}

function classicEntry(text: string, start: number): UsualEntry | undefined {
  CLASSIC.lastIndex = start;
  const match = CLASSIC.exec(text);
  if (match === null || repeats(match[10]) || repeats(match[11])) return undefined;
  const header = match[1] as string;
  return {
    patterns: header.includes(',') ? splitHeader(header) : [header.startsWith('"') ? header.slice(1, -1) : header],
    plain: { name: match[2] ?? (match[4] as string), version: match[6] as string, resolved: match[7], integrity: match[9] ?? match[8], dependencies: match[10], optionalDependencies: match[11] },
    end: CLASSIC.lastIndex,
  };
}

function splitHeader(header: string): readonly string[] {
  return Array.from(header.matchAll(/"([^"]*)"|[^\s,"]+/g), (match) => match[1] ?? match[0]);
}

function berryEntry(text: string, start: number): UsualEntry | undefined {
  BERRY.lastIndex = start;
  const match = BERRY.exec(text);
  if (match === null || repeats(match[4]) || repeats(match[5]) || repeats(match[6]) || repeats(match[7])) return undefined;
  const header = match[2] as string;
  return {
    patterns: header.includes(',') ? header.split(', ') : [header],
    plain: { name: match[3] as string, version: match[1] as string, resolved: undefined, integrity: undefined, dependencies: match[4], optionalDependencies: match[5] },
    end: BERRY.lastIndex,
  };
}

function repeats(lines: string | undefined): boolean {
  return lines !== undefined && lines.indexOf('\n') !== lines.length - 1 && DUPLICATE.test(lines);
}

const LINE = /^ {4}"?([^"\s:]+)"?:? "?([^"\r\n]*)"?\r?$/gm;

/** Name and range of one line of a plain entry's block. */
export function keyAndValue(line: string): readonly string[] {
  return Array.from(line.matchAll(LINE)).flatMap(([, key = '', value = '']) => [key, value]);
}

/** What plain entries ask for, as `name@range`, in order. In one go for the whole file: the engine does it in a tenth of the time. */
export function askedBy(entries: readonly { readonly plain: PlainPackage | undefined }[]): readonly string[] {
  const blocks: string[] = [];
  for (const { plain } of entries) {
    if (plain?.dependencies !== undefined) blocks.push(plain.dependencies);
    if (plain?.optionalDependencies !== undefined) blocks.push(plain.optionalDependencies);
  }
  return blocks.length === 0 ? [] : blocks.join('').replace(LINE, '$1@$2').slice(0, -1).split('\n');
}
