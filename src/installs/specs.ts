// Where a package comes from, as a dependency's spec or a resolved locator tells (https://docs.npmjs.com/cli/configuring-npm/package-json#dependencies).
import type { Source } from '../model/package.ts';
import { identityOfTarballUrl } from '../text/registry-url.ts';

/** Source of what a resolved locator points to; undefined where it says nothing. */
export function sourceOfLocator(resolved: string): Source | undefined {
  if (/^https?:\/\//i.test(resolved)) return identityOfTarballUrl(resolved) ? 'registry' : 'url';
  return sourceOfSpec(resolved);
}

/** Source that a dependency's spec asks for; undefined for versions, ranges, tags and aliases, which a registry answers. */
export function sourceOfSpec(spec: string): Source | undefined {
  if (/^(?:git[+:@]|github:|gitlab:|bitbucket:|gist:)/i.test(spec)) return 'git';
  if (/^https?:\/\//i.test(spec)) return /\.git(?:#|$)/i.test(spec) ? 'git' : 'url';
  if (/^link:|^portal:/i.test(spec)) return 'link';
  if (/^workspace:/i.test(spec)) return 'workspace';
  if (/^file:|^\.{0,2}\/|^~\/|^[a-z]:[\\/]/i.test(spec)) return 'file';
  // The short form of a GitHub repository: `user/repo#ref`.
  return /^[^@:/\s]+\/[^@:/\s]+$/.test(spec) ? 'git' : undefined;
}

/** The real name behind `npm:real@range`; undefined for any other spec. */
export function aliasTarget(spec: string): string | undefined {
  // npm takes the prefix in any case.
  if (!/^npm:/i.test(spec)) return undefined;
  const at = spec.indexOf('@', 5);
  return at === -1 ? spec.slice(4) : spec.slice(4, at);
}
