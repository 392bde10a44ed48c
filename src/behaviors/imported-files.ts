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
    if (module === undefined) continue;
    for (const { path: target } of importsOf(module, resolve)) if (found.size < MAX_FILES) found.add(target);
  }
  return [...found];
}

/**
 * Files that stand beside the package: nothing in it brings them in, and its manifest names them nowhere. Tests and examples that were
 * published along are such files. None where the manifest names no file that was read: then nothing tells where the package begins.
 */
export function filesBeside(modules: readonly Module[], manifest: string | undefined): ReadonlySet<Module> {
  const named = new Set(manifest === undefined ? [] : modules.filter(({ path }) => isNamed(manifest, path)));
  if (named.size === 0) return new Set();
  const resolve = createResolver(modules);
  const imported = new Set(modules.flatMap((module) => importsOf(module, resolve).filter((target) => target !== module)));
  return new Set(modules.filter((module) => !named.has(module) && !imported.has(module)));
}

/** As a path with its extension or without, or as its folder. Too many are better than too few: what is named speaks for the package. */
function isNamed(manifest: string, path: string): boolean {
  const plain = path.replace(/\.[cm]?[jt]sx?$/, '');
  const stem = plain.replace(/\/index$/, '');
  if (plain === 'index') return true;
  for (let at = manifest.indexOf(stem); at !== -1; at = manifest.indexOf(stem, at + 1)) if (!/[\w-]/.test(manifest[at - 1] ?? '') && !/[\w-]/.test(manifest[at + stem.length] ?? '')) return true;
  return false;
}

function importsOf(module: Module, resolve: ReturnType<typeof createResolver>): readonly Module[] {
  return [...module.text.matchAll(SPECIFIER)].flatMap((match) => resolve(module, match[1] as string) ?? []);
}
