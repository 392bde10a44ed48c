// Places of global packages, by the programs' own documentation: npm (docs.npmjs.com folders), nvm, nvm-windows, fnm, volta, asdf,
// mise, n, pnpm, yarn 1, bun, Homebrew. A pattern's `*` stands for one folder. Only what is there is given.
import type { Problem } from '../model/coverage.ts';
import type { Home, PackagePrefix } from '../model/machine.ts';
import type { FileTree } from '../model/ports.ts';
import type { Platform } from '../model/server.ts';
import { baseName, environmentPath, join, kindOr, listOr, resolvedOr, systemFolders } from './paths.ts';
import { readFolderSettings } from './npmrc.ts';

/** A place that may be there. `folder` holds node_modules, or is one; `bin` is seen from what `*` matched. */
interface Pattern {
  readonly owner: string;
  /** Folder of the installation; `*` only as a whole part. */
  readonly root: string;
  /** Below `root`: what holds the packages. */
  readonly below?: string;
  /** Below `root`; absolute where it starts with `/` or a drive. */
  readonly bin?: string;
}

export interface FoundPrefixes {
  readonly prefixes: readonly PackagePrefix[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** Global places of the machine and of these homes, each once: those of the machine first. */
export function findPrefixes(tree: FileTree, homes: readonly Home[]): FoundPrefixes {
  const problems: Problem[] = [];
  const notes: string[] = [];
  const patterns = [...machinePatterns(new Set(homes.map(({ platform }) => platform)))];
  for (const home of homes) {
    const settings = readFolderSettings(tree, home);
    problems.push(...settings.problems);
    notes.push(...settings.notes);
    patterns.push(...homePatterns(home, settings.folders.get('prefix'), settings.folders.get('global-dir')));
  }
  const found = new Map<string, PackagePrefix>();
  for (const pattern of patterns) for (const prefix of matches(tree, pattern, problems)) {
    const real = resolvedOr(tree, prefix.folder);
    if (!found.has(real)) found.set(real, prefix);
  }
  return { prefixes: [...found.values()], problems, notes };
}

function matches(tree: FileTree, { owner, root, below, bin }: Pattern, problems: Problem[]): readonly PackagePrefix[] {
  return expanded(tree, root, problems).flatMap(({ path, star }) => {
    const folder = below === undefined ? path : join(path, below);
    // A folder that holds node_modules, or is one: an empty installation is none.
    const inside = baseName(folder) === 'node_modules' ? folder : join(folder, 'node_modules');
    if (kindOr(tree, inside, problems) !== 'folder') return [];
    const programs = bin === undefined ? undefined : /^(?:\/|[A-Za-z]:\/)/.test(bin) ? bin : bin === '.' ? path : join(path, bin);
    return [{ owner: star === undefined ? owner : owner.replace('*', star), folder, ...(programs !== undefined && kindOr(tree, programs, problems) === 'folder' ? { bin: programs } : {}) }];
  });
}

// Each `*` is one folder; the last one names the installation.
function expanded(tree: FileTree, root: string, problems: Problem[]): readonly { readonly path: string; readonly star?: string }[] {
  let found: { readonly path: string; readonly star?: string }[] = [{ path: '' }];
  for (const [at, part] of root.split('/*').entries()) {
    if (at > 0) found = found.flatMap(({ path }) => folders(tree, path, problems).map((star) => ({ path: `${path}/${star}`, star })));
    found = found.map((one) => ({ ...one, path: `${one.path}${part}` }));
  }
  return found;
}

function folders(tree: FileTree, path: string, problems: Problem[]): readonly string[] {
  return listOr(tree, path, problems).filter(({ kind }) => kind === 'folder' || kind === 'link').map(({ name }) => name);
}

function machinePatterns(platforms: ReadonlySet<Platform>): readonly Pattern[] {
  const unix: readonly Pattern[] = [
    { owner: 'npm', root: '/usr/local', below: 'lib', bin: 'bin' },
    { owner: 'npm', root: '/usr', below: 'lib', bin: 'bin' },
    { owner: 'npm', root: '/opt/nodejs', below: 'lib', bin: 'bin' },
    { owner: 'system packages', root: '/usr/share', below: 'nodejs', bin: '/usr/bin' },
    // yarn 1 gives root another home on Linux (src/util/user-home-dir.js).
    { owner: 'yarn', root: '/usr/local/share/.config/yarn/global', bin: '/usr/local/bin' },
    { owner: 'n *', root: '/usr/local/n/versions/node/*', below: 'lib', bin: 'bin' },
    { owner: 'npm (nvm *)', root: '/usr/local/share/nvm/versions/node/*', below: 'lib', bin: 'bin' },
    { owner: 'npm (Homebrew)', root: '/opt/homebrew', below: 'lib', bin: 'bin' },
    { owner: 'npm (Homebrew)', root: '/home/linuxbrew/.linuxbrew', below: 'lib', bin: 'bin' },
  ];
  // Without a home nothing tells the system: then all are looked for, as few are there.
  const windows: readonly Pattern[] = ['/Program Files', '/Program Files (x86)', 'C:/Program Files'].map((root) => ({ owner: 'npm', root: `${root}/nodejs`, bin: '.' }));
  if (platforms.size === 0) return [...unix, ...windows];
  return [...(platforms.has('linux') || platforms.has('macos') ? unix : []), ...(platforms.has('windows') ? windows : [])];
}

function homePatterns(home: Home, prefix: string | undefined, pnpmGlobal: string | undefined): readonly Pattern[] {
  const own = (below: string): string => join(home.path, below);
  const set = (variable: string, below: string): string => environmentPath(home, variable) ?? own(below);
  const { data, config, localAppData, appData } = systemFolders(home);
  const windows = home.platform === 'windows';
  const library = own('Library');
  const pnpm = environmentPath(home, 'PNPM_HOME') ?? (windows ? join(localAppData, 'pnpm') : home.platform === 'macos' ? join(library, 'pnpm') : join(data, 'pnpm'));
  const volta = set('VOLTA_HOME', windows ? 'AppData/Local/Volta' : '.volta');
  const fnm = [environmentPath(home, 'FNM_DIR'), join(data, 'fnm'), join(library, 'Application Support/fnm'), join(appData, 'fnm'), own('.fnm')];
  return [
    ...(prefix === undefined ? [] : [npmPrefix('npm (prefix of the user)', prefix, windows)]),
    ...['.npm-global', '.npm-packages', '.local'].map((name) => npmPrefix('npm', own(name), windows)),
    ...(windows ? [npmPrefix('npm', join(appData, 'npm'), windows)] : []),
    ...[set('NVM_DIR', '.nvm'), join(config, 'nvm')].map((root): Pattern => ({ owner: 'npm (nvm *)', root: `${root}/versions/node/*`, below: 'lib', bin: 'bin' })),
    ...(windows ? [environmentPath(home, 'NVM_HOME') ?? join(appData, 'nvm')].map((root): Pattern => ({ owner: 'npm (nvm-windows *)', root: `${root}/*`, bin: '.' })) : []),
    ...fnm.flatMap((root): readonly Pattern[] => (root === undefined ? [] : [windows
      ? { owner: 'npm (fnm *)', root: `${root}/node-versions/*/installation`, bin: '.' }
      : { owner: 'npm (fnm *)', root: `${root}/node-versions/*/installation`, below: 'lib', bin: 'bin' }])),
    // A scope is a folder of its own. Volta's common `bin` holds links to its own program alone.
    ...['*', '*/*'].map((name): Pattern => ({ owner: 'volta (*)', root: `${volta}/tools/image/packages/${name}`, ...(windows ? { bin: '.' } : { below: 'lib', bin: 'bin' }) })),
    { owner: 'volta (*)', root: `${volta}/tools/image/node/*`, ...(windows ? { bin: '.' } : { below: 'lib', bin: 'bin' }) },
    { owner: 'npm (asdf *)', root: `${set('ASDF_DATA_DIR', '.asdf')}/installs/nodejs/*`, below: 'lib', bin: 'bin' },
    { owner: 'npm (asdf *)', root: `${set('ASDF_DATA_DIR', '.asdf')}/installs/nodejs/*/.npm`, below: 'lib', bin: 'bin' },
    { owner: 'npm (mise *)', root: `${environmentPath(home, 'MISE_DATA_DIR') ?? join(data, 'mise')}/installs/node/*`, ...(windows ? { bin: '.' } : { below: 'lib', bin: 'bin' }) },
    // Packages that mise itself installs from npm: `installs/npm-<name>/<version>`.
    { owner: 'mise (*)', root: `${environmentPath(home, 'MISE_DATA_DIR') ?? join(data, 'mise')}/installs/*/*`, ...(windows ? {} : { below: 'lib' }), bin: 'bin' },
    { owner: 'n *', root: `${set('N_PREFIX', 'n')}/n/versions/node/*`, below: 'lib', bin: 'bin' },
    npmPrefix('n', set('N_PREFIX', 'n'), windows),
    ...(pnpmGlobal === undefined ? [] : [{ owner: 'pnpm (*)', root: `${pnpmGlobal}/*`, bin: pnpm }]),
    { owner: 'pnpm (*)', root: `${pnpm}/global/*`, bin: pnpm },
    // From pnpm 11 on each global package is a project of its own: `global/v11/<hash>`.
    ...['v11', 'v12'].map((format): Pattern => ({ owner: `pnpm (${format})`, root: `${pnpm}/global/${format}/*`, bin: join(pnpm, 'bin') })),
    { owner: 'yarn', root: join(config, 'yarn/global'), bin: own('.yarn/bin') },
    ...(windows ? [{ owner: 'yarn', root: join(localAppData, 'Yarn/Data/global'), bin: join(localAppData, 'Yarn/bin') }] : []),
    { owner: 'bun', root: `${set('BUN_INSTALL', '.bun')}/install/global`, bin: `${set('BUN_INSTALL', '.bun')}/bin` },
  ];
}

// npm on Windows has neither `lib` nor `bin` below a prefix.
function npmPrefix(owner: string, root: string, windows: boolean): Pattern {
  return windows ? { owner, root, bin: '.' } : { owner, root, below: 'lib', bin: 'bin' };
}
