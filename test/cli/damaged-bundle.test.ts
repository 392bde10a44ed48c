// The embedded bundle of an installation is damaged on the disk: no verdict, and no stack trace.
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { CLI, temporaryFolder } from '../support/cli.ts';
import { npmProject, ROOT } from '../support/scan.ts';

function scanWith(damage: (index: Buffer) => Buffer) {
  const folder = temporaryFolder(npmProject({ 'postmark-mcp': '1.0.16' }));
  const copy = temporaryFolder({ 'package.json': '{"type":"module"}' });
  cpSync(dirname(CLI), join(copy, 'dist'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const index = join(copy, 'dist', 'iocs.bin');
  writeFileSync(index, damage(readFileSync(index)));
  return spawnSync(process.execPath, [join(copy, 'dist', 'cli.js'), 'scan', folder, '--json'], { encoding: 'utf8' });
}

// Word 7 of the header: bytes of the front of the tables; word 6: how many records, each with an offset. The records follow the second copy.
const recordsAt = (index: Buffer) => 64 + 2 * (index.readUInt32LE(28) + (index.readUInt32LE(24) + 1) * 4);

test.each<readonly [string, (index: Buffer) => Buffer]>([
  ['cut off', (index) => index.subarray(0, index.length - 1)],
  ['empty', () => Buffer.alloc(0)],
  ['with every record changed', (index) => {
    const changed = Buffer.from(index);
    for (let at = recordsAt(index); at < changed.length; at += 8) changed[at] = (changed[at] ?? 0) ^ 0xff;
    return changed;
  }],
  ['with its tables changed', (index) => {
    const changed = Buffer.from(index);
    changed[4_000] = (changed[4_000] ?? 0) ^ 1;
    return changed;
  }],
])('%s', (_what, damage) => {
  const { status, stdout, stderr } = scanWith(damage);
  expect(stderr).toBe('');
  expect(status).toBe(2);
  const report = JSON.parse(stdout) as { coverage: { problems: { code: string }[] } };
  expect(report.coverage.problems.map((problem) => problem.code)).toContain('bundle');
});
