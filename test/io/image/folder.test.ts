import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { ImageArchive } from '../../../src/io/image/contract.ts';
import { openImage, openImageSource } from '../../../src/io/image/open.ts';
import { TreeError } from '../../../src/model/ports.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { dockerLegacy, layer, ociLayout, tar, type TarMember } from '../../support/image.ts';

const LAYER = layer({ 'a.json': 'of a' });

function unpacked(members: readonly TarMember[]): string {
  const folder = temporaryFolder();
  for (const { name, text, type = '0' } of members) {
    if (type !== '0') continue;
    mkdirSync(dirname(join(folder, String(name))), { recursive: true });
    writeFileSync(join(folder, String(name)), text ?? '');
  }
  return folder;
}

async function told(path: string): Promise<readonly string[] | undefined> {
  const archive = await openImage(path, () => true);
  return archive && [...archive.images.map(({ tree }) => tree.list('/').map(({ name }) => name).join(' ')), ...[...archive.problems, ...archive.images.flatMap(({ layers }) => layers.flatMap(({ problems }) => problems))].map(({ code, message }) => `${code}: ${message}`)];
}

test('an OCI image layout, and docker save as it is unpacked', async () => {
  expect(await told(unpacked(ociLayout([LAYER], { packed: 'gzip' })))).toEqual(['a.json']);
  expect(await told(unpacked(dockerLegacy([LAYER])))).toEqual(['a.json']);
});

test('a blob that is a link out of the folder, or a pipe, is not read', async () => {
  const members = ociLayout([LAYER]);
  const blob = String(members[0]?.name);
  for (const replace of [(path: string) => symlinkSync('/etc/hostname', path), (path: string) => symlinkSync('../../../../../../etc/hostname', path), (path: string) => spawnSync('mkfifo', [path])]) {
    const folder = unpacked(members);
    renameSync(join(folder, blob), join(folder, 'elsewhere'));
    replace(join(folder, blob));
    expect(await told(folder)).toEqual(['', 'not-found: the layer is not in the archive']);
  }
});

test('a blob that is a link inside the folder is read', async () => {
  const members = ociLayout([LAYER]);
  const folder = unpacked(members);
  renameSync(join(folder, String(members[0]?.name)), join(folder, 'elsewhere'));
  symlinkSync('../../elsewhere', join(folder, String(members[0]?.name)));
  expect(await told(folder)).toEqual(['a.json']);
});

test('other folders and files are none', async () => {
  const folder = temporaryFolder({ 'manifest.json': '[]', 'index.json': '{}', 'text.tar': 'text' });
  for (const path of [folder, join(folder, 'text.tar'), join(folder, 'nothing')]) expect(await openImage(path, () => true)).toBeUndefined();
});

test('a pipe is not waited for', async () => {
  const folder = temporaryFolder();
  spawnSync('mkfifo', [join(folder, 'pipe.tar')]);
  expect(await openImage(join(folder, 'pipe.tar'), () => true)).toBeUndefined();
});

test('an archive that shrinks while it is read is told, wherever that happens', async () => {
  const bytes = tar(dockerLegacy([LAYER]));
  const open = async (reads: number) => {
    let made = 0;
    const source = { size: bytes.length, read: (offset: number, length: number) => {
      made += 1;
      if (made > reads) throw new RangeError('the file ended');
      return bytes.subarray(offset, offset + length);
    } };
    const end = await openImageSource(source, () => true).catch((error: unknown) => error);
    return { made, code: end instanceof TreeError ? end.code : (end as ImageArchive).images[0]?.layers[0]?.problems[0]?.code };
  };
  const { made } = await open(1000);
  const codes = await Promise.all(Array.from({ length: made }, async (_, reads) => (await open(reads)).code));
  expect(new Set(codes)).toEqual(new Set(['unreadable', 'malformed']));
});
