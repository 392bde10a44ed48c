// Where a package comes from, as a dependency's spec or a resolved locator tells (https://docs.npmjs.com/cli/configuring-npm/package-json#dependencies).
import type { Source } from '../model/package.ts';

/** Name and version in the path form that every registry uses, whatever its host: `/<name>/-/<basename>-<version>.tgz`. */
export function registryIdentity(resolved: string): { readonly name: string; readonly version: string } | undefined {
  if (!/^https?:\/\//i.test(resolved)) return undefined;
  const path = resolved.replace(/[?#].*$/s, '');
  const dash = path.lastIndexOf('/-/');
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (dash === -1 || !file.toLowerCase().endsWith('.tgz')) return undefined;
  const [scope = '', last = ''] = path.slice(0, dash).replace(/%40/gi, '@').replace(/%2f/gi, '/').split('/').slice(-2);
  const version = file.slice(last.length + 1, -'.tgz'.length);
  if (last === '' || version === '' || !file.startsWith(`${last}-`)) return undefined;
  return { name: scope.startsWith('@') ? `${scope}/${last}` : last, version };
}

/** True where a locator is the registry's tarball of just this package: cheaper than taking it apart, and nearly always so. */
export function isTarballOf(resolved: string, name: string, version: string | undefined): boolean {
  const tail = `/${name}/-/${name.slice(name.indexOf('/') + 1)}-${version}.tgz`;
  if (!resolved.startsWith('http') || !resolved.endsWith(tail)) return false;
  // `/@s/a/-/a-1.0.0.tgz` is not the tarball of `a`.
  const before = resolved.lastIndexOf('/', resolved.length - tail.length - 1) + 1;
  return !/^(?:@|%40)/i.test(resolved.slice(before, before + 3));
}

/** Source of what a resolved locator points to; undefined where it says nothing. */
export function sourceOfLocator(resolved: string): Source | undefined {
  if (/^https?:\/\//i.test(resolved)) return registryIdentity(resolved) ? 'registry' : 'url';
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
  if (!spec.startsWith('npm:')) return undefined;
  const at = spec.indexOf('@', 5);
  return at === -1 ? spec.slice(4) : spec.slice(4, at);
}
