// A bundle that opens and is damaged where single names stand.
import { expect, test } from 'vitest';
import { openBundle } from '../../src/indicators/open.ts';
import { stackBundles } from '../../src/indicators/stack.ts';
import { compileBundle } from '../../src/indicators/compile.ts';
import type { Package } from '../../src/model/package.ts';

const YAML = 'schema: 1\nid: x\ntitle: T\ndate: "2026"\nclass: malware\nconfidence: high\nsummary: S\npackages: [{name: first-bad, versions: ["1.0.0"]}, {name: second-bad, versions: ["1.0.0"]}]\nadvice: [A]\nreferences: ["https://example.com"]\n';
const PACKAGES: readonly Package[] = ['first-bad', 'second-bad', 'fine'].map((name) => ({ id: name, name, version: '1.0.0', source: 'registry' }));

/** An index in which the record of `first-bad` is changed by one byte. */
async function damagedBundle() {
  const { index, problems } = await compileBundle([{ path: 'x.yaml', text: YAML }], { id: 'x' });
  expect(problems).toEqual([]);
  const copy = Uint8Array.from(index);
  const at = Buffer.from(copy.buffer).indexOf('["name","first-bad"');
  expect(at).toBeGreaterThan(0);
  copy[at + 12] = 0x58;
  return openBundle({ size: copy.length, read: (offset, length) => copy.subarray(offset, offset + length) }, 'x');
}

test('a damaged record is told once asked for, and the other names still answer', async () => {
  const failures: unknown[] = [];
  const stack = stackBundles([await damagedBundle()], (_info, error) => { failures.push(error); });
  const matches = await stack.matchPackages(PACKAGES);
  expect(matches.map((match) => match.name)).toEqual(['second-bad']);
  expect(failures.map((error) => (error as Error).message)).toEqual(['the compiled index is damaged']);
  expect((await stack.matchRequests(PACKAGES.map(({ name }) => ({ name, spec: '1.0.0' })))).map((match) => match.name)).toEqual(['second-bad']);
  expect([stack.advisories('first-bad'), stack.advisories('second-bad').length]).toEqual([[], 1]);
  expect(failures).toHaveLength(3);
});

test('without somebody to tell, it is thrown', async () => {
  const stack = stackBundles([await damagedBundle()]);
  await expect(stack.matchPackages(PACKAGES)).rejects.toThrow('damaged');
  expect(() => stack.advisories('first-bad')).toThrow('damaged');
});

test('more matches than one call takes arguments', async () => {
  const { index } = await compileBundle([{ path: 'x.yaml', text: YAML }], { id: 'x' });
  const stack = stackBundles([openBundle({ size: index.length, read: (offset, length) => index.subarray(offset, offset + length) }, 'x')]);
  const many = Array.from({ length: 200_000 }, (_, at): Package => ({ id: String(at), name: 'first-bad', version: '1.0.0', source: 'registry' }));
  expect(await stack.matchPackages(many)).toHaveLength(many.length);
});
