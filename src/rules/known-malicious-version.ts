// The core verdict: this exact name and version is listed as malware or sabotage.
import type { PackageMatch } from '../model/advisory.ts';
import type { Severity } from '../model/finding.ts';
import type { RulePage } from '../model/rule.ts';
import type { Rule } from './contract.ts';
import { label } from './finding.ts';
import { matchFindings } from './match-findings.ts';

const PAGE: RulePage = {
  id: 'known-malicious-version',
  summary: 'A package version that is known to be malicious',
  why: 'The version is listed as malware, or as sabotage by its own author. Its code may already have run: on install through scripts, or whenever the package is loaded or an MCP client starts it.',
  remediation: [
    'Treat every machine that installed or ran it as affected; keep the lockfile, the installed folder and the npm cache as evidence before you clean up.',
    'Remove the version, or pin the last known-good one, and install again without scripts.',
    'From a clean machine, rotate the credentials that the package could reach.',
  ],
  limits: 'It knows what the bundle lists. A new attack is not in it until the bundle is updated; names are compared exactly, so a renamed copy is seen only by its tarball hash.',
  severities: ['critical', 'high', 'medium'],
  references: ['https://ossf.github.io/osv-schema/', 'https://github.com/ossf/malicious-packages'],
};

export const knownMaliciousVersion: Rule<'matches'> = {
  page: PAGE,
  judge: (facts) => matchFindings(PAGE, facts, (match) => ({ severity: severityOf(match), title: titleOf(match), safer: 'Known-good releases', references: referencesOf(match) })),
};

function titleOf(match: PackageMatch): string {
  const subject = label(match.name, match.version);
  if (match.advisory.class === 'protestware') return `${subject} was sabotaged by its own author`;
  return match.kind === 'every-version' ? `${subject}: every version of this package is malicious` : `${subject} is known to be malicious`;
}

// Exact version, or every version by a campaign file or two sources: critical. One source, or a range: high.
function severityOf(match: PackageMatch): Severity {
  const { advisory, kind } = match;
  if (advisory.severity) return advisory.severity;
  if (advisory.confidence !== 'high') return 'medium';
  if (kind === 'version') return 'critical';
  if (kind === 'every-version') return advisory.sources.length === 1 ? 'high' : 'critical';
  return 'high';
}

function referencesOf(match: PackageMatch): readonly string[] {
  return match.advisory.ids.map((id) => (id.startsWith('GHSA-') ? `https://github.com/advisories/${id}` : `https://osv.dev/vulnerability/${id}`));
}
