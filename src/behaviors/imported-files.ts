// Files of the package that other files of it bring in when they run: relative imports and requires, followed. Found in the text and
// not in the tree, so that a file with errors counts too; a specifier that is put together is not followed.
import type { Module } from './contract.ts';
import { createResolver } from './values/modules.ts';

const MAX_FILES = 200;
// Bounded parts only, so that the cost is linear in the text.
const SPECIFIER = /\b(?:from|import|require)\s{0,4}\(?\s{0,4}["'`](\.{1,2}(?:\/[^"'`\n]{0,300})?)["'`]/g;

/** `paths` with all that they bring in, in the order in which it is met; at most 200. */
export function withImports(modules: readonly Module[], paths: readonly string[]): readonly string[] {
  const resolve = createResolver(modules);
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const found = new Set(paths);
  // A set that grows while it is walked: what is added comes up later.
  for (const path of found) {
    const module = byPath.get(path);
    for (const match of module?.text.matchAll(SPECIFIER) ?? []) {
      const target = found.size < MAX_FILES && module !== undefined ? resolve(module, match[1] as string) : undefined;
      if (target !== undefined) found.add(target.path);
    }
  }
  return [...found];
}
