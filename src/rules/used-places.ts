// The places that a version of a package is seen to speak to: by the domain that one owner registers, or by the owner's path where
// a host is shared by everybody.
import type { NetworkBehavior } from '../model/behavior.ts';
import { addressesIn } from './command-signs.ts';
import type { CodeFacts } from './contract.ts';
import { domainOf, hostOf } from './hosts.ts';

/** Hosts at which the path tells whose place it is. */
const SHARED = /^s3(?:[.-][\w-]{1,40}){0,4}\.amazonaws\.com$|(?:^|\.)(?:docs\.google\.com|script\.google\.com|github\.com|githubusercontent\.com|gitlab\.com|discord(?:app)?\.com|telegram\.org|slack\.com|googleapis\.com|pastebin\.com|webhook\.site|dropbox(?:usercontent)?\.com)$/;

/** All places of its requests and of addresses in its commands. */
export function placesUsed({ behaviors }: Pick<CodeFacts, 'behaviors'>): ReadonlySet<string> {
  return new Set(behaviors.flatMap((behavior) => {
    if (behavior.kind === 'process' || behavior.kind === 'install-script') return addressesIn(behavior.command ?? '').flatMap((address) => placeOf(address));
    return behavior.kind === 'network' ? placesOf(behavior) : [];
  }));
}

/** True where one of the places of the request is among them. A request whose place is not known is not. */
export function usedBefore(used: ReadonlySet<string>, request: NetworkBehavior): boolean {
  return placesOf(request).some((place) => used.has(place));
}

/** True where the place of the address is among them. */
export function isUsedPlace(used: ReadonlySet<string>, address: string): boolean {
  return placeOf(address).some((place) => used.has(place));
}

/** Words of names that say nothing of whose a package is. */
const COMMON_WORDS: ReadonlySet<string> = new Set(['agent', 'api', 'app', 'cli', 'client', 'cloud', 'core', 'data', 'dev', 'http', 'js', 'lib', 'log', 'mail', 'mcp', 'node', 'npm', 'plugin', 'sdk', 'server', 'tool', 'tools', 'web']);

/** True for `api.notion.com` and a package that the earlier version already called `@notionhq/notion-mcp-server`: the service is in its name. */
export function isInName(name: string | undefined, { host }: Pick<NetworkBehavior, 'host'>): boolean {
  if (name === undefined || host === undefined) return false;
  const label = domainOf(host).split('.')[0] ?? '';
  return label.length > 2 && !COMMON_WORDS.has(label) && name.toLowerCase().split(/[@/._-]/).includes(label);
}

function placesOf({ host, url, origins }: NetworkBehavior): readonly string[] {
  const address = url !== undefined && hostOf(url) !== undefined ? url : host === undefined || host.includes('*') ? undefined : `https://${host}`;
  // An address that is a setting by default stands among the origins.
  const texts = address === undefined ? origins.flatMap((origin) => (origin.kind === 'constant' && /^(?:https?|wss?):\/\//i.test(origin.text) ? [origin.text] : [])) : [address];
  return texts.flatMap(placeOf);
}

function placeOf(address: string): readonly string[] {
  const host = hostOf(address);
  if (host === undefined) return [];
  if (!SHARED.test(host)) return [domainOf(host)];
  const path = new URL(address).pathname.split('/').slice(1);
  // Some name the owner late: `/repos/<owner>/<name>`, `/forms/d/e/<id>`, `/macros/s/<id>`.
  return [`${host}/${path.slice(0, /^(?:api|repos|forms|macros|spreadsheets)$/.test(path[0] ?? '') ? 4 : 2).join('/')}`];
}
