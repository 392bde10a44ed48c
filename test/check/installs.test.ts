// Projects as the real managers install them, lockfile and tree together: a healthy project reaches exit 0, without a problem
// and without a package that its lockfile does not know.
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { cli } from '../support/cli.ts';
import { installProject } from '../support/real-installs.ts';

/** Managers of the fixtures, some with other options than there, and the least number of packages on the disk. */
const INSTALLS: readonly { readonly id: string; readonly packages: number; readonly args?: readonly string[] }[] = [
  { id: 'npm-11.21.2', packages: 40 },
  { id: 'npm-11.21.2', packages: 40, args: ['install', '--install-strategy=nested'] },
  { id: 'npm-11.21.2', packages: 20, args: ['install', '--omit=dev', '--omit=optional'] },
  { id: 'pnpm-9.15.9', packages: 40 },
  { id: 'pnpm-9.15.9', packages: 35, args: ['install', '--no-frozen-lockfile', '--config.node-linker=hoisted'] },
  { id: 'pnpm-10.34.9', packages: 40 },
  { id: 'pnpm-10.34.9', packages: 20, args: ['install', '--no-frozen-lockfile', '--prod'] },
  { id: 'pnpm-12.21.0', packages: 40 },
  { id: 'yarn-1.22.22', packages: 40 },
  { id: 'yarn-4.18.1', packages: 40 },
  { id: 'yarn-4.18.1-pnp', packages: 40 },
  { id: 'bun-1.2.23', packages: 35 },
  { id: 'bun-1.3.14', packages: 35 },
  { id: 'bun-1.3.14', packages: 35, args: ['install', '--save-text-lockfile', '--linker=isolated'] },
];

describe.runIf(process.platform === 'linux' && process.arch === 'x64').each(INSTALLS)('$id $args', ({ id, packages, args }) => {
  let folder = '';
  beforeAll(() => {
    folder = installProject(id, args);
  });
  afterAll(() => {
    if (folder !== '') rmSync(dirname(folder), { recursive: true, force: true });
  });

  it('is clean where it was installed', () => {
    const { code, stdout, stderr } = cli(['scan', folder, '--json']);
    const report = JSON.parse(stdout) as Report;
    const problems = [...report.coverage.problems, ...report.coverage.places.flatMap((place) => place.problems)].map(({ code: what, path, message }) => ({ what, path, message }));
    const findings = report.findings.map(({ ruleId, title, evidence }) => ({ ruleId, title, evidence }));
    expect({ problems, findings, code, stderr }).toEqual({ problems: [], findings: [], code: 0, stderr: '' });
    const trees = report.coverage.places.filter((place) => place.kind === 'installed-tree');
    expect(trees.length).toBeGreaterThan(0);
    expect(trees.flatMap((place) => place.notes).filter((note) => note.includes('every installed package is in it')).length).toBe(trees.length);
    // One folder is one package: the members' trees are reached from the root, too.
    expect(trees.length).toBeLessThanOrEqual(1 + 3);
    expect(trees[0]?.packages).toBeGreaterThanOrEqual(packages);
  });
});
