// One request to a registry: bytes are counted while they come, silence ends it, and what may be a passing fault is asked again after a
// pause. Nothing is cached here, and nothing is thrown.
import type { Problem } from '../../model/coverage.ts';
import { hostOf, webUrl } from './addresses.ts';
import { networkFailure, sizeFailure, statusFailure, timeFailure, type Failure, type Subject } from './failures.ts';
import type { Environment } from './npm-environment.ts';
import { proxyFor } from './proxies.ts';
import { type Body, loadSend, type Send, type Sent } from './send.ts';
import type { RegistrySettings } from './settings.ts';
import { pause, turns, watchdog, type Watchdog } from './waiting.ts';

/** One GET. */
export interface Asked {
  readonly address: string;
  readonly accept: string;
  /** Bytes of the answer's body, unpacked. */
  readonly limit: number;
  /** For messages: a package or a document. */
  readonly what: string;
  /** Of an answer that is kept already. */
  readonly etag?: string;
}

/** What became of it. */
export type Answer =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly etag?: string; readonly lastModified?: string }
  /** What the etag names is still right. */
  | { readonly kind: 'unchanged' }
  /** A status of 400 to 499 that is neither about access nor about waiting, or 501. */
  | { readonly kind: 'missing'; readonly status: number }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Never rejects. */
export type Request = (asked: Asked) => Promise<Answer>;

type Attempt = Exclude<Answer, { kind: 'failed' }> | { readonly kind: 'fault'; readonly failure: Failure };

/** Of all requests of one opened registry. */
export interface RequestLimits {
  /** Requests that run at a time: time spent waiting for a turn is not counted as silence. */
  readonly atOnce: number;
  /** How many requests to one host that fail in a row make the rest fail without being sent: 500 packages times 90 seconds of silence is half a day. */
  readonly failures: number;
}

/** Of one opened registry. What sends is loaded at the first one. */
export function openRequests(settings: RegistrySettings, environment: Environment, { atOnce, failures }: RequestLimits): Request {
  const turn = turns(atOnce);
  const failedInRow = new Map<string, number>();
  return (asked) => turn(async () => {
    const host = hostOf(asked.address);
    const before = failedInRow.get(host) ?? 0;
    if (before >= failures) return { kind: 'failed', problem: { code: 'network-failed', message: `registry ${host} was not asked for ${asked.what}: ${before} requests before it failed` } };
    const answer = await askUntil(asked, settings, environment);
    failedInRow.set(host, answer.kind === 'failed' && answer.problem.code === 'network-failed' ? (failedInRow.get(host) ?? 0) + 1 : 0);
    return answer;
  });
}

async function askUntil(asked: Asked, settings: RegistrySettings, environment: Environment): Promise<Answer> {
  if (webUrl(asked.address) === undefined) return { kind: 'failed', problem: { code: 'malformed', message: `your npm configuration names a registry for ${asked.what} that has no http or https address` } };
  const send = await loadSend();
  const { retries, minDelay, factor, maxDelay } = settings.retry;
  for (let round = 0; ; round += 1) {
    const attempt = await once(send, asked, settings, environment);
    if (attempt.kind !== 'fault') return attempt;
    if (!attempt.failure.again || round >= retries) return { kind: 'failed', problem: tried(attempt.failure.problem, round) };
    await pause(Math.min(minDelay * factor ** round, maxDelay));
  }
}

function tried(problem: Problem, round: number): Problem {
  return round === 0 ? problem : { ...problem, message: `${problem.message} (asked ${round + 1} times)` };
}

async function once(send: Send, asked: Asked, settings: RegistrySettings, environment: Environment): Promise<Attempt> {
  const proxy = proxyFor(asked.address, settings, environment);
  const subject: Subject = { what: asked.what, address: asked.address, ...(proxy.proxy === undefined ? {} : { proxy: hostOf(proxy.proxy) }) };
  const watch = watchdog(settings.retry);
  try {
    const headers = { accept: asked.accept, ...(asked.etag === undefined ? {} : { 'if-none-match': asked.etag }) };
    const sent = await send({ address: asked.address, headers, settings, environment, signal: watch.signal });
    if (sent.status === 304) return { kind: 'unchanged' };
    if (sent.status >= 400) return refused(subject, sent);
    const bytes = await readBody(sent.body, asked.limit, watch);
    if (bytes === undefined) return { kind: 'fault', failure: sizeFailure(subject, asked.limit) };
    return { kind: 'bytes', bytes, ...headersOf(sent) };
  } catch (error) {
    const over = watch.over();
    return { kind: 'fault', failure: over === undefined ? networkFailure(subject, error) : timeFailure(subject, settings.retry[over], over) };
  } finally {
    watch.stop();
  }
}

function refused(subject: Subject, { status, credentials }: Sent): Attempt {
  // The route is not known there.
  if (status === 501) return { kind: 'missing', status };
  const failure = statusFailure(subject, status, credentials);
  return failure.again || failure.problem.code === 'access-refused' || status >= 500 ? { kind: 'fault', failure } : { kind: 'missing', status };
}

function headersOf({ headers }: Sent): { readonly etag?: string; readonly lastModified?: string } {
  const etag = headers.get('etag');
  const modified = new Date(headers.get('last-modified') ?? '');
  return {
    ...(etag === null || etag.length > 1024 ? {} : { etag }),
    ...(Number.isNaN(modified.getTime()) ? {} : { lastModified: modified.toISOString() }),
  };
}

/** Undefined where it is longer than the limit; the rest is not waited for. */
function readBody(body: Body, limit: number, watch: Watchdog): Promise<Uint8Array | undefined> {
  return new Promise((done, fail) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    body.on('error', fail);
    body.on('end', () => { done(Buffer.concat(chunks, size)); });
    body.on('data', (chunk) => {
      watch.alive();
      if (size > limit) return;
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        chunks.length = 0;
        done(undefined);
        watch.abort();
      }
    });
  });
}
