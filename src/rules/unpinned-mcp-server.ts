// A launch line that does not say which code runs: the registry, a branch or an image tag decides at a later start.
import type { Severity } from '../model/finding.ts';
import type { VersionClass } from '../model/launch.ts';
import type { RulePage } from '../model/rule.ts';
import { shorten } from '../text/printable.ts';
import type { Rule, ServerFacts, SubjectFacts } from './contract.ts';
import { pinnedLine, pinnedSpec, versionToPin, writtenSpec } from './pinned-spec.ts';
import { type Remark, serverFindings, whileEnabled } from './server-findings.ts';

const LINE = 500;

const PAGE: RulePage = {
  id: 'unpinned-mcp-server',
  summary: 'An MCP server whose version the launch line leaves open',
  why: 'Whoever can publish the package, move the tag or push the branch decides what runs at a later start, with the credentials of this entry. This is how a malicious release reaches machines whose configuration nobody changed.',
  remediation: [
    'An exact version pins the package, not what it depends on: that is resolved anew on each new machine. To hold the whole tree, install the server into a folder with a committed lockfile and start it from there.',
  ],
  limits: 'Exact versions are not reported, although their dependencies can move. npx asks the registry again at each start for a name alone or a tag; a range keeps what its cache folder first got, so it is low where that folder is on record.',
  severities: ['medium', 'low', 'info'],
  references: ['https://docs.npmjs.com/cli/commands/npx', 'https://docs.docker.com/reference/cli/docker/image/pull/#pull-an-image-by-digest-immutable-identifier'],
};

/** What decides, in place of the line. */
const OPEN: Partial<Readonly<Record<VersionClass, string>>> = {
  none: 'names no version: each start may run another release',
  tag: 'names a tag: each start may run another release',
  range: 'names a range: a new machine runs the newest release in it',
  'git-branch': 'names no commit: a push changes what runs',
  url: 'names an address: what it serves can change',
  'image-tag': 'names an image tag: a push changes what runs',
  'image-none': 'names an image without tag or digest: each pull may bring another one',
};

export const unpinnedMcpServer: Rule<'servers'> = {
  page: PAGE,
  judge: (facts) => serverFindings(PAGE, facts, facts.servers.flatMap((entry) => entry.subjects.flatMap((subject) => remarkOn(entry, subject)))),
};

function remarkOn(entry: ServerFacts, facts: SubjectFacts): readonly Remark[] {
  const { subject, runs } = facts;
  const open = OPEN[subject.versionClass];
  const written = shorten(writtenSpec(subject), 200);
  // A remote server has no version that a line could name. Without a name and an address a variable hides what runs.
  if (open === undefined || subject.kind === 'remote' || subject.lookup === 'project' || written === '') return [];
  const ran = runs[0];
  return [{
    entry,
    subject: [subject.kind, writtenSpec(subject), subject.versionClass],
    severity: whileEnabled(entry, severityOf(facts)),
    confidence: subject.role === 'candidate' ? 'low' : 'high',
    title: `${written} ${open}`,
    remediation: remediationOf(entry, facts),
    evidence: [
      { kind: 'range', text: subject.spec === '' ? `${written}: no version` : `${written}: ${subject.versionClass}` },
      ...(ran ? [{ kind: 'version' as const, text: `${ran.route === 'content-cache' ? 'fetched' : 'found'} here as ${ran.version} (${ran.path})` }] : []),
      ...(ran?.since === undefined ? [] : [{ kind: 'time' as const, text: `since ${ran.since}` }]),
    ],
    ...(subject.kind === 'npm' && subject.name !== undefined ? { package: { name: subject.name } } : {}),
    ...(subject.registry === undefined ? {} : { registry: subject.registry }),
  }];
}

// What this machine runs does not move where a range has its cache folder, or where an installed copy answers a bare name first. It
// still moves on the next machine, so it is said. A name alone or a tag is asked anew at each start: a full record does not hold it.
function severityOf({ subject, runs }: SubjectFacts): Severity {
  const held = subject.versionClass === 'range' && runs.some((run) => run.recorded && run.route !== 'content-cache');
  const installed = subject.lookup === 'binary-first' && runs.some((run) => run.route === 'project' || run.route === 'global' || run.route === 'workspace-bin');
  return held || installed ? 'low' : 'medium';
}

function remediationOf(entry: ServerFacts, facts: SubjectFacts): readonly string[] {
  const { subject } = facts;
  const pin = versionToPin(facts);
  if (pin === undefined && facts.runs.some(({ matches }) => matches.length > 0)) return ['Do not pin it: what was found here is listed, and no release is known to be good. See the finding about that version.'];
  const text = pinnedSpec(subject, pin?.version);
  const line = entry.launch ? pinnedLine(shorten(entry.launch.display, LINE), subject, pin?.version) : undefined;
  const why = pin === undefined ? '' : pin.from === 'ran here' ? ' (the version that ran here; review it first)' : ' (the newest release known to be good)';
  return [
    `Write ${text}${why}.`,
    ...(line === undefined ? [] : [`The line: ${line}`]),
    ...(subject.kind === 'oci' ? [`The digest of the image at hand: docker image inspect --format '{{index .RepoDigests 0}}' ${writtenSpec(subject)}`] : []),
    ...PAGE.remediation,
  ];
}
