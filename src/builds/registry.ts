// Files of a repository that launch or install packages.
import type { BuildDescriptor } from './contract.ts';

export const BUILDS: readonly BuildDescriptor[] = [];

/** Readers of a file by its path. */
export function buildsFor(path: string): readonly BuildDescriptor[] {
  return BUILDS.filter((descriptor) => descriptor.recognises(path));
}

/** True where a name alone can be that of such a file. */
export function isBuildName(_name: string): boolean {
  return false;
}
