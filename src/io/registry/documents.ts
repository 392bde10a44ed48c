// JSON documents of a registry: asked of it with the etag of what is kept, or offline taken from our cache and then from npm's. Each is
// hostile: bounded in size and depth, and an object before anybody looks inside.
import type { Problem } from '../../model/coverage.ts';
import { LIMITS } from '../../model/limits.ts';
import { isObject, parseJson, type JsonObject } from '../../text/json.ts';
import { hostOf } from './addresses.ts';
import type { Kept, KeptDocument } from './kept.ts';
import type { NpmCache } from './npm-cache.ts';
import type { Request } from './request.ts';

/** What npm asks for: all versions with what an install needs, and the whole. */
export const ACCEPT = {
  abbreviated: 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*',
  full: 'application/json',
} as const;

/** One question. */
export interface AskedDocument {
  readonly address: string;
  readonly accept: (typeof ACCEPT)[keyof typeof ACCEPT];
  /** For messages. */
  readonly what: string;
  readonly limit?: number;
  /** It hardly ever changes: an answer of a short while ago will do. */
  readonly settled?: true;
}

/** When the cache answers for the registry. */
export interface Lately {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Milliseconds. */
  readonly span: number;
  /** Who asks: an answer to another configuration is none. */
  readonly as: string;
  /** That it was so. */
  readonly tell: () => void;
}

/** One JSON object, as text and as value. */
export interface Document {
  readonly text: string;
  readonly value: JsonObject;
  readonly from: 'registry' | 'cache' | 'npm-cache';
}

/** What became of a question for a document. */
export type DocumentAnswer =
  | { readonly kind: 'document'; readonly document: Document }
  | { readonly kind: 'missing'; readonly status: number }
  /** Offline, and in no cache. */
  | { readonly kind: 'not-kept' }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Documents of one opened registry. */
export interface Documents {
  /** From the registry; offline from a cache. */
  readonly get: (asked: AskedDocument) => Promise<DocumentAnswer>;
  /** From the caches, ours first and then the newest: also what the registry has no more. */
  readonly held: (asked: AskedDocument) => Iterable<Document>;
}

/** Where documents come from. */
export interface DocumentSources {
  /** Absent: offline. */
  readonly request?: Request;
  readonly kept: Kept;
  readonly npmCache: NpmCache;
  /** Absent: the registry is always asked. */
  readonly lately?: Lately;
}

/** The same question asked twice at a time is one request. */
export function openDocuments({ request, kept, npmCache, lately }: DocumentSources): Documents {
  const underway = new Map<string, Promise<DocumentAnswer>>();
  const held = (asked: AskedDocument) => heldIn(asked, kept, npmCache);
  return {
    held,
    get: (asked) => {
      const key = `${asked.accept}\n${asked.address}`;
      const started = underway.get(key) ?? (request ? fetched(asked, { request, kept, ...(lately ? { lately } : {}) }) : Promise.resolve(offline(held(asked)))).finally(() => underway.delete(key));
      underway.set(key, started);
      return started;
    },
  };
}

function offline(documents: Iterable<Document>): DocumentAnswer {
  for (const document of documents) return { kind: 'document', document };
  return { kind: 'not-kept' };
}

function* heldIn(asked: AskedDocument, kept: Kept, npmCache: NpmCache): Generator<Document> {
  const own = kept.document(asked.address, asked.accept);
  const first = own && opened(asked, own.bytes, 'cache');
  if (first?.kind === 'document') yield first.document;
  for (const { bytes } of npmCache(asked.address, asked.limit ?? LIMITS.registryDocumentBytes)) {
    const next = opened(asked, bytes, 'npm-cache');
    if (next.kind === 'document') yield next.document;
  }
}

async function fetched(asked: AskedDocument, { request, kept, lately }: { readonly request: Request; readonly kept: Kept; readonly lately?: Lately }): Promise<DocumentAnswer> {
  const { address, accept, what, limit = LIMITS.registryDocumentBytes, settled } = asked;
  const before = kept.document(address, accept);
  const stamp = settled && lately ? { asked: { at: lately.now, as: lately.as } } : {};
  if (before && settled && lately && isOf(before, lately)) {
    const recent = opened(asked, before.bytes, 'cache');
    if (recent.kind === 'document') {
      lately.tell();
      return recent;
    }
  }
  const answer = await request({ address, accept, what, limit, ...(before?.etag === undefined ? {} : { etag: before.etag }) });
  if (answer.kind === 'unchanged') {
    if (before === undefined) return { kind: 'failed', problem: { code: 'network-failed', message: `registry ${hostOf(address)} says that ${what} is unchanged, without having been asked` } };
    if (stamp.asked) kept.keepDocument(address, accept, { ...before, ...stamp });
    return opened(asked, before.bytes, 'cache');
  }
  if (answer.kind !== 'bytes') return answer;
  const document = opened(asked, answer.bytes, 'registry');
  const same = before !== undefined && before.etag === answer.etag && Buffer.compare(before.bytes, answer.bytes) === 0;
  if (document.kind === 'document' && (!same || stamp.asked)) kept.keepDocument(address, accept, { ...answer, ...stamp });
  return document;
}

function isOf({ asked }: KeptDocument, { now, span, as }: Lately): boolean {
  return asked !== undefined && asked.as === as && now >= asked.at && now - asked.at < span;
}

function opened({ address, what }: AskedDocument, bytes: Uint8Array, from: Document['from']): DocumentAnswer {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const result = parseJson(text);
  if (result.ok && isObject(result.value)) return { kind: 'document', document: { text, value: result.value, from } };
  return { kind: 'failed', problem: notADocument(`registry ${hostOf(address)}`, what, text, result.ok ? undefined : result.problem) };
}

// A login page, or the page of a proxy, is no answer of a registry; what is cut off or nonsense is one that is broken.
function notADocument(where: string, what: string, text: string, problem: Pick<Problem, 'code' | 'message'> | undefined): Problem {
  if (/^\s*</.test(text)) return { code: 'network-failed', message: `${where} answered with a page in place of the document of ${what}`, hint: 'a login page or a proxy may stand in between' };
  if (problem?.code === 'too-deep') return { code: 'too-deep', message: `the document of ${what} from ${where} is ${problem.message}` };
  return { code: 'malformed', message: `the document of ${what} from ${where} is ${problem?.message ?? 'no JSON object'}` };
}
