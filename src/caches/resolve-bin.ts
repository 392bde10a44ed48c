// A bare name as npx resolves it before it asks a registry (npm/cli workspaces/libnpmexec/lib/index.js, file-exists.js): a program
// of the local package, then `node_modules/.bin` of the working directory and of every folder above, then the global bin folder.
import type { Problem } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import type { PackagePrefix } from '../model/machine.ts';
import type { FileTree } from '../model/ports.ts';
import { hasBin, packageAt, packageOfProgram, type FoundPackage } from './bin-target.ts';
import { join, kindOr, parentOf } from './paths.ts';

export interface ResolvedBin {
  readonly route: 'local-package' | 'node-modules' | 'global';
  /** File that starts, or the folder of the local package. */
  readonly program: string;
  /** Absent for a program that is not of a package: then nothing of a registry runs. */
  readonly package?: FoundPackage;
  /** Whose global folder it is. */
  readonly owner?: string;
  readonly problems: readonly Problem[];
}

export interface BinQuestion {
  /** Folder in which the line runs; absent where nobody knows it: then only the global folders answer. */
  readonly cwd?: string;
  readonly prefixes: readonly PackagePrefix[];
}

const ENDINGS = ['', '.cmd', '.exe', '.ps1', '.bunx'];

/** What answers a bare name without a registry; undefined where npx would ask one. */
export function resolveBin(tree: FileTree, name: string, question: BinQuestion): ResolvedBin | undefined {
  if (!isBare(name)) return undefined;
  const { cwd } = question;
  return (cwd === undefined ? undefined : localBin(tree, name, cwd)) ?? globalBins(tree, name, question.prefixes)[0];
}

function localBin(tree: FileTree, name: string, cwd: string): ResolvedBin | undefined {
  const problems: Problem[] = [];
  // npm runs in the nearest folder above that holds a package.json or node_modules; only its own package is looked at.
  const project = projectOf(tree, cwd, problems);
  if (project !== undefined && hasBin(tree, project, name, problems)) {
    const own = packageAt(tree, project, problems);
    return { route: 'local-package', program: project, ...(own ? { package: own } : {}), problems };
  }
  for (let folder = cwd, steps = 0; steps < LIMITS.folderDepth; folder = parentOf(folder), steps += 1) {
    const program = programIn(tree, join(folder, 'node_modules/.bin'), name, problems);
    if (program !== undefined) return resolved(tree, 'node-modules', program, problems);
    if (parentOf(folder) === folder) return undefined;
  }
  return undefined;
}

function projectOf(tree: FileTree, cwd: string, problems: Problem[]): string | undefined {
  for (let folder = cwd, steps = 0; steps < LIMITS.folderDepth; folder = parentOf(folder), steps += 1) {
    if (kindOr(tree, join(folder, 'package.json'), problems) === 'file' || kindOr(tree, join(folder, 'node_modules'), problems) === 'folder') return folder;
    if (parentOf(folder) === folder) return undefined;
  }
  return undefined;
}

/**
 * Every global folder's answer to a bare name. npx uses the folder of the Node that runs it: with several versions under nvm or fnm
 * nothing on the disk tells which one that was.
 */
export function globalBins(tree: FileTree, name: string, prefixes: readonly PackagePrefix[]): readonly ResolvedBin[] {
  if (!isBare(name)) return [];
  return prefixes.flatMap(({ bin, owner }) => {
    const problems: Problem[] = [];
    const program = bin === undefined ? undefined : programIn(tree, bin, name, problems);
    return program === undefined ? [] : [{ ...resolved(tree, 'global', program, problems), owner }];
  });
}

// A name with a version or a path is never looked up as a program.
function isBare(name: string): boolean {
  return /^[^/\\@\s\0]+$/.test(name) && name !== '.' && name !== '..';
}

function programIn(tree: FileTree, folder: string, name: string, problems: Problem[]): string | undefined {
  return ENDINGS.map((ending) => join(folder, `${name}${ending}`)).find((path) => kindOr(tree, path, problems) === 'file');
}

function resolved(tree: FileTree, route: ResolvedBin['route'], program: string, problems: Problem[]): ResolvedBin {
  const found = packageOfProgram(tree, program, problems);
  return { route, program, ...(found ? { package: found } : {}), problems };
}
