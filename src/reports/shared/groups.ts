// Findings as a reader wants them: one group a campaign (or a rule where there is none), worst group first, advice said once.
import type { AdvisoryClass } from '../../model/advisory.ts';
import { SEVERITIES, type Finding, type FindingCampaign, type Severity } from '../../model/finding.ts';
import type { RulePage } from '../../model/rule.ts';

/** Findings that one heading and one list of steps serve. */
export interface FindingGroup {
  /** Unique among the groups of a report: `campaign:<id>` or `rule:<id>`. */
  readonly key: string;
  /** Campaign's title; without a campaign the summary of the rule's page, or its id. */
  readonly title: string;
  /** `malware, 2025-09-17`; the rule's id where the title is its summary; else empty. */
  readonly about: string;
  readonly campaign?: FindingCampaign;
  /** Worst of its findings. */
  readonly severity: Severity;
  /** Worst first, otherwise in the order of the report. */
  readonly findings: readonly [Finding, ...Finding[]];
  /** Steps that hold for all of its findings: the campaign's advice, then what every finding has. */
  readonly steps: readonly string[];
  readonly references: readonly string[];
}

const CLASS_WORDS: Readonly<Record<AdvisoryClass, string>> = {
  malware: 'malware',
  protestware: 'protestware',
  impostor: 'impostor package',
  vulnerability: 'vulnerability, not malware',
  'dependency-confusion': 'dependency confusion',
  research: 'proof of concept',
  unwanted: 'unwanted package',
};

/** The class of an advisory in words. */
function classWords(advisoryClass: AdvisoryClass): string {
  return CLASS_WORDS[advisoryClass];
}

/** Groups by campaign, else by rule; a group stands where its worst finding stands. */
export function groupFindings(findings: readonly Finding[], rules: readonly RulePage[] = []): readonly FindingGroup[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  const sorted = [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  for (const finding of sorted) {
    const key = finding.campaign === undefined ? `rule:${finding.ruleId}` : `campaign:${finding.campaign.id}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups].map(([key, members]) => groupOf(key, members, rules));
}

function groupOf(key: string, findings: readonly [Finding, ...Finding[]], rules: readonly RulePage[]): FindingGroup {
  const { campaign, severity, ruleId } = findings[0];
  const shared = findings.slice(1).reduce((steps, finding) => steps.filter((step) => finding.remediation.includes(step)), [...findings[0].remediation]);
  const page = campaign === undefined ? rules.find((rule) => rule.id === ruleId) : undefined;
  return {
    key,
    title: campaign?.title ?? page?.summary ?? ruleId,
    about: campaign === undefined ? page?.id ?? '' : [classWords(campaign.class), campaign.date].filter((part) => part !== undefined).join(', '),
    ...(campaign === undefined ? {} : { campaign }),
    severity,
    findings,
    steps: [...new Set([...(campaign?.advice ?? []), ...shared])],
    references: [...new Set([...(campaign?.references ?? []), ...findings.flatMap((finding) => finding.references)])],
  };
}

/** Steps of one finding that its group does not say already. */
export function ownSteps(finding: Finding, group: FindingGroup): readonly string[] {
  return finding.remediation.filter((step) => !group.steps.includes(step));
}

const KNOWN_BAD = new Set(['known-malicious-version', 'known-malicious-tarball', 'open-malicious-range']);

/** True where a bundle lists what was found as malicious: an acceptance of it is said in so many words. */
export function isKnownBad(finding: Finding): boolean {
  return KNOWN_BAD.has(finding.ruleId);
}
