// The machinery that reads code, opened for one run and closed after it.
import { createHash } from 'node:crypto';
import type { BundleStack } from '../indicators/stack.ts';
import { userCache } from '../io/blob-store.ts';
import type { Host } from '../io/host.ts';
import { parserChild } from '../io/package-files.ts';
import { codeKnowledge } from '../pipelines/deep/known.ts';
import type { DeepPorts } from '../pipelines/deep/words.ts';
import { openParseCache } from '../store/parse-cache.ts';
import { openSweepCache } from '../store/sweep-cache.ts';
import { openParserPool } from '../sweep/parser-pool.ts';
import { sweepTree } from '../sweep/sweep-tree.ts';
import { VERSION } from '../version.ts';

export interface OpenedDeep {
  readonly ports: DeepPorts;
  readonly close: () => Promise<void>;
}

/** `no-cache`: nothing of an earlier run is believed, and nothing is kept. */
export function openDeep(bundles: BundleStack, host: Host, cache: 'cache' | 'no-cache'): OpenedDeep {
  const pool = openParserPool();
  const kept = cache === 'cache' ? openKept(host) : undefined;
  return { ports: { sweep: sweepTree, pool, knowledge: codeKnowledge(bundles), ...(kept ? { kept } : {}) }, close: pool.close };
}

function openKept(host: Host): DeepPorts['kept'] {
  const store = userCache(host.environment);
  if (!store) return undefined;
  // What the parser finds depends on the program that parses, to the byte.
  const edition = createHash('sha256').update(`${VERSION}\n`).update(parserChild()).digest('hex');
  return { files: { files: openSweepCache(store), version: VERSION }, parsed: openParseCache(store, edition) };
}
