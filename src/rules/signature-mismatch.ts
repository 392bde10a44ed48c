// What the registry's signature over name, version and integrity comes to, and the provenance that it claims.
// https://docs.npmjs.com/about-registry-signatures
import type { Severity } from '../model/finding.ts';
import type { SignatureFact } from '../model/release.ts';
import { shorten } from '../text/printable.ts';
import type { ReleaseFacts, Rule } from './contract.ts';
import { type FactRemark, factFindings } from './fact-findings.ts';
import { aboutRelease, releaseLabel } from './integrity-mismatch.ts';

type Bad = Exclude<SignatureFact, { readonly kind: 'verified' | 'not-checked' }>;

const KEY = 80;
const WORDS: Readonly<Record<Bad['kind'], string>> = {
  wrong: 'a registry signature that is not of this package, version and integrity',
  'unknown-key': 'a registry signature by a key that the registry does not publish',
  'expired-key': 'a registry signature by a key that had expired',
  unreadable: 'a registry signature that cannot be read',
};

export const signatureMismatch: Rule<'release'> = {
  page: {
    id: 'signature-mismatch',
    summary: 'A registry signature or a provenance statement that does not hold for the version',
    why: 'The registry signs the integrity of each version. A signature that does not fit means that the metadata was changed after it was signed: by a proxy, a mirror, or whoever sits between.',
    remediation: ['Fetch the version from the public registry directly and compare the integrity.', 'Do not install it from the place that gave the wrong signature.'],
    limits: 'A version without signatures is not judged: most registries beside the public one sign nothing, and its old versions have none. Nor is one whose keys could not be had, as behind mirrors that list none. A verified signature says that the bytes are those that were published, and nothing about what they do.',
    severities: ['high', 'medium'],
    references: ['https://docs.npmjs.com/about-registry-signatures', 'https://docs.npmjs.com/generating-provenance-statements'],
  },
  judge: (facts) => factFindings(signatureMismatch.page, aboutRelease(facts), [...signatureRemarks(facts), ...provenanceRemark(facts)]),
};

// Keys are changed by overlapping: where one of several signatures holds, an unknown or expired key beside it is the old one.
function signatureRemarks(facts: ReleaseFacts): readonly FactRemark[] {
  const { signatures } = facts.release;
  const verified = signatures.some(({ kind }) => kind === 'verified');
  const bad = signatures.filter((signature): signature is Bad => signature.kind !== 'verified' && signature.kind !== 'not-checked' && (signature.kind === 'wrong' || !verified));
  const kinds = (['wrong', 'unknown-key', 'expired-key', 'unreadable'] as const).filter((kind) => bad.some((signature) => signature.kind === kind));
  return kinds.flatMap((kind): readonly FactRemark[] => {
    const [first, ...others] = bad.filter((signature) => signature.kind === kind).map(({ keyid, why }) => ({ kind: 'record', text: `${shorten(keyid, KEY)}: ${why}` } as const));
    const severity: Severity = kind === 'wrong' ? 'high' : 'medium';
    return first ? [{ subject: ['signature', kind], severity, confidence: 'high', title: `${releaseLabel(facts)} has ${WORDS[kind]}`, evidence: [first, ...others] }] : [];
  });
}

function provenanceRemark(facts: ReleaseFacts): readonly FactRemark[] {
  const { provenance } = facts.release;
  if (provenance.kind !== 'wrong') return [];
  return [{
    subject: ['provenance'],
    severity: 'high',
    confidence: 'high',
    title: `${releaseLabel(facts)} claims a provenance that does not hold`,
    why: 'The registry shows a statement about the build that cannot be verified for these bytes. It was made for something else, or one of the two was changed.',
    evidence: [{ kind: 'record', text: provenance.why }],
  }];
}
