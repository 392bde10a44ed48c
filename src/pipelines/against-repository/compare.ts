// A package beside the files of its repository: what only the package has, what differs, and what a build is seen to write.
import { compareBehaviors } from '../../artifacts/behaviors.ts';
import { compareFiles } from '../../artifacts/compare-files.ts';
import type { Difference, FileChange, FileTotals } from '../../model/difference.ts';
import { LIMITS } from '../../model/limits.ts';
import type { RepositoryFacts } from '../../rules/contract.ts';
import { codeOf, packageOf } from '../diff/code.ts';
import { differenceOf } from '../diff/difference.ts';
import { judgeOne } from '../diff/judge-one.ts';
import { listingOf } from '../diff/listing.ts';
import { manifestsOf } from '../diff/manifests.ts';
import type { DiffPorts, Side } from '../diff/words.ts';
import { addFindings, addProblems, type ScanState } from '../scan/context.ts';
import { judgeFacts } from '../scan/judge.ts';
import { builtFiles } from './built.ts';
import { contentsOf, sameLines } from './elsewhere.ts';

export interface RepositorySides {
  readonly repository: Side & { readonly commit: string };
  readonly package: Side;
  /** The folder of the repository's tree that the user named. */
  readonly top: string;
  readonly by: RepositoryFacts['repository']['by'];
}

/** Compares and judges; findings go to the state. */
export async function compareWithRepository(state: ScanState, ports: DiffPorts, { repository, package: side, top, by }: RepositorySides, options: { readonly exclude: readonly string[]; readonly files: 'fold' | 'patch' }): Promise<Difference> {
  const files = compareFiles(listingOf(repository, options.exclude), listingOf(side, options.exclude), { patch: options.files === 'patch' });
  addProblems(side.place, files.problems);
  const manifests = manifestsOf(repository, side);
  // Whole: sources and what is built of them have no file in common.
  const code = { before: await codeOf(state, ports.deep, repository), after: await codeOf(state, ports.deep, side) };
  const renamed = new Map([...files.renamed].map(([now, was]) => [was, now]));
  const behaviors = compareBehaviors(code.before.behaviors, code.after.behaviors, renamed).filter(({ kind }) => kind === 'added');
  const sorted = sortFiles(files.files, repository, side, top);
  addFindings(state, await judgeOne(state, side, code.after, manifests.after));
  await judgeFacts(state, side.place, {
    kind: 'package-against-repository',
    path: side.root.shown === '.' ? '' : side.root.shown,
    stablePath: side.root.stable,
    ...packageOf(code.after),
    repository: { label: repository.label, commit: repository.commit, by },
    onlyInPackage: sorted.only,
    differing: sorted.differing,
    built: sorted.built,
    behaviors,
    manifest: manifests.changes,
    documents: code.after.documents,
    known: ports.deep.knowledge.known,
    campaign: state.ports.bundles.campaign,
  });
  tell(side, sorted);
  const difference = differenceOf({ before: repository, after: side, files, manifests, code, behaviors });
  // Tests, sources and settings that are not published are no difference of the package.
  const told = [...sorted.only, ...sorted.differing, ...sorted.built].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return { ...difference, files: told, totals: totalsOf(told, difference.after.files) };
}

interface SortedFiles {
  readonly only: readonly FileChange[];
  readonly differing: readonly FileChange[];
  readonly built: readonly FileChange[];
}

function sortFiles(files: readonly FileChange[], repository: Side, side: Side, top: string): SortedFiles {
  const isBuilt = builtFiles(repository.tree, top, repository.root.absolute);
  const isElsewhere = contentsOf(repository.tree);
  const [only, differing, built]: [FileChange[], FileChange[], FileChange[]] = [[], [], []];
  for (const file of files) {
    // Manifests are compared as facts; what is not published, or differs in its permissions alone, says nothing here.
    if (file.kind === 'removed' || file.kind === 'mode' || file.path === 'package.json') continue;
    if (file.kind !== 'added' && file.only !== undefined) continue;
    if (file.kind === 'renamed' && (file.lines?.added ?? 0) === 0 && (file.lines?.removed ?? 0) === 0) continue;
    const bytes = readAt(side, file.path);
    if (file.kind === 'changed' && file.content === 'text' && sameLines(readAt(repository, file.path), bytes)) continue;
    if (file.kind === 'added' && isElsewhere(bytes)) continue;
    if (isBuilt(file.path)) built.push(file);
    else if (file.kind === 'changed') differing.push(file);
    else only.push(file);
  }
  return { only, differing, built };
}

// What is told is counted; every other file of the package is as the repository has it.
function totalsOf(files: readonly FileChange[], all: number): FileTotals {
  const count = (kind: FileChange['kind']) => files.filter((file) => file.kind === kind).length;
  const lines = (key: 'added' | 'removed') => files.reduce((sum, file) => sum + (file.lines?.[key] ?? 0), 0);
  return { added: count('added'), removed: 0, changed: count('changed'), renamed: count('renamed'), mode: 0, formatting: 0, same: Math.max(0, all - files.length), linesAdded: lines('added'), linesRemoved: lines('removed') };
}

function readAt({ tree, root }: Side, path: string): Uint8Array {
  return tree.read(`${root.absolute === '/' ? '' : root.absolute}/${path}`, LIMITS.gitFileBytes);
}

function tell({ place }: Side, { only, differing, built }: SortedFiles): void {
  if (only.length + differing.length + built.length === 0) place.notes.push('every file of the package is in the repository as it is');
  else place.notes.push(`${only.length} ${only.length === 1 ? 'file' : 'files'} of the package not in the repository, ${differing.length} other than there, ${built.length} that its build writes`);
}
