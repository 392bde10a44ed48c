// One request to a registry through npm-registry-fetch: credentials by host, proxies and certificates as npm has them. Bytes are
// counted while they come, silence ends it, and what may be a passing fault is asked again after a pause. Nothing is cached here, and
// nothing is thrown.
import type { Problem } from '../../model/coverage.ts';
import { hostOf, webUrl } from './addresses.ts';
import { networkFailure, sizeFailure, statusFailure, timeFailure, type Failure, type Subject } from './failures.ts';
import type { Environment } from './npm-environment.ts';
import { proxyFor } from './proxies.ts';
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

// The parts that are used of what npm-registry-fetch gives (minipass-fetch's Response; @types/npm-registry-fetch describes another one).
interface Body { on(event: 'data', listener: (chunk: Uint8Array) => void): void; on(event: 'end', listener: () => void): void; on(event: 'error', listener: (error: unknown) => void): void; resume(): void }
interface Response { readonly status: number; readonly headers: { get(name: string): string | null }; readonly body: Body }
interface RegistryFetch {
  (address: string, options: Record<string, unknown>): Promise<Response>;
  getAuth(address: string, options: Record<string, unknown>): { readonly token: string | null; readonly auth: string | null; readonly cert: unknown };
}

type Attempt = Exclude<Answer, { kind: 'failed' }> | { readonly kind: 'fault'; readonly failure: Failure };

/** Of all requests of one opened registry. */
export interface RequestLimits {
  /** Requests that run at a time: time spent waiting for a turn is not counted as silence. */
  readonly atOnce: number;
  /** How many requests to one host that fail in a row make the rest fail without being sent: 500 packages times 90 seconds of silence is half a day. */
  readonly failures: number;
}

/** npm-registry-fetch is loaded at the first one. */
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
  const { default: fetch } = await import('npm-registry-fetch') as unknown as { default: RegistryFetch };
  const { retries, minDelay, factor, maxDelay } = settings.retry;
  for (let round = 0; ; round += 1) {
    const attempt = await once(fetch, asked, settings, environment);
    if (attempt.kind !== 'fault') return attempt;
    if (!attempt.failure.again || round >= retries) return { kind: 'failed', problem: tried(attempt.failure.problem, round) };
    await pause(Math.min(minDelay * factor ** round, maxDelay));
  }
}

function tried(problem: Problem, round: number): Problem {
  return round === 0 ? problem : { ...problem, message: `${problem.message} (asked ${round + 1} times)` };
}

async function once(fetch: RegistryFetch, asked: Asked, settings: RegistrySettings, environment: Environment): Promise<Attempt> {
  const proxy = proxyFor(asked.address, settings, environment);
  const subject: Subject = { what: asked.what, address: asked.address, ...(proxy.proxy === undefined ? {} : { proxy: hostOf(proxy.proxy) }) };
  const watch = watchdog(settings.retry);
  const options = {
    ...settings.fetch, ...proxy, registry: settings.registry,
    // npm-registry-fetch would ask again by itself, without telling; and it gives up on silence later than the watchdog.
    retry: { retries: 0 }, timeout: settings.retry.idle * 2, signal: watch.signal,
    headers: { accept: asked.accept, ...(asked.etag === undefined ? {} : { 'if-none-match': asked.etag }) },
  };
  try {
    const response = await fetch(asked.address, options);
    if (response.status === 304) {
      response.body.resume();
      return { kind: 'unchanged' };
    }
    const bytes = await readBody(response.body, asked.limit, watch);
    if (bytes === undefined) return { kind: 'fault', failure: sizeFailure(subject, asked.limit) };
    return { kind: 'bytes', bytes, ...headersOf(response) };
  } catch (error) {
    const over = watch.over();
    if (over !== undefined) return { kind: 'fault', failure: timeFailure(subject, settings.retry[over], over) };
    const status = statusOf(error);
    if (status === undefined) return { kind: 'fault', failure: networkFailure(subject, error) };
    // The route is not known there.
    if (status === 501) return { kind: 'missing', status };
    const failure = statusFailure(subject, status, sendsCredentials(fetch, asked.address, options));
    return failure.again || failure.problem.code === 'access-refused' || status >= 500 ? { kind: 'fault', failure } : { kind: 'missing', status };
  } finally {
    watch.stop();
  }
}

function statusOf(error: unknown): number | undefined {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 ? status : undefined;
}

function sendsCredentials(fetch: RegistryFetch, address: string, options: Record<string, unknown>): 'sent' | 'none' {
  const { token, auth, cert } = fetch.getAuth(address, options);
  return token || auth || cert ? 'sent' : 'none';
}

function headersOf({ headers }: Response): { readonly etag?: string; readonly lastModified?: string } {
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
