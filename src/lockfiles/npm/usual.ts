// Entries of `packages` in just the form that npm 7 and later give to nearly all of them: a package of a registry under its own name,
// fields in npm's order (https://github.com/npm/json-stringify-nice). One native match reads and checks such an entry; parsing the
// whole file and writing it again took three times as long in a scan that runs once and cold. Every other entry stays JSON.
import type { Draft } from './entry.ts';

/** Lines of `dependencies`, and the entry that they stand in. */
export interface DependencyBlock {
  readonly id: string;
  readonly lines: string;
}

/** What the text of a lockfile of version 3 falls into. */
export interface UsualParts {
  /** One for each entry in the order of the file; undefined for one that is not of the usual form. */
  readonly drafts: readonly (Draft | undefined)[];
  /** The entries that are not, as one JSON object. */
  readonly others: string;
  readonly blocks: readonly DependencyBlock[];
}

// Only what npm writes, in its order, so that no key can stand twice.
const TEXT = String.raw`"[^"\\\x00-\x1f]*"`;
const HEAD = new RegExp(String.raw`^\{\n(?:  "name": ${TEXT},\n)?(?:  "version": ${TEXT},\n)?  "lockfileVersion": 3,\n(?:  "requires": true,\n)?  "packages": \{\n(?=    ")`);
const TAIL = /^\n {2}\}\n\}\n?$/;

const FOLDER = 'node_modules/';
const NAME = String.raw`(?:@[\w~-][\w.~-]*/)?[\w~-][\w.~-]*`;
const VERSION = String.raw`\d{1,16}\.\d{1,16}\.\d{1,16}(?:-[0-9A-Za-z.-]{1,64})?(?:\+[0-9A-Za-z.-]{1,64})?`;
const LINE = String.raw` {8}"[^"\\\x00-\x1f]+": `;
// More lines than this are no usual block: see NAME_TWICE.
const MORE = '{0,63}';
const PAIRS = String.raw`\{\n${LINE}${TEXT}(?:,\n${LINE}${TEXT})${MORE}\n {6}\}`;
const LIST = String.raw`\[\n {8}${TEXT}(?:,\n {8}${TEXT})${MORE}\n {6}\]`;
const FUND = String.raw`\{\n(?: {10}"type": ${TEXT},\n)? {10}"url": ${TEXT}\n {8}\}`;
const META_LINE = String.raw`${LINE}\{\n {10}"optional": true\n {8}\}`;
const META = String.raw`\{\n${META_LINE}(?:,\n${META_LINE})${MORE}\n {6}\}`;
const field = (name: string, value: string) => String.raw`(?:,\n {6}"${name}": ${value})?`;
const mark = (name: string) => String.raw`(,\n {6}"${name}": true)?`;

// The address is the usual one of this package and version (compare text/registry-url.ts). Groups are not repeated without end, which
// would exhaust the stack of the engine. Objects stand in an order that npm changed.
const ENTRY = new RegExp(
  String.raw` {4}"((?:node_modules/${NAME}/){0,8}node_modules/((?:@[\w~-][\w.~-]*/)?([\w~-][\w.~-]*)))": \{\n {6}"version": "(${VERSION})"`
  + String.raw`(?:,\n {6}"resolved": "(https?://\w[\w.:-]*(?:/\w[\w.-]*){0,32}/\2/-/\3-\4\.tgz)")?(?:,\n {6}"integrity": "([^"\\\x00-\x1f]*)")?`
  + field('bundleDependencies', LIST) + field('cpu', LIST) + field('deprecated', TEXT) + mark('dev') + mark('devOptional')
  + field('funding', String.raw`\[\n {8}${FUND}(?:,\n {8}${FUND})${MORE}\n {6}\]`) + field('hasInstallScript', 'true') + mark('inBundle')
  + field('libc', LIST) + field('license', TEXT) + mark('optional') + field('os', LIST) + mark('peer')
  + String.raw`(?:,\n {6}"dependencies": \{\n(${LINE}${TEXT}(?:,\n${LINE}${TEXT})${MORE})\n {6}\})?`
  + String.raw`((?:,\n {6}"(?:(?:bin|engines|funding|optionalDependencies|peerDependencies)": ${PAIRS}|peerDependenciesMeta": ${META})){0,8})`
  + String.raw`\n {4}\}(,\n(?= {4}")|(?=\n {2}\}))`, 'y');

// A name that stands twice in one block, which ends at a line of six blanks; an object that stands twice in one entry.
const NAME_TWICE = /\n( {8}"[^"\n]+": )[^\n]*(?:\n {8}[^\n]*)*?\n\1/;
const OBJECT_TWICE = /\n( {6}"[^"\n]+": )[^\n]*(?:\n {6}[^\n]*)*?\n\1/;

// Where most entries are of another form, one parse of the whole file is cheaper.
const FEW = 16;

/** Takes the text apart; undefined where it is not in the form that npm writes. A key of `others` may still be one of `drafts`. */
export function usualParts(text: string): UsualParts | undefined {
  const head = HEAD.exec(text);
  if (head === null) return undefined;
  const drafts: (Draft | undefined)[] = [];
  const others: string[] = [];
  const blocks: DependencyBlock[] = [];
  const objects: string[] = [];
  let at = head[0].length;
  for (let more = true; more;) {
    ENTRY.lastIndex = at;
    const match = ENTRY.exec(text);
    if (match === null) {
      // No line end stands inside a string, and one that is cut in the wrong place is no JSON by itself.
      const end = text.indexOf('\n    }', at) + 6;
      if (end === 5 || others.length > FEW + drafts.length / 4 || !isJson(`{${text.slice(at, end)}}`)) return undefined;
      drafts.push(undefined);
      others.push(text.slice(at, end));
      more = text.startsWith(',\n    "', end);
      at = more ? end + 2 : end;
      continue;
    }
    const draft = draftOf(match);
    if (draft === undefined) return undefined;
    drafts.push(draft);
    const lines = match[12];
    if (lines !== undefined) blocks.push({ id: draft.id, lines });
    const inner = match[13] as string;
    // Most entries have one object with one name beside their dependencies.
    if (inner.includes(',', 1)) objects.push(inner);
    at = ENTRY.lastIndex;
    more = match[14] !== '';
  }
  if (!TAIL.test(text.slice(at, at + 8)) || at + 8 < text.length || repeats(blocks, objects.join('\n'))) return undefined;
  return { drafts, others: `{\n${others.join(',\n')}\n}`, blocks };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

// Joined with empty lines, so that no block runs on into the next.
function repeats(blocks: readonly DependencyBlock[], objects: string): boolean {
  const several = blocks.filter(({ lines }) => lines.includes('\n')).map(({ lines }) => lines);
  return NAME_TWICE.test(`\n${several.join('\n\n')}`) || NAME_TWICE.test(objects) || OBJECT_TWICE.test(objects);
}

function draftOf(match: RegExpExecArray): Draft | undefined {
  const id = match[1] as string;
  const name = match[2] as string;
  // A scope may end in `node_modules`: such a key is read otherwise.
  if (name.startsWith('@') && id.lastIndexOf(FOLDER) + FOLDER.length + name.length !== id.length) return undefined;
  const draft: Draft = { id, name, source: 'registry', version: match[4] as string };
  if (match[5] !== undefined) draft.resolved = match[5];
  if (match[6] !== undefined) draft.integrity = match[6];
  if (match[7] !== undefined || match[8] !== undefined) draft.dev = true;
  if (match[10] !== undefined || match[8] !== undefined) draft.optional = true;
  if (match[11] !== undefined) draft.peer = true;
  if (match[9] !== undefined) draft.bundled = true;
  return draft;
}

/** Names in lines of `dependencies`. No name and no range holds a quote. */
export function namesIn(lines: string): readonly string[] {
  const names: string[] = [];
  const pieces = lines.split('"');
  for (let at = 1; at < pieces.length; at += 4) names.push(pieces[at] as string);
  return names;
}
