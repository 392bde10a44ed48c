// Files read in pieces: what comes is what lies there, and what changes meanwhile is said.
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, fstatSync, mkdirSync, mkdtempSync, openSync, readSync, closeSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identityAt, readPieces, type PieceCalls } from '../../src/io/pieces.ts';

let folder = '';
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'pieces-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);

/** What `take` saw, put together again. */
function collect(path: string, room: number, keep = 0, calls?: PieceCalls, wants: 'identity' | 'content' = 'identity') {
  const buffer = Buffer.alloc(room);
  const parts: Buffer[] = [];
  let known = 0;
  let ends = 0;
  const read = readPieces(path, buffer, (filled, isEnd) => {
    parts.push(Buffer.from(buffer.subarray(known, filled)));
    if (isEnd) ends += 1;
    known = Math.min(keep, filled);
    return known;
  }, wants, calls);
  return { ...read, text: Buffer.concat(parts).toString('latin1'), ends };
}

const REAL: PieceCalls = {
  open: (path) => openSync(path, 'r'),
  stat: fstatSync,
  read: (descriptor, buffer, offset) => readSync(descriptor, buffer, offset, buffer.length - offset, null),
  close: closeSync,
};
/** The real calls; `between` is done once, behind the first read. */
function interrupted(between: () => void): PieceCalls {
  let reads = 0;
  return { ...REAL, read: (descriptor, buffer, offset) => {
    reads += 1;
    if (reads === 2) between();
    return REAL.read(descriptor, buffer, offset);
  } };
}

describe('content', () => {
  test.each([[0, 8, 3], [1, 8, 3], [8, 8, 3], [9, 8, 3], [100, 8, 7], [100, 200, 0], [1_000, 64, 20]])('%d bytes in a room of %d that keeps %d', (size, room, keep) => {
    const text = 'abcdefghij'.repeat(100).slice(0, size);
    writeFileSync(at('plain'), text);
    expect(collect(at('plain'), room, keep)).toMatchObject({ bytes: size, text, ends: 1, identity: { size } });
    expect(collect(at('plain'), room, keep).error).toBeUndefined();
    expect(collect(at('plain'), room, keep, undefined, 'content')).toMatchObject({ bytes: size, text, ends: 1 });
  });
  test('a file that tells no size', () => {
    expect(collect('/proc/self/status', 64, 10)).toMatchObject({ text: expect.stringContaining('Pid:') as string, ends: 1 });
  });
  test('more than 2 GB in constant memory', () => {
    writeFileSync(at('plain'), 'x');
    const size = 2 ** 31 + 17;
    let left = size;
    const large: PieceCalls = {
      ...REAL,
      stat: (descriptor) => Object.assign(fstatSync(descriptor), { size }),
      read: (_, buffer, offset) => { const got = Math.min(left, buffer.length - offset); left -= got; return got; },
    };
    let most = 0;
    const room = Buffer.alloc(1024 * 1024);
    const { error, bytes, identity } = readPieces(at('plain'), room, (filled) => { most = Math.max(most, filled); return 0; }, 'identity', large);
    expect({ error, bytes, most, size: identity?.size }).toEqual({ error: undefined, bytes: size, most: room.length, size });
  });
});

describe('what is no plain file', () => {
  test('a pipe is not waited for, a link not followed, a folder not read', () => {
    execFileSync('mkfifo', [at('pipe')]);
    symlinkSync('plain', at('link'));
    mkdirSync(at('folder'));
    expect(collect(at('pipe'), 8).error).toMatchObject({ code: 'not-a-file' });
    expect(collect(at('link'), 8).error).toMatchObject({ code: 'changed' });
    expect(collect(at('folder'), 8).error).toMatchObject({ code: 'not-a-file' });
    expect(collect('/dev/zero', 8).error).toMatchObject({ code: 'not-a-file' });
    for (const name of ['pipe', 'folder']) expect(collect(at(name), 8, 0, undefined, 'content').error).toMatchObject({ code: 'not-a-file' });
    expect(collect('/dev/zero', 8, 0, undefined, 'content').error).toMatchObject({ code: 'not-a-file' });
    expect([identityAt(at('pipe')), identityAt(at('link')), identityAt(at('none'))]).toEqual([undefined, undefined, undefined]);
  });
  test('a file that is gone', () => expect(collect(at('none'), 8).error).toMatchObject({ code: 'changed' }));
  // Root reads everything: there the calls stand in for the system.
  test('a file that may not be read', () => {
    writeFileSync(at('secret'), 'x');
    chmodSync(at('secret'), 0);
    const refuse: PieceCalls = { ...REAL, open: () => { throw Object.assign(new Error('refused'), { code: 'EACCES' }); } };
    expect(collect(at('secret'), 8, 0, process.getuid?.() === 0 ? refuse : undefined).error).toMatchObject({ code: 'unreadable' });
  });
  test('a device that fails half way gives what it gave', () => {
    writeFileSync(at('plain'), 'x'.repeat(40));
    const failing = interrupted(() => { throw Object.assign(new Error('broken'), { code: 'EIO' }); });
    expect(collect(at('plain'), 16, 0, failing)).toMatchObject({ bytes: 16, text: 'x'.repeat(16), error: { code: 'unreadable' } });
  });
});

describe('what is written to meanwhile', () => {
  const write = () => { writeFileSync(at('moving'), 'x'.repeat(100)); utimesSync(at('moving'), 1, 1); };
  test.each([
    ['grows', () => appendFileSync(at('moving'), 'y'.repeat(1_000))],
    ['shrinks', () => truncateSync(at('moving'), 20)],
    ['is written anew with the same size', () => writeFileSync(at('moving'), 'z'.repeat(100))],
  ])('%s', (_, change) => {
    write();
    const { error, bytes, ends } = collect(at('moving'), 16, 4, interrupted(change));
    expect({ code: error?.code, ends }).toEqual({ code: 'changed', ends: 1 });
    // What is appended without end is not waited for.
    expect(bytes).toBeLessThanOrEqual(116);
  });
  test('other errors of ours go on as they are', () => {
    write();
    expect(() => collect(at('moving'), 16, 4, interrupted(() => { throw new TypeError('ours'); }))).toThrow('ours');
  });
});
