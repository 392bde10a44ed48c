import { describe, expect, test } from 'vitest';
import { decodeKey, keysOf, withoutSuffix, type KeyStyle } from '../../src/lockfiles/pnpm/key.ts';

describe('keys', () => {
  test.each<[KeyStyle, string, string]>([
    ['slash', '/a/1.0.0', 'a 1.0.0'],
    ['slash', '/@s/a/1.0.0-rc.1', '@s/a 1.0.0-rc.1'],
    ['slash', '/a/1.2.3_peer@2.0.0', 'a 1.2.3'],
    ['slash', '/a/1.2.3_@s+peer@2.0.0+b@1.0.0', 'a 1.2.3'],
    ['slash', '/a/1.2.3_abcdef0123', 'a 1.2.3'],
    ['slash', '/a/1.2.3/peer@2.0.0', 'a 1.2.3'],
    ['slash', '/a/1.2.3+build.1', 'a 1.2.3+build.1'],
    ['slash', 'registry.example/a/1.0.0', 'a 1.0.0'],
    ['slash', 'registry.example+4873/@s/a/1.0.0_b@1.0.0', '@s/a 1.0.0'],
    ['slash', 'github.com/o/r/0123456789abcdef', '- github.com/o/r/0123456789abcdef'],
    ['slash', '@files.example/a-1.0.0.tgz', '- @files.example/a-1.0.0.tgz'],
    ['slash', 'file:a', '- file:a'],
    ['at', '/a@1.0.0', 'a 1.0.0'],
    ['at', '/@s/a@1.0.0(@t/b@2.0.0)(c@1.0.0(d@1.0.0))', '@s/a 1.0.0'],
    ['at', '/a@1.0.0(patch_hash=abc)', 'a 1.0.0'],
    ['at', 'registry.example/@s/a@1.0.0', '@s/a 1.0.0'],
    ['at', 'file:packages/a(b@1.0.0)', '- file:packages/a'],
    ['at', 'https://files.example/a.tgz', '- https://files.example/a.tgz'],
    ['bare', 'a@1.0.0', 'a 1.0.0'],
    ['bare', '@s/a@1.0.0(b@1.0.0)', '@s/a 1.0.0'],
    ['bare', 'a@https://files.example/a(1).tgz', 'a https://files.example/a(1).tgz'],
    ['bare', 'a@file:../a', 'a file:../a'],
    ['bare', '@s/a@git+https://git.example/a.git#0123', '@s/a git+https://git.example/a.git#0123'],
    ['bare', 'node@runtime:24.0.0', 'node runtime:24.0.0'],
    ['bare', '__proto__@1.0.0', '__proto__ 1.0.0'],
  ])('%s %s', (style, key, expected) => {
    const parts = decodeKey(key, style);
    expect(`${parts?.name ?? '-'} ${parts?.version ?? parts?.locator}`).toBe(expected);
  });

  test.each<[KeyStyle, string]>([
    ['slash', '/a'], ['slash', '/a/b'], ['slash', '/a/1.0'], ['slash', '/@s/a'], ['slash', '/@s'], ['slash', 'a/1.0.0'], ['slash', '/a/1.0.0x y'], ['slash', '//1.0.0'], ['slash', ''],
    ['at', '/a/1.0.0'], ['at', '/a@b'], ['at', 'a@1.0.0'], ['at', '/a@1.0.0 b'], ['at', '/@1.0.0'],
    ['bare', 'a'], ['bare', '@s/a'], ['bare', '/a@1.0.0'], ['bare', 'a@b'], ['bare', 'a@1.0.0)'], ['bare', ' @1.0.0'], ['bare', ''],
  ])('%s %j is of no known form', (style, key) => {
    expect(decodeKey(key, style)).toBeUndefined();
  });

  test('a suffix ends the key, however it nests', () => {
    expect(withoutSuffix('a@1.0.0(b@1.0.0(c@1.0.0))(d@1.0.0)')).toBe('a@1.0.0');
    expect(withoutSuffix('a@file:x(1).tgz')).toBe('a@file:x(1).tgz');
    expect(withoutSuffix(`a@1.0.0${'('.repeat(50_000)}${')'.repeat(50_000)}`)).toBe('a@1.0.0');
    expect(withoutSuffix(')'.repeat(50_000))).toHaveLength(50_000);
  });

  test('what a reference may mean', () => {
    expect(keysOf('a', '1.0.0(b@1.0.0)', 'bare')).toEqual(['a@1.0.0(b@1.0.0)', '1.0.0(b@1.0.0)']);
    expect(keysOf('a', '/real@1.0.0', 'at')).toEqual(['/real@1.0.0', '/a@/real@1.0.0']);
    expect(keysOf('a', '1.0.0', 'slash')[0]).toBe('/a/1.0.0');
  });
});
