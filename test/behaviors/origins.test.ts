// Where values come from.
import { describe, expect, test } from 'vitest';
import { codeOf, sentOrigins } from './shown.ts';

describe('origins', () => {
  test.each([
    ["send('a', 'a' + 'b', atob('YWI='))", "'a'", "'ab' concatenated", "'ab' base64"],
    ["send(Buffer.from('abc').toString('base64'), btoa('abc'), Buffer.from('abc').toString('hex'))", "'YWJj'", "'YWJj'", "'616263'"],
    ["send(Buffer.from(Buffer.from('YWJj', 'base64').toString('hex'), 'hex').toString())", "'abc' base64+hex"],
    ["const line = (words) => { let all = ''; for (const word of words) all += word + ' '; return all }; send(line(['yarn', 'list', '--json']))", "'yarn list --json ' concatenated"],
    ["const line = (words) => { let all = ''; for (const word of words) all += word; return all }; send(line(['ya', 'rn']))", "'yarn' computed+concatenated"],
    ["export function f(to, { bcc }, ...rest) { send(to, bcc, rest) }", 'argument to', 'argument bcc', 'argument rest'],
    ["server.tool('x', {}, async ({ to, cc }) => send(to + ', x@example.com', [to, cc]))", "argument to, ', x@example.com'", 'argument cc, argument to'],
    ["server.setRequestHandler(S, async (request) => send(request.params.arguments.to))", 'argument to'],
    ["send(process.env.A, process.env['B'], process.env)", 'environment A', 'environment B', 'environment'],
    ["import { env } from 'node:process'; const { A } = env; send(A, Deno.env.get('B'), Bun.env.C, import.meta.env.D)", 'environment A', 'environment B', 'environment C', 'environment D'],
    ["send(process.env.A || 'b')", "'b', environment A"],
    ["const r = await fetch('https://cfg.example/x'); send((await r.json()).bcc)", 'remote cfg.example'],
    ["import axios from 'axios'; axios.get(`https://cfg.example/${x}`).then(({ data }) => send(data.bcc))", 'remote cfg.example'],
    ["const api = require('axios').create({ baseURL: 'https://cfg.example' }); send((await api.get('/x')).data)", 'remote cfg.example'],
    ["const https = require('https'); https.get('https://cfg.example/x', (res) => { let b = ''; res.on('data', (c) => { b += c }); res.on('end', () => send(b)) })", "remote cfg.example, unknown"],
    ["const dns = require('dns/promises'); send((await dns.resolveTxt('cfg.example'))[0][0])", 'remote cfg.example'],
    ["const fs = require('fs'); send(fs.readFileSync('/etc/x', 'utf8').trim(), JSON.parse(fs.readFileSync('y')).a)", 'file /etc/x', 'file y'],
    ["import os from 'os'; send(os.hostname(), os.userInfo().username, require('child_process').execSync('id').toString())", 'machine os.hostname', 'machine os.userInfo', 'machine child_process.execSync'],
    ["send(Date.now(), new Date().getHours(), Math.random(), require('crypto').randomUUID())", 'clock', 'clock', 'random', 'random'],
    ["import { clean } from 'sanitiser'; export const f = (to) => send(clean(to), clean('a'))", 'argument to', 'unknown'],
    ["export const f = (to) => send(to.trim().toLowerCase(), String(to), `${to}`, to.split(',').map((x) => x.trim()))", 'argument to', 'argument to', 'argument to', 'argument to'],
    ["export const f = (args) => send({ ...args, bcc: 'x' }, { to: args.to, list: ['y'] })", "argument args, 'x'", "argument to, 'y'"],
    ["send(q(), nothing, {}, [], undefined)", 'unknown', 'unknown', 'unknown', 'unknown', 'unknown'],
    ["export class M { constructor(o) { this.o = o } go(to) { send(this.o.from, to) } }", 'argument from', 'argument to'],
    ["function f(to) { send(to) } f('a'); f(process.env.B)", "'a', environment B"],
  ])('%s', (text, ...expected) => {
    expect(sentOrigins(text)).toEqual(expected);
  });

  test('at most 50, sorted, without repeats', () => {
    const list = Array.from({ length: 90 }, (_, index) => `'k${index % 70}'`);
    const code = codeOf(`send([${list.join(',')}])`);
    const origins = code.origins(code.calls()[0]?.args[0] ?? { kind: 'unknown' });
    expect(origins.length).toBe(50);
    expect(origins.map((origin) => JSON.stringify(origin))).toEqual([...new Set(origins.map((origin) => JSON.stringify(origin)))].toSorted());
  });
});

describe('places', () => {
  test('line, column and excerpt are those of the source', () => {
    const code = codeOf('const a = 1;\n  function tool() {\n    send(a);\n  }\n');
    const [site] = code.calls();
    expect(site === undefined ? undefined : code.context(site.node, site.module)).toEqual({ place: { path: 'index.js', line: 3, column: 5, excerpt: 'send(a);' }, within: 'tool' });
  });

  test('in a long line the excerpt is what stands around', () => {
    const code = codeOf(`${'x();'.repeat(500)}send('here');${'y();'.repeat(500)}`);
    const site = code.calls().find((one) => one.name === 'send');
    const place = site === undefined ? undefined : code.place(site.node, site.module);
    expect(place).toMatchObject({ line: 1, column: 2001 });
    expect(place?.excerpt).toContain("send('here');");
    expect(place?.excerpt?.length).toBeLessThanOrEqual(200);
  });

  test.each([
    ["server.tool('send_mail', {}, async () => { send() })", 'send_mail'],
    ['class A { deliver() { send() } }', 'deliver'],
    ['exports.go = () => send()', 'go'],
    ['const run = async function () { [1].map(() => send()) }', 'run'],
    ['send()', undefined],
  ])('%s is within %s', (text, within) => {
    const code = codeOf(text);
    const site = code.calls().find((one) => one.name === 'send');
    expect(site === undefined ? undefined : code.context(site.node, site.module).within).toBe(within);
  });

  test('columns count UTF-16 code units and CRLF is one line end', () => {
    const code = codeOf("'😀';\r\n'😀'; send()");
    const [site] = code.calls();
    expect(site === undefined ? undefined : code.place(site.node, site.module)).toMatchObject({ line: 2, column: 7 });
  });
});

describe('folded texts', () => {
  test('what does not stand in the source, once', async () => {
    const { analyse } = await import('../../src/behaviors/analyse.ts');
    const { folded } = analyse({ files: [{ path: 'a.js', text: "f('phan' + '@example.com'); f(['phan', '@example.com'].join('')); g({ x: atob('c2VjcmV0LmV4YW1wbGU=') }); h('plain.example', 'a' + 'b')" }] }, []);
    expect(folded.map(({ text, via, place }) => [text, via, place.line])).toEqual([['phan@example.com', ['concatenated'], 1], ['secret.example', ['base64'], 1]]);
  });
});
