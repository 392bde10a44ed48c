// inspect: one package by itself, from a folder or a tarball: what it is, what the bundles say of it, what all of its code does.
// Nothing of it is run or written to the disk. The steps stand in the folder beside this file.
import type { ByteSource, FileTree } from '../model/ports.ts';
import type { Inspection, Report } from '../model/report.ts';
import { readCode } from './deep/read-code.ts';
import type { DeepPorts } from './deep/words.ts';
import { judgeIdentity } from './inspect/identity.ts';
import { inspectionOf } from './inspect/inspection.ts';
import { openTarget, type Opened } from './inspect/target.ts';
import { newState, type ScanOptions, type ScanPorts, type ScanState, type TargetPath } from './scan/context.ts';
import { assembleReport } from './scan/report.ts';

export interface InspectPorts extends ScanPorts {
  readonly deep: DeepPorts;
  /** Opens a file of the tree to be read piecewise. Throws TreeError. */
  readonly openFile: (tree: FileTree, path: string) => ByteSource & { readonly close: () => void };
}

export type InspectOptions = Pick<ScanOptions, 'targets' | 'failOn' | 'exclude' | 'inventory' | 'maxBundleAgeDays' | 'config'>;

/** Inspects every target, one after another. Never throws for what lies there. */
export async function inspect(options: InspectOptions, ports: InspectPorts): Promise<Report> {
  const state = newState({ ...options, allowEmpty: 'refuse', fileBytes: 0, crossCheck: 'off' }, ports);
  const inspected: Inspection[] = [];
  for (const target of options.targets) {
    await ports.breathe();
    const opened = await openTarget(state, ports, target);
    if (opened) inspected.push(await inspectOne(state, ports, target, opened));
  }
  return assembleReport(state, {
    command: 'inspect',
    inspected,
    entries: inspected.length,
    notExamined: ['what the package depends on; run mcp-audit scan --deep where it is installed', 'what a registry says of it: publisher, provenance, other versions'],
  });
}

async function inspectOne(state: ScanState, ports: InspectPorts, target: TargetPath, opened: Opened): Promise<Inspection> {
  const inside: ScanState = { ...state, ports: { ...state.ports, tree: opened.tree } };
  const read = await readCode(inside, ports.deep, opened.root, { passOver: opened.passOver, asks: 'for-this-package' });
  if (read.totals.scripts === 0 && read.place.problems.length === 0) read.place.notes.push('there is no JavaScript or TypeScript in it');
  read.place.notes.push(...opened.notes);
  await judgeIdentity(inside, read.place, target, read.root.of, opened);
  return inspectionOf(target, opened, read);
}
