// npm's content cache (npm/cacache lib/entry-index.js): `_cacache/index-v5/<2>/<2>/<rest>` holds lines `\n<sha1 of json>\t<json>`, of
// which the last one with a key counts and one without integrity deletes. Keys of npm's requests are
// `make-fetch-happen:request-cache:<url>`. Entries outlive the package's removal from the registry. Nothing here is signed: whoever
// can write the cache can write an entry with its sha1.
import { hash } from 'node:crypto';
import type { Problem } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import type { FetchedMetadata, FetchedTarball } from '../model/machine.ts';
import { TreeError, type FileTree } from '../model/ports.ts';
import { isObject, property, type JsonObject, type JsonValue } from '../text/json.ts';
import { withoutCredentials } from '../text/printable.ts';
import { identityOfTarballUrl } from '../text/registry-url.ts';
import { contentPath } from './content-path.ts';
import { join, kindOr, listOr, timeText, treeProblem } from './paths.ts';

export interface ContentCacheQuestion {
  /** Packages that are looked for: entries of others are counted and not verified. Absent: all. */
  readonly wanted?: (name: string, version: string) => boolean;
  /** The same for questions about a package; absent: none is listed. */
  readonly wantedMetadata?: (name: string) => boolean;
}

export interface ContentCache {
  /** By name, version, then time. A tarball that was fetched twice with one content is one entry, with the first time. */
  readonly tarballs: readonly FetchedTarball[];
  readonly metadata: readonly FetchedMetadata[];
  /** Index files read, and lines that name a tarball of a registry. */
  readonly files: number;
  readonly entries: number;
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

interface Reading {
  readonly tree: FileTree;
  readonly cache: string;
  readonly question: ContentCacheQuestion;
  readonly tarballs: FetchedTarball[];
  readonly metadata: FetchedMetadata[];
  readonly problems: Problem[];
  files: number;
  entries: number;
  damaged: number;
}

const PREFIX = 'make-fetch-happen:request-cache:';
const KEY = `"key":"${PREFIX}`;
const ASCII = /^[!-~]*$/;
const DAMAGED_SHOWN = 100;

/** What the content cache below an npm cache folder says was fetched. */
export function readContentCache(tree: FileTree, npmCache: string, question: ContentCacheQuestion = {}): ContentCache {
  const cache = join(npmCache, '_cacache');
  const reading: Reading = { tree, cache, question, tarballs: [], metadata: [], problems: [], files: 0, entries: 0, damaged: 0 };
  const index = join(cache, 'index-v5');
  const notes: string[] = [];
  if (kindOr(tree, index, reading.problems) !== 'folder' && kindOr(tree, cache, reading.problems) === 'folder') notes.push(`${cache} has no index of the format that npm 5 and later write`);
  for (const outer of subfolders(reading, index)) for (const inner of subfolders(reading, outer)) readBucketFolder(reading, inner);
  if (reading.damaged > DAMAGED_SHOWN) reading.problems.push({ code: 'malformed', message: `${reading.damaged} damaged entries in all; the first ${DAMAGED_SHOWN} are listed`, path: index });
  return {
    tarballs: reading.tarballs.sort(byIdentity), metadata: reading.metadata.sort(byIdentity),
    files: reading.files, entries: reading.entries, problems: reading.problems, notes,
  };
}

function subfolders({ tree, problems }: Reading, folder: string): readonly string[] {
  const found: string[] = [];
  for (const { name, kind } of listOr(tree, folder, problems)) {
    if (kind === 'folder') found.push(`${folder}/${name}`);
    else problems.push({ code: 'unknown-entry', message: `a ${kind} where the index has only folders`, path: `${folder}/${name}` });
  }
  return found;
}

function readBucketFolder(reading: Reading, folder: string): void {
  const visit = (name: string, bytes: Uint8Array | TreeError): void => {
    reading.files += 1;
    const path = `${folder}/${name}`;
    if (bytes instanceof TreeError) reading.problems.push({ code: bytes.code, message: bytes.message, path });
    else readBucket(reading, path, bytes);
  };
  const { tree } = reading;
  try {
    if (tree.readEach) tree.readEach(folder, LIMITS.packageJsonBytes, visit);
    else for (const { name } of tree.list(folder)) visit(name, readOr(tree, `${folder}/${name}`));
  } catch (error) {
    reading.problems.push(treeProblem(error, folder));
  }
}

function readOr(tree: FileTree, path: string): Uint8Array | TreeError {
  try {
    return tree.read(path, LIMITS.packageJsonBytes);
  } catch (error) {
    if (error instanceof TreeError) return error;
    throw error;
  }
}

// One line is one fetch or deletion. Every line is verified, since damage could lie in the name itself; all else is done for
// what is asked for alone. Positions in the text are positions in the bytes: the text is read as one byte a character.
function readBucket(reading: Reading, path: string, bytes: Uint8Array): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('latin1');
  const lines: Line[] = [];
  let number = 1;
  for (let start = 0; start <= text.length; number += 1) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    if (end > start) {
      const json = verified(buffer, text, start, end);
      if (json === undefined) damaged(reading, path, number);
      else {
        const line = lineOf(reading, text, start, end, json);
        if (line === 'damaged') damaged(reading, path, number);
        else if (line !== undefined) lines.push(line);
      }
    }
    start = end + 1;
  }
  if (lines.length > 0) collect(reading, path, lines);
}

// The bytes of the JSON where its checksum is right. What a second tab cuts off is not read by npm either.
function verified(buffer: Buffer, text: string, start: number, end: number): Buffer | undefined {
  const from = start + 41;
  if (end <= from || text.charCodeAt(from - 1) !== 0x09) return undefined;
  const tab = text.indexOf('\t', from);
  const json = buffer.subarray(from, tab === -1 || tab > end ? end : tab);
  return hash('sha1', json) === text.slice(start, from - 1) ? json : undefined;
}

function damaged(reading: Reading, path: string, line: number): void {
  reading.damaged += 1;
  if (reading.damaged <= DAMAGED_SHOWN) reading.problems.push({ code: 'malformed', message: 'an entry of npm’s content cache does not match its own checksum', path, line });
}

interface Line {
  readonly url: string;
  readonly name: string;
  /** Absent for a question about the package. */
  readonly version?: string;
  readonly entry: JsonObject;
}

// The address is taken from the text first, and counts only when the parsed JSON has the same: most lines end there.
function lineOf(reading: Reading, text: string, start: number, end: number, json: Buffer): Line | 'damaged' | undefined {
  const shown = shownUrl(text, start + 42, end);
  if (shown !== undefined && !isAskedFor(reading, shown)) return undefined;
  const entry = parsed(json);
  return entry === undefined ? 'damaged' : identified(reading, entry);
}

// npm writes the key first and without escapes; anything else is for JSON to take apart.
function shownUrl(text: string, start: number, end: number): string | undefined {
  if (!text.startsWith(KEY, start)) return undefined;
  const close = text.indexOf('"', start + KEY.length);
  const shown = text.slice(start + KEY.length, close);
  // The last key of two would count: such a line is read whole.
  const again = text.indexOf('"key"', close);
  return close === -1 || close >= end || shown.includes('\\') || (again !== -1 && again < end) || !ASCII.test(shown) ? undefined : shown;
}

function isAskedFor(reading: Reading, url: string): boolean {
  const { wanted, wantedMetadata } = reading.question;
  const tarball = mayBeTarball(url) ? identityOfTarballUrl(url) : undefined;
  if (tarball) {
    reading.entries += 1;
    return !wanted || wanted(tarball.name, tarball.version);
  }
  const name = wantedMetadata ? packageOfUrl(url) : undefined;
  return name !== undefined && wantedMetadata?.(name) === true;
}

// Every form of registry-url.ts has one of these; an escaped address may have any. `%2f` alone is npm's way to ask about a scope.
function mayBeTarball(url: string): boolean {
  return url.includes('/-/') || url.includes('/download/') || url.includes('/packages/') || /%(?!2f)/i.test(url);
}

function identified({ question }: Reading, entry: JsonObject): Line | undefined {
  const key = property(entry, 'key');
  if (typeof key !== 'string' || !key.startsWith(PREFIX)) return undefined;
  const url = key.slice(PREFIX.length);
  const tarball = identityOfTarballUrl(url);
  if (tarball) return question.wanted && !question.wanted(tarball.name, tarball.version) ? undefined : { url, ...tarball, entry };
  const name = packageOfUrl(url);
  return name === undefined || question.wantedMetadata?.(name) !== true ? undefined : { url, name, entry };
}

function parsed(json: Buffer): JsonObject | undefined {
  try {
    const value = JSON.parse(json.toString('utf8')) as JsonValue;
    return isObject(value) ? value : undefined;
  } catch {
    // Its own checksum says that it was written this way: damaged all the same.
    return undefined;
  }
}

/** The package that an address of a registry's metadata asks for: its last part, or the last two with a scope. */
export function packageOfUrl(url: string): string | undefined {
  const path = /^https?:\/\/[^/?#]+\/([^?#]*)$/i.exec(url)?.[1]?.replace(/%2f/gi, '/');
  if (path === undefined || path.startsWith('-/') || path.includes('/-/')) return undefined;
  const [scope, name] = path.split('/').slice(-2) as [string, string | undefined];
  const found = name === undefined ? scope : scope.startsWith('@') ? `${scope}/${name}` : name;
  return /^(?:@[\w.~-]+\/)?[\w.~!'()*-]+$/.test(found) ? found : undefined;
}

// Every content that an address had is evidence. The state of an entry is that of the last line with its key.
function collect(reading: Reading, path: string, lines: readonly Line[]): void {
  const last = new Map<string, Line>();
  for (const line of lines) last.set(line.url, line);
  const seen = new Map<string, FetchedTarball>();
  for (const line of lines) {
    if (line.version === undefined) continue;
    const tarball = tarballOf(reading, path, line, line.version);
    const id = `${line.url}\n${tarball.integrity ?? ''}`;
    const gone = last.get(line.url);
    // A deletion after a fetch says no more than that the fetch is deleted.
    if (tarball.integrity === undefined && lines.some((other) => other.url === line.url && typeof property(other.entry, 'integrity') === 'string')) continue;
    if (!seen.has(id)) seen.set(id, gone && typeof property(gone.entry, 'integrity') !== 'string' ? { ...tarball, deleted: true } : tarball);
  }
  reading.tarballs.push(...seen.values());
  for (const line of last.values()) {
    if (line.version !== undefined) continue;
    const time = fetchTime(line.entry);
    reading.metadata.push({ name: line.name, url: withoutCredentials(line.url), ...(time === undefined ? {} : { time }), index: path });
  }
}

function tarballOf(reading: Reading, path: string, { url, name, entry }: Line, version: string): FetchedTarball {
  const integrity = property(entry, 'integrity');
  const size = property(entry, 'size');
  const time = fetchTime(entry);
  const content = typeof integrity === 'string' ? contentPath(reading.cache, integrity) : undefined;
  return {
    tool: 'npm', name, version, url: withoutCredentials(url),
    ...(typeof integrity === 'string' ? { integrity } : {}),
    ...(time === undefined ? {} : { time }),
    ...(typeof size === 'number' && size >= 0 ? { size } : {}),
    index: path,
    ...(content === undefined ? {} : { content, form: 'tarball' as const }),
    held: content !== undefined && kindOr(reading.tree, content, reading.problems) === 'file',
  };
}

// `npm cache verify` writes the entry's own time anew; the one in the metadata is that of the response.
function fetchTime(entry: JsonObject): string | undefined {
  const metadata = property(entry, 'metadata');
  return (isObject(metadata) ? timeText(property(metadata, 'time')) : undefined) ?? timeText(property(entry, 'time'));
}

function byIdentity(left: FetchedTarball | FetchedMetadata, right: FetchedTarball | FetchedMetadata): number {
  return compare(left.name, right.name) || compare('version' in left ? left.version : '', 'version' in right ? right.version : '') || compare(left.time ?? '', right.time ?? '') || compare(left.index, right.index);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
