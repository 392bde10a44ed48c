// Bundles in memory for the tests of this room.
import type { Advisory } from '../../src/model/advisory.ts';
import type { Package } from '../../src/model/package.ts';
import type { ByteSource } from '../../src/model/ports.ts';
import type { BundleContent } from '../../src/indicators/content.ts';
import { encodeIndex } from '../../src/indicators/encode.ts';
import { openBundle } from '../../src/indicators/open.ts';
import type { OpenBundle } from '../../src/indicators/open.ts';

export interface CountedSource extends ByteSource {
  readonly reads: () => number;
}

/** Reads are counted; bytes come at an odd offset, as from a pool. */
export function sourceOf(bytes: Uint8Array): CountedSource {
  let reads = 0;
  return {
    size: bytes.length,
    reads: () => reads,
    read: (offset, length) => {
      reads += 1;
      if (offset < 0 || offset + length > bytes.length) throw new RangeError('out of range');
      const pooled = new Uint8Array(length + 1);
      pooled.set(bytes.subarray(offset, offset + length), 1);
      return pooled.subarray(1);
    },
  };
}

export function advisory(name: string, more: Partial<Advisory> = {}): Advisory {
  return { name, class: 'malware', confidence: 'high', versions: '*', ranges: [], safe: [], campaign: 'case', ids: [], sources: [], ...more };
}

export function contentOf(more: Partial<BundleContent> = {}): BundleContent {
  return { id: 'test', date: '2026-01-01', digest: `sha256-${'0123abcd'.repeat(8)}`, campaigns: [], advisories: [], indicators: [], patterns: [], ...more };
}

export function bundleOf(more: Partial<BundleContent>): OpenBundle {
  return openBundle(sourceOf(encodeIndex(contentOf(more))), 'memory');
}

export function installed(name: string, version: string | undefined, more: Partial<Package> = {}): Package {
  return { id: `node_modules/${name}`, name, ...(version === undefined ? {} : { version }), source: 'registry', ...more };
}
