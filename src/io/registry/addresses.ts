// Addresses of a registry's routes (https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md), and addresses that documents
// give, which can point anywhere.
import { withoutCredentials } from '../../text/printable.ts';

/** The address without user, password, query and fragment: the form that is shown and kept. Undefined where it is none of the web. */
export function bareAddress(address: string): string | undefined {
  const url = webUrl(address);
  return url === undefined ? undefined : withoutCredentials(url.href);
}

/** Undefined where the text is no http or https address. */
export function webUrl(address: string): URL | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
}

/** Host with port, for messages. */
export function hostOf(address: string): string {
  return webUrl(address)?.host ?? 'an address that is none';
}

/** The name as one segment of a path: a scope's slash is escaped, as npm does. */
export function escapedName(name: string): string {
  return name.replace('/', '%2f');
}

/** All versions. `registry` ends with a slash here and below. */
export function packageAddress(registry: string, name: string): string {
  return `${registry}${escapedName(name)}`;
}

/** One version. */
export function versionAddress(registry: string, name: string, version: string): string {
  return `${registry}${escapedName(name)}/${encodeURIComponent(version)}`;
}

/** Where nearly every registry has the tarball; the document's own word counts where there is one. */
export function usualTarball(registry: string, name: string, version: string): string {
  return `${registry}${name}/-/${name.slice(name.lastIndexOf('/') + 1)}-${version}.tgz`;
}

/**
 * The address that npm would ask: with its setting `replace-registry-host`, an address of the public registry (or of the host that
 * the setting names) is asked of the configured registry, as mirrors serve the public one's documents unchanged.
 */
export function replacedHost(address: string, registry: string, setting: string, publicRegistry: string): string {
  const url = webUrl(address);
  const own = webUrl(registry);
  if (url === undefined || own === undefined) return address;
  const host = setting === 'npmjs' || setting === '' ? hostOf(publicRegistry) : setting;
  if (setting !== 'never' && (setting === 'always' || host === url.host)) return new URL(url.pathname, own).href;
  // A document must not have the credentials of its own registry sent in clear text.
  return url.protocol === 'http:' && own.protocol === 'https:' && url.hostname === own.hostname ? new URL(`${url.pathname}${url.search}`, own).href : address;
}
