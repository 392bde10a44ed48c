// Paths that code uses: where they lie (home, machine, beside the package, the working folder), as far as they are constant.
// Windows, macOS and Linux forms are one spelling: `/`, `~` for the home folder, `/tmp` for the temporary one, `*` for what is unknown.
import { posix } from 'node:path';
import { apiNames } from './apis.ts';
import type { Module, Value } from './contract.ts';
import { product, tellingTexts, textsOf, type Special } from './folded-text.ts';

/** Where a path lies. `package` and `cwd` are relative to the package's folder and to where the program was started. */
export interface PlacedPath {
  readonly root: 'home' | 'machine' | 'package' | 'cwd' | 'unknown';
  /** As a fact has it. Below the package, or above it with `..`. */
  readonly path: string;
}

const PACKAGE = '\u0001package';
const CWD = '\u0001cwd';
const VARIABLES: ReadonlyMap<string, string> = new Map([
  ['HOME', '~'], ['USERPROFILE', '~'], ['HOMEPATH', '~'], ['APPDATA', '~/AppData/Roaming'], ['LOCALAPPDATA', '~/AppData/Local'], ['XDG_CONFIG_HOME', '~/.config'], ['XDG_DATA_HOME', '~/.local/share'], ['XDG_CACHE_HOME', '~/.cache'], ['XDG_STATE_HOME', '~/.local/state'],
  ['TEMP', '/tmp'], ['TMP', '/tmp'], ['TMPDIR', '/tmp'], ['PROGRAMDATA', 'C:/ProgramData'], ['ALLUSERSPROFILE', 'C:/ProgramData'], ['SystemRoot', 'C:/Windows'], ['WINDIR', 'C:/Windows'], ['windir', 'C:/Windows'], ['ProgramFiles', 'C:/Program Files'], ['SYSTEMROOT', 'C:/Windows'], ['PWD', CWD], ['INIT_CWD', CWD],
]);
const PATH_CALLS = /^(?:path|upath|pathe)\.(join|resolve|normalize|dirname|format|relative|toNamespacedPath|win32\.join|posix\.join|win32\.resolve|posix\.resolve)$/;
const THROUGH = /^(?:url\.(?:fileURLToPath|pathToFileURL)|String|untildify|expand-tilde|expandTilde|fs\.realpath(?:Sync)?(?:\.native)?|decodeURI(?:Component)?|slash|normalize-path|tildify|node:url\.fileURLToPath)$/;
const HOME_CALLS = /^(?:os\.homedir|os-homedir|homedir|user-home|os\.userInfo\(\)\.homedir|home-dir|Deno\.env\.get\(\)\.HOME|electron\.app\.getPath)$/;

/** Paths that a value stands for; never empty. */
export function placedPaths(value: Value | undefined, module: Module): readonly PlacedPath[] {
  return tellingTexts(value, specialIn(module)).map((text) => placed(text));
}

function specialIn(module: Module): Special {
  const folder = `${PACKAGE}/${posix.dirname(module.path)}`;
  // A walk up the folders (`dir = path.dirname(dir)`) leads back to itself, and each turn of it would double the work.
  const known = new Map<Value, readonly string[] | undefined>();
  const special: Special = (value, depth) => {
    if (value.kind === 'call') {
      if (known.has(value)) return known.get(value);
      known.set(value, ['*']);
      const texts = callTexts(value, (inner) => textsOf(inner, special, depth + 1));
      known.set(value, texts);
      return texts;
    }
    if (value.kind !== 'global' && value.kind !== 'import' && value.kind !== 'member') return undefined;
    for (const name of apiNames(value)) {
      if (name.startsWith('process.env.')) return [VARIABLES.get(name.slice(12)) ?? '*'];
      if (name === 'os.userInfo().homedir' || name === 'user-home') return ['~'];
      if (name === '__dirname' || name === 'import.meta.dirname') return [folder];
      if (name === '__filename' || name === 'import.meta.filename' || name === 'import.meta.url' || name === 'process.argv.1') return [`${PACKAGE}/${module.path}`];
    }
    // `new URL('./x', import.meta.url).pathname`
    return value.kind === 'member' && (value.key === 'pathname' || value.key === 'href') ? textsOf(value.of, special, depth + 1) : undefined;
  };
  return special;
}

function callTexts(value: Extract<Value, { kind: 'call' }>, read: (value: Value | undefined) => readonly string[]): readonly string[] | undefined {
  const first = value.args[0];
  for (const name of apiNames(value.callee)) {
    if (HOME_CALLS.test(name)) return ['~'];
    if (name === 'os.tmpdir' || name === 'os-tmpdir' || name === 'temp-dir') return ['/tmp'];
    if (name === 'process.cwd' || name === 'Deno.cwd') return [CWD];
    if (name === 'require.resolve' || name === 'import.meta.resolve') return [`${PACKAGE}/node_modules/*`];
    if (THROUGH.test(name)) return read(first);
    if (name === 'URL' || name === 'url.URL') return value.args[1] === undefined ? read(first) : product([read(value.args[1]).map(folderOf), read(first)], '/');
    const path = PATH_CALLS.exec(name)?.[1];
    if (path !== undefined) return pathCall(path.replace(/^.*\./, ''), value.args, read);
    if (name === 'Deno.env.get' && first?.kind === 'text') return [VARIABLES.get(first.text) ?? '*'];
  }
  return replacedTilde(value, read);
}

function pathCall(name: string, args: readonly Value[], read: (value: Value | undefined) => readonly string[]): readonly string[] | undefined {
  if (name === 'dirname') return read(args[0]).map((text) => (text === '*' ? text : folderOf(text)));
  if (name === 'normalize' || name === 'toNamespacedPath') return read(args[0]);
  if (name !== 'join' && name !== 'resolve') return undefined;
  // A list that is spread is one argument of unknown length.
  const texts = product(args.slice(0, 40).map((arg) => (arg.kind === 'list' ? listTexts(arg, read) : read(arg))), '/');
  return name === 'join' ? texts : texts.map(fromLastRoot);
}

function listTexts(list: Extract<Value, { kind: 'list' }>, read: (value: Value | undefined) => readonly string[]): readonly string[] {
  return product([...list.items.slice(0, 40).map(read), ...(list.more.length > 0 ? [['*']] : [])], '/');
}

// `'~/.ssh/config'.replace('~', home)` and `.replace(/^~/, home)` keep their meaning.
function replacedTilde(value: Extract<Value, { kind: 'call' }>, read: (value: Value | undefined) => readonly string[]): readonly string[] | undefined {
  const callee = value.callee;
  if (callee.kind !== 'member' || (callee.key !== 'replace' && callee.key !== 'replaceAll' && callee.key !== 'toString' && callee.key !== 'trim')) return undefined;
  return read(callee.of);
}

// `path.resolve` starts again at each absolute part.
function fromLastRoot(text: string): string {
  const parts = text.split(/\/(?=\u0001|~(?:\/|$)|\/|[A-Za-z]:\/)/);
  return parts.at(-1) ?? text;
}

function folderOf(text: string): string {
  const slash = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'));
  return slash === -1 ? '.' : text.slice(0, slash);
}

function placed(text: string): PlacedPath {
  const plain = text.trim().replace(/^file:\/\/(?=\u0001|\/|~)/, '').replaceAll('\\', '/').replace(/%([A-Za-z]{1,40})%/g, (whole, name: string) => VARIABLES.get(name.toUpperCase()) ?? whole).replace(/^\$(?:\{HOME\}|HOME\b)/, '~');
  if (plain.startsWith(PACKAGE)) return { root: 'package', path: withoutDots(plain.slice(PACKAGE.length).replace(/^\/+/, '')) };
  if (plain.startsWith(CWD)) return { root: 'cwd', path: withoutDots(plain.slice(CWD.length).replace(/^\/+/, '')) };
  if (/^~(?:\/|$)/.test(plain)) return { root: 'home', path: `~/${withoutDots(plain.slice(1).replace(/^\/+/, ''))}`.replace(/\/$/, '') };
  const machine = onMachine(plain);
  if (machine !== undefined) return machine;
  return { root: plain.startsWith('*') ? 'unknown' : 'cwd', path: withoutDots(plain) };
}

// Homes that are written out become `~`, so that one table of paths does for all.
function onMachine(path: string): PlacedPath | undefined {
  if (!/^(?:\/|[A-Za-z]:\/|\*:\/)/.test(path)) return undefined;
  const home = /^(?:\/home\/[^/]{1,64}|\/root|\/Users\/[^/]{1,64}|[A-Za-z*]:\/Users\/[^/]{1,64})(?=\/|$)/.exec(path);
  if (home !== null && !/\/(?:Public|Shared|All Users|Default)$/.test(home[0])) return { root: 'home', path: `~/${withoutDots(path.slice(home[0].length).replace(/^\/+/, ''))}`.replace(/\/$/, '') };
  const drive = /^[A-Za-z*]:/.exec(path)?.[0] ?? '';
  return { root: 'machine', path: `${drive}/${withoutDots(path.slice(drive.length).replace(/^\/+/, ''))}` };
}

/** `a/./b/../c` is `a/c`; `..` at the start stays, as it leaves the folder. Of an unknown part `..` takes all away. */
function withoutDots(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    const last = parts.at(-1);
    if (part === '..' && last !== undefined && last !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
