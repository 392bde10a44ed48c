// The machine beside its repositories: configurations of its users' clients, caches of package runners, global packages.
import { npmCacheFolders, listNpxFolders } from '../../caches/npx.ts';
import { listBunxFolders } from '../../caches/bunx.ts';
import { findHomes } from '../../caches/homes.ts';
import { listDlxFolders, pnpmCacheFolders } from '../../caches/pnpm-dlx.ts';
import { findPrefixes } from '../../caches/prefixes.ts';
import type { RunFolders } from '../../caches/run-folders.ts';
import { listYarnDlxFolders } from '../../caches/yarn-dlx.ts';
import { CLIENTS } from '../../clients/registry.ts';
import { expandPlace, foldersOf } from '../../clients/places.ts';
import type { Problem } from '../../model/coverage.ts';
import type { Home, PackagePrefix, RunFolder } from '../../model/machine.ts';
import { brokenLinks } from './broken-links.ts';
import { addProblems, openPlace, type ScanState, type TargetPath } from '../scan/context.ts';
import type { MachineOptions } from './words.ts';
import { readConfiguration } from './configuration.ts';

/** What was found on the machine, before anything is judged. */
export interface Machine {
  readonly options: MachineOptions;
  readonly homes: readonly Home[];
  readonly runFolders: readonly RunFolder[];
  readonly prefixes: readonly PackagePrefix[];
  /** Folders in which npm keeps its caches. */
  readonly npmCaches: readonly string[];
}

/** Caches below a home that people move to another disk by a link. */
const CACHES = ['.npm', '.cache', '.bun', '.local/share/pnpm', 'Library/Caches', 'AppData/Local/npm-cache'];

/** Reads the configurations into the state and finds the folders that packages were run from. */
export async function readMachine(state: ScanState, options: MachineOptions): Promise<Machine> {
  const { tree } = state.ports;
  const found = findHomes(tree, { all: options.homes, ...(options.current ? { current: options.current } : {}) });
  tell(state, options, found);
  const seen = new Set(state.configurations.map(({ path }) => tree.resolve(path.absolute) ?? path.absolute));
  const hidden = options.current ? undefined : brokenLinks(tree);
  const npmCaches = new Set<string>();
  const runFolders: RunFolder[] = [];
  const keep = (folders: RunFolders): void => {
    tell(state, options, folders);
    runFolders.push(...folders.folders);
  };
  for (const home of found.homes) {
    await state.ports.breathe();
    await readConfigurations(state, options, home, seen, hidden);
    for (const cache of CACHES) tellHidden(state, options, 'run-cache', hidden?.(`${home.path}/${cache}`));
    const npm = npmCacheFolders(tree, home);
    tell(state, options, npm);
    for (const cache of npm.folders) if (isWithin(options, cache)) npmCaches.add(tree.resolve(cache) ?? cache);
    const pnpm = pnpmCacheFolders(tree, home);
    tell(state, options, pnpm);
    for (const cache of pnpm.folders) keep(listDlxFolders(tree, cache));
  }
  for (const cache of npmCaches) keep(listNpxFolders(tree, cache));
  if (options.within === undefined) {
    keep(listBunxFolders(tree, found.homes));
    keep(listYarnDlxFolders(tree, found.homes));
  }
  const prefixes = findPrefixes(tree, found.homes);
  tell(state, options, prefixes);
  return { options, homes: found.homes, runFolders, prefixes: prefixes.prefixes.filter(({ folder }) => isWithin(options, folder)), npmCaches: [...npmCaches] };
}

async function readConfigurations(state: ScanState, options: MachineOptions, home: Home, seen: Set<string>, hidden: ((path: string) => Problem | undefined) | undefined): Promise<void> {
  const { tree } = state.ports;
  const folders = foldersOf(home);
  for (const descriptor of CLIENTS) {
    for (const configPlace of descriptor.userPlaces(folders)) {
      const expanded = expandPlace(tree, configPlace.path, {
        // A Windows disk in an image was written by a system that does not tell the cases apart.
        ...(home.platform === 'windows' ? { ignoreCase: true } : {}),
        onProblem: (problem) => { addProblems(openPlace(state, 'client-config', machinePath(options, problem.path ?? configPlace.path).shown), [withoutPath(problem)]); },
      });
      if (expanded.length === 0 && isWithin(options, configPlace.path)) tellHidden(state, options, 'client-config', hidden?.(configPlace.path));
      for (const absolute of expanded.filter((path) => isWithin(options, path))) {
        // Two clients can name one file, and a managed file is every user's: one file is read once.
        const real = tree.resolve(absolute) ?? absolute;
        if (seen.has(real)) continue;
        seen.add(real);
        const read = await readConfiguration(state, machinePath(options, absolute), descriptor, configPlace, { folder: home.path, home });
        if (!read) continue;
        state.configurations.push(read);
        for (const blind of descriptor.blindSpots ?? []) if (!state.notes.includes(blind)) state.notes.push(blind);
      }
    }
  }
}

function isWithin({ within }: MachineOptions, path: string): boolean {
  return within === undefined || path.startsWith(within === '/' ? '/' : `${within}/`);
}

function tellHidden(state: ScanState, options: MachineOptions, kind: 'client-config' | 'run-cache', problem: Problem | undefined): void {
  if (problem?.path !== undefined) addProblems(openPlace(state, kind, machinePath(options, problem.path).shown), [withoutPath(problem)]);
}

/** A path of the machine in its three forms. */
export function machinePath({ shownRoot }: MachineOptions, absolute: string): TargetPath {
  return { absolute, shown: `${shownRoot}${absolute}`, stable: absolute };
}

/** Problems and notes of a search go into the coverage, with paths as the user knows them. */
export function tell(state: ScanState, options: MachineOptions, { problems, notes }: { readonly problems: readonly Problem[]; readonly notes: readonly string[] }): void {
  for (const problem of problems) state.problems.push(problem.path === undefined ? problem : { ...problem, path: machinePath(options, problem.path).shown });
  for (const note of notes) if (!state.notes.includes(note)) state.notes.push(note);
}

function withoutPath({ path: _path, ...problem }: Problem): Problem {
  return problem;
}
