// Where the source is said to lie, and where it was built from: both of the earlier version against both of the later one.
import type { Evidence, Severity } from '../model/finding.ts';
import { type RepositoryPlace, repositoryPlace } from '../text/repository.ts';
import { quoted } from './behavior-words.ts';
import { subjectOf } from './code-findings.ts';
import type { DifferenceFacts, Rule, SideFacts } from './contract.ts';
import { type FactRemark, factFindings, manifestAt } from './fact-findings.ts';

export const repositoryMoved: Rule<'difference'> = {
  page: {
    id: 'repository-moved',
    summary: 'The package\'s repository has another owner than before, or is not the one it was built from',
    why: 'Who takes a package over points it at a repository of their own. A package that was built from another repository than its manifest names shows readers code that is not the code they get.',
    remediation: ['Open both repositories: does the old one tell of the move?', 'Compare the package with the repository it was built from: mcp-audit diff --against-repo.'],
    limits: 'Projects move to organisations of their own; that looks the same from here. The field of the manifest is only a claim; provenance, where it is verified, is not.',
    severities: ['medium', 'low', 'info'],
    references: ['https://docs.npmjs.com/cli/configuring-npm/package-json#repository'],
  },
  judge: (facts) => factFindings(repositoryMoved.page, facts, [...movedRemark(facts), ...contradictionRemark(facts)]),
};

interface Move {
  readonly where: string;
  readonly was: string;
  readonly now: string;
  readonly severity: Severity;
}

function movedRemark(facts: DifferenceFacts): readonly FactRemark[] {
  const { before, after } = facts;
  const moves = [
    ...moveOf('the manifest', before.manifest?.repository, after.manifest?.repository),
    ...moveOf('its provenance', builtFrom(before), builtFrom(after)),
  ];
  const [first] = moves.toSorted((a, b) => rank(a.severity) - rank(b.severity));
  if (!first) return [];
  const [evidence, ...more] = moves.map(({ where, was, now }): Evidence => ({ kind: 'identity', text: `${where}: ${quoted(was)}, now ${quoted(now)}` }));
  return [{
    subject: ['moved'],
    severity: first.severity,
    confidence: 'high',
    title: titleOf(facts, first),
    evidence: [evidence ?? { kind: 'identity', text: quoted(first.now) }, ...more],
    locations: [manifestAt(after, facts.manifest.find(({ field }) => field === 'repository')?.line)],
    change: { was: quoted(first.was), now: quoted(first.now) },
  }];
}

function titleOf(facts: DifferenceFacts, { severity, was, now, where }: Move): string {
  if (severity === 'low') return `${subjectOf(facts)} no longer names its repository ${quoted(was)}`;
  if (severity === 'info') return `${subjectOf(facts)}: the repository of its owner has another name, ${quoted(now)}`;
  return `${subjectOf(facts)}: by ${where} its repository has another owner, ${quoted(now)} instead of ${quoted(was)}`;
}

function moveOf(where: string, was: string | undefined, now: string | undefined): readonly Move[] {
  if (was === undefined || was === now) return [];
  // Provenance that is gone is told by another rule.
  if (now === undefined) return where === 'the manifest' ? [{ where, was, now: 'none', severity: 'low' }] : [];
  const [from, to] = [repositoryPlace(was), repositoryPlace(now)];
  if (from && to && from.host === to.host && from.owner === to.owner) return from.name === to.name ? [] : [{ where, was, now, severity: 'info' }];
  return from === undefined && to === undefined ? [] : [{ where, was, now, severity: 'medium' }];
}

// Told once: where the earlier version was built so too, its readers know.
function contradictionRemark({ before, after, ...facts }: DifferenceFacts): readonly FactRemark[] {
  const now = contradictionIn(after);
  if (!now) return [];
  const was = contradictionIn(before);
  if (was && sameOwner(was.built, now.built)) return [];
  const [claimed, built] = [after.manifest?.repository ?? '', builtFrom(after) ?? ''];
  return [{
    subject: ['contradiction'],
    severity: 'medium',
    confidence: 'high',
    title: `${subjectOf(facts)} was built from ${quoted(built)} and names ${quoted(claimed)} as its repository`,
    evidence: [{ kind: 'identity', text: `the manifest: ${quoted(claimed)}; verified provenance: ${quoted(built)}` }],
    locations: [manifestAt(after)],
    change: { now: `built from ${quoted(built)}` },
  }];
}

function contradictionIn(side: SideFacts): { readonly built: RepositoryPlace } | undefined {
  const [claimed, built] = [repositoryPlace(side.manifest?.repository ?? ''), repositoryPlace(builtFrom(side) ?? '')];
  return claimed && built && !sameOwner(claimed, built) ? { built } : undefined;
}

function sameOwner(a: RepositoryPlace, b: RepositoryPlace): boolean {
  return a.host === b.host && a.owner === b.owner;
}

function builtFrom({ release }: SideFacts): string | undefined {
  return release?.provenance.kind === 'verified' ? release.provenance.source?.repository : undefined;
}

function rank(severity: Severity): number {
  return ['medium', 'low', 'info'].indexOf(severity);
}
