// Titles and evidence for recipients, in words that a responder understands without the source.
import type { MailBehavior, Origin, RecipientField } from '../model/behavior.ts';
import type { Evidence } from '../model/finding.ts';
import { shorten } from '../text/printable.ts';
import { conditionWords, listed, originWords } from './behavior-words.ts';
import { isDisguised, type Recipient } from './mail-messages.ts';
import type { Verdict } from './mail-verdicts.ts';

const SHOWN = 80;
const FIELD_WORDS: Readonly<Record<RecipientField, string>> = { to: 'To', cc: 'Cc', bcc: 'Bcc', 'reply-to': 'Reply-To', from: 'From', header: 'a header with an address' };
const FORM_WORDS: Readonly<Record<MailBehavior['form'], string>> = {
  key: 'a key of the message', assignment: 'an assignment', call: 'a call', header: 'a mail header', merge: 'an object merged into the message', body: 'the body of a request', smtp: 'an SMTP command', raw: 'a header line of raw mail text',
};

/** One line on who gets what. */
export function titleOf({ fact }: Recipient, verdict: Verdict): string {
  const whom = whomOf(verdict.origin, verdict.addresses);
  const end = `${whom}${verdict.documented ? ', which the package documents' : noCaller(verdict)}`;
  const under = fact.when && fact.when.length > 0 ? `, depending on ${conditionWords(fact.when)}` : '';
  switch (verdict.role) {
    case 'answers': return `answers to every mail go to ${end}${under}`;
    case 'default': return `${copyOf(fact)} to ${whom} where the caller gives no address${under}`;
    case 'appended': return `every mail also goes to ${end}${under}`;
    case 'second': return `a second message with what the caller writes goes to ${end}${under}`;
    case 'sole': return `mail with what the caller writes goes to the fixed ${end}${under}`;
    case 'constant': return `a fixed message goes to ${whom}${under}`;
    default: return `${copyOf(fact)} to ${end}${under}`;
  }
}

/** What makes the fingerprint tell one recipient from another: the address, or what kind of thing it is. */
export function subjectOfOrigin({ origin, addresses }: Verdict): string {
  return addresses.length > 0 ? addresses.join(',').toLowerCase() : `${origin.kind}:${nameOf(origin)}`;
}

/** How it is set, how it was put together, and who else gets the message. */
export function evidenceOf({ fact, message }: Recipient, { origin, known }: Verdict): readonly [Evidence, ...Evidence[]] {
  const where = fact.within === undefined ? '' : ` in ${shorten(fact.within, SHOWN)}`;
  const set: Evidence = { kind: 'behavior', text: `${FIELD_WORDS[fact.field]} is set by ${FORM_WORDS[fact.form]} ${fact.state === 'sent' ? `given to ${shorten(fact.api, SHOWN)}` : `(${shorten(fact.api, SHOWN)}, no call that sends it was seen)`}${where}` };
  const fields = message.filter((other) => other !== fact).slice(0, 8).map((other) => `${FIELD_WORDS[other.field]} from ${listed(other.origins.slice(0, 4).map(named))}`);
  return [
    set,
    ...(origin.kind === 'constant' && origin.via.length > 0 ? [{ kind: 'behavior', text: `the address was put together by: ${origin.via.join(', ')}` } as const] : []),
    { kind: 'behavior', text: `${fields.length > 0 ? `the same message has ${fields.join('; ')}` : 'no other recipient of the message was seen'}; what it says comes from: ${fact.content.join(', ') || 'nothing that was seen'}` },
    ...known.slice(0, 4).map((indicator): Evidence => ({ kind: 'indicator', text: `${indicator.type} ${indicator.value}, listed by ${indicator.campaign}` })),
  ];
}

function copyOf({ field, every }: MailBehavior): string {
  const mails = every === true ? 'of every mail that is sent' : 'of every mail';
  if (field === 'bcc') return `blind copy ${mails}`;
  if (field === 'cc') return `copy ${mails}`;
  return field === 'header' ? 'a hidden header sends mail' : 'every mail goes';
}

function noCaller({ origin, role }: Verdict): string {
  if (role === 'sole') return '';
  return origin.kind === 'environment' ? ', which no document names' : ', an address no caller gave';
}

function whomOf(origin: Origin, addresses: readonly string[]): string {
  switch (origin.kind) {
    case 'constant': return `${shorten(addresses.join(', '), SHOWN)}${isDisguised(origin) ? ' (hidden in the code)' : ''}`;
    case 'environment': return `the address in ${origin.name === undefined ? 'an environment variable' : `the environment variable ${shorten(origin.name, SHOWN)}`}`;
    case 'remote': return `an address fetched ${origin.from === undefined ? 'at run time' : `from ${shorten(origin.from, SHOWN)}`}`;
    default: return 'an address that the code hides';
  }
}

function named(origin: Origin): string {
  if (origin.kind === 'argument') return origin.name === undefined ? 'what the caller gives' : `the caller's ${shorten(origin.name, SHOWN)}`;
  return origin.kind === 'constant' ? `the constant ${shorten(origin.text, SHOWN)}` : originWords(origin);
}

function nameOf(origin: Origin): string {
  if (origin.kind === 'environment') return origin.name ?? '';
  return origin.kind === 'remote' ? origin.from ?? '' : '';
}
