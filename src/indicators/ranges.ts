// Ranges of advisories with prereleases included. The plain forms that advisories have (`>=1.0.0 <1.2.11 || 2.0.0`) are evaluated
// here by https://semver.org/#spec-item-11: fsevents, which stands in nearly every lockfile, is listed with such a range, and loading
// semver took half as long as a whole scan. Every other form (`^`, `~`, `1.x`, hyphens) goes to npm's own semver.
import type { Comparator as SemverComparator } from 'semver';
import { canonicalVersion } from './versions.ts';

/** Which range met, and whether its matching part has an upper end. */
export interface RangeMatch {
  readonly kind: 'bounded-range' | 'open-range';
  readonly matched: string;
}

interface Comparator {
  readonly operator: string;
  readonly version: Version;
}

interface Version {
  readonly core: readonly number[];
  readonly prerelease: readonly string[];
}

/** The first range that holds `version`, one whose matching part has an upper end before others. Text that is no version meets none. */
export async function satisfiedRange(ranges: readonly string[], version: string): Promise<RangeMatch | undefined> {
  const plain = parseVersion(canonicalVersion(version));
  let open: RangeMatch | undefined;
  for (const text of ranges) {
    const parts = plain === undefined ? undefined : parsePlainRange(text);
    const kind = plain === undefined || parts === undefined ? await kindBySemver(text, version) : kindOf(parts, plain);
    if (kind === 'bounded-range') return { kind, matched: text };
    if (kind === 'open-range') open ??= { kind, matched: text };
  }
  return open;
}

/** Negative where `a` is the earlier release, by https://semver.org/#spec-item-11. Texts that are no versions come first, by code point. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [parseVersion(canonicalVersion(a)), parseVersion(canonicalVersion(b))];
  if (one && other) return compareParsed(one, other);
  return one ? 1 : other ? -1 : a < b ? -1 : a > b ? 1 : 0;
}

function kindOf(parts: readonly (readonly Comparator[])[], version: Version): RangeMatch['kind'] | undefined {
  const part = parts.find((comparators) => comparators.every((comparator) => holds(comparator, version)));
  if (part === undefined) return undefined;
  return part.some(({ operator }) => operator === '<' || operator === '<=' || operator === '=' || operator === '') ? 'bounded-range' : 'open-range';
}

/** Alternatives of comparators; undefined where the text has a form that is not plain. */
function parsePlainRange(text: string): readonly (readonly Comparator[])[] | undefined {
  const parts: Comparator[][] = [];
  for (const part of text.split('||')) {
    const comparators: Comparator[] = [];
    for (const word of part.trim().split(/\s+/)) {
      const match = /^(>=|<=|>|<|=|)(\d.*)$/.exec(word);
      const version = match === null ? undefined : parseVersion(match[2] ?? '');
      if (match === null || version === undefined) return undefined;
      comparators.push({ operator: match[1] ?? '', version });
    }
    parts.push(comparators);
  }
  return parts;
}

// Numbers beyond what a double holds exactly are left to semver.
function parseVersion(text: string): Version | undefined {
  const match = /^(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})(?:-([0-9A-Za-z.-]{1,200}))?$/.exec(text);
  if (!match) return undefined;
  const prerelease = match[4]?.split('.') ?? [];
  if (prerelease.some((part) => part === '' || (/^\d+$/.test(part) && (part.length > 15 || /^0\d/.test(part))))) return undefined;
  return { core: [Number(match[1]), Number(match[2]), Number(match[3])], prerelease };
}

function holds({ operator, version }: Comparator, tested: Version): boolean {
  const order = compareParsed(tested, version);
  if (operator === '>=') return order >= 0;
  if (operator === '<=') return order <= 0;
  if (operator === '>') return order > 0;
  return operator === '<' ? order < 0 : order === 0;
}

function compareParsed(a: Version, b: Version): number {
  for (let at = 0; at < 3; at += 1) {
    const difference = (a.core[at] ?? 0) - (b.core[at] ?? 0);
    if (difference !== 0) return difference;
  }
  // A release comes after its prereleases.
  if (a.prerelease.length === 0 || b.prerelease.length === 0) return Math.sign(b.prerelease.length - a.prerelease.length);
  for (let at = 0; at < a.prerelease.length && at < b.prerelease.length; at += 1) {
    const difference = compareIdentifiers(a.prerelease[at] ?? '', b.prerelease[at] ?? '');
    if (difference !== 0) return difference;
  }
  return a.prerelease.length - b.prerelease.length;
}

// Numbers by value and before words; words by ASCII.
function compareIdentifiers(a: string, b: string): number {
  const numericA = /^\d+$/.test(a);
  const numericB = /^\d+$/.test(b);
  if (numericA && numericB) return Number(a) - Number(b);
  if (numericA !== numericB) return numericA ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}

async function kindBySemver(text: string, version: string): Promise<RangeMatch['kind'] | undefined> {
  const { default: semver } = await import('semver');
  const parsed = semver.parse(version.trim(), { loose: true });
  const range = parsed === null ? undefined : parseRange(semver, text);
  const part = parsed === null ? undefined : range?.set.find((comparators) => comparators.every((comparator) => comparator.test(parsed)));
  if (part === undefined) return undefined;
  return part.some(isUpperEnd) ? 'bounded-range' : 'open-range';
}

// `<`, `<=`, and a single version, which semver writes as an empty operator. `*` becomes a comparator that takes any version.
function isUpperEnd(comparator: SemverComparator): boolean {
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
