// Messages that the code writes as text: MIME (RFC 5322), SMTP commands (RFC 5321), JSON and form bodies put together by hand. A text of
// which a part is not constant keeps that part as a hole, so that `Bcc: ${x}` is read like `Bcc: x@example.com`.
import type { Transform } from '../../model/behavior.ts';
import type { Value } from '../contract.ts';
import { fieldOf, isContent } from './fields.ts';
import { DEPTH, nameOf, receiverOf } from './values.ts';

/** One field read out of a text. */
export interface TextField {
  readonly key: string;
  readonly value: Value;
}

/** A text that is a message. */
export interface TextMessage {
  readonly form: 'raw' | 'smtp' | 'body';
  readonly fields: readonly TextField[];
  readonly content: readonly Value[];
}

interface Skeleton {
  readonly text: string;
  readonly holes: readonly Value[];
  readonly via: readonly Transform[];
}

const LONGEST = 100_000;
const HOLE = /\uE000(\d{1,4})\uE001/;
const MOST_FIELDS = 200;
/** Calls whose answer says the same as what they are given. */
const ENCODES = /^(?:tostring|from|btoa|atob|encode|encodebase64|encodeuri|encodeuricomponent|tobase64|base64|base64encode|base64urlencode|base64url|encodeurl|stringify|replace|replaceall|trim|string|buffer|join|concat|normalize|write|alloc|create|encodetext|touint8array|repeat|padend|slice|substring|blob)$/i;

/** The message that a value spells, if it does. */
export function messageInText(value: Value): TextMessage | undefined {
  const skeleton = skeletonOf(value);
  if (skeleton === undefined || !/rcpt|cc|to/i.test(skeleton.text)) return undefined;
  return smtp(skeleton) ?? json(skeleton) ?? mime(skeleton) ?? form(skeleton);
}

function skeletonOf(value: Value): Skeleton | undefined {
  const holes: Value[] = [];
  const via = new Set<Transform>();
  const write = (part: Value, depth: number): string => {
    if (part.kind === 'text') {
      for (const transform of part.via) via.add(transform);
      return part.text.slice(0, LONGEST).replace(/[\uE000\uE001]/g, '');
    }
    if (depth < DEPTH && part.kind === 'joined') return part.parts.map((one) => write(one, depth + 1)).join('');
    if (depth < DEPTH && part.kind === 'call' && ENCODES.test(nameOf(part.callee) ?? '')) return writeCall(part, depth);
    return hole(part);
  };
  const writeCall = (call: Extract<Value, { kind: 'call' }>, depth: number): string => {
    const receiver = receiverOf(call.callee);
    if (receiver?.kind === 'list') return lines(receiver, call.args[0], depth);
    // `encodeURIComponent(args.to)` stays a hole of its own; `Buffer.from(text)` is the text.
    const inner = [receiver, ...call.args].find((one) => one !== undefined && (one.kind === 'joined' || one.kind === 'text' || one.kind === 'call'));
    const written = inner === undefined ? '' : write(inner, depth + 1);
    return written.replace(/[\uE000\uE001\d]/g, '').length > 3 ? written : hole(call);
  };
  const lines = (list: Extract<Value, { kind: 'list' }>, separator: Value | undefined, depth: number): string =>
    [...list.items, ...list.more].map((one) => write(one, depth + 1)).join(separator?.kind === 'text' ? separator.text : ',');
  const hole = (part: Value): string => {
    if (holes.length >= 9_999) return '';
    holes.push(part);
    return `\uE000${holes.length - 1}\uE001`;
  };
  const text = value.kind === 'list' ? lines(value, { kind: 'text', text: '\r\n', via: [] }, 0) : write(value, 0);
  return text.replace(/\uE000\d{1,4}\uE001/g, '').length < 4 ? undefined : { text: text.slice(0, LONGEST), holes, via: [...via] };
}

/** A part of the text with its holes filled in again. */
function valueOf(skeleton: Skeleton, text: string): Value {
  const parts = text.split(HOLE).map((piece, at): Value => (at % 2 === 1 ? skeleton.holes[Number(piece)] ?? { kind: 'unknown' } : { kind: 'text', text: piece, via: skeleton.via })).filter((part) => part.kind !== 'text' || part.text !== '');
  const [only] = parts;
  if (only === undefined) return { kind: 'text', text: '', via: [] };
  return parts.length === 1 ? only : { kind: 'joined', parts };
}

function smtp(skeleton: Skeleton): TextMessage | undefined {
  const found = [...skeleton.text.matchAll(/\b(RCPT TO|MAIL FROM):\s{0,10}<?([^>\r\n]{1,1000})/gi)].slice(0, MOST_FIELDS);
  if (!found.some(([, command]) => command?.toUpperCase() === 'RCPT TO')) return undefined;
  const inner = mime(skeleton);
  return { form: 'smtp', fields: [...found.map(([, command, to]) => ({ key: command?.toUpperCase() === 'RCPT TO' ? 'to' : 'from', value: valueOf(skeleton, to ?? '') })), ...inner?.fields ?? []], content: inner?.content ?? [] };
}

function mime(skeleton: Skeleton): TextMessage | undefined {
  const end = /\r?\n\r?\n/.exec(skeleton.text);
  const head = skeleton.text.slice(0, end?.index).replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  // A hole may end one header and begin the next line: `${head}Bcc: x\r\n`.
  const headers = head.flatMap((line) => {
    const match = /^(?:.{0,2000}\uE001)?([A-Za-z][A-Za-z-]{1,40}):[ \t]{0,20}(.+)$/.exec(line.slice(0, 20_000));
    return match === null ? [] : [{ key: match[1] ?? '', value: valueOf(skeleton, match[2] ?? '') }];
  }).slice(0, MOST_FIELDS);
  const fields = headers.filter(({ key }) => fieldOf(key) !== undefined);
  const named = (pattern: RegExp) => headers.some(({ key }) => pattern.test(key));
  if (!named(/^(?:resent-)?(?:to|cc|bcc)$/i)) return undefined;
  if (!named(/^(?:subject|from|mime-version|content-type)$/i) && !(named(/^bcc$/i) && /\r\n|\uE000/.test(skeleton.text))) return undefined;
  const body = end === null ? [] : [valueOf(skeleton, skeleton.text.slice(end.index))];
  return { form: 'raw', fields, content: [...headers.filter(({ key }) => /^subject$/i.test(key)).map(({ value }) => value), ...body] };
}

function json(skeleton: Skeleton): TextMessage | undefined {
  if (!/^\s{0,50}[[{]/.test(skeleton.text)) return undefined;
  const found = [...skeleton.text.matchAll(/"([\w:.-]{1,60})"\s{0,20}:\s{0,20}("[^"]{0,20000}"|\[[^[\]]{0,5000}\]|\{[^{}]{0,5000}\}|\uE000\d{1,4}\uE001)/g)];
  return body(found.slice(0, MOST_FIELDS).map(([, key, value]) => ({ key: key ?? '', value: valueOf(skeleton, value ?? '') })));
}

function form(skeleton: Skeleton): TextMessage | undefined {
  // A mailto link opens a draft before its reader's eyes; it sends nothing.
  if (!skeleton.text.includes('=') || /[\r\n]|^mailto:/i.test(skeleton.text)) return undefined;
  const found = skeleton.text.split(/[?&]/).slice(0, MOST_FIELDS).flatMap((pair) => {
    const at = pair.indexOf('=');
    return at <= 0 || at > 60 || /\s/.test(pair.slice(0, at)) ? [] : [{ key: decoded(pair.slice(0, at)), value: valueOf(skeleton, decoded(pair.slice(at + 1))) }];
  });
  return body(found);
}

function body(found: readonly TextField[]): TextMessage | undefined {
  const fields = found.filter(({ key }) => fieldOf(key) !== undefined);
  const content = found.filter(({ key }) => isContent(key)).map(({ value }) => value);
  const recipient = fields.some(({ key }) => ['to', 'cc', 'bcc'].includes(fieldOf(key) ?? ''));
  return recipient && fields.length + content.length > 1 ? { form: 'body', fields, content } : undefined;
}

function decoded(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))).replace(/\+(?=\s|$)/g, ' ');
}
