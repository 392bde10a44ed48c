// A failed request in words. Only hosts, statuses and codes of the system go into a message: texts of errors hold whole addresses,
// with queries, users and passwords.
import type { Problem } from '../../model/coverage.ts';
import { errorCode } from '../system.ts';
import { hostOf } from './addresses.ts';

/** Why a request failed, and whether the same request may succeed later. */
export interface Failure {
  readonly problem: Problem;
  readonly again: boolean;
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there', ECONNRESET: 'the connection broke off', EPIPE: 'the connection broke off', ETIMEDOUT: 'no connection in time',
  ENOTFOUND: 'no such host is known', EAI_AGAIN: 'the name of the host could not be looked up', EHOSTUNREACH: 'no way leads there', ENETUNREACH: 'no network',
  EIDLETIMEOUT: 'no answer in time', ECONNECTIONTIMEOUT: 'no connection in time', EMAXREDIRECT: 'it redirects again and again, maybe in a circle', EINVALIDREDIRECT: 'it redirects nowhere', EINSECUREREDIRECT: 'it redirects from https to http',
  Z_DATA_ERROR: 'its answer is damaged', Z_BUF_ERROR: 'its answer is cut off', EINVALIDPROXY: 'the proxy has an address of an unknown kind',
};
const TLS = /CERT|TLS|SSL|SIGNATURE|ISSUER/;
/** Asking again would give the same. */
const FINAL = new Set(['ENOTFOUND', 'EMAXREDIRECT', 'EINVALIDREDIRECT', 'EINSECUREREDIRECT', 'EINVALIDPROXY', 'ERR_INVALID_URL', 'ERR_INVALID_PROTOCOL']);

/** What was asked, for messages: `what` is a package or a document. */
export interface Subject {
  readonly what: string;
  readonly address: string;
  /** Host with port of the proxy. */
  readonly proxy?: string;
}

/** No answer came, or a broken one. `error` is what was thrown. */
export function networkFailure(subject: Subject, error: unknown): Failure {
  const code = codeOf(error);
  const tls = TLS.test(code);
  const why = WORDS[code] ?? (tls ? 'its certificate is not trusted' : 'the request failed');
  return {
    problem: {
      code: 'network-failed', message: `${whereOf(subject)} did not answer for ${subject.what}: ${why}${code === '' ? '' : ` (${code})`}`,
      ...(tls ? { hint: 'the setting cafile of your npm configuration names a certificate authority of your own' } : {}),
    },
    again: !tls && !FINAL.has(code),
  };
}

/** Of the first error in the chain that has one of the system's form. */
function codeOf(error: unknown): string {
  for (let at = error, steps = 0; at instanceof Error && steps < 4; at = at.cause, steps += 1) {
    const code = errorCode(at);
    if (/^[A-Z][A-Z0-9_]{2,60}$/.test(code) && code !== 'EPROMISERETRY') return code;
  }
  return '';
}

/** A time ran out. */
export function timeFailure(subject: Subject, milliseconds: number, kind: 'idle' | 'total'): Failure {
  const seconds = `${milliseconds / 1000} seconds`;
  const how = kind === 'idle' ? `sent nothing for ${seconds}` : `was not done after ${seconds}`;
  return { problem: { code: 'network-failed', message: `${whereOf(subject)} ${how}, asked for ${subject.what}` }, again: kind === 'idle' };
}

/** The answer is over its limit of bytes. */
export function sizeFailure(subject: Subject, limit: number): Failure {
  return { problem: { code: 'too-large', message: `${whereOf(subject)} sends more than ${limit} bytes for ${subject.what}` }, again: false };
}

/** A status of 400 and above. `credentials`: whether some were sent. */
export function statusFailure(subject: Subject, status: number, credentials: 'sent' | 'none'): Failure {
  const where = whereOf(subject);
  if (status === 407) return { problem: { code: 'access-refused', message: `${where}: the proxy wants credentials (407)`, hint: 'set proxy and https-proxy in your npm configuration' }, again: false };
  if (status === 401 || status === 403) {
    const why = credentials === 'sent' ? 'the credentials that your npm configuration has for it were refused' : 'your npm configuration has no credentials for it';
    return { problem: { code: 'access-refused', message: `${where} refuses ${subject.what} (${status}): ${why}`, hint: `npm login --registry=${hintAddress(subject.address)}, or ask whoever runs it for access` }, again: false };
  }
  return { problem: { code: 'network-failed', message: `${where} answered ${status} for ${subject.what}` }, again: [408, 420, 429].includes(status) || status >= 500 };
}

function hintAddress(address: string): string {
  return URL.canParse(address) ? `${new URL(address).origin}/` : 'ADDRESS';
}

function whereOf({ address, proxy }: Subject): string {
  return `registry ${hostOf(address)}${proxy === undefined ? '' : ` (through the proxy ${proxy})`}`;
}
