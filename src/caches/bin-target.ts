// Which package stands behind a program's file: a link into node_modules (npm, bun, yarn on Unix), or a small script that names
// the file it starts (cmd-shim of npm and pnpm, on Windows and for pnpm on Unix; npm/cmd-shim lib/index.js).
import type { Problem } from '../model/coverage.ts';
import { TreeError, type FileTree } from '../model/ports.ts';
import { isObject, parseJson, property } from '../text/json.ts';
import { kindOr, parentOf, readTextOr, resolvedOr } from './paths.ts';

/** A package on the disk. */
export interface FoundPackage {
  readonly folder: string;
  readonly name: string;
  /** Absent where its package.json does not tell. */
  readonly version?: string;
}

const SHIM_BYTES = 16 * 1024;
/** Paths behind the folder of the script: `%dp0%\..\pkg\cli.js`, `$basedir/../pkg/cli.js`. */
const SHIM_PATH = /(?:%~?dp0%?|\$basedir|\$\{?0%\/\*\}?)[\\/]([^"'\s;]{1,1024})/g;

/** The package whose file a program starts; undefined where it is no program of a package. */
export function packageOfProgram(tree: FileTree, program: string, problems: Problem[]): FoundPackage | undefined {
  const real = resolvedOr(tree, program);
  const linked = real === program ? undefined : packageAround(tree, real, problems);
  if (linked) return linked;
  for (const target of shimTargets(tree, program)) {
    const found = packageAround(tree, resolvedOr(tree, target), problems);
    if (found) return found;
  }
  return undefined;
}

function shimTargets(tree: FileTree, program: string): readonly string[] {
  let text: string;
  try {
    text = new TextDecoder().decode(tree.read(program, SHIM_BYTES));
  } catch (error) {
    // Larger than any shim, or gone: not a script that starts a package.
    if (error instanceof TreeError) return [];
    throw error;
  }
  const folder = parentOf(program);
  return [...text.matchAll(SHIM_PATH)].flatMap((match) => {
    const target = plainPath(folder, (match[1] as string).replaceAll('\\', '/'));
    return target.includes('/node_modules/') && !/\/node(?:\.exe)?$/.test(target) ? [target] : [];
  });
}

// By text alone, as the shell that runs the shim hands it to the system; the tree follows links.
function plainPath(folder: string, below: string): string {
  const parts = folder.split('/');
  for (const part of below.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** The package that a file belongs to: the nearest folder above with a named package.json, up to `node_modules`. */
export function packageAround(tree: FileTree, file: string, problems: Problem[]): FoundPackage | undefined {
  for (let folder = parentOf(file), steps = 0; folder !== '/' && steps < 64; folder = parentOf(folder), steps += 1) {
    if (folder.endsWith('/node_modules')) return undefined;
    const found = packageAt(tree, folder, problems);
    if (found) return found;
  }
  return undefined;
}

/** Name and version of a folder's package.json; undefined where it has no name. */
export function packageAt(tree: FileTree, folder: string, problems: Problem[]): FoundPackage | undefined {
  const text = readTextOr(tree, `${folder}/package.json`, problems);
  const parsed = text === undefined ? undefined : parseJson(text);
  if (parsed === undefined) return undefined;
  if (!parsed.ok) {
    problems.push({ ...parsed.problem, path: `${folder}/package.json` });
    return undefined;
  }
  if (!isObject(parsed.value)) return undefined;
  const name = property(parsed.value, 'name');
  const version = property(parsed.value, 'version');
  if (typeof name !== 'string' || name === '') return undefined;
  return { folder, name, ...(typeof version === 'string' && version !== '' ? { version } : {}) };
}

/** True where a package.json names a program so: `bin` as a map, or as a text for the package's own name. */
export function hasBin(tree: FileTree, folder: string, program: string, problems: Problem[]): boolean {
  const text = kindOr(tree, `${folder}/package.json`, problems) === 'file' ? readTextOr(tree, `${folder}/package.json`, problems) : undefined;
  const parsed = text === undefined ? undefined : parseJson(text);
  if (!parsed?.ok || !isObject(parsed.value)) return false;
  const bin = property(parsed.value, 'bin');
  if (isObject(bin)) return typeof property(bin, program) === 'string';
  const name = property(parsed.value, 'name');
  return typeof bin === 'string' && typeof name === 'string' && name.replace(/^@[^/]+\//, '') === program;
}
