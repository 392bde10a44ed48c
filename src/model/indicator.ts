// What a bundle knows beside package names: domains, addresses, hashes, strings.

/** `integrity` is a hash as lockfiles write it, `account` a name with its site in front (`npm:someone`). */
export const INDICATOR_TYPES = ['domain', 'email', 'url', 'ip', 'sha256', 'sha1', 'md5', 'integrity', 'filename', 'string', 'wallet', 'account'] as const;
/** One of INDICATOR_TYPES. */
export type IndicatorType = (typeof INDICATOR_TYPES)[number];

/**
 * `match`: may raise a finding. `context`: shown beside another finding, never alone. `never`: refused on import (shared
 * services, victims, fragments read wrongly); kept so that an importer knows to refuse it.
 */
export const INDICATOR_USES = ['match', 'context', 'never'] as const;
/** One of INDICATOR_USES. */
export type IndicatorUse = (typeof INDICATOR_USES)[number];

/** What a hash was taken of. */
export const HASH_SUBJECTS = ['tarball', 'file', 'git-commit'] as const;
/** One of HASH_SUBJECTS. */
export type HashSubject = (typeof HASH_SUBJECTS)[number];

/** One value to look for, and how far a sighting of it counts. */
export interface Indicator {
  readonly type: IndicatorType;
  /** Not defanged. Hashes in lower-case hexadecimal digits, `integrity` as in lockfiles (`sha512-` and base64). */
  readonly value: string;
  readonly use: IndicatorUse;
  readonly of?: HashSubject;
  /** npm names that it was seen in, as far as known, with the version where known (`name@1.0.0`). */
  readonly packages: readonly string[];
  /** Campaign file it stands in, or `known-malicious-npm` for the compact list. */
  readonly campaign: string;
  readonly ids: readonly string[];
  readonly sources: readonly string[];
  readonly notes?: string;
}
