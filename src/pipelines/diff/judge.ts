// From facts to findings: the difference, each version's registry entry, each archive, and both copies by themselves. Only what the
// later copy has counts; that the earlier one is itself known to be bad is said beside it.
import type { Difference } from '../../model/difference.ts';
import { type Finding, reaches, SEVERITIES } from '../../model/finding.ts';
import type { DependencyFacts, SideFacts } from '../../rules/contract.ts';
import { standingOf } from '../../rules/standing.ts';
import { addFindings, type ScanState } from '../scan/context.ts';
import { judgeFacts } from '../scan/judge.ts';
import type { BothCode } from './both.ts';
import { packageOf, type SideCode } from './code.ts';
import { judgeOne } from './judge-one.ts';
import type { Manifests } from './manifests.ts';
import type { DiffPorts, Side } from './words.ts';

export interface Judged {
  readonly before: Side;
  readonly after: Side;
  readonly manifests: Manifests;
  readonly code: BothCode;
  readonly difference: Difference;
  readonly dependencies: readonly DependencyFacts[];
}

export async function judgeDifference(state: ScanState, ports: DiffPorts, judged: Judged): Promise<void> {
  const { before, after, manifests, code, difference, dependencies } = judged;
  const was = await judgeOne(state, before, code.before, manifests.before);
  const is = await judgeOne(state, after, code.after, manifests.after);
  const known = ports.deep.knowledge.known;
  const own: ScanState = { ...state, findings: [] };
  await judgeFacts(own, after.place, {
    kind: 'difference',
    path: after.root.shown === '.' ? '' : after.root.shown,
    stablePath: '',
    ...packageOf(code.after),
    before: factsOf(before, code.before, manifests.before),
    after: factsOf(after, code.after, manifests.after),
    behaviors: difference.behaviors,
    manifest: difference.manifest,
    dependencies,
    files: difference.files,
    known,
    campaign: state.ports.bundles.campaign,
  });
  addFindings(state, standingOf(was, is, code.before.inPart ? 'in-part' : 'whole'));
  addFindings(state, own.findings);
  tellKnownBad(state, was);
}

function factsOf({ label, root, release }: Side, { name, version, documents, behaviors, inPart }: SideCode, manifest: SideFacts['manifest']): SideFacts {
  return {
    label,
    path: root.shown === '.' ? '' : root.shown,
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(manifest ? { manifest } : {}),
    documents,
    behaviors,
    inPart,
    ...(release ? { release } : {}),
  };
}

// What is compared with a known-bad version looks harmless beside it.
function tellKnownBad(state: ScanState, findings: readonly Finding[]): void {
  const [worst] = findings.filter(({ severity }) => reaches(severity, 'high')).toSorted((a, b) => rank(a) - rank(b));
  if (worst) state.notes.push(`the earlier side is itself no known-good version: ${worst.title} (${worst.ruleId}); what it had already is no news in this comparison`);
}

// What a bundle knows says more than what was worked out.
function rank({ ruleId, severity }: Finding): number {
  return SEVERITIES.indexOf(severity) * 2 + (ruleId.startsWith('known-malicious-') ? 0 : 1);
}
