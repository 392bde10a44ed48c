// bunx's folders: `<temp>/bunx-<uid>-<name>@<spec>/` with node_modules and a lockfile (oven-sh/bun src/cli/bunx_command.zig); the
// slash of a scope makes a folder inside a folder. Before bun 1.1 they were `<temp>/<name>@<spec>--bunx/`. `latest` stands where
// nothing was asked for. On Windows the number is a hash of the user.
import type { Problem } from '../model/coverage.ts';
import type { Home, RunFolder } from '../model/machine.ts';
import type { FileTree, TreeEntry } from '../model/ports.ts';
import { join, kindOr, listOr } from './paths.ts';
import { dependenciesOf, readRunManifest, runTimes, type RunFolders } from './run-folders.ts';
import { tempFolders } from './temp-folders.ts';

const NAMED = /^bunx-\d{1,20}-(.+)$/s;
const OLD = /^(.+)--bunx$/s;

/** Folders of bunx in the temporary folders of these users. */
export function listBunxFolders(tree: FileTree, homes: readonly Home[]): RunFolders {
  const problems: Problem[] = [];
  const folders: RunFolder[] = [];
  for (const temp of tempFolders(tree, homes, problems)) for (const entry of listOr(tree, temp, problems)) folders.push(...foldersAt(tree, temp, entry, problems));
  return { folders, problems, notes: [] };
}

function foldersAt(tree: FileTree, temp: string, { name, kind }: TreeEntry, problems: Problem[]): readonly RunFolder[] {
  if (kind !== 'folder') return [];
  const folder = join(temp, name);
  const named = NAMED.exec(name)?.[1];
  const spec = named ?? OLD.exec(name)?.[1];
  // The scope's own folder: `bunx-1000-@scope`, once `@scope`.
  const scope = named ?? name;
  if (!/^@[^@/]+$/.test(scope)) return spec === undefined ? [] : [runFolder(tree, folder, spec)];
  return listOr(tree, folder, problems)
    .filter((entry) => entry.kind === 'folder' && (named !== undefined || OLD.test(entry.name)))
    .map((entry) => runFolder(tree, join(folder, entry.name), `${scope}/${entry.name.replace(/--bunx$/, '')}`));
}

function runFolder(tree: FileTree, folder: string, spec: string): RunFolder {
  const read = readRunManifest(tree, folder);
  const problems = [...read.problems];
  if (read.kind === 'absent' && kindOr(tree, join(folder, 'node_modules'), problems) === 'folder') {
    problems.push({ code: 'not-found', message: 'bunx left packages here without its package.json', path: join(folder, 'package.json') });
  }
  const times = runTimes(tree, folder, ['bun.lock', 'bun.lockb', 'package.json']);
  return { tool: 'bunx', folder, specs: [spec], ...(read.kind === 'read' ? { dependencies: dependenciesOf(read.manifest) } : {}), ...times, problems };
}
