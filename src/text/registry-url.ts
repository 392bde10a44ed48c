// Name and version out of a tarball URL, by the path forms that registries use and never by host: companies proxy the public one.
// Forms: `/name/-/name-1.0.0.tgz` (npm's own, https://github.com/npm/registry), the same with the scope repeated in the file name
// (Artifactory, GitLab), `/download/@scope/name/1.0.0/<hash>` (GitHub Packages), `/name/download/name-1.0.0.tgz` and
// `/packages/name/1.0.0/name-1.0.0.tgz` (npmmirror). A bare `…/x-1.0.0.tgz` tells nothing about a registry.

/** What a registry would serve under a URL. */
export interface TarballIdentity {
  readonly name: string;
  readonly version: string;
}

const WEB = /^https?:\/\//i;
const VERSION = /^v?\d/;
const SPLIT = /^(.+?)-(\d+\.\d+\.\d+.*)$/;
// What a URL parser would rewrite: escapes, backslashes, blanks and controls, dot segments, empty segments.
const UNUSUAL = /[%\\\s\u0000-\u0020]|\/\.|\/\//;

/** True for `http:` and `https:` in any case. */
export function isWebUrl(url: string): boolean {
  return WEB.test(url);
}

// The part of an address before the package's name, when it last held nothing but scheme, host and folders: one lockfile has
// one or two of them.
let plainHead = '';

/**
 * True where `url` is the usual address of just this version in some registry: the answer for nearly every entry, without
 * taking the URL apart. A query or fragment could fake the ending, so such a URL takes the long way.
 */
export function isTarballOf(url: string, name: string, version: string): boolean {
  const slash = name.lastIndexOf('/') + 1;
  // One comparison, no searches: this runs for every package of every scan, mostly before any optimisation.
  if (url === `${plainHead}${name}/-/${slash === 0 ? name : name.slice(slash)}-${version}.tgz`) return plainHead !== '';
  const tail = `/${name}/-/${name.slice(slash)}-${version}.tgz`;
  return url.endsWith(tail) && isPlainHead(url.slice(0, url.length - tail.length + 1));
}

function isPlainHead(head: string): boolean {
  if (!WEB.test(head) || /[?#]/.test(head) || UNUSUAL.test(head.slice(8))) return false;
  plainHead = head;
  return true;
}

/** The package and version behind a tarball URL of a registry; undefined where the path has no registry form. Query and fragment do not count. */
export function identityOfTarballUrl(url: string): TarballIdentity | undefined {
  const segments = pathSegments(url);
  if (segments === undefined) return undefined;
  return dashForm(segments) ?? githubForm(segments) ?? mirrorForm(segments);
}

function pathSegments(url: string): readonly string[] | undefined {
  const head = WEB.exec(url);
  if (head === null) return undefined;
  const query = url.search(/[?#]/);
  let path = query === -1 ? url.slice(head[0].length) : url.slice(head[0].length, query);
  if (UNUSUAL.test(path)) {
    const parsed = normalised(url);
    if (parsed === undefined) return undefined;
    path = parsed;
  }
  return path.split('/').filter((segment, at) => at > 0 && segment !== '');
}

// As the client that downloads it would read it: dot segments and controls resolved first, then the server's unescaping.
function normalised(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const path = `host${new URL(url).pathname}`;
  try {
    return decodeURIComponent(path);
  } catch {
    return path.replace(/%2f/gi, '/').replace(/%40/g, '@').replace(/%2b/gi, '+');
  }
}

function dashForm(segments: readonly string[]): TarballIdentity | undefined {
  const dash = segments.lastIndexOf('-');
  return dash < 1 ? undefined : fromFile(nameEndingAt(segments, dash - 1), segments.slice(dash + 1));
}

function githubForm(segments: readonly string[]): TarballIdentity | undefined {
  const [word, scope, name, version, hash] = segments.slice(-5);
  if (word !== 'download' || hash === undefined || scope === undefined || name === undefined || version === undefined) return undefined;
  return scope.startsWith('@') && VERSION.test(version) ? { name: `${scope}/${name}`, version } : undefined;
}

function mirrorForm(segments: readonly string[]): TarballIdentity | undefined {
  const download = segments.lastIndexOf('download');
  if (download > 0) return fromFile(nameEndingAt(segments, download - 1), segments.slice(download + 1));
  const version = segments.at(-2);
  if (version === undefined || !VERSION.test(version) || segments.length < 4) return undefined;
  const name = nameEndingAt(segments, segments.length - 3);
  const before = segments[segments.length - 3 - (name.includes('/') ? 2 : 1)];
  return before === 'packages' ? fromFile(name, segments.slice(-1)) : undefined;
}

function nameEndingAt(segments: readonly string[], at: number): string {
  const name = segments[at] ?? '';
  const scope = segments[at - 1];
  return scope !== undefined && scope.startsWith('@') ? `${scope}/${name}` : name;
}

function fromFile(name: string, rest: readonly string[]): TarballIdentity | undefined {
  const file = rest.at(-1);
  if (file === undefined || rest.length > 2 || (rest.length === 2 && !rest[0]?.startsWith('@'))) return undefined;
  const stem = file.replace(/\.(?:tgz|tar\.gz)$/i, '');
  if (stem === file || name === '') return undefined;
  const slash = name.lastIndexOf('/') + 1;
  const base = name.slice(slash);
  if (stem.startsWith(`${base}-`) && VERSION.test(stem.slice(base.length + 1))) return { name, version: stem.slice(base.length + 1) };
  // The folder and the file disagree: the file is what is fetched, so its own words count and the difference shows.
  const split = SPLIT.exec(stem);
  return split === null ? undefined : { name: `${name.slice(0, slash)}${split[1]}`, version: split[2] as string };
}
