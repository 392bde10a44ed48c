// Which folders of runners answer one launch line: by npx's own key, else by what the folder says that it was asked for, else
// by the names that its package.json depends on.
import type { RunFolder } from '../model/machine.ts';
import { isNpxFolderOf, npxKey } from './npx.ts';
import { nameOfSpec } from './run-folders.ts';

/**
 * Folders that a call with these specs (`LaunchSubject.set`) uses or used, newest first; of several homes and caches there can be
 * several. For dlx and bunx without specs on record the names alone decide: whoever asks compares the version that is installed.
 */
export function runFoldersFor(specs: readonly string[], folders: readonly RunFolder[], tool?: RunFolder['tool']): readonly RunFolder[] {
  if (specs.length === 0) return [];
  const key = npxKey(specs);
  const names = namesOf(specs);
  const found = folders.filter((folder) => {
    if (tool !== undefined && folder.tool !== tool) return false;
    if (folder.tool === 'npx') return isNpxFolderOf(folder, key, specs);
    if (folder.specs !== undefined) return npxKey(folder.specs) === key || (folder.tool === 'bunx' && bunxAnswers(folder.specs, specs));
    return names !== undefined && folder.dependencies !== undefined && sameNames(names, folder.dependencies);
  });
  return found.sort((left, right) => (timeOf(left) < timeOf(right) ? 1 : timeOf(left) > timeOf(right) ? -1 : 0));
}

function timeOf({ modified, created }: RunFolder): string {
  return modified ?? created ?? '';
}

// bunx writes `latest` where nothing was asked for.
function bunxAnswers(kept: readonly string[], asked: readonly string[]): boolean {
  const [one] = asked;
  return asked.length === 1 && one !== undefined && one === nameOfSpec(one) && kept[0] === `${one}@latest`;
}

function namesOf(specs: readonly string[]): readonly string[] | undefined {
  const names = specs.map(nameOfSpec);
  return names.includes(undefined) ? undefined : [...new Set(names as string[])].sort();
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, at) => name === right[at]);
}
