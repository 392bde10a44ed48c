// Files of package managers that are known and that no reader was written for. A scan that passed over one in silence would
// call a folder clean whose dependencies it has not seen.
import { join } from './facts.ts';
import { addProblems, openPlace, type ScanState, type TargetPath } from './context.ts';

interface Unread {
  readonly what: string;
  /** A lockfile tells what was installed; a manifest what is asked for. */
  readonly role: 'lockfile' | 'manifest';
}

/** By base name. */
export const UNREAD: ReadonlyMap<string, Unread> = new Map([
  // https://docs.deno.com/runtime/fundamentals/modules/#integrity-checking-and-lock-files
  ['deno.lock', { what: 'the lockfile of Deno', role: 'lockfile' }],
  ['deno.json', { what: 'the manifest of Deno', role: 'manifest' }],
  ['deno.jsonc', { what: 'the manifest of Deno', role: 'manifest' }],
  // https://docs.vlt.sh/cli/commands/install
  ['vlt-lock.json', { what: 'the lockfile of vlt', role: 'lockfile' }],
  ['shrinkwrap.yaml', { what: 'the lockfile of pnpm 1 and 2', role: 'lockfile' }],
  // pnpm reads these in place of package.json: https://pnpm.io/package_json
  ['package.yaml', { what: 'a manifest of pnpm in YAML', role: 'manifest' }],
  ['package.json5', { what: 'a manifest of pnpm in JSON5', role: 'manifest' }],
]);

const SHOWN = 10;

/** True for the file name of a packed package. */
export function isTarball(name: string): boolean {
  return /\.tgz$/i.test(name);
}

/** Places for the unread files of one folder. `lockfiles` counts those that were read there. */
export function tellUnread(state: ScanState, folder: TargetPath, names: readonly string[], lockfiles: number): void {
  for (const name of names) {
    const unread = UNREAD.get(name);
    if (!unread) continue;
    const place = openPlace(state, unread.role, join(folder.shown, name));
    place.status = 'skipped';
    place.reason = `${unread.what} is not read`;
    if (unread.role === 'lockfile' && lockfiles === 0) addProblems(place, [{ code: 'unread-format', message: `${unread.what} is not read, and no other lockfile here tells what was installed`, hint: 'scan the installed tree, or --exclude the file' }]);
  }
}

/** One place for all packed packages of a folder: an offline mirror has thousands. */
export function tellTarballs(state: ScanState, folder: TargetPath, names: readonly string[]): void {
  if (names.length === 0) return;
  const place = openPlace(state, 'folder', folder.shown === '' ? '.' : folder.shown);
  place.status = 'skipped';
  place.reason = `${names.length} packed ${names.length === 1 ? 'package was' : 'packages were'} not opened: ${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ', …' : ''}`;
}
