// inspect: one package by itself, from a folder, a tarball, a commit or its registry: what it is, what the bundles and its registry say
// of it, what all of its code does. Nothing of it is run or written to the disk. The steps stand in the folder beside this file.
import type { Inspection, Report } from '../model/report.ts';
import { readCode } from './deep/read-code.ts';
import { judgeOne } from './diff/judge-one.ts';
import { manifestOf } from './diff/manifests.ts';
import { tellRegistry } from './diff/said.ts';
import { heldBy } from './diff/locks.ts';
import { openSide } from './diff/side.ts';
import { judgeUnfetched } from './diff/unfetched.ts';
import { type DiffPorts, shownWord, type Side, type SideWord } from './diff/words.ts';
import { inspectionOf } from './inspect/inspection.ts';
import { addFindings, newState, type ScanOptions, type ScanState, type TargetPath } from './scan/context.ts';
import { assembleReport } from './scan/report.ts';

export type InspectPorts = DiffPorts;

export type InspectOptions = Pick<ScanOptions, 'failOn' | 'exclude' | 'inventory' | 'maxBundleAgeDays' | 'config'> & {
  /** What was named, in order. A package of a registry is fetched; nothing else asks the network. */
  readonly words: readonly SideWord[];
  /** Lockfiles whose integrities what is fetched is held against. */
  readonly locks?: readonly TargetPath[];
};

/** Inspects every package, one after another. Never throws for what is in it. */
export async function inspect(options: InspectOptions, ports: InspectPorts): Promise<Report> {
  const state = newState({ ...options, targets: options.words.map(shownWord), allowEmpty: 'refuse', fileBytes: 0, crossCheck: 'off' }, ports);
  const inspected: Inspection[] = [];
  for (const word of options.words) {
    await ports.breathe();
    const side = await openSide(state, ports, word, 'ask');
    if (side) inspected.push(await inspectOne(state, ports, await heldBy(state, options.locks ?? [], side)));
    else await judgeUnfetched(state, word);
  }
  tellRegistry(state, ports);
  return assembleReport(state, {
    command: 'inspect',
    inspected,
    entries: inspected.length,
    notExamined: [
      'what the package depends on; run mcp-audit scan --deep where it is installed',
      ...(options.words.some(({ kind }) => kind !== 'spec') ? ['what a registry says of it: publisher, provenance, other versions; name it as name@version'] : []),
    ],
  });
}

async function inspectOne(state: ScanState, ports: InspectPorts, side: Side): Promise<Inspection> {
  const inside: ScanState = { ...state, ports: { ...state.ports, tree: side.tree } };
  const read = await readCode(inside, ports.deep, side.root, { passOver: side.passOver, asks: 'for-this-package' });
  if (read.totals.scripts === 0 && read.place.problems.length === 0) read.place.notes.push('there is no JavaScript or TypeScript in it');
  const { name, version } = read.root.of;
  const manifest = side.tarball ? manifestOf(side)?.summary : undefined;
  addFindings(state, await judgeOne(state, side, { ...(name === undefined ? {} : { name }), ...(version === undefined ? {} : { version }), findings: [], read }, manifest));
  return inspectionOf(side, read);
}
