// Finds a key that stands twice at the top of a JSON object. JSON.parse keeps the last one, other readers the first: a
// package.json with two names shows one to a scanner and another to an installer (RFC 8259, section 4).
import { property, type JsonObject, type JsonValue } from '../text/json.ts';

/**
 * Those of `keys` that stand more than once in the outermost object of a valid JSON text, with other than their parsed values.
 * A key whose first value is also the parsed, and so the last one, shows the same to every reader: that is decided without a pass over the text.
 */
export function repeatedKeys(text: string, value: JsonObject, keys: readonly string[]): readonly string[] {
  if (keys.every((key) => opensWith(text, key, property(value, key)))) return [];
  const seen = new Map<string, number>();
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) depth -= 1;
    else if (code === 0x22) {
      const end = stringEnd(text, at);
      if (depth === 1 && isKey(text, end)) {
        const key = String(JSON.parse(text.slice(at, end)));
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
      at = end - 1;
    }
  }
  return keys.filter((key) => (seen.get(key) ?? 0) > 1);
}

function opensWith(text: string, key: string, value: JsonValue | undefined): boolean {
  const at = text.indexOf(`"${key}"`);
  if (at === -1) return value === undefined && !text.includes('\\u');
  if (typeof value !== 'string' || text.lastIndexOf('\\', at) !== -1) return false;
  let start = at + key.length + 2;
  while (text.charCodeAt(start) <= 0x20 || text[start] === ':') start += 1;
  return text.startsWith(`"${value}"`, start);
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return text[at] === ':';
}

function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}
