// What is said of a version or package that a registry does not have: never there, no more there, or another one in its place.
import type { Problem } from '../../model/coverage.ts';
import { printable, shorten } from '../../text/printable.ts';
import { hostOf } from './addresses.ts';
import { notKept, registryOf, type Context } from './context.ts';
import { isGone, wasPublished, type Packument } from './packument.ts';

/** An exact version. */
export interface Identity {
  readonly name: string;
  readonly version: string;
}

const UNPUBLISHED_HINT = 'ways left: npm\'s cache of a machine that ran it (run this there), a tarball that somebody kept (mcp-audit diff old.tgz new.tgz), a mirror that still has it (--registry ADDRESS)';
/** What npm publishes in the place of a package that it removed: `0.0.1-security`, https://github.com/npm/security-holder */
const SECURITY_HOLDER = /^0\.0\.\d+-security/;

/** No version for a tag or a range. */
export function unmatched(context: Context, packument: Packument, name: string, wanted: string): Problem {
  if (isGone(packument)) return gone(context, packument, name);
  const { versions, tags } = packument;
  const there = versions.size === 0 ? 'it has no versions' : `it has ${versions.size} version${versions.size === 1 ? '' : 's'}${tags.has('latest') ? `, latest is ${shown(tags.get('latest') ?? '')}` : ''}`;
  const before = context.settings.before ? ` published before ${context.settings.before.toISOString()}` : '';
  return { code: 'not-found', message: `${name} has no version for ${shown(wanted)}${before} in registry ${hostOf(registryOf(context.settings, name))}: ${there}`, hint: 'name another version, tag or range' };
}

/** The list of versions does not have this one. */
export function absent(context: Context, packument: Packument, { name, version }: Identity): Problem {
  if (isGone(packument) || wasPublished(packument, version)) return gone(context, packument, name, version);
  if (context.request === undefined) return notKept(`${name}@${version}`);
  const latest = packument.tags.get('latest');
  return { code: 'not-found', message: `${name} has no version ${version} in registry ${hostOf(registryOf(context.settings, name))}${latest === undefined ? '' : `: latest is ${shown(latest)}`}`, hint: 'check the version; a mirror may have it (--registry ADDRESS)' };
}

function gone(context: Context, { versions, times, unpublished }: Packument, name: string, version?: string): Problem {
  const published = version === undefined ? undefined : times.get(version);
  const facts = [
    ...(published === undefined ? [] : [`it was published ${published}`]),
    ...(unpublished?.time === undefined ? [] : [`the package was removed ${unpublished.time}`]),
    ...([...versions.keys()].some((other) => SECURITY_HOLDER.test(other)) ? ['npm holds the name with a security placeholder, as it does after malware'] : []),
  ];
  const what = version === undefined ? name : `${name}@${version}`;
  return { code: 'unpublished', message: `${what} was unpublished from registry ${hostOf(registryOf(context.settings, name))}${facts.length === 0 ? '' : `: ${facts.join(', ')}`}`, hint: UNPUBLISHED_HINT };
}

/** The registry answered 400 or more for the whole package. */
export function missing(name: string, registry: string, status: number): Problem {
  if (status !== 404 && status !== 410) return { code: 'network-failed', message: `registry ${hostOf(registry)} answered ${status} for ${name}` };
  return { code: 'not-found', message: `registry ${hostOf(registry)} has no package ${name} (${status})`, hint: `check the name and the registry; without credentials many registries answer so for private packages. A package that was removed as malware looks the same: ${UNPUBLISHED_HINT}` };
}

/** It answered for something else than it was asked for. */
export function lying(registry: string, asked: string, came: string): Problem {
  return { code: 'malformed', message: `registry ${hostOf(registry)} was asked for ${asked} and answered for ${came === '' ? 'a package without a name' : shown(came)}` };
}

function shown(text: string): string {
  return shorten(printable(text), 100);
}
