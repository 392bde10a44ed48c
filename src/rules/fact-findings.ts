// Findings about a whole package or one of its releases, where no line of code shows them: what a registry says, what an archive
// holds, what two manifests differ in.
import type { Evidence, Finding, FindingCampaign, Location } from '../model/finding.ts';
import type { RulePage } from '../model/rule.ts';
import { aboutPackage, fileIn, serverLocations } from './code-findings.ts';
import type { PlaceFacts } from './contract.ts';
import { findingOf, LOCATIONS_SHOWN } from './finding.ts';

/** The facts that every finding needs. */
export interface Subject {
  readonly path: string;
  readonly stablePath: string;
  readonly package?: { readonly name: string; readonly version?: string };
  readonly usedBy?: PlaceFacts['usedBy'];
}

/** What a rule says of it. */
export interface FactRemark {
  /** What it is about; makes the fingerprint, so neither line numbers nor what changes with the next release. */
  readonly subject: readonly string[];
  readonly severity: Finding['severity'];
  readonly confidence: Finding['confidence'];
  readonly title: string;
  /** The page's, unless given. */
  readonly why?: string;
  readonly evidence: readonly [Evidence, ...Evidence[]];
  /** Where to look; the package itself, unless given. */
  readonly locations?: readonly Location[];
  /** Of a comparison: such a finding is new in the later copy. */
  readonly change?: NonNullable<Finding['change']>;
  readonly campaign?: FindingCampaign;
}

const EVIDENCE_SHOWN = 20;

/** One finding a remark. */
export function factFindings(page: RulePage, facts: Subject, remarks: readonly FactRemark[]): readonly Finding[] {
  return remarks.map((remark) => {
    const [first = { path: facts.path }, ...others] = remark.locations ?? [];
    const [evidence, ...more] = remark.evidence;
    const shown = more.slice(0, EVIDENCE_SHOWN - 1);
    const left = more.length - shown.length;
    return findingOf(page.id, facts, [facts.package?.name ?? '', ...remark.subject], {
      severity: remark.severity,
      confidence: remark.confidence,
      title: remark.title,
      ...aboutPackage(facts),
      ...(remark.campaign ? { campaign: remark.campaign } : {}),
      locations: [first, ...others.slice(0, LOCATIONS_SHOWN - 1), ...serverLocations(facts)],
      why: remark.why ?? page.why,
      remediation: page.remediation,
      evidence: [evidence, ...shown, ...(left > 0 ? [{ kind: 'count', text: `and ${left} more` } as const] : [])],
      references: page.references,
      ...(remark.change ? { standing: 'new', change: remark.change } : {}),
    });
  });
}

/** The package.json of a copy, at a line where it is known. */
export function manifestAt(side: { readonly path: string }, line?: number): Location {
  return { path: fileIn(side, 'package.json'), ...(line === undefined ? {} : { line }) };
}
