// Which file of the package itself the code is in that a call reads and runs: `eval(readFileSync(new URL('./a.json', import.meta.url)))`.
import type { Origin } from '../model/behavior.ts';
import type { Module, Value } from './contract.ts';
import { placedPaths } from './paths.ts';
import { givenBy } from './values/sources.ts';

const DEPTH = 12;
const VALUES = 200;

/** The origins, those from files of the package with their path below its folder. */
export function withFiles(origins: readonly Origin[], value: Value, module: Module): readonly Origin[] {
  if (!origins.some((origin) => origin.kind === 'file' && origin.path === undefined)) return origins;
  const paths = [...new Set(readsIn(value, { left: VALUES }, 0).flatMap((path) => placedPaths(path, module)).flatMap(({ root, path }) => (root === 'package' && !path.includes('*') ? [path] : [])))];
  return paths.length === 0 ? origins : [...origins.filter((origin) => origin.kind !== 'file' || origin.path !== undefined), ...paths.toSorted().map((path): Origin => ({ kind: 'file', path }))];
}

/** Paths of the calls that read a file. */
function readsIn(value: Value, work: { left: number }, depth: number): readonly Value[] {
  work.left -= 1;
  if (depth > DEPTH || work.left < 0) return [];
  const below = (values: readonly Value[]) => values.flatMap((one) => readsIn(one, work, depth + 1));
  switch (value.kind) {
    case 'call': return value.args[0] !== undefined && value.callee.kind === 'import' && givenBy(value.callee) === 'file' ? [value.args[0]] : below([value.callee, ...value.args]);
    case 'member': return below([value.of]);
    case 'joined': return below(value.parts);
    case 'choice': return below(value.among);
    case 'list': return below(value.items);
    default: return [];
  }
}
