// The hash of the tarball is listed, whatever name it goes under.
import type { RulePage } from '../model/rule.ts';
import type { Rule } from './contract.ts';
import { label } from './finding.ts';
import { matchFindings } from './match-findings.ts';

const PAGE: RulePage = {
  id: 'known-malicious-tarball',
  summary: 'A tarball whose hash is known to be malicious',
  why: 'The integrity in the lockfile is that of a tarball listed as malware. The content is the same, whatever the entry calls it.',
  remediation: [
    'Treat every machine that installed it as affected; keep the lockfile and the npm cache as evidence.',
    'Remove the entry and find out who put the renamed package there.',
    'From a clean machine, rotate the credentials that the package could reach.',
  ],
  limits: 'Only SHA-512 and SHA-1 values can be compared with a lockfile; most published hashes are SHA-256 of a tarball or of a file inside it.',
  severities: ['critical'],
  references: ['https://w3c.github.io/webappsec-subresource-integrity/'],
};

export const knownMaliciousTarball: Rule<'matches'> = {
  page: PAGE,
  judge: (facts) => matchFindings(PAGE, facts, (match) => ({
    severity: match.advisory.severity ?? 'critical',
    confidence: 'high',
    title: `${label(match.name, match.version)} has the content of a tarball known to be malicious`,
    subject: match.matched,
  })),
};
