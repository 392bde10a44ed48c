// Words for the places in a client's file. Nothing here may load a reader: a walk over a repository needs only these.
import type { Home } from '../../model/machine.ts';
import type { ConfigPlace } from '../contract.ts';

/** Files that are there for MCP servers. */
export function always(scope: ConfigPlace['scope'], ...paths: readonly string[]): readonly ConfigPlace[] {
  return paths.map((path) => ({ path, scope, presence: 'always' }));
}

/** Settings files with many uses, read where their text holds one of `gate`. */
export function gated(scope: ConfigPlace['scope'], gate: readonly string[], ...paths: readonly string[]): readonly ConfigPlace[] {
  return paths.map((path) => ({ path, scope, presence: 'gated', gate }));
}

/** A folder that a variable of the live user moves; a relative value is passed over, as it would lead into whatever is audited. */
export function moved(home: Home, variable: string): string | undefined {
  const value = home.environment[variable] ?? (home.platform === 'windows' ? anyCase(home, variable) : undefined);
  if (value === undefined || !(home.platform === 'windows' ? /^[A-Za-z]:[\\/]/ : /^\//).test(value)) return undefined;
  const path = home.platform === 'windows' ? value.replaceAll('\\', '/') : value;
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

/** The folder to which a variable moves a client's files, and the usual one: what was kept there before is still there, and other programs may run without the variable. */
export function movedOr(home: Home, variable: string, usual: string): readonly string[] {
  const folder = moved(home, variable);
  return folder === undefined || folder === usual ? [usual] : [folder, usual];
}

// Windows compares names of variables without case, and writes some of them in more than one way.
function anyCase(home: Home, variable: string): string | undefined {
  const name = Object.keys(home.environment).find((key) => key.toLowerCase() === variable.toLowerCase());
  return name === undefined ? undefined : home.environment[name];
}

/** Folders of the machine in which an administrator's settings lie. */
export function machineFolders(home: Home): { readonly programFiles: string; readonly programData: string; readonly library: string } {
  // `C:` on a live Windows machine, the mount point of a disk that lies inside the tree, or nothing.
  const root = home.platform === 'linux' ? '' : /^(.*?)\/Users(?:\/|$)/.exec(home.path)?.[1] ?? '';
  return {
    programFiles: moved(home, 'ProgramFiles') ?? `${root}/Program Files`,
    programData: moved(home, 'ProgramData') ?? `${root}/ProgramData`,
    library: `${root}/Library/Application Support`,
  };
}

/** The administrator's folder of a client on the home's system. */
export function managedFolder(home: Home, names: { readonly linux: string; readonly macos: string; readonly windows: string; readonly windowsIn?: 'programFiles' }): string {
  const folders = machineFolders(home);
  if (home.platform === 'linux') return `/etc/${names.linux}`;
  if (home.platform === 'macos') return `${folders.library}/${names.macos}`;
  return `${names.windowsIn === 'programFiles' ? folders.programFiles : folders.programData}/${names.windows}`;
}
