// The lockfile readers, in the order they are asked. Nothing is loaded before a file of its name is met.
import type { LockfileDescriptor } from './contract.ts';

/** yarn 2 and later write a `__metadata` block; classic writes `# yarn lockfile v1` and no such block. */
function looksLikeBerry(head: string): boolean {
  return /^__metadata:/m.test(head);
}

/** pnpm with `gitBranchLockfile` writes one file for each branch: https://pnpm.io/git_branch_lockfiles */
const PNPM_BRANCH = /^pnpm-lock\..+\.yaml$/;

/**
 * Readers of a file by its base name, in the order they are asked; empty where it is no lockfile. Names are compared as systems
 * do that take `Package-Lock.json` and `package-lock.json` for one file.
 */
export function lockfileReaders(name: string): readonly LockfileDescriptor[] {
  const folded = isBranchLockfile(name) ? 'pnpm-lock.yaml' : name.toLowerCase();
  return LOCKFILES.filter((descriptor) => descriptor.fileNames.includes(folded));
}

/** True for the lockfile of one branch, which may lag behind the manifests. */
export function isBranchLockfile(name: string): boolean {
  return PNPM_BRANCH.test(name.toLowerCase());
}

export const LOCKFILES: readonly LockfileDescriptor[] = [
  { id: 'npm', fileNames: ['npm-shrinkwrap.json', 'package-lock.json', '.package-lock.json'], load: async () => (await import('./npm.ts')).npm },
  { id: 'yarn-berry', fileNames: ['yarn.lock'], recognises: looksLikeBerry, load: async () => (await import('./yarn-berry.ts')).yarnBerry },
  { id: 'yarn-classic', fileNames: ['yarn.lock'], load: async () => (await import('./yarn-classic.ts')).yarnClassic },
  { id: 'pnpm', fileNames: ['pnpm-lock.yaml'], load: async () => (await import('./pnpm.ts')).pnpm },
  { id: 'bun', fileNames: ['bun.lock'], load: async () => (await import('./bun.ts')).bun },
  { id: 'bun-binary', fileNames: ['bun.lockb'], load: async () => (await import('./bun-binary.ts')).bunBinary },
];
