// Files of package managers under unusual names, or that no reader was written for: read, or said, never passed over in silence.
import { describe, expect, test } from 'vitest';
import { npmProject, problemsOf, scanFiles } from '../support/scan.ts';

const GOOD = npmProject({ express: '4.18.2' });
const BAD = npmProject({ 'postmark-mcp': '1.0.16' });
const PNPM = (name: string, version: string) => `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      ${name}:\n        specifier: '*'\n        version: ${version}\n\npackages:\n\n  ${name}@${version}:\n    resolution: {integrity: sha512-aaaa}\n\nsnapshots:\n\n  ${name}@${version}: {}\n`;
const BERRY = `__metadata:\n  version: 8\n  cacheKey: 10\n\n"p@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "p@workspace:."\n  dependencies:\n    postmark-mcp: "npm:*"\n  languageName: unknown\n  linkType: soft\n\n"postmark-mcp@npm:*":\n  version: 1.0.16\n  resolution: "postmark-mcp@npm:1.0.16"\n  checksum: 10/${'a'.repeat(128)}\n  languageName: node\n  linkType: hard\n`;

describe('a lockfile that no reader was written for', () => {
  test.each(['deno.lock', 'vlt-lock.json', 'shrinkwrap.yaml'])('%s alone in its folder leaves no verdict', async (name) => {
    const report = await scanFiles({ ...GOOD, [`sub/${name}`]: '{}' });
    expect(report.coverage.places.find((place) => place.path === `sub/${name}`)).toMatchObject({ kind: 'lockfile', status: 'skipped' });
    expect(problemsOf(report)).toMatchObject([{ code: 'unread-format', path: `sub/${name}` }]);
    expect(report.verdict.exitCode).toBe(2);
  });

  test('beside one that was read is a line of coverage', async () => {
    const report = await scanFiles({ ...GOOD, 'deno.lock': '{}' });
    expect(report.coverage.places.find((place) => place.path === 'deno.lock')?.reason).toBe('the lockfile of Deno is not read');
    expect(report.verdict.exitCode).toBe(0);
  });
});

describe('a manifest that no reader was written for', () => {
  test.each(['package.yaml', 'package.json5', 'deno.json', 'deno.jsonc'])('%s is said, and is nothing by itself', async (name) => {
    expect((await scanFiles({ [name]: '{}' })).verdict.exitCode).toBe(2);
    const report = await scanFiles({ ...GOOD, [`sub/${name}`]: '{}' });
    expect(report.coverage.places.find((place) => place.path === `sub/${name}`)).toMatchObject({ kind: 'manifest', status: 'skipped' });
    expect(report.verdict.exitCode).toBe(0);
  });
});

test('packed packages are said, one line a folder, and are nothing by themselves', async () => {
  const mirror = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`mirror/a-1.0.${at}.tgz`, '']));
  const report = await scanFiles({ ...GOOD, ...mirror });
  expect(report.coverage.places.filter((place) => place.path === 'mirror')).toMatchObject([{ status: 'skipped', reason: expect.stringMatching(/^12 packed packages were not opened: a-1\.0\.0\.tgz, .*, …$/) as string }]);
  expect(report.verdict.exitCode).toBe(0);
  expect((await scanFiles(mirror)).verdict.exitCode).toBe(2);
});

describe('a lockfile under another name', () => {
  test('of a pnpm branch is read, and may lag behind the manifests', async () => {
    const files = { 'package.json': JSON.stringify({ name: 'p', dependencies: { express: '*' } }), 'pnpm-lock.yaml': PNPM('express', '4.18.2') };
    expect((await scanFiles({ ...files, 'pnpm-lock.feature.yaml': PNPM('lodash', '4.17.21') })).verdict.exitCode).toBe(0);
    expect((await scanFiles({ ...files, 'pnpm-lock.feature!x.yaml': PNPM('postmark-mcp', '1.0.16') })).verdict.exitCode).toBe(1);
    const alone = await scanFiles({ 'package.json': files['package.json'], 'pnpm-lock.feature.yaml': PNPM('lodash', '4.17.21') });
    expect(problemsOf(alone)).toMatchObject([{ code: 'missing-dependency' }]);
  });

  test('in another case is read, as systems do that fold case', async () => {
    const report = await scanFiles({ 'package.json': BAD['package.json'] ?? '', 'Package-Lock.JSON': BAD['package-lock.json'] ?? '' });
    expect(report.findings.map((finding) => finding.ruleId)).toEqual(['known-malicious-version']);
  });

  test('that .yarnrc.yml gives is read', async () => {
    const manifest = { 'package.json': JSON.stringify({ name: 'p', dependencies: { 'postmark-mcp': '*' } }) };
    const report = await scanFiles({ ...manifest, '.yarnrc.yml': 'lockfileFilename: my.lock\n', 'my.lock': BERRY });
    expect(report.findings.map((finding) => finding.ruleId)).toEqual(['known-malicious-version']);
    expect(problemsOf(report)).toEqual([]);
    const elsewhere = await scanFiles({ ...GOOD, '.yarnrc.yml': 'lockfileFilename: ../my.lock\n' });
    expect(problemsOf(elsewhere)).toMatchObject([{ code: 'unread-format', path: '.yarnrc.yml' }]);
    expect((await scanFiles({ ...GOOD, '.yarnrc.yml': 'lockfileFilename: none.lock\n' })).verdict.exitCode).toBe(0);
  });
});
