// diff --lockfiles: two lockfiles, or all lockfiles of two commits. The later side is judged as a scan judges it; then every version that
// came is fetched and compared with the one before it, a few at a time, and only what matters is kept. The steps stand in the folder
// beside this file.
import type { Difference, LockedChange, LockfileChanges } from '../model/difference.ts';
import { type Finding, type Location, reaches } from '../model/finding.ts';
import { LIMITS } from '../model/limits.ts';
import type { Report } from '../model/report.ts';
import { keepParsed, tellRegistry } from './diff/said.ts';
import { differencesOf, type Done, forgetDifferences, problemsOf, runWork, subjectOf, type Work } from './diff/work.ts';
import type { DiffPorts } from './diff/words.ts';
import { compareLockSides } from './lockfile-diff/compare.ts';
import { locationOf, lockedVersions } from './lockfile-diff/locked.ts';
import { openLockSide } from './lockfile-diff/open.ts';
import { placeWords } from './lockfile-diff/entries.ts';
import { emptyProblem, readLockSide } from './lockfile-diff/read.ts';
import { type Comparison, type LockDiffOptions, type LockSide, type Move, shownLockWord, type Swap, versionKey } from './lockfile-diff/words.ts';
import { addFindings, addProblems, newState, openPlace, type PlaceDraft, type ScanState } from './scan/context.ts';
import { countDistinct } from './scan/distinct.ts';
import { eachOf } from './deep/read-code.ts';
import { judgeFacts } from './scan/judge.ts';
import { assembleReport } from './scan/report.ts';

export type { LockDiffOptions, LockWord } from './lockfile-diff/words.ts';

/** Versions that are held at one time, each with the one before it. */
const AT_ONCE = 4;

/** Compares. Never throws for what the sides hold. */
export async function lockfileDiff(options: LockDiffOptions, ports: DiffPorts): Promise<Report> {
  const { before: first, after: second } = options;
  const targets = [first, second].map((word) => (word.kind === 'ref' ? { absolute: word.repository.absolute, shown: word.ref, stable: '' } : word.path));
  const state = newState({ ...options, targets, crossCheck: 'off' }, ports);
  // What the earlier side holds is no news, and no part of what was examined.
  const past: ScanState = { ...state, findings: [], inventory: [], distinct: countDistinct(), options: { ...state.options, inventory: 'drop' } };
  const [openedBefore, openedAfter] = [await openLockSide(past, ports, first, 'before'), await openLockSide(state, ports, second, 'after')];
  const before = openedBefore && await readLockSide(past, openedBefore);
  const after = openedAfter && await readLockSide(state, openedAfter);
  const said = { command: 'diff', scope: `${shownLockWord(second)} against ${shownLockWord(first)}`, notExamined: ['packages that both sides lock alike; run mcp-audit scan'] } as const;
  if (!before || !after) return assembleReport(state, said);
  const empty = options.allowEmpty === 'refuse' ? emptyProblem(before, after, shownLockWord(second)) : undefined;
  if (empty) state.problems.push(empty);
  const compared = await compareAll(state, ports, before, after);
  tellRegistry(state, ports);
  keepParsed(state, ports);
  return assembleReport(state, { ...said, ...compared });
}

async function compareAll(state: ScanState, ports: DiffPorts, before: LockSide, after: LockSide): Promise<{ readonly differences: readonly Difference[]; readonly lockfileChanges: LockfileChanges }> {
  const comparison = compareLockSides(before, after);
  const direct = new Set(comparison.changes.filter((change) => change.direct).map(({ name }) => name));
  const works = comparison.works.toSorted((a, b) => Number(direct.has(b.name)) - Number(direct.has(a.name)));
  const place = openPlace(state, 'registry', 'versions that changed');
  const wanted = works.slice(0, LIMITS.lockedPairs);
  if (works.length > wanted.length) addProblems(place, [{ code: 'too-many', message: `${works.length} versions changed, and ${wanted.length} of them were fetched` }]);
  const locked = lockedVersions([before, after], wanted);
  // Before the works add theirs: what the lockfile itself told need not be told again of what was fetched.
  const told = new Set(state.findings.map(subjectOf));
  // One version can be compared with several before it.
  const seen = new Set<string>();
  const done: Done[] = [];
  await eachOf(wanted, AT_ONCE, async (work) => {
    await ports.breathe();
    const outcome = await runWork(state, ports, work, locked.of(work));
    const where = locked.where(work);
    const findings = outcome.findings.filter((finding) => !told.has(subjectOf(finding)) && !seen.has(finding.fingerprint)).map((finding) => located(finding, where));
    for (const { fingerprint } of findings) seen.add(fingerprint);
    addFindings(state, findings);
    done.push({ work, outcome: { ...outcome, findings } });
    forgetDifferences(done);
    ports.progress(`${done.length} of ${wanted.length} versions compared`);
  });
  await judgeSwaps(state, place, comparison.swaps, done);
  await judgeMoves(state, place, comparison.moves);
  tell(place, comparison, done);
  return { differences: differencesOf(done), lockfileChanges: changesOf(before, after, comparison, done, new Set(wanted)) };
}

// Where in a lockfile it stands, behind where the code shows it.
function located(finding: Finding, where: Location | undefined): Finding {
  if (!where || finding.locations.some(({ path, entry }) => path === where.path && entry === where.entry)) return finding;
  return { ...finding, locations: [...finding.locations, where] };
}

// What was fetched told which of two hashes is right; where nothing could be fetched, that there are two is all that is known.
async function judgeSwaps(state: ScanState, place: PlaceDraft, swaps: readonly Swap[], done: readonly Done[]): Promise<void> {
  const known = new Set(done.filter(({ outcome }) => outcome.findings.some(({ ruleId }) => ruleId === 'integrity-mismatch')).map(({ work }) => versionKey(work.name, work.to)));
  for (const { name, version, before, after } of swaps) {
    if (known.has(versionKey(name, version))) continue;
    const [was, is] = [before, after].map((entry) => ({ location: locationOf(entry), text: entry.package.integrity ?? '' }));
    if (was && is) await judgeFacts(state, place, { kind: 'locked', path: is.location.path, stablePath: name, package: { name, version }, before: was, after: is });
  }
}

async function judgeMoves(state: ScanState, place: PlaceDraft, moves: readonly Move[]): Promise<void> {
  for (const { name, before, after, to } of moves) {
    const { version } = after.package;
    const location = locationOf(after);
    await judgeFacts(state, place, { kind: 'locked-source', path: location.path, stablePath: name, package: { name, ...(version === undefined ? {} : { version }) }, to, was: placeWords(before.package), now: placeWords(after.package), location });
  }
}

function tell(place: PlaceDraft, { works }: Comparison, done: readonly Done[]): void {
  if (works.length === 0) {
    place.status = 'skipped';
    place.reason = 'no version of a registry changed';
    return;
  }
  place.packages = done.length;
  addProblems(place, problemsOf(done));
  const minor = done.reduce((sum, { outcome }) => sum + outcome.minor, 0);
  const pairs = done.filter(({ work }) => work.from !== undefined).length;
  place.notes.push(`${pairs} compared with the version before, ${done.length - pairs} looked at by themselves`);
  if (minor > 0) place.notes.push(`${minor} remarks without weight were left out; mcp-audit diff of one package tells them`);
}

function changesOf(before: LockSide, after: LockSide, { changes, works }: Comparison, done: readonly Done[], wanted: ReadonlySet<Work>): LockfileChanges {
  const failed = new Map(done.flatMap(({ work, outcome }) => (outcome.failed === undefined ? [] : [[versionKey(work.name, work.to), outcome.failed] as const])));
  for (const work of works) if (!wanted.has(work)) failed.set(versionKey(work.name, work.to), 'more versions changed than are fetched in one run');
  const compared = new Set(done.filter(({ outcome }) => outcome.failed === undefined).map(({ work }) => work.name));
  const loud = new Set(done.filter(({ outcome }) => outcome.findings.some(({ severity }) => reaches(severity, 'low'))).map(({ work }) => work.name));
  return {
    before: before.label,
    after: after.label,
    packages: changes.map((change): LockedChange => {
      const why = change.notCompared ?? change.after.map((version) => failed.get(versionKey(change.name, version))).find((reason) => reason !== undefined);
      return why === undefined ? change : { ...change, notCompared: why };
    }),
    compared: compared.size,
    quiet: [...compared].filter((name) => !loud.has(name)).length,
  };
}
