import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bun } from '../../src/lockfiles/bun.ts';
import { npm } from '../../src/lockfiles/npm.ts';

// Values of any kind where the formats want certain ones, under the words that the readers look for.
const WORDS = ['packages', 'dependencies', 'lockfileVersion', 'workspaces', 'node_modules/a', 'node_modules/a/node_modules/@s/b', 'a', 'a/@s/b', '', '__proto__', 'constructor', 'version', 'resolved', 'name', 'link',
  'requires', 'optionalDependencies', 'devDependencies', 'extraneous', 'integrity'];
const LEAVES = [null, true, 1, 2, 3, 0, '1.0.0', 'a@1.0.0', 'a@workspace:a', 'npm:a@1.0.0', 'https://registry.example/a/-/a-1.0.0.tgz', 'file:a', '', 'a'];

const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 6 }, fc.constantFrom(...LEAVES), tie('object'), tie('list')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.array(fc.tuple(fc.constantFrom(...WORDS), tie('value')), { maxLength: 6 }).map((pairs) => ({ pairs })),
}));

// An object is a list of pairs, because it may have a key twice.
function write(node: unknown): string {
  if (Array.isArray(node)) return `[${node.map(write).join(',')}]`;
  if (typeof node !== 'object' || node === null) return JSON.stringify(node);
  const { pairs } = node as { readonly pairs: readonly (readonly [string, unknown])[] };
  return `{${pairs.map(([key, inner]) => `${JSON.stringify(key)}:${write(inner)}`).join(',')}}`;
}

test.each([npm, bun])('$id: any shape gives an inventory whose ids are unique and whose answers are its own', (reader) => {
  fc.assert(fc.property(value, value, value, (packages, dependencies, workspaces) => {
    const text = `{"lockfileVersion":2,"packages":${write(packages)},"dependencies":${write(dependencies)},"workspaces":${write(workspaces)}}`;
    const inventory = reader.parse(text, 'lock');
    const ids = new Set(inventory.packages.map((entry) => entry.id));
    expect(ids.size).toBe(inventory.packages.length);
    for (const id of ids) for (const dependency of inventory.dependenciesOf(id)) expect(ids.has(dependency)).toBe(true);
    for (const importer of inventory.importers) for (const dependency of importer.dependencies) expect(ids.has(dependency)).toBe(true);
    expect([...ids].filter((id) => inventory.locate(id) === undefined)).toEqual([]);
  }), { numRuns: 1500, seed: 17 });
});
