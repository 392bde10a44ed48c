// The name and version that a tarball URL of an npm registry tells by its path, whatever its host.

/** Name and version of `…/<name>/-/<basename>-<version>.tgz`; undefined for any other form. */
export function identityOfTarballUrl(url: string): { readonly name: string; readonly version: string } | undefined {
  const path = url.replace(/[?#].*$/s, '').replace(/%2f/gi, '/').replace(/%40/g, '@');
  const at = path.lastIndexOf('/-/');
  if (at === -1 || !path.endsWith('.tgz')) return undefined;
  const parts = path.slice(0, at).split('/');
  const base = parts.at(-1) ?? '';
  const scope = parts.at(-2) ?? '';
  const file = path.slice(at + 3, -4);
  if (base === '' || !file.startsWith(`${base}-`)) return undefined;
  return { name: scope.startsWith('@') ? `${scope}/${base}` : base, version: file.slice(base.length + 1) };
}
