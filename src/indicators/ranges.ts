// Ranges of advisories, evaluated by npm's own semver with prereleases included.
import type { Comparator } from 'semver';

/** The first range that holds `version`, and whether the part of it that does so has an upper end. Text that is no version meets none. */
export async function satisfiedRange(ranges: readonly string[], version: string): Promise<{ readonly kind: 'bounded-range' | 'open-range'; readonly matched: string } | undefined> {
  const { default: semver } = await import('semver');
  const parsed = semver.parse(version.trim(), { loose: true });
  if (parsed === null) return undefined;
  let open: string | undefined;
  for (const text of ranges) {
    const range = parseRange(semver, text);
    const part = range?.set.find((comparators) => comparators.every((comparator) => comparator.test(parsed)));
    if (part === undefined) continue;
    if (part.some(isUpperEnd)) return { kind: 'bounded-range', matched: text };
    open ??= text;
  }
  return open === undefined ? undefined : { kind: 'open-range', matched: open };
}

// `<`, `<=`, and a single version, which semver writes as an empty operator. `*` becomes a comparator that takes any version.
function isUpperEnd(comparator: Comparator): boolean {
  return comparator.operator === '<' || comparator.operator === '<=' || (comparator.operator === '' && comparator.value !== '');
}

function parseRange(semver: typeof import('semver'), text: string): InstanceType<typeof semver.Range> | undefined {
  try {
    return new semver.Range(text, { includePrerelease: true, loose: true });
  } catch {
    // Validation refuses such a range before it is compiled; an index from elsewhere may still hold one.
    return undefined;
  }
}
