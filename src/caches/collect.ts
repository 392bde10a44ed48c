// All that package runners left for these users, each cache once however many users share it, with the places that were looked at.
import type { Place, PlaceKind, Problem } from '../model/coverage.ts';
import type { FetchedMetadata, FetchedTarball, Home, PackagePrefix, RunFolder } from '../model/machine.ts';
import type { FileTree } from '../model/ports.ts';
import { listBunxFolders } from './bunx.ts';
import { readContentCache, type ContentCacheQuestion } from './content-cache.ts';
import { listNpxFolders, npmCacheFolders } from './npx.ts';
import { listPackageCaches } from './package-caches.ts';
import { parentOf, resolvedOr } from './paths.ts';
import { listDlxFolders, pnpmCacheFolders } from './pnpm-dlx.ts';
import { findPrefixes } from './prefixes.ts';
import type { RunFolders } from './run-folders.ts';
import { listYarnDlxFolders } from './yarn-dlx.ts';

/** What caches and global folders hold. */
export interface MachineCaches {
  readonly runs: readonly RunFolder[];
  readonly tarballs: readonly FetchedTarball[];
  readonly metadata: readonly FetchedMetadata[];
  readonly prefixes: readonly PackagePrefix[];
  /** What was looked at and holds something, or could not be read. Global folders are places of whoever reads what is in them. */
  readonly places: readonly Place[];
}

/** Reads the caches of these users. `question` says which packages of the content caches matter: without it all are listed, slower. */
export function collectCaches(tree: FileTree, homes: readonly Home[], question: ContentCacheQuestion = {}): MachineCaches {
  const runs: RunFolder[] = [];
  const tarballs: FetchedTarball[] = [];
  const metadata: FetchedMetadata[] = [];
  const places: Place[] = [];
  const addRuns = (path: string, format: string, { folders, problems, notes }: RunFolders): void => {
    runs.push(...folders);
    const all = [...problems, ...folders.flatMap((folder) => folder.problems)];
    if (folders.length > 0 || all.length > 0 || notes.length > 0) places.push(place('run-cache', path, format, folders.length, all, notes));
  };
  for (const cache of once(tree, homes, npmCacheFolders, places)) {
    addRuns(`${cache}/_npx`, 'npx', listNpxFolders(tree, cache));
    const content = readContentCache(tree, cache, question);
    // One by one: 100,000 arguments are too many for a call.
    for (const tarball of content.tarballs) tarballs.push(tarball);
    for (const one of content.metadata) metadata.push(one);
    if (content.files > 0 || content.problems.length > 0 || content.notes.length > 0) places.push(place('content-cache', `${cache}/_cacache`, 'cacache 5', content.entries, content.problems, content.notes));
  }
  for (const cache of once(tree, homes, pnpmCacheFolders, places)) addRuns(`${cache}/dlx`, 'pnpm dlx', listDlxFolders(tree, cache));
  const [first] = homes;
  if (first) {
    const bunx = listBunxFolders(tree, homes);
    const yarn = listYarnDlxFolders(tree, homes);
    addRuns(parentOf(bunx.folders[0]?.folder ?? '/tmp/x'), 'bunx', bunx);
    addRuns(parentOf(yarn.folders[0]?.folder ?? '/tmp/x'), 'yarn dlx', yarn);
  }
  const seen = new Set<string>();
  for (const home of homes) {
    const other = listPackageCaches(tree, home, question.wanted);
    const fresh = other.tarballs.filter(({ index, name }) => isNew(seen, `${homes.length === 1 ? index : resolvedOr(tree, index)}\n${name}`));
    for (const tarball of fresh) tarballs.push(tarball);
    if (other.folders.length > 0 || other.problems.length > 0) places.push(place('content-cache', other.folders[0] ?? home.path, 'yarn, pnpm and bun', fresh.length, other.problems, other.notes));
  }
  const prefixes = findPrefixes(tree, homes);
  // Settings are read for each question, and a file that cannot be read is said once.
  if (first && prefixes.problems.length + prefixes.notes.length > 0) places.push(place('global-prefix', first.path, 'global folders', prefixes.prefixes.length, prefixes.problems, prefixes.notes));
  return { runs, tarballs, metadata, prefixes: prefixes.prefixes, places: withoutRepeats(places) };
}

type FolderFinder = (tree: FileTree, home: Home) => { readonly folders: readonly string[]; readonly problems: readonly Problem[]; readonly notes: readonly string[] };

function once(tree: FileTree, homes: readonly Home[], find: FolderFinder, places: Place[]): readonly string[] {
  const found = new Map<string, string>();
  for (const home of homes) {
    const { folders, problems, notes } = find(tree, home);
    if (problems.length > 0 || notes.length > 0) places.push(place('run-cache', home.path, 'settings', 0, problems, notes));
    for (const folder of folders) {
      const real = resolvedOr(tree, folder);
      if (!found.has(real)) found.set(real, folder);
    }
  }
  return [...found.values()];
}

function place(kind: PlaceKind, path: string, format: string, packages: number, problems: readonly Problem[], notes: readonly string[]): Place {
  const status = problems.length === 0 ? 'read' : packages > 0 ? 'partial' : 'unreadable';
  return { path, kind, status, format, packages, problems, notes };
}

function isNew(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

// The same fault of the same file, met by two questions, is one problem of the run.
function withoutRepeats(places: readonly Place[]): readonly Place[] {
  const seen = new Set<string>();
  return places.flatMap((one) => {
    const problems = one.problems.filter(({ code, path, line, message }) => isNew(seen, JSON.stringify([code, path, line, message])));
    const notes = one.notes.filter((note) => isNew(seen, note));
    const emptied = problems.length === 0 && one.problems.length > 0 && one.packages === 0;
    return emptied ? [] : [{ ...one, problems, notes, status: problems.length === 0 ? 'read' : one.status }];
  });
}
