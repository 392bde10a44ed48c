// npm's caches as objects for memoryTree: index lines, content files and npx folders, built from texts.
import { createHash } from 'node:crypto';
import { npxKey } from '../../src/caches/npx.ts';

const digest = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');

export interface CacheEntry {
  readonly url: string;
  /** Content; null for a deletion. */
  readonly content: string | null;
  readonly time?: number;
  /** Other fields of the entry. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** The integrity of a text as npm writes it. */
export function integrityOf(content: string): string {
  return `sha512-${Buffer.from(digest('sha512', content), 'hex').toString('base64')}`;
}

/** One line with its checksum, as cacache appends it. */
export function indexLine({ url, content, time = 1_758_080_000_000, more = {} }: CacheEntry): string {
  const json = JSON.stringify({ key: `make-fetch-happen:request-cache:${url}`, integrity: content === null ? null : integrityOf(content), time, size: content?.length, metadata: { time, url, reqHeaders: {}, resHeaders: {}, options: { compress: true } }, ...more });
  return `\n${digest('sha1', json)}\t${json}`;
}

/** Path of the index file of an address below a cache folder. */
export function indexPath(cache: string, url: string): string {
  const key = digest('sha256', `make-fetch-happen:request-cache:${url}`);
  return `${cache}/_cacache/index-v5/${key.slice(0, 2)}/${key.slice(2, 4)}/${key.slice(4)}`;
}

/** Files of a cache with these fetches, in order; content of those not in `lost`. */
export function cacheFiles(cache: string, entries: readonly CacheEntry[], lost: readonly string[] = []): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of entries) {
    const path = indexPath(cache, entry.url);
    files[path] = `${files[path] ?? ''}${indexLine(entry)}`;
    if (entry.content === null || lost.includes(entry.content)) continue;
    const hex = digest('sha512', entry.content);
    files[`${cache}/_cacache/content-v2/sha512/${hex.slice(0, 2)}/${hex.slice(2, 4)}/${hex.slice(4)}`] = entry.content;
  }
  return files;
}

/** Files of an npx folder that was asked for these specs and holds these versions. */
export function npxFiles(cache: string, specs: readonly string[], installed: Readonly<Record<string, string>>): Record<string, string> {
  const folder = `${cache}/_npx/${npxKey(specs)}`;
  const dependencies = Object.fromEntries(Object.entries(installed).map(([name, version]) => [name, `^${version}`]));
  return {
    [`${folder}/package.json`]: JSON.stringify({ dependencies, _npx: { packages: specs } }, undefined, 2),
    [`${folder}/package-lock.json`]: JSON.stringify({ lockfileVersion: 3, packages: {} }),
    ...Object.fromEntries(Object.entries(installed).map(([name, version]) => [`${folder}/node_modules/${name}/package.json`, JSON.stringify({ name, version })])),
  };
}
