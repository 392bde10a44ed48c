// Reads what is given to a call, or an object literal, as a message: its recipient fields, its content, and the foreign objects that are
// merged into it. Nested parts (personalizations, Destination, headers, envelope, JSON bodies) belong to the message around them.
import type { MailBehavior, RecipientField } from '../../model/behavior.ts';
import type { Code, Module, Node, RecordEntry, Value } from '../contract.ts';
import { recipientsOf } from './addresses.ts';
import { fieldOf, isContainer, isContent, isHeaders, tellsMessage } from './fields.ts';
import { originsWithHidden } from '../decoded-origins.ts';
import { messageInText, type TextMessage } from './texts.ts';
import { type CallValue, DEPTH, entryOf, nameOf, pairsOf, type RecordValue, receiverOf, textOf } from './values.ts';

/** One field of a message before its origins are asked for. */
export interface Field {
  /** Absent where the key is hidden. */
  readonly field?: RecipientField;
  readonly form: MailBehavior['form'];
  readonly value: Value;
  readonly node: Node;
  readonly module: Module;
  /** Word of a text to point at inside the node, and how many times it stands before. */
  readonly word?: string;
  readonly nth?: number;
}

/** A message as far as it was read. */
export interface Message {
  readonly fields: readonly Field[];
  readonly content: readonly Value[];
  /** Objects that the message takes over whole: the caller's own message. */
  readonly bases: readonly Field[];
  /** True where a key of content is there that only messages have. */
  readonly telling: boolean;
  readonly records: readonly RecordValue[];
}

interface Reader {
  readonly code: Code;
  readonly fields: Field[];
  readonly content: Value[];
  readonly bases: Field[];
  readonly records: RecordValue[];
  /** Messages of their own: alternatives, and the members of a batch. */
  readonly apart: Reader[];
  telling: boolean;
  readonly work: { left: number };
}

interface Spot {
  readonly node: Node;
  readonly module: Module;
  readonly depth: number;
  readonly form?: MailBehavior['form'];
  /** Inside a `headers` container. */
  readonly headers?: boolean;
  /** Below a key such as `body` or `headers`, where an unknown value is no message of its own. */
  readonly inner?: boolean;
}

const WORK = 5_000;
/** Calls and constructors that turn an object into text or into another object of the same content. */
const WRAPS = /^(?:stringify|urlsearchparams|formdata|map|headers|fromentries|assign|freeze|seal|structuredclone|clone|clonedeep|create|from|tostring|btoa|encode|merge|defaults|extend|json|blob|request|encodebase64|buffer|then|resolve|all|array|object|of|concat|map_|promise|end|toformdata|join|\w{0,40}(?:command|message|mail|email|params|input|request|mailcomposer))$/i;

/** Reads the values given to one call, or one record. Alternatives (a helper called from many places) and batches give several. */
export function readMessages(code: Code, values: readonly Value[], at: { readonly node: Node; readonly module: Module }): readonly Message[] {
  const reader = createReader(code, { left: WORK });
  for (const value of values) into(reader, value, { ...at, depth: 0 });
  return messagesOf(reader, [], false);
}

function createReader(code: Code, work: { left: number }): Reader {
  return { code, fields: [], content: [], bases: [], records: [], apart: [], telling: false, work };
}

/** What is said around a batch is said in each of its messages. */
function messagesOf(reader: Reader, content: readonly Value[], telling: boolean): readonly Message[] {
  const all = [...content, ...reader.content];
  const tells = telling || reader.telling;
  const inner = reader.apart.flatMap((one) => messagesOf(one, all, tells));
  const own = reader.fields.length + reader.bases.length > 0;
  return [...(own ? [{ fields: reader.fields, content: all, bases: reader.bases, telling: tells, records: reader.records }] : []), ...inner];
}

function into(reader: Reader, value: Value, spot: Spot): void {
  reader.work.left -= 1;
  if (spot.depth > DEPTH || reader.work.left < 0) return;
  const below: Spot = { ...spot, depth: spot.depth + 1 };
  switch (value.kind) {
    case 'record': return readRecord(reader, value, below);
    case 'choice': return eachApart(reader, value.among, below);
    case 'list': return readList(reader, value, below);
    case 'call': return readCall(reader, value, below);
    case 'text':
    case 'joined': return readText(reader, value, spot);
    case 'parameter':
    case 'member':
    case 'hidden': if (spot.inner !== true) reader.bases.push({ form: 'merge', value, node: spot.node, module: spot.module }); return;
    default: return;
  }
}

function readList(reader: Reader, list: Extract<Value, { kind: 'list' }>, spot: Spot): void {
  const pairs = pairsOf(list);
  if (pairs.length > 0) return pairs.forEach(({ key, value }) => readEntry(reader, key, value, spot));
  eachApart(reader, [...list.items, ...list.more], spot);
}

/** Several things where a message is expected are several messages, unless they are parts of one whose fields were seen around them. */
function eachApart(reader: Reader, values: readonly Value[], spot: Spot): void {
  const split = values.length > 1 && spot.headers !== true && reader.fields.length === 0;
  for (const value of values) {
    const target = split ? createReader(reader.code, reader.work) : reader;
    if (split) reader.apart.push(target);
    into(target, value, spot);
  }
}

function readCall(reader: Reader, call: CallValue, spot: Spot): void {
  const name = nameOf(call.callee) ?? '';
  const receiver = receiverOf(call.callee);
  const text = messageInText(call);
  if (text) return readText(reader, call, spot);
  if (!WRAPS.test(name)) {
    if (spot.inner !== true && originsWithHidden(reader.code, call).some(({ kind }) => kind === 'hidden')) reader.bases.push({ form: 'merge', value: call, node: spot.node, module: spot.module });
    return;
  }
  const form = /^(?:stringify|urlsearchparams|formdata|json|toformdata)$/i.test(name) ? 'body' : spot.form;
  for (const one of [...(receiver === undefined ? [] : [receiver]), ...call.args]) into(reader, one, { ...spot, inner: false, ...(form === undefined ? {} : { form }) });
}

function readText(reader: Reader, value: Value, spot: Spot): void {
  const text = messageInText(value);
  if (!text) return;
  reader.telling = true;
  reader.content.push(...text.content);
  reader.fields.push(...textFields(text, spot));
}

/** Fields of a message that is text, to be pointed at by their words. */
export function textFields(text: TextMessage, at: { readonly node: Node; readonly module: Module }): readonly Field[] {
  const before = new Map<string, number>();
  return text.fields.flatMap(({ key, value }) => {
    const field = fieldOf(key);
    const nth = before.get(key) ?? 0;
    before.set(key, nth + 1);
    return field === undefined ? [] : [{ field, form: text.form, value, node: at.node, module: at.module, word: key, nth }];
  });
}

function readRecord(reader: Reader, record: RecordValue, spot: Spot): void {
  if (reader.records.some(({ node, module }) => node === record.node && module === record.module)) return;
  reader.records.push(record);
  const header = spot.headers === true ? headerOf(record) : undefined;
  if (header) return readEntry(reader, header.key, header.entry.value, { ...spot, node: header.entry.node, module: header.entry.module });
  // Containers come last: whether they hold messages of their own shows in what stands beside them.
  for (const entry of [...record.entries.filter((one) => !isLast(one)), ...record.entries.filter(isLast)]) {
    const at: Spot = { ...spot, node: entry.node, module: entry.module, form: spot.form ?? formOf(entry) };
    if (entry.key === undefined) reader.fields.push({ form: at.form ?? 'key', value: entry.value, node: entry.node, module: entry.module });
    else readEntry(reader, entry.key, entry.value, at);
  }
  for (const more of record.more) into(reader, more, { ...spot, form: 'merge', inner: false, node: record.node, module: record.module });
}

function isLast({ key }: RecordEntry): boolean {
  return key !== undefined && fieldOf(key) === undefined && isContainer(key);
}

function formOf(entry: RecordEntry): MailBehavior['form'] {
  return entry.set === 'assigned' ? 'assignment' : entry.set === 'merged' ? 'merge' : 'key';
}

/** `{name: 'Bcc', value}` of Postmark, Graph and Gmail. */
function headerOf(record: RecordValue): { readonly key: string; readonly entry: RecordEntry } | undefined {
  const key = textOf((entryOf(record, 'name') ?? entryOf(record, 'key') ?? entryOf(record, 'field'))?.value);
  const entry = entryOf(record, 'value');
  return key === undefined || entry === undefined ? undefined : { key, entry };
}

function readEntry(reader: Reader, key: string, value: Value, spot: Spot): void {
  const field = fieldOf(key);
  const form = spot.headers === true || /^h:/i.test(key) ? 'header' : spot.form ?? 'key';
  if (spot.headers === true && field === undefined) {
    if (isSubject(key)) readSubject(reader, value, spot);
    return;
  }
  if (field !== undefined) return readRecipients(reader, field, value, { ...spot, form });
  if (tellsMessage(key)) reader.telling = true;
  const before = countOf(reader);
  if (isContainer(key)) into(reader, value, { ...spot, headers: isHeaders(key), inner: true });
  if (isSubject(key)) readSubject(reader, value, spot);
  else if (countOf(reader) === before && isContent(key)) reader.content.push(value);
}

function isSubject(key: string): boolean {
  return /^(?:email|mail)?subject(?:line)?$/i.test(key);
}

/** What a line's end in a subject begins is a header of its own where the library writes it as it is (CWE-93). */
function readSubject(reader: Reader, value: Value, spot: Spot): void {
  reader.content.push(value);
  const text = messageInText(value);
  if (text?.form === 'raw') reader.fields.push(...textFields(text, spot));
}

function countOf(reader: Reader): number {
  return reader.fields.length + reader.apart.reduce((sum, one) => sum + countOf(one), 0);
}

function readRecipients(reader: Reader, field: RecipientField, value: Value, spot: Spot): void {
  // `recipients: { to: […], bcc: […] }` holds fields, not addresses.
  if (value.kind === 'record' && value.entries.some(({ key }) => key !== undefined && ['to', 'cc', 'bcc'].includes(fieldOf(key) ?? ''))) return into(reader, value, spot);
  const typed = value.kind === 'list' ? value.items.flatMap((item) => typedRecipient(item, spot)) : [];
  for (const one of typed) reader.fields.push(one.field);
  const rest = typed.length === 0 || value.kind !== 'list' ? value : { ...value, items: value.items.filter((item) => !typed.some((one) => one.item === item)) };
  if (typed.length === 0 || (rest.kind === 'list' && rest.items.length + rest.more.length > 0)) reader.fields.push({ field, form: spot.form ?? 'key', value: rest, node: spot.node, module: spot.module });
}

/** `{email, type: 'bcc'}` of Mandrill. */
function typedRecipient(item: Value, spot: Spot): readonly { readonly item: Value; readonly field: Field }[] {
  if (item.kind !== 'record') return [];
  const type = entryOf(item, 'type') ?? entryOf(item, 'kind') ?? entryOf(item, 'header_to');
  const field = fieldOf(textOf(type?.value) ?? '');
  return field === undefined ? [] : [{ item, field: { field, form: spot.form ?? 'key', value: item, node: item.node, module: item.module } }];
}

/** True for a message with a recipient that a mail tool would send, as opposed to an object with a `to`. */
export function isMessage(code: Code, message: Message, trust: 'library' | 'request' | 'named' | 'alone'): boolean {
  // Keys first: values are followed only where they can decide.
  const has = (...wanted: readonly RecipientField[]) => message.fields.some((one) => one.field !== undefined && wanted.includes(one.field) && (trust !== 'alone' || recipientsOf(code, one.value).origins.length > 0));
  if (has('bcc')) return true;
  if (trust === 'library') return has('to', 'cc', 'header') || message.fields.some(({ field }) => field === undefined);
  if (trust === 'named') return (message.content.length > 0 || message.telling || message.fields.some(({ form }) => form === 'raw' || form === 'smtp')) && has('to', 'cc', 'header');
  return message.telling && has('to', 'cc', 'header');
}
