// Bundles of the user's: read, compiled, and kept compiled in the user's cache, so that only the first run pays for it.
import { resolve } from 'node:path';
import { userCache } from '../io/blob-store.ts';
import { openFolderTree } from '../io/file-tree.ts';
import type { Host } from '../io/host.ts';
import { compileBundle, type CompiledBundle } from '../indicators/compile.ts';
import { indexKey } from '../indicators/digest.ts';
import { openBundle, type OpenBundle } from '../indicators/open.ts';
import { type BundleSources, readBundleSources } from '../indicators/sources.ts';
import type { Problem } from '../model/coverage.ts';
import { UserError } from '../model/errors.ts';
import { keptIndex } from '../store/compiled-bundles.ts';

/** The sources of a bundle that a flag or an argument names. @throws UserError where there is nothing at the path. */
export function bundleSources(path: string, host: Host): BundleSources {
  const sources = readBundleSources(openFolderTree({ root: '/' }), resolve(host.cwd, path).replaceAll('\\', '/'));
  if (sources.problems.some((problem) => problem.code === 'not-found')) throw new UserError('bundle', `the bundle ${path} does not exist`, { hint: 'check the path' });
  return sources;
}

/** Compiles; problems carry the path as the user gave it. */
export async function compileSources(path: string, sources: BundleSources): Promise<CompiledBundle> {
  const compiled = await compileBundle(sources.files, { id: sources.id });
  return { ...compiled, problems: shownProblems(path, [...sources.problems, ...compiled.problems]) };
}

export async function openUserBundle(path: string, host: Host): Promise<{ readonly bundle: OpenBundle; readonly problems: readonly Problem[]; readonly notes: readonly string[] }> {
  const sources = bundleSources(path, host);
  const { index, problems, note } = await keptIndex(userCache(host.environment), indexKey(sources.files, sources.id), () => compileSources(path, sources));
  return { bundle: openBundle({ size: index.length, read: (offset, length) => index.subarray(offset, offset + length) }, path), problems, notes: note === undefined ? [] : [note] };
}

// The compiler names files relative to the bundle's folder, in the message too.
function shownProblems(path: string, problems: readonly Problem[]): readonly Problem[] {
  const root = path.replace(/[/\\]+$/, '');
  return problems.map((problem) => {
    const file = problem.path;
    if (file === undefined || file.startsWith('/')) return { ...problem, path: root };
    const shown = root.endsWith(file) ? root : `${root}/${file}`;
    return { ...problem, path: shown, message: problem.message.startsWith(file) ? `${shown}${problem.message.slice(file.length)}` : problem.message };
  });
}
