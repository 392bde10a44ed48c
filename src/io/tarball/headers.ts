// A second look at the headers of a tar, as bytes: what npm's reader corrects, decodes or passes over without a word. It steps through
// the blocks as that reader does (a block with a wrong checksum is passed over by itself), so that both mean the same entries.
import { BLOCK, isZeroBlock, parseHeader, parsePax } from '../image/tar-header.ts';
import { shownName } from '../names.ts';
import type { Oddities } from './contract.ts';

const SET_ID = 0o6000;
const META = 'xgLKXN';
/** Bytes of an extended header that are looked at. */
const META_BYTES = 1024 * 1024;
const PLAIN_KEYS: ReadonlySet<string> = new Set(['path', 'linkpath', 'size', 'mtime', 'atime', 'ctime', 'uid', 'gid', 'uname', 'gname', 'mode', 'comment', 'charset', 'hdrcharset']);

/** Adds what is odd about the headers. */
export function lookAtHeaders(bytes: Buffer, oddities: Oddities): void {
  let zeros = 0;
  let size: number | undefined;
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const block = bytes.subarray(at, at + BLOCK);
    at += BLOCK;
    if (isZeroBlock(block)) {
      zeros += 1;
      if (zeros < 2) continue;
      tellRest(bytes, at, oddities);
      return;
    }
    zeros = 0;
    const read = parseHeader(block);
    if (!read.ok) {
      oddities.add('bad-checksum', `a block of 512 bytes at offset ${at - BLOCK} that is no header: ${read.message}`);
      continue;
    }
    const { header } = read;
    if (META.includes(header.type)) {
      const meta = bytes.subarray(at, at + Math.min(header.size, META_BYTES));
      if (header.type === 'x' || header.type === 'g' || header.type === 'X') size = lookAtPax(header.type, meta, oddities) ?? size;
    } else {
      lookAtEntry(block, header.name, header.type, oddities);
      if (size !== undefined && size !== header.size) oddities.add('extended-header', `an extended header gives another size (${size}) than the header (${header.size})`, shownName(header.name));
    }
    const length = META.includes(header.type) ? header.size : header.type === '5' ? 0 : size ?? header.size;
    if (!META.includes(header.type)) size = undefined;
    at += Math.ceil(length / BLOCK) * BLOCK;
  }
}

function tellRest(bytes: Buffer, at: number, oddities: Oddities): void {
  const rest = bytes.subarray(at);
  if (!rest.every((byte) => byte === 0)) oddities.add('bytes-after-end', `${rest.length} bytes behind the end of the archive, which npm passes over`);
}

function lookAtEntry(block: Buffer, name: Buffer, type: string, oddities: Oddities): void {
  const shown = shownName(name);
  const mode = Number.parseInt(block.toString('latin1', 100, 108).replace(/[^0-7].*$/s, ''), 8);
  if ((mode & SET_ID) !== 0) oddities.add('set-id', `mode ${(mode & 0o7777).toString(8)}: it would run with the rights of its owner`, shown);
  if (type === 'S') oddities.add('sparse', 'a sparse file, which npm passes over', shown);
  if (!isUtf8(name)) oddities.add('not-utf8', 'a name that is not UTF-8', shown);
}

/** Size that it gives to the entry behind it, if any. */
function lookAtPax(type: string, meta: Buffer, oddities: Oddities): number | undefined {
  const records = parsePax(meta);
  if (!records) {
    oddities.add('extended-header', 'an extended header that is not of its form: readers differ on what it says');
    return undefined;
  }
  const keys = [...records.keys()];
  if (type === 'g' && keys.some((key) => key === 'path' || key === 'linkpath' || key === 'size')) oddities.add('global-header', `a header for all entries sets ${keys.filter((key) => key === 'path' || key === 'linkpath' || key === 'size').join(', ')}`);
  if (keys.some((key) => key.startsWith('GNU.sparse.'))) oddities.add('sparse', 'an extended header of a sparse file, which npm takes as it lies there');
  // SCHILY, LIBARCHIVE, NODETAR and the like add owners and attributes, which nobody restores.
  const odd = keys.filter((key) => !PLAIN_KEYS.has(key) && !/^[A-Z]+\./.test(key));
  if (odd.length > 0) oddities.add('extended-header', `an extended header with unknown keys: ${odd.slice(0, 5).join(', ')}`);
  const path = records.get('path');
  if (path && !isUtf8(path)) oddities.add('not-utf8', 'a name that is not UTF-8', shownName(path));
  const size = Number(records.get('size')?.toString('latin1') ?? Number.NaN);
  return Number.isSafeInteger(size) && size >= 0 ? size : undefined;
}

function isUtf8(name: Buffer): boolean {
  return Buffer.from(name.toString('utf8'), 'utf8').equals(name);
}
