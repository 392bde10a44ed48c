// What the reader of a comparison sees first: one entry a place, worst first, with what was there and what is there now. All else
// is counted, not listed.
import type { Finding, RuleId, Severity } from '../../model/finding.ts';
import { SEVERITIES } from '../../model/finding.ts';
import type { Difference, DifferenceSide } from '../../model/difference.ts';
import type { Report } from '../../model/report.ts';
import { quietWords } from './changes.ts';
import { whereOf } from './problems.ts';
import { plural } from './words.ts';

/** All findings of one place. It quotes the audited side: escape before printing. */
export interface HeadlineEntry {
  readonly severity: Severity;
  readonly title: string;
  /** `index.js:231`; empty for a fact about the version as a whole. */
  readonly where: string;
  readonly was?: string;
  readonly now?: string;
  /** Rules of the other findings of the place. */
  readonly also: readonly RuleId[];
  readonly findings: readonly [Finding, ...Finding[]];
}

export interface Headline {
  /** Worst first. */
  readonly entries: readonly HeadlineEntry[];
  /** New ones of low or info severity below the threshold: counted. */
  readonly mild: readonly Finding[];
  /** Those that the version before had too. */
  readonly kept: readonly Finding[];
}

// A reader looks for what the code does before what others say of the package, and for recipients before all.
const FIRST: readonly RuleId[] = ['new-mail-recipient', 'hidden-mail-recipient', 'install-script-added', 'new-network-destination', 'new-program-run', 'new-dynamic-code'];

/** The comparison that a path of a finding belongs to, and the path below its package; undefined for other places. */
export type Compared = (path: string) => { readonly difference: Difference; readonly below: string } | undefined;

/** Looks paths up by the beginnings that both sides of each comparison have. */
export function comparedPaths({ differences = [] }: Pick<Report, 'differences'>): Compared {
  const sides = new Map(differences.flatMap((difference) => [[difference.before.path, difference], [difference.after.path, difference]] as const));
  return (path) => {
    const whole = sides.get(path);
    if (whole) return { difference: whole, below: '' };
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
      const difference = sides.get(path.slice(0, at));
      if (difference) return { difference, below: path.slice(at + 1) };
    }
    return undefined;
  };
}

/** The headline of findings; `report.findings`, or those about one package. */
export function headlineOf(report: Report, findings: readonly Finding[] = report.findings, compared: Compared = comparedPaths(report)): Headline {
  const kept = findings.filter(({ standing }) => standing === 'kept');
  const fresh = findings.filter(({ standing }) => standing !== 'kept');
  const places = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of fresh) {
    const place = placeOf(finding);
    const known = places.get(place);
    if (known) known.push(finding);
    else places.set(place, [finding]);
  }
  const entries = [...places.values()].map((found) => entryOf(found.toSorted(byWeight) as unknown as HeadlineEntry['findings'], compared)).toSorted(byPlace);
  const isMild = ({ severity }: HeadlineEntry): boolean => rank(severity) >= rank('low') && rank(severity) > rank(report.verdict.failOn);
  return { entries: entries.filter((entry) => !isMild(entry)), mild: entries.filter(isMild).flatMap((entry) => entry.findings), kept };
}

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

// What has no line is about a file or a version as a whole: two rules then say two things.
function placeOf({ ruleId, title, locations: [{ path, line }] }: Finding): string {
  return JSON.stringify(line === undefined ? [path, ruleId, title] : [path, line]);
}

function byWeight(a: Finding, b: Finding): number {
  return rank(a.severity) - rank(b.severity) || weight(a) - weight(b);
}

function byPlace(a: HeadlineEntry, b: HeadlineEntry): number {
  return rank(a.severity) - rank(b.severity) || weight(a.findings[0]) - weight(b.findings[0]);
}

function weight({ ruleId, change, locations: [{ line }] }: Finding): number {
  const at = FIRST.indexOf(ruleId);
  if (at !== -1) return at;
  return FIRST.length + (change === undefined ? 2 : 0) + (line === undefined ? 1 : 0);
}

function entryOf(findings: HeadlineEntry['findings'], compared: Compared): HeadlineEntry {
  const [worst] = findings;
  const change = findings.find((finding) => finding.change !== undefined)?.change;
  const { path, line } = worst.locations[0];
  return {
    severity: worst.severity,
    title: shortTitle(worst, compared),
    where: whereOf({ path: compared(path)?.below ?? path, ...(line === undefined ? {} : { line }) }) ?? '',
    ...(change?.was === undefined ? {} : { was: change.was }),
    ...(change === undefined ? {} : { now: change.now }),
    also: [...new Set(findings.slice(1).map(({ ruleId }) => ruleId))].filter((ruleId) => ruleId !== worst.ruleId),
    findings,
  };
}

// Which packages are compared stands above the entry, and the line has to hold what is new: `postmark-mcp 1.0.16 writes a copy to x,
// which postmark-mcp@1.0.15 did not` says that in the middle.
function shortTitle({ title, locations: [{ path, line }] }: Finding, compared: Compared): string {
  const difference = line === undefined ? undefined : compared(path)?.difference;
  if (difference === undefined) return title;
  const { before, after } = difference;
  const subject = after.name === undefined ? '' : `${after.name} ${after.version ?? ''}`.trimEnd();
  const short = subject !== '' && title.startsWith(`${subject} `) ? title.slice(subject.length + 1) : title;
  const ends = [before.label, before.path, `${before.name ?? ''} ${before.version ?? ''}`].map((name) => short.indexOf(`, which ${name} `)).filter((at) => at > 0);
  return ends.length === 0 ? short : short.slice(0, Math.min(...ends));
}

/** `odd-publish-time, new-environment-access (2)`: rules in order of their first finding. */
function ruleCounts(findings: readonly Finding[]): string {
  const counts = new Map<RuleId, number>();
  for (const { ruleId } of findings) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
  return [...counts].map(([ruleId, count]) => (count === 1 ? ruleId : `${ruleId} (${count})`)).join(', ');
}

/** `and 7 more: new-network-destination (5), odd-publish-time`: all entries but the first `shown`, and mild findings; empty where there are none. */
export function moreWords({ entries, mild }: Pick<Headline, 'entries' | 'mild'>, shown: number): string {
  const rest = entries.slice(shown);
  const findings = [...rest.flatMap((entry) => entry.findings), ...mild];
  if (findings.length === 0) return '';
  const weight = rest.length === 0 ? ' of little weight' : '';
  return `${shown === 0 || entries.length === 0 ? plural(findings.length, 'finding') : `and ${plural(findings.length, 'more', 'more')}`}${weight}: ${ruleCounts(findings)}`;
}

/** `3 findings that postmark-mcp 1.0.15 had too`; empty where there are none. */
export function keptWords({ kept }: Headline, before: DifferenceSide | undefined): string {
  if (kept.length === 0) return '';
  return `${plural(kept.length, 'finding')} that ${before?.version ?? before?.label ?? 'the earlier version'} had too`;
}

/** The harmless rest of each comparison in one sentence; empty where nothing was compared. */
export function quietSentence({ differences = [], findings }: Report): string {
  const [only] = differences;
  return only && differences.length === 1 ? quietWords(only, findings) : '';
}
