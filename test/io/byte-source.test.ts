import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openByteSource } from '../../src/io/byte-source.ts';

it('reads pieces of a file, and refuses what lies beyond its end', () => {
  const folder = mkdtempSync(join(tmpdir(), 'byte-source-'));
  const path = join(folder, 'index');
  writeFileSync(path, '0123456789');
  const source = openByteSource(path);
  const piece = (offset: number, length: number) => new TextDecoder().decode(source.read(offset, length));
  expect([source.size, piece(3, 4), piece(0, 0), piece(9, 1)]).toEqual([10, '3456', '', '9']);
  expect(() => source.read(9, 2)).toThrow(RangeError);
  expect(() => source.read(-1, 2)).toThrow(RangeError);
  truncateSync(path, 5);
  expect(() => source.read(3, 4)).toThrow(RangeError);
  source.close();
  expect(() => source.read(0, 1)).toThrow(/EBADF/);
  rmSync(folder, { recursive: true });
});
