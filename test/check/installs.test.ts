// Projects as the real managers install them, lockfile and tree together: a healthy project reaches exit 0, without a problem
// and without a package that its lockfile does not know.
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { cli } from '../support/cli.ts';
import { installProject } from '../support/real-installs.ts';

const MANAGERS = ['npm-11.21.2', 'pnpm-9.15.9', 'pnpm-10.34.9', 'yarn-1.22.22', 'yarn-4.18.1', 'yarn-4.18.1-pnp', 'bun-1.2.23', 'bun-1.3.14'];

describe.runIf(process.platform === 'linux' && process.arch === 'x64').each(MANAGERS)('%s', (id) => {
  let folder = '';
  beforeAll(() => {
    folder = installProject(id);
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
    expect(trees[0]?.packages).toBeGreaterThan(35);
  });
});
