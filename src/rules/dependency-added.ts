// Packages that the later version depends on and the earlier one did not, or takes from another source. What is asked for is in the
// manifest; what that name is comes from the bundles and, where it was asked, the registry.
// Cases: flatmap-stream (2018), plain-crypto-js in axios (iocs/), the worms' optional git dependencies (iocs/mini-shai-hulud-tanstack.yaml).
import { type Evidence, type Finding, type Location, SEVERITIES, type Severity } from '../model/finding.ts';
import { shorten } from '../text/printable.ts';
import { listed } from './behavior-words.ts';
import { subjectOf } from './code-findings.ts';
import type { DependencyFacts, DifferenceFacts, Rule } from './contract.ts';
import { answerWords, listedStatement, turnOf, type Weight, weightsOf } from './dependency-weights.ts';
import { type FactRemark, factFindings, manifestAt } from './fact-findings.ts';
import { campaignOf } from './finding.ts';
import { lockedScripts } from './locked-scripts.ts';

const FINDINGS_SHOWN = 30;
const NAMES_SHOWN = 5;
const NAME = 100;
const TURNS = { new: 'takes the new dependency', range: 'asks for another range of', source: 'takes from another source' } as const;

export const dependencyAdded: Rule<'difference' | 'locked-added'> = {
  page: {
    id: 'dependency-added',
    summary: 'The later version depends on a package that the earlier one did not depend on, or a lockfile holds a new one with install scripts',
    why: 'A new dependency is code of other people, installed with this update and mostly read by nobody. Attackers publish a package for the purpose, hours or days before, and let a taken-over package depend on it.',
    remediation: ['Inspect the new dependency by itself: mcp-audit inspect <name>@<version>.', 'Does the project\'s changelog say why it is needed? If not, stay on the earlier version.'],
    limits: 'Old and well-known dependencies are information, all in one line. What the name is today is asked of the registry only where the network is allowed; offline, bundles and the manifest alone are judged. The number of versions is today\'s, also where the two versions are old. A name that is young can be honest: it is high only together with install scripts or the look of a popular name, and critical where the release itself was published by somebody else or lost its provenance as well. Of what is new in a lockfile only packages with install scripts are told: low where the name is old.',
    severities: ['critical', 'high', 'medium', 'low', 'info'],
    references: ['https://docs.npmjs.com/cli/configuring-npm/package-json#dependencies', 'https://github.com/ossf/malicious-packages'],
  },
  judge: (facts) => (facts.kind === 'locked-added' ? factFindings(dependencyAdded.page, facts, [lockedScripts(facts)]) : ofDifference(facts)),
};

function ofDifference(facts: DifferenceFacts): readonly Finding[] {
  const weighed = facts.dependencies.map((dependency) => ({ dependency, weights: weightsOf(dependency, facts) }));
  // Another range of what was there already, with nothing against it, is the manifest's own news.
  const quiet = weighed.filter(({ dependency, weights }) => worst(weights) === 'info' && turnOf(dependency) !== 'range');
  const telling = weighed.filter(({ weights }) => worst(weights) !== 'info');
  const sorted = telling.toSorted((a, b) => SEVERITIES.indexOf(worst(a.weights)) - SEVERITIES.indexOf(worst(b.weights)));
  const place = placesIn(facts);
  return factFindings(dependencyAdded.page, facts, [
    ...sorted.slice(0, FINDINGS_SHOWN).map(({ dependency, weights }) => remarkOf(facts, dependency, weights, place)),
    ...restRemark(facts, sorted.slice(FINDINGS_SHOWN), place),
    ...quietRemark(facts, quiet.map(({ dependency }) => dependency), place),
  ]);
}

type Place = (dependency: DependencyFacts) => Location;

interface Weighed {
  readonly dependency: DependencyFacts;
  readonly weights: readonly Weight[];
}

function remarkOf(facts: DifferenceFacts, dependency: DependencyFacts, weights: readonly Weight[], place: Place): FactRemark {
  const severity = worst(weights);
  const [telling] = weights.filter((weight) => weight.severity === severity);
  const statement = listedStatement(dependency);
  return {
    subject: [dependency.kind, dependency.name],
    severity,
    confidence: telling?.confidence ?? 'medium',
    title: `${subjectOf(facts)} ${TURNS[turnOf(dependency)]} ${shorten(dependency.name, NAME)}: ${weights.filter((weight) => weight.severity !== 'info').map(({ words }) => words).slice(0, 3).join('; ')}`,
    evidence: [askedFor(dependency), ...weights.map(({ words }): Evidence => ({ kind: 'record', text: words })), ...answerWords(dependency)],
    locations: [place(dependency)],
    change: { ...(dependency.was === undefined ? {} : { was: `${dependency.name}@${dependency.was}` }), now: specOf(dependency) },
    ...(statement ? { campaign: campaignOf(facts.campaign(statement.advisory.campaign), statement) } : {}),
  };
}

// A manifest with thousands of them would give a report that nobody can open.
function restRemark(facts: DifferenceFacts, rest: readonly Weighed[], place: Place): readonly FactRemark[] {
  const [first, ...others] = rest.map(({ dependency, weights }): Evidence => ({ kind: 'record', text: `${askedFor(dependency).text}: ${weights[0]?.words ?? ''}` }));
  if (!first || !rest[0]) return [];
  return [{
    subject: ['rest'],
    severity: worst(rest[0].weights),
    confidence: 'medium',
    title: `${subjectOf(facts)} takes ${rest.length} more dependencies that something speaks against`,
    evidence: [first, ...others],
    locations: rest.map(({ dependency }) => place(dependency)),
    change: { now: `${rest.length} more` },
  }];
}

// One line for all that is ordinary.
function quietRemark(facts: DifferenceFacts, quiet: readonly DependencyFacts[], place: Place): readonly FactRemark[] {
  const [first, ...others] = quiet.map((dependency): Evidence => ({ kind: 'record', text: `${askedFor(dependency).text}${answerWords(dependency).map(({ text }) => `; ${text}`).join('') || '; nothing is known of it'}` }));
  if (!first) return [];
  const names = quiet.map(({ name }) => shorten(name, NAME));
  const shown = listed([...names.slice(0, NAMES_SHOWN), ...(names.length > NAMES_SHOWN ? [`${names.length - NAMES_SHOWN} more`] : [])]);
  return [{
    subject: ['ordinary', ...names.toSorted()],
    severity: 'info',
    confidence: 'high',
    title: `${subjectOf(facts)} takes ${names.length === 1 ? 'the new dependency' : `${names.length} new dependencies:`} ${shown}`,
    why: 'Nothing speaks against what it newly depends on.',
    evidence: [first, ...others],
    locations: quiet.map((dependency) => place(dependency)),
    change: { now: shown },
  }];
}

function placesIn({ manifest, after }: DifferenceFacts): Place {
  const lines = new Map(manifest.map(({ field, line }) => [field, line]));
  return ({ kind, name }) => manifestAt(after, lines.get(`${kind === 'bundled' ? 'bundleDependencies' : kind}.${name}`));
}

function askedFor(dependency: DependencyFacts): Evidence {
  return { kind: 'range', text: `${dependency.kind}: ${specOf(dependency)}` };
}

function specOf({ name, spec }: DependencyFacts): string {
  return shorten(`${name}@${spec === '' ? '*' : spec}`, 2 * NAME);
}

function worst(weights: readonly Weight[]): Severity {
  return weights.reduce<Severity>((severity, weight) => (SEVERITIES.indexOf(weight.severity) < SEVERITIES.indexOf(severity) ? weight.severity : severity), 'info');
}
