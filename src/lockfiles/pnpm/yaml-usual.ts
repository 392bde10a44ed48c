// Entries of `packages` and `snapshots` in just the form in which pnpm writes nearly all of them. One native match checks such an
// entry whole, and its blocks stay text until somebody asks for more than the names in them: a scan runs once and cold, and line by
// line it took several times as long. Whatever is not as plain as this is left to the reader of lines.
import { append, emptyMap, type YamlMap, type YamlUsual } from './yaml-tree.ts';

/** Parts of a lockfile whose entries have this form. */
export const USUAL_PARTS: ReadonlySet<string> = new Set(['packages', 'snapshots']);

const EOL = String.raw`\r?\n`;
const NAME = String.raw`(?:'(?:@[\w.~-]+/)?[\w.~-]+'|[A-Za-z0-9_.][\w.~-]*)`;
// A plain one may have blanks between its words: `^16.0.0 || ^17.0.0`.
const VALUE = String.raw`(?:'[^'\r\n]*'|[\w^~<=./][\w+/=.^~<>|*()@-]*(?: [\w^~<=>.|][\w+/=.^~<>|*()@-]*){0,255})`;
const LIST = String.raw`\[\w[\w-]*(?:, \w[\w-]*){0,255}\]`;
// More lines than this are no usual block: see DUPLICATE.
const PAIRS = String.raw`((?: {6}${NAME}: ${VALUE}${EOL}){1,64})`;
const NAMES = String.raw`(?: {6}- (?:'[^'\r\n]*'|[A-Za-z][\w./-]*)${EOL}){1,1024}`;
// The order is pnpm's own, so that no key can stand twice. Behind it an empty line and another entry or part, or the end of the
// text: nothing can follow that still belongs to the entry.
const ENTRY = new RegExp(
  String.raw`  (?:'([^'\r\n]+)'|([A-Za-z0-9_./][^\s:#'"]*)):(?: \{\}${EOL}|${EOL}(?= {4}\S)`
  + String.raw`(?:    resolution: \{integrity: ([A-Za-z0-9][\w+/=-]*)\}${EOL})?`
  + String.raw`(?:    engines: \{node: ${VALUE}(?:, npm: ${VALUE})?\}${EOL})?(?:    cpu: ${LIST}${EOL})?(?:    os: ${LIST}${EOL})?(?:    libc: ${LIST}${EOL})?`
  + String.raw`(?:    hasBin: true${EOL})?(?:    requiresBuild: true${EOL})?(?:    peerDependencies:${EOL}${PAIRS})?`
  + String.raw`(?:    dependencies:${EOL}${PAIRS})?(?:    optionalDependencies:${EOL}${PAIRS})?(?:    transitivePeerDependencies:${EOL}${NAMES})?`
  + String.raw`(?:    dev: (true|false)${EOL})?(?:    optional: true${EOL})?)(?=${EOL}(?:(?:  )?[^\s#]|$)|$)`, 'y');

// A name that stands twice in one block. Only run where there are several lines, and no usual block has many.
const DUPLICATE = /^ {6}'?([^'\s:]+)'?: .*\n(?: {6}.*\n)*? {6}'?\1'?: /m;

/** The entry whose key starts two columns behind `start`, and where it ends; undefined where it is not of the usual form, whatever else it may be. */
export function usualEntry(text: string, start: number): { readonly key: string; readonly value: YamlUsual; readonly end: number } | undefined {
  ENTRY.lastIndex = start;
  const match = ENTRY.exec(text);
  if (match === null || repeats(match[4]) || repeats(match[5]) || repeats(match[6])) return undefined;
  return {
    key: match[1] ?? (match[2] as string),
    value: { text, start, integrity: match[3], dependencies: match[5], optionalDependencies: match[6], dev: match[7] },
    end: ENTRY.lastIndex,
  };
}

function repeats(lines: string | undefined): boolean {
  return lines !== undefined && lines.indexOf('\n') !== lines.length - 1 && DUPLICATE.test(lines);
}

const LINE = /^ {6}'?([^'\s:]+)'?: '?([^'\r\n]*)'?\r?$/gm;

/** The lines of blocks in another form (`$1` is the name, `$2` the reference), with an empty line between blocks. In one go: the engine does it in a tenth of the time. */
export function rewriteBlocks(blocks: readonly string[], form: string): readonly string[] {
  return blocks.length === 0 ? [] : blocks.join('\n').replace(LINE, form).slice(0, -1).split('\n');
}

/** The entry as the map that it stands for, with what is known of its fields. */
export function expandUsual(usual: YamlUsual): YamlMap {
  const map = emptyMap();
  // A resolution of a hash alone reads as the hash, as the oldest lockfiles have it.
  if (usual.integrity !== undefined) append(map, 'resolution', usual.integrity, usual.start + 2);
  for (const key of ['dependencies', 'optionalDependencies'] as const) {
    const lines = usual[key];
    if (lines === undefined) continue;
    const offset = usual.text.indexOf(`\n    ${key}:`, usual.start) + 5;
    append(map, key, pairsOf(lines, usual.text.indexOf('\n', offset) + 1), offset);
  }
  if (usual.dev !== undefined) append(map, 'dev', usual.dev, usual.start + 2);
  return map;
}

function pairsOf(lines: string, start: number): YamlMap {
  const map = emptyMap();
  for (const { 1: key = '', 2: value = '', index } of lines.matchAll(LINE)) append(map, key, value, start + index + 6);
  return map;
}
