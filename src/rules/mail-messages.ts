// The messages that a package builds, as its facts tell: who else gets them, and whether what they say comes from the caller.
import { HIDING_TRANSFORMS, type MailBehavior, type Origin } from '../model/behavior.ts';
import type { CodeFacts } from './contract.ts';

/** One recipient field among the messages of its package. */
export interface Recipient {
  readonly fact: MailBehavior;
  /** Other recipient fields of the same message; none of from and reply-to. */
  readonly others: readonly MailBehavior[];
  /** All fields of the same message, itself included. */
  readonly message: readonly MailBehavior[];
  /** True where the same function sends another message to an address that its caller gives. */
  readonly besideCallers: boolean;
}

/** Fields that are written to. */
export function isWrittenTo({ field }: MailBehavior): boolean {
  return field === 'to' || field === 'cc' || field === 'bcc' || field === 'header';
}

/** All recipient fields of the package with what is around them. */
export function recipientsIn(facts: Pick<CodeFacts, 'behaviors'>): readonly Recipient[] {
  const mails = facts.behaviors.filter((behavior): behavior is MailBehavior => behavior.kind === 'mail');
  const messages = grouped(mails, ({ message }) => message);
  const senders = grouped(mails, ({ sender }) => sender);
  return mails.map((fact) => {
    const message = messages.get(fact.message) ?? [fact];
    return {
      fact,
      message,
      others: message.filter((other) => other !== fact && isWrittenTo(other)),
      besideCallers: (senders.get(fact.sender) ?? []).some((other) => other.message !== fact.message && isWrittenTo(other) && isCallers(other)),
    };
  });
}

/** True where callers give an address of the field. */
export function isCallers({ origins }: MailBehavior): boolean {
  return origins.some(({ kind }) => kind === 'argument');
}

/** True where the field is neither constant nor hidden alone: somebody else says who gets the mail. */
export function isOpen({ origins }: MailBehavior): boolean {
  return origins.some(({ kind }) => kind !== 'constant' && kind !== 'hidden');
}

/** True where (a part of) what the message says comes from the caller. */
export function saysCallers({ content }: MailBehavior): boolean {
  return content.includes('argument');
}

/** Mail addresses in a constant; of `@example.com` behind an unknown local part, that. */
export function addressesIn(text: string): readonly string[] {
  return [...text.matchAll(/[^\s<>,;:"'()[\]{}@]{0,64}@[^\s<>,;:"'()[\]{}@]{1,253}/g)].map(([address]) => address.replace(/[.?!]+$/, '')).slice(0, 20);
}

/** True where the source does not show the value as it is. */
export function isDisguised(origin: Origin): boolean {
  return origin.kind === 'hidden' || (origin.kind === 'constant' && origin.via.some((transform) => HIDING_TRANSFORMS.has(transform)));
}

function grouped(mails: readonly MailBehavior[], keyOf: (mail: MailBehavior) => string): ReadonlyMap<string, readonly MailBehavior[]> {
  const groups = new Map<string, MailBehavior[]>();
  for (const mail of mails) {
    const group = groups.get(keyOf(mail));
    if (group) group.push(mail);
    else groups.set(keyOf(mail), [mail]);
  }
  return groups;
}
