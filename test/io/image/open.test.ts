import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ImageArchive } from '../../../src/io/image/contract.ts';
import { isImageArchive, openImageSource } from '../../../src/io/image/open.ts';
import { openStore } from '../../../src/io/image/store.ts';
import type { FileTree } from '../../../src/model/ports.ts';
import { blob, describe as descriptorOf, dockerLegacy, dockerSave, layer, ociImage, ociIndex, ociLayout, tar, type TarMember } from '../../support/image.ts';

const BASE = layer({ 'app/': { folder: true }, 'app/package.json': '{"name":"app"}', 'app/old.json': 'old', 'app/big.bin': 'x', 'opt/a.json': 'a', 'opt/b.json': 'b' });
const TOP = layer({ 'app/old.json': null, 'app/package.json': '{"name":"changed"}', 'opt/.wh..wh..opq': '', 'opt/c.json': 'c' });

function source(bytes: Buffer) {
  return { size: bytes.length, read: (offset: number, length: number) => {
    if (offset < 0 || offset + length > bytes.length) throw new RangeError('outside');
    return bytes.subarray(offset, offset + length);
  } };
}

async function open(members: readonly TarMember[] | Buffer): Promise<ImageArchive> {
  const archive = await openImageSource(source(Buffer.isBuffer(members) ? members : tar(members)), (path) => path.endsWith('.json'));
  if (!archive) throw new Error('no image');
  return archive;
}

function text(tree: FileTree | undefined, path: string): string {
  return Buffer.from(tree?.read(path, 1_000_000) ?? '').toString();
}

const problems = (archive: ImageArchive) => [...archive.problems, ...archive.images.flatMap(({ layers }) => layers.flatMap((each) => each.problems))].map(({ code, message }) => `${code}: ${message}`);

describe('layouts', () => {
  const layouts: readonly (readonly [string, () => Buffer])[] = [
    ['docker save before 25', () => tar(dockerLegacy([BASE, TOP]))],
    ['docker save since 25', () => tar(dockerSave([BASE, TOP]))],
    ['OCI image layout', () => tar(ociLayout([BASE, TOP]))],
    ['OCI image layout, layers packed', () => tar(ociLayout([BASE, TOP], { packed: 'gzip' }))],
    ['docker save, packed', () => gzipSync(tar(dockerSave([BASE, TOP])))],
    ['docker save before 25, packed', () => gzipSync(tar(dockerLegacy([BASE, TOP])))],
    ['OCI image layout, twice packed', () => gzipSync(tar(ociLayout([BASE, TOP], { packed: 'gzip' })))],
  ];
  test.each(layouts)('%s', async (_name, make) => {
    const archive = await open(make());
    expect(problems(archive)).toEqual([]);
    expect(archive.images.length).toBe(1);
    const [image] = archive.images;
    expect(text(image?.tree, '/app/package.json')).toBe('{"name":"changed"}');
    expect(image?.tree.list('/app').map(({ name }) => name)).toEqual(['big.bin', 'package.json']);
    expect(image?.tree.list('/opt').map(({ name }) => name)).toEqual(['c.json']);
    expect(() => image?.tree.read('/app/big.bin', 100)).toThrow('its content was not kept');
    expect(image?.layers.map(({ number, gone, goneIn, entries }) => ({ number, gone, goneIn, entries }))).toEqual([{ number: 1, gone: 4, goneIn: [2], entries: 6 }, { number: 2, gone: 0, goneIn: [], entries: 4 }]);
    expect(image?.hidden.map((hidden) => hidden.layer)).toEqual([1]);
    const gone = image?.hidden[0]?.tree;
    expect([text(gone, '/app/package.json'), text(gone, '/app/old.json'), text(gone, '/opt/a.json')]).toEqual(['{"name":"app"}', 'old', 'a']);
  });

  test('tags and platforms are labels, and one image under two of them is read once', async () => {
    const members = dockerLegacy([BASE], 'first:1').map((member) => (member.name === 'manifest.json' ? { ...member, text: JSON.stringify([...JSON.parse(String(member.text)) as unknown[], { ...(JSON.parse(String(member.text)) as object[])[0], RepoTags: ['second:1'] }]) } : member));
    const archive = await open(members);
    expect(archive.images.map(({ label }) => label)).toEqual(['first:1']);
    expect(archive.notes).toEqual(['second:1 has the same layers as first:1, and was read with it']);
  });

  test('every platform of an index is read, also of one inside another', async () => {
    const arm = ociImage([layer({ 'arm.json': '1' })], { platform: { os: 'linux', architecture: 'arm64' } });
    const amd = ociImage([layer({ 'amd.json': '1' })], { platform: { os: 'linux', architecture: 'amd64' } });
    const inner = JSON.stringify({ schemaVersion: 2, manifests: [arm.descriptor, amd.descriptor] });
    const archive = await open([...arm.blobs, ...amd.blobs, blob(inner), ...ociIndex([descriptorOf(inner, 'application/vnd.oci.image.index.v1+json')])]);
    expect(problems(archive)).toEqual([]);
    expect(archive.images.map(({ label, tree }) => [label, tree.list('/')[0]?.name])).toEqual([['linux/arm64', 'arm.json'], ['linux/amd64', 'amd.json']]);
  });

  test('attestations are passed over and said', async () => {
    const image = ociImage([BASE]);
    const statement = JSON.stringify({ schemaVersion: 2, config: descriptorOf('{}', 'x'), layers: [descriptorOf('{}', 'application/vnd.in-toto+json')] });
    const archive = await open([...image.blobs, blob(statement), ...ociIndex([image.descriptor, { ...descriptorOf(statement, 'application/vnd.oci.image.manifest.v1+json'), platform: { os: 'unknown', architecture: 'unknown' } }])]);
    expect([archive.images.length, problems(archive), archive.notes.length]).toEqual([1, [], 1]);
    expect(archive.notes[0]).toContain('attestations');
  });

  test('layers of the same content may be links to one', async () => {
    const [folder, version, json, file, ...rest] = dockerLegacy([BASE]);
    const archive = await open([{ name: 'aa'.repeat(32), type: '5' }, { name: `${'aa'.repeat(32)}/layer.tar`, text: BASE }, ...[folder, version, json].filter((member) => member !== undefined), { name: file?.name ?? '', type: '2', link: `../${'aa'.repeat(32)}/layer.tar` }, ...rest]);
    expect(problems(archive)).toEqual([]);
    expect(text(archive.images[0]?.tree, '/app/old.json')).toBe('old');
  });
});

describe('what is no image', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('just some text that is longer than a header'.repeat(50))],
    ['a packed package', gzipSync(tar([{ name: 'package/package.json', text: '{}' }, { name: 'package/manifest.js', text: '' }]))],
    ['a tar with a folder of blobs', tar([{ name: 'blobs/x', text: '' }])],
    ['noise that says gzip', Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(2000, 7)])],
    ['an empty tar', tar([])],
  ])('%s', async (_name, bytes) => {
    expect(await isImageArchive(source(bytes))).toBe(false);
  });
  test('an archive is recognised without its layers', async () => {
    expect(await isImageArchive(source(tar(dockerLegacy([BASE]))))).toBe(true);
  });
});

describe('damage', () => {
  test('a layer that was changed', async () => {
    const changed = layer({ 'app/package.json': '{"name":"evil"}' });
    const members = ociLayout([BASE, TOP]).map((member) => (member.text === BASE || Buffer.compare(Buffer.from(member.text ?? ''), BASE) === 0 ? { ...member, text: changed } : member));
    const archive = await open(members);
    expect(problems(archive)).toEqual([
      'malformed: the layer does not have the digest that its manifest names: it was changed or damaged',
      'malformed: the unpacked layer does not have the diff_id that the image\'s configuration names: it was changed or damaged',
    ]);
    expect(text(archive.images[0]?.hidden[0]?.tree, '/app/package.json')).toBe('{"name":"evil"}');
  });

  test('a manifest that was changed', async () => {
    const members = ociLayout([BASE]).map((member) => (String(member.text).includes('"mediaType":"application/vnd.oci.image.manifest') && String(member.name).startsWith('blobs/') ? { ...member, text: `${String(member.text)} ` } : member));
    expect(problems(await open(members))).toEqual(['malformed: its content does not have the digest that names it: it was changed or damaged']);
  });

  test('a platform that was not saved with the others is a note; where none was saved, the archive is incomplete', async () => {
    const amd = ociImage([layer({ 'amd.json': '1' })], { platform: { os: 'linux', architecture: 'amd64' } });
    const arm = ociImage([layer({ 'arm.json': '1' })], { platform: { os: 'linux', architecture: 'arm64' } });
    const inner = JSON.stringify({ schemaVersion: 2, manifests: [arm.descriptor, amd.descriptor] });
    const index = [blob(inner), ...ociIndex([descriptorOf(inner, 'application/vnd.oci.image.index.v1+json')])];
    const one = await open([...amd.blobs, ...index]);
    expect([one.images.length, one.problems, one.notes]).toEqual([1, [], ['linux/arm64 is named by an index, and not in the archive']]);
    const none = await open(index);
    expect([none.images.length, none.problems.map(({ code }) => code)]).toEqual([0, ['not-found', 'not-found']]);
  });

  test('a missing layer leaves the others', async () => {
    const archive = await open(ociLayout([BASE, TOP]).slice(1));
    expect(problems(archive)).toEqual(['not-found: the layer is not in the archive']);
    expect(text(archive.images[0]?.tree, '/opt/c.json')).toBe('c');
  });

  test.each([1, 2, 3, 5, 8, 13, 21])('an archive cut at %s of 24 parts is told, plain and packed', async (part) => {
    for (const bytes of [tar(dockerSave([BASE, TOP])), gzipSync(tar(dockerSave([BASE, TOP]))), tar(dockerLegacy([BASE, TOP]))]) {
      const cut = bytes.subarray(0, Math.floor((bytes.length - 2048) * part / 24));
      const archive = await openImageSource(source(cut), () => true);
      // Cut before the first name that an image has, it is none.
      expect(archive === undefined || problems(archive).length > 0).toBe(true);
    }
  });

  test('a packed layer that is cut', async () => {
    const packed = gzipSync(layer({ 'a.json': 'a', 'b.json': 'b'.repeat(5000) }));
    const cut = packed.subarray(0, packed.length - 10);
    const image = ociImage([cut]);
    expect(problems(await open([...image.blobs, ...ociIndex([image.descriptor])]))).toEqual(['malformed: the gzip stream is damaged or cut: unexpected end of file']);
  });

  test.each([['plain', (bytes: Buffer) => bytes], ['packed', (bytes: Buffer) => gzipSync(bytes)]] as const)('a packed layer with damage in its middle leaves the ones behind it, %s', async (_name, pack) => {
    const random = Buffer.from(Array.from({ length: 400_000 }, (_, at) => Math.imul(at, 2_654_435_761) >>> 24));
    const damaged = Buffer.from(gzipSync(tar([{ name: 'a.json', text: 'a' }, { name: 'big.bin', text: random }, { name: 'lost.json', text: 'x' }])));
    damaged.fill(0, 2000, 2200);
    const members = ociLayout([layer({ 'first.json': '1' }), damaged, TOP]);
    const archive = await open(pack(tar(members)));
    expect(problems(archive).filter((problem) => /stream is damaged/.test(problem)).length).toBe(1);
    expect([text(archive.images[0]?.tree, '/first.json'), text(archive.images[0]?.tree, '/opt/c.json')]).toEqual(['1', 'c']);
  });

  test('a packed archive that unpacks without end', async () => {
    const bomb = gzipSync(tar([{ name: 'manifest.json', text: '[]' }, { name: 'zeros', text: Buffer.alloc(3_000_000) }]));
    await expect(openStore(source(bomb), { bytes: 1e9, ratio: 10, free: 500_000 })).rejects.toThrow('the archive unpacks to more than 10 times its size');
    await expect(openStore(source(bomb), { bytes: 1e6, ratio: 1e6, free: 0 })).rejects.toThrow('the archive unpacks to more than 1000000 bytes');
    expect(await openStore(source(bomb))).toBeDefined();
  });

  test('names of the archive lead nowhere else', async () => {
    const manifest = JSON.stringify([{ Config: '../../etc/passwd', RepoTags: null, Layers: ['../../../etc/passwd', '/etc/passwd', 7] }]);
    expect(problems(await open([{ name: 'manifest.json', text: manifest }]))).toEqual([
      'malformed: image 1 of manifest.json has a layer that is no text',
      'not-found: a file that a manifest names is not in the archive',
      'not-found: the layer is not in the archive',
      'not-found: the layer is not in the archive',
    ]);
  });

  test.each([
    ['no JSON', '{', 'malformed'],
    ['no list', '{"__proto__":{"polluted":1}}', 'malformed'],
    ['a list of nothing', '[null, 1, "x", {"__proto__":[]}]', 'malformed'],
    ['nothing', '', 'empty-file'],
    ['text that is no UTF-8', Buffer.from([0x5b, 0xff, 0x5d]), 'bad-encoding'],
  ])('a manifest.json that holds %s', async (_name, content, code) => {
    const archive = await open([{ name: 'manifest.json', text: content }]);
    expect(archive.images).toEqual([]);
    expect(archive.problems.map((problem) => problem.code)).toContain(code);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('manifest.json twice', async () => {
    expect(problems(await open([{ name: 'manifest.json', text: '[]' }, ...dockerLegacy([BASE])]))).toEqual(['duplicate-key: manifest.json stands twice in the archive: readers differ in which one they take']);
  });

  test('an index that names itself, and too many images', async () => {
    const images = Array.from({ length: 70 }, (_, at) => ociImage([layer({ [`${at}.json`]: 'x' })]));
    const archive = await open([...images.flatMap(({ blobs }) => blobs), ...ociIndex(images.map(({ descriptor }) => descriptor))]);
    expect(archive.images.length).toBe(64);
    expect(archive.problems.map(({ code }) => code)).toEqual(['too-many']);
  });

  test('a document that is index and manifest at once is read as both', async () => {
    const hidden = ociImage([layer({ 'hidden.json': 'x' })]);
    const shown = ociImage([layer({ 'shown.json': 'x' })]);
    const both = JSON.stringify({ ...JSON.parse(String(shown.blobs.at(-1)?.text)) as object, manifests: [hidden.descriptor] });
    const archive = await open([...hidden.blobs, ...shown.blobs, blob(both), ...ociIndex([descriptorOf(both, 'application/vnd.oci.image.manifest.v1+json')])]);
    expect(archive.images.map(({ tree }) => tree.list('/')[0]?.name)).toEqual(['hidden.json', 'shown.json']);
  });
});
