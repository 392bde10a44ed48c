// Package tarballs: what npm would write, everything odd, and what was not read. The archives are built from text.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { x } from 'tar';
import { describe, expect, test } from 'vitest';
import { readTarball, type TarballRead } from '../../src/io/tarball.ts';
import { LIMITS } from '../../src/model/limits.ts';
import { temporaryFolder } from '../support/cli.ts';
import { pax, tar, type TarMember } from '../support/image.ts';

const MANIFEST: TarMember = { name: 'package/package.json', text: '{"name":"a","version":"1.0.0"}' };

function packed(...members: readonly TarMember[]): Buffer {
  return gzipSync(tar([MANIFEST, ...members]));
}

function read(...members: readonly TarMember[]): Promise<TarballRead> {
  return readTarball(packed(...members));
}

function kinds({ oddities }: TarballRead): readonly string[] {
  return oddities.map(({ kind }) => kind);
}

function names(found: TarballRead, folder = '/'): readonly string[] {
  return found.tree.list(folder).flatMap(({ name, kind }) => (kind === 'folder' ? names(found, `${folder}${name}/`) : [`${folder}${name}`]));
}

function text({ tree }: TarballRead, path: string): string {
  return new TextDecoder().decode(tree.read(path, 1000));
}

test('an ordinary package: its files, its hashes, nothing odd', async () => {
  const bytes = packed({ name: 'package/lib/index.js', text: 'export const a = 1;\n' });
  const found = await readTarball(bytes);
  expect(names(found)).toEqual(['/lib/index.js', '/package.json']);
  expect(text(found, '/lib/index.js')).toBe('export const a = 1;\n');
  expect(found).toMatchObject({ oddities: [], problems: [], packed: bytes.length, entries: 2, files: 2, bytes: 50 });
  expect(found.hashes).toEqual({
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sha1: createHash('sha1').update(bytes).digest('hex'),
    integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
  });
});

test('a source is read piecewise with the same answer', async () => {
  const bytes = packed({ name: 'package/big.js', text: '//\n'.repeat(1_000_000) });
  let largest = 0;
  const found = await readTarball({ size: bytes.length, read: (offset, length) => { largest = Math.max(largest, length); return bytes.subarray(offset, offset + length); } });
  expect(found.problems).toEqual([]);
  expect(found.tree.read('/big.js', 10_000_000).length).toBe(3_000_000);
  expect(largest).toBeLessThanOrEqual(1024 * 1024);
});

describe('what is odd', () => {
  test.each<readonly [string, readonly TarMember[], readonly string[], readonly string[]]>([
    ['a symbolic link', [{ name: 'package/x.js', type: '2', link: '/etc/passwd' }], ['link'], []],
    ['a hard link', [{ name: 'package/x.js', type: '1', link: 'package/package.json' }], ['link'], []],
    ['a device', [{ name: 'package/tty', type: '3' }], ['device'], []],
    ['a pipe', [{ name: 'package/pipe', type: '6' }], ['device'], []],
    ['an absolute path, of which npm takes the first part off', [{ name: '/package/a.js', text: 'a' }], ['absolute-path', 'several-top-folders'], ['/package/a.js']],
    ['a path that climbs', [{ name: 'package/../../a.js', text: 'a' }], ['parent-path'], []],
    ['a path that climbs on Windows', [{ name: 'package/..\\a.js', text: 'a' }], ['parent-path', 'odd-name'], []],
    ['a second top folder', [{ name: 'other/a.js', text: 'a' }], ['several-top-folders'], ['/a.js']],
    ['a file beside the folder', [{ name: 'a.js', text: 'a' }], ['no-top-folder'], []],
    ['set-uid bits', [{ name: 'package/a.js', text: 'a', mode: '0004755' }], ['set-id'], ['/a.js']],
    ['a path that differs in case', [{ name: 'package/A.js', text: 'a' }, { name: 'package/a.js', text: 'b' }], ['case-collision'], ['/A.js', '/a.js']],
    ['a path that differs in composition', [{ name: 'package/\u00e9.js', text: 'a' }, { name: 'package/e\u0301.js', text: 'b' }], ['unicode-collision'], ['/e\u0301.js', '/\u00e9.js']],
    ['a control character', [{ name: 'package/a\u001b[2J.js', text: 'a' }], ['odd-name'], ['/a\u001b[2J.js']],
    ['a blank at the end', [{ name: 'package/index.js ', text: 'a' }], ['odd-name'], ['/index.js ']],
    ['a name that is not UTF-8', [{ name: Buffer.from([...Buffer.from('package/'), 0xff, 0x2e, 0x6a, 0x73]), text: 'a' }], ['not-utf8'], ['/\ufffd.js']],
    ['a header with a wrong checksum, which npm steps over', [{ name: 'package/a.js', wrongChecksum: true }, { name: 'package/b.js', text: 'b' }], ['bad-checksum'], ['/b.js']],
    ['a sparse file', [{ name: 'package/a.js', type: 'S', text: 'a' }], ['unknown-type', 'sparse'], []],
    ['an unknown type', [{ name: 'package/a.js', type: 'Z', text: 'a' }], ['unknown-type'], []],
    ['a header for all entries that sets a size', [pax({ size: '1' }, 'g'), { name: 'package/a.js', text: 'a' }], ['global-header'], ['/a.js']],
    ['an extended header with a size of its own', [pax({ size: '2' }), { name: 'package/a.js', text: 'abc' }], ['extended-header'], ['/a.js']],
    ['a path out of an extended header', [pax({ path: 'package/real.js' }), { name: 'package/shown.js', text: 'a' }], [], ['/real.js']],
    ['a file that is a folder too', [{ name: 'package/a', text: 'a' }, { name: 'package/a/b', text: 'b' }], ['file-and-folder'], ['/a']],
    ['a folder that is a file too', [{ name: 'package/a/b', text: 'b' }, { name: 'package/a', text: 'a' }], ['file-and-folder'], ['/a/b']],
  ])('%s', async (_, members, odd, files) => {
    const found = await read(...members);
    expect(kinds(found)).toEqual(odd);
    expect(new Set(names(found))).toEqual(new Set([...files, '/package.json']));
    expect(found.problems).toEqual([]);
  });

  test('what stands there twice: npm keeps the last, and a second manifest has a name of its own', async () => {
    const found = await read({ name: 'package/a.js', text: 'first' }, { name: 'package/a.js', text: 'last' }, { name: 'package/package.json', text: '{"name":"b"}' });
    expect(kinds(found)).toEqual(['duplicate', 'second-manifest']);
    expect(text(found, '/a.js')).toBe('last');
    expect(text(found, '/package.json')).toBe('{"name":"b"}');
  });

  test('the same bytes twice are one file to every reader, as pnpm packs the file of main', async () => {
    const found = await read({ name: 'package/./a.js', text: 'same' }, { name: 'package/a.js', text: 'same' });
    expect([kinds(found), names(found)]).toEqual([[], ['/a.js', '/package.json']]);
  });

  test('no manifest, and another top folder', async () => {
    const found = await readTarball(gzipSync(tar([{ name: 'node/index.d.ts', text: '' }])));
    expect(kinds(found)).toEqual(['top-folder', 'no-manifest']);
  });

  test('a plain tar', async () => {
    const found = await readTarball(tar([MANIFEST]));
    expect(kinds(found)).toEqual(['not-gzip']);
    expect(names(found)).toEqual(['/package.json']);
  });

  test('bytes behind the end of the archive, and behind the gzip stream', async () => {
    const inside = gzipSync(Buffer.concat([tar([MANIFEST]), Buffer.from('hidden'.padEnd(512))]));
    expect(kinds(await readTarball(inside))).toEqual(['bytes-after-end']);
    const behind = await readTarball(Buffer.concat([packed(), Buffer.from('hidden')]));
    expect(behind.oddities).toEqual([{ kind: 'bytes-after-gzip', detail: '6 bytes behind the compressed archive, which npm passes over' }]);
    expect(behind.problems).toEqual([]);
  });

  test('gzip members one after the other are one stream, as npm reads them', async () => {
    const whole = tar([MANIFEST, { name: 'package/b.js', text: 'b' }]);
    const found = await readTarball(Buffer.concat([gzipSync(whole.subarray(0, 700)), gzipSync(whole.subarray(700))]));
    expect(kinds(found)).toEqual(['several-members']);
    expect(names(found)).toEqual(['/b.js', '/package.json']);
    expect(found.problems).toEqual([]);
  });

  test('many of one kind are counted', async () => {
    const found = await read(...Array.from({ length: 60 }, (_, at): TarMember => ({ name: `package/l${at}`, type: '2', link: 'x' })));
    expect(found.oddities).toHaveLength(50);
    expect(found.oddities.at(-1)).toMatchObject({ kind: 'link', more: 10 });
  });

  test('names of the prototype are names', async () => {
    const found = await read({ name: 'package/__proto__/a.js', text: 'a' }, { name: 'package/constructor', text: 'b' });
    expect(names(found)).toEqual(['/__proto__/a.js', '/constructor', '/package.json']);
  });
});

describe('what was not read', () => {
  const codes = ({ problems }: TarballRead) => problems.map(({ code }) => code);

  test.each<readonly [string, Buffer]>([
    ['nothing at all', Buffer.alloc(0)],
    ['noise', Buffer.from('this is no archive'.repeat(100))],
    ['a gzip header alone', Buffer.from([0x1f, 0x8b])],
    ['a gzip header of an unknown method', Buffer.from([0x1f, 0x8b, 9, ...Buffer.alloc(40)])],
    ['gzip around noise', gzipSync(Buffer.from('no tar'.repeat(300)))],
    ['gzip twice', gzipSync(packed())],
    ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0])],
  ])('%s is a problem', async (_, bytes) => {
    const found = await readTarball(bytes);
    expect(found.problems.length).toBeGreaterThan(0);
    expect(found.files).toBe(0);
  });

  test('a cut archive gives its healthy part', async () => {
    const whole = tar([MANIFEST, { name: 'package/a.js', text: 'a'.repeat(2000) }], 'open');
    const found = await readTarball(gzipSync(whole.subarray(0, 2048)));
    expect(codes(found)).toEqual(['malformed']);
    expect(names(found)).toContain('/package.json');
  });

  test.each([1, 4, 9, 30])('a gzip stream cut by %i bytes is never whole', async (bytes) => {
    const whole = packed({ name: 'package/a.js', text: createHash('sha512').update('a').digest('hex').repeat(20) });
    expect(codes(await readTarball(whole.subarray(0, -bytes)))).toContain('malformed');
  });

  test('a wrong checksum of the gzip stream', async () => {
    const bytes = packed();
    bytes.writeUInt32LE(1, bytes.length - 8);
    expect(codes(await readTarball(bytes))).toEqual(['malformed']);
  });

  test('a bomb is not unpacked', async () => {
    const bomb = gzipSync(tar([MANIFEST, { name: 'package/a', text: Buffer.alloc(8 * 1024 * 1024) }]));
    const found = await readTarball(bomb, { ...LIMITS, tarballFreeBytes: 1024 * 1024, tarballRatio: 10 });
    expect(codes(found)).toContain('too-large');
    expect(found.unpacked).toBeLessThanOrEqual(1024 * 1024);
    expect(codes(await readTarball(bomb, { ...LIMITS, tarballUnpackedBytes: 2048 }))).toContain('too-large');
    expect(codes(await readTarball(bomb, { ...LIMITS, tarballBytes: 100 }))).toEqual(['too-large']);
  });

  test('too many entries, too long and too deep paths', async () => {
    const some = packed({ name: 'package/a.js', text: 'a' }, { name: 'package/b.js', text: 'b' });
    const few = await readTarball(some, { ...LIMITS, tarballEntries: 2 });
    expect(codes(few)).toEqual(['too-many']);
    expect(names(few)).toEqual(['/a.js', '/package.json']);
    expect(codes(await readTarball(packed(pax({ path: `package/${'a'.repeat(5000)}` }), { name: 'package/x' })))).toEqual(['too-large']);
    expect(codes(await readTarball(packed(pax({ path: `package/${'a/'.repeat(200)}b` }), { name: 'package/x' })))).toEqual(['too-deep']);
  });

  test('every cut and every changed byte of a small archive gives an answer', async () => {
    const bytes = packed({ name: 'package/index.js', text: 'exports.a = 1;' }, { name: 'package/l', type: '2', link: 'x' });
    for (let cut = 0; cut < bytes.length; cut += 7) expect((await readTarball(bytes.subarray(0, cut))).problems.length).toBeGreaterThan(0);
    const plain = tar([MANIFEST, { name: 'package/index.js', text: 'exports.a = 1;' }]);
    for (let at = 0; at < plain.length; at += 13) {
      const changed = Buffer.from(plain);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      const found = await readTarball(changed);
      expect(found.entries).toBeLessThan(5);
    }
  });
});

// As pacote calls it: https://github.com/npm/pacote/blob/main/lib/fetcher.js
test('the tree is what npm\'s extraction writes', async () => {
  const members: readonly TarMember[] = [
    { name: 'package/lib/a.js', text: 'first' }, { name: 'package/lib/a.js', text: 'last' }, { name: 'other/b.js', text: 'b' }, { name: '/package/c.js', text: 'c' }, { name: 'package//d.js', text: 'd' },
    { name: 'package/./e.js', text: 'e' }, { name: 'package/../f.js', text: 'f' }, { name: 'g.js', text: 'g' }, { name: 'package/l', type: '2', link: 'lib/a.js' }, { name: 'package/h', type: '1', link: 'package/lib/a.js' },
    { name: 'package/odd.js', wrongChecksum: true }, pax({ path: 'package/i.js' }), { name: 'package/shown.js', text: 'i' }, { name: 'package/j', text: 'j' }, { name: 'package/j/k.js', text: 'k' }, { name: 'package/m/n.js', text: 'n' }, { name: 'package/m', text: 'm' },
    { name: 'package/o/', type: '5' }, { name: 'package/p.js', type: 'S', text: 'p' }, { name: 'package/q.js', text: 'q', mode: '0004755' },
  ];
  const bytes = packed(...members);
  const folder = temporaryFolder({ 'to/.keep': '' });
  writeFileSync(join(folder, 'p.tgz'), bytes);
  await x({ file: join(folder, 'p.tgz'), cwd: join(folder, 'to'), strip: 1, filter: (_, entry) => !('type' in entry && entry.type.endsWith('Link')) });
  const written = readdirSync(join(folder, 'to'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== '.keep').map((entry) => join(entry.parentPath, entry.name));
  const expected = Object.fromEntries(written.map((path) => [path.slice(join(folder, 'to').length), readFileSync(path, 'utf8')]));
  const found = await readTarball(bytes);
  expect(Object.fromEntries(names(found).map((path) => [path, text(found, path)]))).toEqual(expected);
  expect(Object.keys(expected).length).toBeGreaterThan(8);
});
