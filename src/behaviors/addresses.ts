// Addresses of requests: from values (texts, URL objects, settings objects) to a URL with `*` for what is not known, and its host.
// User, password, query and fragment are never kept: they hold secrets.
import type { Value } from './contract.ts';
import { apiNames } from './apis.ts';
import { entryOf, product, tellingTexts, textsOf } from './folded-text.ts';
import { BASE_FIELDS, HOST_FIELDS, PATH_FIELDS, URL_FIELDS } from './network-apis.ts';

const AUTHORITY = /^([a-z][a-z0-9+.-]{0,20}:)?\/\/(?:[^/?#@\\]{0,2000}@)?(\[[^\]/]{0,64}\]|[^/?#:\\]{0,300})(:[\d*]{1,6})?/i;

/** An address in an address (`new URL(path, base)`, settings with a URL in them): an object that is set from itself leads back to itself. */
const NESTED = 4;
const DEEPEST = 16;

/** Addresses that a value stands for, query and user included, with `*` for what is not known; never empty. */
export function addressTexts(value: Value | undefined, depth = 0): readonly string[] {
  if (value === undefined) return ['*'];
  if (value.kind === 'record') return recordAddress(value, undefined, depth);
  return tellingTexts(value, special, depth);
}

/** The address in settings; `scheme` where the API has one of its own. */
export function recordAddress(settings: Value, scheme: string | undefined, depth = 0): readonly string[] {
  const path = entryOf(settings, ...URL_FIELDS);
  const base = entryOf(settings, ...BASE_FIELDS);
  if (path !== undefined) return base === undefined ? addressTexts(path, depth + NESTED) : joinedAddress(base, path, depth);
  const host = entryOf(settings, ...HOST_FIELDS.slice(0, 1)) ?? entryOf(settings, ...HOST_FIELDS);
  const tail = entryOf(settings, ...PATH_FIELDS);
  if (host === undefined) return base === undefined ? textsOf(tail) : joinedAddress(base, tail, depth);
  const protocol = entryOf(settings, 'protocol');
  const schemes = protocol === undefined ? [scheme ?? 'https:'] : textsOf(protocol).map((text) => (/^[a-z][a-z\d+.-]{0,20}$/i.test(text) ? `${text}:` : text));
  const port = entryOf(settings, 'port');
  const ports = port === undefined ? [''] : textsOf(port).map((text) => (text === '443' || text === '80' || text === '' ? '' : `:${text}`));
  return product([schemes, ['//'], textsOf(host), ports, tail === undefined ? ['/'] : textsOf(tail).map((text) => (/^[/?*]/.test(text) ? text : `/${text}`))], '');
}

/** A base address with a path behind it, as clients with settings of their own put them together. */
export function joinedAddress(base: Value, path: Value | undefined, depth = 0): readonly string[] {
  const tails = path === undefined ? [''] : textsOf(path, special, depth + NESTED);
  return addressTexts(base, depth + NESTED).flatMap((head) => tails.map((tail) => resolved(tail, head))).slice(0, 6);
}

/** Host of an address, lower case, without port; undefined where it is not constant. */
export function hostOf(address: string): string | undefined {
  const host = AUTHORITY.exec(address.trim())?.[2];
  return host === undefined ? undefined : plainHost(host);
}

/** A host as DNS and sockets take it; undefined where it is not constant, or no host. */
export function plainHost(host: string): string | undefined {
  if (host === '' || host.includes('*') || /\s/.test(host)) return undefined;
  const url = `http://${host}`;
  // `0x7f.1` and `2130706433` are addresses too: the URL standard's host parser says which.
  const parsed = URL.canParse(url) ? new URL(url).hostname : host.toLowerCase();
  return parsed === '' || parsed.includes('%') ? undefined : parsed;
}

/** The address as a fact has it; undefined where nothing of it is known. */
export function shownAddress(address: string): string | undefined {
  const text = address.trim().replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]{0,20}:)?\/\/[^/?#@\\]{0,2000}@/i, '$1//');
  return /[^*/\s:.]/.test(text) ? text.slice(0, 1_000) : undefined;
}

/** True for addresses that never leave the machine's own files and memory. */
export function isLocalData(address: string): boolean {
  return /^(?:data|blob|file|about|javascript|chrome|node):/i.test(address.trim());
}

/** Parts of the address behind its host that are not constant: what is sent with it. */
export function addressParts(value: Value | undefined, depth = 0): readonly Value[] {
  if (value === undefined || depth > 8) return [];
  if (value.kind === 'choice') return value.among.flatMap((one) => addressParts(one, depth + 1));
  if (value.kind === 'call') return isUrl(value) ? (value.args[1] === undefined ? addressParts(value.args[0], depth + 1) : variable(value.args[0])) : [];
  if (value.kind === 'member') return addressParts(value.of, depth + 1);
  if (value.kind !== 'joined') return [];
  const host = value.parts.findIndex((part) => part.kind === 'text' && /:\/\/[^/?#]{1,300}[/?#]|^[^:]{0,200}[/?#]/.test(part.text));
  return host === -1 ? value.parts.slice(1).flatMap(variable) : value.parts.slice(host + 1).flatMap(variable);
}

/** What is not constant in a value, without its constant parts. */
export function variable(value: Value | undefined): readonly Value[] {
  if (value === undefined || value.kind === 'text' || value.kind === 'literal') return [];
  return value.kind === 'joined' ? value.parts.flatMap(variable) : [value];
}

function special(value: Value, depth: number): readonly string[] | undefined {
  if (depth > DEEPEST) return ['*'];
  if (value.kind === 'record') return recordAddress(value, undefined, depth);
  if (value.kind === 'member' && (value.key === 'href' || value.key === undefined)) return value.of.kind === 'call' && isUrl(value.of) ? special(value.of, depth + NESTED) : undefined;
  if (value.kind !== 'call') return undefined;
  if (isUrl(value)) return value.args[1] === undefined ? addressTexts(value.args[0], depth + NESTED) : joinedAddress(value.args[1], value.args[0], depth);
  const method = value.callee.kind === 'member' ? value.callee : undefined;
  if (method !== undefined && (method.key === 'toString' || method.key === 'toJSON' || method.key === 'trim') && method.of.kind === 'call') return addressTexts(method.of, depth + NESTED);
  return undefined;
}

function isUrl(value: Extract<Value, { kind: 'call' }>): boolean {
  return apiNames(value.callee).some((name) => /^(?:(?:url\.|whatwg-url\.)?(?:URL|Request)|url\.(?:parse|format)|String|encodeURI|(?:node-fetch|undici)\.Request|url\.resolve)$/.test(name));
}

// As `new URL(path, base)` and the clients' own joins do it, as far as texts with unknown parts can be resolved.
function resolved(path: string, base: string): string {
  if (/^[a-z][a-z0-9+.-]{0,20}:\/\//i.test(path)) return path;
  const head = base.replace(/[?#].*$/s, '');
  if (path === '') return head;
  return head.endsWith('/') || path.startsWith('/') ? head.replace(/\/$/, '') + (path.startsWith('/') ? path : `/${path}`) : `${head}/${path}`;
}
