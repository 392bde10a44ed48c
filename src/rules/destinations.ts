// Who stands behind the address that code connects to, as far as its form and the package's own words tell. Nothing is resolved.
// Services for anonymous drops: those that iocs/ and public incident reports name as the receiving end (webhook.site, pipedream,
// tunnels, paste and file drops, out-of-band test hosts); they are shared, so they are a sign and never an indicator.
import { HIDING_TRANSFORMS, type NetworkBehavior, type Origin } from '../model/behavior.ts';
import type { CodeFacts } from './contract.ts';
import { hostOf, isUsualRegistry, kindOfHost } from './hosts.ts';

/**
 * `known`: an indicator. `drop`: a service where anybody collects things without a name. `address`: a bare public IP address.
 * `hidden`: the code hides it. `remote`: another server tells it. `own`: the package's own host, repository or documentation names
 * it. `registry`: a public package registry. `local`: this machine or a private network. `foreign`: a constant that is none of
 * these. `open`: the caller, a setting, or nobody knows.
 */
export type Destination = 'known' | 'drop' | 'address' | 'hidden' | 'remote' | 'own' | 'registry' | 'local' | 'foreign' | 'open';

/** Nobody sends there in good faith without saying so. */
export const SUSPECT: ReadonlySet<Destination> = new Set(['known', 'drop', 'address', 'hidden', 'remote']);

const DROPS = /(?:^|\.)(?:webhook\.site|requestbin\.(?:com|net)|requestcatcher\.com|pipedream\.net|beeceptor\.com|hookbin\.com|oast\.(?:fun|live|me|online|pro|site|us)|interact\.sh|oastify\.com|burpcollaborator\.net|dnslog\.cn|ceye\.io|canarytokens\.(?:com|org)|ngrok\.io|ngrok(?:-free)?\.(?:app|dev)|trycloudflare\.com|serveo\.net|loca\.lt|localhost\.run|lhr\.life|pastebin\.com|paste\.ee|rentry\.co|dpaste\.(?:com|org)|hastebin\.com|ghostbin\.(?:co|com)|termbin\.com|transfer\.sh|file\.io|catbox\.moe|0x0\.st|gofile\.io|anonfiles\.com|bashupload\.com|gist\.githubusercontent\.com|onion)$/;
/** Chat services whose bots and webhooks are a drop where the package does not say that it talks to them. */
const CHATS: readonly { readonly address: RegExp; readonly word: string }[] = [
  { address: /^https?:\/\/(?:[\w-]{1,40}\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\//i, word: 'discord' },
  { address: /^https?:\/\/api\.telegram\.org\//i, word: 'telegram' },
  { address: /^https?:\/\/hooks\.slack\.com\//i, word: 'slack' },
];
const FORGE = /^https?:\/\/(?:(?:www\.)?github\.com|raw\.githubusercontent\.com|api\.github\.com\/repos|codeload\.github\.com|gitlab\.com)\/([\w.-]{1,100}\/[\w.-]{1,100})(?:[/?#]|$)/i;
const ORDER: readonly Destination[] = ['known', 'drop', 'hidden', 'address', 'remote', 'foreign', 'open', 'own', 'registry', 'local'];

/** The worst of the places that the request can go to. */
export function destinationOf(facts: CodeFacts, { host, url, origins }: Pick<NetworkBehavior, 'host' | 'url' | 'origins'>): Destination {
  // `https://host/tickets/${id}`: what a server tells is a part of the path, and the host is told by the code.
  const tells = host === undefined || url === undefined || !/^[^/]{0,20}\/\/[^/*]{1,300}\/.{0,2000}\*/.test(url) ? origins : origins.filter(({ kind }) => kind !== 'remote');
  const all = [...whole(host, url).map((address) => ofAddress(facts, address)), ...tells.flatMap((origin) => ofOrigin(facts, origin))];
  return ORDER.find((destination) => all.includes(destination)) ?? 'open';
}

/** Who stands behind one address or host name. */
export function ofAddress(facts: CodeFacts, address: string): Destination {
  const host = hostOf(address) ?? hostOf(`https://${address}`);
  if (host === undefined) return 'open';
  if (facts.known(address).length > 0 || facts.known(host).length > 0) return 'known';
  const kind = kindOfHost(host);
  if (kind !== 'public') return 'local';
  if (DROPS.test(host)) return isOwn(facts, host) ? 'own' : 'drop';
  const chat = CHATS.find((service) => service.address.test(address));
  if (chat) return facts.documents.mentions(chat.word) ? 'own' : 'drop';
  if (host.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(host)) return isOwn(facts, host) ? 'own' : 'address';
  if (isUsualRegistry(host)) return 'registry';
  const repository = FORGE.exec(address)?.[1];
  if (repository !== undefined) return isOwnRepository(facts, repository.replace(/\.git$/, '')) ? 'own' : 'foreign';
  return isOwn(facts, host) ? 'own' : 'foreign';
}

/** Host for a title. */
export function hostOfAddress(address: string): string | undefined {
  return hostOf(address) ?? hostOf(`https://${address}`);
}

// A package that names the host to its readers, or whose homepage lies in the same domain, does not hide it.
function isOwn({ documents }: CodeFacts, host: string): boolean {
  const domain = host.split('.').slice(-2).join('.');
  return documents.ownHosts.some((own) => own === host || own.endsWith(`.${domain}`) || own === domain || host.endsWith(`.${own}`)) || documents.mentions(host);
}

// A manifest writes its repository with or without the ending.
function isOwnRepository({ documents }: CodeFacts, repository: string): boolean {
  return documents.mentions(repository) || documents.mentions(`${repository}.git`);
}

// Of an address with unknown parts, the host is judged where it is known: `https://host/*` is, `https://*.host` is by its end.
function whole(host: string | undefined, url: string | undefined): readonly string[] {
  if (url !== undefined && /^[a-z][a-z0-9+.-]*:\/\/[^/*]+(?:\/|$)/i.test(url)) return [url];
  if (host !== undefined && !host.includes('*')) return [host];
  const end = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/]*\*\.?([\w-]+(?:\.[\w-]+)+)(?:[:/]|$)/i.exec(url ?? host ?? '')?.[1];
  return end === undefined ? [] : [end];
}

function ofOrigin(facts: CodeFacts, origin: Origin): readonly Destination[] {
  if (origin.kind === 'hidden') return ['hidden'];
  if (origin.kind === 'remote') return [ofTeller(facts, origin.from)];
  if (origin.kind !== 'constant' || !isAddress(origin.text)) return [];
  const plain = ofAddress(facts, origin.text);
  const hides = origin.via.some((transform) => HIDING_TRANSFORMS.has(transform) && transform !== 'escapes' && transform !== 'url-encoding');
  return [hides && plain !== 'known' && plain !== 'own' && plain !== 'registry' && plain !== 'local' ? 'hidden' : plain];
}

// An index of releases on the package's own host or the registry tells addresses too, and nobody knows who an unknown teller is.
function ofTeller(facts: CodeFacts, from: string | undefined): Destination {
  const teller = from === undefined ? 'open' : ofAddress(facts, from);
  return teller === 'foreign' || SUSPECT.has(teller) ? 'remote' : teller;
}

function isAddress(text: string): boolean {
  return /^(?:https?|wss?|ftp):\/\/[^/\s]+/i.test(text) || /^[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}$/.test(text);
}
