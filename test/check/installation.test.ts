// The package as users get it: packed, installed globally by npm with its dependencies from the registry, and run.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { ROOT } from '../support/scan.ts';

let prefix = '';
let files: readonly string[] = [];

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-audit-pack-'));
  // Without scripts: prepack would take dist/ away and build it anew while other tests run it.
  const packed = JSON.parse(execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as { filename: string; files: { path: string }[] }[];
  files = (packed[0]?.files ?? []).map((file) => file.path);
  prefix = join(folder, 'prefix');
  execFileSync('npm', ['install', '--global', '--prefix', prefix, '--no-audit', '--no-fund', join(folder, packed[0]?.filename ?? '')], { cwd: folder, stdio: 'pipe' });
});

function installed(...args: readonly string[]) {
  return spawnSync(join(prefix, 'bin', 'mcp-audit'), [...args], { cwd: ROOT, encoding: 'utf8' });
}

describe('a global installation from the packed tarball', () => {
  test('holds what it needs and no sources, tests or fixtures', () => {
    expect(files).toContain('dist/cli.js');
    expect(files).toContain('dist/iocs.bin');
    expect(files).toContain('dist/io.read-ahead.js');
    expect(files).toContain('NOTICE');
    expect(files.filter((path) => /^(src|test|fixtures|bench)\//.test(path))).toEqual([]);
    expect(readdirSync(join(prefix, 'lib', 'node_modules', 'mcp-audit'))).toContain('dist');
  });

  test('gives the command, and every part of it works', () => {
    const selftest = installed('selftest');
    expect(selftest.stdout).not.toContain('BROKEN');
    expect(selftest.status).toBe(0);
  });

  test('finds the model case', () => {
    const scan = installed('scan', 'fixtures/scan/postmark-mcp');
    expect(scan.stdout).toContain('postmark-mcp 1.0.16 is known to be malicious');
    expect(scan.status).toBe(1);
  });
});
