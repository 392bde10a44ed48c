// diff through the built command: folders, tarballs and commits of the model case; every output; what cannot be compared.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { REPORT_FORMATS } from '../../src/reports/contract.ts';
import { cli, temporaryFolder } from '../support/cli.ts';
import { packed } from '../support/memory-registry.ts';
import { modelCase } from '../support/diff.ts';
import { ROOT } from '../support/scan.ts';

const CASE = 'fixtures/behaviors/model-case';
const OLD = `${CASE}/1.0.15`;
const NEW = `${CASE}/1.0.16`;

function compared(args: readonly string[], options?: Parameters<typeof cli>[1]): { readonly code: number | null; readonly report: Report } {
  const ran = cli(['diff', ...args, '--iocs', 'none', '--json'], options);
  if (ran.stderr !== '') throw new Error(ran.stderr);
  return { code: ran.code, report: JSON.parse(ran.stdout) as Report };
}

describe('the model case, with no bundle', () => {
  test('the first finding is the hidden recipient, at its line, and new', () => {
    const { code, report } = compared([OLD, NEW]);
    expect(code).toBe(1);
    expect(report.findings[0]).toMatchObject({ standing: 'new', locations: [{ path: `${NEW}/index.js`, line: 65 }] });
    expect(report.findings[0]?.ruleId).toMatch(/mail-recipient$/);
    expect(report.differences).toHaveLength(1);
  });

  test('the same copy twice is clean', () => {
    const folder = temporaryFolder();
    for (const name of ['a', 'b']) cpSync(join(ROOT, OLD), join(folder, name), { recursive: true });
    const { code, report } = compared(['./a', './b'], { cwd: folder });
    expect(code).toBe(0);
    expect(report.differences).toMatchObject([{ files: [], behaviors: [], manifest: [], totals: { same: 3 } }]);
  });
});

test('two commits of a repository', () => {
  const folder = temporaryFolder();
  const git = (...args: readonly string[]) => execFileSync('git', ['-c', 'user.name=dev', '-c', 'user.email=dev@example.com', '-c', 'commit.gpgsign=false', ...args], { cwd: folder, stdio: 'ignore', env: { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1' } });
  git('init', '-q');
  for (const [name, version] of [['v1', '1.0.15'], ['v2', '1.0.16']] as const) {
    mkdirSync(join(folder, 'server'), { recursive: true });
    for (const [file, text] of Object.entries(modelCase(version))) writeFileSync(join(folder, 'server', file), text);
    git('add', '-A');
    git('commit', '-qm', name);
    git('tag', name);
  }
  const { code, report } = compared(['server#v1', 'git+file:server#v2'], { cwd: folder });
  expect(code).toBe(1);
  expect(report.findings[0]).toMatchObject({ standing: 'new', locations: [{ path: 'server#v2/index.js', line: 65 }] });
  expect(report.differences).toMatchObject([{ before: { source: 'git', label: 'server#v1', commit: expect.stringMatching(/^[0-9a-f]{40}$/) as string } }]);
  expect(compared(['server#v1', 'server#v3'], { cwd: folder })).toMatchObject({ code: 2 });
  // The later copy is judged by itself: an honest one does not make up for the earlier one that is missing.
  expect(compared(['nowhere#v1', 'server#v1'], { cwd: folder })).toMatchObject({ code: 2 });
});

test('every output of one run, and JSON as its schema says', () => {
  const folder = temporaryFolder({ 'old.tgz': packed(modelCase('1.0.15')), 'new.tgz': packed(modelCase('1.0.16')) });
  const ran = cli(['diff', 'old.tgz', 'new.tgz', '--patch', ...REPORT_FORMATS.flatMap((format) => ['-o', `${format}=out.${format}`])], { cwd: folder });
  expect([ran.code, ran.stderr]).toEqual([1, '']);
  expect(ran.stdout).toContain('phan@giftshop.club');
  for (const format of REPORT_FORMATS) expect(readFileSync(join(folder, `out.${format}`), 'utf8')).toContain('postmark-mcp');
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  (addFormatsModule as unknown as typeof addFormatsModule.default)(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schemas', 'report.schema.json'), 'utf8')) as object);
  validate(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')));
  expect(validate.errors).toBeNull();
});

test.each([['./nowhere', OLD], [OLD, './nowhere'], [OLD, 'nowhere.tgz'], [OLD, 'README.md/x']])('%s against %s: no verdict', (before, after) => {
  const { code, report } = compared([before, after]);
  expect(code).toBe(2);
  expect(report.verdict.status).toBe('incomplete');
});
