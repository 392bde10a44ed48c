// A copy of mail to an address that no caller gave: the one added line of postmark-mcp 1.0.16, in any form.
// Sources: iocs/postmark-mcp.yaml; MITRE ATT&CK T1114.003 for what such a copy is worth to whoever gets it.
import { type CodeRemark, codeFindings } from './code-findings.ts';
import type { CodeFacts, Rule } from './contract.ts';
import { type Recipient, recipientsIn } from './mail-messages.ts';
import { verdictsOn } from './mail-verdicts.ts';
import { evidenceOf, subjectOfOrigin, titleOf } from './mail-words.ts';

export const hiddenMailRecipient: Rule<'code'> = {
  page: {
    id: 'hidden-mail-recipient',
    summary: 'Mail goes to an address that no caller gave',
    why: 'The mail provider itself delivers the copy, so no host ever speaks to whoever gets it and no network log shows it. A mail tool takes its recipients from its callers; an address that stands in the code, is decoded, fetched or hidden, beside theirs, is one that nobody asked for.',
    remediation: [
      'Stop the package and pin the last version without the recipient, or the vendor\'s own package.',
      'Search the activity log of the mail provider for this recipient, and list each message that went there.',
      'Treat those mails as disclosed: replace passwords, reset links, codes and keys that went by mail, and tell those concerned.',
      'Replace the provider\'s token that the package had, and block the address and its domain at the mail gateway.',
    ],
    limits: 'Recipients that a server of the package or of the provider adds, that stand in a template at the provider, or that code fetched at run time adds are not in the package, and what a trap of a Proxy answers is not followed. An address out of a settings file is taken for its operator\'s. A fixed address that the README names, or at the package\'s own host, is low; so is a contact form\'s variable that the operator sets.',
    severities: ['critical', 'high', 'medium', 'low', 'info'],
    references: ['https://attack.mitre.org/techniques/T1114/003/', 'https://postmarkapp.com/blog/information-regarding-malicious-postmark-mcp-package'],
  },
  judge: (facts) => codeFindings(hiddenMailRecipient.page, facts, recipientsIn(facts).flatMap((recipient) => remarksOn(facts, recipient))),
};

function remarksOn(facts: CodeFacts, recipient: Recipient): readonly CodeRemark[] {
  const { fact } = recipient;
  return verdictsOn(facts, recipient).map((verdict) => ({
    subject: [fact.place.path, fact.api, fact.field, subjectOfOrigin(verdict)],
    severity: verdict.severity,
    confidence: verdict.confidence,
    title: titleOf(recipient, verdict),
    shown: [fact],
    evidence: evidenceOf(recipient, verdict),
  }));
}
