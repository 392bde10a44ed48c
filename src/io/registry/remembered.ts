// What npm's configuration said the last time: loading npm's own reader of it takes longer than comparing two small packages. It counts
// for the very same environment and the very same files (size, times, inode), and only which registry is asked is kept: no credentials.
// Where something has to be asked after all, the whole configuration is read anew.
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { isObject, parseJson, property, type JsonObject } from '../../text/json.ts';
import { errorCode } from '../system.ts';
import { bareAddress } from './addresses.ts';
import type { Kept } from './kept.ts';
import type { ConfigQuestion, LoadedConfig } from './npm-config.ts';
import type { AddressSettings, RegistrySettings } from './settings.ts';

/** A configuration by which registry it names. */
export interface RememberedConfig {
  /** Without what a request needs: credentials, proxies, certificates. */
  readonly settings: AddressSettings;
  /** Differs where the environment or a file that npm reads does: who asks whom. */
  readonly identity: string;
}

const ACCEPT = 'configuration 1';
/** Milliseconds: a file may be written twice within the time that its stamp tells apart. */
const RACY = 2_000;
const PLAIN_PATH = /^\/(?:[a-z_-]{1,30}\/){0,8}$/;
const SCOPE = /^@[^:]*:registry$/i;

/** Undefined where nothing was kept, or something changed since. */
export function recallConfig(kept: Kept, question: ConfigQuestion): RememberedConfig | undefined {
  const key = keyOf(question);
  const found = kept.document(key, ACCEPT);
  const parsed = found && parseJson(Buffer.from(found.bytes).toString('utf8'));
  if (!parsed?.ok || !isObject(parsed.value)) return undefined;
  const files = property(parsed.value, 'files');
  const settings = property(parsed.value, 'settings');
  if (!Array.isArray(files) || !isObject(settings)) return undefined;
  const stamps: string[] = [];
  for (const file of files) {
    const [path, stamp] = isObject(file) ? [property(file, 'path'), property(file, 'stamp')] : [];
    if (typeof path !== 'string' || typeof stamp !== 'string' || stampOf(path)?.stamp !== stamp) return undefined;
    stamps.push(`${path}\n${stamp}`);
  }
  const read = settingsFrom(settings);
  return read && { settings: read, identity: identityOf(key, stamps) };
}

/** Keeps it for the next run. The identity is undefined where it cannot be told apart from another configuration, or has a fault to be told. */
export function rememberConfig(kept: Kept, question: ConfigQuestion, { settings, problems, notes, unsure, files }: LoadedConfig, now: number): string | undefined {
  // A date before which versions count moves with the clock.
  if (files === undefined || problems.length > 0 || notes.length > 0 || unsure !== undefined || settings.before !== undefined) return undefined;
  const written = writable(settings);
  const stamped = files.map((path) => ({ path, ...stampOf(path) }));
  if (written === undefined || stamped.some(({ stamp, changed = 0 }) => stamp === undefined || now - changed < RACY)) return undefined;
  const key = keyOf(question);
  kept.keepDocument(key, ACCEPT, { bytes: Buffer.from(JSON.stringify({ files: stamped.map(({ path, stamp }) => ({ path, stamp })), settings: written })) });
  return identityOf(key, stamped.map(({ path, stamp }) => `${path}\n${stamp ?? ''}`));
}

// All of the environment: npm's files may name any variable (`${NAME}`). The store keeps a hash of it.
function keyOf({ environment, home, retry }: ConfigQuestion): string {
  const variables = Object.entries(environment).filter(([, value]) => value !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([process.execPath, process.version, process.platform, home, retry ?? {}, variables]);
}

function identityOf(key: string, stamps: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify([key, ...stamps])).digest('hex');
}

/** Undefined where it cannot be looked at. `changed` in milliseconds since 1970; 0 for what is not there. */
function stampOf(path: string): { readonly stamp: string; readonly changed: number } | undefined {
  try {
    const { size, ino, mtimeNs, ctimeNs, ctimeMs } = statSync(path, { bigint: true });
    return { stamp: [size, ino, mtimeNs, ctimeNs].join(' '), changed: Number(ctimeMs) };
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? { stamp: 'absent', changed: 0 } : undefined;
  }
}

function writable({ registry, publicRegistry, fetch, replaceRegistryHost, defaultTag, cache }: RegistrySettings): object | undefined {
  const scopes = Object.entries(fetch).filter(([key]) => SCOPE.test(key) || key === 'scope');
  const addresses = [registry, publicRegistry, ...scopes.filter(([key]) => key !== 'scope').map(([, address]) => String(address))];
  // Some services want a token in the path: an address with more than a host and plain words is read anew each time.
  if (addresses.some((address) => bareAddress(address) !== address || !PLAIN_PATH.test(new URL(address).pathname))) return undefined;
  return { registry, publicRegistry, scopes: Object.fromEntries(scopes), replaceRegistryHost, defaultTag, ...(cache === undefined ? {} : { cache }) };
}

function settingsFrom(value: JsonObject): AddressSettings | undefined {
  const [registry, publicRegistry, replaceRegistryHost, defaultTag, scopes, cache] = ['registry', 'publicRegistry', 'replaceRegistryHost', 'defaultTag', 'scopes', 'cache'].map((name) => property(value, name));
  if (typeof registry !== 'string' || typeof publicRegistry !== 'string' || typeof replaceRegistryHost !== 'string' || typeof defaultTag !== 'string' || !isObject(scopes)) return undefined;
  return { registry, publicRegistry, replaceRegistryHost, defaultTag, fetch: scopes, ...(typeof cache === 'string' ? { cache } : {}) };
}
