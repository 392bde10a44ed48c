// The `resolution` of a yarn berry entry (a locator: `name@protocol:…`) as what it really is.
// https://yarnpkg.com/protocols and https://github.com/yarnpkg/berry/blob/master/packages/yarnpkg-core/sources/structUtils.ts
import type { Identity, Source } from '../../model/package.ts';
import { identityOfTarballUrl } from '../../text/registry-url.ts';
import { berryAlias, isVersion, sameVersion, sourceOfRange, splitIdent } from './descriptor.ts';

export interface Located {
  readonly name: string;
  /** Absent where the locator does not tell it. */
  readonly version?: string;
  readonly source: Source;
  readonly resolved?: string;
  readonly identities: readonly Identity[];
  /** Folder below the project's root of a workspace, `''` for the root. */
  readonly folder?: string;
  /** False for a protocol that this reader was not written for. */
  readonly understood: boolean;
}

// `patch:` nests one locator inside another, percent-encoded each time.
const PATCHES = 8;

/** What a locator names; undefined where it is none. */
export function readLocator(locator: string, depth = 0): Located | undefined {
  const { name, range } = splitIdent(locator);
  if (name === '' || range === '' || depth > PATCHES) return undefined;
  const [reference, bindings] = splitBindings(range);
  if (reference.startsWith('virtual:')) {
    const at = reference.indexOf('#');
    return at === -1 ? undefined : readLocator(`${name}@${range.slice(at + 1)}`, depth + 1);
  }
  if (reference.startsWith('patch:')) return patched(name, reference, depth);
  if (reference.startsWith('npm:') || isVersion(reference)) return fromRegistry(name, reference, bindings);
  if (reference.startsWith('jsr:')) return { ...known(jsrName(name), 'registry'), version: reference.slice(4) };
  if (reference.startsWith('workspace:')) return { ...known(name, 'workspace'), folder: folderOf(reference.slice(10)) };
  // An indirection of a plugin that is met in large public repositories: it has no code of its own.
  if (reference.startsWith('condition:')) return known(name, 'link');
  const source = sourceOfRange(reference);
  if (source === 'url') return fromUrl(name, reference);
  if (source === 'registry') return { ...known(name, 'url'), resolved: reference, understood: false };
  return { ...known(name, source), resolved: reference };
}

function known(name: string, source: Source): Located {
  return { name, source, identities: [], understood: true };
}

function splitBindings(range: string): readonly [string, ReadonlyMap<string, string>] {
  const at = range.indexOf('::');
  if (at === -1) return [range, new Map()];
  const pairs = range.slice(at + 2).split('&').map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    return equals === -1 ? [pair, ''] : [pair.slice(0, equals), decoded(pair.slice(equals + 1)) ?? ''];
  });
  return [range.slice(0, at), new Map(pairs)];
}

/** The package that a descriptor of a key asks for; undefined where only the resolution can tell (tarball URLs). */
export function askedName(descriptor: string, depth = 0): string | undefined {
  const { name, range } = splitIdent(descriptor);
  if (depth > PATCHES || /^https?:/.test(range)) return undefined;
  if (range.startsWith('jsr:')) return jsrName(name);
  if (!range.startsWith('patch:')) return berryAlias(range)?.name ?? name;
  const inner = decoded(range.slice(6).split('#', 1)[0] ?? '');
  return inner === undefined ? undefined : askedName(inner, depth + 1);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

// The code is the package's own with a few lines changed: advisories on it hold.
function patched(name: string, reference: string, depth: number): Located | undefined {
  const end = reference.indexOf('#');
  const inner = end === -1 ? undefined : decoded(reference.slice(6, end));
  const found = inner === undefined ? undefined : readLocator(inner, depth + 1);
  return found && { ...found, resolved: `${name}@${reference}` };
}

function fromRegistry(name: string, reference: string, bindings: ReadonlyMap<string, string>): Located {
  const target = berryAlias(reference);
  const real = target?.name ?? name;
  const version = target?.range ?? (reference.startsWith('npm:') ? reference.slice(4) : reference);
  const url = bindings.get('__archiveUrl');
  const stated = url === undefined ? undefined : identityOfTarballUrl(url);
  const differs = stated && (stated.name !== real || !sameVersion(stated.version, version));
  return {
    ...known(real, 'registry'),
    ...(version === '' ? {} : { version }),
    ...(url === undefined ? {} : { resolved: url }),
    identities: differs ? [{ origin: 'resolved-url', name: stated.name, version: stated.version }] : [],
  };
}

function fromUrl(name: string, url: string): Located {
  const stated = identityOfTarballUrl(url);
  if (!stated) return { ...known(name, 'url'), resolved: url };
  return { ...known(stated.name, 'registry'), version: stated.version, resolved: url };
}

/** The npm name under which JSR publishes `@scope/name`: https://jsr.io/docs/npm-compatibility */
function jsrName(name: string): string {
  return name.startsWith('@') && !name.startsWith('@jsr/') ? `@jsr/${name.slice(1).replace('/', '__')}` : name;
}

function folderOf(path: string): string {
  return path === '.' ? '' : path.replace(/^\.\//, '');
}
