// The lockfile readers, in the order they are asked. Nothing is loaded before a file of its name is met.
import type { LockfileDescriptor } from './contract.ts';

/** yarn 2 and later write a `__metadata` block; classic writes `# yarn lockfile v1` and no such block. */
function looksLikeBerry(head: string): boolean {
  return /^__metadata:/m.test(head);
}

export const LOCKFILES: readonly LockfileDescriptor[] = [
  { id: 'npm', fileNames: ['npm-shrinkwrap.json', 'package-lock.json', '.package-lock.json'], load: async () => (await import('./npm.ts')).npm },
  { id: 'yarn-berry', fileNames: ['yarn.lock'], recognises: looksLikeBerry, load: async () => (await import('./yarn-berry.ts')).yarnBerry },
  { id: 'yarn-classic', fileNames: ['yarn.lock'], load: async () => (await import('./yarn-classic.ts')).yarnClassic },
  { id: 'pnpm', fileNames: ['pnpm-lock.yaml'], load: async () => (await import('./pnpm.ts')).pnpm },
  { id: 'bun', fileNames: ['bun.lock'], load: async () => (await import('./bun.ts')).bun },
  { id: 'bun-binary', fileNames: ['bun.lockb'], load: async () => (await import('./bun-binary.ts')).bunBinary },
];
