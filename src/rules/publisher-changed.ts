// Who published the later version, against who published the earlier one. Stolen tokens, sold packages and new maintainers all show here.
// `_npmUser` of the registry: https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md ; trusted publishing:
// https://docs.npmjs.com/trusted-publishers
import type { Severity } from '../model/finding.ts';
import type { Person, Release } from '../model/release.ts';
import { subjectOf } from './code-findings.ts';
import { listed } from './behavior-words.ts';
import type { DifferenceFacts, Rule } from './contract.ts';
import { type FactRemark, factFindings } from './fact-findings.ts';
import { accountOf, lists, personWords, publisherWords } from './people.ts';
import { takeoverSigns } from './takeover-signs.ts';

type Publisher = NonNullable<Release['publisher']>;

export const publisherChanged: Rule<'difference'> = {
  page: {
    id: 'publisher-changed',
    summary: 'The later version was published by somebody else than the earlier one',
    why: 'Most takeovers of packages are published by an account that did not publish before: a stolen token where CI published, a new maintainer who was trusted too early, a package that was sold.',
    remediation: ['Look in the project\'s own channels for a word about the new publisher.', 'Read what else changed in this version before it is installed; stay on the earlier one until then.'],
    limits: 'Known only where the registry tells who published; mirrors and private registries mostly do not, and then nothing is said. A change is ordinary in teams: it is high only together with another sign (a new install script, lost provenance, a young dependency, hidden code). A stolen account publishes under its own name, which this cannot see.',
    severities: ['high', 'medium', 'low', 'info'],
    references: ['https://docs.npmjs.com/trusted-publishers', 'https://blog.npmjs.org/post/180565383195/details-about-the-event-stream-incident'],
  },
  judge: (facts) => {
    const remarks = [...publisherRemark(facts), ...maintainersRemark(facts)];
    return factFindings(publisherChanged.page, facts, remarks);
  },
};

function publisherRemark(facts: DifferenceFacts): readonly FactRemark[] {
  const [was, now] = [facts.before.release?.release.publisher, facts.after.release?.release.publisher];
  if (!was || !now) return [];
  const weight = weightOf(was, now, facts.before.release?.release.maintainers);
  if (weight === undefined) return [];
  const signs = weight.severity === 'info' ? [] : takeoverSigns(facts);
  return [{
    subject: ['publisher'],
    severity: signs.length === 0 ? weight.severity : weight.severity === 'low' ? 'medium' : 'high',
    confidence: 'high',
    title: `${subjectOf(facts)} was published by ${publisherWords(now)}, the version before by ${publisherWords(was)}${signs.length === 0 ? '' : `, and ${signs[0]?.words ?? ''}`}`,
    why: weight.why,
    evidence: [
      { kind: 'identity', text: `${facts.before.label}: ${publisherWords(was)}; ${facts.after.label}: ${publisherWords(now)}` },
      ...signs.map(({ words }) => ({ kind: 'record', text: words } as const)),
    ],
    change: { was: publisherWords(was), now: publisherWords(now) },
  }];
}

/** What the change counts for by itself; undefined where there is none. */
function weightOf(was: Publisher, now: Publisher, maintainers: readonly Person[] | undefined): { readonly severity: Severity; readonly why: string } | undefined {
  if (was.trustedBy !== undefined && now.trustedBy !== undefined) {
    return was.trustedBy.toLowerCase() === now.trustedBy.toLowerCase() ? undefined : { severity: 'low', why: 'Another CI service publishes now: an ordinary move, which the project should have told of.' };
  }
  if (now.trustedBy !== undefined) return { severity: 'info', why: 'A CI service publishes now where a person did: mostly a step forward.' };
  const [old, current] = [accountOf(was), accountOf(now)];
  if (current === undefined) return undefined;
  if (was.trustedBy !== undefined) return { severity: 'medium', why: 'Releases came from CI, and this one from an account by hand. Stolen tokens publish so.' };
  if (old === undefined || old === current) return undefined;
  if (lists(maintainers, current)) return { severity: 'low', why: 'The account was among the maintainers of the earlier version.' };
  return { severity: 'medium', why: `${publisherChanged.page.why} This account was ${maintainers ? 'not among the maintainers of the earlier version' : 'not seen before'}.` };
}

function maintainersRemark(facts: DifferenceFacts): readonly FactRemark[] {
  const [was, now] = [facts.before.release?.release.maintainers ?? [], facts.after.release?.release.maintainers ?? []].map((people) => people.filter((person) => accountOf(person) !== undefined));
  if (was === undefined || now === undefined || was.length === 0 || now.length === 0) return [];
  const earlier = new Set(was.map(accountOf));
  if (now.some((person) => earlier.has(accountOf(person)))) return [];
  const signs = takeoverSigns(facts);
  return [{
    subject: ['maintainers'],
    severity: signs.length === 0 ? 'medium' : 'high',
    confidence: 'high',
    title: `${subjectOf(facts)}: none of the earlier maintainers is left${signs.length === 0 ? '' : `, and ${signs[0]?.words ?? ''}`}`,
    why: 'All who could publish the earlier version have been replaced: the package has changed hands.',
    evidence: [
      { kind: 'identity', text: `${facts.before.label}: ${namesOf(was)}; ${facts.after.label}: ${namesOf(now)}` },
      ...signs.map(({ words }) => ({ kind: 'record', text: words } as const)),
    ],
    change: { was: namesOf(was), now: namesOf(now) },
  }];
}

function namesOf(people: readonly Person[]): string {
  return listed([...people.slice(0, 5).map(personWords), ...(people.length > 5 ? [`${people.length - 5} more`] : [])]);
}
