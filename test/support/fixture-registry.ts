// An npm registry on loopback (node:http) that tests fill: it tells what the public one tells (publishers, times, signatures,
// attestations), takes a real `npm publish`, and lies and fails where it is told to. It knows nothing but what it was given.
// Lies about one version are options of `publish`, lies of a package's documents go through `amend`, failures of the wire through `fail`.
// https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Person } from '../../src/model/release.ts';
import { attestedDocument, type Attest } from './registry/attested.ts';
import { abbreviatedDocument, fullDocument, versionDocument } from './registry/documents.ts';
import { type Answer, type Fault, sendFaulty } from './registry/faults.ts';
import { makeKeys, type RegistryKeys } from './registry/keys.ts';
import { makeShelf, type Publish, type Published, type StoredPackage, tarballName } from './registry/shelf.ts';
import { takeUpload } from './registry/uploads.ts';
import type { TestSigstore } from './sigstore.ts';

/** The token with which a fixture registry lets anybody publish. */
export const TOKEN = 'fixture-token';

export interface RegistryOptions {
  /** Path below which it answers, as mirrors have: `/npm/`. */
  readonly base?: string;
  /** Tokens that may publish, and who they are. */
  readonly tokens?: Readonly<Record<string, Person>>;
  /** Packages that nobody reads without a token, as name prefixes: `@corp/`. */
  readonly restricted?: readonly string[];
  /** What it lacks, as private registries do: then 404, or the full document in place of the abbreviated one. */
  readonly lacks?: readonly ('abbreviated' | 'versions' | 'keys')[];
}

/** One request as it came, and what was sent for it. */
export interface Asked {
  readonly method: string;
  /** Decoded, with the base. */
  readonly path: string;
  /** Whether it came with an Authorization header; its value is not kept. */
  readonly authorized: boolean;
  readonly accept: string;
  readonly userAgent: string;
  /** 0 where nothing was answered. */
  status: number;
  /** Bytes of the body that were sent. */
  sent: number;
}

export interface FixtureRegistry {
  /** Address, with its last slash. */
  readonly url: string;
  /** Requests in order. A test may empty the list. */
  readonly asked: Asked[];
  readonly keys: RegistryKeys;
  readonly publish: (name: string, version: string, options?: Publish) => Published;
  /** Adds provenance to a version that is there; what it says unless told otherwise is true. Loads the mock of sigstore. */
  readonly attest: (name: string, version: string, options?: Attest) => Promise<void>;
  /** The mock that signed, for its trust root. */
  readonly sigstore: () => Promise<TestSigstore>;
  /** As `npm unpublish`: one version, or all of them; `time` keeps what there was. */
  readonly unpublish: (name: string, version?: string) => void;
  /** Removes all of a package without a trace, as registries do with malware. */
  readonly remove: (name: string) => void;
  readonly tag: (name: string, tag: string, version: string) => void;
  /** Fields of a package's documents that are to differ from the truth, such as `name`; undefined takes one away. */
  readonly amend: (name: string, fields: Readonly<Record<string, unknown>>) => void;
  /** Spoils the answers to one path (below the base: `/name`, `/name/-/name-1.0.0.tgz`, `/-/npm/v1/keys`) or to all (`*`). */
  readonly fail: (path: string, fault: Fault) => void;
  /** Takes all faults away. */
  readonly heal: () => void;
  readonly close: () => Promise<void>;
}

interface State {
  readonly options: Required<RegistryOptions>;
  readonly shelf: ReturnType<typeof makeShelf>;
  readonly keys: RegistryKeys;
  readonly faults: Map<string, { readonly fault: Fault; left: number }>;
  readonly asked: Asked[];
}

const DEFAULTS: Required<RegistryOptions> = { base: '/', tokens: { [TOKEN]: { name: 'dev', email: 'dev@mail.example' } }, restricted: [], lacks: [] };
const ABBREVIATED = 'application/vnd.npm.install-v1+json';

/** Starts a registry on a free port of the loopback. */
export async function startRegistry(given: RegistryOptions = {}): Promise<FixtureRegistry> {
  let url = '';
  const keys = makeKeys();
  const state: State = { options: { ...DEFAULTS, ...given }, shelf: makeShelf(() => url, keys), keys, faults: new Map(), asked: [] };
  const server = createServer((request, response) => { void handle(state, request, response); });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}${state.options.base}`;
  const packageOf = (name: string): StoredPackage => {
    const found = state.shelf.packages.get(name);
    if (found === undefined) throw new Error(`${name} was never published here`);
    return found;
  };
  let sigstore: Promise<TestSigstore> | undefined;
  const startSigstore = (): Promise<TestSigstore> => (sigstore ??= import('./sigstore.ts').then((module) => module.startSigstore()));
  return {
    url, keys,
    asked: state.asked,
    publish: state.shelf.publish,
    attest: async (name, version, options = {}) => {
      const stored = packageOf(name).versions.get(version);
      if (stored === undefined) throw new Error(`${name}@${version} was never published here`);
      const { document, predicateType } = await attestedDocument({ name, version, integrity: String(stored.dist['integrity']), keys, sigstore: await startSigstore() }, options);
      stored.attestations = document;
      stored.dist['attestations'] = { url: `${url}-/npm/v1/attestations/${name}@${version}`, provenance: { predicateType } };
    },
    sigstore: startSigstore,
    unpublish: state.shelf.unpublish,
    remove: (name) => { state.shelf.packages.delete(name); },
    tag: (name, tag, version) => { packageOf(name).tags.set(tag, version); },
    amend: (name, fields) => { packageOf(name).amended = fields; },
    fail: (path, fault) => { state.faults.set(path, { fault, left: fault.times ?? Infinity }); },
    heal: () => { state.faults.clear(); },
    close: () => new Promise<void>((done) => { server.close(() => done()); server.closeAllConnections(); }),
  };
}

async function handle(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.on('error', () => response.destroy());
  const body = await bodyOf(request);
  const path = decodeURIComponent((request.url ?? '/').split('?')[0] as string);
  const entry: Asked = { method: request.method ?? 'GET', path, authorized: request.headers.authorization !== undefined, accept: request.headers.accept ?? '', userAgent: request.headers['user-agent'] ?? '', status: 0, sent: 0 };
  state.asked.push(entry);
  const below = path.startsWith(state.options.base) ? `/${path.slice(state.options.base.length)}` : '/-/outside';
  const answer = answerTo(state, { path: below, body, request });
  const wrote = (bytes: number): void => { entry.sent += bytes; };
  const spoiled = state.faults.get(below) ?? state.faults.get('*');
  if (spoiled !== undefined && spoiled.left > 0) {
    spoiled.left -= 1;
    entry.status = sendFaulty(spoiled.fault, { path: request.url ?? '/', answer, response, wrote });
    return;
  }
  entry.status = answer.status;
  wrote(answer.body.length);
  response.writeHead(answer.status, { ...answer.headers, ...(answer.status === 304 ? {} : { 'content-length': String(answer.body.length) }) }).end(answer.body);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

interface Question {
  readonly path: string;
  readonly body: string;
  readonly request: IncomingMessage;
}

function answerTo(state: State, question: Question): Answer {
  const { path, body, request } = question;
  const user = userOf(state, request);
  const method = request.method ?? 'GET';
  if (method === 'PUT' || method === 'DELETE') {
    if (user === undefined) return json(401, { error: 'this needs a token' });
    return json(...takeUpload(state.shelf, { method, path, body, user, time: new Date().toISOString() }));
  }
  if (state.options.restricted.some((prefix) => path.startsWith(`/${prefix}`)) && user === undefined) {
    return request.headers.authorization === undefined ? json(401, { error: 'this needs a token' }) : json(403, { error: 'this token may not' });
  }
  return path.startsWith('/-/') ? answerService(state, path, user) : answerPackage(state, question);
}

function userOf({ options }: State, { headers }: IncomingMessage): Person | undefined {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  return token !== undefined && Object.hasOwn(options.tokens, token) ? options.tokens[token] : undefined;
}

function answerService({ shelf, keys, options }: State, path: string, user: Person | undefined): Answer {
  if (path === '/-/ping') return json(200, {});
  if (path === '/-/whoami') return user === undefined ? json(401, { error: 'who?' }) : json(200, { username: user.name });
  if (path === '/-/npm/v1/keys' && !options.lacks.includes('keys')) return json(200, { keys: keys.listed });
  if (path === '/-/npm/v1/security/advisories/bulk') return json(200, {});
  const [, attested] = path.split('/-/npm/v1/attestations/');
  const at = attested?.lastIndexOf('@') ?? 0;
  if (attested !== undefined && at > 0) {
    const found = shelf.packages.get(attested.slice(0, at))?.versions.get(attested.slice(at + 1))?.attestations;
    return found === undefined ? json(404, { error: 'not found' }) : json(200, found);
  }
  const [, tagged] = /^\/-\/package\/((?:@[^/]+\/)?[^/]+)\/dist-tags$/.exec(path) ?? [];
  const stored = tagged === undefined ? undefined : shelf.packages.get(tagged);
  return stored === undefined ? json(404, { error: 'not found' }) : json(200, Object.fromEntries(stored.tags));
}

function answerPackage({ shelf, options }: State, { path, request }: Question): Answer {
  const [, name = '', rest] = /^\/((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/.exec(path) ?? [];
  const stored = shelf.packages.get(name);
  if (stored === undefined) return json(404, { error: 'not found' });
  if (rest?.startsWith('-/') === true) return tarballAnswer(stored, rest.slice(2), request);
  if (rest !== undefined) {
    const document = options.lacks.includes('versions') ? undefined : versionDocument(stored, rest);
    return document === undefined ? json(404, { error: `version not found: ${rest}` }) : json(200, document, { request });
  }
  const short = (request.headers.accept ?? '').startsWith(ABBREVIATED) && !options.lacks.includes('abbreviated');
  return json(200, short ? abbreviatedDocument(stored) : fullDocument(stored), { request, ...(short ? { type: ABBREVIATED } : {}) });
}

function tarballAnswer({ name, versions }: StoredPackage, file: string, request: IncomingMessage): Answer {
  const found = [...versions].find(([version]) => tarballName(name, version) === file)?.[1];
  if (found === undefined) return json(404, { error: 'not found' });
  return whole({ body: found.served, type: 'application/octet-stream', request, lastModified: new Date(found.time).toUTCString() });
}

function json(status: number, value: unknown, { request, type = 'application/json' }: { readonly request?: IncomingMessage; readonly type?: string } = {}): Answer {
  const body = Buffer.from(JSON.stringify(value));
  return request === undefined ? { status, headers: { 'content-type': type }, body } : whole({ body, type, request });
}

function whole({ body, type, request, lastModified }: { readonly body: Uint8Array; readonly type: string; readonly request: IncomingMessage; readonly lastModified?: string }): Answer {
  const etag = `"${createHash('sha1').update(body).digest('hex')}"`;
  const headers = { 'content-type': type, etag, vary: 'accept', 'cache-control': 'public, max-age=300', ...(lastModified === undefined ? {} : { 'last-modified': lastModified }) };
  return request.headers['if-none-match'] === etag ? { status: 304, headers, body: new Uint8Array() } : { status: 200, headers, body };
}
