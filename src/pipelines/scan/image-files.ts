// Which files of a container image are held in memory: all that a scan reads. Loaded with the first image.
import { basename } from 'node:path/posix';
import { buildReader } from '../../builds/registry.ts';
import { matchProjectFile } from '../../clients/places.ts';
import type { WantedFile } from '../../io/image/contract.ts';
import { LIMITS } from '../../model/limits.ts';
import { isReadByName } from './images.ts';

/** Settings files outside node_modules: of clients of a user and of the machine. Those of a project are asked for by their path. */
const SETTINGS = /\.(?:jsonc?|toml|ya?ml|code-workspace)$/i;
const SETTINGS_BYTES = 20 * 1024 * 1024;
/** Where a user or a system keeps settings; elsewhere JSON is mostly data. */
const SETTINGS_PLACE = /\/\.[^/]|^\/etc\/|mcp|claude|opencode|crush|librechat/i;

/** What tells where homes and caches are (caches/homes.ts, npmrc.ts), and the index of pnpm's store (caches/pnpm-store.ts). */
const MACHINE_FILE = /^\/etc\/passwd$|\/\.npmrc$|\/pnpm\/(?:config\/)?rc$|\/files\/[0-9a-f]{2}\/[0-9a-f]{126}-index\.json$/;

/** Which contents of an image a scan reads. What is not held here can be listed only, and reading it is a problem of its place. */
export const isWanted: WantedFile = (path, size) => {
  const name = basename(path);
  if (isReadByName(name)) return true;
  if (path.includes('/node_modules/')) return false;
  // Packages of Yarn lie packed in its cache, the index of npm's content cache is small files of text.
  if (path.includes('/.yarn/')) return name.endsWith('.zip') && size <= LIMITS.archiveBytes;
  if (path.includes('/_cacache/')) return path.includes('/index-v5/');
  if (MACHINE_FILE.test(path)) return size <= LIMITS.packageJsonBytes;
  return size <= SETTINGS_BYTES && ((SETTINGS.test(name) && SETTINGS_PLACE.test(path)) || matchProjectFile(path) !== undefined || buildReader(path) !== undefined);
};

/** Scripts wherever they lie, and what else packages hold that can carry an indicator. */
const SCRIPT = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
const BESIDE_SCRIPTS = /\.(?:json|gyp|gypi|sh|md|html?|wasm|node)$/i;
const CODE_BYTES = 16 * 1024 * 1024;

/** True where `--deep` searches a file of an image; everything else is not held. Told by the path alone, so that the search asks for nothing more. */
export function isImageCode(path: string): boolean {
  return SCRIPT.test(path) || (path.includes('/node_modules/') && BESIDE_SCRIPTS.test(path));
}

/** The same with the code that `--deep` reads. */
export const isWantedWithCode: WantedFile = (path, size) => isWanted(path, size) || (isImageCode(path) && size <= CODE_BYTES);
