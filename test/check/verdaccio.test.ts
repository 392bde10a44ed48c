// A real registry server: what a real `npm publish` put there is read by the port, and compared by the command as a user does it.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRegistry, type OpenedRegistry } from '../../src/io/registry.ts';
import { readTarball } from '../../src/io/tarball.ts';
import type { Fetched } from '../../src/model/ports.ts';
import { proveRelease } from '../../src/pipelines/registry/prove.ts';
import { cli } from '../support/cli.ts';
import { FIXTURES } from '../support/fixtures.ts';
import { publishFolder, runNpm } from '../support/publish-folder.ts';
import { playground, type Playground } from '../support/real-runs.ts';
import { startVerdaccio, type Verdaccio } from '../support/verdaccio.ts';

const MODEL_CASE = join(FIXTURES, 'behaviors', 'model-case');
const HONEST = ['1.0.12', '1.0.13', '1.0.14', '1.0.15'];
const BAD = ['1.0.16', '1.0.17', '1.0.18'];

let server: Verdaccio;
let home: Playground;
let opened: OpenedRegistry;

beforeAll(async () => {
  server = await startVerdaccio();
  const publish = (folder: string, version: string, fields: Readonly<Record<string, unknown>> = {}) => publishFolder(server, join(MODEL_CASE, folder), version, { fields });
  // One after the other within a package: the server refuses two uploads of one at a time.
  const modelCase = async () => {
    for (const version of HONEST) await publish('1.0.15', version);
    for (const version of BAD) await publish('1.0.16', version);
    await runNpm(server, ['unpublish', 'postmark-mcp@1.0.18']);
  };
  const desk = async () => {
    await publish('vendor', '1.0.0', { name: 'mail-desk' });
    await publish('vendor', '1.0.1', { name: 'mail-desk', dependencies: { mailer: 'npm:postmark-mcp@1.0.16' } });
  };
  await Promise.all([modelCase(), desk(), publish('vendor', '1.0.0'), publish('vendor', '2.0.0', { name: '@corp/mail' })]);
  home = playground(server.url);
  writeFileSync(join(home.home, '.npmrc'), `registry=${server.url}\n${server.url.replace(/^http:/, '')}:_authToken=${server.token}\n`);
  opened = await openRegistry({ environment: {}, home: home.home, mode: 'online' });
});
afterAll(async () => {
  await opened.close();
  rmSync(home.root, { recursive: true, force: true });
  await server.close();
});

function valueOf<T>(answer: Fetched<T>): T {
  if (answer.kind === 'failed') throw new Error(`${answer.problem.code}: ${answer.problem.message}`);
  return answer.value;
}

describe('the port', () => {
  test('a version, its bytes, and no more proof than the server gives', async () => {
    const release = valueOf(await opened.registry.release('postmark-mcp@1.0.16'));
    expect(release).toMatchObject({ name: 'postmark-mcp', version: '1.0.16', registry: server.url, signatures: [] });
    const { bytes, from, differs } = valueOf(await opened.registry.tarball(release));
    expect([from, differs]).toEqual(['registry', undefined]);
    const { tree, hashes, oddities } = await readTarball(bytes);
    expect([hashes.integrity, oddities]).toEqual([release.integrity, []]);
    expect(new TextDecoder().decode(tree.read('/index.js', 1_000_000))).toContain("Bcc: 'phan@giftshop.club'");
    expect(await proveRelease(opened.registry, release)).toEqual({ proven: { release, signatures: [], provenance: { kind: 'none' } }, problems: [] });
  });

  test('the history: times of now, and a version that was unpublished', async () => {
    const history = valueOf(await opened.registry.history('postmark-mcp'));
    expect(history.versions.map(({ version }) => version)).toEqual([...HONEST, ...BAD.slice(0, 2)]);
    expect(history.versions.every(({ time }) => Math.abs(Date.parse(time ?? '') - Date.now()) < 600_000)).toBe(true);
    expect(history.tags['latest']).toBe('1.0.17');
    const gone = await opened.registry.release('postmark-mcp@1.0.18');
    // This server forgets the time of what was unpublished, so nobody can tell it from what never was.
    expect(history.unpublished).toEqual([]);
    expect(gone).toMatchObject({ kind: 'failed', problem: { code: 'not-found' } });
  });

  test('tags and ranges', async () => {
    const versions = await Promise.all(['postmark-mcp', 'postmark-mcp@latest', 'postmark-mcp@~1.0.12', 'postmark-mcp@<1.0.16'].map(async (spec) => valueOf(await opened.registry.release(spec)).version));
    expect(versions).toEqual(['1.0.17', '1.0.17', '1.0.17', '1.0.15']);
  });

  test('a scope with the user\'s token, and without', async () => {
    expect(valueOf(await opened.registry.release('@corp/mail@2.0.0')).version).toBe('2.0.0');
    const nobody = await openRegistry({ environment: {}, home: home.root, mode: 'online', registry: server.url });
    const answer = await nobody.registry.release('@corp/mail@2.0.0');
    await nobody.close();
    expect(answer).toMatchObject({ kind: 'failed', problem: { code: 'access-refused' } });
    expect(JSON.stringify([answer, nobody.notes])).not.toContain(server.token);
  });
});

describe('the command', () => {
  // The built command, with a home of its own, so that its cache is empty.
  const diff = (before: string, after: string, ...more: readonly string[]) => cli(['diff', before, after, ...more], { cwd: home.root, env: { HOME: home.home } });

  test('1.0.15 to 1.0.16: the hidden recipient first, with its place; exit 1', () => {
    const { code, stdout } = diff('postmark-mcp@1.0.15', 'postmark-mcp@1.0.16', '--registry', server.url);
    expect(code).toBe(1);
    const [verdict, ...lines] = stdout.split('\n');
    expect(verdict).toMatch(/^FINDINGS/);
    expect(lines[0]).toMatch(/^CRITICAL +index\.js:65 .*blind copy to/);
    expect(lines.slice(0, 3).join(' ')).toContain('phan@giftshop.club');
  });

  test('1.0.14 to 1.0.15, and 1.0.12 to 1.0.15: clean, exit 0', () => {
    expect(diff('postmark-mcp@1.0.14', 'postmark-mcp@1.0.15', '--registry', server.url)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^CLEAN/) as unknown });
    expect(diff('postmark-mcp@1.0.12', 'postmark-mcp@1.0.15', '--registry', server.url)).toMatchObject({ code: 0 });
  });

  test('1.0.16 to 1.0.17: what was bad before is bad still', () => {
    expect(diff('postmark-mcp@1.0.16', 'postmark-mcp@1.0.17', '--registry', server.url).code).toBe(1);
  });

  test('a version that was unpublished: known by its name, incomplete otherwise, and the ways left', () => {
    const { code, stdout } = diff('postmark-mcp@1.0.15', 'postmark-mcp@1.0.18', '--registry', server.url);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/postmark-mcp 1\.0\.18 is known to be malicious[\s\S]*Also incomplete[\s\S]*--registry/)]);
  });

  test('an added dependency that is the bad version under another name; exit 1', () => {
    const { code, stdout } = diff('mail-desk@1.0.0', 'mail-desk@1.0.1', '--registry', server.url);
    expect([code, stdout]).toEqual([1, expect.stringContaining('postmark-mcp') as unknown]);
  });

  test('the vendor\'s own package, and a scope with the token of the user\'s configuration', () => {
    expect(cli(['inspect', '@corp/mail@2.0.0'], { cwd: home.root, env: { HOME: home.home } }).code).toBe(0);
    const answer = cli(['inspect', '@corp/mail@2.0.0', '--registry', server.url], { cwd: home.root, env: { HOME: home.root } });
    expect(answer.code).toBe(2);
    expect(`${answer.stdout}${answer.stderr}`).not.toContain(server.token);
  });
});
