// Recipients of mail: each field of each message that the code builds or sends, with where its addresses come from. Recall rests on what
// messages look like, not on a list of libraries; the lists in mail/ only name what was recognised.
import type { Behavior, MailBehavior, Origin, RecipientField } from '../model/behavior.ts';
import type { CallSite, Code, Extractor, Module, Node, Value } from './contract.ts';
import { recipientsOf } from './mail/addresses.ts';
import { isSendName, mailLibrary, type SendCall, sendCallOf } from './mail/apis.ts';
import { isContainer } from './mail/fields.ts';
import { type Field, isMessage, type Message, readMessages, textFields } from './mail/message.ts';
import { sendersOf, type SenderOf } from './mail/senders.ts';
import { identityOf, type Setter, setterOf } from './mail/setters.ts';
import { assignmentsIn, type SourceText, textsIn } from './mail/source.ts';
import { nameOf, rootModule } from './mail/values.ts';

/** Most facts of one package; hostile code can name recipients without end. */
const MOST_FACTS = 20_000;

export const mail: Extractor = {
  kind: 'mail',
  extract: (code) => {
    const finder: Finder = { code, senderOf: sendersOf(code), facts: [], seen: new Set(), records: new Map(), sent: new Map(), texts: textsIn(code) };
    const forwards = sentMessages(finder);
    setMessages(finder);
    builtMessages(finder);
    for (const { text, node, module } of finder.texts) writeText(finder, { text, node, module });
    forwardedMessages(finder, forwards);
    return finder.facts as readonly Behavior[];
  },
};

interface Finder {
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

interface Draft {
  readonly api: string;
  readonly state: MailBehavior['state'];
  readonly message: string;
  /** Whose function is the sender. */
  readonly node: Node;
  readonly module: Module;
  readonly content: readonly Value[];
  readonly every?: boolean;
}

/** Calls that send a message which they were given whole. */
interface Forward {
  readonly call: CallSite;
  readonly api: string;
  readonly bases: readonly Field[];
}

function sentMessages(finder: Finder): readonly Forward[] {
  const forwards: Forward[] = [];
  for (const call of finder.code.calls()) {
    const send = sendCallOf(call);
    if (send === undefined) continue;
    for (const value of [...send.given, ...(call.on === undefined ? [] : [call.on])]) note(finder, value, send.api, 0);
    for (const message of readMessages(finder.code, send.given, call)) {
      if (isSent(finder, message, send)) writeMessage(finder, message, { api: send.api, state: 'sent', ...rootOf(finder, message, call), every: send.by === 'defaults' || isPatch(finder, call.node, call.module) });
      else if (message.fields.length === 0 && message.bases.length > 0 && (send.by === 'library' || isSendName(nameOf(call.callee) ?? call.name ?? ''))) forwards.push({ call, api: send.api, bases: message.bases });
    }
  }
  return forwards;
}

function isSent(finder: Finder, message: Message, send: SendCall): boolean {
  if (message.fields.length === 0) return false;
  if (send.by === 'defaults' || send.mailUrl === true) return isMessage(finder.code, message, 'library');
  return isMessage(finder.code, message, send.by);
}

function rootOf(finder: Finder, message: Message, call: { readonly node: Node; readonly module: Module }): { readonly message: string; readonly node: Node; readonly module: Module } {
  const at = message.records[0] ?? call;
  const id = message.fields.some(({ form }) => form === 'smtp') ? textId(finder, 'smtp', at.node, at.module) : `${at.module.path}:${at.node.start}`;
  return { message: id, node: at.node, module: at.module };
}

/** Remembers which objects a call that sends was given, so that setters on them are known to be sent. */
function note(finder: Finder, value: Value, api: string, depth: number): void {
  if (depth > 3) return;
  const id = identityOf(finder.code, value);
  if (id !== undefined && !finder.sent.has(id)) finder.sent.set(id, api);
  const inner = value.kind === 'record' ? value.entries.filter(({ key }) => key !== undefined && isContainer(key)).map((entry) => entry.value) : value.kind === 'call' ? value.args : value.kind === 'choice' ? value.among : [];
  for (const one of inner) note(finder, one, api, depth + 1);
}

function builtMessages(finder: Finder): void {
  for (const record of finder.code.records()) {
    if (finder.records.has(`${record.module.path}:${record.node.start}`)) continue;
    for (const message of readMessages(finder.code, [record], record)) if (message.fields.length > 0 && isMessage(finder.code, message, 'alone')) writeMessage(finder, message, { api: 'message object', state: 'built', ...rootOf(finder, message, record), every: isPatch(finder, record.node, record.module) });
  }
}

function writeMessage(finder: Finder, message: Message, draft: Omit<Draft, 'content'>): void {
  for (const { node, module } of message.records) {
    const id = `${module.path}:${node.start}`;
    if (!finder.records.has(id)) finder.records.set(id, draft);
  }
  const full: Draft = { ...draft, content: [...message.content, ...message.bases.map(({ value }) => value)] };
  for (const field of message.fields) writeField(finder, field, full);
  if (!message.fields.some(({ field }) => field === 'to')) for (const base of message.bases) writeBase(finder, base, full);
  for (const base of message.bases) writeHidden(finder, base, full);
}

function writeField(finder: Finder, field: Field, draft: Draft): void {
  const found = recipientsOf(finder.code, field.value);
  if (field.field === undefined) return writeUnnamed(finder, field, found.origins, draft);
  const together = found.together === 'one' && isLoop(finder, field) ? 'all' : found.together;
  write(finder, { ...field, field: field.field }, found.origins, draft, together);
}

/** A recipient under a key that is hidden, or whose key cannot be told but which is an address. */
function writeUnnamed(finder: Finder, field: Field, origins: readonly Origin[], draft: Draft): void {
  const key = field.node['key'] ?? (field.node['left'] as Node | undefined)?.['property'];
  const hidden = isNode(key) ? finder.code.origins(finder.code.value(key, field.module)).filter(({ kind }) => kind === 'hidden') : [];
  const foreign = origins.filter(({ kind }) => kind === 'constant' || kind === 'hidden');
  write(finder, { ...field, field: 'header' }, hidden.length > 0 ? [...hidden, ...foreign] : foreign, draft);
}

function writeBase(finder: Finder, base: Field, draft: Draft): void {
  write(finder, { ...base, field: 'to' }, finder.code.origins(base.value).filter(({ kind }) => kind === 'argument' || kind === 'unknown'), draft);
}

function writeHidden(finder: Finder, base: Field, draft: Draft): void {
  write(finder, { ...base, field: 'header' }, finder.code.origins(base.value).filter(({ kind }) => kind === 'hidden'), draft);
}

function write(finder: Finder, field: Field & { readonly field: RecipientField }, origins: readonly Origin[], draft: Draft, together?: MailBehavior['together']): void {
  if (origins.length === 0 || finder.facts.length >= MOST_FACTS) return;
  const at = pointAt(finder, field, origins);
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

/** The header's line inside a text, in the node itself or in the text of the source that the value was made of. */
function pointAt(finder: Finder, field: Field & { readonly field: RecipientField }, origins: readonly Origin[]): { readonly node: Node; readonly module: Module } {
  if (field.word === undefined) return field;
  const own = wordIn(field.node, field.module, field.word, field.nth ?? 0);
  if (own) return { node: own, module: field.module };
  const wanted = sameness(origins);
  for (const { text, node, module } of finder.texts) {
    const same = textFields(text, { node, module }).find(({ word, value }) => word === field.word && sameness(recipientsOf(finder.code, value).origins) === wanted);
    const found = same === undefined ? undefined : wordIn(node, module, field.word, same.nth ?? 0);
    if (found) return { node: found, module };
  }
  return lineWith(field, origins) ?? field;
}

/** `lines.push('Bcc: x@example.com')`: a line of its own somewhere in the file. */
function lineWith({ word = '', module }: Field, origins: readonly Origin[]): { readonly node: Node; readonly module: Module } | undefined {
  const [origin] = origins.filter(({ kind }) => kind === 'constant');
  if (origin?.kind !== 'constant') return undefined;
  const start = module.text.indexOf(`${word}: ${origin.text}`);
  return start < 0 ? undefined : { node: { type: 'Text', start, end: start + word.length }, module };
}

/** Origins without how constants were put together: a text in pieces and the same text whole hold the same address. */
function sameness(origins: readonly Origin[]): string {
  return JSON.stringify(origins.map((origin) => (origin.kind === 'constant' ? origin.text : origin)));
}

function wordIn(node: Node, module: Module, word: string, nth: number): Node | undefined {
  const text = module.text.slice(node.start, node.end).toLowerCase();
  const ends = word === 'to' && text.includes('rcpt to') ? ['rcpt to:'] : ['"', ':', '=', "'"].map((end) => `${word.toLowerCase()}${end}`);
  const places = ends.flatMap((end) => occurrences(text, end)).toSorted((a, b) => a - b);
  const at = places[nth] ?? places[0];
  return at === undefined ? undefined : { type: 'Text', start: node.start + at, end: node.start + at + word.length };
}

function occurrences(text: string, word: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(word); at >= 0 && found.length < 200; at = text.indexOf(word, at + 1)) if (!/[a-z]/.test(text[at - 1] ?? '') || text[at - 2] === '\\') found.push(at);
  return found;
}

function writeText(finder: Finder, { text, node, module }: SourceText): void {
  const draft: Draft = { api: text.form === 'smtp' ? 'SMTP text' : 'message text', state: 'built', message: textId(finder, text.form, node, module), node, module, content: text.content };
  for (const field of textFields(text, { node, module })) writeField(finder, field, draft);
}

/** SMTP commands are written one by one: those of one function are one message. */
function textId(finder: Finder, form: MailBehavior['form'], node: Node, module: Module): string {
  return form === 'smtp' ? `${finder.senderOf(node, module)}#smtp` : `${module.path}:${node.start}`;
}

function setMessages(finder: Finder): void {
  const known = new Set(finder.code.records().flatMap(({ entries }) => entries.map(({ node }) => node)));
  const groups = new Map<string, Setter[]>();
  const calls = finder.code.calls().flatMap((call) => (known.has(call.node) ? [] : setterOf(call) ?? []));
  for (const setter of [...calls, ...assignmentsIn(finder.code, known)]) {
    const id = identityOf(finder.code, setter.on) ?? `${setter.module.path}:${finder.code.functionAround(setter.node, setter.module)?.start ?? 0}?`;
    groups.set(id, [...groups.get(id) ?? [], setter]);
  }
  for (const [id, setters] of groups) writeSetters(finder, id, setters);
}

function writeSetters(finder: Finder, id: string, setters: readonly Setter[]): void {
  const [first] = setters;
  const fields = setters.filter(({ what }) => what !== 'content');
  if (first === undefined || fields.length === 0) return;
  const record = finder.records.get(id);
  const library = mailLibrary(rootModule(first.on));
  const recipient = fields.some(({ what }) => what === 'to' || what === 'cc');
  const bcc = fields.some(({ what }) => what === 'bcc');
  if (record === undefined && library === undefined && !bcc && !(recipient && setters.some(({ telling }) => telling))) return;
  const sent = record?.api ?? finder.sent.get(id);
  const every = isPatch(finder, first.node, first.module);
  const draft: Draft = {
    api: sent ?? (library === undefined ? first.api : `${library} ${first.api}`), state: record?.state ?? (sent === undefined && library === undefined ? 'built' : 'sent'), message: record?.message ?? id,
    node: first.node, module: first.module, content: setters.filter(({ what }) => what === 'content').map(({ value }) => value), every,
  };
  for (const setter of fields) writeField(finder, { field: setter.what as RecipientField, form: setter.form, value: setter.value, node: setter.at, module: setter.module }, draft);
  if (record === undefined && !recipient && isHandedIn(finder, first.on)) writeBase(finder, { form: 'merge', value: first.on, node: first.node, module: first.module }, draft);
}

/** An object that was made here holds nothing of a caller, unless it was made of what the caller gave. */
function isHandedIn(finder: Finder, on: Value): boolean {
  return !(on.kind === 'call' && on.isNew) || finder.code.origins(on).some(({ kind }) => kind === 'argument');
}

/** A message that is sent on as it came matters beside another message of the same function. */
function forwardedMessages(finder: Finder, forwards: readonly Forward[]): void {
  const senders = new Set(finder.facts.map(({ sender }) => sender));
  for (const { call, api, bases } of forwards) {
    if (!senders.has(finder.senderOf(call.node, call.module))) continue;
    const draft: Draft = { api, state: 'sent', message: `${call.module.path}:${call.node.start}`, node: call.node, module: call.module, content: bases.map(({ value }) => value) };
    for (const base of bases) writeBase(finder, base, draft);
  }
}

/** `for (const to of [args.to, 'x@example.com'])` writes to all, not to one of them. */
function isLoop(finder: Finder, field: Field): boolean {
  return finder.code.ancestors(field.node, field.module).some((node) => {
    const list = iterated(node);
    return list !== undefined && recipientsOf(finder.code, finder.code.value(list, field.module)).together === 'all';
  });
}

/** What a loop or a call of `forEach` goes over. */
function iterated(node: Node): Node | undefined {
  if (node.type === 'ForOfStatement') return node['right'] as Node;
  const callee = node.type === 'CallExpression' ? (node['callee'] as Node) : undefined;
  const property = callee?.type === 'MemberExpression' ? (callee['property'] as Node) : undefined;
  return property?.type === 'Identifier' && /^(?:map|forEach|flatMap)$/.test(String(property['name'])) ? (callee?.['object'] as Node) : undefined;
}

/** True inside a function that takes the place of one that sends, and inside a plugin or interceptor. */
function isPatch(finder: Finder, node: Node, module: Module): boolean {
  const around = finder.code.ancestors(node, module);
  return around.some((ancestor, at) => {
    const inner = around[at - 1] ?? node;
    if (!/Function/.test(inner.type)) return false;
    if (ancestor.type === 'CallExpression') return nameOf(finder.code.value(ancestor['callee'] as Node, module)) === 'use';
    const left = ancestor.type === 'AssignmentExpression' ? (ancestor['left'] as Node) : undefined;
    const name = left?.type === 'MemberExpression' ? (left['property'] as Node)['name'] : undefined;
    return typeof name === 'string' && isSendName(name);
  });
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
