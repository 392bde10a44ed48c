// One version fetched and compared with the one before it, or looked at by itself. Only what matters of it outlives the comparison.
import type { Problem } from '../../model/coverage.ts';
import type { Difference } from '../../model/difference.ts';
import { type Finding, reaches, SEVERITIES } from '../../model/finding.ts';
import { LIMITS } from '../../model/limits.ts';
import type { ReleaseFacts } from '../../rules/contract.ts';
import type { ScanState } from '../scan/context.ts';
import { countDistinct } from '../scan/distinct.ts';
import { judgeFacts } from '../scan/judge.ts';
import { judgeAlone } from './alone.ts';
import { compareSides } from './compare.ts';
import { openSide } from './side.ts';
import type { DiffPorts, Side } from './words.ts';

/** Changed files of one difference that are kept. */
const FILES_KEPT = 300;

/** Comparisons that are told in full; of the others the findings tell. */
const DIFFERENCES_KEPT = 100;

/** What installing from a registry runs: not `prepare` and its like, https://docs.npmjs.com/cli/using-npm/scripts#life-cycle-operation-order */
const AT_INSTALL: ReadonlySet<string> = new Set(['preinstall', 'install', 'postinstall']);
const PROBLEMS_LISTED = 50;

/** A version to be fetched: beside an earlier one, or by itself. `from` is absent for what is new. */
export interface Work {
  readonly name: string;
  readonly to: string;
  readonly from?: string;
  /** No version of it was there before. */
  readonly added?: true;
}

/** Integrities that lockfiles hold for a version. */
export type Locked = ReleaseFacts['locked'];

export interface Done {
  readonly work: Work;
  readonly outcome: WorkOutcome;
}

export interface WorkOutcome {
  readonly findings: readonly Finding[];
  /** Findings of no weight, which are only counted. */
  readonly minor: number;
  /** Where some finding matters. */
  readonly difference?: Difference;
  /** What could not be fetched or read. */
  readonly problems: readonly Problem[];
  /** Why nothing could be said of it. */
  readonly failed?: string;
}

/** Fetches and judges. Never rejects for what comes. */
export async function runWork(state: ScanState, ports: DiffPorts, work: Work, locked: Locked): Promise<WorkOutcome> {
  // Globs of the command line are about the target's paths: a package could hide its code under a name that a project leaves out.
  const own: ScanState = { ...state, options: { ...state.options, exclude: [] }, findings: [], places: [], notes: [], problems: [], inventory: [], distinct: countDistinct() };
  const ofOwn: DiffPorts = { ...ports, progress: () => undefined };
  const { name, from, to, added } = work;
  const open = (version: string) => openSide(own, ofOwn, { kind: 'spec', spec: `${name}@${version}`, stable: name }, 'leave');
  const [before, opened] = await Promise.all([from === undefined ? undefined : open(from), open(to)]);
  const after = opened && { ...opened, locked };
  const difference = before && after ? await compareSides(own, ofOwn, { before, after }, { exclude: [], files: 'fold' }) : undefined;
  if (after && !difference) await lookAt(own, ofOwn, after, added === true ? 'added' : 'known');
  const findings = own.findings.filter(({ severity }) => reaches(severity, 'low') || reaches(severity, state.options.failOn));
  const matters = findings.some(({ severity }) => reaches(severity, 'medium') || reaches(severity, state.options.failOn));
  const problems = own.places.flatMap((place) => place.problems);
  const failed = after ? (from !== undefined && !before ? `${from} could not be had, so that ${to} was looked at by itself` : undefined) : `${to} could not be had`;
  return {
    findings,
    minor: own.findings.length - findings.length,
    problems: [...problems, ...own.problems],
    ...(failed === undefined ? {} : { failed: `${failed}${problems[0] ? `: ${problems[0].message}` : ''}` }),
    ...(difference && matters ? { difference: cut(difference) } : {}),
  };
}

// What is new has nothing to be compared with: the rules for one version say what they can.
async function lookAt(state: ScanState, ports: DiffPorts, side: Side, standing: 'added' | 'known'): Promise<void> {
  // Nobody asked for it by name: of thousands of files (core-js, date-fns) those are parsed that open a gate, as scan --deep does.
  const code = await judgeAlone(state, ports, side, (side.tarball?.files ?? 0) > LIMITS.packageSourceFiles ? new Set() : undefined);
  const hooks = code.behaviors.flatMap((behavior) => (behavior.kind === 'install-script' && AT_INSTALL.has(behavior.hook) ? [behavior] : []));
  if (standing === 'known' || hooks.length === 0 || !side.release) return;
  const { release } = side.release;
  // The whole document of the package: it is asked for where something runs, which few packages do.
  const history = await (await ports.registry.open()).history(release.name);
  await judgeFacts(state, side.place, {
    kind: 'locked-added', path: side.root.shown, stablePath: side.root.stable, package: { name: release.name, version: release.version },
    scripts: hooks.map(({ hook, command }) => `${hook}: ${command}`), now: ports.clock.now().toISOString(),
    answer: {
      release, installScripts: [...new Set(hooks.map(({ hook }) => hook))],
      ...(history.kind === 'found' ? { versions: history.value.versions.length, ...(history.value.created === undefined ? {} : { created: history.value.created }) } : {}),
    },
  });
}

// A rebuilt bundle has thousands of changed files; the sums tell of them all.
function cut(difference: Difference): Difference {
  if (difference.files.length <= FILES_KEPT) return difference;
  return { ...difference, files: difference.files.slice(0, FILES_KEPT), notes: [...difference.notes, `${difference.files.length - FILES_KEPT} more files differ; mcp-audit diff of this pair alone lists them`] };
}

/** What a finding is about, for telling each thing once. */
export function subjectOf({ ruleId, package: of }: Finding): string {
  return JSON.stringify([ruleId, of?.name ?? null, of?.version ?? null]);
}

/** Problems of all works, each under its version where it has no path of its own. A registry that does not answer fails them all alike. */
export function problemsOf(done: readonly Done[]): readonly Problem[] {
  const all = sorted(done).flatMap(({ work, outcome }) => outcome.problems.map((problem) => ({ ...problem, path: problem.path ?? `${work.name}@${work.to}` })));
  const [first] = all;
  if (!first || all.length <= PROBLEMS_LISTED) return all;
  return [...all.slice(0, PROBLEMS_LISTED), { code: first.code, message: `${all.length - PROBLEMS_LISTED} more problems with fetching and reading versions`, ...(first.hint === undefined ? {} : { hint: first.hint }) }];
}

/** In the order of names and versions: works end in any. */
export function sorted(done: readonly Done[]): readonly Done[] {
  return done.toSorted((a, b) => compareText(a.work.name, b.work.name) || compareText(a.work.to, b.work.to));
}

/** The comparisons that are told in full, worst first. */
export function differencesOf(done: readonly Done[]): readonly Difference[] {
  const worst = ({ outcome }: Done) => Math.min(...outcome.findings.map(({ severity }) => SEVERITIES.indexOf(severity)), SEVERITIES.length);
  return sorted(done).toSorted((a, b) => worst(a) - worst(b)).flatMap(({ outcome: { difference } }) => difference ?? []).slice(0, DIFFERENCES_KEPT);
}

/** Lets comparisons go that will not be told in full, so that a run over thousands of versions holds some of them alone. */
export function forgetDifferences(done: Done[]): void {
  if (done.filter(({ outcome }) => outcome.difference).length <= DIFFERENCES_KEPT * 2) return;
  const kept = new Set(differencesOf(done));
  for (const [at, { work, outcome: { difference, ...outcome } }] of done.entries()) {
    if (difference && !kept.has(difference)) done[at] = { work, outcome };
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
