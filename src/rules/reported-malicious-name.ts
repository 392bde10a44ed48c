// Weak statements: low-confidence reports, research packages, dependency-confusion names, unwanted software.
import type { PackageMatch } from '../model/advisory.ts';
import type { Severity } from '../model/finding.ts';
import type { RulePage } from '../model/rule.ts';
import type { Rule } from './contract.ts';
import { label } from './finding.ts';
import { matchFindings } from './match-findings.ts';

const WHAT = {
  'dependency-confusion': 'was published to catch installs of a private package of that name',
  research: 'was reported as a researcher\'s proof of concept',
  unwanted: 'was reported as unwanted software',
} as const;

const PAGE: RulePage = {
  id: 'reported-malicious-name',
  summary: 'A package that a weak or special report names',
  why: 'A single feed names the package without versions or proof, or it is a proof of concept, a dependency-confusion name or unwanted software.',
  remediation: ['Look at the record and at the package before you act.', 'For a dependency-confusion name: make sure that your scope or registry setting takes the private package.'],
  limits: 'A hint, not a verdict: such feeds list wrong names and withdraw many of them.',
  severities: ['medium', 'info'],
  references: ['https://github.com/ossf/malicious-packages'],
};

export const reportedMaliciousName: Rule<'matches'> = {
  page: PAGE,
  judge: (facts) => matchFindings(PAGE, facts, (match) => ({ severity: severityOf(match), title: titleOf(match) })),
};

function severityOf(match: PackageMatch): Severity {
  return match.advisory.confidence === 'low' ? 'info' : 'medium';
}

function titleOf(match: PackageMatch): string {
  const { class: kind } = match.advisory;
  const what = kind === 'dependency-confusion' || kind === 'research' || kind === 'unwanted' ? WHAT[kind] : 'is named as malicious by a single report';
  return `${label(match.name, match.version)} ${what}`;
}
