// What makes two behaviours the same wherever they stand: an identity that holds no line, column, generated name or message id, and
// survives rebuilding. Two behaviours of one identity are one fact about the package.
import type { Behavior, BehaviorOf, MailBehavior, NativeCodeBehavior, NetworkBehavior, Origin, ProcessBehavior } from '../../model/behavior.ts';
import { flat, maskedCommand, maskedPath } from './masks.ts';
import { choosingConditions, isHiddenConstant, originKey, originKinds, sortedSet } from './origins.ts';

/** An identity without conditions, and the conditions. */
export interface Identity {
  readonly plain: string;
  readonly full: string;
}

/** What of a message one of its fields needs to know. */
export interface MessageSummary {
  /** Somebody outside the package gives a recipient. */
  readonly open: boolean;
}

/** Hosts at which everybody has a place of his own: the path tells whose. */
const SHARED = /(?:^|\.)(?:github\.com|githubusercontent\.com|gitlab\.com|discord(?:app)?\.com|telegram\.org|slack\.com|pastebin\.com|rentry\.co|googleapis\.com|amazonaws\.com|script\.google\.com|docs\.google\.com|dropbox\.com|dropboxusercontent\.com|webhook\.site)$/;
const SENT: ReadonlySet<Origin['kind']> = new Set(['environment', 'file', 'machine', 'hidden']);

/** The identity of one behaviour. `path`: where its file stands on the later side. `message`: of mail, the fields of its message. */
export function identityOf(behavior: Behavior, path: string, message: MessageSummary | undefined): Identity {
  const plain = JSON.stringify([behavior.kind, ...partsOf(behavior, path, message)]);
  // A script, a native part and a way to hide have no condition; the name of a variable is read for many reasons.
  const when = CONDITIONAL.has(behavior.kind) ? choosingConditions(behavior.when) : [];
  return { plain, full: when.length === 0 ? plain : `${plain} when ${when.join(',')}` };
}

const CONDITIONAL: ReadonlySet<Behavior['kind']> = new Set(['mail', 'network', 'process', 'file', 'dynamic-code']);

function partsOf(behavior: Behavior, path: string, message: MessageSummary | undefined): readonly unknown[] {
  switch (behavior.kind) {
    case 'mail': return mailParts(behavior, message);
    case 'network': return networkParts(behavior);
    case 'process': return processParts(behavior);
    case 'environment': return [behavior.access, behavior.name ?? ''];
    case 'file': return fileParts(behavior);
    case 'dynamic-code': return codeParts(behavior);
    case 'native-code': return nativeParts(behavior);
    case 'install-script': return [behavior.hook, flat(behavior.command)];
    case 'obfuscation': return [behavior.technique, maskedPath(path), behavior.technique === 'hidden-value' ? behavior.api : ''];
  }
}

/** Fields whose addresses get the message. */
export function isWrittenTo(field: MailBehavior['field']): boolean {
  return field !== 'from' && field !== 'reply-to';
}

// A fixed address counts by the messages that it gets: the same one in a sample and beside the recipients of callers are two things.
// What callers give is the same in all messages, and so is who writes.
function mailParts({ field, origins, together, every, state, content }: MailBehavior, message: MessageSummary | undefined): readonly unknown[] {
  const keys = sortedSet(origins.map((origin) => originKey(origin).toLowerCase()));
  const foreign = isWrittenTo(field) && origins.some(({ kind }) => kind !== 'argument' && kind !== 'unknown');
  return foreign ? [field, keys, together ?? '', every === true, state, content.includes('argument'), message?.open === true] : [field, keys];
}

function networkParts(behavior: NetworkBehavior): readonly unknown[] {
  const { method, origins } = behavior;
  return [method, destinationParts(behavior), origins.some((origin) => isHiddenAddress(origin)) ? 'hidden' : '', sortedSet(behavior.sends.filter(({ kind }) => SENT.has(kind)).map(originKey))];
}

function destinationParts({ host, url, origins, sends }: NetworkBehavior): readonly unknown[] {
  if (host !== undefined) return [host, SHARED.test(host) && url !== undefined ? pathOf(url) : ''];
  // To a place that is not known, what is sent matters more: whether it is anything of the caller's.
  const caller = sends.some(({ kind }) => kind === 'argument');
  if (url !== undefined) return [url.toLowerCase(), caller];
  return [originKinds(origins), sortedSet(origins.filter(tellsPlace).map(originKey)), caller];
}

// A default that a setting can replace stands among the origins.
function tellsPlace(origin: Origin): boolean {
  return origin.kind === 'remote' || origin.kind === 'environment' || (origin.kind === 'constant' && /^(?:https?|wss?):\/\/[^/]/i.test(origin.text));
}

// Two parts tell an owner and a repository, a webhook, a bucket.
function pathOf(url: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(\/[^?#]*)?/i.exec(url)?.[1] ?? '';
  return path.split('/').slice(1, /\/(?:webhooks?|forms|macros|spreadsheets)\//.test(path) ? 5 : 3).join('/');
}

function isHiddenAddress(origin: Origin): boolean {
  return origin.kind === 'hidden' || (isHiddenConstant(origin) && origin.kind === 'constant' && /[./]/.test(origin.text) && origin.via.some((transform) => transform !== 'url-encoding'));
}

function processParts({ command, origins }: ProcessBehavior): readonly unknown[] {
  const hides = origins.some((origin) => origin.kind === 'hidden' || isHiddenConstant(origin));
  const remote = origins.some(({ kind }) => kind === 'remote');
  return command === undefined ? ['', originKinds(origins)] : [maskedCommand(command), hides, remote];
}

function fileParts({ access, path, credential, origins, writes }: BehaviorOf<'file'>): readonly unknown[] {
  const written = originKinds(writes ?? []).filter((kind) => kind === 'remote' || kind === 'hidden' || kind === 'hidden constant');
  return [access, path === undefined ? originKinds(origins) : maskedPath(path), credential ?? '', written];
}

// A template's pieces change with each release; a text that is constant as a whole is what runs.
function codeParts({ api, origins, code }: BehaviorOf<'dynamic-code'>): readonly unknown[] {
  const constant = origins.length > 0 && origins.every(({ kind }) => kind === 'constant');
  const from = sortedSet(origins.filter(({ kind }) => kind === 'remote').map(originKey));
  return [api, originKinds(origins), from, constant ? flat(code ?? '') : ''];
}

function nativeParts({ form, command, place: { excerpt } }: NativeCodeBehavior): readonly unknown[] {
  const file = /([\w.@-]{1,120}\.(?:node|wasm|dll|dylib|so|exe))\b/i.exec(excerpt ?? '')?.[1] ?? '';
  return [form, command === undefined ? maskedPath(file) : maskedCommand(command)];
}

/** What of one kind can take the place of another: the field of a message, the hook, the dependency. */
export function callOf(behavior: Behavior): string {
  switch (behavior.kind) {
    case 'mail': return behavior.field;
    case 'network': return behavior.method;
    case 'environment': case 'file': return behavior.access;
    case 'dynamic-code': return behavior.api;
    case 'native-code': return behavior.form;
    case 'install-script': return behavior.hook.endsWith('-dependency') ? `${behavior.hook} ${/^[^:]{0,40}: (@?[^@]{1,214})/.exec(behavior.command)?.[1] ?? ''}` : behavior.hook;
    case 'obfuscation': return behavior.technique;
    case 'process': return '';
  }
}
