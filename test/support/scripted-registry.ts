// A server on loopback that answers as a test says, path by path, and notes every header: for tests of requests themselves (credentials,
// proxies, redirects, etags, pauses, bodies without end, documents that are none). fixture-registry.ts is a registry, which knows versions,
// signs, takes `npm publish`, and fails as a whole registry does: for everything above single requests. It keeps no secrets, so it cannot
// show which token came, and its answers follow from what was published.
import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';

export type Script = (request: IncomingMessage, response: ServerResponse, asked: number) => void;

export interface ScriptedRegistry {
  /** With a slash at the end. */
  readonly url: string;
  readonly host: string;
  readonly requests: readonly { readonly path: string; readonly headers: IncomingHttpHeaders; readonly method: string }[];
  /** Path as it is asked for, `%2f` in scopes included; '*' for every other one. */
  readonly on: (path: string, script: Script) => void;
  readonly close: () => Promise<void>;
}

export async function startScripted(): Promise<ScriptedRegistry> {
  const scripts = new Map<string, Script>();
  const requests: { path: string; headers: IncomingHttpHeaders; method: string }[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const asked = requests.filter((other) => other.path === path).length;
    requests.push({ path, headers: request.headers, method: request.method ?? '' });
    (scripts.get(path) ?? scripts.get('*') ?? status(404))(request, response, asked);
  });
  // A proxy's way to an https server: noted, and refused.
  server.on('connect', (request, socket) => {
    requests.push({ path: request.url ?? '', headers: request.headers, method: 'CONNECT' });
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    url: `http://${host}/`, host, requests,
    on: (path, script) => { scripts.set(path, script); },
    close: () => new Promise<void>((done) => { server.close(() => { done(); }); server.closeAllConnections(); }),
  };
}

export function status(code: number, body = '{"error":"no"}'): Script {
  return (_, response) => { response.writeHead(code, { 'content-type': 'application/json' }).end(body); };
}

export function json(value: unknown, headers: Record<string, string> = {}): Script {
  return text(JSON.stringify(value), { 'content-type': 'application/json', ...headers });
}

export function text(body: string, headers: Record<string, string> = {}): Script {
  return (_, response) => { response.writeHead(200, headers).end(body); };
}

export function bytes(body: Uint8Array, headers: Record<string, string> = {}): Script {
  return (_, response) => { response.writeHead(200, { 'content-type': 'application/octet-stream', ...headers }).end(body); };
}

export const sha512 = (body: Uint8Array): string => `sha512-${createHash('sha512').update(body).digest('base64')}`;

/** A version's document as a registry gives it. `body` are the bytes of its tarball, which nobody opens here. */
export function manifest(registry: string, name: string, version: string, body: Uint8Array, more: Record<string, unknown> = {}, dist: Record<string, unknown> = {}): Record<string, unknown> {
  const file = `${name.slice(name.lastIndexOf('/') + 1)}-${version}.tgz`;
  return { name, version, ...more, dist: { tarball: `${registry}${name}/-/${file}`, integrity: sha512(body), shasum: createHash('sha1').update(body).digest('hex'), ...dist } };
}
