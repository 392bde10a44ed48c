// Recipients of mail: each field of each message that the code builds or sends, with where its addresses come from. Recall rests on what
// messages look like, not on a list of libraries; the lists in mail/ only name what was recognised.
import type { RecipientField } from '../model/behavior.ts';
import type { CallSite, Extractor, Module, Node, Value } from './contract.ts';
import { isSendName, mailLibrary, type SendCall, sendCallOf } from './mail/apis.ts';
import { isContainer } from './mail/fields.ts';
import { type Field, isMessage, type Message, readMessages } from './mail/message.ts';
import { sendersOf } from './mail/senders.ts';
import { identityOf, type Setter, setterOf } from './mail/setters.ts';
import { assignmentsIn, textsIn } from './mail/source.ts';
import { isPatch } from './mail/surroundings.ts';
import { nameOf, rootModule } from './mail/values.ts';
import { type Draft, type Finder, textId, writeBase, writeField, writeMessage, writeText } from './mail/writer.ts';

/** Reads recipients of mail. */
export const mail: Extractor = {
  kind: 'mail',
  extract: (code) => {
    const finder: Finder = { code, senderOf: sendersOf(code), facts: [], seen: new Set(), records: new Map(), sent: new Map(), texts: textsIn(code) };
    const forwards = sentMessages(finder);
    setMessages(finder);
    builtMessages(finder);
    for (const { text, node, module } of finder.texts) writeText(finder, { text, node, module });
    forwardedMessages(finder, forwards);
    return finder.facts;
  },
};

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
      if (isSent(finder, message, send)) writeMessage(finder, message, { api: send.api, state: 'sent', ...rootOf(finder, message, call), every: send.by === 'defaults' || isPatch(finder.code, call.node, call.module) });
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
  const id = identityOf(value);
  if (id !== undefined && !finder.sent.has(id)) finder.sent.set(id, api);
  const inner = value.kind === 'record' ? value.entries.filter(({ key }) => key !== undefined && isContainer(key)).map((entry) => entry.value) : value.kind === 'call' ? value.args : value.kind === 'choice' ? value.among : [];
  for (const one of inner) note(finder, one, api, depth + 1);
}

function builtMessages(finder: Finder): void {
  for (const record of finder.code.records()) {
    if (finder.records.has(`${record.module.path}:${record.node.start}`)) continue;
    for (const message of readMessages(finder.code, [record], record)) if (message.fields.length > 0 && isMessage(finder.code, message, 'alone')) writeMessage(finder, message, { api: 'message object', state: 'built', ...rootOf(finder, message, record), every: isPatch(finder.code, record.node, record.module) });
  }
}

function setMessages(finder: Finder): void {
  const known = new Set(finder.code.records().flatMap(({ entries }) => entries.map(({ node }) => node)));
  const groups = new Map<string, Setter[]>();
  const calls = finder.code.calls().flatMap((call) => (known.has(call.node) ? [] : setterOf(call) ?? []));
  for (const setter of [...calls, ...assignmentsIn(finder.code, known)]) {
    const id = identityOf(setter.on) ?? `${setter.module.path}:${finder.code.functionAround(setter.node, setter.module)?.start ?? 0}?`;
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
  const every = isPatch(finder.code, first.node, first.module);
  const draft: Draft = {
    api: sent ?? (library === undefined ? first.api : `${library} ${first.api}`), state: record?.state ?? (sent === undefined ? 'built' : 'sent'), message: record?.message ?? id,
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

