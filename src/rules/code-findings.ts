// Findings about the code of one package: where it lies, which servers run it, what it does there in words. Facts with the same
// subject are one finding: a bundle that does a thing two hundred times is one thing to look at.
import type { Behavior, CodePlace } from '../model/behavior.ts';
import { type Evidence, type Finding, type Location, SEVERITIES } from '../model/finding.ts';
import { npmPurl } from '../model/purl.ts';
import type { RulePage } from '../model/rule.ts';
import { shorten } from '../text/printable.ts';
import { behaviorWords } from './behavior-words.ts';
import type { CodeFacts } from './contract.ts';
import { findingOf, label, LOCATIONS_SHOWN } from './finding.ts';

const EVIDENCE_SHOWN = 8;
const SUBJECT = 80;

/** What a rule says of some behaviours of one package. */
export interface CodeRemark {
  /** What it is about; makes the fingerprint, so no line numbers. Remarks of one package that share it become one finding. */
  readonly subject: readonly string[];
  readonly severity: Finding['severity'];
  readonly confidence: Finding['confidence'];
  readonly title: string;
  /** The page's, unless given. */
  readonly why?: string;
  /** The behaviours that show it, the telling one first. */
  readonly shown: readonly [Behavior, ...Behavior[]];
  /** Before the words for the behaviours. */
  readonly evidence?: readonly Evidence[];
}

/** Name and version of the package for a title, or the end of its folder where it has no name. */
export function subjectOf(facts: Pick<CodeFacts, 'package' | 'path'>): string {
  if (facts.package) return label(facts.package.name, facts.package.version);
  return shorten(facts.path.split('/').filter((part) => part !== '').at(-1) ?? 'the code', SUBJECT);
}

/** One finding for each subject; the worst remark on it speaks. */
export function codeFindings(page: RulePage, facts: CodeFacts, remarks: readonly CodeRemark[]): readonly Finding[] {
  const groups = new Map<string, [CodeRemark, ...CodeRemark[]]>();
  for (const remark of remarks) {
    const key = JSON.stringify(remark.subject);
    const group = groups.get(key);
    if (group) group.push(remark);
    else groups.set(key, [remark]);
  }
  return [...groups.values()].map((group) => findingOfGroup(page, facts, group));
}

/** Where a place of the package's code lies, as the target was named. */
export function locationOf(facts: Pick<CodeFacts, 'path'>, place: CodePlace): Location {
  return { path: fileIn(facts, place.path), line: place.line, column: place.column, ...(place.excerpt === undefined ? {} : { excerpt: place.excerpt }) };
}

/** A file of the package, as the target was named. */
export function fileIn(facts: Pick<CodeFacts, 'path'>, path: string): string {
  return facts.path === '' ? path : `${facts.path}/${path}`;
}

/** The parts of a finding that the package gives, whatever is said of it. */
export function aboutPackage(facts: Pick<CodeFacts, 'package' | 'usedBy'>): Pick<Finding, 'package' | 'credentials'> {
  const credentials = [...new Set((facts.usedBy ?? []).flatMap((server) => server.credentials))].toSorted();
  const { name, version } = facts.package ?? {};
  return {
    ...(name === undefined ? {} : { package: { name, ...(version === undefined ? {} : { version, purl: npmPurl(name, version) }) } }),
    ...(credentials.length > 0 ? { credentials } : {}),
  };
}

/** Places of the servers that run the package, which come after those in its code. */
export function serverLocations(facts: Pick<CodeFacts, 'usedBy'>): readonly Location[] {
  return (facts.usedBy ?? []).slice(0, LOCATIONS_SHOWN).map(({ location }) => location);
}

function findingOfGroup(page: RulePage, facts: CodeFacts, group: readonly [CodeRemark, ...CodeRemark[]]): Finding {
  const worst = group.reduce((a, b) => (SEVERITIES.indexOf(b.severity) < SEVERITIES.indexOf(a.severity) ? b : a));
  const shown = [...new Set([...worst.shown, ...group.flatMap((remark) => remark.shown)])];
  const [first, ...others] = distinct(shown.map((behavior) => locationOf(facts, behavior.place)));
  const [evidence, ...more] = evidenceOf(worst, shown);
  if (first === undefined || evidence === undefined) throw new Error('a remark shows a behaviour');
  return findingOf(page.id, facts, [facts.package?.name ?? '', ...worst.subject], {
    severity: worst.severity,
    confidence: worst.confidence,
    title: worst.title,
    ...aboutPackage(facts),
    locations: [first, ...others.slice(0, LOCATIONS_SHOWN - 1), ...serverLocations(facts)],
    why: worst.why ?? page.why,
    remediation: page.remediation,
    evidence: [evidence, ...more],
    references: page.references,
  });
}

function evidenceOf(worst: CodeRemark, shown: readonly Behavior[]): readonly Evidence[] {
  const words = [...new Set(shown.map(behaviorWords))];
  const behaviors = words.slice(0, EVIDENCE_SHOWN).map((text): Evidence => ({ kind: 'behavior', text }));
  const count: readonly Evidence[] = shown.length > EVIDENCE_SHOWN ? [{ kind: 'count', text: `${shown.length} places, ${Math.min(shown.length, LOCATIONS_SHOWN)} shown` }] : [];
  return [...worst.evidence ?? [], ...behaviors, ...count];
}

function distinct(locations: readonly Location[]): readonly Location[] {
  const seen = new Map(locations.map((location) => [`${location.path}\n${location.line ?? 0}\n${location.column ?? 0}`, location]));
  return [...seen.values()];
}
