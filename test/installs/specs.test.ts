// What a resolved address tells about a package: scopes are part of the name, hosts and path prefixes are not.
import { describe, expect, test } from 'vitest';
import { registryIdentity } from '../../src/installs/specs.ts';

describe('the package behind a tarball address', () => {
  test.each([
    ['https://registry.example/name/-/name-1.0.0.tgz', 'name'],
    ['https://registry.example/@scope/name/-/name-1.0.0.tgz', '@scope/name'],
    ['https://registry.example/@scope%2fname/-/name-1.0.0.tgz', '@scope/name'],
    ['https://registry.example/%40scope%2Fname/-/name-1.0.0.tgz', '@scope/name'],
    ['https://proxy.example/api/npm/all/@scope/name/-/@scope/name-1.0.0.tgz', '@scope/name'],
    ['https://proxy.example/api/npm/all/name/-/name-1.0.0.tgz?x=1#sha', 'name'],
  ])('%s', (resolved, name) => {
    expect(registryIdentity(resolved)).toEqual({ name, version: '1.0.0' });
  });

  test.each(['https://code.example/name/archive/1.0.0.tgz', 'https://registry.example/name/-/other-1.0.0.tgz', 'https://x/-/-.tgz', 'https:///-/a.tgz'])('none: %s', (resolved) => {
    expect(registryIdentity(resolved)).toBeUndefined();
  });
});
