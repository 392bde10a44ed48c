// A home in a folder, through the built command: what ran, what to rotate, what is taken out of the cache.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, temporaryFolder } from '../support/cli.ts';
import { ROOT } from '../support/scan.ts';

const LAPTOP = join(ROOT, 'fixtures', 'machines', 'laptop');

/** A copy, since its times and what is written beside it are the test's. */
function laptop(): string {
  const folder = temporaryFolder();
  cpSync(LAPTOP, folder, { recursive: true });
  return folder;
}

describe('scan --root', () => {
  test('begins with what a responder asks first, in 80 columns', () => {
    const ran = cli(['scan', '--root', 'fixtures/machines/laptop']);
    expect(ran.code).toBe(1);
    const page = ran.stdout.slice(0, ran.stdout.indexOf('\nCRITICAL'));
    for (const answer of ['AFFECTED  postmark-mcp 1.0.16', 'ran        npx cache', 'since      2025-09-18T07:41:12.2', 'cursor: "mail"', 'claude-code: "mail-too"', 'tarball    still held', 'rotate     POSTMARK_SERVER_TOKEN', 'deleted on 2025-11-02', 'remove     the entry', 'block      postmark-mcp@1.0.16']) expect(page).toContain(answer);
    expect(ran.stdout).not.toContain('example-token-0000');
    // Only what is copied as one piece (a path, a hash, an address) may be wider.
    for (const line of ran.stdout.split('\n').filter((text) => text.length > 80)) expect(line.trim()).toMatch(/^(?:read +|more +)?\S+$|^FINDINGS|\S{60}/);
  });

  test('takes the held tarball out, unopened, and lists it', () => {
    const folder = laptop();
    const out = join(folder, 'evidence');
    const ran = cli(['scan', '--root', folder, '--recover', out, '--json']);
    expect(ran.code).toBe(1);
    const report = JSON.parse(ran.stdout) as { readonly affected: readonly { readonly tarballs: readonly { readonly recovered: string; readonly held: boolean }[] }[] };
    const [tarball] = report.affected[0]?.tarballs ?? [];
    expect(tarball?.held).toBe(true);
    expect(readFileSync(tarball?.recovered ?? '', 'utf8')).toContain('Stands in for the tarball');
    expect(statSync(tarball?.recovered ?? '').mode & 0o077).toBe(0);
    expect(readdirSync(out).sort()).toEqual([expect.stringMatching(/^postmark-mcp-1\.0\.16-[0-9a-f]{12}\.tgz$/), 'recovered.json']);
    // Again: what stands there is never overwritten.
    expect(cli(['scan', '--root', folder, '--recover', out, '--quiet']).code).toBe(1);
    expect(readdirSync(out)).toContain('recovered-2.json');
  });

  test('links of the image stay inside it', () => {
    const folder = temporaryFolder({ 'home/dev/.npmrc': '' });
    mkdirSync(join(folder, 'home/dev/.cursor'));
    symlinkSync('/etc/passwd', join(folder, 'home/dev/.cursor/mcp.json'));
    const ran = cli(['scan', '--root', folder, '--allow-empty']);
    expect(ran.stdout).not.toContain('root:x');
  });

  test('a pipe in place of a configuration is told, never waited for', () => {
    const folder = temporaryFolder({ 'home/dev/.cursor/x': '' });
    execFileSync('mkfifo', [join(folder, 'home/dev/.cursor/mcp.json')]);
    const ran = cli(['scan', '--root', folder]);
    expect([ran.code, ran.stdout.includes('[not-a-file]')]).toEqual([2, true]);
  });
});

describe('scan --system', () => {
  test('reads the home of the user who runs it', () => {
    const ran = cli(['scan', '--system', '--json'], { env: { HOME: join(LAPTOP, 'home', 'dev') } });
    expect(ran.code).toBe(1);
    const report = JSON.parse(ran.stdout) as { readonly servers: readonly { readonly name: string }[]; readonly verdict: { readonly notExamined: readonly string[] } };
    expect(report.servers.map(({ name }) => name)).toEqual(expect.arrayContaining(['mail', 'mail-too', 'files']));
    expect(report.verdict.notExamined[0]).toContain('--all-users');
  });

  test('flags that need it say so', () => {
    expect(cli(['scan', '--recover', 'x'])).toMatchObject({ code: 3, stderr: expect.stringContaining('--system') });
    expect(cli(['scan', '--all-users'])).toMatchObject({ code: 3 });
    expect(cli(['scan', '--root', 'no-such-folder'])).toMatchObject({ code: 3, stderr: expect.stringContaining('no-such-folder') });
    expect(existsSync(join(ROOT, 'x'))).toBe(false);
  });
});

test('a repository with a client configuration that a bad version can answer', () => {
  const folder = temporaryFolder({
    'package.json': '{"name":"project","version":"1.0.0"}',
    'package-lock.json': '{"name":"project","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"project","version":"1.0.0"}}}',
    '.mcp.json': '{"mcpServers":{"mail":{"command":"npx","args":["-y","postmark-mcp@latest"],"env":{"POSTMARK_SERVER_TOKEN":"${TOKEN}"}}}}',
  });
  const ran = cli(['scan', '--json'], { cwd: folder });
  const report = JSON.parse(ran.stdout) as { readonly findings: readonly { readonly ruleId: string; readonly credentials?: readonly string[] }[] };
  expect([ran.code, report.findings.find(({ ruleId }) => ruleId === 'could-resolve-to-malicious-version')?.credentials]).toEqual([1, ['POSTMARK_SERVER_TOKEN']]);
});
