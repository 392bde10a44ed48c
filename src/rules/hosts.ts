// What a host name or address tells about who is behind it: this machine, a network of one's own, or anybody.
// Private ranges: RFC 1918, RFC 3927, RFC 4193, RFC 6598; reserved names: RFC 6761, RFC 6762, RFC 8375.

/** `loopback`: never leaves the machine. `private`: a network of one's own, by address or by a name that no public resolver knows. */
export type HostKind = 'loopback' | 'private' | 'public';

const USUAL_REGISTRY = /(?:^|\.)(?:npmjs\.(?:org|com)|yarnpkg\.com|jsr\.io|pypi\.org|pythonhosted\.org)$/;

/** True for a host that package tools ask by themselves. */
export function isUsualRegistry(host: string): boolean {
  return USUAL_REGISTRY.test(host);
}

/** Host of an address in lower case, without port; undefined where a variable hides it or nothing can be read. */
export function hostOf(address: string): string | undefined {
  if (/[${}<>%]/.test(address) || !URL.canParse(address)) return undefined;
  const host = new URL(address).hostname.toLowerCase().replace(/\.$/, '');
  return host === '' ? undefined : host;
}

/** Who can stand behind `host`. Names are judged by their form alone: nothing is resolved. */
export function kindOfHost(host: string): HostKind {
  if (host.startsWith('[')) return kindOfV6(host.slice(1, -1));
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return kindOfV4(host);
  if (host === 'localhost' || host.endsWith('.localhost')) return 'loopback';
  // A name without a dot is a service of a compose file or a machine of the local network.
  if (!host.includes('.') || host === 'host.docker.internal') return 'private';
  return /\.(?:local|internal|lan|home|corp|intranet|private|test|home\.arpa)$/.test(host) ? 'private' : 'public';
}

/** Endings of which everybody gets a name of his own, and second parts below a country: https://publicsuffix.org/ */
const SHARED_ENDINGS = /\.(?:github\.io|gitlab\.io|vercel\.app|netlify\.app|pages\.dev|workers\.dev|herokuapp\.com|web\.app|firebaseapp\.com|glitch\.me|repl\.co|replit\.app|onrender\.com|fly\.dev|surge\.sh|run\.app|appspot\.com|cloudfunctions\.net|azurewebsites\.net|cloudfront\.net|amazonaws\.com|supabase\.co|deno\.dev|up\.railway\.app|ngrok\.io|ngrok-free\.app|trycloudflare\.com)$/;

const COUNTRY_ENDING = /^(?:com?|org|net|edu|gov|ac|or|ne|go)\.[a-z]{2}$/;

/** The part of a host name that one owner registers: `vendor.example` of `api2.vendor.example`; the whole where it is shared or an address. */
export function domainOf(host: string): string {
  const labels = host.split('.');
  if (host.startsWith('[') || /^[\d.]+$/.test(host) || labels.length < 3) return host;
  const last = labels.slice(-2).join('.');
  if (COUNTRY_ENDING.test(last)) return labels.slice(-3).join('.');
  return SHARED_ENDINGS.test(host) ? host : last;
}

function kindOfV4(host: string): HostKind {
  if (/^(?:127\.|0\.0\.0\.0$)/.test(host)) return 'loopback';
  return /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(host) ? 'private' : 'public';
}

function kindOfV6(host: string): HostKind {
  if (host === '::1' || host === '::' || host.startsWith('::ffff:7f')) return 'loopback';
  return /^f(?:[cd]|e[89ab])/.test(host) ? 'private' : 'public';
}
