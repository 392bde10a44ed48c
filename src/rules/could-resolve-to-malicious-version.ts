// What a manifest asks for, where no lockfile says what it got, or where it asks for a listed version outright; and what a launch
// line asks for, which no lockfile ever answers.
import type { Finding, Severity } from '../model/finding.ts';
import { npmPurl } from '../model/purl.ts';
import type { FactsOf, RequestFacts, Rule } from './contract.ts';
import { campaignOf, findingOf } from './finding.ts';
import { launchRequestFindings } from './launch-requests.ts';

export const couldResolveToMaliciousVersion: Rule<'requests'> = {
  page: {
    id: 'could-resolve-to-malicious-version',
    summary: 'A request of a manifest or launch line that a malicious version can answer',
    why: 'The request names a malicious version or package, or its range or tag includes one and no lockfile tells which version was installed. A launch line without an exact version takes whatever the registry offers on that day.',
    remediation: ['Pin a known-good version and commit a lockfile.', 'Look at the installed tree and at caches for what the request was really answered with.'],
    limits: 'A range of a manifest that includes a version which the registry has since removed, with clean ones left, is only information: a fresh install does not get it, an old one may have. For a launch line the caches of the machine are asked, where they are in the scan; a cache that was cleared leaves nothing to find.',
    severities: ['critical', 'high', 'medium', 'info'],
    references: ['https://docs.npmjs.com/cli/configuring-npm/package-json#dependencies'],
  },
  judge: (facts) => [...manifestFindings(facts), ...launchRequestFindings(couldResolveToMaliciousVersion.page, facts)],
};

function manifestFindings(facts: FactsOf<'requests'>): readonly Finding[] {
  return facts.requests.filter((request) => request.launch === undefined && (facts.governed === 'alone' || request.kind !== 'could-resolve')).map((request) => {
    const campaign = facts.campaign(request.advisory.campaign);
    const version = request.kind === 'exact' ? request.matched[0] : undefined;
    return findingOf('could-resolve-to-malicious-version', facts, [request.name, request.key, request.spec, request.advisory.campaign], {
      severity: severityOf(request),
      confidence: request.kind === 'could-resolve' ? 'medium' : request.advisory.confidence,
      title: titleOf(request),
      package: { name: request.name, ...(version === undefined ? {} : { version, purl: npmPurl(request.name, version) }) },
      campaign: campaignOf(campaign, request),
      locations: [request.location],
      why: whyOf(facts, request),
      remediation: request.advisory.safe.length > 0 ? [`Known-good releases: ${request.advisory.safe.slice(-3).toReversed().join(', ')}.`, ...couldResolveToMaliciousVersion.page.remediation] : couldResolveToMaliciousVersion.page.remediation,
      evidence: [{ kind: 'range', text: `${request.key}: "${request.spec}" meets ${request.matched.slice(0, 8).join(', ')}${request.matched.length > 8 ? ', …' : ''}, listed by ${request.advisory.campaign}${request.advisory.ids.length > 0 ? ` (${request.advisory.ids.join(', ')})` : ''}` }],
      references: campaign?.references ?? [],
    });
  });
}

function titleOf(request: RequestFacts): string {
  const subject = `${request.name}@${request.spec === '' ? '*' : request.spec}`;
  if (request.advisory.class === 'vulnerability') return `${subject} can be answered with a vulnerable version`;
  if (request.advisory.class === 'impostor') return `${subject} asks for an impostor's package`;
  if (request.kind === 'every-version') return `${subject} asks for a package of which every version is listed as malicious`;
  if (request.kind === 'exact') return `${subject} asks for a version known to be malicious`;
  return `${subject} can be answered with a version known to be malicious`;
}

// A removed version with clean ones left cannot be installed today: an alarm at every `^` range would teach people to look away.
function severityOf(request: RequestFacts): Severity {
  const { advisory, kind } = request;
  if (advisory.confidence === 'low' || advisory.class === 'vulnerability') return 'info';
  if (advisory.class === 'impostor') return 'medium';
  if (advisory.class !== 'malware' && advisory.class !== 'protestware') return kind === 'could-resolve' ? 'info' : 'medium';
  if (advisory.confidence === 'medium') return kind === 'could-resolve' ? 'info' : 'medium';
  if (kind === 'exact' && request.matched.every((version) => advisory.versions.includes(version))) return 'critical';
  if (kind === 'exact') return advisory.alive === false ? 'high' : 'medium';
  if (kind === 'every-version') return 'high';
  // A package taken down whole has no clean version that a fresh install could get, so the range stands for what was installed before.
  return advisory.alive === false ? 'medium' : 'info';
}

function whyOf(facts: FactsOf<'requests'>, request: RequestFacts): string {
  if (request.kind === 'could-resolve') return 'The range or tag includes listed versions, and no lockfile beside this manifest says which version was installed.';
  return facts.governed === 'governed' ? 'The manifest asks for it by itself, whatever the lockfile says today.' : couldResolveToMaliciousVersion.page.why;
}
