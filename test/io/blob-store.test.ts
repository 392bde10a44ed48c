// The store on a real disk: private, replaced in one step, never through a link.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheFolder, fileBlobStore } from '../../src/io/blob-store.ts';

let root: string;
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'mcp-audit-store-')); });
afterEach(() => { rmSync(root, { recursive: true, force: true }); });

const BYTES = Buffer.from('index');

describe.skipIf(process.platform === 'win32')('a store in a folder', () => {
  it('gives back what was put, leaves nothing else behind, and is private', () => {
    const folder = join(root, 'a', 'b');
    const store = fileBlobStore(folder);
    expect(store.get('k-1')).toBeUndefined();
    store.put('k-1', Buffer.from('old'));
    store.put('k-1', BYTES);
    expect(store.get('k-1')).toEqual(BYTES);
    expect(readdirSync(folder)).toEqual(['k-1.bin']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'k-1.bin')).mode & 0o077).toBe(0);
  });

  it.each(['../x', 'A', '', 'a/b', 'a.b'])('refuses the key %j', (key) => {
    expect(() => fileBlobStore(root).get(key)).toThrow(TypeError);
    expect(() => { fileBlobStore(root).put(key, BYTES); }).toThrow(TypeError);
  });

  it('neither reads nor writes in a folder that others can write', () => {
    const store = fileBlobStore(root);
    store.put('k', BYTES);
    chmodSync(root, 0o777);
    expect(store.get('k')).toBeUndefined();
    expect(() => { store.put('k', BYTES); }).toThrow(/other users/);
  });

  it('neither reads nor writes through a link', () => {
    const elsewhere = join(root, 'elsewhere');
    mkdirSync(elsewhere, { mode: 0o700 });
    symlinkSync(elsewhere, join(root, 'link'));
    expect(() => { fileBlobStore(join(root, 'link')).put('k', BYTES); }).toThrow(/link/);
    writeFileSync(join(root, 'target'), 'poison');
    symlinkSync(join(root, 'target'), join(elsewhere, 'k.bin'));
    expect(fileBlobStore(elsewhere).get('k')).toBeUndefined();
    fileBlobStore(elsewhere).put('k', BYTES);
    expect(fileBlobStore(elsewhere).get('k')).toEqual(BYTES);
    expect(existsSync(join(root, 'target'))).toBe(true);
  });

  it('gives nothing for a folder in the place of a blob', () => {
    mkdirSync(join(root, 'k.bin'));
    expect(fileBlobStore(root).get('k')).toBeUndefined();
    expect(() => { fileBlobStore(root).put('k', BYTES); }).toThrow(/EISDIR|EPERM|ENOTEMPTY/);
    expect(readdirSync(root)).toEqual(['k.bin']);
  });
});

describe('the cache folder', () => {
  it.each([
    ['linux', '/home/u', {}, '/home/u/.cache/mcp-audit'],
    ['linux', '/home/u', { XDG_CACHE_HOME: '/var/c' }, '/var/c/mcp-audit'],
    ['linux', '/home/u', { XDG_CACHE_HOME: 'relative' }, '/home/u/.cache/mcp-audit'],
    ['darwin', '/Users/u', {}, '/Users/u/Library/Caches/mcp-audit'],
    ['win32', 'C:\\Users\\u', { LOCALAPPDATA: 'D:\\L' }, 'D:\\L\\mcp-audit\\Cache'],
    ['win32', 'C:\\Users\\u', {}, 'C:\\Users\\u\\AppData\\Local\\mcp-audit\\Cache'],
  ])('%s %s', (platform, home, env, expected) => {
    expect(cacheFolder({ platform, home, env })).toBe(expected);
  });
});
