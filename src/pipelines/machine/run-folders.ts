// Caches of package runners and global prefixes: each is scanned as a project, with the servers that run from it.
import { runFoldersFor } from '../../caches/find-runs.ts';
import type { Location } from '../../model/finding.ts';
import type { RunFolder } from '../../model/machine.ts';
import { npmSubjects } from '../scan/asked.ts';
import { addProblems, openPlace, type ScanState } from '../scan/context.ts';
import type { RanFolder } from './words.ts';
import type { ScanFolder } from './judge-launches.ts';
import { type Machine, machinePath } from './find.ts';

/** Scans every run folder and prefix of the machine. */
export async function scanRunFolders(state: ScanState, machine: Machine, scanFolder: ScanFolder): Promise<void> {
  const users = usersOf(state, machine);
  for (const run of machine.runFolders) {
    await state.ports.breathe();
    const path = machinePath(machine.options, run.folder);
    state.ranFolders.push({ folder: run.folder, route: `${run.tool} cache`, usedBy: users.get(run) ?? [] });
    if (run.problems.length > 0) addProblems(openPlace(state, 'run-cache', path.shown), run.problems.map((problem) => (problem.path === undefined ? problem : { ...problem, path: machinePath(machine.options, problem.path).shown })));
    await scanFolder(path, 'run-cache');
    tellRun(state, path.shown, run);
  }
  for (const prefix of machine.prefixes) {
    await state.ports.breathe();
    state.ranFolders.push({ folder: prefix.folder, route: `global package, ${prefix.owner}`, usedBy: [] });
    await scanFolder(machinePath(machine.options, prefix.folder), 'global-prefix');
  }
}

function usersOf(state: ScanState, machine: Machine): ReadonlyMap<RunFolder, RanFolder['usedBy'][number][]> {
  const users = new Map<RunFolder, { readonly location: Location; readonly credentials: readonly string[] }[]>();
  for (const { servers } of state.configurations) {
    for (const { launch, location, credentials } of servers) {
      for (const { set } of npmSubjects(launch?.subjects ?? [])) {
        for (const run of runFoldersFor(set ?? [], machine.runFolders)) {
          const found = users.get(run);
          if (!found) users.set(run, [{ location, credentials }]);
          else if (!found.some((user) => user.location === location)) found.push({ location, credentials });
        }
      }
    }
  }
  return users;
}

// What was asked for stands with the folder, so that its hash means something to a reader.
function tellRun(state: ScanState, shown: string, { specs, dependencies, modified }: RunFolder): void {
  const place = state.places.findLast((one) => one.path === shown && one.kind === 'run-cache');
  if (!place) return;
  place.notes.push(`asked for ${(specs ?? dependencies ?? []).join(', ') || 'what it does not tell'}${modified === undefined ? '' : `; last written ${modified}`}`);
}
