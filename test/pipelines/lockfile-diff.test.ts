// diff --lockfiles over lockfiles in memory and in real repositories, with versions out of a registry in memory.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memoryTree } from '../../src/io/memory-tree.ts';
import type { Difference } from '../../src/model/difference.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { differencesOf, type Done, forgetDifferences } from '../../src/pipelines/diff/work.ts';
import { repository } from '../support/git.ts';
import { disk, lockDiffAt, lockDiffOf, lockWord } from '../support/lockfile-diff.ts';
import { REGISTRY_URL, type MemoryRegistry, memoryRegistry } from '../support/memory-registry.ts';
import { NOW, problemsOf, ROOT } from '../support/scan.ts';

type Locked = Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;

/** A v3 lockfile; a version is one of the registry, with its integrity where that has it. */
function npmLock(registry: MemoryRegistry, packages: Locked): string {
  const entries = Object.entries(packages).map(([name, one]) => {
    if (typeof one !== 'string') return [`node_modules/${name}`, one] as const;
    const dist = registry.shelf.packages.get(name)?.versions.get(one)?.dist;
    return [`node_modules/${name}`, { version: one, resolved: `${REGISTRY_URL}${name}/-/${name.split('/').at(-1) ?? ''}-${one}.tgz`, ...(dist ? { integrity: dist['integrity'] } : {}) }] as const;
  });
  return JSON.stringify({ name: 'app', version: '1.0.0', lockfileVersion: 3, requires: true, packages: { '': { name: 'app', version: '1.0.0', dependencies: Object.fromEntries(Object.keys(packages).map((name) => [name, '*'])) }, ...Object.fromEntries(entries) } }, undefined, 2);
}

function modelCase(version: string): Readonly<Record<string, string>> {
  return Object.fromEntries(['index.js', 'package.json', 'README.md'].map((name) => [name, readFileSync(join(ROOT, 'fixtures', 'behaviors', 'model-case', version, name), 'utf8')]));
}

/** The model case, and some honest packages. */
function stocked(): MemoryRegistry {
  const registry = memoryRegistry();
  for (const version of ['1.0.15', '1.0.16']) {
    const { 'package.json': manifest = '{}', ...files } = modelCase(version);
    registry.shelf.publish('postmark-mcp', version, { manifest: JSON.parse(manifest) as Record<string, unknown>, files });
  }
  for (const version of ['1.0.0', '1.1.0', '2.0.0']) registry.shelf.publish('quiet', version, { files: { 'index.js': `module.exports = '${version}';\n` } });
  registry.shelf.publish('other', '1.0.0', { files: { 'index.js': 'module.exports = 1;\n' } });
  return registry;
}

const packagesOf = (report: Report) => report.lockfileChanges?.packages.map(({ name, kind, before, after }) => [name, kind, before.join(), after.join()]);
const found = (report: Report) => report.findings.map(({ ruleId, severity, package: of }) => `${severity} ${ruleId} ${of?.name ?? ''} ${of?.version ?? ''}`);

describe('two lockfiles', () => {
  test('the update that matters is told, the quiet one is counted', async () => {
    const registry = stocked();
    const report = await lockDiffOf({
      'old/package-lock.json': npmLock(registry, { 'postmark-mcp': '1.0.15', quiet: '1.0.0' }),
      'new/package-lock.json': npmLock(registry, { 'postmark-mcp': '1.0.16', quiet: '1.1.0', other: '1.0.0' }),
    }, ['old/package-lock.json', 'new/package-lock.json'], registry);
    expect(packagesOf(report)).toEqual([['other', 'added', '', '1.0.0'], ['postmark-mcp', 'updated', '1.0.15', '1.0.16'], ['quiet', 'updated', '1.0.0', '1.1.0']]);
    expect(report.lockfileChanges).toMatchObject({ compared: 3, quiet: 2, before: 'old/package-lock.json', after: 'new/package-lock.json' });
    expect(report.lockfileChanges?.packages.every(({ direct, notCompared }) => direct && notCompared === undefined)).toBe(true);
    expect(report.differences?.map(({ before, after }) => [before.label, after.label])).toEqual([['postmark-mcp@1.0.15', 'postmark-mcp@1.0.16']]);
    expect(found(report)).toContain('critical known-malicious-version postmark-mcp 1.0.16');
    const hidden = report.findings.find(({ ruleId }) => ruleId === 'hidden-mail-recipient');
    expect(hidden?.locations[0]).toMatchObject({ path: 'postmark-mcp@1.0.16/index.js', line: 65 });
    expect(hidden?.locations.at(-1)).toMatchObject({ path: 'new/package-lock.json', entry: 'node_modules/postmark-mcp' });
    expect(report.verdict).toMatchObject({ status: 'findings', exitCode: 1, scope: 'new/package-lock.json against old/package-lock.json' });
    // Once, where the lockfile tells it: not again of what was fetched.
    expect(found(report).filter((text) => text.includes('known-malicious-version'))).toHaveLength(1);
  });

  test('what is new and runs something at install is told by the age of its name; what only its publisher runs is not', async () => {
    const registry = stocked();
    const scripts = { prepare: 'npm run build', postinstall: 'node setup.js' };
    for (const patch of [0, 1, 2, 3]) registry.shelf.publish('settled', `1.0.${patch}`, { manifest: { scripts }, files: { 'setup.js': '' } });
    registry.shelf.publish('fresh', '1.0.0', { manifest: { scripts }, files: { 'setup.js': '' }, time: new Date(NOW.getTime() - 3_600_000).toISOString() });
    registry.shelf.publish('built', '1.0.0', { manifest: { scripts: { prepare: 'npm run build' } } });
    const report = await lockDiffOf({ 'a/package-lock.json': npmLock(registry, { quiet: '1.0.0' }), 'b/package-lock.json': npmLock(registry, { quiet: '1.0.0', built: '1.0.0', fresh: '1.0.0', settled: '1.0.3' }) }, ['a/package-lock.json', 'b/package-lock.json'], registry);
    expect(report.findings.filter(({ ruleId }) => ruleId === 'dependency-added').map(({ severity, title, change }) => [severity, title, change?.now])).toEqual([
      ['high', 'fresh 1.0.0 is new here and runs scripts at install: its name was first published 1 hour before this run', 'postinstall: node setup.js'],
      ['low', 'settled 1.0.3 is new here and runs scripts at install', 'postinstall: node setup.js'],
    ]);
  });

  test('--exclude hides lockfiles, and no code of a package', async () => {
    const registry = stocked();
    const files = (version: string) => ({ 'app/package-lock.json': npmLock(registry, { 'postmark-mcp': version }), 'fixtures/package-lock.json': npmLock(registry, { 'postmark-mcp': '1.0.16', quiet: '2.0.0' }) });
    const tree = memoryTree(Object.fromEntries([['a', '1.0.15'], ['b', '1.0.16']].flatMap(([folder, version]) => Object.entries(files(version ?? '')).map(([path, text]) => [`${folder ?? ''}/${path}`, text]))));
    const report = await lockDiffAt(tree, [lockWord('a', 'folder'), lockWord('b', 'folder')], registry, { exclude: ['fixtures', 'index.js'] });
    expect(packagesOf(report)).toEqual([['postmark-mcp', 'updated', '1.0.15', '1.0.16']]);
    expect(found(report).join()).toContain('hidden-mail-recipient');
  });

  test('what both lock alike is not fetched, and a healthy comparison is clean', async () => {
    const registry = stocked();
    const same = npmLock(registry, { quiet: '1.0.0', other: '1.0.0' });
    const report = await lockDiffOf({ 'a/package-lock.json': same, 'b/package-lock.json': same }, ['a/package-lock.json', 'b/package-lock.json'], registry);
    expect(registry.asked).toEqual([]);
    expect(packagesOf(report)).toEqual([]);
    expect(report.verdict).toMatchObject({ status: 'clean', exitCode: 0 });
    expect(report.differences).toEqual([]);
  });

  test('an old version that is bad counts for nothing; a new one that is bad counts although nothing changed', async () => {
    const registry = stocked();
    const bad = npmLock(registry, { 'postmark-mcp': '1.0.16' });
    const good = npmLock(registry, { other: '1.0.0' });
    const gone = await lockDiffOf({ 'a/package-lock.json': bad, 'b/package-lock.json': good }, ['a/package-lock.json', 'b/package-lock.json'], registry);
    expect(packagesOf(gone)).toEqual([['other', 'added', '', '1.0.0'], ['postmark-mcp', 'removed', '1.0.16', '']]);
    expect(gone.verdict.status).toBe('clean');
    const stays = await lockDiffOf({ 'a/package-lock.json': bad, 'b/package-lock.json': bad }, ['a/package-lock.json', 'b/package-lock.json'], registry);
    expect(found(stays)).toEqual(['critical known-malicious-version postmark-mcp 1.0.16']);
    expect(registry.asked.filter((spec) => spec.startsWith('postmark'))).toEqual([]);
  });

  test('what cannot be fetched makes the run incomplete, and the rest is compared', async () => {
    const registry = stocked();
    registry.shelf.unpublish('quiet', '1.0.0');
    const report = await lockDiffOf({
      'a/package-lock.json': npmLock(registry, { quiet: '1.0.0', other: '1.0.0', lost: '1.0.0' }),
      'b/package-lock.json': npmLock(registry, { quiet: '1.1.0', other: '1.0.0', lost: '2.0.0' }),
    }, ['a/package-lock.json', 'b/package-lock.json'], registry);
    expect(report.verdict).toMatchObject({ status: 'incomplete', exitCode: 2 });
    expect(report.lockfileChanges?.packages.map(({ name, notCompared }) => [name, notCompared])).toEqual([
      ['lost', '2.0.0 could not be had: lost is not in the registry'],
      ['quiet', '1.0.0 could not be had, so that 1.1.0 was looked at by itself: quiet@1.0.0 is not there'],
    ]);
    expect(problemsOf(report).map(({ code }) => code)).toEqual(expect.arrayContaining(['unpublished', 'not-found']));
  });

  test('one nearest version before each new one, over several versions of one name', async () => {
    const registry = stocked();
    const nested = (version: string) => ({ version, resolved: `${REGISTRY_URL}quiet/-/quiet-${version}.tgz` });
    const file = (top: string, inner: string) => JSON.stringify({ name: 'app', lockfileVersion: 3, packages: { '': { dependencies: { quiet: '*', other: '*' } }, 'node_modules/quiet': nested(top), 'node_modules/other': { version: '1.0.0', resolved: `${REGISTRY_URL}other/-/other-1.0.0.tgz`, dependencies: { quiet: '*' } }, 'node_modules/other/node_modules/quiet': nested(inner) } });
    const report = await lockDiffOf({ 'a/package-lock.json': file('1.1.0', '1.0.0'), 'b/package-lock.json': file('2.0.0', '1.0.0') }, ['a/package-lock.json', 'b/package-lock.json'], registry);
    expect(packagesOf(report)).toEqual([['quiet', 'updated', '1.0.0,1.1.0', '1.0.0,2.0.0']]);
    expect(registry.asked.filter((spec) => !spec.endsWith('.tgz')).toSorted()).toEqual(['quiet@1.1.0', 'quiet@2.0.0']);
  });

  test('over formats: npm before, pnpm, yarn and bun after, under any name', async () => {
    const registry = stocked();
    const dist = registry.shelf.packages.get('quiet')?.versions.get('1.1.0')?.dist['integrity'];
    const before = npmLock(registry, { quiet: '1.0.0', other: '1.0.0' });
    const others: Readonly<Record<string, string>> = {
      'new/pnpm-lock.yaml': `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      quiet:\n        specifier: '*'\n        version: 1.1.0\n      other:\n        specifier: '*'\n        version: 1.0.0\n\npackages:\n\n  other@1.0.0:\n    resolution: {integrity: ${String(registry.shelf.packages.get('other')?.versions.get('1.0.0')?.dist['integrity'])}}\n\n  quiet@1.1.0:\n    resolution: {integrity: ${String(dist)}}\n\nsnapshots:\n\n  other@1.0.0: {}\n\n  quiet@1.1.0: {}\n`,
      'new/later.lock': `# THIS IS AN AUTOGENERATED FILE. DO NOT EDIT THIS FILE DIRECTLY.\n# yarn lockfile v1\n\n\nother@*:\n  version "1.0.0"\n  resolved "${REGISTRY_URL}other/-/other-1.0.0.tgz"\n\nquiet@*:\n  version "1.1.0"\n  resolved "${REGISTRY_URL}quiet/-/quiet-1.1.0.tgz"\n`,
      'new/bun.lock': `{\n  "lockfileVersion": 1,\n  "workspaces": {\n    "": {\n      "name": "app",\n      "dependencies": { "quiet": "*", "other": "*" },\n    },\n  },\n  "packages": {\n    "other": ["other@1.0.0", "", {}, ""],\n    "quiet": ["quiet@1.1.0", "", {}, "${String(dist)}"],\n  },\n}\n`,
    };
    for (const [path, text] of Object.entries(others)) {
      const report = await lockDiffOf({ 'old/before.json': before, [path]: text }, ['old/before.json', path], registry);
      expect([path, packagesOf(report)]).toEqual([path, [['quiet', 'updated', '1.0.0', '1.1.0']]]);
    }
  });

  test('other bytes under the same version', async () => {
    const registry = stocked();
    const entry = (integrity: string) => ({ quiet: { version: '1.0.0', resolved: `${REGISTRY_URL}quiet/-/quiet-1.0.0.tgz`, integrity } });
    const promised = String(registry.shelf.packages.get('quiet')?.versions.get('1.0.0')?.dist['integrity']);
    const swapped = `sha512-${'A'.repeat(86)}==`;
    const report = await lockDiffOf({ 'a/package-lock.json': npmLock(registry, entry(promised)), 'b/package-lock.json': npmLock(registry, entry(swapped)) }, ['a/package-lock.json', 'b/package-lock.json'], registry);
    expect(packagesOf(report)).toEqual([['quiet', 'integrity', '1.0.0', '1.0.0']]);
    expect(found(report)).toEqual(['high integrity-mismatch quiet 1.0.0']);
    expect(report.findings[0]?.title).toBe('quiet 1.0.0 is held with another hash in b/package-lock.json than the registry serves');
    // The lockfiles alone tell it too.
    const alone = await lockDiffOf({ 'a/package-lock.json': npmLock(registry, entry(promised)), 'b/package-lock.json': npmLock(registry, entry(swapped)) }, ['a/package-lock.json', 'b/package-lock.json'], memoryRegistry());
    expect(alone.findings.map(({ title }) => title)).toEqual(['quiet 1.0.0 is held with another hash in b/package-lock.json than in a/package-lock.json']);
    expect(alone.findings[0]?.locations.map(({ path }) => path)).toEqual(['b/package-lock.json', 'a/package-lock.json']);
    // An updated version that is locked with bytes of somebody else's.
    const poisoned = await lockDiffOf({ 'a/package-lock.json': npmLock(registry, entry(promised)), 'b/package-lock.json': npmLock(registry, { quiet: { version: '1.1.0', resolved: 'https://evil.example/quiet/-/quiet-1.1.0.tgz', integrity: swapped } }) }, ['a/package-lock.json', 'b/package-lock.json'], registry);
    expect(found(poisoned)).toEqual(['high integrity-mismatch quiet 1.1.0']);
    // Another algorithm proves nothing, and another spelling is the same.
    const weaker = `sha1-${Buffer.alloc(20, 1).toString('base64')}`;
    for (const same of [weaker, `${promised}?x`, `${promised} ${weaker}`]) {
      const quiet = await lockDiffOf({ 'a/package-lock.json': npmLock(registry, entry(promised)), 'b/package-lock.json': npmLock(registry, entry(same)) }, ['a/package-lock.json', 'b/package-lock.json'], registry);
      expect([same, packagesOf(quiet)]).toEqual([same, []]);
    }
  });

  test('from a registry to a repository, an address or a file; back; and aliases', async () => {
    const registry = stocked();
    const before = npmLock(registry, { quiet: '1.0.0', other: '1.0.0' });
    const git = { version: '1.0.0', resolved: 'git+ssh://git@git.example/dev/quiet.git#0123456789abcdef0123456789abcdef01234567' };
    const report = await lockDiffOf({ 'a/package-lock.json': before, 'b/package-lock.json': npmLock(registry, { quiet: git, other: { version: '1.0.0', resolved: 'https://user:secret@files.example/other.tgz?token=secret', integrity: 'x' } }) }, ['a/package-lock.json', 'b/package-lock.json'], registry);
    expect(packagesOf(report)).toEqual([
      ['other', 'source', '1.0.0', '1.0.0 from url https://files.example/other.tgz'],
      ['quiet', 'source', '1.0.0', '1.0.0 from git git+ssh://git.example/dev/quiet.git at 0123456789ab'],
    ]);
    expect(report.lockfileChanges?.packages.map(({ notCompared }) => notCompared)).toEqual(['it comes from an address that is no registry', 'it comes from a repository, and nothing is cloned']);
    expect(JSON.stringify(report)).not.toContain('secret');
    expect(registry.asked).toEqual([]);
    const alias = npmLock(registry, { other: '1.0.0', mine: { name: 'quiet', version: '1.1.0', resolved: `${REGISTRY_URL}quiet/-/quiet-1.1.0.tgz` } });
    const aliased = await lockDiffOf({ 'a/package-lock.json': before, 'b/package-lock.json': alias }, ['a/package-lock.json', 'b/package-lock.json'], registry);
    expect(packagesOf(aliased)).toEqual([['quiet', 'updated', '1.0.0', '1.1.0']]);
  });

  test('bad input: nothing there, no lockfile, broken, hostile names', async () => {
    const registry = stocked();
    const good = npmLock(registry, { quiet: '1.0.0' });
    const compare = (text: string | undefined, name = 'package-lock.json') => lockDiffOf({ 'a/package-lock.json': good, ...(text === undefined ? {} : { [`b/${name}`]: text }) }, ['a/package-lock.json', `b/${name}`], registry);
    for (const [text, name] of [[undefined, undefined], ['', undefined], ['{"lockfileVersion": 3, "pack', undefined], ['hello', 'notes.txt'], ['{}', 'tsconfig.json'], ['\0\0', 'x.lock']] as const) {
      const report = await compare(text, name);
      expect([text, name, report.verdict.exitCode]).toEqual([text, name, 2]);
    }
    const hostile = npmLock(registry, { __proto__: '1.0.0', constructor: '1.0.0', toString: '9.9.9' });
    const report = await compare(hostile);
    expect(packagesOf(report)?.map(([name]) => name)).toEqual(expect.arrayContaining(['constructor', 'quiet', 'toString']));
  });
});

describe('two commits', () => {
  const registry = stocked();
  const ref = (repo: { readonly folder: string }, of: string) => ({ kind: 'ref', repository: { absolute: repo.folder, shown: '.', stable: '' }, ref: of }) as const;
  const manifest = (...names: readonly string[]) => JSON.stringify({ name: 'app', version: '1.0.0', dependencies: Object.fromEntries(names.map((name) => [name, '*'])) });

  test('all lockfiles of both: changed, new, moved and gone', async () => {
    const repo = repository();
    repo.commit({
      'package.json': manifest('quiet'), 'package-lock.json': npmLock(registry, { quiet: '1.0.0' }),
      'tools/package.json': manifest('other'), 'tools/package-lock.json': npmLock(registry, { other: '1.0.0' }),
      'node_modules/x/package-lock.json': npmLock(registry, { lost: '1.0.0' }),
    });
    repo.git('tag', 'old');
    repo.commit({
      'package-lock.json': npmLock(registry, { quiet: '1.1.0' }),
      'tools/package-lock.json': undefined, 'tools/package.json': undefined,
      'scripts/package.json': manifest('other', 'quiet'), 'scripts/package-lock.json': npmLock(registry, { other: '1.0.0', quiet: '1.1.0' }),
    });
    registry.asked.length = 0;
    const report = await lockDiffAt(disk, [ref(repo, 'old'), ref(repo, 'HEAD')], registry);
    expect(packagesOf(report)).toEqual([['quiet', 'updated', '1.0.0', '1.1.0']]);
    expect(registry.asked.toSorted()).toEqual(['quiet@1.0.0', 'quiet@1.0.0.tgz', 'quiet@1.1.0', 'quiet@1.1.0.tgz']);
    expect(report.verdict).toMatchObject({ status: 'clean', scope: 'HEAD against old' });
    expect(report.lockfileChanges?.after).toMatch(/^HEAD \([0-9a-f]{12}\)$/);
    expect(report.coverage.places.map(({ path, kind }) => `${kind} ${path}`)).toEqual(expect.arrayContaining(['lockfile package-lock.json', 'lockfile scripts/package-lock.json', 'lockfile old:/package-lock.json', 'lockfile old:/tools/package-lock.json']));
  });

  test('a commit beside the working tree', async () => {
    const repo = repository();
    repo.commit({ 'package.json': manifest('quiet'), 'package-lock.json': npmLock(registry, { quiet: '1.1.0' }) });
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(repo.folder, 'package-lock.json'), npmLock(registry, { quiet: '2.0.0' }));
    const report = await lockDiffAt(disk, [ref(repo, 'HEAD'), lockWord(repo.folder, 'folder')], registry);
    expect(packagesOf(report)).toEqual([['quiet', 'updated', '1.1.0', '2.0.0']]);
  });

  test('refs that are not there, and repositories without lockfiles', async () => {
    const repo = repository();
    repo.commit({ 'readme.md': 'x' });
    expect((await lockDiffAt(disk, [ref(repo, 'nowhere'), ref(repo, 'HEAD')], registry)).verdict.exitCode).toBe(2);
    const empty = await lockDiffAt(disk, [ref(repo, 'HEAD'), ref(repo, 'main')], registry);
    expect(problemsOf(empty).map(({ message }) => message)).toEqual(['neither side has a lockfile']);
    expect((await lockDiffAt(disk, [ref(repo, 'HEAD'), ref(repo, 'main')], registry, { allowEmpty: 'allow' })).verdict.status).toBe('clean');
  });
});

test('many updates: a few at one time, and nothing is kept of the quiet ones', async () => {
  const registry = memoryRegistry();
  const names = Array.from({ length: 60 }, (_, at) => `pkg-${at}`);
  for (const name of names) for (const version of ['1.0.0', '1.0.1']) registry.shelf.publish(name, version, { files: { 'index.js': `module.exports = ${JSON.stringify(version)};\n` } });
  const all = (version: string) => npmLock(registry, Object.fromEntries(names.map((name) => [name, version])));
  const report = await lockDiffOf({ 'a/package-lock.json': all('1.0.0'), 'b/package-lock.json': all('1.0.1') }, ['a/package-lock.json', 'b/package-lock.json'], registry);
  expect(report.lockfileChanges).toMatchObject({ compared: 60, quiet: 60 });
  expect(report.differences).toEqual([]);
  expect(report.verdict.status).toBe('clean');
  expect(report.coverage.places.length).toBeLessThan(10);
  expect(registry.most()).toBeLessThanOrEqual(8);
});

test('comparisons beyond those that are told in full are let go', () => {
  const done = Array.from({ length: 450 }, (_, at): Done => ({
    work: { name: `p${String(at).padStart(3, '0')}`, from: '1.0.0', to: '2.0.0' },
    outcome: { findings: [{ severity: at === 449 ? 'critical' : 'medium' } as Finding], minor: 0, problems: [], difference: { notes: [String(at)] } as unknown as Difference },
  }));
  const before = differencesOf(done);
  forgetDifferences(done);
  expect(done.filter(({ outcome }) => outcome.difference)).toHaveLength(100);
  expect(differencesOf(done)).toEqual(before);
  expect(before[0]?.notes).toEqual(['449']);
  const few = done.slice(0, 10);
  forgetDifferences(few);
  expect(few.filter(({ outcome }) => outcome.difference)).toHaveLength(10);
});
