// A lockfile that takes a package from elsewhere than before: the classic way to bring other code in by a file that nobody reads.
// Forms of a locked address: https://docs.npmjs.com/cli/configuring-npm/package-lock-json#packages
import type { LockedSourceFacts, Rule } from './contract.ts';
import { factFindings } from './fact-findings.ts';
import { label } from './finding.ts';

const TURNS: Readonly<Record<LockedSourceFacts['to'], string>> = {
  git: 'comes from a git repository now, and came from a registry',
  url: 'comes from an address that is no registry now, and came from one',
  host: 'comes from another host now, and its hash is gone from the lockfile',
};

export const lockedSourceChanged: Rule<'locked-source'> = {
  page: {
    id: 'locked-source-changed',
    summary: 'A lockfile takes a package from somewhere else than before',
    why: 'What a registry serves has a version, a record and a published hash. A repository or an address has none of these, and its install scripts run all the same. Nobody reads lockfiles in a review, and one changed address in it brings other code in under the old name.',
    remediation: ['Who asked for the change, and why? It should stand in the manifest and in the text of the pull request.', 'Read what is at that place, or go back to the version of the registry.'],
    limits: 'Only what a registry served before: a package that was new from git is not told. What lies at the place is not fetched. Another host is told only where the hash is gone as well: with the same hash the bytes are the same.',
    severities: ['medium'],
    references: ['https://docs.npmjs.com/cli/configuring-npm/package-lock-json', 'https://snyk.io/blog/why-npm-lockfiles-can-be-a-security-blindspot-for-injecting-malicious-modules/'],
  },
  judge: (facts) => {
    const { package: of, to, was, now, location } = facts;
    return factFindings(lockedSourceChanged.page, facts, [{
      subject: [to],
      severity: 'medium',
      confidence: 'high',
      title: `${label(of.name, of.version)} ${TURNS[to]}`,
      evidence: [{ kind: 'record', text: `before: ${was}` }, { kind: 'record', text: `now: ${now}` }],
      locations: [location],
      change: { was, now },
    }]);
  },
};
