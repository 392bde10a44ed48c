// Bad input through the built command: a clear message, and never exit 0.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, temporaryFolder } from '../support/cli.ts';
import { npmProject } from '../support/scan.ts';

const GOOD = npmProject({ express: '4.18.2' });
const BAD = npmProject({ 'postmark-mcp': '1.0.16' });
const LOCK = GOOD['package-lock.json'] as string;

function scanText(files: Readonly<Record<string, string | Uint8Array>>, ...flags: readonly string[]) {
  const ran = cli(['scan', ...flags], { cwd: temporaryFolder(files) });
  return { ...ran, all: ran.stdout + ran.stderr };
}

describe('never a silent clean', () => {
  test.each([
    ['not JSON', 'hello', /not valid JSON/],
    ['JSON null', 'null', /no object/],
    ['a number', '7', /no object/],
    ['an empty file', '', /empty/],
    ['white space', ' \n\t ', /white space/],
    ['a truncated file', LOCK.slice(0, LOCK.length - 40), /ends too early|truncated/],
    ['NUL bytes', '\0'.repeat(100), /NUL/],
    ['UTF-16 without a mark', new Uint8Array(Buffer.from(LOCK, 'utf16le')), /NUL|UTF-16/],
    ['an unknown lockfileVersion', LOCK.replace('"lockfileVersion": 3', '"lockfileVersion": 12'), /lockfileVersion/],
    ['10,000-deep nesting', `{"lockfileVersion":3,"packages":${'{"a":'.repeat(10_000)}{}${'}'.repeat(10_000)}}`, /deep/],
    ['100,000 open brackets', '['.repeat(100_000), /not valid JSON|deep/],
    ['a duplicate key', LOCK.replace('"version": "4.18.2"', '"version": "4.18.2", "version": "4.18.3"'), /twice/],
    ['an empty name', LOCK.replaceAll('express', ''), /name|entry/],
  ] as const)('package-lock.json: %s', (_what, content, message) => {
    const ran = scanText({ 'package.json': GOOD['package.json'] as string, 'package-lock.json': content });
    expect(ran.all).toMatch(message);
    expect(ran.code).toBe(2);
    expect(ran.stdout).toContain('INCOMPLETE');
  });

  test.each(['yarn.lock', 'pnpm-lock.yaml', 'bun.lock'])('%s with the text of another format, or none', (name) => {
    for (const content of ['', 'hello', 'null', '{}', LOCK, '\0', '- a\n- b\n', '{'.repeat(10_000)]) {
      const ran = scanText({ 'package.json': GOOD['package.json'] as string, [name]: content });
      expect([content.slice(0, 10), ran.code]).toEqual([content.slice(0, 10), 2]);
    }
  });

  test('an unreadable file, a folder in its place, a pipe', () => {
    const folder = temporaryFolder(GOOD);
    mkdirSync(join(folder, 'a', 'package-lock.json'), { recursive: true });
    mkdirSync(join(folder, 'b'));
    execFileSync('mkfifo', [join(folder, 'b', 'yarn.lock')]);
    const ran = cli(['scan'], { cwd: folder });
    expect(ran.code).toBe(2);
    expect(ran.stdout).toMatch(/a\/package-lock\.json/);
    expect(ran.stdout).toMatch(/b\/yarn\.lock/);
  });

  test('a path that does not exist, beside one that does', () => {
    const ran = cli(['scan', 'nowhere', '.'], { cwd: temporaryFolder(GOOD) });
    expect(ran.code).toBe(2);
    expect(ran.stdout).toMatch(/nowhere[\s\S]*does not exist/);
  });

  test('a 200 MB lockfile is over the limit, and the limit can be raised', () => {
    const folder = temporaryFolder(BAD);
    truncateSync(join(folder, 'package-lock.json'), 200 * 1024 * 1024);
    rmSync(join(folder, 'package.json'));
    const ran = cli(['scan'], { cwd: folder });
    expect(ran.code).toBe(2);
    expect(ran.stdout).toContain('--max-file-size');
    const padded = temporaryFolder({ ...BAD, 'package-lock.json': `${BAD['package-lock.json'] ?? ''}${' '.repeat(200)}` });
    expect(cli(['scan', '--max-file-size', '300'], { cwd: padded }).stdout).toContain('raise the limit with --max-file-size');
    expect(cli(['scan', '--max-file-size', '1M'], { cwd: padded }).code).toBe(1);
  });

  test('a bundle with a typo, an empty bundle, an expired bundle', () => {
    const folder = temporaryFolder({ ...GOOD, 'typo/x.yaml': 'schema: 1\nid: x\ntitel: y\n', 'empty/readme.md': '' });
    const typo = cli(['scan', '--iocs', 'typo'], { cwd: folder });
    expect(typo.code).toBe(2);
    expect(typo.stdout).toMatch(/typo\/x\.yaml:\d+:\d+/);
    expect(cli(['ioc', 'validate', 'typo'], { cwd: folder })).toMatchObject({ code: 1 });
    expect(cli(['scan', '--iocs', 'empty'], { cwd: folder }).code).toBe(2);
    const expired = cli(['scan', '--max-bundle-age', '1'], { cwd: folder });
    expect(expired.code).toBe(2);
    expect(expired.stdout).toMatch(/days old/);
    expect(cli(['scan', '--iocs', 'nowhere'], { cwd: folder })).toMatchObject({ code: 3 });
  });
});

describe('still read', () => {
  test.each([
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['one line', (text: string) => JSON.stringify(JSON.parse(text))],
    ['a 64 KiB line', (text: string) => text.replace('"lockfileVersion"', `"x": "${'y'.repeat(65_536)}", "lockfileVersion"`)],
  ])('%s', (_what, change) => {
    const ran = scanText({ ...BAD, 'package-lock.json': change(BAD['package-lock.json'] as string) });
    expect(ran.stdout).toContain('postmark-mcp 1.0.16');
    expect(ran.code).toBe(1);
  });

  test('UTF-16 with a byte order mark, and it is said', () => {
    const ran = scanText({ ...BAD, 'package-lock.json': new Uint8Array(Buffer.from(`\ufeff${BAD['package-lock.json'] ?? ''}`, 'utf16le')) }, '--verbose');
    expect(ran.stdout).toContain('postmark-mcp 1.0.16');
    expect(ran.stdout).toMatch(/UTF-16LE/);
  });

  test('a lockfile behind a link, a linked target, circular links', () => {
    const folder = temporaryFolder(Object.fromEntries(Object.entries(BAD).map(([name, text]) => [`real/${name}`, text])));
    mkdirSync(join(folder, 'linked'));
    symlinkSync('../real/package-lock.json', join(folder, 'linked', 'package-lock.json'));
    symlinkSync('.', join(folder, 'real', 'loop'));
    symlinkSync('loop2', join(folder, 'loop2'));
    symlinkSync('real', join(folder, 'target'));
    expect(cli(['scan', '-q'], { cwd: folder }).stdout).toMatch(/linked\/package-lock\.json/);
    expect(cli(['scan', 'target'], { cwd: folder }).code).toBe(1);
  });

  test('__proto__ as a name is an entry like any other, and no registry holds it', () => {
    const ran = scanText({ ...BAD, 'package-lock.json': (BAD['package-lock.json'] as string).replace('"packages": {', '"packages": { "node_modules/__proto__": { "version": "1.0.0" },') });
    expect(ran.stdout).toContain('postmark-mcp 1.0.16');
    expect(ran.code).toBe(1);
  });
});

describe('hostile text', () => {
  test('no escape sequence of the audited side reaches the terminal, in any format', () => {
    const evil = 'evil\u001b[2J\u001b]0;owned\u0007\u202ename';
    const lockfile = JSON.stringify({ lockfileVersion: 3, packages: { '': { dependencies: { [evil]: '1' } }, [`node_modules/${evil}`]: { version: '1.0.0\u001b[31m', resolved: `https://user:secret@registry.example/postmark-mcp/-/postmark-mcp-1.0.16.tgz` } } });
    const folder = temporaryFolder({ 'package-lock.json': lockfile });
    for (const format of ['text', 'json', 'sarif', 'markdown', 'html', 'junit', 'cyclonedx']) {
      const ran = cli(['scan', '--format', format, '--verbose'], { cwd: folder });
      expect([format, ran.code]).toEqual([format, 1]);
      // eslint-disable-next-line no-control-regex
      expect([format, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/.test(ran.stdout + ran.stderr)]).toEqual([format, false]);
      expect([format, ran.stdout.includes('secret')]).toEqual([format, false]);
    }
  });

  test('a file name with an escape sequence', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a\u001b[2Jb'));
    writeFileSync(join(folder, 'a\u001b[2Jb', 'package-lock.json'), '{');
    const ran = cli(['scan'], { cwd: folder });
    expect(ran.code).toBe(2);
    expect(ran.stdout).not.toContain('\u001b');
  });
});
