// Which files the gates look at: JavaScript and TypeScript by their names, and scripts without an extension by their first line.

/** `declarations`: types only. `unknown`: without an extension, the first line decides. */
export type ScriptKind = 'script' | 'declarations' | 'unknown';

/** By the base name; undefined for what is no script. */
export function scriptKind(name: string): ScriptKind | undefined {
  const dot = name.lastIndexOf('.');
  if (dot <= 0) return 'unknown';
  if (!/^\.(?:[cm]?[jt]s|[jt]sx)$/i.test(name.slice(dot))) return undefined;
  return /\.d\.[cm]?ts$/i.test(name) ? 'declarations' : 'script';
}

/** True where the first line starts node, bun, deno or a runner of TypeScript. */
export function isNodeScript(bytes: Uint8Array, length: number): boolean {
  if (bytes[0] !== 0x23 || bytes[1] !== 0x21) return false;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(length, 200)).toString('latin1');
  return /^#![^\n]{0,150}\b(?:node|nodejs|bun|deno|tsx|ts-node)\b/.test(text);
}
