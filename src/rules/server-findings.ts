// Findings about the servers of one configuration file: where, which launch line, which credentials. Entries with the same subject
// are one finding: a client keeps the same server once a project.
import { type Evidence, type Finding, type Location, SEVERITIES, type Severity } from '../model/finding.ts';
import type { RulePage } from '../model/rule.ts';
import { shorten, withoutCredentials } from '../text/printable.ts';
import type { FactsOf, ServerFacts } from './contract.ts';
import { findingOf, LOCATIONS_SHOWN } from './finding.ts';

const LINE = 500;
const NAME = 60;
const LINES_SHOWN = 3;

/** What a rule says of one entry. */
export interface Remark {
  readonly entry: ServerFacts;
  /** What it is about; makes the fingerprint, so no line numbers. Entries of one file that share it become one finding. */
  readonly subject: readonly string[];
  readonly severity: Severity;
  readonly confidence: Finding['confidence'];
  readonly title: string;
  /** The page's, unless given. */
  readonly why?: string;
  /** The page's, unless given. */
  readonly remediation?: readonly string[];
  /** Before the launch line, which every finding carries. */
  readonly evidence: readonly Evidence[];
  readonly package?: Finding['package'];
  readonly since?: string;
  readonly registry?: string;
  /** Beside those of the entries. */
  readonly locations?: readonly Location[];
}

/** One finding for each subject; the worst remark on it speaks. */
export function serverFindings(page: RulePage, facts: Pick<FactsOf<'servers'>, 'stablePath'>, remarks: readonly Remark[]): readonly Finding[] {
  const groups = new Map<string, [Remark, ...Remark[]]>();
  for (const remark of remarks) {
    const key = JSON.stringify(remark.subject);
    const group = groups.get(key);
    if (group) group.push(remark);
    else groups.set(key, [remark]);
  }
  return [...groups.values()].map((group) => findingOfGroup(page, facts, group));
}

function findingOfGroup(page: RulePage, facts: Pick<FactsOf<'servers'>, 'stablePath'>, group: readonly [Remark, ...Remark[]]): Finding {
  const worst = group.reduce((a, b) => (SEVERITIES.indexOf(b.severity) < SEVERITIES.indexOf(a.severity) ? b : a));
  const credentials = [...new Set(group.flatMap(({ entry }) => entry.credentials))].toSorted();
  return findingOf(page.id, facts, worst.subject, {
    severity: worst.severity,
    confidence: worst.confidence,
    title: worst.title,
    ...(worst.package ? { package: worst.package } : {}),
    locations: locationsOf(worst, group),
    why: worst.why ?? page.why,
    remediation: worst.remediation ?? page.remediation,
    evidence: evidenceOf(worst, group),
    ...(worst.registry === undefined ? {} : { registry: worst.registry }),
    references: page.references,
    ...(credentials.length > 0 ? { credentials } : {}),
    ...(worst.since === undefined ? {} : { since: worst.since }),
  });
}

function locationsOf(worst: Remark, group: readonly Remark[]): readonly [Location, ...Location[]] {
  const others = group.filter((remark) => remark !== worst).flatMap(({ entry }) => [entry.location]);
  return [worst.entry.location, ...[...others, ...group.flatMap((remark) => remark.locations ?? [])].slice(0, LOCATIONS_SHOWN - 1)];
}

function evidenceOf(worst: Remark, group: readonly Remark[]): readonly [Evidence, ...Evidence[]] {
  const lines = [...new Set(group.map(({ entry }) => launchText(entry)))];
  const launch: Evidence = { kind: 'launch', text: lines[0] ?? '' };
  const more = lines.slice(1, LINES_SHOWN).map((text): Evidence => ({ kind: 'launch', text }));
  const count: readonly Evidence[] = group.length > 1 ? [{ kind: 'count', text: `${group.length} entries of this file${group.length > LOCATIONS_SHOWN ? `, ${LOCATIONS_SHOWN} shown` : ''}` }] : [];
  const [first, ...rest] = [...worst.evidence, launch, ...more, ...count];
  return [first ?? launch, ...rest];
}

/** What an entry runs or calls, safe to print after escaping. Its raw command may hold secrets and is never given. */
export function launchText({ launch, server }: ServerFacts): string {
  if (launch) return shorten(launch.display, LINE);
  switch (server.launch.kind) {
    case 'remote': return shorten(withoutCredentials(server.launch.url), LINE);
    case 'inline': return `${shorten(server.launch.language, NAME)} source in the configuration, SHA-256 ${server.launch.sha256}`;
    case 'builtin': return shorten(server.launch.name, NAME);
    case 'command':
    case 'toggle':
    case 'unknown': return shorten(server.name, NAME);
  }
}

/** Name of the entry in quotes, as titles give it: attacker-controlled and of any length. */
export function serverName({ server }: ServerFacts): string {
  return JSON.stringify(shorten(server.name, NAME));
}

/** A disabled entry runs nothing until somebody switches it on. */
export function whileEnabled({ server }: ServerFacts, severity: Severity, disabled: Severity = 'info'): Severity {
  return server.state === 'disabled' ? disabled : severity;
}

/** True for a file that comes with a repository and acts on everybody who opens it. */
export function isShared({ server }: ServerFacts): boolean {
  return server.scope === 'project';
}
