// Recovery as a whole: planned from a cache in memory, written to a real folder.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readContentCache } from '../../src/caches/content-cache.ts';
import { planRecovery, recoveryManifest } from '../../src/caches/recover.ts';
import { memoryTree } from '../../src/io/memory-tree.ts';
import { copyNew, makeOwnFolder, writeNumbered } from '../../src/io/write-new.ts';
import type { FetchedTarball } from '../../src/model/machine.ts';
import { cacheFiles, integrityOf } from '../support/npm-cache.ts';

const fetched = (more: Partial<FetchedTarball>): FetchedTarball => ({ tool: 'npm', name: 'postmark-mcp', version: '1.0.16', integrity: integrityOf('x'), index: '/i', content: '/c/abc', form: 'tarball', held: true, ...more });

describe('copying', () => {
  let folder = '';
  beforeEach(() => { folder = join(mkdtempSync(join(tmpdir(), 'mcp-audit-recover-')), 'out'); });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  test('out of a cache, verified, for the user alone, with a manifest', async () => {
    const url = 'https://registry.example/postmark-mcp/-/postmark-mcp-1.0.16.tgz';
    const tree = memoryTree(cacheFiles('/home/dev/.npm', [{ url, content: 'tarball bytes' }, { url, content: null }]));
    const [item] = planRecovery((await readContentCache(tree, '/home/dev/.npm')).tarballs);
    if (!item) throw new Error('nothing planned');
    makeOwnFolder(folder);
    const copied = copyNew(tree, folder, item);
    expect(copied).toEqual({ outcome: 'recovered', file: item.fileName, sha256: createHash('sha256').update('tarball bytes').digest('hex'), size: 13 });
    expect(readFileSync(join(folder, item.fileName), 'utf8')).toBe('tarball bytes');
    expect(writeNumbered(folder, 'recovered', '.json', recoveryManifest([{ item, ...copied }]))).toBe('recovered.json');
    expect(JSON.parse(readFileSync(join(folder, 'recovered.json'), 'utf8'))).toEqual({ format: 1, files: [{ file: item.fileName, outcome: 'recovered', name: 'postmark-mcp', version: '1.0.16', url, integrity: integrityOf('tarball bytes'), sha256: copied.sha256, size: 13, fetched: '2025-09-17T03:33:20.000Z', source: item.source }] });
  });

  test.skipIf(process.platform === 'win32')('folder and files are for the user alone', () => {
    makeOwnFolder(folder);
    copyNew(memoryTree({ '/c': 'x' }), folder, { source: '/c', fileName: 'a.tgz' });
    expect([statSync(folder).mode & 0o777, statSync(join(folder, 'a.tgz')).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  test('other bytes than stated are kept under another name', () => {
    makeOwnFolder(folder);
    const [item] = planRecovery([fetched({})]);
    if (!item) throw new Error('nothing planned');
    expect(copyNew(memoryTree({ '/c/abc': 'changed' }), folder, item)).toMatchObject({ outcome: 'mismatch', file: `${item.fileName}.mismatch`, size: 7 });
    expect(readdirSync(folder)).toEqual([`${item.fileName}.mismatch`]);
  });

  test('nothing there is overwritten, also not through a link', () => {
    mkdirSync(folder);
    const item = { source: '/c', fileName: 'a.tgz' };
    writeFileSync(join(folder, 'a.tgz'), 'mine');
    expect(copyNew(memoryTree({ '/c': 'x' }), folder, item)).toMatchObject({ outcome: 'exists', reason: 'a.tgz is there already and was left as it is' });
    expect(readFileSync(join(folder, 'a.tgz'), 'utf8')).toBe('mine');
    symlinkSync(join(folder, 'target'), join(folder, 'b.tgz'));
    expect(copyNew(memoryTree({ '/c': 'x' }), folder, { ...item, fileName: 'b.tgz' }).outcome).toBe('exists');
    expect(readdirSync(folder)).toEqual(['a.tgz', 'b.tgz']);
    expect([writeNumbered(folder, 'r', '.json', '1'), writeNumbered(folder, 'r', '.json', '2')]).toEqual(['r.json', 'r-2.json']);
  });

  test('a content that is gone, and a folder that is none', () => {
    makeOwnFolder(folder);
    expect(copyNew(memoryTree({}), folder, { source: '/gone', fileName: 'a.tgz' })).toEqual({ outcome: 'failed', reason: 'nothing is there' });
    writeFileSync(join(folder, 'file'), '');
    expect(() => makeOwnFolder(join(folder, 'file'))).toThrow('cannot make the folder');
    expect(copyNew(memoryTree({ '/c': 'x' }), join(folder, 'nowhere'), { source: '/c', fileName: 'a.tgz' })).toMatchObject({ outcome: 'failed', reason: 'cannot write a.tgz (ENOENT)' });
    expect(() => writeNumbered(join(folder, 'nowhere'), 'r', '.json', '')).toThrow('cannot write');
  });

  test('without a hash the copy is unverified', () => {
    makeOwnFolder(folder);
    expect(copyNew(memoryTree({ '/c': 'x' }), folder, { source: '/c', fileName: 'a.zip' })).toMatchObject({ outcome: 'unverified', file: 'a.zip' });
  });
});
