// What a path of `inspect` is: a folder as it lies there, or a tarball read into memory.
import { readTarball, type TarballRead } from '../../io/tarball.ts';
import type { FileTree } from '../../model/ports.ts';
import { TreeError } from '../../model/ports.ts';
import { addProblems, failPlace, openPlace, type PlaceDraft, type ScanState, type TargetPath } from '../scan/context.ts';
import type { SidePorts } from '../diff/words.ts';

/** A package ready to be read. */
export interface Opened {
  readonly tree: FileTree;
  /** The package's folder in that tree. */
  readonly root: TargetPath;
  readonly place: PlaceDraft;
  readonly tarball?: TarballRead;
  /** What is odd about the archive, for the place that tells of its code. */
  readonly notes: readonly string[];
  readonly passOver: (path: string) => boolean;
}

const ODDITIES_SHOWN = 20;

/** Undefined where there is nothing to read; its place tells why. */
export async function openTarget(state: ScanState, ports: Pick<SidePorts, 'tree' | 'openFile' | 'progress'>, target: TargetPath): Promise<Opened | undefined> {
  const place = openPlace(state, 'target', target.shown);
  try {
    const kind = ports.tree.kind(target.absolute);
    if (kind === 'folder') return openFolder(ports.tree, place, target);
    if (kind === undefined) {
      place.status = 'absent';
      addProblems(place, [{ code: 'not-found', message: 'no such folder or tarball', hint: 'give the folder of a package, a file that npm pack has written, or a package as name@version' }]);
      place.status = 'absent';
      return undefined;
    }
    return await openTarball(ports, place, target);
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    failPlace(place, error.code, error.message);
    return undefined;
  }
}

// Packages that were installed into the folder are no part of it.
function openFolder(tree: FileTree, place: PlaceDraft, target: TargetPath): Opened {
  const modules = `${target.absolute === '/' ? '' : target.absolute}/node_modules`;
  if (tree.kind(modules) !== undefined) place.notes.push('its node_modules was passed over: mcp-audit scan --deep reads what is installed');
  return { tree, place, root: target, notes: [], passOver: (path) => path === modules || path.endsWith('/.git') };
}

async function openTarball(ports: Pick<SidePorts, 'tree' | 'openFile' | 'progress'>, place: PlaceDraft, target: TargetPath): Promise<Opened | undefined> {
  ports.progress(`unpacking ${target.shown}`);
  const source = ports.openFile(ports.tree, target.absolute);
  try {
    const tarball = await readTarball(source);
    place.bytes = tarball.packed;
    place.format = 'tarball';
    addProblems(place, tarball.problems.map((problem) => ({ ...problem, path: problem.path === undefined ? target.shown : `${target.shown}!/${problem.path}` })));
    if (tarball.files === 0) {
      if (tarball.problems.length === 0) addProblems(place, [{ code: 'empty-file', message: 'there is no file in the package' }]);
      place.status = 'unreadable';
      place.notes.push(...oddNotes(tarball));
      return undefined;
    }
    return { tree: tarball.tree, place, tarball, notes: oddNotes(tarball), root: { absolute: '/', shown: `${target.shown}!`, stable: target.stable }, passOver: () => false };
  } finally {
    source.close();
  }
}

/** What is odd about an archive, for its place. */
export function oddNotes({ entries, oddities }: TarballRead): readonly string[] {
  return [
    `${entries} ${entries === 1 ? 'entry' : 'entries'} in the archive`,
    ...oddities.slice(0, ODDITIES_SHOWN).map(({ path, detail, more }) => `odd: ${path === undefined ? '' : `${path}: `}${detail}${more === undefined ? '' : ` (and ${more} more such)`}`),
    ...(oddities.length > ODDITIES_SHOWN ? [`odd: and ${oddities.length - ODDITIES_SHOWN} more`] : []),
  ];
}
