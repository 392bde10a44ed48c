// The page of a rule: typed data in the rule's file, shown by `explain <rule-id>`, SARIF help, HTML and README.
import type { RuleId, Severity } from './finding.ts';

export interface RulePage {
  readonly id: RuleId;
  /** One line for `rules` and SARIF shortDescription. */
  readonly summary: string;
  readonly why: string;
  readonly remediation: readonly string[];
  /** What it cannot see, and when it is wrong. */
  readonly limits: string;
  /** Severities it gives, worst first. */
  readonly severities: readonly [Severity, ...Severity[]];
  readonly references: readonly string[];
}
