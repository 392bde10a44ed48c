// What launch lines ask for and a bundle lists: the same words as for manifests, and beside them what the caches show of the answer.
// An exact version is not judged here: it is matched as a package of the client's file, like what lies in a cache.
import type { PackageMatch } from '../model/advisory.ts';
import { type Evidence, type Finding, SEVERITIES, type Severity } from '../model/finding.ts';
import { npmPurl } from '../model/purl.ts';
import type { RulePage } from '../model/rule.ts';
import { shorten } from '../text/printable.ts';
import type { FactsOf, RequestFacts, RunFacts } from './contract.ts';
import { campaignOf, findingOf, LOCATIONS_SHOWN } from './finding.ts';
import { ruleOf } from './matches.ts';

const LINE = 500;
const RUNS_SHOWN = 8;
const LINES_SHOWN = 3;
/** One version in a spelling that npm accepts; a range holds a blank, a sign or a part that is missing. */
const EXACT = /^\s*[v=]?\d{1,20}\.\d{1,20}\.\d{1,20}(?:[-+.][\w.+-]*)?\s*$/;

/** One request with the severity that it has by itself or by what it was answered with. */
interface Judged {
  readonly request: RequestFacts;
  readonly severity: Severity;
  readonly answer?: { readonly run: RunFacts; readonly match: PackageMatch; readonly severity: Severity };
}

/** One finding for each package and spec: several entries of a file that ask the same are one subject. */
export function launchRequestFindings(page: RulePage, facts: FactsOf<'requests'>): readonly Finding[] {
  const groups = new Map<string, [Judged, ...Judged[]]>();
  for (const request of facts.requests) {
    if (request.launch === undefined || EXACT.test(request.spec)) continue;
    const key = JSON.stringify([request.name, request.spec]);
    const group = groups.get(key);
    if (group) group.push(judgeRequest(request));
    else groups.set(key, [judgeRequest(request)]);
  }
  return [...groups.values()].map((group) => findingOfGroup(page, facts, group));
}

function judgeRequest(request: RequestFacts): Judged {
  const answers = (request.runs ?? []).flatMap((run) => run.matches.map((match) => ({ run, match, severity: severityOfAnswer(run, match) })));
  const [answer] = answers.toSorted((a, b) => rank(a.severity) - rank(b.severity));
  const own = severityOfRequest(request);
  if (answer === undefined) return { request, severity: own };
  return { request, severity: rank(answer.severity) < rank(own) ? answer.severity : own, answer };
}

// What lies in a runner's own folder was run by it. The content cache shows a download: nearly always for a run, never proof of it.
function severityOfAnswer({ route }: RunFacts, match: PackageMatch): Severity {
  switch (ruleOf(match)) {
    case 'known-malicious-version':
    case 'known-malicious-tarball': return match.advisory.confidence !== 'high' ? 'medium' : route === 'content-cache' ? 'high' : 'critical';
    case 'open-malicious-range':
    case 'impostor-package': return 'medium';
    default: return 'info';
  }
}

// A manifest's range is asked once; a launch line is asked again at each start, so it was open on the bad day too.
function severityOfRequest({ advisory, kind, runs = [] }: RequestFacts): Severity {
  if (advisory.confidence === 'low' || advisory.class === 'vulnerability') return 'info';
  if (advisory.class === 'impostor') return 'medium';
  const harm = (advisory.class === 'malware' || advisory.class === 'protestware') && advisory.confidence === 'high';
  if (!harm) return kind === 'could-resolve' ? 'info' : 'medium';
  if (kind !== 'could-resolve') return 'high';
  const answeredWell = runs.length > 0 && runs.every((run) => run.matches.length === 0);
  // Behind a package that was taken down whole stands nobody honest.
  if (advisory.alive === false) return answeredWell ? 'medium' : 'high';
  return answeredWell ? 'info' : 'medium';
}

function findingOfGroup(page: RulePage, facts: FactsOf<'requests'>, group: readonly [Judged, ...Judged[]]): Finding {
  const worst = group.reduce((a, b) => (rank(b.severity) < rank(a.severity) ? b : a));
  const { request, answer } = worst;
  const speaks = answer?.match ?? request;
  const version = answer?.run.version;
  const since = earliest(group.flatMap(({ answer: one, request: { runs = [] } }) => (one === undefined ? [] : runs.filter(({ matches }) => matches.length > 0).flatMap(({ since: time }) => time ?? []))));
  const credentials = [...new Set(group.flatMap((judged) => judged.request.credentials ?? []))].toSorted();
  const campaign = facts.campaign(speaks.advisory.campaign);
  return findingOf(page.id, facts, [request.name, request.spec, 'launch'], {
    severity: worst.severity,
    confidence: answer === undefined && request.kind === 'could-resolve' ? 'medium' : speaks.advisory.confidence,
    title: titleOf(worst),
    package: { name: request.name, ...(version === undefined ? {} : { version, purl: npmPurl(request.name, version) }) },
    campaign: campaignOf(campaign, speaks),
    locations: locationsOf(worst, group),
    why: answer === undefined ? page.why : 'The line leaves the version open, and what is kept here shows which one it got.',
    remediation: remediationOf(facts, worst, credentials),
    evidence: [rangeOf(request), ...answersOf(group), ...linesOf(group)],
    references: campaign?.references ?? [],
    ...(credentials.length > 0 ? { credentials } : {}),
    ...(since === undefined ? {} : { since }),
  });
}

function titleOf({ request, answer }: Judged): string {
  const subject = request.spec.trim() === '' ? `${request.name} without a version` : `${request.name}@${shorten(request.spec, 60)}`;
  if (answer && answer.severity !== 'info') return `${subject} ${ANSWERS[answer.run.route]} ${answer.run.version}, ${wordsOf(answer.match)}`;
  if (request.advisory.class === 'vulnerability') return `${subject} on a launch line can be answered with a vulnerable version`;
  if (request.advisory.class === 'impostor') return `${subject} on a launch line asks for an impostor's package`;
  if (request.kind === 'every-version') return `${subject} on a launch line names a package of which every version is listed as malicious`;
  return `${subject} on a launch line can be answered with a version known to be malicious`;
}

/** What a place shows, and no more: only a runner's own folder tells what this very line was answered with. */
const ANSWERS: Readonly<Record<RunFacts['route'], string>> = {
  'npx-cache': 'was answered with',
  'dlx-cache': 'was answered with',
  'bunx-cache': 'was answered with',
  'content-cache': 'stands on a launch line, and this machine fetched',
  global: 'stands on a launch line, and this machine has installed',
  project: 'stands on a launch line, and the project has installed',
  'workspace-bin': 'stands on a launch line, and the project has installed',
};

function wordsOf(match: PackageMatch): string {
  switch (ruleOf(match)) {
    case 'impostor-package': return 'which comes from an impostor';
    case 'open-malicious-range': return 'which lies in a range listed as malicious';
    default: return 'which is known to be malicious';
  }
}

function locationsOf(worst: Judged, group: readonly Judged[]): Finding['locations'] {
  const seen = new Set([placeOf(worst.request)]);
  const others = group.flatMap(({ request }) => {
    const key = placeOf(request);
    if (seen.has(key)) return [];
    seen.add(key);
    return [request.location];
  });
  return [worst.request.location, ...others.slice(0, LOCATIONS_SHOWN - 1)];
}

function placeOf({ location, key }: RequestFacts): string {
  return JSON.stringify([location.path, location.line ?? 0, location.entry ?? key]);
}

function remediationOf({ path }: FactsOf<'requests'>, { request, answer }: Judged, credentials: readonly string[]): readonly string[] {
  const good = request.advisory.safe.at(-1);
  return [
    ...(answer ? [`Keep ${answer.run.path} and ${path} as evidence before a cache is cleared or the entry is changed.`] : ['Look in the npx, dlx and content caches of each machine that has this entry for what it was answered with.']),
    good === undefined ? `Remove the entry ${JSON.stringify(request.key)} from ${path}: no release of ${request.name} is known to be good.` : `Write ${request.name}@${good} on the line: the newest release known to be good.`,
    ...(credentials.length > 0 ? [`From a clean machine, replace ${credentials.join(', ')}: the server could read ${credentials.length === 1 ? 'it' : 'them'}.`] : []),
  ];
}

function rangeOf({ name, spec, matched, advisory }: RequestFacts): Evidence {
  const ids = advisory.ids.length > 0 ? ` (${advisory.ids.join(', ')})` : '';
  return { kind: 'range', text: `${name}@${spec.trim() === '' ? '*' : shorten(spec, 100)} meets ${matched.slice(0, 8).join(', ')}${matched.length > 8 ? ', …' : ''}, listed by ${advisory.campaign}${ids}` };
}

function answersOf(group: readonly Judged[]): readonly Evidence[] {
  const runs = new Map(group.flatMap(({ request }) => (request.runs ?? []).map((run) => [JSON.stringify([run.path, run.version]), run] as const)));
  return [...runs.values()].slice(0, RUNS_SHOWN).flatMap((run): readonly Evidence[] => [
    { kind: 'version', text: `${SHOWN_AS[run.route]} ${run.version}${run.matches.length > 0 ? ', which is listed' : ''}: ${run.path}` },
    ...(run.since === undefined ? [] : [{ kind: 'time' as const, text: `since ${run.since}, by ${run.path}` }]),
  ]);
}

const SHOWN_AS: Readonly<Record<RunFacts['route'], string>> = {
  'npx-cache': 'ran as', 'dlx-cache': 'ran as', 'bunx-cache': 'ran as', 'content-cache': 'fetched as', global: 'installed as', project: 'installed as', 'workspace-bin': 'installed as',
};

function linesOf(group: readonly Judged[]): readonly Evidence[] {
  const lines = [...new Set(group.flatMap(({ request }) => request.launch ?? []))].filter((line) => line !== '');
  return lines.slice(0, LINES_SHOWN).map((text) => ({ kind: 'launch', text: shorten(text, LINE) }));
}

function earliest(times: readonly string[]): string | undefined {
  return times.filter((time) => !Number.isNaN(Date.parse(time))).toSorted((a, b) => Date.parse(a) - Date.parse(b))[0];
}

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}
