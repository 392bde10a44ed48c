// mcp-audit exposure as a user runs it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { expect, test } from 'vitest';
import { cli, temporaryFolder } from '../support/cli.ts';
import { BAD, CLEAN, MODEL, repository } from '../support/git.ts';
import { ROOT } from '../support/scan.ts';

const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;

function modelCase() {
  const repo = repository();
  repo.commit({ 'package-lock.json': CLEAN }, { date: '2025-09-10T00:00:00Z' });
  repo.commit({ 'package-lock.json': MODEL }, { date: '2025-09-17T10:00:00Z', author: 'Eve \u001b[31m\u202e |&amp' });
  repo.commit({ 'package-lock.json': CLEAN }, { date: '2025-09-26T10:00:00Z' });
  return repo;
}

test('--help fits 80 columns, has examples and tells the exit codes', () => {
  const { code, stdout } = cli(['exposure', '--help']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/Exit codes:[\s\S]*Examples:/);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(cli(['--help']).stdout).toMatch(/Triage:[\s\S]*exposure[\s\S]*Knowledge:/);
});

test('the model case in text: a window, a timeline, nothing that steers a terminal', () => {
  const repo = modelCase();
  const { code, stdout, stderr } = cli(['exposure'], { cwd: repo.folder });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).toMatch(/^FINDINGS {2}1 finding: 1 critical/);
  expect(stdout).toMatch(/postmark-mcp 1\.0\.16 {2}package-lock\.json {2}\[gone\]\n {4}from {7}2025-09-17 10:00 [0-9a-f]{12}/);
  expect(stdout).toMatch(/stood {6}9 days, 1 commit\n/);
  expect(stdout).toMatch(/Timeline\n {2}2025-09-17 10:00 {2}\+ postmark-mcp 1\.0\.16 {2}[0-9a-f]{12} {2}package-lock\.json\n {2}2025-09-26 10:00 {2}- postmark-mcp/);
  expect(stdout).toContain('Eve \\u{1b}[31m\\u{202e} |&amp');
  expect(stdout).not.toMatch(/[\u001b\u202e]/);
  expect(stdout.split('\n').filter((line) => line.length > 80 && !/https?:|^(FINDINGS)/.test(line))).toEqual([]);
});

test('JSON follows the published schema; the other formats tell the window too', () => {
  const repo = modelCase();
  const { stdout } = cli(['exposure', '--json', '-o', 'html=out.html', '-o', 'markdown=out.md', '-o', 'sarif=out.sarif', '-o', 'junit=out.xml', '-o', 'cyclonedx=out.cdx'], { cwd: repo.folder });
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schemas', 'report.schema.json'), 'utf8')) as object);
  validate(JSON.parse(stdout));
  expect(validate.errors).toBeNull();
  expect(JSON.parse(stdout)).toMatchObject({ command: 'exposure', verdict: { exitCode: 1 }, exposure: { windows: [{ state: 'closed', days: 9, from: '2025-09-17T10:00:00Z' }], timeline: [{ event: 'introduced' }, { event: 'removed' }] } });
  const read = (name: string) => readFileSync(join(repo.folder, name), 'utf8');
  expect(read('out.html')).toMatch(/Exposure windows[\s\S]*&amp;amp/);
  expect(read('out.md')).toMatch(/### Exposure windows\n\n\| Package [\s\S]*\| postmark-mcp 1\.0\.16 \|/);
  for (const name of ['out.sarif', 'out.xml']) expect(read(name)).toContain('in the history from 2025-09-17 to 2025-09-26');
  expect(cli(['exposure', '--json'], { cwd: repo.folder }).stdout).toBe(stdout);
});

test('exit codes: 0 clean, 2 no repository, 3 wrong flags', () => {
  const repo = repository();
  repo.commit({ 'package-lock.json': CLEAN });
  expect(cli(['exposure', repo.folder])).toMatchObject({ code: 0, stdout: expect.stringContaining('CLEAN') as string });
  const none = cli(['exposure'], { cwd: temporaryFolder() });
  expect(none).toMatchObject({ code: 2, stdout: expect.stringMatching(/no git repository/) as string });
  expect(cli(['exposure', '--nonsense']).code).toBe(3);
  expect(cli(['exposure', '']).code).toBe(3);
  expect(cli(['exposure', repo.folder], { env: { PATH: '' } })).toMatchObject({ code: 2, stdout: expect.stringContaining('git was not found') as string });
});

test('several repositories in one run, each named', () => {
  const [one, two] = [repository(), repository()];
  one.commit({ 'package-lock.json': BAD });
  two.commit({ 'package-lock.json': CLEAN });
  const { code, stdout } = cli(['exposure', '--json', one.folder, two.folder]);
  expect(code).toBe(1);
  expect((JSON.parse(stdout) as { exposure: { repositories: { path: string }[] } }).exposure.repositories.map(({ path }) => path).sort()).toEqual([one.folder, two.folder].sort());
});

test('Ctrl-C ends it with 130 and leaves nothing behind', async () => {
  const { startCli } = await import('../support/cli.ts');
  const repo = repository();
  for (let at = 0; at < 3; at += 1) repo.commit({ 'package-lock.json': CLEAN });
  const child = startCli(['exposure'], repo.folder);
  child.kill('SIGINT');
  const code = await new Promise((done) => { child.on('exit', (status, signal) => { done(status ?? signal); }); });
  expect([130, 'SIGINT', 0]).toContain(code);
});
