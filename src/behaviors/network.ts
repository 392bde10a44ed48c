// Requests, lookups, sockets and servers, with the host as far as it is constant and where the address and what is sent come from.
// Not seen: what a page loads by elements of its own (images, scripts), and clients that no table names unless their argument is a
// whole address. curl and wget are processes.
import type { NetworkBehavior, Origin } from '../model/behavior.ts';
import { addressParts, addressTexts, hostOf, isLocalData, joinedAddress, plainHost, recordAddress, shownAddress, variable } from './addresses.ts';
import { apiCalls, apiNames, chainOf, type ApiCall } from './apis.ts';
import type { CallSite, Code, Extractor, Node, Value } from './contract.ts';
import { alternatives, entriesOf, entryOf, tellingTexts } from './folded-text.ts';
import { laterValues } from './later-values.ts';
import { redirectedClients } from './redirected-clients.ts';
import { mergedOrigins } from './merged-origins.ts';
import { BASE_FIELDS, CLIENT_BASE_FIELDS, HOST_FIELDS, isMailer, networkApi, opensSending, PATH_FIELDS, SENDING_METHODS, SENT_FIELDS, URL_FIELDS, type NetworkApi } from './network-apis.ts';

/** Values that were sent later over what a call opened, by the call. */
type Sent = ReadonlyMap<Node, readonly Value[]>;

/** What the arguments of one call say. */
interface Read {
  readonly addresses: readonly string[];
  readonly address: readonly Value[];
  readonly sends: readonly Value[];
}

/** Network facts. */
export const network: Extractor = {
  kind: 'network',
  extract: (code) => {
    const sent = laterValues(code, SENDING_METHODS, opensSending);
    const named = apiCalls(code).flatMap((call) => {
      const api = networkApi(call.api);
      return api === undefined ? [] : facts(code, call, api, sent);
    });
    return [...named, ...redirectedClients(code), ...code.calls().filter(isUnnamedClient).flatMap((site) => facts(code, { site, api: `*.${site.name ?? ''}`, args: site.args, on: site.on }, { method: 'request', form: 'url', body: 1 }, sent))];
  },
};

function facts(code: Code, call: ApiCall, api: NetworkApi, sent: Sent): readonly NetworkBehavior[] {
  const read = readCall(call, api);
  const addresses = read.addresses.filter((address) => !isLocalData(address));
  if (addresses.length === 0) return [];
  const opened = [call.site.node, ...(/\(\)\.(?:open|connect)$/.test(call.api) ? chainOf(call.on) : [])];
  const sends = [...read.sends, ...opened.flatMap((node) => sent.get(node) ?? []), ...[...call.args.slice(0, 2), ...read.address].flatMap(chainOf).flatMap((node) => sent.get(node) ?? [])];
  const common = {
    kind: 'network' as const,
    api: call.api,
    method: api.method,
    origins: mergedOrigins(code, read.address),
    sends: api.method === 'listen' ? [] : sentOrigins(code, sends, sent),
    ...code.context(call.site.node, call.site.module),
  };
  const places = addresses.map((address) => {
    const host = api.form === 'url' || api.form === 'method-url' ? hostOf(address) : plainHost(address);
    const url = shownAddress(address);
    return { ...(host === undefined ? {} : { host }), ...(url === undefined || url === host ? {} : { url }) };
  });
  return distinct(places).map((place) => ({ ...common, ...place }));
}

type Place = Pick<NetworkBehavior, 'host' | 'url'>;

/** Without repeats, and without those of which nothing is known where something is known of another. */
function distinct(places: readonly Place[]): readonly Place[] {
  const known = [...new Map(places.map((place) => [`${place.host ?? ''} ${place.url ?? ''}`, place])).values()];
  const telling = known.filter(({ host, url }) => host !== undefined || url !== undefined);
  return telling.length > 0 ? telling : known.slice(0, 1);
}

function readCall(call: ApiCall, api: NetworkApi): Read {
  switch (api.form) {
    case 'name': return { addresses: tellingTexts(call.args[0]), address: present(call.args[0]), sends: variable(call.args[0]) };
    case 'socket': return readSocket(call.args, 0, 1);
    case 'listen': return readSocket(call.args, 0, 1);
    case 'datagram': return readDatagram(call.args);
    case 'method-url': return readUrl({ ...call, args: looksLikeMethod(call.args[0]) ? call.args.slice(1) : call.args }, 1);
    case 'url': return readUrl(call, api.body);
  }
}

function readUrl(call: ApiCall, body: number | undefined): Read {
  const [first, ...rest] = call.args;
  const scheme = call.api.startsWith('http.') ? 'http:' : isMailer(call.api) ? 'smtp:' : undefined;
  // What one call says goes before what its client was made with.
  const base = rest.map((value) => entryOf(value, ...CLIENT_BASE_FIELDS)).find((value) => value !== undefined) ?? baseOf(call.on);
  const isSettings = first !== undefined && alternatives(first).some(({ kind }) => kind === 'record');
  const addresses = isSettings ? settingsAddress(first, base, scheme) : base === undefined ? addressTexts(first) : joinedAddress(base, first);
  const settings = (isSettings ? call.args : rest).filter((_value, at) => isSettings || at + 1 !== body);
  // `request(url, settings)` of Node's http may hold another host.
  const other = rest[0] === undefined ? undefined : entryOf(rest[0], 'hostname', 'host');
  const overridden = !isSettings && other !== undefined && /^https?\./.test(call.api);
  return {
    addresses: overridden ? recordAddress(rest[0] as Value, scheme) : addresses,
    address: [...present(first), ...present(base), ...(overridden ? [other] : [])].flatMap(addressValues),
    sends: [...addressParts(first), ...(isSettings ? variable(entryOf(first, 'path', 'url', 'uri')) : []), ...(body === undefined || isSettings ? [] : present(call.args[body])), ...settings.flatMap(sentFields), ...(first === undefined ? [] : requestFields(first))],
  };
}

// A client with a base address of its own needs but a path.
function settingsAddress(settings: Value, base: Value | undefined, scheme: string | undefined): readonly string[] {
  const tail = entryOf(settings, ...URL_FIELDS, ...PATH_FIELDS);
  return base === undefined || entryOf(settings, ...HOST_FIELDS, ...BASE_FIELDS) !== undefined ? recordAddress(settings, scheme) : joinedAddress(base, tail);
}

// Of settings only the fields that make the address: a body is no part of it.
function addressValues(value: Value): readonly Value[] {
  if (value.kind === 'choice') return value.among.flatMap(addressValues);
  if (value.kind === 'call' && value.isNew) return value.args.slice(0, 2).filter(({ kind }) => kind !== 'record');
  if (value.kind !== 'record') return [value];
  return entriesOf(value).filter(({ key }) => key !== undefined && /^(?:url|uri|href|base(?:url)?|prefixurl|origin|host(?:name)?|path(?:name)?|port|protocol)$/i.test(key)).map((entry) => entry.value);
}

function sentFields(settings: Value): readonly Value[] {
  return entriesOf(settings).filter(({ key }) => key !== undefined && SENT_FIELDS.has(key)).map((entry) => entry.value);
}

// `fetch(new Request(url, { body }))`
function requestFields(first: Value): readonly Value[] {
  return first.kind === 'call' && first.args[1] !== undefined && apiNames(first.callee).some((name) => name.endsWith('Request')) ? sentFields(first.args[1]) : [];
}

// The base address that `axios.create({ baseURL })` and its like hold.
function baseOf(on: Value | undefined): Value | undefined {
  for (let at = on, depth = 0; at !== undefined && depth < 6; depth += 1) {
    if (at.kind === 'choice') { at = at.among.find(({ kind }) => kind === 'call' || kind === 'member'); continue; }
    if (at.kind === 'call') {
      const base = at.args.map((value) => entryOf(value, ...BASE_FIELDS)).find((value) => value !== undefined) ?? (apiNames(at.callee).some((name) => /^undici\.(?:Client|Pool)$/.test(name)) ? at.args[0] : undefined);
      if (base !== undefined) return base;
      at = at.callee;
    } else at = at.kind === 'member' ? at.of : undefined;
  }
  return undefined;
}

function readSocket(args: readonly Value[], port: number, host: number): Read {
  const first = args[port];
  const field = first === undefined ? undefined : entryOf(first, 'host', 'hostname', 'path', 'address');
  if (field !== undefined) return { addresses: tellingTexts(field), address: [field], sends: [] };
  const second = args[host];
  const hasHost = second !== undefined && second.kind !== 'function' && second.kind !== 'record' && second.kind !== 'literal';
  const isPath = first?.kind === 'text' && !/^\d{1,5}$/.test(first.text);
  const at = isPath ? first : hasHost ? second : undefined;
  return { addresses: at === undefined ? ['*'] : tellingTexts(at), address: present(at ?? first), sends: [] };
}

// `send(message, [offset, length,] port [, address] [, callback])`
function readDatagram(args: readonly Value[]): Read {
  const plain = args.slice(1).filter(({ kind }) => kind !== 'function' && kind !== 'literal');
  const address = plain.at(-1);
  return { addresses: address === undefined ? ['*'] : tellingTexts(address), address: present(address), sends: present(args[0]) };
}

function looksLikeMethod(value: Value | undefined): boolean {
  return value !== undefined && (value.kind !== 'text' || /^[A-Za-z]{3,7}$/.test(value.text));
}

function present(value: Value | undefined): readonly Value[] {
  return value === undefined ? [] : [value];
}

// Forms and the like are filled by calls of their own.
function sentOrigins(code: Code, values: readonly Value[], sent: Sent): readonly Origin[] {
  const filled = values.flatMap((value) => chainOf(value)).flatMap((node) => sent.get(node) ?? []);
  return values.length === 0 ? [] : mergedOrigins(code, [...values, ...filled]);
}

/** A method of something unknown whose first argument is a whole address: a client kept in a field, or passed in. */
function isUnnamedClient(site: CallSite): boolean {
  if (site.isNew || !/^(?:post|put|patch|fetch|request|postForm)$/.test(site.name ?? '') || site.on === undefined || apiNames(site.callee).length > 0) return false;
  const first = site.args[0];
  const start = first?.kind === 'joined' ? first.parts[0] : first;
  return start?.kind === 'text' && /^(?:https?|wss?):\/\//i.test(start.text);
}
