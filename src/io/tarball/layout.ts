// Which files npm would leave on the disk, and under which path: `tar` extracting with `strip: 1` and without links, as pacote calls it
// (https://github.com/npm/pacote/blob/main/lib/fetcher.js, https://github.com/isaacs/node-tar/blob/main/src/unpack.ts).
import type { Problem } from '../../model/coverage.ts';
import { hasUnprintable } from '../../text/printable.ts';
import type { Oddities, TarballLimits } from './contract.ts';
import type { TarMember } from './members.ts';

export interface Layout {
  /** Path below the package's folder, with a `/` in front, to content. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Permission bits of the same paths, as the archive has them. */
  readonly modes: ReadonlyMap<string, number>;
  readonly bytes: number;
  readonly problems: readonly Problem[];
}

/** The files in the order of their first entry. */
export function layOut(members: readonly TarMember[], limits: TarballLimits, oddities: Oddities): Layout {
  const files = new Map<string, Uint8Array>();
  const modes = new Map<string, number>();
  const folders = new Set<string>();
  const tops = new Set<string>();
  const alike = new Map<string, string>();
  const problems: Problem[] = [];
  for (const member of members) {
    tellKind(member, oddities);
    const path = installedPath(member, oddities, tops);
    if (path === undefined || member.kind !== 'file') continue;
    const problem = tooLong(path, limits) ?? (folders.size > limits.tarballEntries ? { code: 'too-many' as const, message: `more than ${limits.tarballEntries} folders: what comes behind was not read` } : undefined);
    if (problem) {
      problems.push({ ...problem, path: member.path.slice(0, 200) });
      if (problem.code === 'too-many') break;
      continue;
    }
    if (folders.has(path) || !enterFolders(path, folders, files)) {
      oddities.add('file-and-folder', 'the same path is a file and a folder: npm keeps the first', member.path);
      continue;
    }
    const earlier = files.get(path);
    if (earlier) tellRepeated(path, member, earlier, oddities);
    else tellAlike(path, alike, oddities);
    files.set(path, member.content);
    modes.set(path, member.mode);
  }
  tellTops(tops, oddities);
  if (!files.has('/package.json')) oddities.add('no-manifest', 'there is no package.json in its folder');
  return { files, modes, bytes: [...files.values()].reduce((sum, content) => sum + content.length, 0), problems };
}

function tellKind({ kind, path, type, target }: TarMember, oddities: Oddities): void {
  if (kind === 'link') oddities.add('link', `a link to ${target ?? ''}, which npm does not make`, path);
  if (kind === 'device') oddities.add('device', 'a device or pipe', path);
  if (kind === 'unknown') oddities.add('unknown-type', `an entry of the type ${type}`, path);
}

// Where npm would write it; undefined where it would not.
function installedPath({ path, kind }: TarMember, oddities: Oddities, tops: Set<string>): string | undefined {
  if (hasUnprintable(path) || path.includes('\\') || /(?:^|\/)[^/]*[. ](?:\/|$)/.test(path.replace(/(?:^|\/)\.\.?(?=\/|$)/g, ''))) oddities.add('odd-name', 'a name that other systems write differently (control characters, backslashes, a dot or blank at its end)', path);
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) oddities.add('absolute-path', 'an absolute path', path);
  const [top = '', ...below] = path.split('/');
  // On Windows a backslash parts folders too, and npm refuses for both.
  if (path.replaceAll('\\', '/').split('/').includes('..')) {
    oddities.add('parent-path', 'a path with .., which npm passes over', path);
    return undefined;
  }
  const parts = below.filter((part) => part !== '' && part !== '.');
  if (parts.length === 0) {
    if (kind === 'file') oddities.add('no-top-folder', 'a file outside the package\'s folder, which npm passes over', path);
    return undefined;
  }
  tops.add(top);
  return `/${parts.join('/')}`;
}

function tooLong(path: string, limits: TarballLimits): Problem | undefined {
  if (Buffer.byteLength(path) > limits.tarballPathBytes) return { code: 'too-large', message: `a path of more than ${limits.tarballPathBytes} bytes was not read` };
  if (path.split('/').length - 1 > limits.tarballDepth) return { code: 'too-deep', message: `a path of more than ${limits.tarballDepth} folders was not read` };
  return undefined;
}

// False where a folder on the way is a file.
function enterFolders(path: string, folders: Set<string>, files: ReadonlyMap<string, Uint8Array>): boolean {
  const missing: string[] = [];
  for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
    const folder = path.slice(0, cut);
    if (folders.has(folder)) break;
    if (files.has(folder)) return false;
    missing.push(folder);
  }
  for (const folder of missing) folders.add(folder);
  return true;
}

// Disks of macOS and Windows take such names for one, and the last would win there.
function tellAlike(path: string, alike: Map<string, string>, oddities: Oddities): void {
  const key = path.normalize('NFKD').toLowerCase();
  const other = alike.get(key);
  if (other === undefined) {
    alike.set(key, path);
    return;
  }
  const kind = other.toLowerCase() === path.toLowerCase() ? 'case-collision' : 'unicode-collision';
  oddities.add(kind, `some disks take it for the same file as ${other.slice(1)}`, path.slice(1));
}

// pnpm packs the file of `main` twice where the manifest writes it with `./`: the same bytes are the same file to every reader.
function tellRepeated(path: string, member: TarMember, earlier: Uint8Array, oddities: Oddities): void {
  if (Buffer.compare(earlier, member.content) === 0) return;
  oddities.add(path === '/package.json' ? 'second-manifest' : 'duplicate', 'the archive holds it more than once, with different content: npm keeps the last', member.path);
}

function tellTops(tops: ReadonlySet<string>, oddities: Oddities): void {
  const [first, second] = tops;
  if (second !== undefined) oddities.add('several-top-folders', `${tops.size} folders at the top, which npm lays into one: ${[...tops].slice(0, 5).join(', ')}`);
  else if (first !== undefined && first !== 'package') oddities.add('top-folder', `its folder is ${first} and not package`);
}
