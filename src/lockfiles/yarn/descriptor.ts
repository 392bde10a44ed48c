// Names, ranges and sources inside the patterns of a yarn lockfile (`a@^1`, `a@npm:real@^1`, `a@git+ssh://…`).
// Sources by https://classic.yarnpkg.com/lang/en/docs/cli/add/ (classic) and https://yarnpkg.com/protocols (berry).
import type { Source } from '../../model/package.ts';

export interface Ident {
  readonly name: string;
  /** What follows the `@`; empty where a pattern has no range. */
  readonly range: string;
}

/** Splits at the first `@` that does not start a scope. */
export function splitIdent(pattern: string): Ident {
  const at = pattern.indexOf('@', 1);
  return at === -1 ? { name: pattern, range: '' } : { name: pattern.slice(0, at), range: pattern.slice(at + 1) };
}

// `npm:^1.0.0` names no package; `npm:real`, `npm:real@^1` and `npm:7zip-bin` do.
const RANGE_START = /^(?:$|[\^~<>=*|]|[vx]?\d+(?:[.\s]|$))/;

/** The package that `npm:real@^1` or `npm:real` names to yarn classic; undefined for another protocol and for a bare range. */
export function classicAlias(range: string): Ident | undefined {
  if (!range.startsWith('npm:')) return undefined;
  const rest = range.slice(4);
  return RANGE_START.test(rest) ? undefined : splitIdent(rest);
}

/** The package that `npm:real@^1` names to yarn berry, for which `npm:latest` is a tag; undefined where no package is named. */
export function berryAlias(range: string): Ident | undefined {
  if (!range.startsWith('npm:')) return undefined;
  const target = splitIdent(range.slice(4));
  return target.name === '' || target.range === '' ? undefined : target;
}

const GIT_HOST = /^(?:github|gitlab|bitbucket|gist):/i;
const GIT_URL = /^(?:git(?:\+[a-z]+)?:|git@|ssh:)|^https?:\/\/[^#]*\.git(?:#|$)/i;
const PATH = /^(?:\.{0,2}\/|~\/|[a-z]:[\\/])/i;
const SHORTHAND = /^[\w.-]+\/[\w.-]+(?:#.*)?$/;

/** Where a range of a manifest takes the package from. `url` is any tarball URL, also one of registry form. */
export function sourceOfRange(range: string): Source {
  // Ranges and tags hold neither; nearly every pattern ends here.
  if (!range.includes('/') && !range.includes(':')) return range === '.' || range === '..' ? 'file' : 'registry';
  if (range.startsWith('npm:') || range.startsWith('jsr:')) return 'registry';
  if (GIT_HOST.test(range) || GIT_URL.test(range)) return 'git';
  if (/^https?:/i.test(range)) return 'url';
  if (range.startsWith('workspace:')) return 'workspace';
  if (range.startsWith('link:') || range.startsWith('portal:')) return 'link';
  if (range.startsWith('file:') || range.startsWith('exec:') || PATH.test(range)) return 'file';
  return SHORTHAND.test(range) ? 'git' : 'registry';
}

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const BAD_NAME = /[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\\"'<>`]|^$/;

/** True where no registry can hold the name: empty, blanks, controls, quotes. */
export function isBadName(name: string): boolean {
  return BAD_NAME.test(name);
}

/** Build metadata is not part of a registry's version; tarball names may or may not carry it. */
export function sameVersion(one: string, other: string): boolean {
  return one === other || withoutBuild(one) === withoutBuild(other);
}

function withoutBuild(version: string): string {
  const at = version.indexOf('+');
  return at === -1 ? version : version.slice(0, at);
}

const VERSION = /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/;

/** True for a complete version; registries hold no other: https://semver.org */
export function isVersion(text: string): boolean {
  return VERSION.test(text);
}
