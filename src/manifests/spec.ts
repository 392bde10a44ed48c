// What the right side of a dependency asks for. https://docs.npmjs.com/cli/configuring-npm/package-json#dependencies,
// https://yarnpkg.com/protocols, https://pnpm.io/package-sources: ranges, tags, aliases, catalogs; all else has no registry behind it.

import { identityOfTarballUrl } from '../text/registry-url.ts';

/** Catalogs of one file: name of the catalog (`default` for the unnamed one) to package to spec as written. */
export type Catalogs = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface Asked {
  readonly name: string;
  readonly spec: string;
  readonly source: 'registry' | 'other';
}

const OTHER_PROTOCOL = /^(?:git[+:@]|github:|gitlab:|bitbucket:|gist:|file:|link:|portal:|workspace:|patch:|exec:|ssh:|root:|runtime:|https?:)/i;
const LOCAL_PATH = /^(?:\.{0,2}\/|\.\.?$|~\/|[a-z]:[\\/])/i;
const TARBALL_NAME = /\.(?:tgz|tar|tar\.gz)$/i;

/** Reads `raw` as the answer for `name`. An empty spec means any version. */
export function readSpec(name: string, raw: string, catalogs: Catalogs = new Map()): Asked {
  const spec = raw.trim();
  if (!spec.startsWith('catalog:')) return readPlain(name, spec);
  const catalog = spec.slice('catalog:'.length).trim() || 'default';
  const entry = catalogs.get(catalog)?.get(name);
  // A catalog may not name another catalog: such an entry stays as it is.
  return entry === undefined || entry.trim().startsWith('catalog:') ? { name, spec, source: 'other' } : readPlain(name, entry.trim());
}

function readPlain(name: string, spec: string): Asked {
  // npm takes the prefix in any case: https://github.com/npm/npm-package-arg
  if (/^npm:/i.test(spec)) return readAlias(name, spec.slice('npm:'.length));
  if (spec.startsWith('jsr:')) return readJsr(name, spec.slice('jsr:'.length));
  if (/^https?:/i.test(spec)) return readTarballUrl(spec) ?? { name, spec, source: 'other' };
  if (OTHER_PROTOCOL.test(spec) || LOCAL_PATH.test(spec) || TARBALL_NAME.test(spec) || isHostedRepository(spec)) return { name, spec, source: 'other' };
  // `a@b:c` forms of a protocol that did not exist when this was written.
  if (/^[a-z][a-z0-9+.-]*:/i.test(spec)) return { name, spec, source: 'other' };
  return { name, spec: spec === '' ? '*' : spec, source: 'registry' };
}

/** `owner/repo`, with or without a commit: GitHub. A range or a tag never holds a slash. */
function isHostedRepository(spec: string): boolean {
  return spec.includes('/');
}

function readAlias(name: string, target: string): Asked {
  const at = target.indexOf('@', 1);
  if (at !== -1) return { name: target.slice(0, at), spec: target.slice(at + 1).trim() || '*', source: 'registry' };
  // Yarn also writes `npm:^1.0.0`: a range of the package itself.
  if (/^(?:[\d^~<>=*]|[vx][\d.]|$)/.test(target)) return { name, spec: target || '*', source: 'registry' };
  return { name: target, spec: '*', source: 'registry' };
}

/** JSR packages come from its npm registry under the scope `@jsr`: https://jsr.io/docs/npm-compatibility. */
function readJsr(name: string, target: string): Asked {
  const at = target.indexOf('@', 1);
  const asked = at === -1 ? target : target.slice(0, at);
  const own = asked.startsWith('@') ? asked : name;
  const spec = asked.startsWith('@') ? (at === -1 ? '*' : target.slice(at + 1)) : target;
  return { name: own.startsWith('@jsr/') ? own : `@jsr/${own.slice(1).replace('/', '__')}`, spec: spec || '*', source: 'registry' };
}

/** A tarball of a registry by the path forms of registries, on any host: one exact version. */
function readTarballUrl(url: string): Asked | undefined {
  const identity = identityOfTarballUrl(url);
  return identity && { name: identity.name, spec: identity.version, source: 'registry' };
}
