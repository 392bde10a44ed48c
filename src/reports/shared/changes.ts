// What two copies of a package differ in, in words that all formats for people share. They quote the audited side: escape before printing.
import type { Behavior } from '../../model/behavior.ts';
import type { BehaviorChange, Difference, FileChange, LockfileChanges, ManifestChange } from '../../model/difference.ts';
import type { Finding } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import { behaviorWords, kindLabel } from './inspection.ts';
import { releaseSummary } from './release.ts';
import { grouped, plural } from './words.ts';

/** A row of the tables of new and removed behaviours. */
export interface BehaviorChangeRow {
  readonly label: string;
  readonly what: string;
  /** What stood in its place before. */
  readonly was?: string;
  readonly where: string;
  /** Places beyond the first. */
  readonly more: number;
}

const KIND_ORDER: readonly Behavior['kind'][] = ['mail', 'network', 'process', 'install-script', 'dynamic-code', 'obfuscation', 'native-code', 'file', 'environment'];

/** The behaviours that one side has and the other has not; recipients first. */
export function behaviorChangeRows({ behaviors }: Difference, kind: BehaviorChange['kind']): readonly BehaviorChangeRow[] {
  return behaviors.filter((change) => change.kind === kind)
    .toSorted((a, b) => KIND_ORDER.indexOf(a.behavior.kind) - KIND_ORDER.indexOf(b.behavior.kind))
    .map(({ behavior, places, was }) => ({
      label: kindLabel(behavior.kind),
      what: behaviorWords(behavior),
      ...(was === undefined ? {} : { was: behaviorWords(was) }),
      where: `${behavior.place.path}:${behavior.place.line}`,
      more: places - 1,
    }));
}

/** `^4.0.4 -> ^4.0.5`, `added: x`, `removed, was x`. */
export function manifestWords({ was, now }: ManifestChange): string {
  if (was === undefined) return `added: ${now ?? ''}`;
  return now === undefined ? `removed, was ${was}` : `${was} -> ${now}`;
}

/** One letter, as `git diff --name-status` prints it. */
export const FILE_LETTERS: Readonly<Record<FileChange['kind'], string>> = { added: 'A', removed: 'D', changed: 'M', renamed: 'R', mode: 'T' };

/** `lib/a.js`, `lib/old.js -> lib/a.js`. */
export function fileName({ path, from }: FileChange): string {
  return from === undefined || from === path ? path : `${from} -> ${path}`;
}

/** `+3 -1`, `1,204 -> 1,998 bytes`, `mode 644 -> 755`: how much of a file changed. */
export function fileAmount({ lines, before, after, mode, kind }: FileChange): string {
  const parts = [
    lines === undefined || (lines.added === 0 && lines.removed === 0) ? undefined : `+${grouped(lines.added)} -${grouped(lines.removed)}${lines.cut === true ? ' at most' : ''}`,
    lines === undefined ? sizeWords(before, after) : undefined,
    mode === undefined ? undefined : `mode ${mode.before.toString(8)} -> ${mode.after.toString(8)}`,
    kind === 'renamed' && lines !== undefined && lines.added === 0 && lines.removed === 0 ? 'same content' : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

/** `1,204 -> 1,998 bytes`. */
export function sizeWords(before: number | undefined, after: number | undefined): string {
  if (before === undefined) return plural(after ?? 0, 'byte');
  return after === undefined ? plural(before, 'byte') : `${grouped(before)} -> ${plural(after, 'byte')}`;
}

/** Statements that are listed beside the file, and how many more there are. */
export function statementsOf({ statements = [], statementCount }: FileChange, longest: number): { readonly shown: NonNullable<FileChange['statements']>; readonly left: number } {
  const shown = statements.slice(0, longest);
  return { shown, left: Math.max(statementCount ?? 0, statements.length) - shown.length };
}

// Declarations of types run nothing.
const TYPES = /\.d\.[cm]?ts$/;

/** Files that matter first: those with a finding, then code, then the rest; those whose code says the same are left to `onlyWords`. */
export function listedFiles({ files, after }: Difference, findings: readonly Finding[]): readonly FileChange[] {
  const named = new Set(findings.flatMap(({ locations }) => locations.map(({ path }) => path)));
  const group = (file: FileChange): number => (named.has(`${after.path}/${file.path}`) ? 0 : file.statements !== undefined ? 1 : file.content === 'code' && !TYPES.test(file.path) ? 2 : 3);
  return files.filter(({ only }) => only === undefined).toSorted((a, b) => group(a) - group(b));
}

/** `formatting alone: lib/a.js, lib/b.js and 3 more`; empty where there is none. */
export function onlyWords({ files }: Difference, only: NonNullable<FileChange['only']>, longest: number): string {
  const names = files.filter((file) => file.only === only).map(fileName);
  if (names.length === 0) return '';
  const shown = names.slice(0, longest).join(', ');
  return `${only === 'formatting' ? 'only blanks and comments differ' : 'only names of local variables differ'}: ${shown}${names.length > longest ? ` and ${grouped(names.length - longest)} more` : ''}`;
}

/** `1 added, 1 removed, 7 changed, 1 renamed, 1 with another mode; 2 the same`. */
export function totalWords({ totals }: Difference): string {
  const counts = [[totals.added, 'added'], [totals.removed, 'removed'], [totals.changed, 'changed'], [totals.renamed, 'renamed'], [totals.mode, 'with another mode']] as const;
  const told = counts.filter(([count]) => count > 0).map(([count, word]) => `${grouped(count)} ${word}`);
  return told.length === 0 ? `none differs; ${grouped(totals.same)} the same` : `${told.join(', ')}; ${grouped(totals.same)} the same; ${linesWords(totals)}`;
}

/** `+60 -49 lines`. */
export function linesWords({ linesAdded, linesRemoved }: Difference['totals']): string {
  return `+${grouped(linesAdded)} -${grouped(linesRemoved)} lines`;
}

const NOUNS: Readonly<Record<Behavior['kind'], readonly [string, string]>> = {
  mail: ['mail recipient', 'mail recipients'], network: ['address', 'addresses'], process: ['program', 'programs'], 'install-script': ['install script', 'install scripts'], 'dynamic-code': ['piece of run-time code', 'pieces of run-time code'],
  obfuscation: ['hard-to-read place', 'hard-to-read places'], 'native-code': ['native part', 'native parts'], file: ['file access', 'file accesses'], environment: ['environment name', 'environment names'],
};

/** The harmless rest in one sentence: `12 files changed (+60 -49 lines); no rule objects to 2 new environment names, 1 updated dependency`. */
export function quietWords(difference: Difference, findings: readonly Finding[]): string {
  const { totals } = difference;
  const files = totals.added + totals.removed + totals.changed + totals.renamed + totals.mode;
  const quiet = [...behaviorCounts(difference, findings), ...dependencyCounts(difference)];
  return `${files === 0 ? 'no file differs' : `${plural(files, 'file')} changed (${linesWords(totals)})`}${quiet.length === 0 ? '' : `; no rule objects to ${quiet.join(', ')}`}`;
}

function behaviorCounts({ behaviors, after }: Difference, findings: readonly Finding[]): readonly string[] {
  const told = new Set(findings.flatMap(({ locations }) => locations.map(({ path, line }) => `${path}:${line ?? ''}`)));
  const counts = new Map<Behavior['kind'], number>();
  for (const { kind, behavior } of behaviors) {
    if (kind === 'added' && !told.has(`${after.path}/${behavior.place.path}:${behavior.place.line}`)) counts.set(behavior.kind, (counts.get(behavior.kind) ?? 0) + 1);
  }
  return KIND_ORDER.flatMap((kind) => (counts.has(kind) ? [plural(counts.get(kind) ?? 0, `new ${NOUNS[kind][0]}`, `new ${NOUNS[kind][1]}`)] : []));
}

const DEPENDENCY = /^(?:dependencies|optionalDependencies|peerDependencies)\./;

function dependencyCounts({ manifest }: Difference): readonly string[] {
  const changes = manifest.filter(({ field }) => DEPENDENCY.test(field));
  const updated = changes.filter(({ was, now }) => was !== undefined && now !== undefined).length;
  const removed = changes.filter(({ now }) => now === undefined).length;
  return [...(updated === 0 ? [] : [plural(updated, 'updated dependency', 'updated dependencies')]), ...(removed === 0 ? [] : [plural(removed, 'removed dependency', 'removed dependencies')])];
}

/** `postmark-mcp 1.0.15 -> 1.0.16`, or both labels where the names differ or the versions do not. */
export function pairWords({ before, after }: Difference): string {
  return before.name !== undefined && before.name === after.name && before.version !== undefined && after.version !== undefined && before.version !== after.version ? `${after.name} ${before.version} -> ${after.version}` : `${before.label} -> ${after.label}`;
}

/** What was compared, one line each, for formats that have no table. */
export function comparisonSummaries({ differences = [], lockfileChanges }: Pick<Report, 'differences' | 'lockfileChanges'>): readonly string[] {
  const releases = differences.length === 1 ? differences.flatMap(({ before, after }) => [before, after]).flatMap(({ label, release }) => (release === undefined ? [] : [`${label}: ${releaseSummary(release)}`])) : [];
  return [...(lockfileChanges === undefined ? [] : [`${lockfileChanges.before} -> ${lockfileChanges.after}: ${lockfileSentence(lockfileChanges)}`]), ...differences.map(differenceSummary), ...releases];
}

function differenceSummary(difference: Difference): string {
  const count = (kind: BehaviorChange['kind']): number => difference.behaviors.filter((change) => change.kind === kind).length;
  return `${pairWords(difference)}: ${totalWords(difference)}; ${grouped(count('added'))} new and ${grouped(count('removed'))} removed behaviours, ${plural(difference.manifest.length, 'manifest change')}`;
}

const LOCKED_KINDS = [['updated', 'updated'], ['added', 'added'], ['removed', 'removed'], ['integrity', 'with another integrity'], ['source', 'from another source']] as const;

/** `40 packages changed: 37 updated, 1 added, 1 removed; the code of 36 was compared, and no rule objects to 34 of them`. */
export function lockfileSentence({ packages, compared, quiet }: LockfileChanges): string {
  const counts = LOCKED_KINDS.flatMap(([kind, word]) => {
    const count = packages.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  if (packages.length === 0) return 'no package changed';
  const read = compared === 0 ? 'the code of none was compared' : `the code of ${grouped(compared)} was compared, and ${objectionWords(compared, quiet)}`;
  return `${counts.length === 1 ? `${plural(packages.length, 'package')} ${(counts[0] ?? '').replace(/^\d+ /, '')}` : `${plural(packages.length, 'package')} changed: ${counts.join(', ')}`}; ${read}`;
}

function objectionWords(compared: number, quiet: number): string {
  if (quiet === 0) return 'rules object to each of them';
  return quiet === compared ? 'no rule objects to any of them' : `no rule objects to ${grouped(quiet)} of them`;
}
