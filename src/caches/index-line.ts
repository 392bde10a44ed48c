// One line of cacache's index (npm/cacache lib/entry-index.js): `<sha1 of json>\t<json>`, one fetch or deletion. Every line is
// verified, since damage could lie in the name itself; JSON is parsed only for what is asked for.
import { hash } from 'node:crypto';
import { isObject, property, type JsonObject, type JsonValue } from '../text/json.ts';
import { identityOfTarballUrl } from '../text/registry-url.ts';

export interface ContentCacheQuestion {
  /** Packages that are looked for: entries of others are counted and not verified. Absent: all. */
  readonly wanted?: (name: string, version: string) => boolean;
  /** The same for questions about a package; absent: none is listed. */
  readonly wantedMetadata?: (name: string) => boolean;
}

/** An entry that was asked for. */
export interface IndexLine {
  /** As the cache has it: it may hold credentials. */
  readonly url: string;
  readonly name: string;
  /** Absent for a question about the package. */
  readonly version?: string;
  readonly entry: JsonObject;
}

const PREFIX = 'make-fetch-happen:request-cache:';
const KEY = `{"key":"${PREFIX}`;
const JSON_AT = 41;
const ASCII = /^[!-~]*$/;

/** `text` and `bytes` are one line, a byte a character. `tarball`, `other`: an entry that was not asked for. */
export function parseIndexLine(text: string, bytes: Buffer, question: ContentCacheQuestion): IndexLine | 'damaged' | 'tarball' | 'other' {
  const json = verified(text, bytes);
  if (json === undefined) return 'damaged';
  const shown = shownUrl(text);
  const early = shown === undefined ? undefined : asked(shown, question);
  if (typeof early === 'string') return early;
  const entry = parsed(json);
  if (entry === undefined) return 'damaged';
  const key = property(entry, 'key');
  if (typeof key !== 'string' || !key.startsWith(PREFIX)) return 'other';
  const url = key.slice(PREFIX.length);
  const identity = asked(url, question);
  return typeof identity === 'string' ? identity : { url, ...identity, entry };
}

// The bytes of the JSON where its checksum is right. What a second tab cuts off is not read by npm either.
function verified(text: string, bytes: Buffer): Buffer | undefined {
  if (text.charCodeAt(JSON_AT - 1) !== 0x09) return undefined;
  const tab = text.indexOf('\t', JSON_AT);
  const json = bytes.subarray(JSON_AT, tab === -1 ? text.length : tab);
  return hash('sha1', json) === text.slice(0, JSON_AT - 1) ? json : undefined;
}

// The address as it stands in the text: nearly every line ends here. npm writes the key first and without escapes; a second key
// would count, and could hide behind escapes, so such a line is parsed.
function shownUrl(text: string): string | undefined {
  if (!text.startsWith(KEY, JSON_AT)) return undefined;
  const start = JSON_AT + KEY.length;
  const close = text.indexOf('"', start);
  const shown = text.slice(start, close);
  return close === -1 || shown.includes('\\') || text.includes('"key"', close) || text.includes('\\u', close) || !ASCII.test(shown) ? undefined : shown;
}

function asked(url: string, { wanted, wantedMetadata }: ContentCacheQuestion): { readonly name: string; readonly version?: string } | 'tarball' | 'other' {
  const tarball = mayBeTarball(url) ? identityOfTarballUrl(url) : undefined;
  if (tarball) return !wanted || wanted(tarball.name, tarball.version) ? tarball : 'tarball';
  const name = wantedMetadata ? packageOfUrl(url) : undefined;
  return name !== undefined && wantedMetadata?.(name) === true ? { name } : 'other';
}

// Every form of registry-url.ts has one of these; an escaped address may have any. `%2f` alone is npm's way to ask about a scope.
function mayBeTarball(url: string): boolean {
  return url.includes('/-/') || url.includes('/download/') || url.includes('/packages/') || /%(?!2f)/i.test(url);
}

function parsed(json: Buffer): JsonObject | undefined {
  try {
    const value = JSON.parse(json.toString('utf8')) as JsonValue;
    return isObject(value) ? value : undefined;
  } catch {
    // Its own checksum says that it was written this way: damaged all the same.
    return undefined;
  }
}

/** The package that an address of a registry's metadata asks for: its last part, or the last two with a scope. */
export function packageOfUrl(url: string): string | undefined {
  const path = /^https?:\/\/[^/?#]+\/([^?#]*)/i.exec(url)?.[1]?.replace(/%2f/gi, '/');
  if (path === undefined || path.startsWith('-/') || path.includes('/-/')) return undefined;
  const [scope, name] = path.split('/').slice(-2) as [string, string | undefined];
  const found = name === undefined ? scope : scope.startsWith('@') ? `${scope}/${name}` : name;
  return /^(?:@[\w.~-]+\/)?[\w.~!'()*-]+$/.test(found) ? found : undefined;
}
