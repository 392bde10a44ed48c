// Where a package comes from, as a dependency's spec or a resolved locator tells (https://docs.npmjs.com/cli/configuring-npm/package-json#dependencies).
import type { Source } from '../model/package.ts';

/** Name and version in the path form that every registry uses, whatever its host: `/<name>/-/<basename>-<version>.tgz`. */
export function registryIdentity(resolved: string): { readonly name: string; readonly version: string } | undefined {
  const match = /^https?:\/\/([^?#]*)\/-\/(?:(?:@|%40)[^/]+\/)?([^/?#]+)\.tgz(?:[?#]|$)/i.exec(resolved);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const path = match[1].replace(/%40/gi, '@').replace(/%2f/gi, '/');
  const slash = path.lastIndexOf('/');
  const scope = path.lastIndexOf('/', slash - 1) + 1;
  const base = path.slice(slash + 1);
  if (slash === -1 || !match[2].startsWith(`${base}-`)) return undefined;
  return { name: path[scope] === '@' ? path.slice(scope) : base, version: match[2].slice(base.length + 1) };
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
