// One GET by make-fetch-happen, which npm-registry-fetch stands on: proxies and certificates as npm has them, credentials by host as
// npm-registry-fetch finds them. That one follows redirects by itself, hands the token to every port of a host, and to http behind
// https (https://github.com/npm/make-fetch-happen lib/fetch.js, getRedirect), and reads the body of a refusal to its end, however long:
// so here redirects are followed by a rule of ours, and of what is no answer little is read.
import { webUrl } from './addresses.ts';
import type { Environment } from './npm-environment.ts';
import { proxyFor } from './proxies.ts';
import type { RegistrySettings } from './settings.ts';

// The parts that are used of minipass-fetch's Response; make-fetch-happen has no types of its own.
export interface Body { on(event: 'data', listener: (chunk: Uint8Array) => void): void; on(event: 'end', listener: () => void): void; on(event: 'error', listener: (error: unknown) => void): void }
interface Response { readonly status: number; readonly headers: { get(name: string): string | null }; readonly body: Body }
type Fetch = (address: string, options: Record<string, unknown>) => Promise<Response>;
interface Credentials { readonly token: string | null; readonly auth: string | null; readonly cert: unknown; readonly key: unknown }
type GetAuth = (address: string, options: Record<string, unknown>) => Credentials;

/** One GET. */
export interface Message {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly settings: RegistrySettings;
  readonly environment: Environment;
  /** Ends it, also while its body is read. */
  readonly signal: AbortSignal;
}

/** The head of an answer that is no redirect. A status of 400 and above, and 304, has no body that is worth reading: it is gone. */
export interface Sent extends Response {
  /** Whether the request that was answered had some. */
  readonly credentials: 'sent' | 'none';
}

const REDIRECTS = 5;
const REDIRECT: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Bytes and milliseconds that are given to a body that nobody wants, so that its connection serves the next request too. */
const REST = { bytes: 64 * 1024, time: 1_000 };
const NOBODY: Credentials = { token: null, auth: null, cert: null, key: null };

/** Why a redirect is not followed; `code` as the errors of npm's packages have it. */
export class RedirectError extends Error {
  readonly code: 'EMAXREDIRECT' | 'EINVALIDREDIRECT' | 'EINSECUREREDIRECT';
  constructor(code: RedirectError['code']) {
    super(code);
    this.code = code;
  }
}

/** Rejects where no answer comes. */
export type Send = (message: Message) => Promise<Sent>;

/** Loads what sends, which takes a while: no time of a request. */
export async function loadSend(): Promise<Send> {
  const { default: fetch } = await import('make-fetch-happen') as unknown as { default: Fetch };
  const { default: { getAuth } } = await import('npm-registry-fetch') as unknown as { default: { readonly getAuth: GetAuth } };
  return (message) => follow(message, fetch, getAuth);
}

async function follow(message: Message, fetch: Fetch, getAuth: GetAuth): Promise<Sent> {
  const { settings } = message;
  let address = message.address;
  let credentials = getAuth(address, { ...settings.fetch, registry: settings.registry });
  for (let followed = 0; ; followed += 1) {
    const cut = new AbortController();
    const response = await fetch(address, options(message, address, credentials, cut));
    const { status, headers, body } = response;
    if (!REDIRECT.has(status)) {
      if (status >= 400 || status === 304) await dismiss(body, cut);
      return { status, headers, body, credentials: credentials.token || credentials.auth || credentials.cert ? 'sent' : 'none' };
    }
    await dismiss(body, cut);
    if (followed === REDIRECTS) throw new RedirectError('EMAXREDIRECT');
    const next = redirected(address, headers.get('location'));
    // Once it was led away it stays without: a stranger could lead it back to any path, with the token.
    if (new URL(next).origin !== new URL(address).origin) credentials = NOBODY;
    address = next;
  }
}

/** Where a redirect leads. */
export function redirected(from: string, location: string | null): string {
  const next = location !== null && URL.canParse(location, from) ? webUrl(new URL(location, from).href) : undefined;
  if (next === undefined) throw new RedirectError('EINVALIDREDIRECT');
  if (next.protocol === 'http:' && new URL(from).protocol === 'https:') throw new RedirectError('EINSECUREREDIRECT');
  // A user and password that an answer names are not the user's.
  next.username = '';
  next.password = '';
  return next.href;
}

function options({ headers, settings, environment, signal }: Message, address: string, credentials: Credentials, cut: AbortController): Record<string, unknown> {
  const { ca, cert, key, strictSSL, localAddress, maxSockets } = settings.fetch;
  const { token, auth } = credentials;
  const own = credentials === NOBODY ? {} : { cert: credentials.cert || cert, key: credentials.key || key };
  return {
    ca, strictSSL, localAddress, maxSockets, ...own, ...proxyFor(address, settings, environment),
    headers: { ...headers, 'user-agent': 'mcp-audit', ...(token ? { authorization: `Bearer ${token}` } : auth ? { authorization: `Basic ${auth}` } : {}) },
    redirect: 'manual',
    // It would ask again by itself, without telling; and it gives up on silence later than the caller.
    retry: { retries: 0 }, timeout: settings.retry.idle * 2,
    signal: AbortSignal.any([signal, cut.signal]),
  };
}

function dismiss(body: Body, cut: AbortController): Promise<void> {
  return new Promise((done) => {
    let size = 0;
    const late = setTimeout(() => { cut.abort(); }, REST.time);
    const end = (): void => {
      clearTimeout(late);
      done();
    };
    // Being cut is one of its errors.
    body.on('error', end);
    body.on('end', end);
    body.on('data', (chunk) => {
      size += chunk.length;
      if (size > REST.bytes) cut.abort();
    });
  });
}
