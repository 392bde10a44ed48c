// Facts of one extractor about sources that are written in a test.
import { analyse } from '../../src/behaviors/analyse.ts';
import type { Extractor, PackageSource } from '../../src/behaviors/contract.ts';
import type { BehaviorOf } from '../../src/model/behavior.ts';

/** Facts about one file, or about a package. */
export function factsOf<K extends Extractor['kind']>(extractor: Extractor & { readonly kind: Extractor['kind'] }, kind: K, source: string | PackageSource, path = 'src/index.js'): readonly BehaviorOf<K>[] {
  const result = analyse(typeof source === 'string' ? { files: [{ path, text: source }] } : source, [extractor]);
  const failed = result.problems.filter(({ code }) => code === 'reader-failed');
  if (failed.length > 0) throw new Error(failed[0]?.message);
  return result.behaviors.filter((fact): fact is BehaviorOf<K> => fact.kind === kind);
}

/** Sources that no extractor may throw on. */
export const HOSTILE: readonly string[] = [
  '', '\u0000\u0001', 'fetch(', '}{', 'fetch(...[', 'const {', 'process.env[', 'eval`${', '\ufeff#!/usr/bin/env node\n', 'x.'.repeat(3_000),
  'fetch({ __proto__: null, "constructor": 1, hostname: { toString: 1 } })', 'const a = a; fetch(a)', 'let a = b, b = a; eval(a + b)', 'fetch(...args); exec.apply(...x); spawn.call()', 'f'.repeat(10_000),
  'new (class { constructor() { return eval } })', 'const { __proto__: x, ["a" + "b"]: y } = process.env', 'require()', 'import()', 'require(require(require))', 'for (const x of process.env[x]) ;', 'fs.readFile(...x)', '`${`${`${`', 'process.env.__proto__', 'fetch.call.apply.bind.call(1)',
];
