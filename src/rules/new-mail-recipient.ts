// Somebody who gets mail since this version: the address that postmark-mcp 1.0.16 added, and every other that no caller gave.
// Sources: iocs/postmark-mcp.yaml. What makes an address foreign, hidden-mail-recipient holds; here it counts by what was there before.
import type { MailBehavior, Origin } from '../model/behavior.ts';
import type { BehaviorChange } from '../model/difference.ts';
import type { Severity } from '../model/finding.ts';
import { originWords } from './behavior-words.ts';
import type { CodeFacts, DifferenceFacts, Rule } from './contract.ts';
import { addedOf, differenceFindings, earlierCode, earlierSubject, laterByEarlierWords, laterSubject, type NewThing } from './difference-findings.ts';
import { campaignOf } from './finding.ts';
import { addressesIn, isDisguised, isWrittenTo, type Recipient, recipientsIn } from './mail-messages.ts';
import { type Verdict, verdictsOn } from './mail-verdicts.ts';
import { evidenceOf, subjectOfOrigin } from './mail-words.ts';
import { shorten } from '../text/printable.ts';

const SHOWN = 80;
const ORDER: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

export const newMailRecipient: Rule<'difference'> = {
  page: {
    id: 'new-mail-recipient',
    summary: 'This version writes mail to somebody that the earlier one did not write to',
    why: 'A mail tool takes its recipients from its callers. An address that an update puts beside theirs gets a copy of everything that is sent, delivered by the mail provider itself: no network log shows it.',
    remediation: [
      'Stay on the earlier version, or go to the vendor\'s own package.',
      'Where the new one ran: search the activity log of the mail provider for this recipient, and treat each mail that went there as disclosed.',
      'Replace the provider\'s token that the package had.',
    ],
    limits: 'Recipients that callers give are no change, wherever they stand. That the later version\'s own README names the address counts for nothing; that the earlier one\'s did makes it medium. A recipient that the provider or a server adds is in neither version.',
    severities: ['critical', 'high', 'medium', 'low', 'info'],
    references: ['https://attack.mitre.org/techniques/T1114/003/', 'https://postmarkapp.com/blog/information-regarding-malicious-postmark-mcp-package'],
  },
  judge: (facts) => {
    const changes = addedOf(facts, 'mail');
    if (changes.length === 0) return [];
    const later = laterByEarlierWords(facts);
    const recipients = new Map(recipientsIn(later).map((recipient) => [recipient.fact, recipient]));
    const earlier = earlierVerdicts(facts);
    return differenceFindings(newMailRecipient.page, facts, changes.flatMap((change) => {
      const recipient = recipients.get(change.behavior);
      return recipient ? thingsOf(facts, later, change, recipient, earlier) : [];
    }));
  },
};

/** Recipients of the earlier copy, each with the worst that was to be said of it. */
type Earlier = ReadonlyMap<string, Severity>;

function earlierVerdicts(facts: DifferenceFacts): Earlier {
  const code = earlierCode(facts);
  const worst = new Map<string, Severity>();
  for (const recipient of recipientsIn(code)) {
    for (const verdict of verdictsOn(code, recipient)) {
      const subject = subjectOfOrigin(verdict);
      const before = worst.get(subject);
      if (before === undefined || ORDER.indexOf(verdict.severity) < ORDER.indexOf(before)) worst.set(subject, verdict.severity);
    }
  }
  return worst;
}

function thingsOf(facts: DifferenceFacts, later: CodeFacts, change: BehaviorChange, recipient: Recipient, earlier: Earlier): readonly NewThing[] {
  const verdicts = verdictsOn(later, recipient).filter((verdict) => !wasThere(earlier, verdict));
  if (verdicts.length === 0) return senderThings(facts, change, recipient);
  return verdicts.map((verdict): NewThing => {
    const now = nowWords(recipient, verdict.origin);
    const severity = severityOf(recipient, verdict);
    const [indicator] = verdict.known;
    return {
      subject: [recipient.fact.field, subjectOfOrigin(verdict)],
      severity,
      confidence: severity === 'high' && verdict.confidence === 'low' ? 'medium' : verdict.confidence,
      title: `${laterSubject(facts)} writes ${fieldWords(recipient.fact)} to ${whomWords(verdict.origin)}, which ${earlierSubject(facts)} did not`,
      shown: [recipient.fact],
      ...wasWords(change.was),
      now,
      evidence: [...(change.was ? [{ kind: 'behavior', text: `before: ${shorten(valueWords(change.was), SHOWN * 2)}` } as const] : []), ...evidenceOf(recipient, verdict)],
      ...(indicator ? { campaign: campaignOf(facts.campaign(indicator.campaign), { advisory: { campaign: indicator.campaign, class: 'malware' } }) } : {}),
    };
  });
}

function wasThere(earlier: Earlier, verdict: Verdict): boolean {
  const before = earlier.get(subjectOfOrigin(verdict));
  return before !== undefined && ORDER.indexOf(before) <= ORDER.indexOf(verdict.severity);
}

/** What is known by the earlier version's own words is its vendor's, and yet nobody asked for the copy. */
function severityOf({ fact, others }: Recipient, { severity, confidence, role, documented }: Verdict): Severity {
  const copies = role === 'copy' || role === 'every' || role === 'appended';
  const beside = others.some(({ origins }) => origins.some(({ kind }) => kind === 'argument')) || fact.origins.some(({ kind }) => kind === 'argument');
  if (documented && severity === 'low') return copies && (beside || role === 'every') ? 'medium' : 'low';
  return severity === 'medium' && copies && confidence !== 'low' ? 'high' : severity;
}

// A sender, and an address of a fixed message: said, because it changed.
function senderThings(facts: DifferenceFacts, { was }: BehaviorChange, { fact }: Recipient): readonly NewThing[] {
  const addresses = fact.origins.flatMap((origin) => (origin.kind === 'constant' ? addressesIn(origin.text) : []));
  if (fact.field !== 'from' || addresses.length === 0) return [];
  return [{ subject: ['from', addresses.join(',').toLowerCase()], severity: 'info', confidence: 'medium', title: `${laterSubject(facts)} writes in the name of ${shorten(addresses.join(', '), SHOWN)}`, shown: [fact], ...wasWords(was), now: `from: ${shorten(addresses.join(', '), SHOWN)}` }];
}

function wasWords(was: BehaviorChange['was']): { readonly was?: string } {
  return was?.kind === 'mail' ? { was: valueWords(was) } : {};
}

function nowWords({ fact, others }: Recipient, origin: Origin): string {
  const beside = isWrittenTo(fact) && others.some(({ origins }) => origins.some(({ kind }) => kind === 'argument')) ? ' beside it' : '';
  return `${fact.field}: ${whomWords(origin)}${origin.kind === 'constant' && !isDisguised(origin) ? ' (constant)' : ''}${beside}`;
}

/** `to: from the arguments`. */
function valueWords(behavior: NonNullable<BehaviorChange['was']>): string {
  if (behavior.kind !== 'mail') return '';
  const values = [...new Set(behavior.origins.slice(0, 3).map((origin) => (origin.kind === 'argument' ? 'from the arguments' : origin.kind === 'constant' ? shorten(origin.text.trim(), SHOWN) : whomWords(origin))))];
  return `${behavior.field}: ${values.join(', ')}`;
}

function whomWords(origin: Origin): string {
  if (origin.kind !== 'constant') return origin.kind === 'hidden' ? 'an address that the code hides' : originWords(origin);
  return `${shorten(addressesIn(origin.text).join(', ') || origin.text.trim(), SHOWN)}${isDisguised(origin) ? ' (hidden in the code)' : ''}`;
}

function fieldWords({ field }: MailBehavior): string {
  switch (field) {
    case 'bcc': return 'a blind copy';
    case 'cc': return 'a copy';
    case 'reply-to': return 'its answers';
    default: return 'mail';
  }
}
