// An accepted finding whose date has passed: somebody promised to look again.
import type { Rule } from './contract.ts';
import { findingOf } from './finding.ts';

export const expiredAcceptance: Rule<'expired-acceptance'> = {
  page: {
    id: 'expired-acceptance',
    summary: 'An accepted finding has expired',
    why: 'Somebody accepted a finding until a date, and that date has passed. It counts again until it is renewed or mended.',
    remediation: ['Mend what was accepted, and delete the entry.', 'Or look at it again and set a new date and reason.'],
    limits: 'Dates are compared in UTC; an acceptance is valid through the whole of its last day.',
    severities: ['high'],
    references: [],
  },
  judge: ({ path, line, subject, owner, reason, expires }) => [findingOf('expired-acceptance', { stablePath: path }, [subject, expires], {
    severity: 'high',
    confidence: 'high',
    title: `the acceptance of ${subject} expired on ${expires}`,
    locations: [{ path, ...(line === undefined ? {} : { line }) }],
    why: expiredAcceptance.page.why,
    remediation: expiredAcceptance.page.remediation,
    evidence: [{ kind: 'record', text: `accepted by ${owner}: ${reason}` }],
    references: [],
  })],
};
