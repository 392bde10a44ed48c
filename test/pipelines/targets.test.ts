// Targets that are not a repository's root folder.
import { describe, expect, test } from 'vitest';
import { npmProject, problemsOf, scanFiles } from '../support/scan.ts';

const BAD = npmProject({ 'postmark-mcp': '1.0.16' });
const GOOD = npmProject({ express: '4.18.2' });
const target = (path: string) => ({ targets: [{ absolute: `/repo/${path}`, shown: path, stable: '' }] });

describe('a single file', () => {
  test('a lockfile is read with the manifest beside it, and named as the user named it', async () => {
    const report = await scanFiles({ 'a/package-lock.json': BAD['package-lock.json'] as string, 'a/package.json': BAD['package.json'] as string, 'yarn.lock': 'nonsense' }, target('a/package-lock.json'));
    expect(report.findings[0]?.locations[0].path).toBe('a/package-lock.json');
    expect(report.coverage.places.map((place) => place.path)).toEqual(['a/package-lock.json', 'a/package-lock.json', 'a/package.json']);
    expect(problemsOf(report)).toEqual([]);
  });

  test('its manifest is asked for what the lockfile lacks', async () => {
    const report = await scanFiles({ ...GOOD, 'package.json': JSON.stringify({ dependencies: { express: '4', lost: '1' } }) }, target('package-lock.json'));
    expect(problemsOf(report).map((problem) => problem.code)).toEqual(['missing-dependency']);
  });

  test('a manifest is read with the lockfile beside it', async () => {
    expect((await scanFiles(GOOD, target('package.json'))).verdict.exitCode).toBe(0);
  });

  test('a file that scan does not know is incomplete, and says what it knows', async () => {
    const report = await scanFiles({ 'Gemfile.lock': 'x' }, target('Gemfile.lock'));
    expect(report.verdict.exitCode).toBe(2);
    expect(problemsOf(report)[0]?.hint).toContain('package-lock.json');
  });
});

describe('an installed tree by itself', () => {
  const installed = { 'app/node_modules/postmark-mcp/package.json': JSON.stringify({ name: 'postmark-mcp', version: '1.0.16' }) };

  test('the folder node_modules', async () => {
    const report = await scanFiles(installed, target('app/node_modules'));
    expect(report.findings).toMatchObject([{ ruleId: 'known-malicious-version', locations: [{ path: 'app/node_modules/postmark-mcp' }] }]);
  });

  test('the folder that holds it, without any manifest', async () => {
    expect((await scanFiles(installed, target('app'))).findings).toHaveLength(1);
  });

  test('trees deep in folders that git ignores, and in hidden ones', async () => {
    const report = await scanFiles({ ...GOOD, '.gitignore': 'node_modules\n.cache\n', ...Object.fromEntries(Object.entries(installed).map(([path, text]) => [`.cache/x/${path}`, text])) });
    expect(report.findings).toHaveLength(1);
  });
});

describe('folders without a version', () => {
  test('are a note where the name is not listed, and no verdict where it is', async () => {
    const report = await scanFiles({ ...GOOD, 'node_modules/express/package.json': '{"name":"express","version":"4.18.2"}', 'node_modules/loose/index.js': '' });
    expect(report.verdict.exitCode).toBe(0);
    expect(report.coverage.places.flatMap((place) => place.notes).join()).toContain('node_modules/loose');
    const listed = await scanFiles({ ...GOOD, 'node_modules/postmark-mcp/index.js': '' });
    expect(problemsOf(listed).map((problem) => problem.code)).toEqual(['unknown-package-version']);
  });

  test('v1.0.0 is 1.0.0', async () => {
    expect((await scanFiles({ 'node_modules/postmark-mcp/package.json': '{"name":"postmark-mcp","version":"v1.0.16"}' })).findings).toMatchObject([{ package: { version: '1.0.16' } }]);
  });
});
