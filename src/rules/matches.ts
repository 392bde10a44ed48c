// Sorts what the bundles say into rules, so that one name and version gives one finding: the strongest statement speaks, the
// others become its evidence. Several lists repeat each other, and a flood hides the one line that matters.
import type { MatchKind, PackageMatch } from '../model/advisory.ts';
import type { RuleId } from '../model/finding.ts';

/** Rules that speak of harm, strongest first. A version that one of them names is not named again by a weaker one. */
const HARM: readonly RuleId[] = ['known-malicious-tarball', 'known-malicious-version', 'open-malicious-range', 'impostor-package', 'reported-malicious-name'];

/** Which rule a statement belongs to. */
export function ruleOf(match: PackageMatch): RuleId {
  const { advisory, kind } = match;
  if (advisory.class === 'vulnerability') return 'known-vulnerable-version';
  if (advisory.confidence === 'low') return 'reported-malicious-name';
  if (kind === 'tarball-hash') return 'known-malicious-tarball';
  if (advisory.class === 'impostor') return 'impostor-package';
  if (advisory.class === 'dependency-confusion' || advisory.class === 'research' || advisory.class === 'unwanted') return 'reported-malicious-name';
  // An open range says "from here on" and knows nothing of later releases, unless the package was taken down.
  if (kind === 'open-range' && advisory.alive !== false) return 'open-malicious-range';
  return 'known-malicious-version';
}

export interface MatchGroup {
  readonly match: PackageMatch;
  /** Ids of the entries, in order. */
  readonly ids: readonly string[];
  /** Other statements on the same name and version that fall under the same rule or a weaker one. */
  readonly others: readonly PackageMatch[];
}

/** The groups that `rule` speaks for. */
export function groupsFor(rule: RuleId, matches: readonly PackageMatch[]): readonly MatchGroup[] {
  const byVersion = new Map<string, PackageMatch[]>();
  for (const match of matches) {
    const family = match.advisory.class === 'vulnerability' ? match.advisory.campaign : 'harm';
    const key = JSON.stringify([match.name, match.version ?? null, family]);
    const group = byVersion.get(key);
    if (group) group.push(match);
    else byVersion.set(key, [match]);
  }
  const groups: MatchGroup[] = [];
  for (const group of byVersion.values()) {
    const [best, ...others] = group.toSorted((a, b) => strength(a) - strength(b));
    if (!best || ruleOf(best) !== rule) continue;
    groups.push({ match: best, ids: [...new Set(group.map((match) => match.packageId))], others: distinct(best, others) });
  }
  return groups;
}

const KINDS: readonly MatchKind[] = ['tarball-hash', 'version', 'every-version', 'bounded-range', 'open-range'];

// Lower is stronger: rule, then a campaign file (it has advice) before a record of the list, then exactness.
function strength(match: PackageMatch): number {
  const campaign = match.advisory.sources.length === 0 ? 0 : 1;
  return (HARM.indexOf(ruleOf(match)) + 1) * 100 + campaign * 10 + KINDS.indexOf(match.kind);
}

function distinct(best: PackageMatch, others: readonly PackageMatch[]): readonly PackageMatch[] {
  const seen = new Set([statement(best)]);
  return others.filter((other) => {
    const key = statement(other);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function statement(match: PackageMatch): string {
  return JSON.stringify([match.advisory.campaign, match.kind, match.matched, match.advisory.ids]);
}
