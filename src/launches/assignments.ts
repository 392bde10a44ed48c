// `NAME=value` before a command, and the registry that such a variable sets.
import type { NamedValue } from '../model/server.ts';
import { namedValue, type ValueDigest } from '../text/named-value.ts';
import { withoutCredentials } from '../text/printable.ts';

const ASSIGNMENT = /^([A-Za-z_][\w.:@/-]*?)\+?=(.*)$/s;
/** Variables with which npm, pnpm, yarn and bun are told their registry. */
const REGISTRY = /^(?:npm_config_registry|pnpm_config_registry|yarn_registry|yarn_npm_registry_server|bun_config_registry)$/i;

/** The variable that a word sets; undefined where the word is none. */
export function readAssignment(word: string, digest?: ValueDigest): NamedValue | undefined {
  const match = word.length > 0 && /[A-Za-z_]/.test(word[0] as string) ? ASSIGNMENT.exec(word) : null;
  // `https://x?a=b` and `type=bind,src=…` are no variables.
  if (match === null || /:\/\//.test(match[1] as string)) return undefined;
  return namedValue('environment', match[1] as string, match[2] as string, digest);
}

/** The registry among assignments, without credentials. */
export function registryOf(assignments: readonly string[]): string | undefined {
  for (const word of assignments) {
    const match = ASSIGNMENT.exec(word);
    if (match !== null && REGISTRY.test(match[1] as string) && match[2] !== '') return withoutCredentials(match[2] as string);
  }
  return undefined;
}
