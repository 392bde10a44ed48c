// Which findings a configuration accepts. Nothing is dropped: what was accepted is listed, what expired is a finding.
import type { AcceptedFinding, Finding } from '../model/finding.ts';
import { matchesGlob } from '../text/glob.ts';
import type { Acceptance, Config } from './config.ts';

export interface Accepted {
  readonly findings: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
  /** Entries past their day that would have accepted something. */
  readonly expired: readonly Acceptance[];
  /** Said in coverage: entries that accept nothing, and known-bad versions that were not silenced. */
  readonly notes: readonly string[];
}

/** `today` is a day in UTC, `YYYY-MM-DD`. */
export function accept(config: Config, findings: readonly Finding[], today: string): Accepted {
  const left: Finding[] = [];
  const accepted: AcceptedFinding[] = [];
  const expired = new Set<Acceptance>();
  const used = new Set<Acceptance>();
  const notes: string[] = [];
  for (const finding of findings) {
    const entries = config.accept.filter((entry) => covers(entry, finding));
    for (const entry of entries) used.add(entry);
    const valid = entries.filter((entry) => entry.expires >= today);
    for (const entry of entries) if (entry.expires < today && valid.length === 0) expired.add(entry);
    const entry = valid.find((candidate) => !isKnownBad(finding) || candidate.acknowledge !== undefined);
    if (entry) {
      accepted.push({ finding, owner: entry.owner, reason: entry.reason, expires: entry.expires, by: config.path });
      continue;
    }
    if (valid.length > 0) notes.push(`${config.path} does not silence "${finding.title}": to accept a known-bad version the entry must say acknowledge`);
    left.push(finding);
  }
  for (const entry of config.accept) if (!used.has(entry)) notes.push(`${config.path}: the acceptance of ${subjectOf(entry)} matches no finding`);
  return { findings: left, accepted, expired: [...expired], notes };
}

/** What an entry is about, in words. */
export function subjectOf(entry: Acceptance): string {
  return entry.fingerprint ?? `${entry.rule ?? ''} on ${entry.package ?? ''}${entry.path === undefined ? '' : ` in ${entry.path}`}`;
}

function covers(entry: Acceptance, finding: Finding): boolean {
  if (entry.path !== undefined && !finding.locations.every((location) => matchesGlob(entry.path as string, location.path))) return false;
  if (entry.fingerprint !== undefined) return entry.fingerprint === finding.fingerprint;
  if (entry.rule !== finding.ruleId) return false;
  const { name, version } = finding.package ?? { name: '' };
  return entry.package === name || entry.package === `${name}@${version ?? ''}`;
}

function isKnownBad(finding: Finding): boolean {
  if (finding.ruleId === 'known-malicious-version' || finding.ruleId === 'known-malicious-tarball') return true;
  return finding.ruleId === 'could-resolve-to-malicious-version' && (finding.severity === 'critical' || finding.severity === 'high');
}
