// Findings about what else a client's file runs: one a hook, the same hook in one file once.
import type { Evidence, Finding } from '../model/finding.ts';
import type { RulePage } from '../model/rule.ts';
import { shorten } from '../text/printable.ts';
import type { FactsOf } from './contract.ts';
import { findingOf } from './finding.ts';

const LINE = 500;

export type HookEntry = FactsOf<'hooks'>['hooks'][number];

/** What a rule says of one hook. */
export interface HookRemark {
  readonly entry: HookEntry;
  readonly severity: Finding['severity'];
  readonly confidence: Finding['confidence'];
  readonly title: string;
  /** The page's, unless given. */
  readonly why?: string;
  readonly evidence: readonly Evidence[];
}

/** One finding a remark; a file that repeats a hook gives one, with each place. */
export function hookFindings(page: RulePage, facts: Pick<FactsOf<'hooks'>, 'stablePath'>, remarks: readonly HookRemark[]): readonly Finding[] {
  const findings = new Map<string, Finding>();
  for (const remark of remarks) {
    const finding = findingOfHook(page, facts, remark);
    const same = findings.get(finding.fingerprint);
    findings.set(finding.fingerprint, same ? { ...same, locations: [...same.locations, ...finding.locations] } : finding);
  }
  return [...findings.values()];
}

function findingOfHook(page: RulePage, facts: Pick<FactsOf<'hooks'>, 'stablePath'>, { entry, severity, confidence, title, why, evidence }: HookRemark): Finding {
  const { hook, display, location } = entry;
  const [first, ...rest] = [...evidence, { kind: 'launch' as const, text: shorten(display, LINE) }];
  return findingOf(page.id, facts, [hook.kind, hook.name, display], {
    severity,
    confidence,
    title,
    locations: [location],
    why: why ?? page.why,
    remediation: page.remediation,
    evidence: [first as Evidence, ...rest],
    references: page.references,
  });
}
