// Finds a key that stands twice at the top of a JSON object. JSON.parse keeps the last one, other readers the first: a
// package.json with two names shows one to a scanner and another to an installer (RFC 8259, section 4).
import { property, type JsonObject, type JsonValue } from '../text/json.ts';

// The keys first, perhaps with other texts between them: so package.json is written nearly everywhere.
const USUAL_START = /^\{\s*"name"\s*:\s*"([^"\\]*)"\s*,(?:\s*"[^"\\]*"\s*:\s*"[^"\\]*"\s*,)*?\s*"version"\s*:\s*"([^"\\]*)"/;

/** True where the text starts with a name and a version that are the parsed, and so the last ones: every reader sees the same, and no pass over the text is needed. */
export function startsWithIdentity(text: string, name: JsonValue | undefined, version: JsonValue | undefined): boolean {
  const start = USUAL_START.exec(text);
  return start !== null && start[1] === name && start[2] === version;
}

/**
 * Those of `keys` that stand more than once in the outermost object of a valid JSON text; none where each of them stands there
 * with its parsed value first, which shows the same to every reader.
 */
export function repeatedKeys(text: string, value: JsonObject, keys: readonly string[]): readonly string[] {
  // An escape can spell a key in other letters.
  if (!text.includes('\\u') && !keys.some((key) => text.indexOf(`"${key}"`) !== text.lastIndexOf(`"${key}"`))) return [];
  const found = outermost(text, keys);
  const repeated = keys.filter((key) => (found.get(key)?.length ?? 0) > 1);
  return repeated.every((key) => found.get(key)?.[0] === property(value, key)) ? [] : repeated;
}

// Values of the keys in the outermost object, in their order; what is no text counts as undefined.
function outermost(text: string, keys: readonly string[]): ReadonlyMap<string, readonly (string | undefined)[]> {
  const found = new Map<string, (string | undefined)[]>(keys.map((key) => [key, []]));
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) depth -= 1;
    else if (code === 0x22) {
      const end = stringEnd(text, at);
      const colon = skipSpace(text, end);
      if (depth === 1 && text[colon] === ':') found.get(stringAt(text, at))?.push(textAfter(text, colon));
      at = end - 1;
    }
  }
  return found;
}

function textAfter(text: string, colon: number): string | undefined {
  const start = skipSpace(text, colon + 1);
  return text[start] === '"' ? stringAt(text, start) : undefined;
}

function stringAt(text: string, start: number): string {
  return String(JSON.parse(text.slice(start, stringEnd(text, start))));
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}
