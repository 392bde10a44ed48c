// The package.json files at install positions of one zip of Yarn's cache (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT).
// Nothing is unpacked to the disk: a path in the archive is only compared. The archive is attacker-controlled: its sizes lie,
// entries stand twice, small ones unpack to gigabytes. yauzl checks stated sizes while it unpacks; the limits here come first.
import type { Entry, ZipFile } from 'yauzl';
import type { Problem } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import { TreeError, type FileTree } from '../model/ports.ts';
import { parseInstalledManifest, type InstalledManifest } from './installed-manifest.ts';

export interface ZipReading {
  /** Manifests by their folder in the archive: `node_modules/a`. */
  readonly manifests: ReadonlyMap<string, InstalledManifest>;
  readonly problems: readonly Problem[];
  /** True where there is no such archive. */
  readonly absent: boolean;
}

// Linear: each part ends at its slash.
const AT_POSITION = /^((?:node_modules\/(?:@[^/]+\/)?[^/@.][^/]*\/)+)package\.json$/;

/** Reads one archive. Never throws for what lies there. */
export async function readZipManifests(tree: FileTree, path: string): Promise<ZipReading> {
  const manifests = new Map<string, InstalledManifest>();
  const problems: Problem[] = [];
  try {
    const bytes = tree.read(path, LIMITS.archiveBytes);
    await readEntries(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), path, manifests, problems);
  } catch (error) {
    if (error instanceof TreeError && error.code === 'not-found') return { manifests, problems, absent: true };
    problems.push(error instanceof TreeError ? { code: error.code, message: error.message, path } : damaged(error, path));
  }
  return { manifests, problems, absent: false };
}

function damaged(error: unknown, path: string): Problem {
  return { code: 'malformed', message: `the archive cannot be read: ${error instanceof Error ? error.message : 'unknown fault'}`, path };
}

async function readEntries(bytes: Buffer, path: string, manifests: Map<string, InstalledManifest>, problems: Problem[]): Promise<void> {
  const { fromBufferPromise } = await import('yauzl');
  const zip = await fromBufferPromise(bytes);
  if (zip.entryCount > LIMITS.archiveEntries) {
    problems.push({ code: 'too-many', message: `the archive lists ${zip.entryCount} entries, over the limit of ${LIMITS.archiveEntries}`, path });
    return;
  }
  const seen = new Set<string>();
  for await (const entry of zip.eachEntry()) {
    const folder = AT_POSITION.exec(entry.fileName)?.[1]?.slice(0, -1);
    if (folder === undefined) continue;
    const at = `${path}/${folder}/package.json`;
    if (seen.has(folder)) {
      problems.push({ code: 'malformed', message: 'it stands twice in the archive; readers differ in which they use', path: at });
      continue;
    }
    seen.add(folder);
    const manifest = await readEntry(zip, entry, at, problems);
    if (manifest) manifests.set(folder, manifest);
  }
}

async function readEntry(zip: ZipFile, entry: Entry, path: string, problems: Problem[]): Promise<InstalledManifest | undefined> {
  if (entry.isEncrypted()) { problems.push({ code: 'unreadable', message: 'it is encrypted', path }); return undefined; }
  if (entry.uncompressedSize > LIMITS.packageJsonBytes) { problems.push({ code: 'too-large', message: `it would unpack to ${entry.uncompressedSize} bytes`, path }); return undefined; }
  try {
    const reading = parseInstalledManifest(await unpack(zip, entry), path);
    if (reading.kind === 'absent') return undefined;
    if (reading.problem) problems.push(reading.problem);
    return reading.kind === 'read' ? reading.manifest : undefined;
  } catch (error) {
    problems.push(damaged(error, path));
    return undefined;
  }
}

async function unpack(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of await zip.openReadStreamPromise(entry)) {
    parts.push(part as Buffer);
    length += (part as Buffer).length;
    if (length > LIMITS.packageJsonBytes) throw new Error('it unpacks to more than it states');
  }
  return Buffer.concat(parts);
}
