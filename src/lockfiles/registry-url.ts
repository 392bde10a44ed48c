// Identity in a tarball URL of a registry, by its path form `/<name>/-/<basename>-<version>.tgz`, on any host.
export function identityOfTarballUrl(url: string): { readonly name: string; readonly version: string } | undefined {
  const path = url.replace(/[?#].*$/s, '').replace(/%2f/gi, '/').replace(/%40/gi, '@');
  const match = /\/((?:@[^/@]+\/)?([^/@]+))\/-\/([^/]+)\.tgz$/.exec(path);
  const [, name, base, file] = match ?? [];
  if (name === undefined || base === undefined || file === undefined || !file.startsWith(`${base}-`)) return undefined;
  const version = file.slice(base.length + 1);
  return /^\d+\.\d+\.\d+/.test(version) ? { name, version } : undefined;
}
