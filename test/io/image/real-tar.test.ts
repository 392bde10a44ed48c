// Archives that real programs write: the package tar (pax headers) and the system's own tar in each format it knows.
import { spawnSync } from 'node:child_process';
import { closeSync, linkSync, mkdirSync, openSync, readFileSync, symlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { create } from 'tar';
import { expect, test } from 'vitest';
import { streamCursor } from '../../../src/io/image/cursor.ts';
import { tarEntries } from '../../../src/io/image/tar-entries.ts';
import { temporaryFolder } from '../../support/cli.ts';

const LONG = `deep/${'folder-of-some-length/'.repeat(9)}${'n'.repeat(120)}.json`;
const MIDDLE = `m/${'x'.repeat(90)}/${'y'.repeat(60)}`;

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 3000) yield bytes.subarray(at, at + 3000);
}

async function listing(bytes: Uint8Array): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const step of tarEntries(streamCursor(whole(bytes)))) {
    if (step.kind !== 'entry') { lines.push(`${step.kind}: ${step.message}`); continue; }
    const { name, kind, target, content, isSparse } = step.entry;
    const path = name.toString().replace(/^\.\//, '').replace(/\/$/, '');
    if (kind === 'file') lines.push(`${path}=${isSparse ? '(sparse)' : Buffer.from(await content()).toString().slice(0, 20)}`);
    else if (kind !== 'folder') lines.push(`${path} ${kind} ${target.toString().replace(/^\.\//, '')}`);
  }
  return lines.toSorted();
}

function project(more: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = temporaryFolder({ 'a.json': 'of a', [MIDDLE]: 'middle', 'ünï/côdé.json': 'unicode', 'empty': '', 'blocks': 'b'.repeat(1024), ...more });
  mkdirSync(join(folder, 'z'));
  symlinkSync('../a.json', join(folder, 'z', 'link'));
  linkSync(join(folder, 'blocks'), join(folder, 'same'));
  return folder;
}

const EXPECTED = ['a.json=of a', 'blocks=bbbbbbbbbbbbbbbbbbbb', 'empty=', `${MIDDLE}=middle`, 'same hardlink blocks', 'z/link link ../a.json', 'ünï/côdé.json=unicode'];

test.each([{}, { portable: true }, { noPax: true }])('the package tar, %j', async (options) => {
  const folder = project({ [LONG]: 'long' });
  const file = join(temporaryFolder(), 'x.tar');
  create({ ...options, file, cwd: folder, sync: true }, ['.']);
  // Without pax headers that package cuts long names itself.
  const found = (await listing(readFileSync(file))).filter((line) => !('noPax' in options) || !line.startsWith('deep/'));
  expect(found).toEqual(['noPax' in options ? [] : [`${LONG}=long`], EXPECTED].flat().toSorted());
});

const FORMATS = spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout?.includes('GNU tar') ? ['gnu', 'oldgnu', 'pax', 'ustar'] : [];
test.skipIf(FORMATS.length === 0).each(FORMATS)('the system\'s tar, format %s', async (format) => {
  const folder = project(format === 'ustar' ? {} : { [LONG]: 'long' });
  const { stdout } = spawnSync('tar', ['-c', `--format=${format}`, '--sort=name', '.'], { cwd: folder, maxBuffer: 1e8 });
  expect(await listing(stdout)).toEqual([format === 'ustar' ? [] : [`${LONG}=long`], EXPECTED].flat().toSorted());
});

test.skipIf(FORMATS.length === 0).each([['--format=gnu'], ['--format=posix', '--sparse-version=0.0'], ['--format=posix', '--sparse-version=0.1'], ['--format=posix', '--sparse-version=1.0']])('sparse files, %s %s', async (...flags) => {
  // Forty pieces of data with holes between: the old form needs headers of its own for so many.
  const folder = temporaryFolder({ 'b.json': 'after' });
  const descriptor = openSync(join(folder, 'a.sparse'), 'w');
  for (let at = 0; at < 40; at += 1) writeSync(descriptor, 'data', at * 65_536);
  closeSync(descriptor);
  const { stdout } = spawnSync('tar', ['-c', '-S', ...flags, 'a.sparse', 'b.json'], { cwd: folder, maxBuffer: 1e8 });
  expect(await listing(stdout)).toEqual(['a.sparse=(sparse)', 'b.json=after']);
});
