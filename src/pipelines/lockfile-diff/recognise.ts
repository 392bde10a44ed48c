// Which lockfile a text of any name is: people keep the old one as `old.json`, or write it with `git show ref:package-lock.json`.
import { lockfileReaders } from '../../lockfiles/registry.ts';

const HEAD = 64 * 1024;

/** The usual name of a lockfile with this name and text; undefined where it is none that has a reader. */
export function usualName(name: string, text: string): string | undefined {
  if (lockfileReaders(name).length > 0) return name;
  const head = text.slice(0, HEAD).replace(/^\ufeff/, '');
  if (/^(?:#[^\n]*\n)*# yarn lockfile v1/m.test(head) || /^__metadata:/m.test(head)) return 'yarn.lock';
  if (/^lockfileVersion:/m.test(head)) return 'pnpm-lock.yaml';
  if (!/^\s*\{/.test(head) || !/"lockfileVersion"\s*:/.test(head)) return undefined;
  // Both write the key; what bun writes beside it, npm does not: https://bun.sh/docs/install/lockfile
  return /"workspaces"\s*:\s*\{\s*""\s*:/.test(head) ? 'bun.lock' : 'package-lock.json';
}
