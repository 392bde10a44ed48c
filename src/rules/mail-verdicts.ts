// How bad one address of one recipient field is. The origin of its value decides: what the caller gives is what a mail tool is for.
import type { MailBehavior, Origin } from '../model/behavior.ts';
import type { Confidence, Severity } from '../model/finding.ts';
import type { Indicator } from '../model/indicator.ts';
import type { CodeFacts } from './contract.ts';
import { addressesIn, isCallers, isDisguised, isOpen, type Recipient, saysCallers } from './mail-messages.ts';

/** Why an address is there, for the title. */
export type Role = 'copy' | 'every' | 'appended' | 'default' | 'second' | 'sole' | 'answers' | 'constant';

export interface Verdict {
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly role: Role;
  /** Origin that it is about. */
  readonly origin: Origin;
  /** Addresses of a constant origin. */
  readonly addresses: readonly string[];
  readonly documented: boolean;
  readonly known: readonly Indicator[];
}

/** One verdict for each foreign origin of a field; none where there is nothing to say. */
export function verdictsOn(facts: CodeFacts, recipient: Recipient): readonly Verdict[] {
  const { field, origins } = recipient.fact;
  // An address under a key that the code hides: the address speaks.
  const addressed = field === 'header' && origins.some(({ kind }) => kind === 'constant');
  return origins.filter(({ kind }) => !addressed || kind !== 'hidden').flatMap((origin) => verdictOn(facts, recipient, origin) ?? []);
}

function verdictOn(facts: CodeFacts, recipient: Recipient, origin: Origin): Verdict | undefined {
  const addresses = origin.kind === 'constant' ? addressesIn(origin.text) : [];
  if (origin.kind === 'constant' && addresses.length === 0) return undefined;
  const known = addresses.flatMap((address) => facts.known(address));
  const about = { origin, addresses, known, documented: isDocumented(facts, origin, addresses) };
  const role = roleOf(recipient);
  if (known.length > 0) return { ...about, role, severity: 'critical', confidence: 'high' };
  if (!isForeign(origin) || recipient.fact.field === 'from') return undefined;
  const severity = recipient.fact.field === 'reply-to' ? answers(recipient, about) : written(recipient, about, role);
  return severity === undefined ? undefined : { ...about, role, severity, confidence: confidenceOf(recipient, origin) };
}

interface About {
  readonly origin: Origin;
  readonly addresses: readonly string[];
  readonly documented: boolean;
}

function isForeign({ kind }: Origin): boolean {
  return kind === 'constant' || kind === 'environment' || kind === 'remote' || kind === 'hidden';
}

/** The package tells its readers of the address or variable, or it is its own vendor's. Hiding what one documents is no documenting. */
function isDocumented({ documents }: CodeFacts, origin: Origin, addresses: readonly string[]): boolean {
  if (origin.kind === 'environment') return origin.name !== undefined && documents.mentions(origin.name);
  if (origin.kind !== 'constant' || isDisguised(origin)) return false;
  return addresses.every((address) => {
    const host = address.slice(address.indexOf('@') + 1).toLowerCase();
    return (!address.startsWith('@') && documents.mentions(address)) || documents.ownHosts.some((own) => host === own || host.endsWith(`.${own}`));
  });
}

function roleOf({ fact, others, besideCallers }: Recipient): Role {
  if (fact.field === 'reply-to') return 'answers';
  if (fact.together === 'one' && isOpenBeside(fact)) return 'default';
  if (fact.together === 'all' && isOpenBeside(fact)) return 'appended';
  if (fact.every === true) return 'every';
  if (fact.field !== 'to' || others.some(isOpen)) return 'copy';
  if (besideCallers && saysCallers(fact) && fact.state === 'sent') return 'second';
  return saysCallers(fact) ? 'sole' : 'constant';
}

/** A caller's or unknown address stands beside the foreign one in the same field. */
function isOpenBeside(fact: MailBehavior): boolean {
  return fact.origins.some(({ kind }) => kind === 'argument' || kind === 'unknown');
}

function written(recipient: Recipient, about: About, role: Role): Severity | undefined {
  const { fact, others, message } = recipient;
  const { origin, documented } = about;
  const hides = isDisguised(origin);
  const operators = origin.kind === 'environment';
  switch (role) {
    case 'default':
      if (fact.field === 'to') return hides ? 'high' : operators ? (documented ? undefined : 'low') : documented || fact.state === 'built' ? 'low' : 'medium';
      return documented ? 'low' : isFromExamples(recipient) ? (fact.state === 'built' ? 'low' : 'medium') : 'high';
    case 'every': return documented ? 'low' : 'high';
    case 'appended': return documented ? 'low' : isCallers(fact) ? 'high' : isSample(recipient) ? 'low' : 'medium';
    case 'second': return documented ? 'low' : operators ? 'medium' : origin.kind === 'remote' && !hides ? 'medium' : 'high';
    case 'sole': return hides ? 'high' : origin.kind === 'remote' ? undefined : documented || operators ? 'low' : 'medium';
    case 'constant': return hides && message.some(isOpen) ? 'high' : operators || origin.kind === 'remote' ? undefined : 'info';
    default: return copied(fact, others, about, hides);
  }
}

/**
 * The recipient itself takes constants too: the function is called with fixed messages as well as by callers, as tests and examples of
 * a library call it, and nothing tells which go together.
 */
function isFromExamples({ fact, others }: Recipient): boolean {
  return others.some((other) => other.field === 'to' && other.together !== undefined && isOpenBeside(other) && other.origins.some(({ kind }) => kind === 'constant')) || !(isCallers(fact) || others.some(isCallers));
}

/** A text that nothing sends, in which neither an address nor a word is a caller's: what stands beside the constant is a line's end. */
function isSample({ fact, others }: Recipient): boolean {
  return fact.state === 'built' && fact.content.every((kind) => kind === 'constant') && others.every((other) => !isOpen(other));
}

/** A copy beside the message's own recipients. */
function copied(fact: MailBehavior, others: readonly MailBehavior[], { origin, documented }: About, hides: boolean): Severity | undefined {
  if (documented) return 'low';
  if (others.some(isCallers)) return 'high';
  // An address that could not be followed is as good as a caller's where the message is seen to be sent.
  if (others.some(isOpen)) return fact.state === 'sent' || saysCallers(fact) ? 'high' : 'medium';
  // No recipient that a caller chooses: a form that mails its operator, a test, an example.
  if (hides) return 'high';
  if (!saysCallers(fact) && others.length > 0) return origin.kind === 'constant' ? 'info' : undefined;
  // All of it is fixed: a test, an example.
  if (others.length === 0 && origin.kind === 'constant' && fact.content.length > 0 && fact.content.every((kind) => kind === 'constant')) return 'info';
  // A copy alone is merged into messages that were not seen.
  return others.length === 0 || origin.kind === 'constant' ? 'medium' : 'low';
}

/** Answers that go to somebody else than who sends. */
function answers({ fact, message, others }: Recipient, { origin, addresses, documented }: About): Severity | undefined {
  if (origin.kind !== 'constant' || documented || fact.origins.length > 1 || !others.some(isCallers)) return isDisguised(origin) ? 'medium' : undefined;
  const senders = message.filter(({ field }) => field === 'from').flatMap(({ origins }) => origins.flatMap((from) => (from.kind === 'constant' ? addressesIn(from.text) : [])));
  const hosts = new Set(senders.map((address) => address.slice(address.indexOf('@'))));
  return addresses.every((address) => hosts.has(address.slice(address.indexOf('@')))) ? undefined : 'medium';
}

function confidenceOf({ fact, others }: Recipient, origin: Origin): Confidence {
  if (fact.field === 'header') return 'low';
  const told = origin.kind === 'constant' && fact.state === 'sent';
  if (told && (fact.every === true || fact.together === 'all' || others.some(isCallers))) return 'high';
  return told || others.some(isCallers) ? 'medium' : 'low';
}
