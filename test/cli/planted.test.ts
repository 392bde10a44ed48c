// All planted fixtures as so many projects of one folder, in one run of the built command with the bundle that it ships.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { cli } from '../support/cli.ts';
import { FIXTURES, foldersOf } from '../support/fixtures.ts';

interface Expected {
  readonly finds: boolean;
  readonly package: string;
}

test('many projects in one run: each disguise is found where it stands, no look-alike is, and all were read', () => {
  const { code, stdout, stderr } = cli(['scan', 'fixtures/planted', '--json']);
  const report = JSON.parse(stdout) as Report;
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect([...report.coverage.problems, ...report.coverage.places.flatMap((place) => place.problems)]).toEqual([]);
  const found = new Set(report.findings
    .filter((finding) => finding.ruleId === 'known-malicious-version')
    .flatMap((finding) => finding.locations.map((location) => `${location.path.split('/').slice(0, 4).join('/')} ${finding.package?.name}@${finding.package?.version}`)));
  const cases = foldersOf('planted').flatMap((format) => foldersOf(`planted/${format}`).map((name) => `planted/${format}/${name}`));
  const told = cases.map((folder) => {
    const expected = JSON.parse(readFileSync(join(FIXTURES, folder, 'expected.json'), 'utf8')) as Expected;
    return { folder, finds: expected.finds, found: found.has(`fixtures/${folder} ${expected.package}`) };
  });
  expect(told.length).toBeGreaterThan(200);
  expect(told.filter((one) => one.finds !== one.found)).toEqual([]);
  expect(report.coverage.totals.lockfiles).toBeGreaterThanOrEqual(told.length);
});
