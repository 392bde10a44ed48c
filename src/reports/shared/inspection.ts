// What one package does, as rows that all formats for people share: one row for each thing done, with every place that does it.
import { type Behavior, type Condition, HIDING_TRANSFORMS, type Origin } from '../../model/behavior.ts';
import type { Inspection } from '../../model/report.ts';
import { shorten } from '../../text/printable.ts';
import { PROOF_NOTE, isProved, releaseRows, releaseSummary } from './release.ts';
import { grouped, plural } from './words.ts';

/** One thing that the code does. It quotes the audited side: escape before printing. */
export interface BehaviorRow {
  readonly what: string;
  /** `index.js:231`, below the package's folder. */
  readonly places: readonly string[];
  /** The line of the first place. */
  readonly excerpt?: string;
}

/** All of one kind, in the order of the report. */
export interface BehaviorSection {
  readonly kind: Behavior['kind'];
  /** Short enough for a column, and in full. */
  readonly label: string;
  readonly title: string;
  readonly rows: readonly BehaviorRow[];
}

const KINDS: readonly (readonly [Behavior['kind'], string, string])[] = [
  ['mail', 'mail', 'Mail: recipients, and where each comes from'],
  ['network', 'network', 'Network: hosts and addresses'],
  ['process', 'programs', 'Programs that it starts'],
  ['install-script', 'install', 'Run when it is installed'],
  ['dynamic-code', 'run code', 'Code made at run time'],
  ['obfuscation', 'hidden', 'Code made hard to read'],
  ['native-code', 'native', 'Native code'],
  ['file', 'files', 'Files outside the package'],
  ['environment', 'variables', 'Environment variables that it reads'],
];
const TEXT = 120;
const ORIGINS = 3;

/** Sections that have rows. */
export function behaviorSections({ behaviors }: Inspection): readonly BehaviorSection[] {
  return KINDS.flatMap(([kind, label, title]) => {
    const rows = rowsOf(behaviors.filter((behavior) => behavior.kind === kind));
    return rows.length === 0 ? [] : [{ kind, label, title, rows }];
  });
}

function rowsOf(behaviors: readonly Behavior[]): readonly BehaviorRow[] {
  const rows = new Map<string, { readonly places: string[]; readonly excerpt: string | undefined }>();
  for (const behavior of behaviors) {
    const { path, line, excerpt } = behavior.place;
    const what = behaviorWords(behavior);
    const row = rows.get(what) ?? { places: [], excerpt };
    rows.set(what, row);
    const place = `${path}:${line}`;
    if (!row.places.includes(place)) row.places.push(place);
  }
  return [...rows].map(([what, { places, excerpt }]) => ({ what, places, ...(excerpt === undefined ? {} : { excerpt }) }));
}

/** One thing that the code does, in one clause. It quotes the audited side. */
export function behaviorWords(behavior: Behavior): string {
  // A variable is asked for under many conditions, and none of them matters by itself.
  return `${wordsOf(behavior)}${behavior.kind === 'environment' ? '' : whenWords(behavior.when)}`;
}

/** The kind of a behaviour, short enough for a column. */
export function kindLabel(kind: Behavior['kind']): string {
  return KINDS.find(([known]) => known === kind)?.[1] ?? kind;
}

function wordsOf(behavior: Behavior): string {
  switch (behavior.kind) {
    case 'mail': return `${behavior.field}: ${originsWords(behavior.origins, behavior.together === 'all' ? ' and ' : behavior.together === 'one' ? ' or ' : '; ')} (${behavior.api}${behavior.every === true ? ', on every message' : ''}${behavior.state === 'built' ? ', not seen to be sent' : ''})`;
    case 'network': return `${behavior.method} ${behavior.url ?? behavior.host ?? `to ${originsWords(behavior.origins)}`} (${behavior.api})${sendsWords(behavior.sends)}`;
    case 'process': return `${behavior.command === undefined ? originsWords(behavior.origins) : quoted(behavior.command)} (${behavior.api})`;
    case 'environment': return behavior.access === 'all' ? `the whole environment (${behavior.api})` : behavior.name ?? `a computed name (${behavior.api})`;
    case 'file': return `${behavior.access} ${behavior.path === undefined ? originsWords(behavior.origins) : quoted(behavior.path)}${behavior.credential === undefined ? '' : `, ${behavior.credential}`} (${behavior.api})`;
    case 'dynamic-code': return `${originsWords(behavior.origins)} (${behavior.api})${behavior.code === undefined ? '' : `: ${quoted(behavior.code)}`}`;
    case 'native-code': return behavior.command === undefined ? behavior.form : `${behavior.form}: building runs ${quoted(behavior.command)}`;
    case 'install-script': return `${behavior.hook}: ${quoted(behavior.command)}${behavior.runs.length > 0 ? `, which runs ${behavior.runs.slice(0, ORIGINS).join(', ')}` : ''}`;
    case 'obfuscation': return `${behavior.technique.replaceAll('-', ' ')}${behavior.size === undefined ? '' : `, ${plural(behavior.size, 'character')}`}`;
  }
}

const ORDER: readonly Origin['kind'][] = ['constant', 'hidden', 'remote', 'file', 'machine', 'environment', 'random', 'clock', 'argument', 'unknown'];

// What a caller does not give comes first: it is what a reader looks for.
function originsWords(origins: readonly Origin[], between = '; '): string {
  const named = origins.flatMap((origin) => (origin.kind === 'argument' && origin.name !== undefined ? [shorten(origin.name, TEXT)] : []));
  const others = origins.filter((origin) => origin.kind !== 'argument' || origin.name === undefined).toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  const words = [...new Set([...others.filter(({ kind }) => kind !== 'unknown').map(originWords), ...argumentWords([...new Set(named)]), ...others.filter(({ kind }) => kind === 'unknown').map(originWords)])];
  const shown = words.slice(0, ORIGINS).join(between);
  return words.length > ORIGINS ? `${shown}${between}${grouped(words.length - ORIGINS)} more` : shown;
}

function argumentWords(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length > ORIGINS ? ` and ${grouped(names.length - ORIGINS)} more` : '';
  return [`${names.length === 1 ? 'the argument' : 'the arguments'} ${names.slice(0, ORIGINS).join(', ')}${more}`];
}

function originWords(origin: Origin): string {
  switch (origin.kind) {
    case 'constant': return origin.via.some((transform) => HIDING_TRANSFORMS.has(transform)) ? `${quoted(origin.text)}, hidden by ${origin.via.join(', ')}` : `${quoted(origin.text)}, a constant`;
    case 'argument': return 'an argument';
    case 'environment': return origin.name === undefined ? 'the environment' : `the variable ${shorten(origin.name, TEXT)}`;
    case 'remote': return origin.from === undefined ? 'the answer to a request' : `the answer of ${shorten(origin.from, TEXT)}`;
    case 'file': return origin.path === undefined ? 'a file' : `the file ${shorten(origin.path, TEXT)}`;
    case 'machine': return origin.name === undefined ? 'data about the machine' : `data about the machine (${shorten(origin.name, TEXT)})`;
    case 'clock': return 'the time';
    case 'random': return 'chance';
    case 'hidden': return `a hidden value (${shorten(origin.why, TEXT)})`;
    case 'unknown': return 'what could not be followed';
  }
}

// Plain constants of a request are field names and the like.
function sendsWords(sends: readonly Origin[]): string {
  const telling = sends.filter((origin) => origin.kind !== 'constant' || origin.via.some((transform) => HIDING_TRANSFORMS.has(transform)));
  return telling.length === 0 ? '' : `, sends ${originsWords(telling)}`;
}

function quoted(text: string): string {
  return `"${shorten(text, TEXT)}"`;
}

function whenWords(when: readonly Condition[] | undefined): string {
  return when === undefined || when.length === 0 ? '' : `; depends on: ${when.map((condition) => condition.replaceAll('-', ' ')).join(', ')}`;
}

/** Rows about the package itself, and what its registry says of it: label and text. `today` is the time of the run. */
export function identityRows(inspection: Inspection, today: string): readonly (readonly [string, string])[] {
  const { description, author, license, homepage, repository, bins, dependencies, files, bytes, hashes, release } = inspection;
  const promised = release?.release.integrity;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['about', description],
    ['author', author],
    ['licence', license],
    ['repository', repository],
    ['homepage', homepage === repository ? undefined : homepage],
    ['programs', bins.length === 0 ? undefined : listed(bins)],
    ['needs', dependencies.length === 0 ? undefined : `${plural(dependencies.length, 'package')}: ${listed(dependencies)}`],
    ['holds', `${plural(files, 'file')}, ${plural(bytes, 'byte')}`],
    ['sha256', hashes?.sha256],
    ['sha1', hashes?.sha1],
    ['integrity', hashes?.integrity],
    ['promised', promised === hashes?.integrity ? undefined : promised],
  ];
  return [...rows.flatMap(([label, text]) => (text === undefined ? [] : [[label, text] as const])), ...(release === undefined ? [] : releaseRows(release, today)), ...(isProved(release) ? [['remember', PROOF_NOTE] as const] : [])];
}

const LISTED = 12;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).map((name) => shorten(name, TEXT)).join(', ');
  return names.length > LISTED ? `${shown} and ${grouped(names.length - LISTED)} more` : shown;
}

/** `postmark-mcp 1.0.16 (tarball x.tgz): 2 mail, 3 network`, for formats that have no table. */
export function inspectionSummary(inspection: Inspection): string {
  const counts = behaviorSections(inspection).map(({ kind, rows }) => `${grouped(rows.length)} ${kind}`);
  const release = inspection.release === undefined ? '' : `; ${releaseSummary(inspection.release)}`;
  return `${inspectedName(inspection)} (${inspection.source} ${inspection.path}): ${counts.length === 0 ? 'nothing looked for' : counts.join(', ')}${release}`;
}

/** `postmark-mcp 1.0.16`, or the path where the package has no name. */
export function inspectedName({ name, version, path }: Inspection): string {
  return name === undefined ? path : `${name}${version === undefined ? '' : ` ${version}`}`;
}
