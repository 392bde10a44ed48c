// Compiled indexes of user bundles, kept between runs: the first run compiles, later ones read. A kept index is used only where
// the SHA-256 behind its bytes still holds; anything else is compiled again. This finds damage; that no other user of the
// machine wrote it is the folder's business (io/blob-store.ts).
import { createHash } from 'node:crypto';
import type { Problem } from '../model/coverage.ts';
import type { BlobStore } from '../model/ports.ts';

const DIGEST_BYTES = 32;

/** An index ready to open, and where it came from. */
export interface KeptIndex {
  readonly index: Uint8Array;
  readonly problems: readonly Problem[];
  readonly from: 'store' | 'compiled';
  /** Why the index could not be kept; it is then compiled at each run. */
  readonly note?: string;
}

/**
 * The index under `key`, from the store or else from `compile`. An index with problems is never kept: a later run must
 * tell of them again.
 */
export async function keptIndex(store: BlobStore | undefined, key: string, compile: () => Promise<{ readonly index: Uint8Array; readonly problems: readonly Problem[] }>): Promise<KeptIndex> {
  const kept = store?.get(key);
  const index = kept === undefined ? undefined : unseal(kept);
  if (index !== undefined) return { index, problems: [], from: 'store' };
  const compiled = await compile();
  if (store === undefined || compiled.problems.length > 0) return { ...compiled, from: 'compiled' };
  try {
    store.put(key, seal(compiled.index));
  } catch (error) {
    // A read-only home must not stop a scan.
    return { ...compiled, from: 'compiled', note: `the compiled bundle was not kept: ${error instanceof Error ? error.message : String(error)}` };
  }
  return { ...compiled, from: 'compiled' };
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function seal(index: Uint8Array): Uint8Array {
  return Buffer.concat([index, digestOf(index)]);
}

function unseal(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length <= DIGEST_BYTES) return undefined;
  const index = bytes.subarray(0, bytes.length - DIGEST_BYTES);
  return digestOf(index).equals(bytes.subarray(bytes.length - DIGEST_BYTES)) ? index : undefined;
}
