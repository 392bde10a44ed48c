// The inventory of a lockfile equals what the package manager that wrote it says. Each folder of fixtures/managers holds a
// lockfile as a real manager wrote it and that manager's own listing, reduced to lines `name@version` or
// `name@version [source]` for what comes from no registry. fixtures/managers/README.md tells how they were made.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCKFILES } from '../../src/lockfiles/registry.ts';
import type { Problem } from '../../src/model/coverage.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { isUnverifiable } from '../../src/model/package.ts';
import { npmPurl } from '../../src/model/purl.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/managers');
const NAMES = new Set(LOCKFILES.flatMap((descriptor) => descriptor.fileNames));

/** Some managers list what they installed, and the machine was Linux on x64; the lockfile holds these as well. */
const PLATFORM_PACKAGES = new Set([
  'fsevents@2.3.3',
  ...['darwin-arm64', 'darwin-x64', 'linux-arm', 'linux-arm64', 'win32-x64'].map((system) => `@msgpackr-extract/msgpackr-extract-${system}@3.0.4`),
]);

const folders = readdirSync(ROOT).filter((name) => existsSync(join(ROOT, name, 'listing.txt')));

async function inventoryOf(folder: string): Promise<Inventory> {
  const file = readdirSync(join(ROOT, folder)).find((name) => NAMES.has(name));
  if (file === undefined) throw new Error(`${folder} holds no lockfile`);
  const text = readFileSync(join(ROOT, folder, file), 'utf8');
  const descriptor = LOCKFILES.find((one) => one.fileNames.includes(file) && (one.recognises?.(text.slice(0, 65_536)) ?? true));
  if (descriptor === undefined) throw new Error(`nothing reads ${folder}/${file}`);
  return (await descriptor.load()).parse(text, file);
}

function lines(folder: string, file: string): readonly string[] {
  return readFileSync(join(ROOT, folder, file), 'utf8').trim().split('\n');
}

function fromRegistry(inventory: Inventory): ReadonlySet<string> {
  return new Set(inventory.packages.filter((one) => !isUnverifiable(one.source)).map((one) => `${one.name}@${one.version ?? ''}`));
}

function sorted(texts: Iterable<string>): readonly string[] {
  return [...texts].toSorted((a, b) => (a < b ? -1 : Number(a > b)));
}

/** Majors among the fixtures; for bun, whose lockfile changes with minors, these. */
function majors(manager: string): ReadonlySet<string> {
  const pattern = manager === 'bun' ? /^bun-(\d+\.\d+)/ : new RegExp(`^${manager}-(\\d+)\\.`);
  return new Set(folders.flatMap((name) => pattern.exec(name)?.[1] ?? []));
}

it('covers several majors of every manager that writes text', () => {
  expect(majors('npm').size).toBeGreaterThanOrEqual(5);
  expect(majors('yarn').size).toBeGreaterThanOrEqual(4);
  expect(majors('pnpm').size).toBeGreaterThanOrEqual(8);
  expect(majors('bun').size).toBeGreaterThanOrEqual(4);
});

interface Request {
  readonly importer: string;
  readonly name: string;
  readonly spec: string;
}

/** What no lockfile must hold: yarn 1 writes no workspace members, and the old pnpm no links. */
const LOCAL_SPEC = /^(?:link:|portal:|workspace:|1\.0\.0$)/;

/** Requests of the root and, where they are members of a workspace, of the packages below it. */
function requestsOf(folder: string): readonly Request[] {
  const members = folder.startsWith('npm-6') ? [''] : ['', 'packages/core', 'packages/tool'];
  return members.flatMap((importer) => {
    const manifest: { readonly [group: string]: unknown } = JSON.parse(readFileSync(join(ROOT, folder, importer, 'package.json'), 'utf8'));
    return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((group) =>
      Object.entries(manifest[group] ?? {}).map(([name, spec]) => ({ importer, name, spec: String(spec) })));
  });
}

/** Names that the manifest beside the lockfile replaces: yarn writes the replaced requests into its lockfile as they were. */
function replaced(folder: string): readonly string[] {
  const manifest: { readonly resolutions?: object; readonly overrides?: object } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
  return [...Object.keys(manifest.resolutions ?? {}), ...Object.keys(manifest.overrides ?? {})];
}

function excused(problem: Problem & { readonly unlessProvided?: string }, names: readonly string[]): boolean {
  return problem.unlessProvided !== undefined && names.includes(problem.unlessProvided);
}

describe.each(folders)('%s', (folder) => {
  it('gives no problem: a healthy file can reach a verdict', async () => {
    const { problems } = await inventoryOf(folder);
    expect(problems.filter((problem) => !excused(problem, replaced(folder)))).toEqual([]);
  });

  it('holds every package that the manager lists, and none that it does not', async () => {
    const ours = fromRegistry(await inventoryOf(folder));
    const theirs = new Set(lines(folder, 'listing.txt').filter((line) => !line.includes(' [')));
    const lost = sorted(theirs).filter((one) => !ours.has(one));
    const invented = sorted(ours).filter((one) => !theirs.has(one) && !PLATFORM_PACKAGES.has(one));
    expect({ lost, invented }).toEqual({ lost: [], invented: [] });
  });

  it('gives no registry identity to what comes from no registry', async () => {
    const { packages } = await inventoryOf(folder);
    const told = lines(folder, 'listing.txt').flatMap((line) => {
      const [, name, source] = /^(.[^@]*)@.* \[(\w+)\]$/.exec(line) ?? [];
      return name === undefined ? [] : [{ name, source, ours: packages.filter((one) => one.name === name).map((one) => one.source) }];
    });
    expect(told.length).toBeGreaterThan(2);
    expect(told.filter((one) => one.ours.some((source) => !isUnverifiable(source)))).toEqual([]);
    expect(told.filter((one) => one.source === 'git' && !one.ours.includes('git'))).toEqual([]);
  });

  it('resolves every edge to an entry', async () => {
    const inventory = await inventoryOf(folder);
    const ids = new Set(inventory.packages.map((one) => one.id));
    expect(ids.size).toBe(inventory.packages.length);
    const edges = inventory.packages.flatMap((one) => inventory.dependenciesOf(one.id));
    expect(edges.length).toBeGreaterThan(20);
    expect(edges.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('answers every request of the manifests', async () => {
    const inventory = await inventoryOf(folder);
    const requests = requestsOf(folder);
    expect(requests.length).toBeGreaterThan(10);
    expect(requests.filter((one) => !LOCAL_SPEC.test(one.spec) && inventory.answer(one.importer, one.name, one.spec) === undefined)).toEqual([]);
  });

  it.runIf(existsSync(join(ROOT, folder, 'purls.txt')))('has exactly the purls checked by hand', async () => {
    const purls = new Set((await inventoryOf(folder)).packages.filter((one) => !isUnverifiable(one.source)).map((one) => npmPurl(one.name, one.version)));
    expect(sorted(purls)).toEqual(lines(folder, 'purls.txt'));
  });
});
