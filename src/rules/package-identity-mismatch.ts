// One entry, two names: scanners match one and the package manager installs the other.
import type { Package } from '../model/package.ts';
import type { Rule } from './contract.ts';
import { about, findingOf, label, ORIGINS } from './finding.ts';

export const packageIdentityMismatch: Rule<'identities'> = {
  page: {
    id: 'package-identity-mismatch',
    summary: 'An entry whose names or versions disagree',
    why: 'The entry says one name or version, and its download address, name field or folder says another. What is installed is not what a reader of the file, or another scanner, believes. It is how a package is smuggled past review.',
    remediation: ['Find out who wrote the entry: a lockfile is written by the package manager, not by hand.', 'Delete the entry and let the package manager resolve it again; compare the result.', 'All names of the entry were matched against the bundle.'],
    limits: 'Declared aliases (`npm:real@1`) are not reported. Mirrors that rewrite addresses outside the registry path form cannot be compared.',
    severities: ['medium'],
    references: ['https://docs.npmjs.com/cli/configuring-npm/package-lock-json', 'https://snyk.io/blog/why-npm-lockfiles-can-be-a-security-blindspot-for-injecting-malicious-modules/'],
  },
  judge: ({ place, packages }) => packages.map((entry) => findingOf('package-identity-mismatch', place, subjectOf(entry), {
    severity: 'medium',
    confidence: 'high',
    title: `${label(entry.name, entry.version)} is not one package: its entry names several`,
    ...about(place, [entry.id], entry.name, entry.version),
    why: packageIdentityMismatch.page.why,
    remediation: packageIdentityMismatch.page.remediation,
    evidence: [{ kind: 'identity', text: `the entry: ${label(entry.name, entry.version)}` }, ...(entry.identities ?? []).map((identity) => ({ kind: 'identity' as const, text: `${ORIGINS[identity.origin]}: ${label(identity.name, identity.version)}` }))],
    references: packageIdentityMismatch.page.references,
  })),
};

function subjectOf(entry: Package): readonly string[] {
  return [entry.name, entry.version ?? '', ...(entry.identities ?? []).flatMap((identity) => [identity.origin, identity.name, identity.version ?? ''])];
}
