// git, asked by plumbing alone, about the objects of a repository and about nothing else of it. A repository's configuration can
// name programs in a dozen places (fsmonitor, sshCommand, textconv, filters, hooks, pagers, remotes that a partial clone fetches
// from), and every release adds some. So git never sees it: it runs in an empty repository of our own, with GIT_OBJECT_DIRECTORY
// pointing at the audited objects; refs are read as files (git/layout.ts). With that go `safe.directory` (git asks whose a
// repository is, not whose its objects are), replaced objects and grafts, which would show another history than the one stored,
// lazy fetching, and alternates by the environment. The variables and flags below say the same again, for the day when one of these is not so.
// The commit-graph file is not used either: it repeats what commits say, and git believes it unseen.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '../model/limits.ts';
import { compareTrees, type GitChange, type GitPair } from './git/changes.ts';
import { closedEnvironment } from './git/environment.ts';
import { type GitCommit, listCommits, type Walked, walkCommits } from './git/commits.ts';
import { type GitObject, type GitObjectInfo, objectInfo, readObjects } from './git/objects.ts';
import { findProgram, type Running, startProcess } from './processes.ts';

export type { GitChange, GitPair } from './git/changes.ts';
export { type GitCommit, type GitCommitText, parseCommit } from './git/commits.ts';
export { findRepository, type GitLayout, type GitRef, type GitState, readState } from './git/layout.ts';
export type { GitObject, GitObjectInfo } from './git/objects.ts';

export interface GitOptions {
  /** Folder with the audited objects, absolute. */
  readonly objects: string;
  readonly hash: 'sha1' | 'sha256';
  /** Commits where a shallow clone ends. */
  readonly shallow: readonly string[];
  /** The user's environment: only PATH and what the system itself needs is taken from it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folders of the audited side, from which no program is taken. */
  readonly never: readonly string[];
}

export interface Git {
  /** Commits reachable from `tips`, a parent never before its child. Rejects where git cannot walk them all: `walk` then can. */
  readonly commits: (tips: readonly string[]) => AsyncIterable<GitCommit>;
  readonly walk: (tips: readonly string[]) => Promise<Walked>;
  /** From now on these commits count as having no parents, as where a shallow clone ends. */
  readonly endAt: (commits: readonly string[]) => void;
  /** What each commit changed in files that match `pathspecs`. */
  readonly changes: (pairs: readonly GitPair[], pathspecs: readonly string[]) => AsyncIterable<GitChange>;
  readonly info: (names: readonly string[]) => AsyncIterable<GitObjectInfo>;
  readonly objects: (ids: readonly string[]) => AsyncIterable<GitObject>;
  /** Removes the empty repository. */
  readonly close: () => void;
}

const CONFIG = [
  'core.fsmonitor=false', `core.hooksPath=${devNull}`, 'core.sshCommand=false', 'core.gitProxy=false', 'core.pager=cat', 'core.editor=false', 'core.askPass=false',
  `core.attributesFile=${devNull}`, `core.excludesFile=${devNull}`, 'core.commitGraph=false', 'core.alternateRefsCommand=false', 'credential.helper=', 'diff.external=', 'diff.renames=false',
  'gpg.program=false', 'log.showSignature=false', 'protocol.allow=never', 'maintenance.auto=false', 'gc.auto=0',
];

/** Undefined where there is no git on the PATH. */
export function openGit(options: GitOptions): Git | undefined {
  const program = findProgram('git', options.environment, options.never);
  if (program === undefined) return undefined;
  const folder = emptyRepository(options);
  const drop = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', drop);
  const environment = environmentOf(options, folder);
  const start = (words: readonly string[]): Running => startProcess(program, ['--no-pager', '--no-replace-objects', ...CONFIG.flatMap((setting) => ['-c', setting]), ...words], { cwd: folder, environment, idleMs: LIMITS.gitIdle });
  const catFile = (words: readonly string[]) => start(['cat-file', ...words]);
  const ends = new Set(options.shallow);
  return {
    commits: (tips) => listCommits(start(['rev-list', '--topo-order', '--parents', '--timestamp', '--stdin']), tips),
    endAt: (commits) => {
      for (const commit of commits) ends.add(commit);
      writeShallow(folder, ends);
    },
    walk: (tips) => walkCommits(() => catFile(['--batch']), tips, ends),
    changes: (pairs, pathspecs) => compareTrees(() => start(['diff-tree', '--stdin', '--always', '-r', '--root', '--raw', '-z', '--no-abbrev', '--no-renames', '--no-ext-diff', '--no-textconv', '--', ...pathspecs]), pairs),
    info: (names) => objectInfo(catFile, names),
    objects: (ids) => readObjects(catFile, ids),
    close: () => {
      process.removeListener('exit', drop);
      drop();
    },
  };
}

// https://git-scm.com/docs/gitrepository-layout : what git needs to take a folder for a repository.
function emptyRepository({ hash, shallow }: GitOptions): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-audit-git-'));
  mkdirSync(join(folder, 'refs'));
  mkdirSync(join(folder, 'objects'));
  writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/none\n');
  writeFileSync(join(folder, 'config'), hash === 'sha1' ? '[core]\n\trepositoryformatversion = 0\n\tbare = true\n' : '[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n');
  writeShallow(folder, shallow);
  return folder;
}

// git takes an empty line in it for damage.
function writeShallow(folder: string, commits: Iterable<string>): void {
  const lines = [...commits].map((commit) => `${commit}\n`).join('');
  if (lines !== '') writeFileSync(join(folder, 'shallow'), lines);
}

function environmentOf({ objects, environment }: GitOptions, folder: string): Readonly<Record<string, string>> {
  return {
    ...closedEnvironment(folder, environment),
    GIT_OBJECT_DIRECTORY: objects,
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    // Wins over every `protocol.*` of a configuration; no transport has an empty name.
    GIT_ALLOW_PROTOCOL: ':',
    GIT_OPTIONAL_LOCKS: '0',
    // Whole buffers instead of a write for each commit.
    GIT_FLUSH: '0',
  };
}
