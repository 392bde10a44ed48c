// One repository: its refs, its commits, the files that they changed, and every content of those files read once.
import type { GitLayout, GitPair, GitRef, GitState } from '../../io/git.ts';
import { LIMITS } from '../../model/limits.ts';
import { decode } from '../../text/decode.ts';
import { substituteIn } from '../../text/git-substitute.ts';
import { matchesGlob } from '../../text/glob.ts';
import { addProblems } from '../scan/context.ts';
import type { RepositoryRun } from './context.ts';
import { formatOf } from './formats.ts';
import { buildGraph, type Graph } from './graph.ts';
import { listedNameIn, notRead } from './unread.ts';

/** One file of a history. */
export interface FileHistory {
  readonly path: string;
  /** Commit number -> number of the content; -1 where it was deleted. */
  readonly changes: Map<number, number>;
  /** Notes on versions that were not read. */
  unread: number;
}

/** A tip of the history with the names that lead to it. */
export interface Tip {
  readonly commit: number;
  readonly names: readonly string[];
}

export interface History {
  readonly graph: Graph;
  readonly tips: readonly Tip[];
  readonly files: readonly FileHistory[];
  /** Blob ids by number of the content. */
  readonly blobs: readonly string[];
  /** Subjects by number of the content. */
  readonly subjects: readonly (readonly string[])[];
  /** Commit that is checked out. */
  readonly head: number | undefined;
  readonly bytes: number;
}

/** Refs that a run walks. */
export function wantedRefs(refs: readonly GitRef[], wanted: readonly string[]): readonly GitRef[] {
  if (wanted.length === 0) return refs;
  return refs.filter(({ name }) => wanted.some((want) => name === want || ['refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/'].some((prefix) => name === `${prefix}${want}`)));
}

/** Walks and reads. Problems go to the place. */
export async function readHistory(run: RepositoryRun, layout: GitLayout, gitState: GitState, refs: readonly GitRef[]): Promise<History> {
  const { place, state } = run;
  const commitOf = await commitsOf(run, refs);
  const tipIds = [...new Set(commitOf.values())];
  const graph = await walkGraph(run, tipIds, gitState);
  state.ports.progress(`${graph.ids.length} commits`);
  const names = new Map<number, string[]>();
  let head: number | undefined;
  for (const { name, id } of refs) {
    const commit = graph.numberOf(commitOf.get(id) ?? '');
    if (commit === undefined) continue;
    if (name === 'HEAD') head = commit;
    const known = names.get(commit);
    if (known) known.push(name);
    else names.set(commit, [name]);
  }
  const files = new Map<string, FileHistory>();
  const blobs: string[] = [];
  await readChanges(run, layout, graph, files, blobs);
  const sorted = [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const { subjects, bytes } = await readContents(run, graph, sorted, blobs, head);
  for (const file of sorted) if (file.unread > 0) place.notes.push(`${run.shown(file.path)}: ${file.unread} old ${file.unread === 1 ? 'version was' : 'versions were'} not understood; searched as text, they hold no listed version`);
  return { graph, tips: [...names].map(([commit, list]) => ({ commit, names: list })), files: sorted, blobs, subjects, head, bytes };
}

/** Object of a ref -> commit that it leads to: a tag is followed; what is no commit is passed over, what is missing is told. */
async function commitsOf({ git, place }: RepositoryRun, refs: readonly GitRef[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(refs.map(({ id }) => id))];
  const commits = new Map<string, string>();
  const missing = new Set<string>();
  const other = new Set<string>();
  for await (const info of git.info(ids)) {
    if (info.state !== 'found') missing.add(info.id);
    else if (info.type === 'commit') commits.set(info.id, info.id);
    else other.add(info.id);
  }
  const tags = [...other];
  let at = 0;
  for await (const info of git.info(tags.map((id) => `${id}^{commit}`))) {
    if (info.state === 'found') commits.set(tags[at] as string, info.name);
    at += 1;
  }
  const elsewhere = refs.filter(({ id }) => other.has(id) && !commits.has(id)).map(({ name }) => name);
  if (elsewhere.length > 0) place.notes.push(`${elsewhere.length === 1 ? 'a ref leads' : `${elsewhere.length} refs lead`} to a tree or a file without a commit, which has no history and was not read: ${elsewhere.slice(0, 5).join(', ')}${elsewhere.length > 5 ? ', …' : ''}`);
  const lost = refs.filter(({ id }) => missing.has(id));
  if (lost.length > 0) addProblems(place, [{ code: 'unreadable', message: `${lost.length} ${lost.length === 1 ? 'ref leads' : 'refs lead'} to an object that is missing or damaged: ${lost.slice(0, 5).map(({ name }) => name).join(', ')}${lost.length > 5 ? ', …' : ''}`, hint: 'git fsck tells more; fetch from a whole clone' }]);
  return commits;
}

async function walkGraph({ git, place, state }: RepositoryRun, tips: readonly string[], gitState: GitState): Promise<Graph> {
  const finish = ({ graph, cut }: { readonly graph: Graph; readonly cut: boolean }) => {
    if (cut) addProblems(place, [{ code: 'too-many', message: `more than ${LIMITS.gitCommits} commits; the older ones were not walked` }]);
    return graph;
  };
  try {
    return finish(await buildGraph(git.commits(tips), state.ports.breathe));
  } catch (error) {
    const { commits, lost, ends } = await git.walk(tips);
    git.endAt(ends);
    const why = error instanceof Error ? error.message : String(error);
    addProblems(place, [{
      code: 'unreadable',
      message: lost.length === 0 ? `git could not walk the history at once: ${why}` : `${lost.length} ${lost.length === 1 ? 'commit is' : 'commits are'} missing or damaged, and what lies before ${lost.length === 1 ? 'it' : 'them'} was not seen: ${lost.slice(0, 3).join(', ')}`,
      hint: gitState.shallow.length > 0 ? 'git fetch --unshallow' : 'git fsck tells more; fetch from a whole clone',
    }]);
    return finish(await buildGraph(commits, state.ports.breathe));
  }
}

async function readChanges(run: RepositoryRun, layout: GitLayout, graph: Graph, files: Map<string, FileHistory>, blobs: string[]): Promise<void> {
  const { git, place, state: { ports: { formats } } } = run;
  const specs = formatOf(formats, layout.below) ? [`:(literal)${layout.below}`] : pathspecs(layout.below, formats.flatMap((format) => format.globs));
  const isWanted = pathFilter(run, layout.below);
  const numbers = new Map<string, number>();
  const links = new Set<string>();
  /** False where a limit was met. */
  const take = async (pairs: readonly GitPair[], failed: Map<number, string>): Promise<boolean> => {
    for await (const change of git.changes(pairs, specs)) {
      const commit = graph.numberOf(change.commit);
      if (commit === undefined) continue;
      if (change.kind === 'failed') {
        failed.set(commit, change.message);
        continue;
      }
      const { path, blob, mode } = change;
      if (!isWanted(path)) continue;
      // 120000 is a link, 160000 a submodule: neither has content of its own.
      const isFile = blob !== undefined && mode.startsWith('100');
      if (blob !== undefined && !isFile) links.add(path);
      const content = isFile ? numbers.get(blob) ?? blobs.push(blob) - 1 : -1;
      if (isFile) numbers.set(blob, content);
      const file = files.get(path) ?? { path, changes: new Map(), unread: 0 };
      files.set(path, file);
      const other = file.changes.get(commit);
      if (other !== undefined && other !== -1 && content !== -1 && other !== content) addProblems(place, [{ code: 'duplicate-key', message: `a tree of commit ${change.commit} has this name twice; readers differ in which one they take`, path: run.shown(path) }]);
      file.changes.set(commit, content);
      if (blobs.length < LIMITS.gitVersions) continue;
      addProblems(place, [{ code: 'too-many', message: `more than ${LIMITS.gitVersions} versions of files; the later commits were not read` }]);
      return false;
    }
    return true;
  };
  const failed = new Map<number, string>();
  if (await take(graph.ids.map((commit, at) => ({ commit, parent: graph.ids[graph.first[at] as number] })), failed)) await pastBrokenTrees(run, graph, failed, take);
  for (const path of links) place.notes.push(`${run.shown(path)} was a link or a submodule in some commits: nothing of its own to read`);
}

type Take = (pairs: readonly GitPair[], failed: Map<number, string>) => Promise<boolean>;

// A tree that cannot be read spoils two comparisons: its own commit's, and that of the commit after it. The second is compared
// with the nearest commit before whose tree can be read; the first is a problem.
async function pastBrokenTrees({ git, place }: RepositoryRun, graph: Graph, failed: ReadonlyMap<number, string>, take: Take): Promise<void> {
  if (failed.size === 0) return;
  const pairs = [...failed.keys()].map((commit) => {
    let before = graph.first[commit] as number;
    while (failed.has(before)) before = graph.first[before] as number;
    return { commit: graph.ids[commit] as string, parent: graph.ids[before] };
  });
  git.endAt(pairs.filter((pair) => pair.parent === undefined).map((pair) => pair.commit));
  const broken = new Map<number, string>();
  await take(pairs, broken);
  const [first] = broken;
  if (!first) return;
  const more = broken.size === 1 ? '' : `, and those of ${broken.size - 1} more commits`;
  addProblems(place, [{ code: 'unreadable', message: `the tree of commit ${graph.ids[first[0]] as string} could not be read${more}: ${first[1]}`, hint: 'git fsck tells more; run it on a full clone' }]);
}

// `:(glob,icase)` makes `**/` any depth, and names those that a system without case would open as lockfiles.
function pathspecs(below: string, globs: readonly string[]): readonly string[] {
  const prefix = below.replace(/[\\*?[\]]/g, '\\$&');
  return globs.map((glob) => (below === '' ? `:(glob,icase)**/${glob}` : `:(glob,icase)${prefix}/**/${glob}`));
}

// Each path is judged once: it comes up in thousands of commits.
function pathFilter({ state: { ports, options, scan } }: RepositoryRun, below: string): (path: string) => boolean {
  const known = new Map<string, boolean>();
  const judge = (path: string): boolean => {
    if (below !== '' && path !== below && !path.startsWith(`${below}/`)) return false;
    if (!formatOf(ports.formats, path)) return false;
    const hiding = options.exclude.find((glob) => hides(glob, path));
    if (hiding !== undefined) scan.excluded.set(hiding, (scan.excluded.get(hiding) ?? 0) + 1);
    return hiding === undefined;
  };
  return (path) => {
    const found = known.get(path) ?? judge(path);
    known.set(path, found);
    return found;
  };
}

// A glob that hides a folder hides what lies in it.
function hides(glob: string, path: string): boolean {
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) if (matchesGlob(glob, path.slice(0, end))) return true;
  return matchesGlob(glob, path);
}

async function readContents(run: RepositoryRun, graph: Graph, files: readonly FileHistory[], blobs: readonly string[], head: number | undefined): Promise<{ readonly subjects: readonly (readonly string[])[]; readonly bytes: number }> {
  const { git, place, state } = run;
  const subjects: (readonly string[])[] = blobs.map(() => []);
  const users = usersOf(files, blobs.length);
  const wanted = await readable(run, blobs, users);
  const atHead = new Set<number>();
  if (head !== undefined) for (const file of files) atHead.add(contentAt(graph, file, head));
  let bytes = 0;
  let done = 0;
  for await (const object of git.objects(wanted.map((content) => blobs[content] as string))) {
    const content = wanted[done] as number;
    done += 1;
    if (done % 20 === 0) await state.ports.breathe();
    state.ports.progress(`${done} of ${wanted.length} versions`);
    const paths = users[content] ?? [];
    if (object.state !== 'found') {
      addProblems(place, [{ code: 'unreadable', message: `a version of ${paths[0]?.path ?? 'a file'} is damaged (${object.id})${object.state === 'corrupt' ? `: ${object.message}` : ''}`, path: run.shown(paths[0]?.path ?? ''), hint: 'git fsck tells more; fetch from a whole clone' }]);
      continue;
    }
    bytes += object.size;
    if (object.size === 0) continue;
    const substitute = substituteIn(object.bytes);
    if (substitute !== undefined) {
      for (const file of paths) tellSubstitute(run, file, substitute);
      continue;
    }
    const found = new Set<string>();
    // The same content under names that are read alike is read once.
    const read = new Set<string>();
    for (const file of paths) {
      const name = file.path.slice(file.path.lastIndexOf('/') + 1).toLowerCase();
      if (read.has(name)) continue;
      read.add(name);
      for (const subject of await readOne(run, file, object.bytes, atHead.has(content))) found.add(subject);
    }
    subjects[content] = [...found];
  }
  return { subjects, bytes };
}

// Once a file: it is so in each of a thousand versions.
function tellSubstitute({ place, shown }: RepositoryRun, file: FileHistory, substitute: string): void {
  const path = shown(file.path);
  const message = `some versions of it are ${substitute}`;
  if (place.problems.some((problem) => problem.path === path && problem.message === message)) return;
  addProblems(place, [{ code: 'unreadable', message, path, hint: 'look at those versions in a checkout that has the content, with scan' }]);
}

async function readOne(run: RepositoryRun, file: FileHistory, bytes: Buffer, isAtHead: boolean): Promise<readonly string[]> {
  const { state, place } = run;
  const { formats, bundles } = state.ports;
  const format = formatOf(formats, file.path);
  if (!format) return [];
  const decoded = decode(bytes);
  const verdict = decoded.ok ? await state.versions.read(format, file.path, decoded.text) : { subjects: [], problems: decoded.code === 'empty-file' ? [] : [{ code: decoded.code, message: decoded.message }] };
  const [first] = notRead(verdict.problems);
  if (!first) return verdict.subjects;
  if (isAtHead) {
    addProblems(place, [{ ...first, path: run.shown(file.path) }]);
    return verdict.subjects;
  }
  const name = listedNameIn(decoded.ok ? decoded.text : bytes.toString('latin1'), bundles);
  if (name === undefined) file.unread += 1;
  else addProblems(place, [{ code: first.code, message: `an old version of it was not understood, and ${name} stands in it with a listed version: ${first.message}`, path: run.shown(file.path) }]);
  return verdict.subjects;
}

/** Numbers of contents that are to be read, in the order of the history: neighbours share most of their bytes, and git keeps those. */
async function readable(run: RepositoryRun, blobs: readonly string[], users: readonly (readonly FileHistory[])[]): Promise<readonly number[]> {
  const { git, place, state } = run;
  const wanted: number[] = [];
  const missing: number[] = [];
  const told = new Set<string>();
  let content = 0;
  for await (const info of git.info(blobs)) {
    const at = content;
    content += 1;
    const path = users[at]?.[0]?.path ?? '';
    const format = formatOf(state.ports.formats, path);
    const never = format?.unreadable(path);
    if (never !== undefined) {
      if (!told.has(path)) addProblems(place, [{ code: 'binary-lockfile', message: never, path: run.shown(path), hint: `--exclude ${JSON.stringify(path)} leaves it out` }]);
      told.add(path);
    } else if (info.state !== 'found') {
      missing.push(at);
    } else if (info.size > state.options.fileBytes) {
      addProblems(place, [{ code: 'too-large', message: `a version of it has ${info.size} bytes, over the limit of ${state.options.fileBytes}`, path: run.shown(path), hint: 'raise the limit with --max-file-size' }]);
    } else {
      wanted.push(at);
    }
  }
  if (missing.length > 0) {
    const [first = 0] = missing;
    addProblems(place, [{ code: 'unreadable', message: `${missing.length} of ${blobs.length} versions of files are not in this clone, or damaged; the first is ${blobs[first] ?? ''} of ${users[first]?.[0]?.path ?? ''}`, hint: 'run it on a full clone (git clone without --filter), or git fetch --refetch' }]);
  }
  return wanted;
}

function usersOf(files: readonly FileHistory[], count: number): readonly (readonly FileHistory[])[] {
  const users: FileHistory[][] = Array.from({ length: count }, () => []);
  for (const file of files) for (const content of new Set(file.changes.values())) if (content !== -1) users[content]?.push(file);
  return users;
}

function contentAt(graph: Graph, file: FileHistory, commit: number): number {
  for (let at = commit; at !== -1; at = graph.first[at] as number) {
    const content = file.changes.get(at);
    if (content !== undefined) return content;
  }
  return -1;
}
