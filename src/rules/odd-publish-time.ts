// When the later version was published, against the earlier one: minutes after it, years after it, or before it.
import { subjectOf } from './code-findings.ts';
import type { DifferenceFacts, Rule } from './contract.ts';
import { type FactRemark, factFindings } from './fact-findings.ts';
import { publisherDiffers, takeoverSigns } from './takeover-signs.ts';
import { between, DAY, MINUTE, spanWords } from './times.ts';

const AT_ONCE = 10 * MINUTE;
/** Eighteen months. */
const DORMANT = 548 * DAY;

export const oddPublishTime: Rule<'difference'> = {
  page: {
    id: 'odd-publish-time',
    summary: 'The later version was published minutes after the earlier one, years after it, or before it',
    why: 'Packages that nobody looks after are taken over, and then a release comes after years. A release minutes after another mends a mistake, or was published by a program. A lower number published later is a fix for an older line, which resolvers take for many users.',
    remediation: ['After years of silence: find out who published it and why before it is installed.'],
    limits: 'Times are the registry\'s word; mirrors give the time of their own copy, and some give wrong ones. Where only the headers of the tarballs tell, years between them are judged and nothing else. Alone it is never more than low.',
    severities: ['medium', 'low', 'info'],
    references: ['https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md'],
  },
  judge: (facts) => factFindings(oddPublishTime.page, facts, remarksOn(facts)),
};

function remarksOn(facts: DifferenceFacts): readonly FactRemark[] {
  const [was, now] = [facts.before.release?.release.published, facts.after.release?.release.published];
  // Two clocks are not compared: a mirror's header tells when it copied.
  if (!was || !now || was.from !== now.from) return [];
  const span = between(was.time, now.time);
  if (span === undefined) return [];
  const order = compareVersions(facts.before.version ?? '', facts.after.version ?? '');
  // A mirror copies many versions within minutes, in any order: its headers tell only of years.
  const odd = was.from === 'registry' ? oddity(facts, span, order) : dormancy(facts, span);
  if (!odd) return [];
  return [{
    ...odd,
    confidence: was.from === 'registry' ? 'medium' : 'low',
    evidence: [
      { kind: 'time', text: `${facts.before.label} at ${was.time}, ${facts.after.label} at ${now.time}, by ${was.from === 'registry' ? 'the registry' : 'the headers of the tarballs'}` },
      ...(odd.severity === 'medium' ? signsOf(facts).map((text) => ({ kind: 'record', text } as const)) : []),
    ],
    change: { was: was.time, now: now.time },
  }];
}

function oddity(facts: DifferenceFacts, span: number, order: number): Pick<FactRemark, 'subject' | 'severity' | 'title'> | undefined {
  const subject = subjectOf(facts);
  if (order !== 0 && Math.sign(span) === -Math.sign(order)) {
    return { subject: ['order'], severity: 'info', title: `${subject} was published ${spanWords(span)} ${span < 0 ? 'before' : 'after'} ${facts.before.label}, which has the ${order > 0 ? 'lower' : 'higher'} number` };
  }
  if (Math.abs(span) < AT_ONCE) return { subject: ['at-once'], severity: 'info', title: `${subject} was published ${spanWords(span)} after the version before` };
  return dormancy(facts, span);
}

function dormancy(facts: DifferenceFacts, span: number): Pick<FactRemark, 'subject' | 'severity' | 'title'> | undefined {
  if (span < DORMANT) return undefined;
  const [sign] = signsOf(facts);
  return { subject: ['dormant'], severity: sign === undefined ? 'low' : 'medium', title: `${subjectOf(facts)} was published ${spanWords(span)} after the version before${sign === undefined ? '' : `, and ${sign}`}` };
}

function signsOf(facts: DifferenceFacts): readonly string[] {
  return [...(publisherDiffers(facts) ? ['somebody else published it'] : []), ...takeoverSigns(facts).filter(({ kind }) => kind === 'install-script').map(({ words }) => words)];
}

/** Below zero where `b` is the lower one; 0 where they cannot be told apart by their three numbers. */
function compareVersions(a: string, b: string): number {
  const [first, second] = [a, b].map((version) => /^[v=]?(\d{1,15})\.(\d{1,15})\.(\d{1,15})/.exec(version)?.slice(1).map(Number));
  if (!first || !second) return 0;
  const at = [0, 1, 2].find((part) => first[part] !== second[part]);
  return at === undefined ? 0 : (second[at] ?? 0) - (first[at] ?? 0);
}
