// Each folder of fixtures/planted/<format>/ holds one small lockfile in which a known-bad version stands in one disguise
// (`finds: true`), or something that only looks like it (`not-…`, `finds: false`). Readers state facts: the bad name and
// version must be among the identities of an entry that has one, and must not be for the look-alikes.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCKFILES } from '../../src/lockfiles/registry.ts';
import type { Problem } from '../../src/model/coverage.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { isUnverifiable } from '../../src/model/package.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/planted');

interface Expected {
  readonly finds: boolean;
  readonly package: string;
  readonly format: string;
  readonly why: string;
}

const cases = readdirSync(ROOT, { withFileTypes: true })
  .filter((format) => format.isDirectory())
  .flatMap((format) => readdirSync(join(ROOT, format.name)).map((name) => join(format.name, name)));

async function inventoryOf(folder: string, format: string): Promise<Inventory> {
  const files = readdirSync(join(ROOT, folder));
  for (const descriptor of LOCKFILES) {
    const file = descriptor.fileNames.find((name) => files.includes(name));
    if (file === undefined || descriptor.id !== format) continue;
    const text = readFileSync(join(ROOT, folder, file), 'utf8');
    if (descriptor.recognises?.(text) === false) throw new Error(`${folder} is not recognised as ${format}`);
    return (await descriptor.load()).parse(text, file);
  }
  throw new Error(`${folder} holds no lockfile of ${format}`);
}

function identities(inventory: Inventory): readonly string[] {
  return inventory.packages
    .filter((one) => !isUnverifiable(one.source))
    .flatMap((one) => [one, ...(one.identities ?? [])])
    .map((identity) => `${identity.name}@${identity.version ?? ''}`);
}

/** A request that the manifest's own resolutions replace is answered by another entry. */
function excused(problem: Problem & { readonly unlessProvided?: string }, folder: string): boolean {
  const manifest: { readonly resolutions?: object } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
  return problem.unlessProvided !== undefined && Object.hasOwn(manifest.resolutions ?? {}, problem.unlessProvided);
}

it('has a case and a look-alike of every text format', () => {
  for (const format of ['npm', 'yarn-classic', 'yarn-berry', 'pnpm', 'bun']) {
    const names = cases.filter((name) => name.startsWith(join(format, '/'))).map((name) => name.slice(format.length + 1));
    expect(names).toEqual(expect.arrayContaining(['plain', 'dev', 'optional', 'transitive', 'alias', 'alias-without-range', 'tarball-url']));
    expect(names).toEqual(expect.arrayContaining(['not-workspace', 'not-git', 'not-file-folder', 'not-near-version', 'not-near-name', 'not-alias-key']));
  }
});

describe.each(cases)('%s', (folder) => {
  const expected: Expected = JSON.parse(readFileSync(join(ROOT, folder, 'expected.json'), 'utf8'));

  it(`${expected.finds ? 'is seen' : 'is not taken for it'}: ${expected.why}`, async () => {
    const seen = identities(await inventoryOf(folder, expected.format));
    expect({ seen, finds: seen.includes(expected.package) }).toEqual({ seen, finds: expected.finds });
  });

  it('gives no problem', async () => {
    const { problems } = await inventoryOf(folder, expected.format);
    expect(problems.filter((problem) => !excused(problem, folder))).toEqual([]);
  });

  it('has a manifest', () => {
    expect(existsSync(join(ROOT, folder, 'package.json'))).toBe(true);
  });
});
