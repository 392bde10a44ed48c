// A flaw, not an attack: kept apart and never called malware.
import type { RulePage } from '../model/rule.ts';
import type { Rule } from './contract.ts';
import { label } from './finding.ts';
import { matchFindings } from './match-findings.ts';

const PAGE: RulePage = {
  id: 'known-vulnerable-version',
  summary: 'A version with a known vulnerability that matters for MCP servers',
  why: 'The version has a published flaw. It is not malware: nothing was planted, but an attacker who reaches it can abuse it.',
  remediation: ['Update to a fixed version.', 'Until then, do not connect it to servers or inputs that you do not trust.'],
  limits: 'The bundle lists vulnerabilities of MCP servers and tools only. For a full list of vulnerabilities use a vulnerability scanner.',
  severities: ['high', 'medium'],
  references: ['https://github.com/advisories'],
};

export const knownVulnerableVersion: Rule<'matches'> = {
  page: PAGE,
  judge: (facts) => matchFindings(PAGE, facts, (match) => ({
    severity: match.advisory.severity ?? 'medium',
    title: `${label(match.name, match.version)} has a known vulnerability`,
    subject: match.advisory.campaign,
    safer: 'Fixed in',
  })),
};
