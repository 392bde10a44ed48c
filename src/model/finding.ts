// A finding: what a rule says about facts, never without evidence.
import type { AdvisoryClass } from './advisory.ts';

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];
export const CONFIDENCES = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** True where `severity` is `threshold` or worse. */
export function reaches(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);
}

/** Kebab-case, named after the bad thing, stable for ever. */
export type RuleId =
  | 'known-malicious-version'
  | 'known-malicious-tarball'
  | 'open-malicious-range'
  | 'impostor-package'
  | 'reported-malicious-name'
  | 'known-vulnerable-version'
  | 'package-identity-mismatch'
  | 'could-resolve-to-malicious-version'
  | 'unlocked-installed-package'
  | 'hidden-lockfile-mismatch'
  | 'readers-disagree'
  | 'unpinned-mcp-server'
  | 'vendor-impersonation'
  | 'package-name-lookalike'
  | 'planted-mcp-server'
  | 'planted-agent-hook'
  | 'code-loading-environment'
  | 'launch-registry-override'
  | 'auto-approved-server'
  | 'plaintext-remote-server'
  | 'secret-in-launch'
  | 'hidden-mail-recipient'
  | 'known-indicator-in-code'
  | 'obfuscated-indicator'
  | 'known-malicious-file'
  | 'campaign-code-pattern'
  | 'install-script-downloads-code'
  | 'credential-file-access'
  | 'encoded-payload-executed'
  | 'conditional-exfiltration'
  | 'environment-sent-away'
  | 'build-file-runs-command'
  | 'planted-git-dependency'
  | 'worm-file'
  | 'self-publishing-code'
  | 'agent-configuration-written'
  | 'obfuscated-code'
  | 'parser-killing-source'
  | 'new-mail-recipient'
  | 'new-network-destination'
  | 'new-program-run'
  | 'new-environment-access'
  | 'new-file-access'
  | 'new-dynamic-code'
  | 'obfuscation-added'
  | 'native-code-added'
  | 'install-script-added'
  | 'dependency-added'
  | 'program-name-added'
  | 'publisher-changed'
  | 'provenance-lost'
  | 'signature-mismatch'
  | 'repository-moved'
  | 'odd-publish-time'
  | 'integrity-mismatch'
  | 'locked-source-changed'
  | 'manifest-mismatch'
  | 'odd-tarball-entry'
  | 'repo-package-mismatch'
  | 'expired-acceptance';

export interface Location {
  /** Path as the user named the target, `/` separated. */
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  /** The entry's key or folder inside that file or tree. */
  readonly entry?: string;
  /** The text of that line, cut to 200 characters. */
  readonly excerpt?: string;
}

export type Evidence =
  | { readonly kind: 'version'; readonly text: string }
  | { readonly kind: 'range'; readonly text: string }
  | { readonly kind: 'hash'; readonly text: string }
  | { readonly kind: 'identity'; readonly text: string }
  | { readonly kind: 'record'; readonly text: string }
  | { readonly kind: 'count'; readonly text: string }
  /** When it was installed, fetched, committed. */
  | { readonly kind: 'time'; readonly text: string }
  /** A command line, with secrets taken out. */
  | { readonly kind: 'launch'; readonly text: string }
  /** What the code does there, in words. */
  | { readonly kind: 'behavior'; readonly text: string }
  /** The indicator that was met, with how it was hidden. */
  | { readonly kind: 'indicator'; readonly text: string };

export interface FindingCampaign {
  readonly id: string;
  readonly title: string;
  readonly class: AdvisoryClass;
  /** Day, month or year, as far as known. */
  readonly date?: string;
  readonly summary?: string;
  /** What to do now, one step each, in order; shown once for all findings of the campaign. */
  readonly advice?: readonly string[];
  readonly references?: readonly string[];
}

export interface Finding {
  readonly ruleId: RuleId;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** One line, no full stop: `postmark-mcp 1.0.16 is known to be malicious`. */
  readonly title: string;
  /** Package that it is about, if any. `purl` only where there is a registry identity and a version. */
  readonly package?: { readonly name: string; readonly version?: string; readonly purl?: string };
  /** Findings of one campaign are shown together. */
  readonly campaign?: FindingCampaign;
  /** First one is where to look first. At least one. */
  readonly locations: readonly [Location, ...Location[]];
  readonly why: string;
  readonly remediation: readonly string[];
  readonly evidence: readonly [Evidence, ...Evidence[]];
  /** Shortest path from a root to the package, names with versions; `why is it here`. */
  readonly dependencyPath?: readonly string[];
  /** Direct dependents, names with versions, at most 10. */
  readonly dependents?: readonly string[];
  readonly scope?: readonly ('dev' | 'optional' | 'peer' | 'bundled')[];
  /** Registry or host the entry names, without credentials. */
  readonly registry?: string;
  readonly references: readonly string[];
  /** Names of the variables, headers and flags whose values the affected code could read: to rotate. Never the values. */
  readonly credentials?: readonly string[];
  /** First sign of it, RFC 3339. */
  readonly since?: string;
  /** In a comparison of two versions: the later one brings it, or the earlier one had it too (then it counts one step less). */
  readonly standing?: 'new' | 'kept';
  /** In a comparison: what was there, and what is there now, each in a few words. */
  readonly change?: { readonly was?: string; readonly now: string };
  /** `v1:` and 32 hexadecimal digits; no line numbers, so a triaged finding stays triaged. */
  readonly fingerprint: string;
}

/** A finding that a configuration file accepts; it is listed, never dropped. */
export interface AcceptedFinding {
  readonly finding: Finding;
  readonly owner: string;
  readonly reason: string;
  /** `YYYY-MM-DD`. */
  readonly expires: string;
  /** File that accepts it. */
  readonly by: string;
}
