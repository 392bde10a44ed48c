// The end of a scan that met MCP servers: the machine, where it was asked for, then every configuration against what was found there.
import type { FetchedTarball } from '../../model/machine.ts';
import { affectedPackages } from './affected.ts';
import { npmSubjects } from './asked.ts';
import { type ScanState, type TargetPath } from './context.ts';
import type { MachineOptions, Recovery } from './machine-words.ts';
import { readFetched } from './fetched.ts';
import { type Machine, machinePath, readMachine } from './machine.ts';
import type { RunSources } from './runs.ts';
import { judgeServers } from './servers.ts';
import { scanRunFolders } from './run-folders.ts';

/** Scans a folder of the machine as any target. */
export type ScanFolder = (target: TargetPath, kind: 'run-cache' | 'global-prefix') => Promise<void>;

/** Reads the machine and judges all configurations; what is affected is left in the state for the report. */
export async function judgeLaunches(state: ScanState, scanFolder: ScanFolder): Promise<void> {
  const options = state.options.machine;
  if (!options) {
    await judgeServers(state, { runFolders: [], prefixes: [], fetched: new Map(), shown: (absolute) => absolute });
    return;
  }
  const machine = await readMachine(state, options);
  if (options.trees === 'scan') await scanRunFolders(state, machine, scanFolder);
  const fetched = await readFetched(state, machine, askedNames(state));
  await judgeServers(state, sourcesOf(machine, fetched));
  const recovery = await recover(state, options);
  state.affected.push(...affectedPackages(state, recovery, (absolute) => machinePath(options, absolute).shown));
}

function sourcesOf(machine: Machine, fetched: ReadonlyMap<string, readonly FetchedTarball[]>): RunSources {
  return { runFolders: machine.runFolders, prefixes: machine.prefixes, fetched, shown: (absolute) => machinePath(machine.options, absolute).shown };
}

function askedNames(state: ScanState): ReadonlySet<string> {
  return new Set(state.configurations.flatMap(({ servers }) => servers.flatMap(({ launch }) => npmSubjects(launch?.subjects ?? []).map(({ name }) => name))));
}

async function recover(state: ScanState, options: MachineOptions): Promise<Recovery | undefined> {
  if (!state.ports.recover) return undefined;
  const tarballs = state.sightings.flatMap(({ tarball }) => (tarball?.held === true ? [tarball] : []));
  const recovery = await state.ports.recover(state.ports.tree, [...new Set(tarballs)]);
  for (const problem of recovery.problems) state.problems.push(problem.path === undefined ? problem : { ...problem, path: machinePath(options, problem.path).shown });
  state.notes.push(...recovery.notes);
  return recovery;
}
