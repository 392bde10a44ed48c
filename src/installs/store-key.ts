// Names of folders in a virtual store, where each package has a folder of its own and links to what it depends on:
// pnpm (`.pnpm/@s+a@1.0.0_peers`, https://pnpm.io/symlinked-node-modules-structure), bun (`.bun/@s+a@1.0.0+hash`), npm's
// linked strategy (`.store/@s/a@1.0.0-hash`), yarn's pnpm linker (`.store/a-npm-1.0.0-hash`). Long names are cut there.
import type { Source } from '../model/package.ts';

export interface StoreKey {
  /** The name with each `/` as `+` where the store writes it so. */
  readonly name?: string;
  readonly version?: string;
  /** Where the key says that it is no registry package. */
  readonly source?: Source;
}

// pnpm cuts at 120 characters, 60 on Windows; what is shorter was not cut.
const MAY_BE_CUT = 55;
const VERSION = /^(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)/;

/** What a folder of a store says of its package; empty where it says nothing that can be relied on. */
export function parseStoreKey(store: string, key: string): StoreKey {
  if (key.length >= MAY_BE_CUT) return {};
  if (store === '.store') return parseHashed(key);
  const at = key.indexOf('@', 1);
  if (at === -1) return sourceOfKey(key);
  const name = key.slice(0, at).replace('+', '/');
  const rest = key.slice(at + 1);
  const version = VERSION.exec(store === '.bun' ? rest.replace(/\+[0-9a-f]{16}$/, '') : rest.replace(/[_(].*$/s, ''))?.[1];
  if (version === undefined) return sourceOfKey(rest);
  return name.startsWith('@') || !name.includes('/') ? { name, version } : sourceOfKey(key);
}

function parseHashed(key: string): StoreKey {
  const linked = /^(@[^/]+\/[^@]+|[^@/]+)@(.+)-[\w-]{22}$/s.exec(key);
  if (linked?.[1] !== undefined && linked[2] !== undefined && VERSION.test(linked[2])) return { name: linked[1], version: linked[2] };
  const version = /-npm-(\d+\.\d+\.\d+.*)-[0-9a-f]{10}$/s.exec(key)?.[1];
  return version === undefined ? {} : { version };
}

function sourceOfKey(text: string): StoreKey {
  if (/^(?:@?file[+%]|file:)/.test(text)) return { source: 'file' };
  if (text.startsWith('link+')) return { source: 'link' };
  if (/^(?:git[+@]|github(?:\.com)?\+|gitlab\.com\+|bitbucket\.org\+)|codeload\.github\.com|\.git(?:[+#_]|$)/.test(text)) return { source: 'git' };
  return /^https?\+/.test(text) ? { source: 'url' } : {};
}
