// What a bundle knows beside package names: domains, addresses, hashes, strings, and what code of a campaign does.
import type { Transform } from './behavior.ts';
import type { Severity } from './finding.ts';

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

/**
 * A text to look for in files, in any case. `boundary` says what may stand beside it: `host` is no part of a longer name (a sub-domain
 * of it counts, `notevil.com` and `evil.com.au` for `evil.com` do not), `address` likewise for mail addresses, `ip` no digit or dot,
 * `url` no boundary behind it, `text` none at all.
 */
export interface SearchString {
  readonly text: string;
  readonly boundary: 'host' | 'address' | 'ip' | 'url' | 'text';
  readonly indicator: Indicator;
  /** An encoded form of the indicator's value, and how it is written. Absent where the text is the value as it is. */
  readonly via?: readonly Transform[];
  /** `exact`: only in this very case, as base64 tells letters apart. A search in any case compares once more. Absent: any case. */
  readonly letters?: 'exact';
}

/** Kinds of facts that a condition can ask of: those of model/behavior.ts. */
export const CONDITION_KINDS = ['mail', 'network', 'process', 'environment', 'file', 'dynamic-code', 'native-code', 'install-script', 'obfuscation'] as const;

/** Where a value comes from, as conditions name it. `decoded`: a constant that does not stand in the source as it is. */
export const CONDITION_ORIGINS = ['constant', 'decoded', 'argument', 'environment', 'remote', 'file', 'machine', 'hidden'] as const;

/** What a code pattern asks of one fact. All that is given must hold; lists hold where one member does. `*` in a text stands for anything; case never counts. */
export interface CodeCondition {
  /** Kind of the fact, as `mail` or `network`. */
  readonly kind: (typeof CONDITION_KINDS)[number];
  /** What is called, as `*sendMail`, `child_process.exec*`. */
  readonly call?: readonly string[];
  /** The fact's own key: recipient field, method of the request, environment variable, `read` or `write` of a file, install hook, form, technique. */
  readonly key?: readonly string[];
  /** Host, command, path, code, address: what it is aimed at. */
  readonly value?: readonly string[];
  /** What is sent or written, as far as constant. */
  readonly content?: readonly string[];
  /** Where the value comes from. */
  readonly origin?: readonly (typeof CONDITION_ORIGINS)[number][];
  /** Conditions around it, as `time`. */
  readonly when?: readonly string[];
}

/** A code pattern of a campaign: every condition holds for some fact of one package. */
export interface CodePattern {
  /** Unique in its campaign. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly all: readonly CodeCondition[];
  readonly campaign: string;
  readonly notes?: string;
}
