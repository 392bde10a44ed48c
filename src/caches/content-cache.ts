// npm's content cache (npm/cacache lib/entry-index.js): `_cacache/index-v5/<2>/<2>/<rest>` holds lines `\n<sha1 of json>\t<json>`, of
// which the last one with a key counts and one without integrity deletes. Keys of npm's requests are
// `make-fetch-happen:request-cache:<url>`. Entries outlive the package's removal from the registry. Nothing here is signed: whoever
// can write the cache can write an entry with its sha1.
import type { Problem } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import type { FetchedMetadata, FetchedTarball } from '../model/machine.ts';
import { TreeError, type FileTree, type FolderVisit } from '../model/ports.ts';
import { isObject, property, type JsonObject } from '../text/json.ts';
import { withoutCredentials } from '../text/printable.ts';
import { contentPath } from './content-path.ts';
import { parseIndexLine, type ContentCacheQuestion, type IndexLine } from './index-line.ts';
import { join, kindOr, listOr, timeText } from './paths.ts';

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
  readonly folders: readonly string[];
  readonly tarballs: FetchedTarball[];
  readonly metadata: FetchedMetadata[];
  /** By position of the folder: a tree may give folders in any order. */
  readonly problems: Map<number, Problem[]>;
  damagedShown: DamagedLine[];
  files: number;
  entries: number;
  damaged: number;
}

interface DamagedLine {
  readonly folder: number;
  readonly problem: Problem;
}

const DAMAGED_SHOWN = 100;

/** What the content cache below an npm cache folder says was fetched. */
export async function readContentCache(tree: FileTree, npmCache: string, question: ContentCacheQuestion = {}): Promise<ContentCache> {
  const cache = join(npmCache, '_cacache');
  const index = join(cache, 'index-v5');
  const problems: Problem[] = [];
  const notes: string[] = [];
  if (kindOr(tree, index, problems) !== 'folder' && kindOr(tree, cache, problems) === 'folder') notes.push(`${cache} has no index of the format that npm 5 and later write`);
  const folders = subfolders(tree, index, problems).flatMap((outer) => subfolders(tree, outer, problems));
  const reading: Reading = { tree, cache, question, folders, tarballs: [], metadata: [], problems: new Map(), damagedShown: [], files: 0, entries: 0, damaged: 0 };
  await readBucketFolders(reading);
  problems.push(...problemsInOrder(reading));
  if (reading.damaged > DAMAGED_SHOWN) problems.push({ code: 'malformed', message: `${reading.damaged} damaged entries in all; the first ${DAMAGED_SHOWN} are listed`, path: index });
  return {
    tarballs: reading.tarballs.sort(byIdentity), metadata: reading.metadata.sort(byIdentity),
    files: reading.files, entries: reading.entries, problems, notes,
  };
}

function subfolders(tree: FileTree, folder: string, problems: Problem[]): readonly string[] {
  const found: string[] = [];
  for (const { name, kind } of listOr(tree, folder, problems)) {
    if (kind === 'folder') found.push(`${folder}/${name}`);
    else problems.push({ code: 'unknown-entry', message: `a ${kind} where the index has only folders`, path: `${folder}/${name}` });
  }
  return found;
}

async function readBucketFolders(reading: Reading): Promise<void> {
  const { tree, folders } = reading;
  const visit: FolderVisit = (at, name, bytes) => {
    const folder = folders[at] ?? '';
    if (name !== undefined) reading.files += 1;
    const path = name === undefined ? folder : `${folder}/${name}`;
    if (bytes instanceof TreeError) problemsAt(reading, at).push({ code: bytes.code, message: bytes.message, path });
    else readBucket(reading, at, path, bytes);
  };
  if (tree.readFolders) await tree.readFolders(folders, LIMITS.packageJsonBytes, visit);
  else for (const [at, folder] of folders.entries()) readBucketFolder(tree, folder, (name, bytes) => visit(at, name, bytes));
}

function readBucketFolder(tree: FileTree, folder: string, visit: (name: string | undefined, bytes: Uint8Array | TreeError) => void): void {
  try {
    if (tree.readEach) tree.readEach(folder, LIMITS.packageJsonBytes, visit);
    else for (const { name, kind } of tree.list(folder)) visit(name, kind === 'file' ? readOr(tree, `${folder}/${name}`) : new TreeError('not-a-file', `a ${kind}, not a file`));
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    visit(undefined, error);
  }
}

function problemsAt({ problems }: Reading, folder: number): Problem[] {
  const found = problems.get(folder) ?? [];
  problems.set(folder, found);
  return found;
}

function problemsInOrder(reading: Reading): readonly Problem[] {
  for (const { folder, problem } of firstOf(reading.damagedShown)) problemsAt(reading, folder).push(problem);
  return [...reading.problems].sort(([left], [right]) => left - right).flatMap(([, found]) => found);
}

function firstOf(damagedLines: readonly DamagedLine[]): DamagedLine[] {
  return damagedLines.toSorted((left, right) => left.folder - right.folder).slice(0, DAMAGED_SHOWN);
}

function readOr(tree: FileTree, path: string): Uint8Array | TreeError {
  try {
    return tree.read(path, LIMITS.packageJsonBytes);
  } catch (error) {
    if (error instanceof TreeError) return error;
    throw error;
  }
}

// Nearly every file holds one line, of a package nobody asks for: that must cost little. Positions in the text are positions in the
// bytes: the text is read as one byte a character.
function readBucket(reading: Reading, folder: number, path: string, bytes: Uint8Array): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('latin1');
  const lines: IndexLine[] = [];
  let number = 1;
  for (let start = 0; start <= text.length; number += 1) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    if (end > start) {
      const line = parseIndexLine(text.slice(start, end), buffer.subarray(start, end), reading.question);
      if (line === 'damaged') damaged(reading, folder, path, number);
      else if (line === 'tarball' || (line !== 'other' && line.version !== undefined)) reading.entries += 1;
      if (typeof line !== 'string') lines.push(line);
    }
    start = end + 1;
  }
  if (lines.length > 0) collect(reading, folder, path, lines);
}

function damaged(reading: Reading, folder: number, path: string, line: number): void {
  reading.damaged += 1;
  reading.damagedShown.push({ folder, problem: { code: 'malformed', message: 'an entry of npm’s content cache does not match its own checksum', path, line } });
  if (reading.damagedShown.length > 10 * DAMAGED_SHOWN) reading.damagedShown = firstOf(reading.damagedShown);
}

// Every content that an address had is evidence. The state of an entry is that of the last line with its key.
function collect(reading: Reading, folder: number, path: string, lines: readonly IndexLine[]): void {
  const last = new Map<string, IndexLine>();
  const fetched = new Set<string>();
  for (const line of lines) {
    last.set(line.url, line);
    if (integrityOf(line) !== undefined) fetched.add(line.url);
  }
  const seen = new Set<string>();
  for (const line of lines) {
    const integrity = integrityOf(line);
    // A deletion after a fetch says no more than that the fetch is deleted.
    if (line.version === undefined || (integrity === undefined && fetched.has(line.url))) continue;
    const id = `${line.url}\n${integrity ?? ''}`;
    if (seen.has(id)) continue;
    seen.add(id);
    const final = last.get(line.url);
    const tarball = tarballOf(reading, folder, path, line, line.version);
    reading.tarballs.push(final && integrityOf(final) === undefined ? { ...tarball, deleted: true } : tarball);
  }
  for (const line of last.values()) if (line.version === undefined) reading.metadata.push(metadataOf(path, line));
}

function integrityOf({ entry }: IndexLine): string | undefined {
  const integrity = property(entry, 'integrity');
  return typeof integrity === 'string' ? integrity : undefined;
}

function metadataOf(path: string, { name, url, entry }: IndexLine): FetchedMetadata {
  const time = fetchTime(entry);
  return { name, url: withoutCredentials(url), ...(time === undefined ? {} : { time }), index: path };
}

function tarballOf(reading: Reading, folder: number, path: string, line: IndexLine, version: string): FetchedTarball {
  const { url, name, entry } = line;
  const integrity = integrityOf(line);
  const size = property(entry, 'size');
  const time = fetchTime(entry);
  const content = integrity === undefined ? undefined : contentPath(reading.cache, integrity);
  return {
    tool: 'npm', name, version, url: withoutCredentials(url),
    ...(integrity === undefined ? {} : { integrity }),
    ...(time === undefined ? {} : { time }),
    ...(typeof size === 'number' && size >= 0 ? { size } : {}),
    index: path,
    ...(content === undefined ? {} : { content, form: 'tarball' as const }),
    held: content !== undefined && kindOr(reading.tree, content, problemsAt(reading, folder)) === 'file',
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
