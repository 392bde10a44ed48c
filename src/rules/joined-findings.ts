// Findings of one fingerprint as one: the bytes of a file and what its code makes of them are different facts about the same thing.
import { type Evidence, type Finding, type Location, SEVERITIES } from '../model/finding.ts';
import { LOCATIONS_SHOWN } from './finding.ts';

const EVIDENCE_SHOWN = 12;
/** Rules that judge several kinds of facts about one package. */
const JOINED: ReadonlySet<Finding['ruleId']> = new Set(['known-indicator-in-code', 'obfuscated-indicator']);

/** The same findings in the same order, those of one fingerprint joined at the place of the first; the worst speaks, with all places. */
export function joinFindings(findings: readonly Finding[]): readonly Finding[] {
  const joined = new Map<string | Finding, Finding>();
  for (const finding of findings) {
    const key = JOINED.has(finding.ruleId) ? finding.fingerprint : finding;
    const earlier = joined.get(key);
    joined.set(key, earlier ? join(earlier, finding) : finding);
  }
  return [...joined.values()];
}

function join(a: Finding, b: Finding): Finding {
  const [first, second] = SEVERITIES.indexOf(b.severity) < SEVERITIES.indexOf(a.severity) ? [b, a] : [a, b];
  const [location, ...locations] = unique([...first.locations, ...second.locations], ({ path, line, column }: Location) => `${path}\n${line ?? 0}\n${column ?? 0}`);
  const [evidence, ...more] = unique([...first.evidence, ...second.evidence], ({ kind, text }: Evidence) => `${kind} ${text}`);
  return { ...first, locations: [location ?? first.locations[0], ...locations.slice(0, LOCATIONS_SHOWN - 1)], evidence: [evidence ?? first.evidence[0], ...more.slice(0, EVIDENCE_SHOWN - 1)] };
}

function unique<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
