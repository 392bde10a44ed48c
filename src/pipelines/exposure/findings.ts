// From the subjects of each content to windows and findings. What the fast reading claims is confirmed by reading a version whole
// before it is told.
import { type GitCommitText, parseCommit } from '../../io/git.ts';
import type { ExposureWindow, HistoryCommit, Signature } from '../../model/exposure.ts';
import type { Evidence, Finding } from '../../model/finding.ts';
import { LIMITS } from '../../model/limits.ts';
import { decode } from '../../text/decode.ts';
import { addProblems } from '../scan/context.ts';
import { placeFacts } from '../scan/facts.ts';
import { judgeFacts } from '../scan/judge.ts';
import type { RepositoryRun } from './context.ts';
import { formatOf } from './formats.ts';
import type { FileHistory, History } from './repository.ts';
import { subjectOf, type WholeVersion } from './versions.ts';
import { contentsOf, staysOnLine, type WindowDraft, windowsOf } from './windows.ts';

const COMMITS_TOLD = 10;
const REFS_TOLD = 100;
const WINDOWS_IN_EVIDENCE = 5;
/** Of one version in one file: a history can be made to take it in and out in every commit. */
const WINDOWS_TOLD = 500;
const DAY = 86_400;

/** Judges every file that ever held something listed. */
export async function judgeHistory(run: RepositoryRun, history: History): Promise<void> {
  const read = wholeReader(run, history);
  for (const file of history.files) {
    const holders = await holdersOf(run, history, file, read);
    if (holders.size === 0) continue;
    const contents = contentsOf(history.graph, file.changes);
    for (const [subject, holding] of holders) {
      await run.state.ports.breathe();
      await judgeSubject(run, history, file, { subject, holding, contents, read });
    }
  }
}

/** Subject -> contents of the file that hold it. Each subject is seen in at least one version that was read whole. */
async function holdersOf(run: RepositoryRun, history: History, file: FileHistory, read: ReadVersion): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const holders = new Map<string, Set<number>>();
  for (const content of file.changes.values()) {
    if (content === -1) continue;
    for (const subject of history.subjects[content] ?? []) {
      const holding = holders.get(subject) ?? new Set();
      holders.set(subject, holding.add(content));
    }
  }
  if (holders.size > LIMITS.findingsOfPlace) {
    addProblems(run.place, [{ code: 'too-many', message: `${holders.size} listed versions in the history of one file: only ${LIMITS.findingsOfPlace} are told`, path: run.shown(file.path) }]);
    for (const subject of [...holders.keys()].slice(LIMITS.findingsOfPlace)) holders.delete(subject);
  }
  for (const [subject, holding] of holders) {
    const [any] = holding;
    if (any === undefined || isIn(await read(file, any), subject)) continue;
    for (const content of holding) if (!isIn(await read(file, content), subject)) holding.delete(content);
    if (holding.size === 0) holders.delete(subject);
  }
  return holders;
}

function isIn(sides: readonly WholeVersion[], subject: string): boolean {
  return sides.some((side) => [...side.matches, ...side.requests].some((match) => subjectOf(match) === subject));
}

/** A version read whole, by file and content. */
type ReadVersion = (file: FileHistory, content: number) => Promise<readonly WholeVersion[]>;

// The versions that are asked for again are mostly the last one: several listed packages came in together.
function wholeReader(run: RepositoryRun, history: History): ReadVersion {
  let last: { readonly file: FileHistory; readonly content: number; readonly sides: readonly WholeVersion[] } | undefined;
  return async (file, content) => {
    if (last?.file === file && last.content === content) return last.sides;
    const format = formatOf(run.state.ports.formats, file.path);
    let sides: readonly WholeVersion[] = [];
    for await (const object of run.git.objects([history.blobs[content] as string])) {
      const decoded = object.state === 'found' ? decode(object.bytes) : undefined;
      if (format && decoded?.ok === true) sides = await run.state.versions.readWhole(format, file.path, decoded.text);
    }
    last = { file, content, sides };
    return sides;
  };
}

interface Subject {
  readonly subject: string;
  readonly holding: ReadonlySet<number>;
  readonly contents: Int32Array;
  readonly read: ReadVersion;
}

async function judgeSubject(run: RepositoryRun, history: History, file: FileHistory, { subject, holding, contents, read }: Subject): Promise<void> {
  const { graph, tips, head } = history;
  const holds = (commit: number) => holding.has(contents[commit] as number);
  const all = windowsOf(graph, holds, tips.map((tip) => tip.commit));
  const drafts = all.slice(0, WINDOWS_TOLD);
  const [first] = drafts;
  if (!first) return;
  if (all.length > drafts.length) addProblems(run.place, [{ code: 'too-many', message: `${all.length} windows of ${subject}: only ${WINDOWS_TOLD} are told`, path: run.shown(file.path) }]);
  const content = contents[first.first] as number;
  const told = await judgeContent(run, file, { subject, sides: await read(file, content), blob: history.blobs[content] ?? '' });
  const stays = head === undefined ? [] : staysOnLine(graph, holds, head);
  const commits = await commitsOf(run, [...drafts.flatMap((draft) => [draft.first, draft.last, ...draft.introducedBy.slice(0, COMMITS_TOLD), ...draft.removedBy.slice(0, COMMITS_TOLD)]), ...stays.flatMap((stay) => [stay.from, stay.to ?? stay.from])].map((commit) => graph.ids[commit] as string));
  const commit = (at: number): HistoryCommit => commits.get(graph.ids[at] as string) ?? unknownCommit(graph.ids[at] as string, graph.times[at] as number);
  const [finding] = told.findings;
  const windows = drafts.map((draft) => windowOf(run, history, file, { draft, commit, stays, finding, subject }));
  for (const window of windows) run.state.windows.push(window);
  for (const found of told.findings) run.state.scan.findings.push(withHistory(found, windows, told.proof));
}

/** Findings on one subject in one content, and the line that proves it. */
async function judgeContent(run: RepositoryRun, file: FileHistory, { subject, sides, blob }: { readonly subject: string; readonly sides: readonly WholeVersion[]; readonly blob: string }): Promise<{ readonly findings: readonly Finding[]; readonly proof: string }> {
  const { scan, ports } = run.state;
  const shown = run.shown(file.path);
  const findings = new Map<string, Finding>();
  let proof = '';
  // A fingerprint of its own: to accept what stands in a file today says nothing about its past.
  const path = { absolute: file.path, shown, stable: `git-history:${run.target.stable === '' ? '' : `${run.target.stable}/`}${file.path}` };
  const campaign = ports.bundles.campaign;
  for (const side of sides) {
    const matches = side.matches.filter((match) => subjectOf(match) === subject);
    const requests = side.requests.filter((request) => subjectOf(request) === subject).map((request) => ({ ...request, location: { ...request.location, path: shown } }));
    const before = scan.findings.length;
    if (matches.length > 0) {
      const { credentials } = side.inventory;
      const kind = formatOf(ports.formats, file.path)?.kind ?? 'lockfile';
      // A line of a configuration can hold the values of its env and headers: no excerpt of it is shown.
      const text = kind === 'lockfile' ? { text: side.text } : {};
      const place = { ...placeFacts({ path, kind, format: side.format, inventory: side.inventory, ...text }), ...(credentials ? { credentials } : {}) };
      await judgeFacts(scan, run.place, { kind: 'matches', place, matches, campaign });
    }
    if (requests.length > 0) await judgeFacts(scan, run.place, { kind: 'requests', path: shown, stablePath: path.stable, governed: 'alone', requests, campaign });
    for (const finding of scan.findings.splice(before)) {
      findings.set(finding.fingerprint, findings.get(finding.fingerprint) ?? finding);
      const [{ line }] = finding.locations;
      if (proof === '') proof = `${blob}${line === undefined ? '' : ` line ${line}`}`;
    }
  }
  return { findings: [...findings.values()], proof };
}

async function commitsOf({ git }: RepositoryRun, ids: readonly string[]): Promise<ReadonlyMap<string, HistoryCommit>> {
  const commits = new Map<string, HistoryCommit>();
  for await (const object of git.objects([...new Set(ids)])) {
    if (object.state !== 'found') continue;
    const { author, committer } = parseCommit(object.bytes);
    commits.set(object.id, { id: object.id, author: signed(author), committer: signed(committer) });
  }
  return commits;
}

function signed({ name, email, time }: GitCommitText['author']): Signature {
  return { name, email, time: dateOf(time) };
}

function unknownCommit(id: string, time: number): HistoryCommit {
  const nobody = { name: '', email: '', time: dateOf(time) };
  return { id, author: nobody, committer: nobody };
}

/** RFC 3339; empty for what no calendar knows. */
export function dateOf(seconds: number): string {
  return Math.abs(seconds) <= 253_402_300_799 ? new Date(seconds * 1000).toISOString().replace('.000Z', 'Z') : '';
}

interface Told {
  readonly draft: WindowDraft;
  readonly commit: (at: number) => HistoryCommit;
  readonly stays: readonly { readonly from: number; readonly to?: number }[];
  readonly finding: Finding | undefined;
  readonly subject: string;
}

function windowOf(run: RepositoryRun, { graph, tips }: History, file: FileHistory, { draft, commit, stays, finding, subject }: Told): ExposureWindow {
  const [name, version, spec] = JSON.parse(subject) as [string, string | null, string?];
  const holding = new Set(draft.tips);
  const refs = tips.filter((tip) => holding.has(tip.commit)).flatMap((tip) => tip.names).toSorted();
  const from = graph.times[draft.first] as number;
  const left = draft.removedBy.reduce((latest, at) => Math.max(latest, graph.times[at] as number), 0);
  const now = run.state.ports.clock.now().getTime() / 1000;
  const to = refs.length > 0 || draft.removedBy.length === 0 ? undefined : left;
  const doubt = doubtOf(from, to, now);
  return {
    repository: run.target.shown,
    path: file.path,
    package: { name, ...(version === null ? {} : { version }), ...(spec === undefined ? {} : { spec }) },
    finding: finding?.fingerprint ?? '',
    state: refs.length > 0 ? 'open' : 'closed',
    first: commit(draft.first),
    last: commit(draft.last),
    introducedBy: draft.introducedBy.slice(0, COMMITS_TOLD).map(commit),
    removedBy: draft.removedBy.slice(0, COMMITS_TOLD).map(commit),
    from: dateOf(from),
    ...(to === undefined ? {} : { to: dateOf(to) }),
    days: Math.max(0, Math.round(((to ?? now) - from) / DAY * 10) / 10),
    commits: draft.commits,
    refs: refs.slice(0, REFS_TOLD),
    refCount: refs.length,
    onHead: stays.filter((stay) => draft.contains(stay.from)).map((stay) => ({ from: commit(stay.from), ...(stay.to === undefined ? {} : { to: commit(stay.to) }) })),
    ...(doubt === undefined ? {} : { doubt }),
  };
}

// git did not exist before April 2005.
const FIRST_GIT = 1_112_832_000;

function doubtOf(from: number, to: number | undefined, now: number): string | undefined {
  if (from < FIRST_GIT) return 'the commit that brought it in is dated before git existed';
  if (from > now + DAY || (to !== undefined && to > now + DAY)) return 'a date lies in the future';
  return to !== undefined && to < from ? 'it was removed before it came in, if the dates are right' : undefined;
}

/** The finding with when and where: a line number of an old version would point into today's file. */
function withHistory(finding: Finding, windows: readonly ExposureWindow[], proof: string): Finding {
  const [first] = windows;
  if (!first) return finding;
  const open = windows.find((window) => window.state === 'open');
  const from = windows.map((window) => window.from).filter((time) => time !== '').toSorted()[0] ?? '';
  const to = windows.map((window) => window.to ?? '').toSorted().at(-1) ?? '';
  const words = open ? `in the history since ${day(from)}, and still on ${someRefs(open)}` : `in the history from ${day(from)} to ${day(to)}`;
  const [where, ...others] = finding.locations.map(({ line: _line, column: _column, ...location }) => location);
  const evidence: readonly Evidence[] = [
    ...windows.slice(0, WINDOWS_IN_EVIDENCE).map((window): Evidence => ({ kind: 'time', text: windowWords(window) })),
    ...(windows.length > WINDOWS_IN_EVIDENCE ? [{ kind: 'count', text: `${windows.length} windows in all` } as const] : []),
    { kind: 'record', text: `git object ${proof}` },
  ];
  return {
    ...finding,
    title: `${finding.title}: ${words}`,
    locations: where ? [where, ...others] : finding.locations,
    remediation: open ? finding.remediation : [`No ref leads to it any more. Every machine that installed from a commit between ${day(from)} and ${day(to)} was exposed: find out which did (CI logs, deployments, developers).`, ...finding.remediation],
    evidence: [finding.evidence[0], ...finding.evidence.slice(1), ...evidence],
    ...(from === '' ? {} : { since: from }),
  };
}

function day(time: string): string {
  return time === '' ? 'an unknown day' : time.slice(0, 10);
}

function someRefs({ refs, refCount }: ExposureWindow): string {
  return `${refs.slice(0, 3).join(', ')}${refCount > 3 ? ` and ${refCount - 3} more` : ''}`;
}

function windowWords(window: ExposureWindow): string {
  const by = window.introducedBy[0] ?? window.first;
  const end = window.to === undefined ? `still on ${someRefs(window)}` : `until ${window.to} (removed in ${(window.removedBy[0] ?? window.last).id.slice(0, 12)})`;
  return `from ${window.from} (${by.id.slice(0, 12)} by ${by.author.name} <${by.author.email}>) ${end}; ${window.commits} ${window.commits === 1 ? 'commit' : 'commits'}`;
}
