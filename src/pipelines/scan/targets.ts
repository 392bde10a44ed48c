// Which of the targets are to be read: each place once, however often it was named.
import type { FileTree } from '../../model/ports.ts';
import type { ScanState, TargetPath } from './context.ts';

/**
 * `scan . packages/a` means one repository: read twice, every finding would stand twice. An outer folder comes first, so that its
 * lockfile governs what lies below. Inside node_modules, .git or what `--exclude` hides the outer one does not look.
 */
export function distinctTargets(state: ScanState): readonly TargetPath[] {
  const { tree } = state.ports;
  const real = new Map(state.options.targets.map((target) => [target, realPath(tree, target.absolute)]));
  const taken = new Map<string, TargetPath>();
  const isNew = (target: TargetPath): boolean => {
    const path = real.get(target);
    if (path === undefined) return true;
    const cover = taken.get(path) ?? (state.options.exclude.length > 0 ? undefined : [...taken].find(([outer]) => isInside(path, outer))?.[1]);
    if (!cover) {
      taken.set(path, target);
      return true;
    }
    state.places.push({ path: target.shown, kind: 'target', status: 'read', problems: [], notes: [`read with ${cover.shown === '' ? 'another target' : cover.shown}`] });
    return false;
  };
  return state.options.targets.toSorted((a, b) => (real.get(a) ?? a.absolute).length - (real.get(b) ?? b.absolute).length).filter(isNew);
}

// Undefined for what is no folder: a file is cheap to read again, and what is missing must be said.
function realPath(tree: FileTree, path: string): string | undefined {
  try {
    return tree.kind(path) === 'folder' ? tree.resolve(path) : undefined;
  } catch {
    // The walk meets the same error and reports it.
    return undefined;
  }
}

function isInside(path: string, outer: string): boolean {
  const prefix = outer === '/' ? '/' : `${outer}/`;
  return path.startsWith(prefix) && !path.slice(prefix.length).split('/').some((part) => part === 'node_modules' || part === '.git');
}
