// The code of one side: searched, parsed where that tells something, judged as one version by itself.
import type { Behavior } from '../../model/behavior.ts';
import type { Finding } from '../../model/finding.ts';
import type { PackageDocuments } from '../../rules/contract.ts';
import { documentsOf } from '../deep/documents.ts';
import { type CodeRead, readCode } from '../deep/read-code.ts';
import type { DeepPorts, Focus } from '../deep/words.ts';
import { sweepKept } from '../../sweep/kept-archives.ts';
import type { ScanState } from '../scan/context.ts';
import type { Side } from './words.ts';

export interface SideCode {
  readonly name?: string;
  readonly version?: string;
  readonly behaviors: readonly Behavior[];
  /** Files that were parsed. */
  readonly parsed: readonly string[];
  readonly documents: PackageDocuments;
  /** True where some of its code could not be read. */
  readonly inPart: boolean;
  readonly files: number;
  readonly bytes: number;
  /** What the rules for one version by itself say. */
  readonly findings: readonly Finding[];
  readonly read: CodeRead;
}

/** Reads and judges one side; with `seeds` only these files and what opens a gate, with `focus` of some files what matters; of packages that it bundles also the files `bundled`. Never rejects for what lies there. */
export async function codeOf(state: ScanState, deep: DeepPorts, side: Side, { seeds, focus, bundled }: { readonly seeds?: ReadonlySet<string>; readonly focus?: Focus; readonly bundled?: ReadonlySet<string> } = {}): Promise<SideCode> {
  const own: ScanState = { ...state, findings: [], ports: { ...state.ports, tree: side.tree } };
  const read = await readCode(own, searching(state, deep, side), side.root, { passOver: side.passOver, asks: 'for-this-package', ...(seeds ? { seeds } : {}), ...(focus ? { focus } : {}), ...(bundled ? { bundled } : {}) });
  const { name, version, manifest, manifestText } = read.root.of;
  return {
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    behaviors: read.parsed.flatMap(({ folder, outcome }) => (outcome.kind === 'read' ? outcome.found.behaviors.map((behavior) => at(behavior, folder)) : [])),
    parsed: read.parsed.flatMap(({ folder, outcome }) => (outcome.kind === 'read' ? outcome.found.files.map(({ path }) => (folder === '' ? path : `${folder}/${path}`)) : [])),
    documents: documentsOf(side.tree, side.root.absolute, manifest, manifestText),
    inPart: read.place.problems.length > 0 || side.place.problems.length > 0,
    files: read.totals.files,
    bytes: read.totals.bytes,
    findings: own.findings,
    read,
  };
}

// The same archive is searched once, whichever comparison it stands in.
function searching({ options: { exclude } }: ScanState, deep: DeepPorts, { tarball }: Side): DeepPorts {
  return deep.kept && tarball ? { ...deep, sweep: sweepKept(deep.sweep, deep.kept.parsed, [tarball.hashes.sha256, ...exclude]) } : deep;
}

// A package inside the package: what is bundled with it.
function at(behavior: Behavior, folder: string): Behavior {
  return folder === '' ? behavior : { ...behavior, place: { ...behavior.place, path: `${folder}/${behavior.place.path}` } };
}

/** Name and version as facts carry them. */
export function packageOf({ name, version }: Pick<SideCode, 'name' | 'version'>): { readonly package?: { readonly name: string; readonly version?: string } } {
  return name === undefined ? {} : { package: { name, ...(version === undefined ? {} : { version }) } };
}
