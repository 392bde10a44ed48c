// A JSON value as one text that is the same for the same meaning. Keys are sorted, but where their order means something:
// Node takes the first condition of `exports` and `imports` that holds (https://nodejs.org/docs/latest-v20.x/api/packages.html#conditional-exports).
import { isObject, type JsonValue } from '../../text/json.ts';

/** Deepest nesting that is written; real manifests stay below ten. */
const DEEPEST = 64;

/** `order`: whether the order of keys is kept. What is nested deeper than 64 levels is left out as `…`. */
export function canonicalJson(value: JsonValue, order: 'kept' | 'sorted', depth = 0): string {
  if (depth > DEEPEST) return '"…"';
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => canonicalJson(item, order, depth + 1)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = order === 'kept' ? Object.keys(value) : Object.keys(value).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null, order, depth + 1)}`).join(',')}}`;
}
