// node_modules/.package-lock.json is what npm and tools built on it believe of a tree. It can lie.
import type { Rule } from './contract.ts';
import { findingOf } from './finding.ts';

const SHOWN = 10;

export const hiddenLockfileMismatch: Rule<'tree-against-hidden-lockfile'> = {
  page: {
    id: 'hidden-lockfile-mismatch',
    summary: 'The hidden lockfile and the installed packages disagree',
    why: 'npm writes node_modules/.package-lock.json and later trusts it instead of the disk. Where the two differ, `npm ls` and `npm audit` report what the hidden lockfile claims, not what is installed.',
    remediation: ['Believe the disk: it was read and matched.', 'If nobody edited the folder by hand, keep it as evidence; then remove node_modules and install again.'],
    limits: 'Only names and versions are compared. npm itself ignores the file when a package folder is newer than it.',
    severities: ['medium'],
    references: ['https://docs.npmjs.com/cli/configuring-npm/package-lock-json#hidden-lockfiles'],
  },
  judge: ({ place, lockfile, disagreements }) => {
    const [first] = disagreements;
    if (!first) return [];
    return [findingOf('hidden-lockfile-mismatch', place, [lockfile], {
      severity: 'medium',
      confidence: 'high',
      title: `the hidden lockfile tells something else than the disk for ${disagreements.length} ${disagreements.length === 1 ? 'package' : 'packages'}`,
      locations: [{ path: lockfile, entry: first.id }],
      why: hiddenLockfileMismatch.page.why,
      remediation: hiddenLockfileMismatch.page.remediation,
      evidence: [
        { kind: 'count', text: `${disagreements.length}${disagreements.length > SHOWN ? `, ${SHOWN} shown` : ''}` },
        ...disagreements.slice(0, SHOWN).map(({ id, claims, found }) => ({ kind: 'identity' as const, text: `${id}: hidden lockfile ${claims}, disk ${found}` })),
      ],
      references: hiddenLockfileMismatch.page.references,
    })];
  },
};
