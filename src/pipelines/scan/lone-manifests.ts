// Manifests that no lockfile governs: what else tells what their requests were answered with.
import { dirname } from 'node:path/posix';
import { addProblems } from './context.ts';
import type { ReadTree } from './installed.ts';
import type { ReadManifest } from './manifest.ts';

/** Manifests alone do not tell what was installed: their transitive tree is unknown. Beside lockfiles, one more is a note. */
export function tellLoneManifests(lone: readonly ReadManifest[], answered: boolean): void {
  for (const { place } of lone) {
    if (answered) {
      if (place.notes.length === 0) place.notes.push('no lockfile governs it; its requests were matched');
    } else addProblems(place, [{ code: 'no-lockfile', message: 'no lockfile and no installed tree tell what its requests were answered with', hint: 'commit a lockfile, or scan where it is installed' }]);
  }
}

/**
 * Without a lockfile the installed tree answers for a manifest. In a member of a monorepo it holds only a part: the rest lies in the
 * node_modules of a folder above, which nobody has read where the member alone is the target.
 */
export function checkTrees(lone: readonly ReadManifest[], trees: readonly ReadTree[]): void {
  for (const { place, path, manifest } of lone) {
    const folder = dirname(path.absolute);
    const near = trees.filter((tree) => tree.inventory && (tree.folder.absolute === folder || folder.startsWith(tree.folder.absolute === '/' ? '/' : `${tree.folder.absolute}/`)));
    if (!near.some((tree) => tree.folder.absolute === folder && (tree.inventory?.packages.length ?? 0) > 0)) continue;
    const missing = manifest.requests.filter((request) => request.kind === 'dependencies' && request.optional !== true && !near.some((tree) => tree.inventory?.answer('', request.key, request.raw) !== undefined));
    if (missing.length === 0) continue;
    const names = missing.slice(0, 5).map((request) => request.key).join(', ');
    addProblems(place, [{
      code: 'missing-dependency',
      message: `it asks for ${names}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''}, which ${missing.length === 1 ? 'is' : 'are'} not in the installed tree beside it`,
      hint: 'scan the folder of the whole repository, or install first',
    }]);
  }
}
