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
  for (const version of HONEST) await publish('1.0.15', version);
  for (const version of BAD) await publish('1.0.16', version);
  await publish('vendor', '1.0.0');
  await publish('vendor', '2.0.0', { name: '@corp/mail' });
  await publish('vendor', '1.0.0', { name: 'mail-desk' });
  await publish('vendor', '1.0.1', { name: 'mail-desk', dependencies: { mailer: 'npm:postmark-mcp@1.0.16' } });
  await runNpm(server, ['unpublish', 'postmark-mcp@1.0.18']);
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
    expect(gone.kind === 'failed' && gone.problem.code).toMatch(/^(?:unpublished|not-found)$/);
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
