// Turns messages into facts: asks for the origins of each recipient field, points at it, leaves out what is known already.
import type { MailBehavior, Origin, RecipientField } from '../../model/behavior.ts';
import type { Code, Module, Node, Value } from '../contract.ts';
import { isNode } from '../nodes.ts';
import { recipientsOf } from './addresses.ts';
import { originsWithHidden } from '../decoded-origins.ts';
import { type Field, type Message, textFields } from './message.ts';
import { pointAt, sameness } from './pointing.ts';
import type { SenderOf } from './senders.ts';
import type { SourceText } from './source.ts';
import { isLoop } from './surroundings.ts';

/** Most facts of one package; hostile code can name recipients without end. */
const MOST_FACTS = 20_000;

/** What is gathered while one package is read. */
export interface Finder {
  readonly code: Code;
  readonly senderOf: SenderOf;
  readonly facts: MailBehavior[];
  /** Places and fields that have a fact. */
  readonly seen: Set<string>;
  /** Records that are part of a message: identity to the message's. */
  readonly records: Map<string, { readonly message: string; readonly api: string; readonly state: MailBehavior['state'] }>;
  /** Objects given to a call that sends: identity to its name. */
  readonly sent: Map<string, string>;
  readonly texts: readonly SourceText[];
}

/** What the facts of one message share. */
export interface Draft {
  readonly api: string;
  readonly state: MailBehavior['state'];
  readonly message: string;
  /** Whose function is the sender. */
  readonly node: Node;
  readonly module: Module;
  readonly content: readonly Value[];
  readonly every?: boolean;
}

/** Facts of a message that was read whole. */
export function writeMessage(finder: Finder, message: Message, draft: Omit<Draft, 'content'>): void {
  for (const { node, module } of message.records) {
    const id = `${module.path}:${node.start}`;
    if (!finder.records.has(id)) finder.records.set(id, draft);
  }
  const full: Draft = { ...draft, content: [...message.content, ...message.bases.map(({ value }) => value)] };
  for (const field of message.fields) writeField(finder, field, full);
  if (!message.fields.some(({ field }) => field === 'to')) for (const base of message.bases) writeBase(finder, base, full);
  for (const base of message.bases) writeHidden(finder, base, full);
}

/** The fact of one field. */
export function writeField(finder: Finder, field: Field, draft: Draft): void {
  const found = recipientsOf(finder.code, field.value);
  if (field.field === undefined) return writeUnnamed(finder, field, found.origins, draft);
  const together = found.together === 'one' && isLoop(finder.code, field) ? 'all' : found.together;
  write(finder, { ...field, field: field.field }, found.origins, draft, together);
}

/** A recipient under a key that is hidden, or whose key cannot be told but which is an address. */
function writeUnnamed(finder: Finder, field: Field, origins: readonly Origin[], draft: Draft): void {
  const key = field.node['key'] ?? (field.node['left'] as Node | undefined)?.['property'];
  const hidden = isNode(key) ? originsWithHidden(finder.code, finder.code.value(key, field.module)).filter(({ kind }) => kind === 'hidden') : [];
  const foreign = origins.filter(({ kind }) => kind === 'constant' || kind === 'hidden');
  write(finder, { ...field, field: 'header' }, hidden.length > 0 ? [...hidden, ...foreign] : foreign, draft);
}

/** A merged object of the caller stands for the recipients that it brings. */
export function writeBase(finder: Finder, base: Field, draft: Draft): void {
  write(finder, { ...base, field: 'to' }, finder.code.origins(base.value).filter(({ kind }) => kind === 'argument' || kind === 'unknown'), draft);
}

function writeHidden(finder: Finder, base: Field, draft: Draft): void {
  write(finder, { ...base, field: 'header' }, originsWithHidden(finder.code, base.value).filter(({ kind }) => kind === 'hidden'), draft);
}

function write(finder: Finder, field: Field & { readonly field: RecipientField }, origins: readonly Origin[], draft: Draft, together?: MailBehavior['together']): void {
  if (origins.length === 0 || finder.facts.length >= MOST_FACTS) return;
  const at = pointAt(finder.code, finder.texts, field, origins);
  const key = `${at.module.path}:${at.node.start}:${field.field}${field.word === undefined ? '' : sameness(origins)}`;
  if (finder.seen.has(key)) return;
  finder.seen.add(key);
  const { within, when } = finder.code.context(field.node, field.module);
  finder.facts.push({
    kind: 'mail', place: finder.code.place(at.node, at.module), api: draft.api, ...(within === undefined ? {} : { within }), ...(when === undefined ? {} : { when }),
    field: field.field, form: field.form, origins, ...(together === undefined ? {} : { together }), ...(draft.every === true ? { every: true } : {}),
    message: draft.message, sender: finder.senderOf(draft.node, draft.module), state: draft.state,
    content: [...new Set(draft.content.flatMap((value) => finder.code.origins(value).map(({ kind }) => kind)))].toSorted(),
  });
}

/** Facts of a message that stands as text in the source. */
export function writeText(finder: Finder, { text, node, module }: SourceText): void {
  const draft: Draft = { api: text.form === 'smtp' ? 'SMTP text' : 'message text', state: 'built', message: textId(finder, text.form, node, module), node, module, content: text.content };
  for (const field of textFields(text, { node, module })) writeField(finder, field, draft);
}

/** SMTP commands are written one by one: those of one function are one message. */
export function textId(finder: Finder, form: MailBehavior['form'], node: Node, module: Module): string {
  return form === 'smtp' ? `${finder.senderOf(node, module)}#smtp` : `${module.path}:${node.start}`;
}

