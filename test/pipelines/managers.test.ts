// What the real managers wrote, as whole projects: a healthy repository reaches exit 0 without a problem, and the inventory
// that goes out (CycloneDX) is the list that was checked by hand, with the lines where each package stands.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCKFILES } from '../../src/lockfiles/registry.ts';
import type { Report } from '../../src/model/report.ts';
import { cyclonedx } from '../../src/reports/cyclonedx.ts';
import { FIXTURES, filesOf, foldersOf } from '../support/fixtures.ts';
import { rendered } from '../support/sample-report.ts';
import { problemsOf, scanFiles } from '../support/scan.ts';

const NAMES = new Set(LOCKFILES.flatMap((descriptor) => descriptor.fileNames));
/** The hidden lockfile of node_modules is never the lockfile of a project. */
const FOLDERS = foldersOf('managers').filter((name) => existsSync(join(FIXTURES, 'managers', name, 'listing.txt')) && !name.endsWith('-hidden'));

interface Component {
  readonly purl?: string;
  readonly evidence: { readonly occurrences: readonly { readonly location: string; readonly line?: number; readonly additionalContext: string }[] };
}

/** The project without its installed parts: they are not kept. */
function projectOf(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(filesOf(`managers/${folder}`)).filter(([path]) => path !== '.pnp.data.json'));
}

function componentsOf(report: Report): readonly Component[] {
  return (JSON.parse(rendered(cyclonedx, report)) as { readonly components: readonly Component[] }).components;
}

it.each([
  ['npm-11.21.2', 'pkg:npm/ms@2.0.0', ['node_modules/debug/node_modules/ms', 'packages/core/node_modules/ms']],
  ['bun-1.4.5', 'pkg:npm/ms@2.0.0', ['@fixture/core/ms', 'debug/ms']],
  ['yarn-1.22.22', 'pkg:npm/ms@2.1.2', ['ms-alias@npm:ms@2.1.2']],
  ['pnpm-9.15.9', 'pkg:npm/ms@2.1.2', ['ms@2.1.2']],
])('%s: %s stands at %j', async (folder, purl, entries) => {
  const report = await scanFiles(projectOf(folder), { inventory: 'keep' });
  const component = componentsOf(report).find((one) => one.purl === purl);
  expect(component?.evidence.occurrences.map((one) => one.additionalContext).toSorted()).toEqual(entries);
});

describe.each(FOLDERS)('%s', (folder) => {
  it('reaches exit 0 without a problem, its members governed', async () => {
    const report = await scanFiles(projectOf(folder));
    expect({ problems: problemsOf(report), findings: report.findings, exit: report.verdict.exitCode }).toEqual({ problems: [], findings: [], exit: 0 });
    expect(report.coverage.totals.lockfiles).toBe(1);
    const members = report.coverage.places.filter((place) => place.path.startsWith('packages/'));
    expect(members.map((place) => place.status)).toEqual(['read', 'read']);
    // npm 6 has no workspaces: the two are folders that nobody governs.
    expect(members.filter((place) => place.notes.some((note) => note.includes('no lockfile governs it'))).length).toBe(folder.startsWith('npm-6') ? 2 : 0);
  });

  it('loses its verdict when a member asks for more than the lockfile has', async () => {
    const files = projectOf(folder);
    const member = JSON.parse(files['packages/tool/package.json'] as string) as { dependencies: Record<string, string> };
    const asked = { ...files, 'packages/tool/package.json': JSON.stringify({ ...member, dependencies: { ...member.dependencies, 'never-locked': '^1.0.0' } }) };
    // npm 6 has no workspaces: nobody governs the folder, and its requests are listed alone.
    expect((await scanFiles(asked)).verdict.exitCode).toBe(folder.startsWith('npm-6') ? 0 : 2);
  });

  it.runIf(existsSync(join(FIXTURES, 'managers', folder, 'purls.txt')))('gives out the inventory that was checked by hand', async () => {
    const files = projectOf(folder);
    const report = await scanFiles(files, { inventory: 'keep' });
    const components = componentsOf(report);
    const purls = components.flatMap((component) => component.purl ?? []);
    expect(purls.toSorted()).toEqual(readFileSync(join(FIXTURES, 'managers', folder, 'purls.txt'), 'utf8').trim().split('\n').toSorted());
    const lockfile = Object.keys(files).find((path) => NAMES.has(path)) ?? '';
    const lines = (files[lockfile] as string).split('\n');
    for (const { purl, evidence: { occurrences } } of components.filter((component) => component.purl !== undefined)) {
      expect({ purl, found: occurrences.length > 0 }).toEqual({ purl, found: true });
      for (const { location, line, additionalContext } of occurrences) {
        expect(location).toBe(lockfile);
        // The line says the name under which the entry stands there.
        const own = (additionalContext.startsWith('@') || !additionalContext.includes('node_modules/') ? additionalContext : additionalContext.slice(additionalContext.lastIndexOf('node_modules/') + 13));
        expect(lines[(line ?? 0) - 1]).toContain(own.split('(')[0]?.replace(/#.*$/, ''));
      }
    }
  });
});
