// A published package beside the repository that it names: code that is in the package and not in the repository was written by
// somebody who did not want it read there. What a build writes is expected, and only its behaviour is compared with the sources.
// Cases: event-stream's flatmap-stream and eslint-scope (2018), ua-parser-js (2021): the repository stayed clean in all three.
import type { BehaviorKind, NetworkBehavior } from '../model/behavior.ts';
import type { BehaviorChange, FileChange, ManifestChange } from '../model/difference.ts';
import type { Evidence, Severity } from '../model/finding.ts';
import { shorten } from '../text/printable.ts';
import { behaviorWords } from './behavior-words.ts';
import { fileIn, locationOf, subjectOf } from './code-findings.ts';
import type { RepositoryFacts, Rule } from './contract.ts';
import { type FactRemark, factFindings, manifestAt } from './fact-findings.ts';
import { isPublishersChange, weightOfField } from './published-manifest.ts';
import { belongsTo, isSecretName } from './sensitive-data.ts';

/** Behaviours with which code does harm: it sends, starts, loads, hides. */
const HARMFUL: ReadonlySet<BehaviorKind> = new Set(['mail', 'network', 'process', 'dynamic-code', 'install-script', 'obfuscation']);
/** Declarations of types, which nothing runs: a build writes them under many names. */
const DECLARATION = /\.d\.[cm]?ts$/;
const PATH = 120;
const NAMES_SHOWN = 3;

export const repoPackageMismatch: Rule<'package-against-repository'> = {
  page: {
    id: 'repo-package-mismatch',
    summary: 'The published package holds code or scripts that its repository does not',
    why: 'People read the repository, machines run the package. In most takeovers of npm packages the bad code was only in what was published.',
    remediation: ['Read the files that are named here: nobody who looked at the repository has seen them.', 'Ask the project whether its release holds them; stay on a version that agrees with the repository.'],
    limits: 'Files that a build is seen to write are expected, and listed only; code that a bundler brought in from dependencies stands in them. Without a tag of the version the branch\'s newest commit is compared, where every later change differs: nothing is high then. A repository can hold the bad code too.',
    severities: ['high', 'medium', 'low', 'info'],
    references: ['https://slsa.dev/spec/v1.0/threats-overview', 'https://eslint.org/blog/2018/07/postmortem-for-malicious-package-publishes/'],
  },
  judge: (facts) => {
    const remarks = [...codeRemarks(facts), ...builtRemark(facts), ...manifestRemarks(facts)];
    return factFindings(repoPackageMismatch.page, facts, remarks.map((remark) => ({ ...remark, severity: capped(facts, remark.severity) })));
  },
};

// A branch moves on after a release.
function capped({ repository: { by } }: RepositoryFacts, severity: Severity): Severity {
  return by === 'head' && (severity === 'high' || severity === 'critical') ? 'medium' : severity;
}

function codeRemarks(facts: RepositoryFacts): readonly FactRemark[] {
  const added = harmfulByPath(facts);
  return [
    ...filesRemark(facts, facts.onlyInPackage, added, { subject: 'only', words: 'that its repository does not have', now: 'only in the package' }),
    ...filesRemark(facts, facts.differing, added, { subject: 'differing', words: 'that differs from its repository', now: 'other code than in the repository' }),
  ];
}

function harmfulByPath({ behaviors }: RepositoryFacts): ReadonlyMap<string, readonly BehaviorChange[]> {
  const byPath = new Map<string, BehaviorChange[]>();
  for (const change of behaviors) {
    if (change.kind !== 'added' || !HARMFUL.has(change.behavior.kind)) continue;
    const found = byPath.get(change.behavior.place.path);
    if (found) found.push(change);
    else byPath.set(change.behavior.place.path, [change]);
  }
  return byPath;
}

interface Wording {
  readonly subject: string;
  readonly words: string;
  readonly now: string;
}

// Those that do something by themselves stand alone, so that they are not lost among a hundred that do nothing.
function filesRemark(facts: RepositoryFacts, files: readonly FileChange[], added: ReadonlyMap<string, readonly BehaviorChange[]>, wording: Wording): readonly FactRemark[] {
  const code = files.filter(({ content, only, path }) => content === 'code' && only === undefined && !DECLARATION.test(path));
  const binary = files.filter(({ content }) => content === 'binary');
  const harmful = (file: FileChange) => added.get(file.path) ?? [];
  const telling = code.filter((file) => harmful(file).length > 0);
  const other = code.filter((file) => harmful(file).length === 0);
  return [
    ...listRemark(facts, telling, 'high', 'code', wording, telling.flatMap(harmful)),
    ...listRemark(facts, other, 'medium', 'code', wording, []),
    ...listRemark(facts, binary, 'info', 'binary files', wording, []),
  ];
}

function listRemark(facts: RepositoryFacts, files: readonly FileChange[], severity: Severity, what: string, wording: Wording, behaviors: readonly BehaviorChange[]): readonly FactRemark[] {
  const [first, ...others] = files;
  if (!first) return [];
  const named = files.slice(0, NAMES_SHOWN).map(({ path }) => shorten(path, PATH)).join(', ');
  const shown = `${named}${files.length > NAMES_SHOWN ? ` and ${files.length - NAMES_SHOWN} more` : ''}`;
  const does = behaviors.map(({ behavior }): Evidence => ({ kind: 'behavior', text: behaviorWords(behavior) }));
  return [{
    subject: [wording.subject, what, severity, ...(severity === 'high' ? files.map(({ path }) => path).toSorted() : [])],
    severity,
    confidence: severity === 'high' ? 'high' : 'medium',
    title: `${subjectOf(facts)} holds ${what} ${wording.words}${severity === 'high' ? ', with behaviour of its own' : ''}: ${shown}`,
    evidence: [comparedWith(facts), ...does, ...[first, ...others].map((file): Evidence => ({ kind: 'record', text: fileWords(file) }))],
    locations: behaviors.length > 0 ? behaviors.map(({ behavior }) => locationOf(facts, behavior.place)) : files.map((file) => ({ path: fileIn(facts, file.path), ...(file.statements?.[0] ? { line: file.statements[0].line } : {}) })),
    change: { now: `${wording.now}: ${shown}` },
  }];
}

// A bundle holds the code of its dependencies, so what it does beyond the sources is mostly theirs. A mail recipient or a host that a
// bundle of indicators lists is not.
function builtRemark(facts: RepositoryFacts): readonly FactRemark[] {
  if (facts.built.length === 0) return [];
  const byPath = harmfulByPath(facts);
  const inside = facts.built.flatMap(({ path }) => byPath.get(path) ?? []);
  const alarming = inside.filter((change) => isAlarming(facts, change));
  const severity: Severity = alarming.length > 0 ? 'high' : inside.length > 0 ? 'low' : 'info';
  const shown = alarming.length > 0 ? alarming : inside;
  return [{
    subject: ['built', severity],
    severity,
    confidence: alarming.length > 0 ? 'high' : 'medium',
    title: alarming.length > 0
      ? `${subjectOf(facts)} does in its built files what its repository's source does not: ${behaviorWords((alarming[0] as BehaviorChange).behavior)}`
      : `${subjectOf(facts)} holds ${facts.built.length} built ${facts.built.length === 1 ? 'file' : 'files'}${inside.length > 0 ? ' that also do what the sources do not' : ', as its repository tells'}`,
    why: alarming.length > 0 ? repoPackageMismatch.page.why : 'A build writes these files, so they are not in the repository. Bundled dependencies bring behaviour of their own.',
    evidence: [comparedWith(facts), ...shown.map(({ behavior }): Evidence => ({ kind: 'behavior', text: behaviorWords(behavior) })), { kind: 'count', text: `${facts.built.length} built ${facts.built.length === 1 ? 'file' : 'files'}` }],
    locations: shown.length > 0 ? shown.map(({ behavior }) => locationOf(facts, behavior.place)) : facts.built.map(({ path }) => ({ path: fileIn(facts, path) })),
    change: { now: `${facts.built.length} built ${facts.built.length === 1 ? 'file' : 'files'}` },
  }];
}

function isAlarming(facts: RepositoryFacts, { behavior }: BehaviorChange): boolean {
  if (behavior.kind === 'mail') return behavior.field !== 'from' && behavior.origins.some(({ kind }) => kind === 'constant' || kind === 'hidden');
  if (behavior.kind === 'network') return [behavior.host, behavior.url].some((text) => text !== undefined && facts.known(text).length > 0) || sendsSecret(facts, behavior);
  return behavior.kind === 'install-script';
}

// A library that a bundle brings sends the key of its own service there. A token for somewhere else, to a host that no document names, is
// what a taken-over build adds.
function sendsSecret({ documents }: RepositoryFacts, request: NetworkBehavior): boolean {
  const names = [...request.sends, ...request.origins].flatMap((origin) => (origin.kind === 'environment' && origin.name !== undefined && isSecretName(origin.name) ? [origin.name] : []));
  return names.length > 0 && request.host !== undefined && !belongsTo(names, request) && !documents.mentions(request.host);
}

function manifestRemarks(facts: RepositoryFacts): readonly FactRemark[] {
  const changes = facts.manifest.filter((change) => !isPublishersChange(change, facts.repository.by));
  return (['high', 'medium', 'low'] as const).flatMap((severity) => manifestRemark(facts, severity, changes.filter((change) => weightOfField(change) === severity)));
}

function manifestRemark(facts: RepositoryFacts, severity: Severity, changes: readonly ManifestChange[]): readonly FactRemark[] {
  const [first, ...others] = changes;
  if (!first) return [];
  const fields = changes.map(({ field }) => shorten(field, PATH));
  const shown = `${fields.slice(0, NAMES_SHOWN).join(', ')}${fields.length > NAMES_SHOWN ? ` and ${fields.length - NAMES_SHOWN} more` : ''}`;
  return [{
    subject: ['manifest', severity, ...fields.toSorted()],
    severity,
    confidence: 'high',
    title: `${subjectOf(facts)}: the published package.json differs from the repository's in ${shown}`,
    evidence: [comparedWith(facts), ...[first, ...others].map(({ field, was, now }): Evidence => ({ kind: 'identity', text: `${shorten(field, PATH)}: ${said(was)} in the repository, ${said(now)} in the package` }))],
    locations: changes.map(({ line, now }) => manifestAt(facts, now === undefined ? undefined : line)),
    change: { ...(first.was === undefined ? {} : { was: `${shorten(first.field, PATH)}: ${said(first.was)}` }), now: `${shorten(first.field, PATH)}: ${said(first.now)}` },
  }];
}

const BY: Readonly<Record<RepositoryFacts['repository']['by'], string>> = {
  'asked-for': 'as asked for', tag: 'by the tag of the version', 'git-head': 'by the commit that the registry names', provenance: 'by the commit of its provenance', head: 'the newest commit, as no tag names the version',
};

function comparedWith({ repository: { label, commit, by } }: RepositoryFacts): Evidence {
  return { kind: 'record', text: `compared with ${shorten(label, PATH)} at ${commit.slice(0, 12)} (${BY[by]})` };
}

function fileWords({ path, after, lines }: FileChange): string {
  return `${shorten(path, PATH)}${after === undefined ? '' : `, ${after} bytes`}${lines ? `, ${lines.added} lines more, ${lines.removed} lines less` : ''}`;
}

function said(text: string | undefined): string {
  return text === undefined ? 'nothing' : `"${shorten(text, PATH)}"`;
}
