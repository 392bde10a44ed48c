// Words that all report formats share: numbers, plurals, the verdict in one line. Plain text; nothing of the audited side is in it
// except the scope, which the caller escapes for its format.
import { SEVERITIES, type Finding, type Severity } from '../../model/finding.ts';
import type { Coverage } from '../../model/coverage.ts';
import type { Report } from '../../model/report.ts';

/** `1,204`: digits in groups of three, without the locale tables that `toLocaleString` loads. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 package`, `1,204 packages`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `1 critical, 2 medium`, worst first; empty where there is none. */
export function severityCounts(findings: readonly Pick<Finding, 'severity'>[]): string {
  const counts = new Map<Severity, number>();
  for (const { severity } of findings) counts.set(severity, (counts.get(severity) ?? 0) + 1);
  return SEVERITIES.filter((severity) => counts.has(severity)).map((severity) => `${grouped(counts.get(severity) ?? 0)} ${severity}`).join(', ');
}

/** `fails on high or worse`; `critical` has nothing worse. */
function thresholdWords(failOn: Severity): string {
  if (failOn === 'critical') return 'fails on critical';
  return failOn === 'info' ? 'fails on any finding' : `fails on ${failOn} or worse`;
}

/** `Bundle 2026-11-12`, every bundle's date; says so where there is none. */
export function bundleDates(coverage: Coverage): string {
  if (coverage.bundles.length === 0) return 'No indicator bundle';
  const dates = [...new Set(coverage.bundles.map((bundle) => bundle.date))];
  return `${coverage.bundles.length === 1 ? 'Bundle' : 'Bundles'} ${dates.join(', ')}`;
}

/** The verdict as one word and one sentence: `FINDINGS`, `3 findings: 1 critical, 2 medium (fails on high or worse)`. */
export function verdictWords(report: Report): { readonly word: string; readonly detail: string } {
  const { verdict, findings } = report;
  const counted = findings.length === 0 ? '0 findings' : `${plural(findings.length, 'finding')}: ${severityCounts(findings)}`;
  const accepted = report.accepted.length === 0 ? '' : `, ${grouped(report.accepted.length)} more accepted`;
  const threshold = ` (${thresholdWords(verdict.failOn)})`;
  if (verdict.status === 'findings') return { word: 'FINDINGS', detail: `${counted}${accepted}${threshold}` };
  if (verdict.status === 'clean') {
    return { word: `CLEAN (${verdict.scope})`, detail: findings.length === 0 ? `${counted}${accepted}` : `${counted}${accepted}${threshold}` };
  }
  return { word: 'INCOMPLETE: no verdict', detail: `${counted} in what could be read${accepted}` };
}

/** Why the process ends with its code. */
export function exitWords(report: Report): string {
  const { exitCode, failOn } = report.verdict;
  if (exitCode === 0) return 'Exit code 0: all that was asked for was read in full, and nothing reaches the threshold.';
  if (exitCode === 2) return 'Exit code 2: something was not read, not understood or not trusted, so nobody can say that it is clean.';
  return failOn === 'info' ? 'Exit code 1: there is at least one finding.' : `Exit code 1: at least one finding is ${failOn === 'critical' ? 'critical' : `${failOn} or worse`}.`;
}

/** What was examined, in counts: `1,204 packages (980 distinct) in 2 lockfiles, 1 installed tree, 3 manifests`. */
export function totalsWords(coverage: Coverage): string {
  const { totals } = coverage;
  // A package by itself lies in none of them.
  if (totals.lockfiles + totals.trees + totals.manifests === 0 && coverage.places.some(({ kind }) => kind === 'package-code')) return `The code of ${plural(totals.packages, 'package')}`;
  const where = [plural(totals.lockfiles, 'lockfile'), plural(totals.trees, 'installed tree'), plural(totals.manifests, 'manifest')].join(', ');
  const unverifiable = totals.unverifiable === 0 ? '' : `; ${grouped(totals.unverifiable)} of them without a registry identity (git, file, link, workspace)`;
  return `${plural(totals.packages, 'package')} (${grouped(totals.distinct)} distinct) in ${where}${unverifiable}`;
}
