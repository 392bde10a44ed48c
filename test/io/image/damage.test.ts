// One byte changed anywhere: an archive that is read without a problem holds what it held. Digests are what makes that so.
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openImageSource } from '../../../src/io/image/open.ts';
import { type FileTree, TreeError } from '../../../src/model/ports.ts';
import { dockerLegacy, dockerSave, layer, ociLayout, tar } from '../../support/image.ts';

const LAYERS = [layer({ 'a/b.json': 'of b', 'c.json': 'of c', 'l': { link: 'a' } }), layer({ 'c.json': null, 'a/d.json': 'of d' })];

/** The same numbers in every run (Numerical Recipes, ranqd1). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function listing(tree: FileTree, folder = '/'): readonly string[] {
  return tree.list(folder).flatMap(({ name, kind }) => {
    const path = `${folder === '/' ? '' : folder}/${name}`;
    if (kind === 'folder') return listing(tree, path);
    return [kind === 'file' ? `${path}=${Buffer.from(tree.read(path, 1e6)).toString()}` : `${path} ${kind}`];
  });
}

async function seen(bytes: Buffer): Promise<string> {
  const source = { size: bytes.length, read: (offset: number, length: number) => bytes.subarray(offset, offset + length) };
  try {
    const archive = await openImageSource(source, () => true);
    if (!archive) return 'none';
    const problems = [...archive.problems, ...archive.images.flatMap(({ layers }) => layers.flatMap((each) => each.problems))];
    if (problems.length > 0) return 'problems';
    return archive.images.map(({ tree, hidden }) => [...listing(tree), ...hidden.flatMap((gone) => listing(gone.tree))].join(' ')).join('; ');
  } catch (error) {
    if (error instanceof TreeError) return 'problems';
    throw error;
  }
}

test.each<readonly [string, Buffer]>([
  ['docker save before 25', tar(dockerLegacy(LAYERS))], ['docker save', tar(dockerSave(LAYERS))], ['OCI', tar(ociLayout(LAYERS))], ['OCI, packed layers', tar(ociLayout(LAYERS, { packed: 'gzip' }))], ['docker save, packed', gzipSync(tar(dockerSave(LAYERS)))],
])('%s', async (_name, bytes) => {
  const next = numbers(bytes.length);
  const whole = await seen(bytes);
  expect(whole).toBe('/a/b.json=of b /a/d.json=of d /l link /c.json=of c');
  const answers = new Set<string>();
  for (let round = 0; round < 150; round += 1) {
    const changed = Buffer.from(bytes);
    changed[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
    answers.add(await seen(changed));
  }
  expect([...answers].filter((answer) => !['none', 'problems', whole].includes(answer))).toEqual([]);
  expect(answers.has('problems')).toBe(true);
});
