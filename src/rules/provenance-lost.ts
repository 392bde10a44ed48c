// The statement that a CI workflow built the bytes: the earlier version had one that could be verified, the later one has none.
// https://docs.npmjs.com/generating-provenance-statements , https://slsa.dev/spec/v1.0/provenance
import { subjectOf } from './code-findings.ts';
import type { DifferenceFacts, Rule } from './contract.ts';
import { type FactRemark, factFindings } from './fact-findings.ts';
import { losesProvenance, publisherDiffers, takeoverSigns } from './takeover-signs.ts';

export const provenanceLost: Rule<'difference'> = {
  page: {
    id: 'provenance-lost',
    summary: 'The earlier version has verified provenance, the later one has none or a wrong one',
    why: 'A project that publishes from CI has provenance in every release. One without it was published in another way: by hand, or with a stolen token from somebody else\'s machine.',
    remediation: ['Compare the version with the tag in the project\'s repository: is it there, and does it hold the same code?', 'Stay on the version with provenance until the project tells why this one has none.'],
    limits: 'Projects also publish by hand when their CI fails. Provenance says who built the bytes and never that they are harmless: worms of 2026 shipped valid provenance. What was not fetched (offline, a registry without attestations) is not judged.',
    severities: ['high', 'medium'],
    references: ['https://docs.npmjs.com/generating-provenance-statements'],
  },
  judge: (facts) => factFindings(provenanceLost.page, facts, remarksOn(facts)),
};

function remarksOn(facts: DifferenceFacts): readonly FactRemark[] {
  const [was, now] = [facts.before.release?.provenance, facts.after.release?.provenance];
  if (!now) return [];
  if (now.kind === 'wrong') {
    const same = was?.kind === 'wrong';
    return [{
      subject: ['wrong'],
      severity: same ? 'medium' : 'high',
      confidence: 'high',
      title: `${subjectOf(facts)} claims a provenance that does not hold`,
      why: 'The registry shows a statement about the build that cannot be verified for these bytes. It was made for something else, or one of the two was changed.',
      evidence: [{ kind: 'record', text: now.why }],
      change: { was: wasWords(facts), now: 'a wrong provenance' },
    }];
  }
  if (!losesProvenance(facts)) return [];
  const others = [...(publisherDiffers(facts) ? ['somebody else published it'] : []), ...takeoverSigns(facts).filter(({ kind }) => kind === 'install-script').map(({ words }) => words)];
  return [{
    subject: ['lost'],
    severity: others.length > 0 ? 'high' : 'medium',
    confidence: 'high',
    title: `${subjectOf(facts)} has no provenance, the version before has${others.length > 0 ? `, and ${others[0] ?? ''}` : ''}`,
    evidence: [{ kind: 'record', text: `${facts.before.label}: ${wasWords(facts)}; ${facts.after.label}: none` }, ...others.map((text) => ({ kind: 'record', text } as const))],
    change: { was: wasWords(facts), now: 'no provenance' },
  }];
}

function wasWords({ before }: DifferenceFacts): string {
  const provenance = before.release?.provenance;
  if (provenance?.kind !== 'verified') return provenance?.kind === 'wrong' ? 'a wrong provenance' : 'no provenance';
  return `built from ${provenance.source?.repository ?? 'a repository that is not named'}`;
}
