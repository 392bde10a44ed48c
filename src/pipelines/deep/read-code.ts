// The code below one folder: swept once, given to its packages, parsed where that tells something, judged. One place in the coverage
// says in numbers what was searched and what was parsed.
import type { ParseOutcome, SweepTotals, SweptFile } from '../../sweep/contract.ts';
import { matchesGlob } from '../../text/glob.ts';
import { addProblems, openPlace, type PlaceDraft, type ScanState, type TargetPath } from '../scan/context.ts';
import { below } from '../scan/discover.ts';
import { judgeFacts } from '../scan/judge.ts';
import { choosePackages } from './choose.ts';
import { sightingsIn, sweepPlan } from './known.ts';
import { indexPackages, inside, type PackageIndex } from './packages.ts';
import { about, noCounts, type ParseContext, type ParseCounts, parsePackage } from './parse.ts';
import type { Chosen, CodePackage, DeepPorts, Focus } from './words.ts';
import { serverUse } from './users.ts';

/** Packages whose sources are held at one time. */
const AT_ONCE = 3;

export interface CodeRead {
  readonly totals: SweepTotals;
  /** Of the package that the folder itself is. */
  readonly root: { readonly of: CodePackage; readonly outcome: ParseOutcome | undefined };
  /** Every package that was parsed, by its folder below the folder that was read (`''` is that folder), in the order of their folders. */
  readonly parsed: readonly { readonly folder: string; readonly outcome: ParseOutcome }[];
  readonly place: PlaceDraft;
}

export interface ReadCodeOptions {
  /** Paths that are passed over, beside what `--exclude` hides. */
  readonly passOver?: (path: string) => boolean;
  /** The folder is one package that was named by itself: all of it is parsed. */
  readonly asks?: 'for-this-package';
  /** With `asks`: files below the folder that are read in full; of the others what opens a gate. Absent: all. */
  readonly seeds?: ReadonlySet<string>;
  /** With `asks`: all that matters of some large files. */
  readonly focus?: Focus;
  /** With `asks`: files below the folder that are read in the packages that it bundles. */
  readonly bundled?: ReadonlySet<string>;
}

/** Reads the code of one folder. Never rejects for what lies there. */
export async function readCode(state: ScanState, deep: DeepPorts, root: TargetPath, { passOver, asks, seeds, focus, bundled = new Set() }: ReadCodeOptions = {}): Promise<CodeRead> {
  const { tree, progress } = state.ports;
  const place = openPlace(state, 'package-code', root.shown === '' ? '.' : root.shown);
  progress(`searching the code in ${place.path}`);
  const swept: SweptFile[] = [];
  const plan = sweepPlan(deep.knowledge, (path) => passOver?.(path) === true || isHidden(state, root, path), deep.kept?.files);
  const totals = await deep.sweep(tree, root.absolute, plan, (file) => { swept.push(file); });
  const index = indexPackages(tree, root, totals.packageFolders, swept);
  tellSweep(place, root, totals, swept);
  tellArchives(state, place, root);
  const usedBy = serverUse(state);
  const chosen = choosePackages(tree, index.packages.values(), { isRun: (folder) => usedBy(folder).length > 0, isAskedFor: (folder) => asks !== undefined && folder === root.absolute, bundled: (folder) => pathsIn(bundled, inside(root.absolute, folder)), ...(seeds ? { seeds } : {}), ...(focus ? { focus } : {}) });
  const counts = noCounts();
  const context: ParseContext = { state, deep, place, counts, isPackage: index.isPackage, usedBy };
  const rootPackage = index.packages.get(root.absolute) as CodePackage;
  let outcome: ParseOutcome | undefined;
  const parsed = new Map<string, ParseOutcome>();
  await eachOf(chosen, AT_ONCE, async (choice, at) => {
    progress(`parsing the code in ${place.path}: package ${at + 1} of ${chosen.length}`);
    const found = await parsePackage(context, choice);
    if (choice.of === rootPackage) outcome = found;
    if (found) parsed.set(inside(root.absolute, choice.of.path.absolute), found);
  });
  await judgeSightings(context, index);
  tellNumbers(place, deep, totals, counts, chosen);
  return { totals, root: { of: rootPackage, outcome }, parsed: [...parsed].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([folder, one]) => ({ folder, outcome: one })), place };
}

// Of one of the packages that are bundled; what lies in a package inside it is that one's.
function pathsIn(paths: ReadonlySet<string>, folder: string): ReadonlySet<string> {
  if (folder === '') return new Set();
  return new Set([...paths].flatMap((path) => (path.startsWith(`${folder}/`) && !path.slice(folder.length).includes('/node_modules/') ? [path.slice(folder.length + 1)] : [])));
}

function isHidden(state: ScanState, root: TargetPath, path: string): boolean {
  const { stable } = below(root, path);
  return state.options.exclude.some((glob) => matchesGlob(glob, stable));
}

/** Runs some at one time: while one waits for a child or the network, the next begins. */
export async function eachOf<T>(items: readonly T[], most: number, run: (item: T, at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) await run(items[at] as T, at);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
}

async function judgeSightings({ state, deep, place, usedBy }: ParseContext, { packages }: PackageIndex): Promise<void> {
  for (const one of packages.values()) {
    const sightings = sightingsIn(one, deep.knowledge);
    if (sightings.length > 0) await judgeFacts(state, place, { kind: 'sightings', ...about(one, usedBy), sightings, campaign: state.ports.bundles.campaign });
  }
}

function tellSweep(place: PlaceDraft, root: TargetPath, totals: SweepTotals, swept: readonly SweptFile[]): void {
  place.bytes = totals.bytes;
  const shown = (path: string | undefined) => (path?.startsWith(root.absolute) === true ? below(root, path).shown : path);
  const problems = [...totals.problems, ...swept.flatMap(({ path, problem }) => (problem ? [{ ...problem, path: problem.path ?? path }] : []))];
  addProblems(place, problems.map((problem) => {
    const path = shown(problem.path);
    return path === undefined || path === '' ? problem : { ...problem, path };
  }));
  if (!totals.complete && place.problems.length === 0) addProblems(place, [{ code: 'too-many', message: 'the search ended before the last file' }]);
}

// Yarn's Plug'n'Play runs packages out of zip archives. They are named and not read, so there is no verdict on their code.
function tellArchives(state: ScanState, place: PlaceDraft, root: TargetPath): void {
  const prefix = root.shown === '' || root.shown === '.' ? '' : `${root.shown}/`;
  for (const { path, kind, packages = 0 } of state.places) {
    if (kind !== 'installed-tree' || packages === 0 || !path.startsWith(prefix) || !/(?:^|\/)\.pnp\.(?:[cm]?js|data\.json)$/.test(path)) continue;
    addProblems(place, [{ code: 'unread-format', message: `the code of ${words(packages, 'package')} lies in zip archives of Yarn, which --deep does not read`, path, hint: 'install a copy with nodeLinker: node-modules and scan that, or inspect the packages that matter' }]);
  }
}

function tellNumbers(place: PlaceDraft, { knowledge }: DeepPorts, totals: SweepTotals, counts: ParseCounts, chosen: readonly Chosen[]): void {
  const parts = [
    `${words(totals.files, 'file')} and ${words(totals.scripts, 'script')} among them searched${totals.cached > 0 ? ` (${words(totals.cached, 'file')} unchanged since an earlier run)` : ''}`,
    `${words(counts.files, 'script')} parsed in ${words(counts.packages, 'package')}`,
  ];
  place.notes.push(parts.join('; '), ...knowledge.notes);
  const servers = chosen.filter(({ reason }) => reason === 'mcp-server' || reason === 'server-runs-it').length;
  if (servers > 0) place.notes.push(`all code of ${words(servers, 'MCP server package')} was parsed first`);
  if (counts.windows > 0) place.notes.push(`${words(counts.windows, 'large script')} read only around the places that matter`);
  if (counts.withErrors > 0) place.notes.push(`${words(counts.withErrors, 'script')} with syntax errors, read as far as they go`);
  if (counts.leftOut > 0) place.notes.push(`${words(counts.leftOut, 'script')} beyond the limit of a package, searched and not parsed`);
  if (counts.repeated > 0) place.notes.push(`${words(counts.repeated, 'package')} with the same content as another, parsed once`);
  if (totals.notOpened > 0) place.notes.push(`${words(totals.notOpened, 'link or special file', 'links and special files')} not opened`);
}

function words(count: number, one: string, many = `${one}s`): string {
  return `${String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')} ${count === 1 ? one : many}`;
}
