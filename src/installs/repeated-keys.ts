// Finds a key that stands twice at the top of a JSON object. JSON.parse keeps the last one, other readers the first: a
// package.json with two names shows one to a scanner and another to an installer (RFC 8259, section 4).

/** Those of `keys` that stand more than once in the outermost object of a valid JSON text. */
export function repeatedKeys(text: string, keys: readonly string[]): readonly string[] {
  if (!text.includes('\\u') && keys.every((key) => standsOnce(text, `"${key}"`))) return [];
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

function standsOnce(text: string, quoted: string): boolean {
  const first = text.indexOf(quoted);
  return first === -1 || text.indexOf(quoted, first + quoted.length) === -1;
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
