// Keys of pnpm lockfiles ("dependency paths") and the references to them: https://github.com/pnpm/spec/tree/master/lockfile
// v5 `/name/1.0.0_peer@2.0.0`, v6 `/name@1.0.0(peer@2.0.0)`, v9 `name@1.0.0(peer@2.0.0)`; with a host in front (v5, v6) where
// the registry is not the default one; else a locator: `file:…`, `github.com/o/r/<commit>`, `@host/path.tgz`, `name@https://…`.

/** How keys are written: by lockfile versions up to 5, by 6 and 7, by 9. */
export type KeyStyle = 'slash' | 'at' | 'bare';

/** What a key tells. `version` only where the key is one of a registry; `locator` where it is not. */
export interface KeyParts {
  readonly name?: string;
  readonly version?: string;
  readonly locator?: string;
}

// Versions as the registry stores them; also what pnpm wrote for packages published before semver was enforced.
const VERSION = /^\d+\.\d+\.\d+(?:[-+][\w.+-]*)?$/;
const VERSION_HEAD = /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]*)?/;
const NAME = /^(?:@[^\s/@]+\/)?[^\s/@]+$/;

/** The key without peer suffixes and patch hash: `a@1.0.0(b@2.0.0)(patch_hash=x)` is `a@1.0.0`. */
export function withoutSuffix(key: string): string {
  if (!key.endsWith(')')) return key;
  let depth = 0;
  let start = key.length;
  for (let at = key.length - 1; at > 0; at -= 1) {
    const code = key.charCodeAt(at);
    if (code === 0x29) depth += 1;
    else if (code === 0x28) depth -= 1;
    if (depth === 0) {
      start = at;
      if (key.charCodeAt(at - 1) !== 0x29) return key.slice(0, start);
    }
  }
  return key;
}

/** Undefined where the key is of no form that pnpm writes. */
export function decodeKey(key: string, style: KeyStyle): KeyParts | undefined {
  if (style === 'bare') return decodeBare(withoutSuffix(key));
  if (key.startsWith('/')) return decodeSlashed(key, style);
  if (key.startsWith('file:') || key.startsWith('link:') || key.startsWith('@') || key.includes('://')) return { locator: withoutSuffix(key) };
  // `host/name/1.0.0`: a registry that is not the default one. A port is written with `+`.
  const slash = key.indexOf('/');
  if (slash <= 0 || !/[.:+]|^localhost/.test(key.slice(0, slash))) return undefined;
  return decodeSlashed(key.slice(slash), style) ?? { locator: withoutSuffix(key) };
}

function decodeBare(key: string): KeyParts | undefined {
  const at = key.indexOf('@', 1);
  if (at === -1) return undefined;
  const name = key.slice(0, at);
  const rest = key.slice(at + 1);
  if (!NAME.test(name)) return undefined;
  if (VERSION.test(rest)) return { name, version: rest };
  return rest.includes(':') || rest.includes('/') ? { name, locator: rest } : undefined;
}

function decodeSlashed(key: string, style: 'slash' | 'at'): KeyParts | undefined {
  const scope = key.charCodeAt(1) === 0x40 ? key.indexOf('/', 1) : 0;
  if (scope === -1) return undefined;
  const end = style === 'slash' ? key.indexOf('/', scope + 1) : key.indexOf('@', scope + 1);
  if (end === -1) return undefined;
  const name = key.slice(1, end);
  const rest = key.slice(end + 1);
  const version = VERSION_HEAD.exec(rest)?.[0];
  if (version === undefined || !NAME.test(name)) return undefined;
  const after = rest[version.length];
  return after === undefined || after === '_' || after === '(' || after === '/' ? { name, version } : undefined;
}

/** True where a reference names no entry of the file by its own rules: a link to a folder. */
export function isLink(reference: string): boolean {
  return reference.startsWith('link:') || reference.startsWith('workspace:');
}

/** Keys that `reference`, standing under the local name `name`, may mean; the first one that exists counts. */
export function keysOf(name: string, reference: string, style: KeyStyle): readonly string[] {
  const own = style === 'bare' ? `${name}@${reference}` : style === 'at' ? `/${name}@${reference}` : `/${name}/${reference}`;
  return style !== 'bare' && reference.includes('/') ? [reference, own] : [own, reference];
}
