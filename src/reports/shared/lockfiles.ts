// Two lockfiles compared, as a reviewer of an update wants it: the packages that matter, the rest in one sentence.
import type { LockedChange, LockfileChanges } from '../../model/difference.ts';
import { SEVERITIES, type Finding, type Severity } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import { type Compared, type Headline, comparedPaths, headlineOf } from './headline.ts';

/** A package with new findings. It quotes the audited side: escape before printing. */
export interface TroubledPackage {
  /** Absent where the finding is about no package of the list. */
  readonly change?: LockedChange;
  readonly name: string;
  readonly severity: Severity;
  readonly headline: Headline;
}

/** Worst first, then by name; packages whose findings are all mild are among `mild`. */
export interface LockfileReview {
  readonly troubled: readonly TroubledPackage[];
  readonly mild: readonly Finding[];
  readonly kept: readonly Finding[];
  /** Packages that could not be compared. */
  readonly notCompared: readonly LockedChange[];
}

/** Findings by the package that they are about. */
export function lockfileReview(report: Report, changes: LockfileChanges): LockfileReview {
  const compared = comparedPaths(report);
  const byName = new Map<string, Finding[]>();
  for (const finding of report.findings) {
    const name = nameOf(finding, compared);
    const known = byName.get(name);
    if (known) known.push(finding);
    else byName.set(name, [finding]);
  }
  const packages = new Map(changes.packages.map((change) => [change.name, change]));
  const all = [...byName].map(([name, findings]) => ({ name, change: packages.get(name), headline: headlineOf(report, findings, compared) }));
  const troubled = all.flatMap(({ name, change, headline }): readonly TroubledPackage[] => {
    const [worst] = headline.entries;
    return worst ? [{ name, ...(change === undefined ? {} : { change }), severity: worst.severity, headline }] : [];
  });
  return {
    troubled: troubled.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (a.name < b.name ? -1 : 1)),
    mild: all.filter(({ headline }) => headline.entries.length === 0).flatMap(({ headline }) => headline.mild),
    kept: all.flatMap(({ headline }) => headline.kept),
    notCompared: changes.packages.filter(({ notCompared }) => notCompared !== undefined),
  };
}

function nameOf({ package: subject, locations: [{ path }] }: Finding, compared: Compared): string {
  return subject?.name ?? compared(path)?.difference.after.name ?? path;
}

/** `1.0.15 -> 1.0.16`, `1.0.0 (new)`, `1.0.0 (removed)`, `1.0.0 from another source`. */
export function versionWords({ before, after, kind }: LockedChange): string {
  switch (kind) {
    case 'added': return `${after.join(', ')} (new)`;
    case 'removed': return `${before.join(', ')} (removed)`;
    case 'updated': return `${before.join(', ')} -> ${after.join(', ')}`;
    case 'integrity': return `${after.join(', ')}: another integrity`;
    case 'source': return `${after.join(', ')}: from another source`;
  }
}

/** `direct, dev`; empty for a package that others bring in. */
export function standingWords({ direct, dev }: LockedChange): string {
  return [...(direct ? ['direct'] : []), ...(dev === true ? ['dev'] : [])].join(', ');
}
