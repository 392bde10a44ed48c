// One chosen package: its sources to the parser, what came back to the rules. Texts live no longer than that.
import { createHash } from 'node:crypto';
import type { SourceFile } from '../../behaviors/contract.ts';
import type { Problem } from '../../model/coverage.ts';
import type { CodeFacts } from '../../rules/contract.ts';
import { isPackageBehaviors } from '../../sweep/check-found.ts';
import type { ParseOutcome, ParserDeath } from '../../sweep/contract.ts';
import { parseJson } from '../../text/json.ts';
import { addProblems, type PlaceDraft, type ScanState } from '../scan/context.ts';
import { judgeFacts } from '../scan/judge.ts';
import { documentsOf } from './documents.ts';
import { readSources, type Sources } from './sources.ts';
import type { Chosen, CodePackage, DeepPorts } from './words.ts';

/** Outcomes kept for copies of the same content, and facts of one that may be kept. */
const KEPT = 300;
const KEPT_FACTS = 100;

/** What the parsing of a tree has come to, in numbers. */
export interface ParseCounts {
  packages: number;
  files: number;
  withErrors: number;
  windows: number;
  leftOut: number;
  /** Parsed with another package that has the same content. */
  repeated: number;
}

export function noCounts(): ParseCounts {
  return { packages: 0, files: 0, withErrors: 0, windows: 0, leftOut: 0, repeated: 0 };
}

export interface ParseContext {
  readonly state: ScanState;
  readonly deep: DeepPorts;
  readonly place: PlaceDraft;
  readonly counts: ParseCounts;
  readonly isPackage: (folder: string) => boolean;
  readonly usedBy: (folder: string) => NonNullable<CodeFacts['usedBy']>;
}

/** Parses and judges one package. What was left unread is told in the place. */
export async function parsePackage(context: ParseContext, chosen: Chosen): Promise<ParseOutcome | undefined> {
  const { state, counts, place } = context;
  const sources = readSources(state.ports.tree, chosen, context.isPackage);
  if (sources.source.files.length === 0 && sources.source.manifest === undefined) return undefined;
  const outcome = await outcomeOf(context, sources);
  counts.packages += 1;
  counts.leftOut += sources.leftOut.length;
  // In a server or what sends mail nothing may be passed over in silence because a package is large.
  if (sources.leftOut.length > 0 && chosen.reason !== 'gate' && chosen.reason !== 'own-code') {
    addProblems(place, [{ code: 'too-many', message: `${sources.leftOut.length === 1 ? 'a script that looks worth reading was' : `${sources.leftOut.length} scripts that look worth reading were`} not parsed: more code than is read of one file or package`, path: shownFolder(chosen.of), ...(chosen.reason === 'asked-for' ? {} : { hint: 'mcp-audit inspect reads one package by itself' }) }]);
  }
  if (outcome.kind === 'read') countFiles(context, chosen.of, outcome);
  addProblems(place, deathsOf(outcome).map((death) => diedProblem(chosen.of, death)));
  await judgeCode(context, chosen.of, outcome);
  return outcome;
}

async function outcomeOf({ state, deep, counts }: ParseContext, { source, digest }: Sources): Promise<ParseOutcome> {
  const { outcomes } = state.deepSession;
  const known = outcomes.get(digest);
  if (known) {
    counts.repeated += 1;
    return known;
  }
  const pending = keptOutcome(deep, digest) ?? deep.pool.analyse(source);
  // Copies are often next to each other: the second must not start while the first is parsed.
  outcomes.set(digest, pending);
  const outcome = await pending;
  const facts = outcome.kind === 'read' ? outcome.found.behaviors.length + outcome.found.folded.length : 0;
  if (facts > KEPT_FACTS || outcomes.size > KEPT) outcomes.delete(digest);
  keepOutcome(deep, digest, outcome);
  return outcome;
}

/** Parses files that are no package by themselves. What an earlier run made of the same ones counts, as with packages. */
export async function parseFiles(deep: DeepPorts, files: readonly SourceFile[]): Promise<ParseOutcome> {
  const digest = createHash('sha256').update('files').update(JSON.stringify(files)).digest('hex');
  const outcome = await (keptOutcome(deep, digest) ?? deep.pool.analyse({ files }));
  keepOutcome(deep, digest, outcome);
  return outcome;
}

// A package that killed the parser is asked again each time: the next one may be given more time.
function keepOutcome({ kept }: DeepPorts, digest: string, outcome: ParseOutcome): void {
  if (outcome.kind === 'read' && outcome.died === undefined) kept?.parsed.keep(digest, JSON.stringify(outcome.found));
}

function keptOutcome({ kept }: DeepPorts, digest: string): Promise<ParseOutcome> | undefined {
  const text = kept?.parsed.find(digest);
  if (text === undefined) return undefined;
  const parsed = parseJson(text);
  // Another version may have written it in another shape.
  return parsed.ok && isPackageBehaviors(parsed.value) ? Promise.resolve({ kind: 'read', found: parsed.value }) : undefined;
}

function deathsOf(outcome: ParseOutcome): readonly ParserDeath[] {
  return outcome.kind === 'died' ? [outcome] : outcome.died ?? [];
}

function countFiles({ counts, place }: ParseContext, of: CodePackage, { found }: Extract<ParseOutcome, { kind: 'read' }>): void {
  const how = new Map(found.files.map(({ path, read }) => [path, read]));
  for (const { read } of found.files) {
    if (read !== 'not') counts.files += 1;
    if (read === 'with-errors') counts.withErrors += 1;
    if (read === 'windows') counts.windows += 1;
  }
  // A file with an error in it is read as far as it goes, a large one where it matters: healthy trees have both, and they are counted.
  // What was not read at all is a gap.
  const gaps = found.problems.filter(({ path }) => path === undefined || (how.get(path) ?? 'not') === 'not');
  addProblems(place, gaps.map((problem) => placed(of, problem)));
}

async function judgeCode({ state, deep, place, usedBy }: ParseContext, of: CodePackage, outcome: ParseOutcome): Promise<void> {
  const { behaviors, folded } = outcome.kind === 'read' ? outcome.found : { behaviors: [], folded: [] };
  const died = deathsOf(outcome).flatMap(({ path, how }) => (path === undefined ? [] : [{ path, how }]));
  if (behaviors.length + folded.length + died.length === 0) return;
  await judgeFacts(state, place, {
    kind: 'code',
    ...about(of, usedBy),
    behaviors,
    folded,
    died,
    documents: documentsOf(state.ports.tree, of.path.absolute, of.manifest, of.manifestText),
    known: deep.knowledge.known,
    patterns: deep.knowledge.patterns,
    campaign: state.ports.bundles.campaign,
  });
}

/** The parts of a fact that tell whose code it is. */
export function about(of: CodePackage, usedBy: ParseContext['usedBy']): Pick<CodeFacts, 'path' | 'stablePath' | 'package' | 'usedBy'> {
  const users = usedBy(of.path.absolute);
  const { name, version } = of;
  return {
    path: of.path.shown === '.' ? '' : of.path.shown,
    stablePath: of.path.stable,
    ...(name === undefined ? {} : { package: { name, ...(version === undefined ? {} : { version }) } }),
    ...(users.length > 0 ? { usedBy: users } : {}),
  };
}

function diedProblem(of: CodePackage, { path, how }: ParserDeath): Problem {
  const words = { crashed: 'crashed', 'timed-out': 'took too long and was stopped', 'out-of-memory': 'ran out of memory' }[how];
  return placed(of, { code: 'parser-died', message: `the process that parses ${words}${path === undefined ? ' on a file of this package' : ''}`, ...(path === undefined ? {} : { path }) });
}

function placed(of: CodePackage, problem: Problem): Problem {
  const folder = shownFolder(of);
  return { ...problem, path: problem.path === undefined ? folder : folder === '' || folder === '.' ? problem.path : `${folder}/${problem.path}` };
}

function shownFolder({ path }: CodePackage): string {
  return path.shown === '' ? '.' : path.shown;
}
