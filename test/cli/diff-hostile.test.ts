// What diff does with archives and files that were made to break it: an answer, never a clean one for what was not read.
import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { cli, type Ran, temporaryFolder } from '../support/cli.ts';
import { tar, type TarMember } from '../support/image.ts';

const MANIFEST: TarMember = { name: 'package/package.json', text: '{"name":"a","version":"1.0.0"}' };
const HONEST = packed([MANIFEST, { name: 'package/index.js', text: 'module.exports = 1;\n' }]);

function packed(members: readonly TarMember[]): Uint8Array {
  return gzipSync(tar(members), { level: 1 });
}

/** A line of `a` or `b` for each bit of a fixed sequence. */
function noise(seed: number, lines: number): string {
  let state = seed;
  let text = '';
  for (let at = 0; at < lines; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += state >>> 31 === 0 ? 'a\n' : 'b\n';
  }
  return text;
}

describe.each<readonly [string, Uint8Array, number, RegExp]>([
  ['noise', Buffer.from('no tarball at all\n'.repeat(50)), 2, /not read in full/i],
  ['an empty file', new Uint8Array(), 2, /the file is empty/],
  ['an archive cut off', HONEST.subarray(0, HONEST.length - 30), 2, /not read in full/i],
  ['no package.json', packed([{ name: 'package/index.js', text: 'module.exports = 1;\n' }]), 1, /has no package\.json/],
  ['two of them', packed([MANIFEST, { ...MANIFEST, text: '{"name":"a","version":"1.0.1"}' }, { name: 'package/index.js', text: 'module.exports = 1;\n' }]), 1, /second package\.json/],
  ['a file of zeros', packed([MANIFEST, { name: 'package/big.bin', text: Buffer.alloc(140 * 1024 * 1024) }]), 2, /too-large/],
  ['bytes that are no text', packed([MANIFEST, { name: 'package/index.js', text: Buffer.from([0xff, 0xfe, 0x80, 0x20, 0x3d, 0x0a]) }]), 0, /1 file changed/],
  ['names that steer a terminal', packed([MANIFEST, { name: 'package/\u001b[2J\u202Ex.js', text: 'x();\n' }]), 1, /\\u\{1b\}\[2J/],
])('%s', (_, bytes, code, said) => {
  function compared(before: Uint8Array, after: Uint8Array): Ran {
    const folder = temporaryFolder({ 'old.tgz': before, 'new.tgz': after });
    const ran = cli(['diff', './old.tgz', './new.tgz', '--patch', '--no-pager', '--iocs', 'none'], { cwd: folder });
    expect(ran.stderr).toBe('');
    // oxlint-disable-next-line no-control-regex
    expect(ran.stdout).not.toMatch(/\u001b|\u202e/);
    expect(readdirSync(folder).toSorted()).toEqual(['new.tgz', 'old.tgz']);
    return ran;
  }

  test('is told of the later copy', () => {
    expect(compared(HONEST, bytes)).toMatchObject({ code, stdout: expect.stringMatching(said) as unknown });
  });

  // What only the earlier copy has counts against nobody, but where it could not be read.
  test('ends as an earlier copy', () => {
    expect(compared(bytes, HONEST).code).toBe(code === 1 ? 0 : code);
  });
});

test('lines without any order: an end to the search, and its figures are said to be no more than a bound', () => {
  const archive = (seed: number) => packed([MANIFEST, { name: 'package/list.txt', text: noise(seed, 400_000) }]);
  const folder = temporaryFolder({ 'old.tgz': archive(1), 'new.tgz': archive(2) });
  const ran = cli(['diff', './old.tgz', './new.tgz', '--iocs', 'none', '--json'], { cwd: folder });
  expect(ran.code).toBe(0);
  const { differences: [difference] } = JSON.parse(ran.stdout) as { readonly differences: readonly { readonly files: readonly { readonly path: string; readonly lines?: { readonly cut?: boolean } }[]; readonly notes: readonly string[] }[] };
  expect(difference?.files.find(({ path }) => path === 'list.txt')?.lines?.cut).toBe(true);
  expect(difference?.notes.join()).toContain('list.txt');
});

test('a package of very many files', () => {
  const many = Array.from({ length: 30_000 }, (_, at): TarMember => ({ name: `package/${at % 100}/${at}.txt`, text: String(at) }));
  const folder = temporaryFolder({ 'old.tgz': HONEST, 'new.tgz': packed([MANIFEST, ...many]) });
  const ran = cli(['diff', './old.tgz', './new.tgz', '--iocs', 'none'], { cwd: folder });
  expect([ran.code, ran.stderr]).toEqual([0, '']);
  expect(ran.stdout).toContain('30,001 files changed');
});
