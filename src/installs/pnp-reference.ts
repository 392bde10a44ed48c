// References of Yarn's locators (https://yarnpkg.com/protocols): `npm:1.0.0`, `virtual:hash#npm:1.0.0`, `workspace:.`,
// `patch:a@npm%3A1.0.0#…`, `https://host/a.git#commit=…`, and what each says of a package.
import type { Source } from '../model/package.ts';
import { identityOfTarballUrl } from '../text/registry-url.ts';
import { sourceOfSpec } from './specs.ts';

export interface Reference {
  readonly source: Source;
  readonly version?: string;
  /** Name that the reference itself states, for a patch the patched package's. */
  readonly name?: string;
  readonly resolved?: string;
  readonly patched?: true;
}

/** What a reference says; undefined for a protocol that is not known. */
export function parseReference(reference: string): Reference | undefined {
  return withoutPatches(withoutVirtual(reference));
}

/** Without `virtual:hash#`, which only tells apart the peers of one package. */
export function withoutVirtual(reference: string): string {
  return reference.replace(/^virtual:[^#]*#/, '');
}

// A patch of a patch holds the inner one encoded once more; hostile text may nest it for ever.
function withoutPatches(reference: string): Reference | undefined {
  let inner = reference;
  let name: string | undefined;
  for (let level = 0; level < 10 && inner.startsWith('patch:'); level += 1) {
    const locator = decoded(inner.slice('patch:'.length).replace(/#.*$/s, ''));
    const at = locator?.indexOf('@', 1) ?? -1;
    if (locator === undefined || at === -1) return undefined;
    name = locator.slice(0, at);
    inner = withoutVirtual(locator.slice(at + 1));
  }
  const parsed = parsePlain(inner);
  return parsed && name !== undefined ? { ...parsed, name, patched: true } : parsed;
}

function parsePlain(reference: string): Reference | undefined {
  if (reference.startsWith('npm:')) {
    const [version = '', parameters = ''] = reference.slice(4).split('::');
    const resolved = decoded(/(?:^|&)__archiveUrl=([^&]*)/.exec(parameters)?.[1] ?? '');
    return { source: 'registry', version, ...(resolved && { resolved }) };
  }
  if (/^(?:workspace|link|portal|file|exec):/.test(reference)) {
    return { source: reference.startsWith('workspace:') ? 'workspace' : /^(?:link|portal):/.test(reference) ? 'link' : 'file' };
  }
  if (/[#&]commit=/.test(reference) || sourceOfSpec(reference) === 'git') return { source: 'git', resolved: reference };
  if (!/^https?:/i.test(reference)) return undefined;
  const identity = identityOfTarballUrl(reference);
  return identity ? { source: 'registry', ...identity, resolved: reference } : { source: 'url', resolved: reference };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** A location without its virtual part: `.yarn/__virtual__/a-virtual-x/1/cache/…` is one folder up and `cache/…` from `.yarn`. */
export function withoutVirtualFolder(location: string): string {
  const match = /^(.*?)\/?(?:__virtual__|\$\$virtual)\/[^/]+\/(\d{1,2})\/(.*)$/s.exec(location);
  if (match?.[1] === undefined || match[3] === undefined) return location;
  return `${match[1]}/${'../'.repeat(Number(match[2]))}${match[3]}`;
}
