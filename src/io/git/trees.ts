// The list of all files of a commit, from its tree objects (https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_tree_objects),
// a level at a time. The bytes are attacker-controlled: names that git would not check out, ids that lie, trees that hold themselves
// a million times over.
import { createHash } from 'node:crypto';
import type { Problem } from '../../model/coverage.ts';
import { LIMITS } from '../../model/limits.ts';
import type { Git } from '../git.ts';
import { shownName } from '../names.ts';

export type GitEntryKind = 'file' | 'program' | 'link' | 'submodule';

export interface GitEntry {
  /** Below the top, with a `/` in front. */
  readonly path: string;
  readonly kind: GitEntryKind;
  readonly id: string;
}

export interface GitListing {
  readonly entries: readonly GitEntry[];
  readonly problems: readonly Problem[];
}

/** False leaves a file, or a folder with all below it, out. */
export type WantsPath = (path: string, kind: 'file' | 'folder') => boolean;

/** In place of the table's limits, for tests. */
export interface GitTreeLimits {
  readonly comparedFiles: number;
  readonly folderDepth: number;
  readonly gitTreeBytes: number;
  readonly gitFileBytes: number;
  readonly gitFolderBytes: number;
}

interface Folder {
  readonly path: string;
  readonly id: string;
}

type RawEntry = { readonly name: string; readonly mode: string; readonly id: string };

/** All files below the tree `id`. A folder that cannot be read is a problem, and the rest is listed. */
export async function listFiles(git: Git, id: string, wants: WantsPath, limits: GitTreeLimits): Promise<GitListing> {
  const entries: GitEntry[] = [];
  const problems: Problem[] = [];
  let level: readonly Folder[] = [{ path: '', id }];
  let seen = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limits.folderDepth) return { entries, problems: [...problems, { code: 'too-deep', message: `more than ${limits.folderDepth} folders inside each other: what lies below was not read`, path: (level[0] as Folder).path.slice(1, 200) }] };
    const lists = await readLevel(git, level, limits, problems);
    const next: Folder[] = [];
    for (const folder of level) {
      for (const { name, mode, id: of } of lists.get(folder.id) ?? []) {
        seen += 1;
        if (seen > limits.comparedFiles * 2) return { entries, problems: [...problems, { code: 'too-many', message: `more than ${limits.comparedFiles * 2} files and folders in the commit: the rest was not read` }] };
        const path = `${folder.path}/${name}`;
        const kind = kindOf(mode);
        if (!wants(path, kind === 'folder' ? 'folder' : 'file')) continue;
        if (kind === undefined) problems.push({ code: 'unknown-entry', message: `a tree gives it the mode ${mode}, which git does not write`, path: path.slice(1) });
        else if (kind === 'folder') next.push({ path, id: of });
        else entries.push({ path, kind, id: of });
      }
    }
    level = next;
  }
  return { entries, problems };
}

async function readLevel(git: Git, level: readonly Folder[], limits: GitTreeLimits, problems: Problem[]): Promise<ReadonlyMap<string, readonly RawEntry[]>> {
  const pathOf = new Map<string, string>();
  for (const { path, id } of level) if (!pathOf.has(id)) pathOf.set(id, path);
  const lists = new Map<string, readonly RawEntry[]>();
  const fail = (id: string, code: Problem['code'], message: string, hint?: string) => problems.push({ code, message, path: (pathOf.get(id) ?? '').slice(1) || '.', ...(hint === undefined ? {} : { hint }) });
  const readable: string[] = [];
  for await (const info of git.info([...pathOf.keys()])) {
    if (info.state !== 'found') fail(info.id, 'unreadable', `this folder is not in the clone, or damaged (tree ${info.id})`, 'run it on a full clone (git clone without --filter); git fsck tells of damage');
    else if (info.type !== 'tree') fail(info.id, 'malformed', `the commit has a ${info.type} in place of this folder`);
    else if (info.size > limits.gitFolderBytes) fail(info.id, 'too-large', `the list of this folder has ${info.size} bytes, over the limit of ${limits.gitFolderBytes}`);
    else readable.push(info.id);
  }
  for await (const object of git.objects(readable)) {
    if (object.state !== 'found') fail(object.id, 'unreadable', `this folder is damaged (tree ${object.id})`, 'git fsck tells more');
    else if (!isItself(object)) fail(object.id, 'malformed', `the content of this folder is not that of its id (tree ${object.id})`, 'git fsck tells more; the objects were changed after they were made');
    else lists.set(object.id, parseTree(object.bytes, object.id.length / 2, (code, message) => fail(object.id, code, message)));
  }
  return lists;
}

/** True where an object's bytes give its id. git takes objects as they lie there, so that a changed one would be shown under a commit's good name. */
export function isItself({ id, type, bytes }: { readonly id: string; readonly type: string; readonly bytes: Buffer }): boolean {
  return createHash(id.length === 64 ? 'sha256' : 'sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex') === id;
}

function parseTree(bytes: Buffer, idLength: number, fail: (code: Problem['code'], message: string) => void): readonly RawEntry[] {
  const entries: RawEntry[] = [];
  const names = new Set<string>();
  for (let at = 0; at < bytes.length;) {
    const blank = bytes.indexOf(0x20, at);
    const end = blank === -1 ? -1 : bytes.indexOf(0, blank + 1);
    if (end === -1 || end + 1 + idLength > bytes.length) {
      fail('malformed', 'the list of this folder is cut off');
      break;
    }
    const mode = bytes.toString('latin1', at, Math.min(blank, at + 10));
    const raw = bytes.subarray(blank + 1, end);
    const id = bytes.toString('hex', end + 1, end + 1 + idLength);
    at = end + 1 + idLength;
    const name = shownName(raw);
    // git refuses to check these out: they would lie elsewhere, or be a repository's own (https://git-scm.com/docs/git-fsck#_fsck_messages).
    if (raw.length === 0 || raw.length > LIMITS.tarballPathBytes || name === '.' || name === '..' || name.includes('/') || name.toLowerCase() === '.git') fail('invalid-name', `a name that git would not check out: ${JSON.stringify(name.slice(0, 100))}`);
    else if (names.has(name)) fail('duplicate-key', `this folder has ${JSON.stringify(name.slice(0, 100))} twice; readers differ in which one they take, and the first was read`);
    else entries.push({ name, mode, id });
    names.add(name);
  }
  return entries;
}

// https://git-scm.com/docs/git-fast-import#_filemodify ; 100664 is of repositories older than 2005.
function kindOf(mode: string): GitEntryKind | 'folder' | undefined {
  switch (mode) {
    case '100644': case '100664': return 'file';
    case '100755': return 'program';
    case '120000': return 'link';
    case '160000': return 'submodule';
    case '40000': case '040000': return 'folder';
    default: return undefined;
  }
}
