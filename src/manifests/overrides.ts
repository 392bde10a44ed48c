// npm's `overrides`: objects nested without a limit of their own, `.` for the package itself, `$name` for the version that
// the root asks for. https://docs.npmjs.com/cli/configuring-npm/package-json#overrides - walked with a list, as depth is hostile.
import { isObject, property, type JsonObject } from '../text/json.ts';
import type { Collector, Path } from './requests.ts';
import { nameOfNpmKey } from './selector.ts';

/** Version that the root asks for under a name; undefined where it does not. */
export type Direct = (name: string) => string | undefined;

interface Level {
  readonly object: JsonObject;
  readonly path: Path;
  readonly keys: readonly string[];
}

const SHOWN_LEVELS = 8;

function shown(keys: readonly string[]): string {
  return keys.length <= SHOWN_LEVELS ? keys.join(' > ') : `… > ${keys.slice(-SHOWN_LEVELS).join(' > ')}`;
}

/** The spec meant by `$name`, or `raw` itself. */
export function resolveReference(raw: string, direct: Direct): string | undefined {
  return raw.startsWith('$') ? direct(raw.slice(1)) : raw;
}

/** Asks for every string of a nested `overrides` object. */
export function askOverrides(root: JsonObject, path: Path, direct: Direct, collect: Collector): void {
  const waiting: Level[] = [{ object: root, path, keys: [] }];
  for (let level = waiting.pop(); level; level = waiting.pop()) {
    const inner: Level[] = [];
    for (const key of Object.keys(level.object)) {
      const value = property(level.object, key);
      const own = key === '.';
      const keys = own ? level.keys : [...level.keys, key];
      const at = [...level.path, key];
      if (isObject(value)) inner.push({ object: value, path: at, keys });
      else if (typeof value !== 'string') collect.report('unknown-entry', `the override ${JSON.stringify(shown(keys).slice(0, 200))} is neither a text nor an object`, at);
      else askOne(nameOfNpmKey(keys.at(-1) ?? ''), value, shown(keys), at, direct, collect);
    }
    for (const next of inner.toReversed()) waiting.push(next);
  }
}

function askOne(name: string, value: string, key: string, path: Path, direct: Direct, collect: Collector): void {
  const raw = resolveReference(value, direct);
  if (raw === undefined) collect.report('unknown-entry', `the override ${JSON.stringify(key.slice(0, 200))} refers to ${JSON.stringify(value.slice(0, 200))}, which the manifest does not ask for`, path);
  if (name === '') return collect.report('unknown-entry', 'an override names no package', path);
  collect.ask('override', name, raw ?? value, { key, path });
}
