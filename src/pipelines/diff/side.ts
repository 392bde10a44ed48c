// Opens one side of a comparison: a folder as it lies there, a tarball read into memory, a version fetched from its registry.
// Nothing of it is written to the disk or run. What could not be opened is told in the side's place.
import { openTarget } from '../inspect/target.ts';
import { addProblems, openPlace, type ScanState } from '../scan/context.ts';
import type { DiffOptions, DiffPorts, Side, SideWord } from './words.ts';

/** Undefined where there is nothing to compare; the place tells why. */
export async function openSide(state: ScanState, ports: DiffPorts, word: SideWord, history: DiffOptions['history']): Promise<Side | undefined> {
  switch (word.kind) {
    case 'path': return openPath(state, ports, word);
    case 'spec': return (await import('./fetched.ts')).openFetched(state, ports, word.spec, history);
    case 'git': {
      const place = openPlace(state, 'target', `${word.path.shown}#${word.ref}`);
      addProblems(place, [{ code: 'unread-format', message: 'a repository at a ref cannot be compared yet', hint: 'give a folder: git worktree add <folder> <ref>' }]);
      return undefined;
    }
  }
}

async function openPath(state: ScanState, ports: DiffPorts, { path }: Extract<SideWord, { kind: 'path' }>): Promise<Side | undefined> {
  const opened = await openTarget(state, ports, path);
  if (!opened) return undefined;
  const { tree, root, place, tarball, passOver, notes } = opened;
  place.notes.push(...notes);
  return { label: path.shown, source: tarball ? 'tarball' : 'folder', tree, root: { ...root, stable: '' }, place, passOver, ...(tarball ? { tarball } : {}) };
}
