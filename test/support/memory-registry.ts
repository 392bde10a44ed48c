// A Registry port over packages in memory, for tests of pipelines: what is published is answered, all else is not found. It notes what
// was asked for.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Problem } from '../../src/model/coverage.ts';
import type { Fetched, Registry } from '../../src/model/ports.ts';
import type { Release } from '../../src/model/release.ts';
import { tar } from './image.ts';

export interface StoredVersion {
  readonly files: Readonly<Record<string, string>>;
  readonly time?: string;
  /** Overrides what the registry tells. */
  readonly release?: Partial<Release>;
  /** Bytes that are served in place of the tarball. */
  readonly bytes?: Uint8Array;
  /** Why the tarball cannot be had. */
  readonly refuses?: Problem;
}

/** Name to version to what is published. */
export type Stored = Readonly<Record<string, Readonly<Record<string, StoredVersion>>>>;

export function packed(files: Readonly<Record<string, string>>): Uint8Array {
  return gzipSync(tar(Object.entries(files).map(([name, text]) => ({ name: `package/${name}`, text }))));
}

export function memoryRegistry(stored: Stored): Registry & { readonly asked: string[] } {
  const asked: string[] = [];
  const bytesOf = (name: string, version: string) => stored[name]?.[version]?.bytes ?? packed(stored[name]?.[version]?.files ?? {});
  return {
    asked,
    release: async (spec) => {
      asked.push(`release ${spec}`);
      const at = spec.indexOf('@', 1);
      const [name, wanted] = at === -1 ? [spec, 'latest'] : [spec.slice(0, at), spec.slice(at + 1)];
      const versions = Object.keys(stored[name] ?? {});
      const version = versions.includes(wanted) ? wanted : /^[\d.]+$/.test(wanted) ? undefined : versions.at(-1);
      if (version === undefined) return failed({ code: 'not-found', message: `${spec} is not published` });
      return { kind: 'found', value: releaseOf(name, version, stored[name]?.[version], bytesOf(name, version)) };
    },
    history: async (name) => {
      asked.push(`history ${name}`);
      const versions = Object.entries(stored[name] ?? {});
      if (versions.length === 0) return failed({ code: 'not-found', message: `${name} is not published` });
      return { kind: 'found', value: { name, registry: 'https://registry.example/', versions: versions.map(([version, { time }]) => ({ version, attested: false, ...(time === undefined ? {} : { time }) })), unpublished: [], tags: { latest: versions.at(-1)?.[0] ?? '' }, ...(versions[0]?.[1].time === undefined ? {} : { created: versions[0][1].time }) } };
    },
    tarball: async ({ name, version, integrity }) => {
      asked.push(`tarball ${name}@${version}`);
      const one = stored[name]?.[version];
      if (one?.refuses) return failed(one.refuses);
      const bytes = bytesOf(name, version);
      const got = integrityOf(bytes);
      return { kind: 'found', value: { bytes, from: 'registry', lastModified: '2025-09-15T10:00:00.000Z', ...(integrity === undefined || integrity === got ? {} : { differs: { promised: integrity, got } }) } };
    },
    keys: async () => ({ kind: 'found', value: [] }),
    attestations: async ({ name }) => failed({ code: 'not-found', message: `${name} has none` }),
  };
}

function releaseOf(name: string, version: string, one: StoredVersion | undefined, bytes: Uint8Array): Release {
  return {
    name,
    version,
    registry: 'https://registry.example/',
    tarball: `https://registry.example/${name}/-/${name}-${version}.tgz`,
    integrity: integrityOf(bytes),
    document: one?.files['package.json'] ?? JSON.stringify({ name, version }),
    signatures: [],
    ...one?.release,
  };
}

function integrityOf(bytes: Uint8Array): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

function failed<T>(problem: Problem): Fetched<T> {
  return { kind: 'failed', problem };
}
