// The user's own settings that say where package managers keep things: `~/.npmrc` (https://docs.npmjs.com/cli/configuring-npm/npmrc)
// and pnpm's `rc` (same form). Read as paths and nothing else: tokens and registries in them are never kept.
import type { Problem } from '../model/coverage.ts';
import type { Home } from '../model/machine.ts';
import type { FileTree } from '../model/ports.ts';
import { environmentPath, join, settingPath, readTextOr, systemFolders } from './paths.ts';

/** Settings that name a folder. */
export const FOLDER_SETTINGS = ['cache', 'prefix', 'cache-dir', 'global-dir', 'store-dir'] as const;
export type FolderSetting = (typeof FOLDER_SETTINGS)[number];

export interface FolderSettings {
  readonly folders: ReadonlyMap<FolderSetting, string>;
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** The folders that a user's files and, on a live machine, variables (`npm_config_cache`) set. Variables win, as in npm. */
export function readFolderSettings(tree: FileTree, home: Home): FolderSettings {
  const { config, localAppData } = systemFolders(home);
  const rc = home.platform === 'windows' ? join(localAppData, 'pnpm/config/rc') : home.platform === 'macos' ? join(home.path, 'Library/Preferences/pnpm/rc') : join(config, 'pnpm/rc');
  const folders = new Map<FolderSetting, string>();
  const problems: Problem[] = [];
  const notes: string[] = [];
  for (const path of [join(home.path, '.npmrc'), rc]) {
    for (const { key, value } of settingsOf(tree, path, problems)) {
      const folder = settingPath(home, value);
      if (folder === undefined) notes.push(`${path} sets ${key} to a path that is relative or holds a variable: not followed`);
      else folders.set(key, folder);
    }
  }
  for (const key of FOLDER_SETTINGS) {
    const folder = environmentPath(home, `npm_config_${key.replaceAll('-', '_')}`);
    if (folder !== undefined) folders.set(key, folder);
  }
  return { folders, problems, notes };
}

function settingsOf(tree: FileTree, path: string, problems: Problem[]): readonly { readonly key: FolderSetting; readonly value: string }[] {
  const failed: Problem[] = [];
  const text = readTextOr(tree, path, failed);
  problems.push(...failed.filter(({ code }) => code !== 'empty-file'));
  if (text === undefined) return [];
  const found: { key: FolderSetting; value: string }[] = [];
  for (const line of text.split(/\r?\n/)) {
    // A section ends what npm reads of the top level.
    if (/^\s*\[/.test(line)) break;
    const cut = line.indexOf('=');
    const key = FOLDER_SETTINGS.find((one) => one === line.slice(0, Math.max(0, cut)).trim());
    if (key === undefined) continue;
    const value = line.slice(cut + 1).trim().replace(/^"(.*)"$|^'(.*)'$/s, '$1$2');
    if (value !== '') found.push({ key, value });
  }
  return found;
}
