// Stand-in.
import type { Finding } from '../model/finding.ts';
export function standingOf(before: readonly Finding[], after: readonly Finding[]): readonly Finding[] {
  const known = new Set(before.map(({ fingerprint }) => fingerprint));
  return after.map((finding) => ({ ...finding, standing: known.has(finding.fingerprint) ? 'kept' as const : 'new' as const }));
}
