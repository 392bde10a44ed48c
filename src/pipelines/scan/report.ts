// The state of a finished scan as a Report: acceptances, order, counts, verdict.
import type { Problem } from '../../model/coverage.ts';
import type { Difference, LockfileChanges } from '../../model/difference.ts';
import { type Finding, reaches, SEVERITIES, type Severity } from '../../model/finding.ts';
import type { Exposure } from '../../model/exposure.ts';
import { type Inspection, REPORT_SCHEMA_VERSION, type Report, type Verdict } from '../../model/report.ts';
import { judge } from '../../rules/registry.ts';
import { accept, subjectOf } from '../../trust/acceptance.ts';
import { finishedPlace, type ScanState } from './context.ts';
import type { MachineOptions } from '../machine/words.ts';

const BUNDLE_WARNING_DAYS = 30;
const DAY = 86_400_000;

/** What differs between the commands that give a report. */
export interface ReportAbout {
  readonly command: Report['command'];
  /** Absent: what a scan with these options does not look at. */
  readonly notExamined?: readonly string[];
  /** Entries read, where no place counts them. */
  readonly entries?: number;
  readonly exposure?: Exposure;
  readonly inspected?: readonly Inspection[];
  readonly differences?: readonly Difference[];
  readonly lockfileChanges?: LockfileChanges;
  /** Absent: the targets. */
  readonly scope?: string;
}

const SCAN: ReportAbout = { command: 'scan' };

export async function assembleReport(state: ScanState, about = SCAN): Promise<Report> {
  const { options, ports } = state;
  const now = ports.clock.now();
  const today = now.toISOString().slice(0, 10);
  const all = await joined(state, state.findings);
  const accepted = options.config ? accept(options.config, all, today) : { findings: all, accepted: [], expired: [], notes: [] };
  const expired = (await Promise.all(accepted.expired.map((entry) => judge({ kind: 'expired-acceptance', path: options.config?.path ?? '', subject: subjectOf(entry), owner: entry.owner, reason: entry.reason, expires: entry.expires })))).flat();
  const findings = [...accepted.findings, ...expired].toSorted(byWeight);
  const problems = [...state.problems, ...ports.bundleProblems, ...bundleProblems(state, now), ...(about.command === 'scan' ? nothingFound(state) : [])];
  const notes = [...state.notes, ...ports.bundleNotes, ...accepted.notes, ...bundleNotes(state, now)];
  const places = state.places.map(finishedPlace).toSorted((a, b) => compare(a.path, b.path));
  const incomplete = problems.length > 0 || places.some((place) => place.problems.length > 0);
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    tool: { name: 'mcp-audit', version: ports.toolVersion },
    command: about.command,
    startedAt: now.toISOString(),
    targets: options.targets.map((target) => target.shown),
    verdict: verdictOf(state, about, findings, incomplete),
    findings,
    accepted: accepted.accepted,
    counts: Object.fromEntries(SEVERITIES.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length])) as Record<Severity, number>,
    coverage: {
      places,
      bundles: ports.bundles.infos,
      totals: totalsOf(state, about.entries),
      excluded: [...state.excluded].map(([glob, count]) => ({ glob, count })),
      problems,
      notes,
    },
    ...(state.servers.length > 0 ? { servers: state.servers.toSorted((a, b) => compare(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0) || compare(a.name, b.name)) } : {}),
    ...(state.affected.length > 0 ? { affected: state.affected } : {}),
    ...(options.inventory === 'keep' ? { inventory: state.inventory.toSorted((a, b) => compare(a.path, b.path) || compare(a.package.id, b.package.id)) } : {}),
    ...(about.inspected ? { inspected: about.inspected } : {}),
    ...(about.differences ? { differences: about.differences } : {}),
    ...(about.lockfileChanges ? { lockfileChanges: about.lockfileChanges } : {}),
    ...(about.exposure ? { exposure: about.exposure } : {}),
  };
}

// Two kinds of facts about one file come of reading code alone: a plain scan need not load the joining.
async function joined({ ports }: ScanState, findings: readonly Finding[]): Promise<readonly Finding[]> {
  return ports.deep ? (await import('../../rules/joined-findings.ts')).joinFindings(findings) : findings;
}

function verdictOf(state: ScanState, about: ReportAbout, findings: readonly Finding[], incomplete: boolean): Verdict {
  const { failOn, targets } = state.options;
  const failing = findings.some((finding) => reaches(finding.severity, failOn));
  return {
    status: failing ? 'findings' : incomplete ? 'incomplete' : 'clean',
    exitCode: failing ? 1 : incomplete ? 2 : 0,
    failOn,
    scope: about.scope ?? [...scopeOfTargets(targets), ...scopeOfMachine(state.options.machine)].join(' and '),
    notExamined: [...notLookedFor(state), ...about.notExamined ?? notExamined(state)],
  };
}

function scopeOfTargets(targets: ScanState['options']['targets']): readonly string[] {
  const [only, second] = targets;
  if (!only) return [];
  return [second ? `${targets.length} targets` : only.shown === '.' ? 'this folder' : only.shown];
}

function scopeOfMachine(machine: MachineOptions | undefined): readonly string[] {
  if (!machine) return [];
  if (!machine.current) return [`the machine in ${machine.shownRoot === '' ? '/' : machine.shownRoot}`];
  return [machine.homes === 'all' ? 'this machine' : `this machine for the user ${machine.current.user || machine.current.path}`];
}

function notLookedFor({ ports: { bundles: { embedded, infos } } }: ScanState): readonly string[] {
  if (embedded !== 'left-out') return [];
  return [infos.length === 0 ? 'known-bad versions and known indicators; leave out --iocs none' : 'known-bad versions and indicators that the embedded bundle alone lists; leave out --iocs none'];
}

function notExamined({ options: { machine, targets }, ports }: ScanState): readonly string[] {
  const code = ports.deep ? [] : ['the code of installed packages; add --deep'];
  if (!machine) return ['MCP client configurations, npx caches and global packages of this machine; run mcp-audit scan --system', ...code];
  return [
    ...(machine.homes === 'current' ? ['the homes of other users; add --all-users'] : []),
    ...(targets.length === 0 ? ['repositories and their project-level configurations; name their folders'] : []),
    ...code,
  ];
}

function totalsOf(state: ScanState, entries: number | undefined) {
  const read = state.places.filter((place) => place.status === 'read' || place.status === 'partial');
  const count = (kind: string) => read.filter((place) => place.kind === kind).length;
  const sum = (key: 'packages' | 'unverifiable') => state.places.reduce((total, place) => total + (place[key] ?? 0), 0);
  return { lockfiles: count('lockfile'), trees: count('installed-tree'), manifests: count('manifest'), packages: entries ?? sum('packages'), distinct: state.distinct.size, unverifiable: sum('unverifiable') };
}

function nothingFound(state: ScanState): readonly Problem[] {
  if (state.options.allowEmpty === 'allow') return [];
  const told = new Set(['lockfile', 'hidden-lockfile', 'installed-tree', 'manifest', 'client-config']);
  const problems: Problem[] = [];
  const machine = new Set(['client-config', 'run-cache', 'content-cache', 'global-prefix']);
  if (state.options.machine && !state.places.some(({ kind }) => machine.has(kind))) problems.push({ code: 'nothing-found', message: 'no client configuration, cache or global package was found on this machine', ...(state.options.machine.shownRoot === '' ? {} : { path: state.options.machine.shownRoot }), hint: 'check the path or the user, or say --allow-empty where that is expected' });
  for (const target of state.options.targets) {
    const below = state.places.filter((place) => target.shown === '.' || place.path === target.shown || place.path.startsWith(`${target.shown.replace(/\/$/, '')}/`) || place.path.startsWith(`${target.shown}!`) || state.options.targets.length === 1);
    const own = below.find((place) => place.kind === 'target');
    if (own && own.problems.length > 0) continue;
    if (!below.some((place) => (told.has(place.kind) || (place.kind === 'build-file' && place.path === target.shown)) && (place.status !== 'skipped' || place.problems.length > 0))) problems.push({ code: 'nothing-found', message: 'no lockfile, manifest or installed package was found here', path: target.shown, hint: 'check the path, or say --allow-empty where that is expected' });
  }
  return problems;
}

function bundleProblems(state: ScanState, now: Date): readonly Problem[] {
  const { bundles: { infos }, bundleProblems: known } = state.ports;
  if (infos.length === 0) return known.length > 0 || state.ports.bundles.embedded === 'left-out' ? [] : [{ code: 'bundle', message: 'there is no indicator bundle: nothing was compared with anything' }];
  const empty = infos.filter((info) => info.names === 0 && info.indicators === 0).map((info): Problem => ({ code: 'bundle', message: `the indicator bundle ${info.id} is empty`, path: info.origin }));
  const limit = state.options.maxBundleAgeDays;
  if (limit === undefined) return empty;
  const newest = Math.min(...infos.map((info) => ageInDays(info.date, now)));
  return newest <= limit ? empty : [...empty, { code: 'bundle', message: `the newest indicator bundle is ${newest} days old; --max-bundle-age allows ${limit}`, hint: 'update mcp-audit, or add a newer bundle with --iocs' }];
}

function bundleNotes(state: ScanState, now: Date): readonly string[] {
  const leftOut = state.ports.bundles.embedded === 'left-out' ? [state.ports.bundles.infos.length === 0 ? 'no indicator bundle was used: --iocs none asks for that' : 'the embedded indicator bundle was not used: --iocs none asks for that'] : [];
  const old = state.ports.bundles.infos.filter((info) => ageInDays(info.date, now) > BUNDLE_WARNING_DAYS)
    .map((info) => `the indicator bundle ${info.id} is from ${info.date}, ${ageInDays(info.date, now)} days ago: newer attacks are not in it`);
  return [...leftOut, ...old];
}

function ageInDays(date: string, now: Date): number {
  return Math.floor((now.getTime() - Date.parse(`${date}T00:00:00Z`)) / DAY);
}

function byWeight(a: Finding, b: Finding): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)
    || compare(a.campaign?.id ?? '~', b.campaign?.id ?? '~')
    || compare(a.package?.name ?? '', b.package?.name ?? '')
    || compare(a.locations[0].path, b.locations[0].path)
    || compare(a.fingerprint, b.fingerprint);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
