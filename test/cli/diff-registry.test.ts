// diff and inspect through the built command against a registry on loopback: what is fetched, kept, proved and refused.
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
