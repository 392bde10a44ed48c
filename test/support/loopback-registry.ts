// A registry on loopback that serves packuments and tarballs made of texts, for `check`: real package managers install from it.
// It knows nothing but what it was given, and tells what it was asked for.
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FIXTURES } from './fixtures.ts';

const { packTarball } = await import(pathToFileURL(join(FIXTURES, 'managers', 'generator', 'tarball.mjs')).href) as { readonly packTarball: (files: Readonly<Record<string, string>>) => Uint8Array };

/** A release: its package.json without name and version, and its other files. */
export interface Release {
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly files?: Readonly<Record<string, string>>;
}

export interface LoopbackRegistry {
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
  readonly publish: (name: string, version: string, release?: Release) => { readonly integrity: string; readonly size: number };
  /** Removes all of a package, as a registry does with malware. */
  readonly unpublish: (name: string) => void;
  readonly close: () => Promise<void>;
}

interface Stored { readonly manifest: Record<string, unknown>; readonly bytes: Uint8Array }

/** Starts a registry on a free port. */
export async function startRegistry(): Promise<LoopbackRegistry> {
  const packages = new Map<string, Map<string, Stored>>();
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '/').split('?')[0] as string);
    asked.push(path);
    const [name, file] = path.slice(1).split('/-/') as [string, string | undefined];
    const versions = packages.get(name);
    const stored = file === undefined ? undefined : [...(versions?.values() ?? [])].find(({ manifest }) => file === fileName(name, String(manifest['version'])));
    if (versions === undefined || (file !== undefined && stored === undefined)) {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not found"}');
    } else if (stored) {
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': stored.bytes.length }).end(stored.bytes);
    } else {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(packument(name, versions)));
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
  return {
    url, asked,
    publish: (name, version, { manifest = {}, files = {} } = {}) => {
      const full = { name, version, ...manifest };
      const bytes = packTarball({ 'package.json': JSON.stringify(full), ...files });
      const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
      const dist = { tarball: `${url}${name}/-/${fileName(name, version)}`, integrity, shasum: createHash('sha1').update(bytes).digest('hex') };
      const versions = packages.get(name) ?? new Map<string, Stored>();
      versions.set(version, { manifest: { ...full, dist }, bytes });
      packages.set(name, versions);
      return { integrity, size: bytes.length };
    },
    unpublish: (name) => { packages.delete(name); },
    close: () => new Promise<void>((done) => { server.close(() => done()); server.closeAllConnections(); }),
  };
}

function fileName(name: string, version: string): string {
  return `${name.slice(name.lastIndexOf('/') + 1)}-${version}.tgz`;
}

function packument(name: string, versions: ReadonlyMap<string, Stored>): unknown {
  const all = [...versions.keys()];
  return {
    name, 'dist-tags': { latest: all.toSorted().at(-1) },
    versions: Object.fromEntries([...versions].map(([version, { manifest }]) => [version, manifest])),
    time: Object.fromEntries([['created', '2025-01-01T00:00:00.000Z'], ['modified', '2025-01-01T00:00:00.000Z'], ...all.map((version) => [version, '2025-01-01T00:00:00.000Z'])]),
  };
}
