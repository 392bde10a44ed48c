// Two open sides compared and judged: files, manifests, behaviours, dependencies. Findings go to the state, problems to the sides' places.
import { compareBehaviors } from '../../artifacts/behaviors.ts';
import { compareFiles } from '../../artifacts/compare-files.ts';
import type { Difference } from '../../model/difference.ts';
import { addProblems, type ScanState } from '../scan/context.ts';
import { readSides } from './both.ts';
import { dependenciesAdded } from './dependencies.ts';
import { differenceOf } from './difference.ts';
import { judgeDifference } from './judge.ts';
import { listingOf } from './listing.ts';
import { manifestsOf } from './manifests.ts';
import type { DiffOptions, DiffPorts, Side } from './words.ts';

/** Never rejects for what the sides hold. */
export async function compareSides(state: ScanState, ports: DiffPorts, { before, after }: { readonly before: Side; readonly after: Side }, options: Pick<DiffOptions, 'exclude' | 'files'>): Promise<Difference> {
  const files = compareFiles(listingOf(before, options.exclude), listingOf(after, options.exclude), { patch: options.files === 'patch' });
  addProblems(after.place, files.problems);
  const manifests = manifestsOf(before, after);
  const code = await readSides(state, ports, { before, after, files, manifests });
  const renamed = new Map([...files.renamed].map(([now, was]) => [was, now]));
  const behaviors = compareBehaviors(code.before.behaviors, code.after.behaviors, renamed);
  const dependencies = await dependenciesAdded(state, ports, { before, after }, manifests);
  const difference = differenceOf({ before, after, files, manifests, code, behaviors });
  await judgeDifference(state, ports, { before, after, manifests, code, difference, dependencies });
  return difference;
}
