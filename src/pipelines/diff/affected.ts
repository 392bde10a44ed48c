// Which code of two copies has to be parsed: what changed, with all files of the package that lead to it or come from it by imports, on
// either side. What is left does the same in both copies, and of that only what opens a gate is parsed, as a deep scan does.
import type { FileComparison } from '../../artifacts/contract.ts';
import type { FileTree } from '../../model/ports.ts';
import { LIMITS } from '../../model/limits.ts';
import { candidates, importsOf } from '../deep/imports.ts';
import { textAt } from '../deep/manifests.ts';
import { listScripts, NO_CODE } from '../deep/sources.ts';
import type { Side } from './words.ts';

export interface Affected {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
  /** Unchanged files that were too much to be parsed beside what is nearer to what changed, each counted once for each file that leads to it. */
  readonly left: number;
}

/** Characters of unchanged files that are parsed with what changed. */
const CHARACTERS = 192 * 1024;

/** Fields of a manifest that decide how other files are read: where one changes, all code is parsed. */
const DECIDES = /^(?:type|imports|exports|gypfile|main|module|bin(?:\.|$)|scripts\.(?:pre|post)?install$|scripts\.prepare$)/;

/** Paths below the package's folder; undefined where all of it counts. */
export function affectedBy(before: Side, after: Side, files: FileComparison, manifest: readonly { readonly field: string }[]): Affected | undefined {
  if (manifest.some(({ field }) => DECIDES.test(field))) return undefined;
  const [was, now] = [graphOf(before), graphOf(after)];
  if (!was || !now) return undefined;
  const differing = files.files.filter(({ kind, only }) => kind !== 'mode' && only === undefined);
  // Node runs what is required under any name.
  if (differing.some(({ path, from = path }) => was.others.has(from) || now.others.has(path))) return undefined;
  const old = differing.filter(({ kind }) => kind !== 'added').map(({ path, from }) => from ?? path);
  const current = differing.filter(({ kind }) => kind !== 'removed').map(({ path }) => path);
  const renamed = new Map([...files.renamed].map(([path, from]) => [from, path]));
  const [ofOld, ofCurrent] = [reach(was, old), reach(now, current)];
  // Connected on one side is enough: what both parse is the same.
  const reached = new Set([...[...ofOld.paths].map((path) => renamed.get(path) ?? path), ...ofCurrent.paths]);
  return {
    before: new Set([...old, ...[...reached].map((path) => files.renamed.get(path) ?? path)]),
    after: reached,
    left: Math.max(ofOld.left, ofCurrent.left),
  };
}

interface Graph {
  readonly edges: ReadonlyMap<string, ReadonlySet<string>>;
  /** Files that are imported and have no name of a script. */
  readonly others: ReadonlySet<string>;
  /** Characters. */
  readonly sizes: ReadonlyMap<string, number>;
}

// Edges both ways: a constant goes to whoever imports it, a call's arguments to what is imported.
function graphOf({ tree, root }: Side): Graph | undefined {
  const scripts = listScripts(tree, root.absolute, () => false).map(({ path }) => path);
  if (scripts.length > LIMITS.packageSourceFiles) return undefined;
  const known = new Set(scripts);
  const edges = new Map<string, Set<string>>(scripts.map((path) => [path, new Set()]));
  const others = new Set<string>();
  const sizes = new Map<string, number>();
  for (const path of scripts) {
    const text = shortText(tree, `${root.absolute === '/' ? '' : root.absolute}/${path}`);
    sizes.set(path, text.length);
    for (const target of importsOf(path, text)) {
      const found = candidates(target).find((candidate) => known.has(candidate));
      if (found === undefined) {
        if (!NO_CODE.test(target)) others.add(target);
        continue;
      }
      edges.get(path)?.add(found);
      edges.get(found)?.add(path);
    }
  }
  return { edges, others, sizes };
}

// A bundle has no neighbours that matter.
function shortText(tree: FileTree, path: string): string {
  const text = textAt(tree, path, LIMITS.fileBytes) ?? '';
  return text.length > LIMITS.sourceCharacters ? '' : text;
}

// Nearest first. In a library of which every file leads to every other, what changed would otherwise be all of it.
function reach({ edges, sizes }: Graph, seeds: readonly string[]): { readonly paths: ReadonlySet<string>; readonly left: number } {
  const paths = new Set(seeds);
  let characters = 0;
  let left = 0;
  for (const path of paths) {
    for (const next of edges.get(path) ?? []) {
      if (paths.has(next)) continue;
      const size = sizes.get(next) ?? 0;
      if (characters + size > CHARACTERS) {
        left += 1;
        continue;
      }
      characters += size;
      paths.add(next);
    }
  }
  return { paths, left };
}
