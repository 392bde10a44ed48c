// Counts against a Set of strings, in the ways a run adds packages.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Package } from '../../src/model/package.ts';
import { countDistinct } from '../../src/pipelines/scan/distinct.ts';

const entry = (name: string, version?: string): Package => ({ id: name, name, source: 'registry', ...(version === undefined ? {} : { version }) });
const PACKAGE = fc.tuple(fc.constantFrom('a', 'b', '@s/a', '__proto__', 'é'), fc.constantFrom('1.0.0', '1.0.1', undefined)).map(([name, version]) => entry(name, version));

test('counts as a Set of names with versions does, whatever the lists', () => {
  fc.assert(fc.property(fc.array(fc.array(PACKAGE, { maxLength: 8 }), { maxLength: 5 }), (lists) => {
    const distinct = countDistinct();
    for (const list of lists) distinct.add(list);
    expect(distinct.size).toBe(new Set(lists.flat().map(({ name, version = '' }) => `${name} ${version}`)).size);
  }));
});

test('counts 100,000 packages in lists that overlap', () => {
  const distinct = countDistinct();
  for (let list = 0; list < 20; list += 1) {
    distinct.add(Array.from({ length: 6_000 }, (_, at) => entry(`package-${list * 5_000 + at}`, `${at % 7}.0.0`)));
  }
  const wanted = new Set(Array.from({ length: 20 }, (_, list) => Array.from({ length: 6_000 }, (_unused, at) => `package-${list * 5_000 + at}@${at % 7}`)).flat()).size;
  expect(distinct.size).toBe(wanted);
});
