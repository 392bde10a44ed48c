// Fixtures of the pnpm reader, and the question every damage test asks: was a package lost without a word?
import { readdirSync, readFileSync } from 'node:fs';
import type { Inventory } from '../../src/model/inventory.ts';
import { isUnverifiable } from '../../src/model/package.ts';
import { pnpm } from '../../src/lockfiles/pnpm.ts';

const folder = new URL('../../fixtures/lockfiles/pnpm/', import.meta.url);

export const CASES: readonly string[] = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();

export function fixture(name: string): string {
  return readFileSync(new URL(`${name}/pnpm-lock.yaml`, folder), 'utf8');
}

export function parse(text: string): Inventory {
  return pnpm.parse(text, 'pnpm-lock.yaml');
}

export function identities(inventory: Inventory): Set<string> {
  return new Set(inventory.packages.map((item) => `${item.name}@${item.version ?? ''}`));
}

/** What a manifest beside the lockfile would ask for. */
export interface Asked {
  readonly folder: string;
  readonly name: string;
}

/**
 * Entries lost in silence: no problem, and every request of the projects still has an answer. An entry is lost where its key is
 * gone, or where it was judged by name and is not any more. What `name` fields and URLs claim beside the key cannot be checked.
 */
export function lostInSilence(whole: Inventory, asked: readonly Asked[], damaged: string): readonly string[] {
  const now = parse(damaged);
  if (now.problems.length > 0 || asked.some(({ folder: at, name }) => now.answer(at, name, '') === undefined)) return [];
  const left = new Map(now.packages.map((item) => [item.id, item.source]));
  return whole.packages.filter((item) => {
    const source = left.get(item.id);
    return source === undefined || (isUnverifiable(source) && !isUnverifiable(item.source));
  }).map((item) => item.id);
}
