// What a bundle knows beside package names: domains, addresses, hashes, strings.

export const INDICATOR_TYPES = ['domain', 'email', 'url', 'ip', 'sha256', 'sha1', 'md5', 'integrity', 'filename', 'string', 'wallet', 'account'] as const;
export type IndicatorType = (typeof INDICATOR_TYPES)[number];

/**
 * `match`: may raise a finding. `context`: shown beside another finding, never alone. `never`: refused on import (shared
 * services, victims, fragments read wrongly); kept so that an importer knows to refuse it.
 */
export const INDICATOR_USES = ['match', 'context', 'never'] as const;
export type IndicatorUse = (typeof INDICATOR_USES)[number];

/** What a hash was taken of. */
export const HASH_SUBJECTS = ['tarball', 'file', 'git-commit'] as const;
export type HashSubject = (typeof HASH_SUBJECTS)[number];

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
