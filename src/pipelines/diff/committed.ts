// A commit of a repository as a side: its files as they were committed. Nothing is checked out, and nothing of the repository is run.
import { addProblems, openPlace, type ScanState } from '../scan/context.ts';
import { shownWord, type Side, type SidePorts, type SideWord } from './words.ts';

/** Undefined where the commit could not be read; its place tells why. */
export async function openCommitted(state: ScanState, ports: SidePorts, word: Extract<SideWord, { kind: 'git' }>): Promise<Side | undefined> {
  const label = shownWord(word).shown;
  const place = openPlace(state, 'target', label);
  place.format = 'git';
  ports.progress(`reading ${label}`);
  const opened = await ports.gitTree(word.path.absolute, word.ref);
  if (opened.kind === 'failed') {
    addProblems(place, [opened.problem]);
    place.status = 'unreadable';
    return undefined;
  }
  const { tree, commit, time, below, programs, problems, notes } = opened.value;
  addProblems(place, problems.map((problem) => ({ ...problem, path: problem.path === undefined ? label : `${label}/${problem.path}` })));
  place.notes.push(`commit ${commit} of ${time.slice(0, 10)}`, ...notes);
  const root = below === '' ? '/' : `/${below}`;
  if (tree.kind(root) !== 'folder') {
    addProblems(place, [{ code: 'not-found', message: 'that commit has no such folder', hint: 'name the folder as it was then, or the top of the repository' }]);
    place.status = 'absent';
    return undefined;
  }
  return {
    label,
    source: 'git',
    tree,
    root: { absolute: root, shown: label, stable: word.path.stable },
    place,
    commit,
    modeOf: (path) => (programs.has(path) ? 0o755 : 0o644),
    passOver: () => false,
  };
}
