// Opens one side of a comparison: a folder as it lies there, a tarball read into memory, a version fetched from its registry.
// Nothing of it is written to the disk or run. What could not be opened is told in the side's place.
import { openTarget } from '../inspect/target.ts';
import type { ScanState } from '../scan/context.ts';
import type { DiffOptions, SidePorts, Side, SideWord } from './words.ts';

/** Undefined where there is nothing to compare; the place tells why. */
export async function openSide(state: ScanState, ports: SidePorts, word: SideWord, history: DiffOptions['history']): Promise<Side | undefined> {
  switch (word.kind) {
    case 'path': return openPath(state, ports, word);
    case 'spec': return (await import('./fetched.ts')).openFetched(state, ports, word, history);
    case 'git': return (await import('./committed.ts')).openCommitted(state, ports, word);
  }
}

async function openPath(state: ScanState, ports: SidePorts, { path }: Extract<SideWord, { kind: 'path' }>): Promise<Side | undefined> {
  const opened = await openTarget(state, ports, path);
  if (!opened) return undefined;
  const { tree, root, place, tarball, passOver, notes } = opened;
  place.notes.push(...notes);
  return { label: path.shown, source: tarball ? 'tarball' : 'folder', tree, root, place, passOver, ...(tarball ? { tarball, modeOf: (file: string) => tarball.modes.get(file) } : {}) };
}
