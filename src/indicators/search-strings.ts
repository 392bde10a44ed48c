// What to look for in files: from the indicators of the bundles, those that may raise a finding, in the form in which they stand in
// code. What could not be looked for without false alarms is refused, and said.
import type { Indicator, SearchString } from '../model/indicator.ts';

/** Everything that one pass over a tree looks for. */
export interface SearchStrings {
  /** No text twice with one boundary; the first indicator that gives it stands. */
  readonly strings: readonly SearchString[];
  /** SHA-256 of files, lower-case hexadecimal digits. */
  readonly hashes: ReadonlyMap<string, readonly Indicator[]>;
  /** Hashes of packed packages as the bundle writes them: hexadecimal SHA-256 or SHA-1, `sha512-` and base64. */
  readonly tarballs: ReadonlyMap<string, readonly Indicator[]>;
  /** Lower-case base names; `namedAs` compares the folders that some are listed with. */
  readonly names: ReadonlyMap<string, readonly Indicator[]>;
  /** Indicators of `use: match` that are not looked for. */
  readonly refused: readonly { readonly indicator: Indicator; readonly reason: string }[];
}

type Text = Pick<SearchString, 'text' | 'boundary'>;
type Placed =
  | { readonly to: 'strings'; readonly texts: readonly Text[] }
  | { readonly to: 'hashes' | 'tarballs' | 'names'; readonly key: string }
  | { readonly to: 'refused'; readonly reason: string };

/** Sorts the indicators into what is searched how. Those of other uses than `match` are passed over. */
export function searchStrings(indicators: readonly Indicator[]): SearchStrings {
  const strings = new Map<string, SearchString>();
  const keyed = { hashes: new Map<string, Indicator[]>(), tarballs: new Map<string, Indicator[]>(), names: new Map<string, Indicator[]>() };
  const refused: SearchStrings['refused'][number][] = [];
  for (const indicator of indicators) {
    if (indicator.use !== 'match') continue;
    const placed = place(indicator);
    if (placed.to === 'refused') refused.push({ indicator, reason: placed.reason });
    else if (placed.to === 'strings') for (const text of placed.texts) addFirst(strings, `${text.boundary} ${text.text.toLowerCase()}`, { ...text, indicator });
    else append(keyed[placed.to], placed.key, indicator);
  }
  return { strings: [...strings.values()], ...keyed, refused };
}

/** Indicators whose file name this path has: the base name, and the folders in front of it where the indicator names any. Case does not count. */
export function namedAs(names: SearchStrings['names'], path: string): readonly Indicator[] {
  const lower = path.toLowerCase();
  const listed = names.get(lower.slice(lower.lastIndexOf('/') + 1)) ?? [];
  return listed.filter(({ value }) => `/${lower}`.endsWith(`/${pathOf(value)}`));
}

function place(indicator: Indicator): Placed {
  const { type, value } = indicator;
  switch (type) {
    case 'domain': return texts({ text: value, boundary: 'host' });
    case 'email': return texts({ text: value, boundary: 'address' });
    case 'url': return placeUrl(value);
    case 'ip': return texts(...addressForms(value).map((text): Text => ({ text, boundary: 'ip' })));
    case 'string': case 'wallet': return placeText(value);
    // `npm:someone`: code names the account, not the site in this form.
    case 'account': return placeText(value.slice(value.indexOf(':') + 1));
    case 'filename': return placeName(value);
    case 'integrity': return { to: 'tarballs', key: value };
    case 'sha256': case 'sha1': case 'md5': return placeHash(indicator);
  }
}

function texts(...found: readonly Text[]): Placed {
  return { to: 'strings', texts: found };
}

// Shorter paths are met by chance behind a host that serves others too.
const LEAST_PATH = 4;

// A URL that is no more than a host is looked for as one, with its port; user, password and fragment never stand in an indicator.
function placeUrl(value: string): Placed {
  const [, scheme = '', host = '', path = ''] = /^([a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)(.*)$/is.exec(value) ?? [];
  if (host === '') return { to: 'refused', reason: 'a URL without a host' };
  if (path === '' || path === '/') return texts({ text: host, boundary: /^[\d.]+(?::\d+)?$/.test(host) ? 'ip' : 'host' });
  const bare = `${host}${path}`;
  return texts({ text: path.length >= LEAST_PATH || scheme === '' ? bare : `${scheme}${bare}`, boundary: 'url' });
}

/** Spellings of an IP address that mean the same, the given one first. */
function addressForms(value: string): readonly string[] {
  if (!value.includes(':')) return [value];
  const groups = groupsOf(value);
  if (groups === undefined) return [value];
  const short = new URL(`http://[${value}]`).hostname.slice(1, -1);
  return [...new Set([value, short, groups.join(':'), groups.map((group) => group.padStart(4, '0')).join(':')])];
}

function groupsOf(value: string): readonly string[] | undefined {
  // The standard form (RFC 5952) has no IPv4 tail and at most one `::`.
  const { hostname } = URL.canParse(`http://[${value}]`) ? new URL(`http://[${value}]`) : { hostname: '' };
  if (hostname === '') return undefined;
  const [left = '', right] = hostname.slice(1, -1).split('::');
  const before = left === '' ? [] : left.split(':');
  const after = right === undefined || right === '' ? [] : right.split(':');
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
}

const LEAST_TEXT = 6;
// A single word of letters, of which dictionaries and programs are full. Longer ones are run together by somebody.
const WORD = /^[a-z]{1,15}$/i;

function placeText(value: string): Placed {
  if (value.length < LEAST_TEXT) return { to: 'refused', reason: `shorter than ${LEAST_TEXT} characters: it would be met by chance` };
  if (WORD.test(value)) return { to: 'refused', reason: 'a plain word: it would be met in honest files' };
  return texts({ text: value, boundary: 'text' });
}

function placeName(value: string): Placed {
  const path = pathOf(value);
  const key = path.slice(path.lastIndexOf('/') + 1);
  if (key === '') return { to: 'refused', reason: 'a folder: only files are looked at' };
  return key.includes('*') ? { to: 'refused', reason: 'a pattern of names: only whole names are compared' } : { to: 'names', key };
}

// Where the home folder lies is not known of a file in a package.
function pathOf(value: string): string {
  return value.toLowerCase().replace(/^(?:~|\.)?\//, '');
}

function placeHash({ type, value, of }: Indicator): Placed {
  if (of === 'tarball') return { to: 'tarballs', key: value };
  // Dependencies from git name it (`github:owner/repository#<commit>`).
  if (of === 'git-commit') return texts({ text: value, boundary: 'text' });
  if (of !== 'file') return { to: 'refused', reason: 'the bundle does not say what the hash was taken of' };
  return type === 'sha256' ? { to: 'hashes', key: value } : { to: 'refused', reason: 'files are compared by SHA-256 alone' };
}

function addFirst<T>(map: Map<string, T>, key: string, value: T): void {
  if (!map.has(key)) map.set(key, value);
}

function append(map: Map<string, Indicator[]>, key: string, indicator: Indicator): void {
  const listed = map.get(key);
  if (listed) listed.push(indicator);
  else map.set(key, [indicator]);
}
