// A package tarball (npm pack, https://docs.npmjs.com/cli/commands/npm-pack) read into memory: gzip or plain tar. Nothing of it is
// written or run. The bytes are attacker-controlled: every limit is in LIMITS, and what was not read is a problem.
import { createHash } from 'node:crypto';
import type { TarballHashes } from '../model/archive.ts';
import { LIMITS } from '../model/limits.ts';
import type { Problem } from '../model/coverage.ts';
import type { ByteSource } from '../model/ports.ts';
import { packingOf } from './image/unpack.ts';
import { memoryTree } from './memory-tree.ts';
import { hexOf } from './registry/integrity.ts';
import { gatherOddities, type TarballLimits, type TarballRead } from './tarball/contract.ts';
import { lookAtHeaders } from './tarball/headers.ts';
import { inflate, type Inflated, piecesOf } from './tarball/inflate.ts';
import { layOut } from './tarball/layout.ts';
import { tarMembers } from './tarball/members.ts';

export type { TarballRead } from './tarball/contract.ts';

/** Reads a tarball whole. Never rejects for what it holds; rejects with the source's error where the system refuses to read. */
export async function readTarball(given: Uint8Array | ByteSource, limits: TarballLimits = LIMITS): Promise<TarballRead> {
  const source = given instanceof Uint8Array ? sourceOf(given) : given;
  const oddities = gatherOddities();
  const hashes = given instanceof Uint8Array ? hashesIn(given) : hashesOf(source);
  const { bytes, problems } = await unpacked(source, limits, oddities);
  const { members, problems: ofMembers } = bytes.length === 0 ? { members: [], problems: [] } : tarMembers(bytes, limits, oddities);
  lookAtHeaders(bytes, oddities);
  const layout = layOut(members, limits, oddities);
  return {
    tree: memoryTree(Object.fromEntries(layout.files)),
    modes: layout.modes,
    oddities: oddities.list(),
    hashes,
    problems: [...problems, ...ofMembers, ...layout.problems],
    packed: source.size,
    unpacked: bytes.length,
    entries: members.length,
    files: layout.files.size,
    bytes: layout.bytes,
  };
}

async function unpacked(source: ByteSource, limits: TarballLimits, oddities: ReturnType<typeof gatherOddities>): Promise<Inflated> {
  if (source.size === 0) return refused({ code: 'empty-file', message: 'the file is empty' });
  if (source.size > limits.tarballBytes) return refused({ code: 'too-large', message: `${source.size} bytes, over the limit of ${limits.tarballBytes}` });
  const packing = packingOf(source.read(0, Math.min(6, source.size)));
  if (packing !== 'gzip' && packing !== 'none') return refused({ code: 'malformed', message: `packed with ${packing}, which is no package tarball` });
  if (packing === 'gzip') {
    const inflated = await inflate(source, limits, oddities);
    // npm's reader would unpack what is packed twice a second time here, and does not when it installs.
    const inside = packingOf(inflated.bytes.subarray(0, 6));
    return inside === 'none' ? inflated : { bytes: Buffer.alloc(0), problems: [...inflated.problems, { code: 'malformed', message: `packed twice (${inside} inside gzip), which is no package tarball` }] };
  }
  oddities.add('not-gzip', 'it is not packed with gzip');
  return { bytes: Buffer.concat([...piecesOf(source)]), problems: [] };
}

function refused(problem: Problem): Inflated {
  return { bytes: Buffer.alloc(0), problems: [problem] };
}

function hashesOf(source: ByteSource): TarballHashes {
  const hashes = ['sha256', 'sha1', 'sha512'].map((name) => createHash(name));
  for (const piece of piecesOf(source)) for (const hash of hashes) hash.update(piece);
  const [sha256 = '', sha1 = '', sha512 = ''] = hashes.map((hash, at) => hash.digest(at === 2 ? 'base64' : 'hex'));
  return { sha256, sha1, integrity: `sha512-${sha512}` };
}

function hashesIn(bytes: Uint8Array): TarballHashes {
  return { sha256: hexOf('sha256', bytes), sha1: hexOf('sha1', bytes), integrity: `sha512-${Buffer.from(hexOf('sha512', bytes), 'hex').toString('base64')}` };
}

function sourceOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}
