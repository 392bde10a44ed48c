// All strings of a plan in one search: which table finds which, other spellings of one string, and what may stand beside it.
import { LIMITS } from '../model/limits.ts';
import type { SearchString } from '../model/indicator.ts';
import { BOUNDARY_BYTES, isAlone, isBounded } from '../indicators/boundary.ts';
import { hostTable, isTabledName } from './host-table.ts';
import { searchTable, SHORTEST_STRING, type SearchTable } from './search-table.ts';
import { shortTable } from './short-table.ts';

/** From this length on strings share one shift table. One of 4 bytes would shorten every step of the search to 2. */
const LONG = 8;

/** Strings to find, and words that are found on the way. */
export interface StringSearch {
  /** Bytes that must stand before and behind a place for everything there to be found. */
  readonly overlap: number;
  /** `string` is a position in `strings`; `word` in `words`. Places begin at `from` or later; each is given once, in no order. */
  readonly search: (bytes: Uint8Array, from: number, length: number, string: (at: number, start: number) => void, word: (at: number, start: number) => void) => void;
}

interface Pattern {
  readonly bytes: Uint8Array;
  /** Position in `strings`, or in `words` where `boundary` is absent. */
  readonly of: number;
  readonly boundary?: SearchString['boundary'];
  readonly alone?: true;
  /** Letters must have the case that they have here. */
  readonly exact?: true;
}

/** `words` have 8 bytes or more: shorter ones would slow the search of every file. */
export function stringSearch(strings: readonly Pick<SearchString, 'text' | 'boundary' | 'letters'>[], words: readonly Uint8Array[]): StringSearch {
  const patterns: Pattern[] = words.map((bytes, of) => ({ bytes, of }));
  const few = strings.filter(({ boundary }) => boundary === 'address').length <= LIMITS.shiftTableNames;
  for (const [of, { text, boundary, letters }] of strings.entries()) {
    const spelled = spellings(text, boundary, few).map((spelling) => Buffer.from(spelling, 'utf8'));
    // What is shorter cannot be found: the sweep says so.
    for (const bytes of spelled.filter(({ length }) => length >= SHORTEST_STRING)) patterns.push({ bytes, of, boundary, ...(bytes.length < LONG ? { alone: true } : {}), ...(letters === 'exact' ? { exact: true } : {}) });
  }
  const tables = tablesOf(patterns);
  return {
    overlap: Math.max(SHORTEST_STRING, ...tables.map(({ table }) => table.longest)) + BOUNDARY_BYTES,
    search: (bytes, from, length, string, word) => {
      for (const { table, patterns: those } of tables) {
        table.search(bytes, from, length, (at, start) => {
          const pattern = those[at] as Pattern;
          if (pattern.boundary === undefined) word(pattern.of, start);
          else if (isHit(pattern, pattern.boundary, bytes, start, length)) string(pattern.of, start);
        });
      }
    },
  };
}

function isHit({ bytes: wanted, alone, exact }: Pattern, boundary: SearchString['boundary'], bytes: Uint8Array, start: number, length: number): boolean {
  const size = wanted.length;
  if (exact === true && !wanted.every((byte, at) => byte === bytes[start + at])) return false;
  return isBounded(boundary, bytes, start, start + size, length) && (alone === undefined || isAlone(bytes, start, start + size, length));
}

function tablesOf(patterns: readonly Pattern[]): readonly { readonly table: SearchTable; readonly patterns: readonly Pattern[] }[] {
  const names = patterns.filter((pattern) => (pattern.boundary === 'host' || pattern.boundary === 'address') && isTabledName({ bytes: pattern.bytes, boundary: pattern.boundary }));
  const tabled = new Set(names.length > LIMITS.shiftTableNames ? names : []);
  const rest = patterns.filter((pattern) => !tabled.has(pattern));
  const long = rest.filter(({ bytes }) => bytes.length >= LONG);
  const short = rest.filter(({ bytes }) => bytes.length < LONG);
  return [
    { table: searchTable(long.map(({ bytes }) => bytes)), patterns: long },
    { table: shortTable(short.map(({ bytes }) => bytes)), patterns: short },
    ...(tabled.size > 0 ? [{ table: hostTable([...tabled].map(({ bytes, boundary }) => ({ bytes, boundary: boundary === 'address' ? 'address' : 'host' }))), patterns: [...tabled] }] : []),
  ].flatMap(({ table, patterns: those }) => (table === undefined ? [] : [{ table, patterns: those }]));
}

// JSON and JavaScript may write `/` as `\/` (ECMA-404, 9), and encoders of URLs `@` as `%40` and `/` as `%2F` (RFC 3986, 2.1).
// Very many addresses are looked for as they are: the table of names has no other spelling, and their hosts are found by themselves.
function spellings(text: string, boundary: SearchString['boundary'], few: boolean): readonly string[] {
  if (boundary === 'address') return few ? [text, text.replace('@', '%40')] : [text];
  if (boundary !== 'url' || !text.includes('/')) return [text];
  return [text, text.replaceAll('/', '\\/'), text.replaceAll(':', '%3a').replaceAll('/', '%2f')];
}
