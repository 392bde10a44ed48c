// The end of a scan that met MCP servers: the machine, where it was asked for, then every configuration against what was found there.
import type { FetchedTarball } from '../../model/machine.ts';
import { affectedPackages } from './affected.ts';
import { npmSubjects } from '../scan/asked.ts';
import { type ScanState, type TargetPath } from '../scan/context.ts';
import type { MachineOptions, Recovery } from './words.ts';
import { readFetched } from './fetched.ts';
import { type Machine, machinePath, readMachine } from './find.ts';
import { judgeServers } from './judge-servers.ts';
import { scanRunFolders } from './run-folders.ts';

/** Scans a folder of the machine as any target. */
export type ScanFolder = (target: TargetPath, kind: 'run-cache' | 'global-prefix') => Promise<void>;

/** Reads the machine and judges all configurations; what is affected is left in the state for the report. */
export async function judgeLaunches(state: ScanState, scanFolder: ScanFolder): Promise<void> {
  const machines: Machine[] = [];
  for (const options of machinesOf(state)) {
    const machine = await readMachine(state, options);
    if (options.trees === 'scan') await scanRunFolders(state, machine, scanFolder);
    machines.push(machine);
  }
  const fetched = new Map<string, FetchedTarball[]>();
  for (const machine of machines) for (const [name, tarballs] of await readFetched(state, machine, askedNames(state))) fetched.set(name, [...fetched.get(name) ?? [], ...tarballs]);
  const shown = shownIn(machines);
  await judgeServers(state, { runFolders: machines.flatMap(({ runFolders }) => runFolders), prefixes: machines.flatMap(({ prefixes }) => prefixes), fetched, shown });
  const recovery = await recover(state, shown);
  state.affected.push(...affectedPackages(state, recovery, shown));
}

// What was asked for, and homes among the targets that are not the one already read.
function machinesOf(state: ScanState): readonly MachineOptions[] {
  const { machine } = state.options;
  const shownRoot = machine?.shownRoot ?? '';
  const homes = state.homes.filter(({ path }) => path !== machine?.current?.path);
  return [...(machine ? [machine] : []), ...homes.map((current): MachineOptions => ({ homes: 'current', current, shownRoot, trees: 'walked', within: current.path }))];
}

// All machines of one run share the root that is shown.
function shownIn([first]: readonly Machine[]): (absolute: string) => string {
  return (absolute) => (first ? machinePath(first.options, absolute).shown : absolute);
}

function askedNames(state: ScanState): ReadonlySet<string> {
  return new Set(state.configurations.flatMap(({ servers }) => servers.flatMap(({ launch }) => npmSubjects(launch?.subjects ?? []).map(({ name }) => name))));
}

async function recover(state: ScanState, shown: (absolute: string) => string): Promise<Recovery | undefined> {
  if (!state.ports.recover) return undefined;
  const tarballs = state.sightings.flatMap(({ tarball }) => (tarball?.held === true ? [tarball] : []));
  const recovery = await state.ports.recover(state.ports.tree, [...new Set(tarballs)]);
  for (const problem of recovery.problems) state.problems.push(problem.path === undefined ? problem : { ...problem, path: shown(problem.path) });
  state.notes.push(...recovery.notes);
  return recovery;
}
