// A commit of a repository as a tree of files, in memory: nothing is checked out, and nothing of the repository is run (io/git.ts says
// how). Attributes of the repository (export-ignore, filters, line ends) change nothing: the files are those that were committed.
import type { Problem } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import { type FileTree, type Fetched, TreeError } from '../model/ports.ts';
import { findRepository, type Git, type GitLayout, type GitState, openGit, parseCommit, readState } from './git.ts';
import { readContents } from './git/contents.ts';
import { resolveCommit } from './git/refs.ts';
import { type GitTreeLimits, isItself, listFiles, type WantsPath } from './git/trees.ts';
import { memoryTree } from './memory-tree.ts';

export type { WantsPath } from './git/trees.ts';

export interface GitTreeOptions {
  /** Where the repository lies: the disk. */
  readonly disk: FileTree;
  /** A folder of a working tree, of a worktree, or a bare repository; absolute, `/` separated. */
  readonly folder: string;
  /** Branch, tag, remote's branch, commit id or its first seven digits or more, `HEAD`; each with `~2` or `^` behind it. */
  readonly ref: string;
  /** The user's environment, for PATH. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** More folders of the audited side, from which no program is taken. */
  readonly never: readonly string[];
  /** Leaves files, or folders with all below them, out of the tree. Paths below the top, with a `/` in front. */
  readonly wants?: WantsPath;
  /** In place of the table's limits, for tests. */
  readonly limits?: GitTreeLimits;
}

/** One commit. */
export interface GitTree {
  /** All files of the commit at `/`, or those that were wanted. */
  readonly tree: FileTree;
  readonly commit: string;
  /** The ref that led to it, in full, where one did. */
  readonly ref?: string;
  /** Committer's date, RFC 3339; anybody can write any. */
  readonly time: string;
  /** The folder that was given, below the top: '' is the top. */
  readonly below: string;
  /** Top of the repository on the disk. */
  readonly top: string;
  readonly files: number;
  readonly bytes: number;
  /** Paths of files with the permission to be run. */
  readonly programs: ReadonlySet<string>;
  /** What of the commit could not be read; paths below its top. */
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** Names of all refs, as `refs/tags/v1.0.0`, and where below the top the folder lies; or why the repository cannot be read. */
export function readRepository(disk: FileTree, folder: string): Fetched<{ readonly refs: readonly string[]; readonly below: string }> {
  const found = locate(disk, folder);
  return found.kind === 'failed' ? found : { kind: 'found', value: { refs: readState(disk, found.value).refs.map(({ name }) => name), below: found.value.below } };
}

/** Reads the commit that `ref` names. Never rejects for what the repository holds. */
export async function openGitTree(options: GitTreeOptions): Promise<Fetched<GitTree>> {
  const { disk, folder, ref, environment, never } = options;
  const located = locate(disk, folder);
  if (located.kind === 'failed') return located;
  const layout = located.value;
  const state = readState(disk, layout);
  const git = openGit({ objects: `${layout.commonFolder}/objects`, hash: hashOf(state, ref), shallow: state.shallow, environment, never: [...never, layout.top, layout.gitFolder, layout.commonFolder] });
  if (!git) return failed('unreadable', 'git was not found on the PATH', folder, 'install git; entries of PATH inside the repository or in node_modules/.bin are not used');
  try {
    return await readCommit(git, layout, state, options);
  } finally {
    git.close();
  }
}

function locate(disk: FileTree, folder: string): Fetched<GitLayout> {
  try {
    const found = findRepository(disk, folder);
    return found ? { kind: 'found', value: found } : failed('nothing-found', 'this is no git repository, and lies in none', folder, 'give a folder of a clone');
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    return failed(error.code, error.message, folder);
  }
}

function hashOf({ refs: [first] }: GitState, ref: string): 'sha1' | 'sha256' {
  return (first?.id ?? ref).length === 64 ? 'sha256' : 'sha1';
}

async function readCommit(git: Git, layout: GitLayout, state: GitState, { folder, ref, wants = () => true, limits = LIMITS }: GitTreeOptions): Promise<Fetched<GitTree>> {
  const resolved = await resolveCommit(git, state, ref);
  if (resolved.kind === 'failed') return failed('not-found', resolved.message, folder, resolved.hint);
  const { commit } = resolved;
  for await (const object of git.objects([commit])) {
    if (object.state !== 'found') return failed('unreadable', `commit ${commit} is damaged`, folder, 'git fsck tells more');
    if (!isItself(object)) return failed('malformed', `the content of commit ${commit} is not that of its id`, folder, 'git fsck tells more; the objects were changed after they were made');
    const { tree, committer } = parseCommit(object.bytes);
    if (tree.length !== commit.length || !/^[0-9a-f]+$/.test(tree)) return failed('malformed', `commit ${commit} names no tree`, folder);
    const listing = await listFiles(git, tree, wants, limits);
    const contents = await readContents(git, listing.entries, limits);
    return {
      kind: 'found',
      value: {
        tree: memoryTree(Object.fromEntries(contents.files)),
        commit,
        ...(resolved.ref === undefined ? {} : { ref: resolved.ref }),
        time: new Date(Math.min(Math.max(committer.time, 0), 253_402_300_799) * 1000).toISOString(),
        below: layout.below,
        top: layout.top,
        files: listing.entries.filter(({ kind }) => kind !== 'submodule').length,
        bytes: contents.bytes,
        programs: new Set(listing.entries.filter(({ kind }) => kind === 'program').map(({ path }) => path)),
        problems: [...listing.problems, ...contents.problems],
        notes: [...notesOf(state), ...contents.notes],
      },
    };
  }
  return failed('unreadable', `commit ${commit} could not be read`, folder);
}

function notesOf(state: GitState): readonly string[] {
  return [
    ...state.rewrites.map((name) => `${name} shows git another history than the one stored; the stored one was read`),
    ...(state.alternates.length === 0 ? [] : [`objects are borrowed from ${state.alternates.slice(0, 3).join(', ')}`]),
  ];
}

function failed(code: Problem['code'], message: string, path: string, hint?: string): { readonly kind: 'failed'; readonly problem: Problem } {
  return { kind: 'failed', problem: { code, message, path, ...(hint === undefined ? {} : { hint }) } };
}
