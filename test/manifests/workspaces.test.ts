import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesWorkspace } from '../../src/manifests/workspaces.ts';

test.each([
  [['packages/*'], 'packages/a', true],
  [['packages/*'], 'packages/a/b', false],
  [['packages/*'], 'packages', false],
  [['packages/**'], 'packages/a/b', true],
  [['packages/**'], 'packages', true],
  [['**'], 'a/b/c', true],
  [['**/app'], 'a/b/app', true],
  [['a/**/d/*'], 'a/b/d/c/d/e', true],
  [['./packages/a'], 'packages/a', true],
  [['packages/a/'], 'packages/a', true],
  [['/packages/a'], 'packages/a', true],
  [['packages\\*'], 'packages/a', true],
  [['.'], '', true],
  [['packages/*'], '', false],
  [[], 'a', false],
  [['packages/*', '!packages/a'], 'packages/a', false],
  [['packages/*', '!packages/a'], 'packages/b', true],
  [['packages/*', '!packages/*', 'packages/a'], 'packages/a', true],
  [['!!packages/a'], 'packages/a', true],
  [['{apps,packages}/*'], 'apps/a', true],
  [['{apps,packages/{x,y}}/*'], 'packages/y/a', true],
  [['{apps,packages}/*'], 'other/a', false],
  [['packages/{a'], 'packages/{a', true],
  [['packages/a?c'], 'packages/abc', true],
  [['packages/[a-c]x'], 'packages/bx', true],
  [['packages/[!a-c]x'], 'packages/bx', false],
  [['packages/[x'], 'packages/[x', true],
  [['packages/a*b*c'], 'packages/a1b2c', true],
  [['packages/a*b*c'], 'packages/a1b2', false],
  [['packages/*'], 'packages/.hidden', false],
  [['packages/.*'], 'packages/.hidden', true],
  [['**'], 'a/.hidden/b', false],
  [['**'], 'a/node_modules/b', false],
])('%j and %j: %j', (globs, folder, expected) => {
  expect(matchesWorkspace(globs, folder)).toBe(expected);
});

test('hostile globs cost little', () => {
  expect(matchesWorkspace(['{a,b}'.repeat(200)], 'a'.repeat(200))).toBe(false);
  expect(matchesWorkspace([`${'*a'.repeat(2_000)}b`], 'a'.repeat(4_000))).toBe(false);
  expect(matchesWorkspace([`${'**/a/'.repeat(500)}b`], 'a/'.repeat(1_000))).toBe(false);
});

test('no glob makes it throw, and a plain folder matches itself', () => {
  expect(() => {
    fc.assert(fc.property(fc.array(fc.string()), fc.string(), (globs, folder) => typeof matchesWorkspace(globs, folder) === 'boolean'));
    fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), { minLength: 1, maxLength: 5 }), (parts) => matchesWorkspace([parts.join('/')], parts.join('/'))));
  }).not.toThrow();
});
