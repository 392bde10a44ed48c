// The verdict contract, through the whole pipeline, in memory.
import { describe, expect, test } from 'vitest';
import type { RuleId } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { bundleOf, npmProject, problemsOf, scanFiles } from '../support/scan.ts';

const BAD = { 'postmark-mcp': '1.0.16' };
const GOOD = { express: '4.18.2' };

function rulesOf(report: Report): readonly RuleId[] {
  return report.findings.map((finding) => finding.ruleId);
}

function codesOf(report: Report): readonly string[] {
  return problemsOf(report).map((problem) => problem.code);
}

describe('verdict', () => {
  test('everything read and nothing found is clean', async () => {
    const report = await scanFiles(npmProject(GOOD));
    expect(report.verdict).toMatchObject({ status: 'clean', exitCode: 0, scope: 'this folder' });
    expect(report.verdict.notExamined.join(' ')).toContain('npx caches');
    expect(report.coverage.totals).toMatchObject({ lockfiles: 1, manifests: 1, packages: 1, distinct: 1 });
  });

  test('a known-bad version is a finding with place, path and advice', async () => {
    const report = await scanFiles(npmProject(BAD));
    expect(report.verdict).toMatchObject({ status: 'findings', exitCode: 1 });
    const [finding] = report.findings;
    expect(finding).toMatchObject({
      ruleId: 'known-malicious-version',
      severity: 'critical',
      package: { name: 'postmark-mcp', version: '1.0.16', purl: 'pkg:npm/postmark-mcp@1.0.16' },
      dependencyPath: ['postmark-mcp 1.0.16'],
      campaign: { id: 'postmark-mcp' },
    });
    expect(finding?.locations[0]).toMatchObject({ path: 'package-lock.json', line: 14, column: 5, entry: 'node_modules/postmark-mcp', excerpt: '"node_modules/postmark-mcp": {' });
    expect(finding?.evidence[0]?.text).toContain('1.0.16');
  });

  test('a finding wins over incomplete', async () => {
    const report = await scanFiles({ ...npmProject(BAD), 'other/package-lock.json': '{' });
    expect(report.verdict.exitCode).toBe(1);
    expect(codesOf(report)).toContain('malformed');
  });

  test('below the threshold, what was not read decides', async () => {
    const impostor = npmProject({ 'postmark-mcp': '1.0.3' });
    expect((await scanFiles(impostor)).verdict.exitCode).toBe(0);
    expect((await scanFiles(impostor, { failOn: 'medium' })).verdict.exitCode).toBe(1);
    expect((await scanFiles({ ...impostor, 'other/package-lock.json': '{' })).verdict.exitCode).toBe(2);
  });

  test('the impostor\'s versions are medium, the malicious ones critical, later ones of a removed package high', async () => {
    expect(rulesOf(await scanFiles(npmProject({ 'postmark-mcp': '1.0.15' })))).toEqual(['impostor-package']);
    const later = await scanFiles(npmProject({ 'postmark-mcp': '1.0.19' }));
    expect(later.findings[0]).toMatchObject({ ruleId: 'known-malicious-version', severity: 'high' });
  });

  test('one name and version is one finding a file, however many entries', async () => {
    const files = npmProject({ ...BAD, a: '1.0.0' });
    const lockfile = JSON.parse(files['package-lock.json'] as string) as { packages: Record<string, object> };
    lockfile.packages['node_modules/a'] = { version: '1.0.0', dependencies: { 'postmark-mcp': '*' } };
    lockfile.packages['node_modules/a/node_modules/postmark-mcp'] = { version: '1.0.16' };
    const report = await scanFiles({ ...files, 'package-lock.json': JSON.stringify(lockfile) });
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]?.locations.map((location) => location.entry)).toEqual(['node_modules/postmark-mcp', 'node_modules/a/node_modules/postmark-mcp']);
  });
});

describe('fingerprints', () => {
  test('do not change with the line or with where the target lies, and do with the package', async () => {
    const print = async (files: Readonly<Record<string, string>>, shown = '.') => (await scanFiles(files, { targets: [{ absolute: '/repo', shown, stable: '' }] })).findings[0]?.fingerprint;
    const first = await print(npmProject(BAD));
    expect(first).toMatch(/^v1:[0-9a-f]{32}$/);
    expect(await print(npmProject({ ...GOOD, ...BAD }))).toBe(first);
    expect(await print(npmProject(BAD), 'elsewhere/repo')).toBe(first);
    expect(await print(npmProject({ 'postmark-mcp': '1.0.17' }))).not.toBe(first);
    expect(await print(npmProject(BAD, {}, 'sub/'))).not.toBe(first);
  });
});

describe('incomplete', () => {
  test.each([
    ['a path that does not exist', {}, 'not-found'],
    ['an empty folder', { 'readme.txt': 'x' }, 'nothing-found'],
    ['a lockfile that is not JSON', { 'package-lock.json': 'not json' }, 'malformed'],
    ['JSON null', { 'package-lock.json': 'null' }, 'malformed'],
    ['an empty file', { 'package-lock.json': '' }, 'empty-file'],
    ['NUL bytes', { 'package-lock.json': '\0\0\0' }, 'bad-encoding'],
    ['bytes that are not UTF-8', { 'package-lock.json': new Uint8Array([0x7b, 0xff, 0x7d]) }, 'bad-encoding'],
    ['an unreadable file', { 'package-lock.json': { error: 'unreadable' } }, 'unreadable'],
    ['a folder named package-lock.json', { 'package-lock.json/x': 'x' }, 'not-a-file'],
    ['a pipe named yarn.lock', { 'yarn.lock': { other: true } }, 'not-a-file'],
    ['an unreadable folder', { 'locked/x': '', 'locked': { error: 'unreadable' }, ...npmProject(GOOD) }, 'unreadable'],
    ['a binary bun lockfile', { 'bun.lockb': 'x' }, 'binary-lockfile'],
    ['a manifest alone', { 'package.json': JSON.stringify({ dependencies: { express: '^4' } }) }, 'no-lockfile'],
    ['an unknown lockfileVersion', { 'package-lock.json': JSON.stringify({ lockfileVersion: 9, packages: { '': {}, 'node_modules/a': { version: '1.0.0' } } }) }, 'unknown-version'],
    ['a manifest that asks for more than the lockfile has', { ...npmProject(GOOD), 'package.json': JSON.stringify({ dependencies: { express: '^4', left: '^1' } }) }, 'missing-dependency'],
    ['a name with control characters', npmProject({ 'evil\u001b[2Jname': '1.0.0' }), 'invalid-name'],
    ['a name with a letter of another alphabet', npmProject({ 'postm\u0430rk-mcp': '1.0.16' }), 'invalid-name'],
    ['a name with an escape', npmProject({ '%70ostmark-mcp': '1.0.16' }), 'invalid-name'],
    ['a name with a blank at its end', npmProject({ 'postmark-mcp ': '1.0.16' }), 'invalid-name'],
  ] as const)('%s', async (_what, files, code) => {
    const report = await scanFiles(files);
    expect(codesOf(report)).toContain(code);
    expect(report.verdict).toMatchObject({ status: 'incomplete', exitCode: 2 });
  });

  test('a file over the limit, which says how to raise it', async () => {
    const report = await scanFiles(npmProject(GOOD), { fileBytes: 100 });
    expect(problemsOf(report).find((problem) => problem.code === 'too-large')?.hint).toContain('--max-file-size');
    expect(report.verdict.exitCode).toBe(2);
  });

  test('--allow-empty tunes the empty target and nothing else', async () => {
    expect((await scanFiles({ 'readme.txt': 'x' }, { allowEmpty: 'allow' })).verdict.exitCode).toBe(0);
    expect((await scanFiles({ 'package-lock.json': '{' }, { allowEmpty: 'allow' })).verdict.exitCode).toBe(2);
    expect((await scanFiles({}, { allowEmpty: 'allow' })).verdict.exitCode).toBe(2);
  });

  test('without a bundle, with an empty one, with an old one', async () => {
    const none = { ...await bundleOf('postmark-mcp'), infos: [] };
    expect((await scanFiles(npmProject(GOOD), { bundles: none })).verdict.exitCode).toBe(2);
    expect((await scanFiles(npmProject(GOOD), { bundleProblems: [{ code: 'bundle', message: 'damaged' }] })).verdict.exitCode).toBe(2);
    expect((await scanFiles(npmProject(GOOD), { maxBundleAgeDays: 1 })).verdict.exitCode).toBe(2);
    expect((await scanFiles(npmProject(GOOD), { maxBundleAgeDays: 10_000 })).verdict.exitCode).toBe(0);
  });

  test('the healthy rest is read', async () => {
    const report = await scanFiles({ ...npmProject(BAD, {}, 'good/'), 'broken/package-lock.json': '{"lockfileVersion": 3, "packages": {' });
    expect(rulesOf(report)).toEqual(['known-malicious-version']);
    expect(report.coverage.places.map((place) => [place.path, place.status])).toContainEqual(['broken/package-lock.json', 'unreadable']);
  });
});

describe('what governs what', () => {
  test('a lone manifest beside lockfiles is a note', async () => {
    const report = await scanFiles({ ...npmProject(GOOD), 'examples/package.json': JSON.stringify({ dependencies: { express: '^4' } }) });
    expect(report.verdict.exitCode).toBe(0);
    expect(report.coverage.places.find((place) => place.path === 'examples/package.json')?.notes.join()).toContain('no lockfile governs it');
  });

  test('the shrinkwrap wins over package-lock.json', async () => {
    const good = npmProject(GOOD);
    const report = await scanFiles({ ...good, 'npm-shrinkwrap.json': npmProject(BAD)['package-lock.json'] as string, 'package.json': npmProject(BAD)['package.json'] as string });
    expect(rulesOf(report)).toEqual(['known-malicious-version']);
    expect(report.coverage.places.find((place) => place.path === 'package-lock.json')).toMatchObject({ status: 'skipped' });
  });

  test('both sides of a merge conflict are read', async () => {
    const text = npmProject(GOOD)['package-lock.json'] as string;
    const line = '      "version": "4.18.2"';
    expect(text).toContain(line);
    const bad = text.replace('node_modules/express', 'node_modules/postmark-mcp').replaceAll('"express"', '"postmark-mcp"').replaceAll('4.18.2', '1.0.16');
    const report = await scanFiles({ 'package-lock.json': `<<<<<<< HEAD\n${text}\n=======\n${bad}\n>>>>>>> feature\n` });
    expect(rulesOf(report)).toEqual(['known-malicious-version']);
    expect(report.coverage.places.find((place) => place.path === 'package-lock.json')?.notes.join()).toContain('feature');
  });

  test('range requests: information where the version was removed, nothing where a lockfile governs', async () => {
    const manifest = { 'package.json': JSON.stringify({ dependencies: { chalk: '^5.0.0', 'postmark-mcp': '1.0.16' } }, undefined, 2) };
    const alone = await scanFiles(manifest);
    expect(alone.findings.map((finding) => [finding.package?.name, finding.severity])).toEqual([['postmark-mcp', 'critical'], ['chalk', 'info']]);
    const governed = await scanFiles({ ...npmProject({ chalk: '5.6.2' }), 'package.json': JSON.stringify({ dependencies: { chalk: '^5.0.0' } }) });
    expect(governed.findings).toEqual([]);
  });

  test('workspaces of the root are governed by its lockfile', async () => {
    const lockfile = { lockfileVersion: 3, packages: { '': { name: 'root', workspaces: ['packages/*'] }, 'node_modules/a': { resolved: 'packages/a', link: true }, 'packages/a': { name: 'a', version: '1.0.0', dependencies: { express: '^4' } }, 'node_modules/express': { version: '4.18.2' } } };
    const files = { 'package.json': JSON.stringify({ name: 'root', workspaces: ['packages/*'] }), 'package-lock.json': JSON.stringify(lockfile), 'packages/a/package.json': JSON.stringify({ name: 'a', version: '1.0.0', dependencies: { express: '^4' } }) };
    expect((await scanFiles(files)).verdict.exitCode).toBe(0);
    const stale = { ...files, 'packages/a/package.json': JSON.stringify({ name: 'a', version: '1.0.0', dependencies: { express: '^4', debug: '4' } }) };
    expect(codesOf(await scanFiles(stale))).toContain('missing-dependency');
  });
});

describe('several targets and exclusion', () => {
  test('each target counts by itself', async () => {
    const targets = ['/repo/one', '/repo/two'].map((absolute) => ({ absolute, shown: absolute.slice(6), stable: absolute.slice(6) }));
    const report = await scanFiles({ ...npmProject(BAD, {}, 'one/'), 'two/readme.txt': '' }, { targets });
    expect(report.findings[0]?.locations[0].path).toBe('one/package-lock.json');
    expect(problemsOf(report)).toMatchObject([{ code: 'nothing-found', path: 'two' }]);
    expect(report.verdict.scope).toBe('2 targets');
  });

  test('what --exclude hid is counted', async () => {
    const report = await scanFiles({ ...npmProject(GOOD), ...npmProject(BAD, {}, 'fixtures/') }, { exclude: ['fixtures'] });
    expect(report.verdict.exitCode).toBe(0);
    expect(report.coverage.excluded).toEqual([{ glob: 'fixtures', count: 1 }]);
  });

  test('the configuration of the target is not obeyed, and that is said', async () => {
    const report = await scanFiles({ ...npmProject(BAD), 'mcp-audit.yaml': 'schema: 1\nexclude: ["**"]\n' });
    expect(report.verdict.exitCode).toBe(1);
    expect(report.coverage.notes.join()).toContain('mcp-audit.yaml');
  });
});

const config = (accept: readonly object[]) => ({ path: 'mcp-audit.yaml', exclude: [], accept: accept as never });

describe('accepting', () => {
  const entry = { rule: 'known-malicious-version', package: 'postmark-mcp@1.0.16', owner: 'security team', reason: 'kept as a specimen', expires: '2026-12-31' } as const;
  test('a known-bad version is silenced only where the entry says so in so many words', async () => {
    const without = await scanFiles(npmProject(BAD), { config: config([entry]) });
    expect(without.verdict.exitCode).toBe(1);
    expect(without.coverage.notes.join()).toContain('acknowledge');
    const report = await scanFiles(npmProject(BAD), { config: config([{ ...entry, acknowledge: 'this version is known to be malicious' }]) });
    expect(report.verdict.exitCode).toBe(0);
    expect(report.accepted).toMatchObject([{ owner: 'security team', expires: '2026-12-31', finding: { ruleId: 'known-malicious-version' } }]);
  });

  test('an expired entry fails, with the finding back', async () => {
    const report = await scanFiles(npmProject({ 'postmark-mcp': '1.0.3' }), { config: config([{ ...entry, rule: 'impostor-package', package: 'postmark-mcp', expires: '2026-08-31' }]) });
    expect(rulesOf(report)).toEqual(['expired-acceptance', 'impostor-package']);
    expect(report.verdict.exitCode).toBe(1);
  });

  test('the last day still counts', async () => {
    const report = await scanFiles(npmProject({ 'postmark-mcp': '1.0.3' }), { config: config([{ ...entry, rule: 'impostor-package', package: 'postmark-mcp', expires: '2026-09-01' }]) });
    expect(rulesOf(report)).toEqual([]);
  });

  test('an entry that matches nothing is said', async () => {
    const report = await scanFiles(npmProject(GOOD), { config: config([entry]) });
    expect(report.coverage.notes.join()).toContain('matches no finding');
  });
});

describe('an override that puts one package into the folder of another', () => {
  const tree = { 'node_modules/rollup/package.json': JSON.stringify({ name: '@rollup/wasm-node', version: '4.0.0' }) };

  test('is an alias where the manifest declares it', async () => {
    const manifest = { name: 'p', dependencies: { rollup: '^4' }, resolutions: { rollup: 'npm:@rollup/wasm-node@^4' } };
    const report = await scanFiles({ ...tree, 'package.json': JSON.stringify(manifest) });
    expect(rulesOf(report)).toEqual([]);
    expect(report.verdict.exitCode).toBe(0);
  });

  test('is a finding where nothing declares it', async () => {
    expect(rulesOf(await scanFiles({ ...tree, 'package.json': JSON.stringify({ name: 'p', dependencies: { rollup: '^4' } }) }))).toEqual(['package-identity-mismatch']);
  });

  test('is matched under both names', async () => {
    const files = { 'node_modules/rollup/package.json': JSON.stringify({ name: 'postmark-mcp', version: '1.0.16' }), 'package.json': JSON.stringify({ dependencies: { rollup: '*' }, overrides: { rollup: 'npm:postmark-mcp@^1' } }) };
    expect(rulesOf(await scanFiles(files))).toContain('known-malicious-version');
  });
});

describe('a request that is written to be overlooked', () => {
  const asked = async (spec: string) => (await scanFiles({ ...npmProject(GOOD), 'sub/package.json': JSON.stringify({ name: 's', dependencies: { x: spec } }) })).findings.map(({ package: found, severity }) => `${severity} ${found?.name}@${found?.version}`);

  test.each([
    'npm:postmark-mcp@1.0.16', 'NPM:postmark-mcp@1.0.16', ' npm:postmark-mcp@=v1.0.16 ', 'https://registry.example/postmark-mcp/-/postmark-mcp-1.0.16.tgz',
    'HTTPS://registry.example/%70ostmark-mcp/-/postmark%2Dmcp-1.0.16.tgz?x#y', 'https://registry.example/a/../postmark-mcp/-/postmark-mcp-1.0.16.tgz',
    'https://registry.example/a/-/postmark-mcp-1.0.16.tgz', 'https://registry.example/postmark-mcp/download/postmark-mcp-1.0.16.tgz',
  ])('%s', async (spec) => {
    expect(await asked(spec)).toEqual(['critical postmark-mcp@1.0.16']);
  });
});
