// One version fetched and compared with the one before it, or looked at by itself. Only what matters of it outlives the comparison.
import type { Problem } from '../../model/coverage.ts';
import type { Difference } from '../../model/difference.ts';
import { type Finding, reaches } from '../../model/finding.ts';
import { codeOf } from '../diff/code.ts';
import { compareSides } from '../diff/compare.ts';
import { judgeOne } from '../diff/judge-one.ts';
import { manifestOf } from '../diff/manifests.ts';
import { openSide } from '../diff/side.ts';
import type { DiffPorts, Side } from '../diff/words.ts';
import { addFindings, type ScanState } from '../scan/context.ts';
import type { Locked, Work } from './words.ts';

/** Changed files of one difference that are kept. */
const FILES_KEPT = 300;

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
  /** Scripts that installing what is new runs. */
  readonly scripts: readonly string[];
}

/** Fetches and judges. Never rejects for what comes. */
export async function runWork(state: ScanState, ports: DiffPorts, work: Work, locked: Locked): Promise<WorkOutcome> {
  const own: ScanState = { ...state, findings: [], places: [], notes: [], problems: [], inventory: [] };
  const ofOwn: DiffPorts = { ...ports, progress: () => undefined };
  const { name, from, to } = work;
  const open = (version: string) => openSide(own, ofOwn, { kind: 'spec', spec: `${name}@${version}`, stable: name }, 'leave');
  const [before, opened] = await Promise.all([from === undefined ? undefined : open(from), open(to)]);
  const after = opened && { ...opened, locked };
  const difference = before && after ? await compareSides(own, ofOwn, { before, after }, { exclude: state.options.exclude, files: 'fold' }) : undefined;
  const scripts = after && !difference ? await lookAt(own, ofOwn, after) : [];
  const findings = own.findings.filter(({ severity }) => reaches(severity, 'low') || reaches(severity, state.options.failOn));
  const matters = findings.some(({ severity }) => reaches(severity, 'medium') || reaches(severity, state.options.failOn));
  const problems = own.places.flatMap((place) => place.problems);
  const failed = after ? (from !== undefined && !before ? `${from} could not be had, so that ${to} was looked at by itself` : undefined) : `${to} could not be had`;
  return {
    findings,
    minor: own.findings.length - findings.length,
    problems: [...problems, ...own.problems],
    scripts,
    ...(failed === undefined ? {} : { failed: `${failed}${problems[0] ? `: ${problems[0].message}` : ''}` }),
    ...(difference && matters ? { difference: cut(difference) } : {}),
  };
}

// What is new has nothing to be compared with: the rules for one version say what they can.
async function lookAt(state: ScanState, ports: DiffPorts, side: Side): Promise<readonly string[]> {
  const manifest = manifestOf(side)?.summary;
  const code = await codeOf(state, ports.deep, side);
  addFindings(state, await judgeOne(state, side, code, manifest));
  return code.behaviors.flatMap((behavior) => (behavior.kind === 'install-script' ? [`${behavior.hook}: ${behavior.command}`] : []));
}

// A rebuilt bundle has thousands of changed files; the sums tell of them all.
function cut(difference: Difference): Difference {
  if (difference.files.length <= FILES_KEPT) return difference;
  return { ...difference, files: difference.files.slice(0, FILES_KEPT), notes: [...difference.notes, `${difference.files.length - FILES_KEPT} more files differ; mcp-audit diff of this pair alone lists them`] };
}
