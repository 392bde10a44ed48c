// A pool of parsers that remembers: a package of the same content is not parsed again. Outcomes of processes that died are not kept.
import { createHash } from 'node:crypto';
import type { PackageSource } from '../behaviors/contract.ts';
import type { ParseCache } from '../store/parse-cache.ts';
import { isPackageBehaviors } from './check-found.ts';
import type { ParseOutcome, ParserPool } from './contract.ts';

/** The pool with a memory. Never for a forensic run, or with `--no-cache`. */
export function keptParser(pool: ParserPool, cache: ParseCache): ParserPool {
  return {
    analyse: async (source) => {
      const key = keyOf(source);
      const kept = cache.find(key);
      const known = kept === undefined ? undefined : outcomeFrom(kept);
      if (known) return known;
      const outcome = await pool.analyse(source);
      if (outcome.kind === 'read' && outcome.died === undefined) cache.keep(key, JSON.stringify(outcome.found));
      return outcome;
    },
    close: () => pool.close(),
  };
}

// Lengths stand before texts: two lists of files never run together into the same bytes.
function keyOf({ manifest, bindingGyp, files, kinds }: PackageSource): string {
  const hash = createHash('sha256');
  const add = (text: string): void => { hash.update(`${Buffer.byteLength(text)}\n`).update(text, 'utf8'); };
  add(JSON.stringify([manifest, bindingGyp, kinds, files.length]));
  for (const { path, text, around } of files) {
    add(path);
    add(text);
    add(JSON.stringify(around ?? null));
  }
  return hash.digest('hex');
}

function outcomeFrom(text: string): ParseOutcome | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return isPackageBehaviors(found) ? { kind: 'read', found } : undefined;
  } catch {
    // Not ours: the package is parsed again.
    return undefined;
  }
}
