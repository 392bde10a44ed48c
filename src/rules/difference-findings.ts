// Findings about what one version of a package brings: where it stands in the later copy, what was there before, what is there now.
// The same new thing in many places is one finding; small things of one rule are one finding together.
import type { Behavior } from '../model/behavior.ts';
import type { BehaviorChange } from '../model/difference.ts';
import { CONFIDENCES, type Evidence, type Finding, type Location, SEVERITIES } from '../model/finding.ts';
import type { RulePage } from '../model/rule.ts';
import { behaviorWords } from './behavior-words.ts';
import { aboutPackage, locationOf, serverLocations, subjectOf } from './code-findings.ts';
import type { CodeFacts, DifferenceFacts } from './contract.ts';
import { findingOf, LOCATIONS_SHOWN } from './finding.ts';

const FINDINGS_SHOWN = 50;
const EVIDENCE_SHOWN = 8;
const NAMED = 3;

/** Something that the later copy has and the earlier one has not. */
export interface NewThing {
  /** Makes the fingerprint: no line numbers. Things of one subject become one finding, of which the worst speaks. */
  readonly subject: readonly string[];
  readonly severity: Finding['severity'];
  readonly confidence: Finding['confidence'];
  readonly title: string;
  readonly why?: string;
  /** Behaviours of the later copy, the telling one first, or other places in it. */
  readonly shown: readonly Behavior[];
  readonly locations?: readonly Location[];
  readonly was?: string;
  /** In a few words. */
  readonly now: string;
  readonly evidence?: readonly Evidence[];
  readonly campaign?: Finding['campaign'];
}

/** Title of several small things, named, of which there are so many. */
export type SmallTitle = (names: string, count: number) => string;

/** The later copy as rules over one copy see it, beside what the earlier one told its readers: who adds a host adds it to the README too. */
export function laterByEarlierWords(facts: DifferenceFacts): CodeFacts {
  return { ...laterCode(facts), documents: facts.before.documents };
}

/** The later copy as rules over one copy see it. */
export function laterCode(facts: DifferenceFacts): CodeFacts {
  return codeOf(facts, facts.after);
}

/** The earlier copy as rules over one copy see it. */
export function earlierCode(facts: DifferenceFacts): CodeFacts {
  return codeOf(facts, facts.before);
}

/** What was added, of one kind. */
export function addedOf<K extends Behavior['kind']>(facts: DifferenceFacts, kind: K): readonly (BehaviorChange & { readonly behavior: Extract<Behavior, { readonly kind: K }> })[] {
  return facts.behaviors.filter((change): change is BehaviorChange & { readonly behavior: Extract<Behavior, { readonly kind: K }> } => change.kind === 'added' && change.behavior.kind === kind);
}

/** Name and version of the later copy, for titles. */
export function laterSubject(facts: DifferenceFacts): string {
  const { name, version } = facts.after;
  return subjectOf({ path: facts.path, ...(facts.package ? { package: facts.package } : name === undefined ? {} : { package: { name, ...(version === undefined ? {} : { version }) } }) });
}

/** The earlier copy in a sentence about the later one: its version where that tells the two apart. */
export function earlierSubject({ before, after }: DifferenceFacts): string {
  return before.version !== undefined && before.name === after.name && before.version !== after.version ? before.version : before.label;
}

/** Small things as one: all their places, the first three by name. */
function folded(things: readonly NewThing[], titleOf: SmallTitle): readonly NewThing[] {
  const [first] = things;
  if (!first) return [];
  const worst = things.reduce((a, b) => (SEVERITIES.indexOf(b.severity) < SEVERITIES.indexOf(a.severity) ? b : a));
  const nows = [...new Set(things.map(({ now }) => now))];
  const names = nows.length > NAMED ? `${nows.slice(0, NAMED).join(', ')} and ${nows.length - NAMED} more` : nows.join(', ');
  return [{
    ...worst,
    subject: ['small'],
    title: titleOf(names, nows.length),
    shown: things.flatMap(({ shown }) => shown),
    now: names,
    ...(things.length > 1 ? { evidence: things.flatMap(({ evidence }) => evidence ?? []).slice(0, EVIDENCE_SHOWN) } : {}),
  }];
}

/** Worst first, at most fifty; how many more there are is told by the last. `smallTitle`: of what is low and information, as one. */
export function differenceFindings(page: RulePage, facts: DifferenceFacts, things: readonly NewThing[], smallTitle?: SmallTitle): readonly Finding[] {
  const groups = new Map<string, [NewThing, ...NewThing[]]>();
  const small = smallTitle ? things.filter(({ severity }) => severity === 'low' || severity === 'info') : [];
  for (const thing of smallTitle ? [...things.filter(({ severity }) => severity !== 'low' && severity !== 'info'), ...folded(small, smallTitle)] : things) {
    const key = JSON.stringify(thing.subject);
    const group = groups.get(key);
    if (group) group.push(thing);
    else groups.set(key, [thing]);
  }
  const sorted = [...groups.values()].map((group) => group.toSorted(bySeverity) as typeof group).toSorted(([a], [b]) => bySeverity(a, b));
  const left = sorted.length - FINDINGS_SHOWN;
  return sorted.slice(0, FINDINGS_SHOWN).map((group, at) => findingOfGroup(page, facts, group, at === FINDINGS_SHOWN - 1 && left > 0 ? left : 0));
}

function bySeverity(a: NewThing, b: NewThing): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence);
}

function findingOfGroup(page: RulePage, facts: DifferenceFacts, group: readonly [NewThing, ...NewThing[]], left: number): Finding {
  const [worst] = group;
  const shown = [...new Set(group.flatMap((thing) => thing.shown))];
  const locations = distinct([...group.flatMap((thing) => thing.locations ?? []), ...shown.map(({ place }) => locationOf(facts.after, place))]);
  const [first = { path: facts.after.path }, ...others] = locations;
  const [evidence = { kind: 'behavior', text: worst.now }, ...more] = evidenceOf(facts, worst, shown, left);
  return findingOf(page.id, facts, [facts.package?.name ?? '', ...worst.subject], {
    severity: worst.severity,
    confidence: facts.before.inPart ? lowered(worst.confidence) : worst.confidence,
    title: worst.title,
    ...aboutPackage(facts),
    ...(worst.campaign ? { campaign: worst.campaign } : {}),
    locations: [first, ...others.slice(0, LOCATIONS_SHOWN - 1), ...serverLocations(facts)],
    why: worst.why ?? page.why,
    remediation: page.remediation,
    evidence: [evidence, ...more],
    references: page.references,
    standing: 'new',
    change: { ...(worst.was === undefined ? {} : { was: worst.was }), now: worst.now },
  });
}

function evidenceOf(facts: DifferenceFacts, worst: NewThing, shown: readonly Behavior[], left: number): readonly Evidence[] {
  const words = [...new Set(shown.map(behaviorWords))];
  return [
    ...worst.evidence ?? [],
    ...words.slice(0, EVIDENCE_SHOWN).map((text): Evidence => ({ kind: 'behavior', text })),
    ...(words.length > EVIDENCE_SHOWN ? [{ kind: 'count', text: `${words.length} in all, ${EVIDENCE_SHOWN} shown` } as const] : []),
    ...(facts.before.inPart ? [{ kind: 'record', text: `${facts.before.label} was not read in full: it may have had this too` } as const] : []),
    ...(left > 0 ? [{ kind: 'count', text: `${left} more of this rule are not shown` } as const] : []),
  ];
}

/** One step less sure. */
function lowered(confidence: Finding['confidence']): Finding['confidence'] {
  return confidence === 'high' ? 'medium' : 'low';
}

function distinct(locations: readonly Location[]): readonly Location[] {
  return [...new Map(locations.map((location) => [`${location.path}\n${location.line ?? 0}\n${location.column ?? 0}`, location])).values()];
}

function codeOf(facts: DifferenceFacts, side: DifferenceFacts['after']): CodeFacts {
  return {
    kind: 'code', path: side.path, stablePath: facts.stablePath, ...(facts.package ? { package: facts.package } : {}), behaviors: side.behaviors, folded: [], died: [], documents: side.documents,
    known: facts.known, patterns: [], campaign: facts.campaign, ...(facts.usedBy ? { usedBy: facts.usedBy } : {}),
  };
}
