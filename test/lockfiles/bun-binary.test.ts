import { expect, test } from 'vitest';
import { bunBinary } from '../../src/lockfiles/bun-binary.ts';

test('reads nothing, and says how to convert it', () => {
  const inventory = bunBinary.parse('#!/usr/bin/env bun\nbun-lockfile-format-v0\n\u0002', 'app/bun.lockb');
  expect(inventory.packages).toEqual([]);
  expect(inventory.problems).toEqual([
    expect.objectContaining({ code: 'binary-lockfile', path: 'app/bun.lockb', hint: expect.stringContaining('bun install --save-text-lockfile --frozen-lockfile --lockfile-only') as string }) as unknown,
  ]);
  expect(inventory.dependenciesOf('x')).toEqual([]);
  expect(inventory.locate('x')).toBeUndefined();
  expect(inventory.answer('', 'x', '*')).toBeUndefined();
});
