// The manifests of both sides and what they differ in.
import { compareManifests, readManifest } from '../../artifacts/manifest.ts';
import { LIMITS } from '../../model/limits.ts';
import type { ManifestChange, ManifestSummary } from '../../model/difference.ts';
import { textAt } from '../deep/manifests.ts';
import { addProblems } from '../scan/context.ts';
import { below } from '../scan/discover.ts';
import type { Side } from './words.ts';

export interface Manifests {
  /** Absent where there is none that could be read. */
  readonly before?: ManifestSummary;
  readonly after?: ManifestSummary;
  readonly changes: readonly ManifestChange[];
}

/** Reads both. What is wrong with one is told in its side's place; a side without one has nothing to compare. */
export function manifestsOf(before: Side, after: Side): Manifests {
  const [was, now] = [manifestOf(before), manifestOf(after)];
  const changes = was && now ? compareManifests(was.summary, now.summary, { before: was.text, after: now.text }) : [];
  return { ...(was ? { before: was.summary } : {}), ...(now ? { after: now.summary } : {}), changes };
}

/** The manifest of one side; undefined where it has none. */
export function manifestOf(side: Pick<Side, 'tree' | 'root' | 'place'>): { readonly text: string; readonly summary: ManifestSummary } | undefined {
  const folder = side.root.absolute;
  const path = `${folder === '/' ? '' : folder}/package.json`;
  const text = textAt(side.tree, path, LIMITS.packageJsonBytes);
  if (text === undefined) {
    if (side.tree.kind(path) === undefined) side.place.notes.push('there is no package.json in it');
    else addProblems(side.place, [{ code: 'unreadable', message: 'its package.json could not be read', path: below(side.root, path).shown }]);
    return undefined;
  }
  const { summary, problems } = readManifest(text);
  addProblems(side.place, problems.map((problem) => ({ ...problem, path: below(side.root, path).shown })));
  return { text, summary };
}
