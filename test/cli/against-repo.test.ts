// diff --against-repo through the built command: a clone, an address of a file, and what it refuses.
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { cli, temporaryFolder } from '../support/cli.ts';
import { repository } from '../support/git.ts';

const HONEST = { 'package.json': JSON.stringify({ name: 'some-server', version: '1.2.0' }), 'index.js': 'module.exports = 1;\n' };

function compared(args: readonly string[], folder: string): { readonly code: number | null; readonly report: Report } {
  const ran = cli(['diff', '--against-repo', ...args, '--json'], { env: { HOME: temporaryFolder() }, cwd: folder });
  if (ran.stderr !== '') throw new Error(ran.stderr);
  return { code: ran.code, report: JSON.parse(ran.stdout) as Report };
}

test('the tag of the version, by a path and by an address of a file', () => {
  const repo = repository();
  repo.commit(HONEST);
  repo.git('tag', '-a', 'v1.2.0', '-m', 'v1.2.0');
  repo.commit({ 'index.js': 'module.exports = 2;\n' });
  const folder = temporaryFolder({ ...Object.fromEntries(Object.entries(HONEST).map(([path, text]) => [`pkg/${path}`, text])), 'bad/package.json': HONEST['package.json'], 'bad/index.js': HONEST['index.js'], 'bad/lib/x.js': "require('child_process').execSync('id')\n" });
  for (const source of [repo.folder, `file://${repo.folder}`, `git+file://${repo.folder}`]) expect(compared([source, './pkg'], folder)).toMatchObject({ code: 0, report: { command: 'diff', differences: [{ files: [], totals: { same: 2 } }] } });
  const { code, report } = compared([repo.folder, './bad'], folder);
  expect(code).toBe(1);
  expect(report.findings[0]).toMatchObject({ ruleId: 'repo-package-mismatch', severity: 'high', locations: [{ path: 'bad/lib/x.js', line: 1 }] });
  expect(report.differences).toMatchObject([{ before: { source: 'git' }, files: [{ path: 'lib/x.js', kind: 'added' }], totals: { added: 1, changed: 0, same: 2 } }]);
  expect(compared([repo.folder, './pkg', '--ref', 'main'], folder).report.differences).toMatchObject([{ files: [{ path: 'index.js', kind: 'changed' }] }]);
  expect(compared([temporaryFolder(), './pkg'], folder).code).toBe(2);
  expect(compared(['https://git.example/a/b', './pkg', '--offline'], folder).code).toBe(2);
});

test.each([
  [['--against-repo', 'http://user:secret@git.example/a', './x'], 'is no https:// address'],
  [['--against-repo', 'git@git.example:a/b.git', './x'], 'is no https:// address'],
  [['--against-repo', 'https://user:secret@git.example/a', './x'], 'without user, password'],
  [['--against-repo', '.', './x', './y'], 'two were named'],
  [['--against-repo', '.', '.#HEAD'], 'is a repository itself'],
  [['--against-repo', '.', '--lockfiles', './x', './y'], '--lockfiles and --against-repo exclude each other'],
  [['--ref', 'v1', './x', './y'], '--ref needs --against-repo'],
])('%j is refused', (args, message) => {
  const ran = cli(['diff', ...args]);
  expect(ran.stderr + ran.stdout).not.toContain('secret');
  expect([ran.code, ran.stderr.includes(message)]).toEqual([3, true]);
});
