// Same name and publisher as malware, in a version in which nobody found harm.
import type { RulePage } from '../model/rule.ts';
import type { Rule } from './contract.ts';
import { label } from './finding.ts';
import { matchFindings } from './match-findings.ts';

const PAGE: RulePage = {
  id: 'impostor-package',
  summary: 'A package of an impostor, in a version without known harm',
  why: 'The package pretends to be another vendor\'s, or its publisher later shipped malware under this name. This version has no known harm; the next one the same person publishes may.',
  remediation: ['Replace it by the real vendor\'s package.', 'Check caches and client configurations for later versions: an unpinned launch has probably taken them.'],
  limits: 'Rests on the campaign file: it does not judge the code of this version.',
  severities: ['medium'],
  references: ['https://attack.mitre.org/techniques/T1195/002/'],
};

export const impostorPackage: Rule<'matches'> = {
  page: PAGE,
  judge: (facts) => matchFindings(PAGE, facts, (match) => ({ severity: match.advisory.severity ?? 'medium', title: `${label(match.name, match.version)} comes from an impostor` })),
};
