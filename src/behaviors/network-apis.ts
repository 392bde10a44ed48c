// APIs that reach the network, by the names that `apis.ts` gives: Node's own, browsers', and the usual clients of npm. Sources: their
// documentation. `body` is the position of an argument that is sent as it is; settings objects are read by field.

/** How the arguments of one API say where it goes. */
export type AddressForm =
  /** Address first (text, URL object, or settings with the address in them), settings behind. */
  | 'url'
  /** Method first, then the address (`needle('post', url, data)`, `io.request`). */
  | 'method-url'
  /** Port and host, or a settings object, or a path of a local socket: `net.connect`. */
  | 'socket'
  /** Name to look up first. */
  | 'name'
  /** Port first, host behind it: servers. */
  | 'listen'
  /** `send(message, …, port, host)` of a datagram socket. */
  | 'datagram';

export interface NetworkApi {
  readonly method: 'request' | 'dns' | 'socket' | 'websocket' | 'listen';
  readonly form: AddressForm;
  /** Position of what is sent. */
  readonly body?: number;
}

const REQUEST: NetworkApi = { method: 'request', form: 'url' };
const POST: NetworkApi = { method: 'request', form: 'url', body: 1 };
const SOCKET: NetworkApi = { method: 'socket', form: 'socket' };
const WEBSOCKET: NetworkApi = { method: 'websocket', form: 'url' };
const DNS: NetworkApi = { method: 'dns', form: 'name' };
const LISTEN: NetworkApi = { method: 'listen', form: 'listen' };

const VERBS = ['get', 'head', 'options', 'delete', 'del', 'post', 'put', 'patch', 'request', 'postForm', 'putForm', 'patchForm', 'stream', 'query'];
/** Clients whose second argument of post, put and patch is the body. */
const BODY_SECOND = new Set(['axios', 'needle', 'superagent', 'redaxios', 'axios-retry', '@nestjs/axios']);
const CLIENTS = [
  'axios', 'got', 'ky', 'ky-universal', 'needle', 'superagent', 'request', 'request-promise', 'request-promise-native', 'phin', 'redaxios', 'wretch', 'ofetch', 'ofetch.ofetch', 'ofetch.$fetch', 'bent', 'simple-get', 'urllib', 'centra',
  'node-fetch', 'cross-fetch', 'isomorphic-fetch', 'isomorphic-unfetch', 'unfetch', 'whatwg-fetch', 'node-fetch-native', 'node-fetch-cjs', 'make-fetch-happen', 'minipass-fetch', '@adobe/fetch', 'fetch-h2', 'teeny-request', 'teeny-request.teenyRequest', 'cross-fetch.fetch', 'node-fetch.fetch', 'isomorphic-fetch.fetch', 'follow-redirects.http', 'follow-redirects.https', 'gaxios', 'gaxios.request', 'tiny-json-http', 'hyperquest', 'miniget', 'httpie', 'snekfetch', 'xhr', 'xhr-request', 'flyio', 'unirest', 'rest', 'popsicle', 'cloudscraper', 'hooman', 'sync-request', 'sync-fetch', 'then-request', 'wreck', '@hapi/wreck', 'undici', 'undici.fetch', 'http', 'https', 'http2', '$fetch',
];
/** What gives another client with settings of its own: the settings hold a base address. */
const MAKERS = ['create', 'extend', 'defaults', 'agent', 'jar', 'instance'];
const FETCHES = ['fetch', 'Bun.fetch', 'net.fetch', 'electron.net.fetch', 'electron.net.request', 'navigator.sendBeacon', 'importScripts', '$.ajax', '$.getJSON', 'jQuery.ajax', 'jQuery.getJSON', 'jQuery.getScript', 'jquery.ajax', 'jquery.getJSON', '$.getScript', 'GM_xmlhttpRequest', 'UrlFetchApp.fetch'];
const DNS_CALLS = ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveCaa', 'resolveCname', 'resolveMx', 'resolveNaptr', 'resolveNs', 'resolvePtr', 'resolveSoa', 'resolveSrv', 'resolveTxt', 'reverse', 'lookupService'];
const DNS_HOLDERS = ['dns', 'dns.promises', 'dns.Resolver()', 'dns.promises.Resolver()', 'dns2', 'native-dns', 'dns-socket', 'Bun.dns', 'Deno', 'cacheable-lookup'];
const SERVERS = ['http.createServer()', 'https.createServer()', 'http.Server()', 'https.Server()', 'http2.createServer()', 'http2.createSecureServer()', 'net.createServer()', 'net.Server()', 'tls.createServer()', 'express()', 'fastify()', 'fastify.fastify()', 'koa()', 'polka()', 'restify.createServer()', 'connect()', '@hapi/hapi.server()', 'hapi.server()', 'micro()', 'restana()', 'h3.createApp()'];

/** Clients of mail servers. Each message goes to that server, and it may keep a copy. */
const MAILERS = ['nodemailer.createTransport', 'nodemailer.createTransporter', 'emailjs.SMTPClient', 'emailjs.server.connect', 'smtp-client.SMTPClient'];

const TABLE = new Map<string, NetworkApi>();

function put(names: readonly string[], api: NetworkApi): void {
  for (const name of names) TABLE.set(name, api);
}

put(FETCHES, REQUEST);
put(['navigator.sendBeacon', '$.post', 'jQuery.post', 'jquery.post', '$.get', 'jQuery.get', 'jquery.get'], POST);
/** Modules whose own name is no function that requests. */
const HOLDERS = new Set(['undici', 'http', 'https', 'http2', 'follow-redirects.http', 'follow-redirects.https']);
for (const client of CLIENTS) {
  if (!HOLDERS.has(client)) TABLE.set(client, REQUEST);
  for (const verb of /^(?:https?|http2|follow-redirects\..*)$/.test(client) ? ['get', 'request'] : VERBS) TABLE.set(`${client}.${verb}`, /^(?:post|put|patch)(?:Form)?$/.test(verb) && BODY_SECOND.has(client) ? POST : REQUEST);
}
put(['undici.stream', 'undici.pipeline', 'undici.connect', 'undici.upgrade', 'simple-get.concat', 'http2.connect', 'gaxios.Gaxios().request', 'sync-request', 'EventSource', 'eventsource', 'eventsource.EventSource', 'ofetch.ofetch.raw', 'phin.promisified', 'got.paginate'], REQUEST);
put(['needle', 'needle.request', 'sync-request', 'then-request'], { method: 'request', form: 'method-url', body: 2 });
put(['XMLHttpRequest().open', 'xmlhttprequest.XMLHttpRequest().open', 'xhr2().open', 'xmlhttprequest-ssl.XMLHttpRequest().open'], { method: 'request', form: 'method-url' });
put(['net.connect', 'net.createConnection', 'tls.connect', 'net.Socket().connect', 'tls.TLSSocket().connect', 'Bun.connect', 'Deno.connect', 'Deno.connectTls'], SOCKET);
put(['dgram.createSocket().send', 'dgram.Socket().send', 'dgram.createSocket().sendto'], { method: 'socket', form: 'datagram', body: 0 });
put(['dgram.createSocket().connect'], SOCKET);
put(['https-proxy-agent', 'https-proxy-agent.HttpsProxyAgent', 'http-proxy-agent', 'http-proxy-agent.HttpProxyAgent', 'socks-proxy-agent', 'socks-proxy-agent.SocksProxyAgent', 'hpagent.HttpsProxyAgent', 'hpagent.HttpProxyAgent', 'undici.ProxyAgent', 'tunnel.httpsOverHttp'], { method: 'socket', form: 'url' });
put(MAILERS, { method: 'socket', form: 'url' });
put(['WebSocket', 'ws', 'ws.WebSocket', 'isomorphic-ws', 'isomorphic-ws.WebSocket', 'undici.WebSocket', 'websocket.w3cwebsocket', 'websocket.client().connect', 'faye-websocket.Client', 'reconnecting-websocket', 'partysocket', 'sockjs-client', 'socket.io-client', 'socket.io-client.io', 'socket.io-client.connect', 'io', 'io.connect', 'mqtt.connect', 'nats.connect', 'WebTransport'], WEBSOCKET);
for (const holder of DNS_HOLDERS) put(DNS_CALLS.map((name) => `${holder}.${name}`), DNS);
put(['Deno.resolveDns'], DNS);
put([...SERVERS.map((server) => `${server}.listen`), 'Bun.serve', 'Bun.listen', 'Deno.serve', 'Deno.listen', 'Deno.listenTls', '@hono/node-server.serve', 'ws.WebSocketServer', 'ws.Server', 'ws.WebSocket.Server'], LISTEN);
TABLE.delete('Deno.lookup');

/** How an API reaches the network; undefined where it does not. */
export function networkApi(name: string): NetworkApi | undefined {
  return TABLE.get(name) ?? TABLE.get(withoutMakers(name));
}

/** True where the address is that of a mail server. */
export function isMailer(name: string): boolean {
  return MAILERS.includes(name);
}

/** What a request is sent with or over, beside the requests themselves: forms, addresses, sockets and servers that are opened later. */
const OPENERS = new Set(['FormData', 'form-data', 'formdata-node.FormData', 'undici.FormData', 'URLSearchParams', 'url.URLSearchParams', 'URL', 'url.URL', 'Headers', 'Request', ...[...TABLE.keys()].filter((name) => name.includes('()')).map((name) => name.slice(0, name.indexOf('()')))]);

/** True for a call whose result is filled by further calls before, or while, it is sent. */
export function opensSending(name: string): boolean {
  return OPENERS.has(name) || networkApi(name) !== undefined;
}

/** `axios.create().get` and `got.extend().extend().post` are the client's own methods. */
function withoutMakers(name: string): string {
  let short = name;
  for (let at = 0; at < 6; at += 1) {
    const next = short.replace(/^([@\w/.-]{1,80}?)\.(\w{1,20})\(\)/, (whole, client: string, maker: string) => (MAKERS.includes(maker) && TABLE.has(client) ? client : whole));
    if (next === short) break;
    short = next;
  }
  return short.replace(/^(?:axios\.Axios|undici\.(?:Client|Pool|BalancedPool|Agent|ProxyAgent|RetryAgent))\(\)/, (whole) => (whole.startsWith('axios') ? 'axios' : 'undici'));
}

/** Fields of settings and of address objects. */
export const BASE_FIELDS = ['baseURL', 'baseUrl', 'prefixUrl', 'base', 'origin'];
/** Those that mean nothing else, wherever they stand. */
export const CLIENT_BASE_FIELDS = ['baseURL', 'baseUrl', 'prefixUrl'];
export const URL_FIELDS = ['url', 'uri', 'href'];
export const HOST_FIELDS = ['hostname', 'host'];
export const PATH_FIELDS = ['path', 'pathname'];
/** What goes out with a request. `auth` and `headers` count: stolen values hide there. */
export const SENT_FIELDS = new Set(['body', 'data', 'json', 'form', 'formData', 'multipart', 'params', 'qs', 'query', 'searchParams', 'headers', 'auth', 'payload', 'search', 'content', 'cookies', 'cookie']);
/** Methods that add to what an open request, socket, form or address sends, called on it or on a chain that starts with it. */
export const SENDING_METHODS = new Set(['write', 'end', 'send', 'emit', 'field', 'attach', 'query', 'set', 'append', 'setHeader', 'appendHeader', 'setRequestHeader', 'auth', 'json', 'body', 'form', 'type', 'sendUTF', 'sendBytes', 'sendMail', 'publish', 'push', 'header', 'headers', 'add']);
