// exposure: find the repositories, walk their histories, read each version of a file once, judge, report. The steps stand in the
// folder beside this file. What lies in the working tree and is not committed is the matter of scan.
import { findRepository, type GitLayout, readState } from '../io/git.ts';
import type { Package } from '../model/package.ts';
import { TreeError } from '../model/ports.ts';
import type { Report } from '../model/report.ts';
import { addProblems, failPlace, newState, openPlace, type PlaceDraft, type TargetPath } from './scan/context.ts';
import { assembleReport } from './scan/report.ts';
import type { ExposureOptions, ExposurePorts, ExposureState } from './exposure/context.ts';
import { judgeHistory } from './exposure/findings.ts';
import { readHistory, wantedRefs } from './exposure/repository.ts';
import { formatOf } from './exposure/formats.ts';
import { exposureReport } from './exposure/report.ts';
import { versionReader } from './exposure/versions.ts';

export type { ExposureOptions, ExposurePorts } from './exposure/context.ts';
export { CLIENT_HISTORY } from './exposure/client-configs.ts';
export { LOCKFILE_HISTORY } from './exposure/formats.ts';

/** Reads the history of every target and gives the report. Never throws for what lies in a target. */
export async function exposure(options: ExposureOptions, ports: ExposurePorts): Promise<Report> {
  const scan = newState({ ...options, crossCheck: 'off', inventory: 'drop' }, ports);
  const onPackages = (packages: readonly Package[]) => {
    state.entries += packages.length;
    scan.distinct.add(packages);
  };
  const state: ExposureState = { options, ports, scan, versions: versionReader(ports.bundles, { onPackages }), repositories: [], windows: [], entries: 0 };
  const seen = new Set<string>();
  for (const target of options.targets) {
    await ports.breathe();
    const place = openPlace(scan, 'git-history', target.shown);
    const layout = locate(state, target, place);
    if (!layout) continue;
    const key = `${layout.commonFolder}\0${layout.below}`;
    if (seen.has(key)) place.notes.push('read with another target');
    else await readRepository(state, target, place, layout);
    seen.add(key);
  }
  return assembleReport(scan, exposureReport(state));
}

function locate({ ports }: ExposureState, target: TargetPath, place: PlaceDraft): GitLayout | undefined {
  try {
    const found = findRepository(ports.tree, target.absolute);
    if (!found) failPlace(place, 'nothing-found', 'this is no git repository, and lies in none', 'give a folder of a clone; scan reads folders without a history');
    return found;
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    failPlace(place, error.code, error.message);
    if (error.code === 'not-found') place.status = 'absent';
    return undefined;
  }
}

async function readRepository(state: ExposureState, target: TargetPath, place: PlaceDraft, layout: GitLayout): Promise<void> {
  const { ports, options } = state;
  const gitState = readState(ports.tree, layout);
  for (const { path, message } of gitState.faults) addProblems(place, [{ code: 'unreadable', message, path }]);
  const refs = wantedRefs(gitState.refs, options.refs);
  for (const want of options.refs) if (wantedRefs(gitState.refs, [want]).length === 0) addProblems(place, [{ code: 'not-found', message: `there is no ref ${want}`, path: target.shown }]);
  if (gitState.shallow.length > 0) addProblems(place, [{ code: 'unreadable', message: `a shallow clone: the history before ${gitState.shallow.length} ${gitState.shallow.length === 1 ? 'commit' : 'commits'} is not here`, hint: 'git fetch --unshallow (in CI: fetch-depth: 0), then again' }]);
  if (gitState.partial) addProblems(place, [{ code: 'unreadable', message: 'a partial clone: it leaves objects out, and nothing is fetched from here', hint: 'run it on a full clone (git clone without --filter), or git fetch --refetch' }]);
  for (const name of gitState.rewrites) place.notes.push(`${name} shows git another history than the one stored; the stored one was read`);
  if (gitState.alternates.length > 0) place.notes.push(`objects are borrowed from ${gitState.alternates.slice(0, 3).join(', ')}`);
  if (layout.gitFolder !== `${layout.top}/.git` && layout.gitFolder !== layout.top) place.notes.push(`its git folder is ${layout.gitFolder}`);
  const [first] = refs;
  if (!first) {
    if (gitState.refs.length === 0 && options.allowEmpty === 'refuse') addProblems(place, [{ code: 'nothing-found', message: 'the repository has no commit', hint: 'say --allow-empty where that is expected' }]);
    return;
  }
  const git = ports.openGit({ objects: `${layout.commonFolder}/objects`, hash: first.id.length === 64 ? 'sha256' : 'sha1', shallow: gitState.shallow, never: [layout.top, layout.gitFolder, layout.commonFolder] });
  if (!git) {
    failPlace(place, 'unreadable', 'git was not found on the PATH', 'install git; entries of PATH inside the repository or in node_modules/.bin are not used');
    return;
  }
  const shown = (path: string) => shownPath(target, layout, path);
  const run = { state, target, place, git, shown };
  try {
    const history = await readHistory(run, layout, gitState, refs);
    for (const file of history.files) state.scan.places.push({ path: shown(file.path), kind: formatOf(ports.formats, file.path)?.kind ?? 'lockfile', status: 'read', reason: `${counted(new Set([...file.changes.values()].filter((content) => content !== -1)).size, 'version')} in the history`, problems: [], notes: [] });
    state.repositories.push({ path: target.shown, refs: refs.length, commits: history.graph.ids.length, files: history.files.length, versions: history.blobs.length, bytes: history.bytes });
    place.notes.push(`${counted(history.graph.ids.length, 'commit')} of ${counted(refs.length, 'ref')} walked, ${counted(history.blobs.length, 'version')} of ${counted(history.files.length, 'file')} read`);
    if (history.files.length === 0 && options.allowEmpty === 'refuse') addProblems(place, [{ code: 'nothing-found', message: 'no commit has a lockfile or a client configuration', hint: 'say --allow-empty where that is expected' }]);
    await judgeHistory(run, history);
  } finally {
    git.close();
  }
}

function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}

/** A path below the repository as the user would name it: the target may be a folder or file inside. */
function shownPath(target: TargetPath, { below }: GitLayout, path: string): string {
  if (path === below) return target.shown;
  const rest = below === '' ? path : path.slice(below.length + 1);
  return target.shown === '.' || target.shown === '' ? rest : `${target.shown.replace(/\/$/, '')}/${rest}`;
}
