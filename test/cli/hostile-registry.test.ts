// Registries that refuse, fail, hang and lie, through the built command: each ends in time, with an exit code and words that say what
// happened. The whole table runs against one registry; every case has a package of its own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cliBeside, type Ran } from '../support/cli.ts';
import { FIXTURES } from '../support/fixtures.ts';
import { type FixtureRegistry, startRegistry } from '../support/fixture-registry.ts';
import type { Fault } from '../support/registry/faults.ts';
import { packPackage, type Publish } from '../support/registry/shelf.ts';

const { packTarball } = await import(pathToFileURL(join(FIXTURES, 'managers', 'generator', 'tarball.mjs')).href) as { readonly packTarball: (files: Readonly<Record<string, string | Uint8Array>>) => Uint8Array };

interface Case {
  readonly what: string;
  /** Absent: nothing is published. */
  readonly publish?: Publish | ((name: string) => Publish);
  /** By path below the registry; `NAME` is the package's own. */
  readonly faults?: Readonly<Record<string, Fault>>;
  readonly arrange?: (registry: FixtureRegistry, name: string) => void;
  /** `inspect NAME@1.0.0` unless given. */
  readonly args?: readonly string[];
  readonly exit: 0 | 1 | 2;
  /** The report, with lines joined, says each of these. */
  readonly says: readonly string[];
}

const FILES = { 'index.js': 'module.exports = 1;\n' };
const HONEST: Publish = { files: FILES };
const DOCUMENT = '/NAME/1.0.0';
const TARBALL = '/NAME/-/NAME-1.0.0.tgz';
const whole = (name: string): Uint8Array => packPackage({ name, version: '1.0.0' }, { 'index.js': `// ${Array.from({ length: 400 }, (_, at) => at * 7919).join(' ')}\n` });
const cut = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, Math.floor(bytes.length / 2));
const spoiledDocument = (fault: Fault) => ({ [DOCUMENT]: fault, '/NAME': fault });

const CASES: readonly Case[] = [
  { what: 'nothing wrong', publish: HONEST, exit: 0, says: ['CLEAN', 'signed'] },
  { what: 'nobody published it', exit: 2, says: ['has no package NAME (404)', '[not-found]', "npm's cache of a machine that ran it", '--registry ADDRESS'] },
  { what: 'another version', publish: HONEST, args: ['inspect', 'NAME@9.9.9'], exit: 2, says: ['NAME has no version 9.9.9', 'latest is 1.0.0'] },
  { what: 'a tag that is not there', publish: HONEST, args: ['inspect', 'NAME@next'], exit: 2, says: ['no version for next', 'latest is 1.0.0'] },
  { what: 'a tag that names a version that is not there', publish: HONEST, arrange: (registry, name) => registry.tag(name, 'latest', '2.0.0'), args: ['inspect', 'NAME@latest'], exit: 2, says: ['no version for latest'] },
  { what: 'unpublished', publish: HONEST, arrange: (registry, name) => registry.unpublish(name), exit: 2, says: ['NAME@1.0.0 was unpublished', 'ways left', 'a tarball that somebody kept'] },
  { what: '401', publish: HONEST, faults: spoiledDocument({ kind: 'status', status: 401 }), exit: 2, says: ['(401)', 'no credentials', 'npm login', '[access-refused]'] },
  { what: '403', publish: HONEST, faults: spoiledDocument({ kind: 'status', status: 403 }), exit: 2, says: ['(403)', '[access-refused]'] },
  { what: '404 for the tarball alone', publish: HONEST, faults: { [TARBALL]: { kind: 'status', status: 404 } }, exit: 2, says: ['404', 'tarball'] },
  { what: '429 once, then fine', publish: HONEST, faults: { [DOCUMENT]: { kind: 'status', status: 429, times: 1, retryAfter: 0 } }, exit: 0, says: ['CLEAN'] },
  { what: '503 once, then fine', publish: HONEST, faults: { [TARBALL]: { kind: 'status', status: 503, times: 1 } }, exit: 0, says: ['CLEAN'] },
  { what: '500 for ever', publish: HONEST, faults: spoiledDocument({ kind: 'status', status: 500 }), exit: 2, says: ['answered 500', '[network-failed]'] },
  { what: 'silence before the headers', publish: HONEST, faults: spoiledDocument({ kind: 'hang', where: 'before-headers' }), exit: 2, says: ['sent nothing for 0.4 seconds'] },
  { what: 'silence inside the tarball', publish: HONEST, faults: { [TARBALL]: { kind: 'hang', where: 'in-body' } }, exit: 2, says: ['sent nothing for 0.4 seconds'] },
  { what: 'the connection breaks off', publish: HONEST, faults: { [TARBALL]: { kind: 'reset', where: 'in-body' } }, exit: 2, says: ['broke off'] },
  { what: 'a login page', publish: HONEST, faults: spoiledDocument({ kind: 'html' }), exit: 2, says: ['answered with a page', 'login page or a proxy'] },
  { what: 'no JSON', publish: HONEST, faults: spoiledDocument({ kind: 'answer', body: '{"name":' }), exit: 2, says: ['the document of NAME@1.0.0', '[malformed]'] },
  { what: 'the document of another package', publish: HONEST, faults: spoiledDocument({ kind: 'answer', body: '{"name":"other","version":"1.0.0","dist":{"tarball":"https://registry.example/o.tgz"}}' }), exit: 2, says: ['asked for NAME@1.0.0 and answered for other@1.0.0'] },
  { what: 'a redirect in a circle', publish: HONEST, arrange: (registry, name) => { for (const path of [`/${name}/1.0.0`, `/${name}`]) registry.fail(path, { kind: 'redirect', to: registry.url }); }, exit: 2, says: ['redirects again and again'] },
  { what: 'half of the tarball', publish: (name) => ({ tarball: cut(whole(name)) }), exit: 2, says: ['the gzip stream is damaged or cut', '[malformed]'] },
  { what: 'half of what was promised', publish: HONEST, faults: { [TARBALL]: { kind: 'cut' } }, exit: 1, says: ['integrity-mismatch', 'Also incomplete', 'no entry of it could be read'] },
  { what: 'no gzip', publish: { tarball: Buffer.from('this is no archive') }, exit: 2, says: ['gzip'] },
  { what: 'no bytes at all', publish: { tarball: new Uint8Array() }, exit: 2, says: ['INCOMPLETE'] },
  { what: 'no package.json', publish: { tarball: packTarball(FILES) }, exit: 0, says: ['MEDIUM', 'odd-tarball-entry', 'no package.json'] },
  { what: 'two package.json', publish: { tarball: packTarball({ 'package.json': '{"scripts":{}}', './package.json': '{"scripts":{"postinstall":"node index.js"}}', ...FILES }) }, exit: 1, says: ['odd-tarball-entry', 'has a second package.json', 'npm keeps the last'] },
  { what: 'other bytes than promised', publish: (name) => ({ ...HONEST, served: whole(name) }), exit: 1, says: ['integrity-mismatch'] },
  { what: 'an install script that the registry does not tell', publish: { files: FILES, manifest: { scripts: { postinstall: 'node index.js' } }, listed: { scripts: undefined } }, exit: 1, says: ['manifest-mismatch', 'postinstall'] },
  { what: 'a signature over something else', publish: { ...HONEST, signature: 'wrong' }, exit: 1, says: ['signature-mismatch'] },
  { what: 'a tarball at no address of the web', publish: { ...HONEST, dist: { tarball: 'file:///etc/passwd' } }, exit: 2, says: ['none of the web'] },
];

let registry: FixtureRegistry;
let folder: string;
const ran = new Map<string, Ran>();
const nameOf = (index: number): string => `hostile-${index}`;

async function runCase({ publish, faults = {}, arrange, args = ['inspect', 'NAME@1.0.0'], what, says }: Case, index: number): Promise<void> {
  const name = nameOf(index);
  const own = (text: string): string => text.replaceAll('NAME', name);
  if (publish) registry.publish(name, '1.0.0', typeof publish === 'function' ? publish(name) : publish);
  arrange?.(registry, name);
  for (const [path, fault] of Object.entries(faults)) registry.fail(own(path), fault);
  ran.set(what, await cliBeside([...args.map(own), '--iocs', 'none', '--no-cache', '--registry', registry.url], { cwd: folder, env: { HOME: says.some((words) => words.startsWith('sent nothing')) ? join(folder, 'hasty') : join(folder, 'patient') } }));
}

beforeAll(async () => {
  registry = await startRegistry();
  folder = mkdtempSync(join(tmpdir(), 'mcp-audit-'));
  // What a user can set: npm's own names for how long is waited, and how often.
  for (const [home, timeout] of [['patient', 20_000], ['hasty', 400]] as const) {
    mkdirSync(join(folder, home));
    writeFileSync(join(folder, home, '.npmrc'), `fetch-retries=1\nfetch-retry-mintimeout=10\nfetch-retry-maxtimeout=20\nfetch-timeout=${timeout}\n`);
  }
  const left = CASES.map((one, index) => ({ one, index }));
  await Promise.all([1, 2, 3].map(async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await runCase(next.one, next.index);
  }));
}, 60_000);
afterAll(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a registry that refuses, fails, hangs and lies', () => {
  test.each(CASES.map((one, index) => ({ ...one, index })))('$what: exit $exit', ({ what, exit, says, index }) => {
    const { code, stdout, stderr } = ran.get(what) ?? { code: null, stdout: '', stderr: 'it was not run' };
    expect(stderr).toBe('');
    const said = stdout.replaceAll(/\s+/g, ' ');
    for (const words of says) expect(said).toContain(words.replaceAll('NAME', nameOf(index)));
    expect(code).toBe(exit);
  });
});
