// diff and inspect through the built command against a registry on loopback: what is fetched, kept, proved and refused.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { cliBeside, type Ran, temporaryFolder } from '../support/cli.ts';
import { modelCase } from '../support/diff.ts';
import { type FixtureRegistry, startRegistry } from '../support/fixture-registry.ts';
import { problemsOf } from '../support/scan.ts';

let registry: FixtureRegistry;

function publish(name: string, version: string, from: string): void {
  const { 'package.json': manifest = '{}', ...files } = modelCase(from);
  registry.publish(name, version, { manifest: { ...JSON.parse(manifest) as Record<string, unknown>, name, version }, files });
}

beforeAll(async () => {
  registry = await startRegistry();
  for (const [version, from] of [['1.0.14', '1.0.15'], ['1.0.15', '1.0.15'], ['1.0.16', '1.0.16'], ['1.0.17', '1.0.16']] as const) publish('postmark-mcp', version, from);
  registry.unpublish('postmark-mcp', '1.0.17');
  registry.publish('swapped', '1.0.0', { files: { 'index.js': '' } });
  registry.publish('swapped', '1.0.1', { files: { 'index.js': '' }, served: registry.publish('swapped', '1.0.2', { files: { 'index.js': 'exports.other = 1;' } }).bytes });
});
afterAll(() => registry.close());
beforeEach(() => {
  registry.heal();
  registry.asked.length = 0;
});

async function run(args: readonly string[], home = temporaryFolder()): Promise<Ran & { readonly report: Report }> {
  const ran = await cliBeside([...args, '--json', ...args.includes('--registry') ? [] : ['--registry', registry.url]], { cwd: temporaryFolder(), env: { HOME: home } });
  expect(ran.stderr).toBe('');
  return { ...ran, report: JSON.parse(ran.stdout) as Report };
}

describe('the model case', () => {
  test('1.0.15 to 1.0.16: the hidden recipient is the first finding, and exit 1', async () => {
    const { code, report } = await run(['diff', 'postmark-mcp@1.0.15', '1.0.16', '--iocs', 'none']);
    expect(code).toBe(1);
    expect(report.findings[0]).toMatchObject({ standing: 'new', locations: [{ path: 'postmark-mcp@1.0.16/index.js', line: 65 }] });
    expect(report.findings[0]?.ruleId).toMatch(/mail-recipient$/);
    expect(report.differences).toMatchObject([{ after: { release: { release: { name: 'postmark-mcp', version: '1.0.16' }, signatures: [{ kind: 'verified' }], provenance: { kind: 'none' } } } }]);
    // Documents of single versions, the keys and both tarballs: never the document of all versions.
    expect([...new Set(registry.asked.map(({ path }) => path))].toSorted()).toEqual(['/-/npm/v1/keys', '/postmark-mcp/-/postmark-mcp-1.0.15.tgz', '/postmark-mcp/-/postmark-mcp-1.0.16.tgz', '/postmark-mcp/1.0.15', '/postmark-mcp/1.0.16']);
  });

  test('1.0.14 to 1.0.15: exit 0', async () => {
    const { code, report } = await run(['diff', 'postmark-mcp@1.0.14', 'postmark-mcp@1.0.15', '--iocs', 'none']);
    expect(report.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(code).toBe(0);
  });

  test('against the newest earlier version without known harm', async () => {
    const { code, report } = await run(['diff', '--against-known-good', 'postmark-mcp@1.0.16']);
    expect(code).toBe(1);
    expect(report.differences?.[0]?.before.label).toBe('postmark-mcp@1.0.15');
    expect(report.coverage.notes.join()).toContain('compared with postmark-mcp 1.0.15');
  });

  test('an unpublished version: no verdict, and the ways left', async () => {
    const { code, report } = await run(['diff', 'postmark-mcp@1.0.16', '1.0.17', '--iocs', 'none']);
    expect(code).toBe(2);
    expect(problemsOf(report)).toMatchObject([{ code: 'unpublished', path: 'postmark-mcp@1.0.17' }]);
  });
});

describe('what was fetched is kept', () => {
  test('offline, the second run gives the same; without a first one, no verdict', async () => {
    const home = temporaryFolder();
    const args = ['diff', 'postmark-mcp@1.0.15', '1.0.16', '--iocs', 'none'];
    const first = await run(args, home);
    registry.asked.length = 0;
    const second = await run([...args, '--offline'], home);
    expect(registry.asked).toEqual([]);
    expect([second.code, second.report.findings]).toEqual([first.code, first.report.findings]);
    const alone = await run(['inspect', 'postmark-mcp@1.0.15', '--iocs', 'none', '--offline'], home);
    expect([alone.code, problemsOf(alone.report)]).toEqual([0, []]);
    const nothing = await run([...args, '--offline']);
    expect(nothing.code).toBe(2);
    expect(problemsOf(nothing.report).map(({ code }) => code)).toEqual(['offline', 'offline']);
  });
});

describe('a registry that lies, refuses and fails', () => {
  test('bytes that are not those of the integrity: a finding, and compared all the same', async () => {
    const { code, report } = await run(['diff', 'swapped@1.0.0', '1.0.1', '--iocs', 'none']);
    expect(code).toBe(1);
    expect(report.findings.map(({ ruleId }) => ruleId)).toContain('integrity-mismatch');
    expect(report.differences).toHaveLength(1);
  });

  test.each([401, 404])('%d: no verdict', async (status) => {
    registry.fail('*', { kind: 'status', status });
    const { code, report } = await run(['diff', 'postmark-mcp@1.0.15', '1.0.16', '--iocs', 'none']);
    expect(code).toBe(2);
    expect(problemsOf(report).length).toBeGreaterThan(0);
  });

  test('a name that nobody published', async () => {
    const { code, report } = await run(['diff', 'no-such-package@1.0.0', 'no-such-package@2.0.0', '--iocs', 'none']);
    expect(code).toBe(2);
    expect(problemsOf(report).map(({ code: why }) => why)).toEqual(['not-found', 'not-found']);
  });
});

describe('inspect', () => {
  test('a version of the registry: its facts, its behaviours', async () => {
    const { code, report } = await run(['inspect', 'postmark-mcp@1.0.16', '--iocs', 'none']);
    expect(code).toBe(1);
    expect(report.findings).toMatchObject([{ ruleId: 'hidden-mail-recipient', locations: [{ path: 'postmark-mcp@1.0.16/index.js', line: 65 }] }]);
    expect(report.inspected).toMatchObject([{ path: 'postmark-mcp@1.0.16', source: 'registry', release: { release: { published: { from: 'registry' } }, signatures: [{ kind: 'verified' }] } }]);
  });

  test('a folder asks nobody', async () => {
    const { code } = await run(['inspect', temporaryFolder({ 'package.json': '{"name":"a","version":"1.0.0"}', 'index.js': '' }), '--iocs', 'none']);
    expect(code).toBe(0);
    expect(registry.asked).toEqual([]);
  });
});

describe('--registry', () => {
  let mirror: FixtureRegistry;
  beforeAll(async () => {
    mirror = await startRegistry({ base: '/npm/' });
    mirror.publish('some-server', '1.0.0', { files: { 'index.js': '' } });
  });
  afterAll(() => mirror.close());
  beforeEach(() => { mirror.asked.length = 0; });

  test.each([['with a path', '/npm/'], ['without its last slash', '/npm'], ['with a query, which is left out', '/npm/?token=hunter2#x']])('%s', async (_, path) => {
    const { code, stdout } = await run(['inspect', 'some-server@1.0.0', '--iocs', 'none', '--registry', new URL(path, mirror.url).href]);
    expect([code, mirror.asked.map((one) => one.path), stdout.includes('hunter2')]).toEqual([0, expect.arrayContaining(['/npm/some-server/1.0.0', '/npm/some-server/-/some-server-1.0.0.tgz']), false]);
  });

  test('with a user and password: they are sent there, and stand in no output and in no file', async () => {
    const home = temporaryFolder();
    const address = mirror.url.replace('://', '://someone:hunter2@');
    const { stdout, code } = await run(['inspect', 'some-server@1.0.0', '--iocs', 'none', '--registry', address], home);
    expect([code, mirror.asked.every(({ authorized }) => authorized)]).toEqual([0, true]);
    const formats = await cliBeside(['diff', 'some-server@1.0.0', 'some-server@9.9.9', '--iocs', 'none', '--verbose', '--registry', address, ...['text', 'sarif', 'markdown', 'html', 'junit'].flatMap((format) => ['--output', `${format}=report.${format}`])], { cwd: home, env: { HOME: home } });
    expect(formats.code).toBe(2);
    const kept = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath, entry.name)));
    expect(kept.length).toBeGreaterThan(6);
    const secret = ['hunter2', 'someone', Buffer.from('someone:hunter2').toString('base64')];
    for (const text of [stdout, formats.stdout, formats.stderr, ...kept]) expect(secret.filter((word) => text.includes(word))).toEqual([]);
  });

  test.each(['user:hunter2@registry.example', 'https://hunter2@', 'file:///hunter2', 'hunter2'])('%s is a usage error, and not repeated', async (address) => {
    const { code, stdout, stderr } = await cliBeside(['inspect', 'some-server@1.0.0', '--registry', address], { cwd: temporaryFolder(), env: { HOME: temporaryFolder() } });
    expect([code, stdout, stderr.includes('hunter2')]).toEqual([3, '', false]);
  });
});

test('an alias is a usage error that names the package behind it', async () => {
  const { code, stderr } = await cliBeside(['diff', 'mine@npm:postmark-mcp@1.0.15', 'mine@npm:postmark-mcp@1.0.16'], { cwd: temporaryFolder(), env: { HOME: temporaryFolder() } });
  expect([code, stderr]).toEqual([3, expect.stringContaining('postmark-mcp@1.0.15')]);
});
