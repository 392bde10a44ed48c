// A record that says "from version x on" of a package that may have clean releases since.
import type { RulePage } from '../model/rule.ts';
import type { Rule } from './contract.ts';
import { label } from './finding.ts';
import { matchFindings } from './match-findings.ts';

const PAGE: RulePage = {
  id: 'open-malicious-range',
  summary: 'A version inside an open malicious range of a package that may still be alive',
  why: 'A public record condemns every release from some version on and was never closed. The package may have been cleaned since, and offline nobody can know it.',
  remediation: ['Look the version up in the record and in the project\'s own statement.', 'If it is later than the incident and the project says that it is clean, accept the finding with a reason and a date.'],
  limits: 'Never more than medium: advisory ranges without an end also cover clean later releases.',
  severities: ['medium'],
  references: ['https://ossf.github.io/osv-schema/#affectedrangesevents-fields'],
};

export const openMaliciousRange: Rule<'matches'> = {
  page: PAGE,
  judge: (facts) => matchFindings(PAGE, facts, (match) => ({
    severity: 'medium',
    confidence: match.advisory.confidence === 'high' ? 'medium' : match.advisory.confidence,
    title: `${label(match.name, match.version)} lies in an open range of malicious versions`,
    safer: 'Known-good releases',
  })),
};
