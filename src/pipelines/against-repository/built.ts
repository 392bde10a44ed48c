// Which files of a package a build of its repository writes. Said only where the repository shows it: it has something that builds, and
// its ignore files hide the file, its manifest leads into a folder that no commit has, or a source of the same name lies where it would.
// https://git-scm.com/docs/gitignore#_pattern_format
import type { FileTree } from '../../model/ports.ts';
import { matchesGlob, matchesPath } from '../../text/glob.ts';
import { isObject, type JsonObject, property } from '../../text/json.ts';
import { entriesOf, manifestIn, textAt } from '../deep/manifests.ts';

const IGNORE_BYTES = 256 * 1024;
const SCRIPT = /^(?:pre|post)?(?:build|compile|bundle|dist|prepare|prepack|prepublish|prepublishOnly|package|transpile|generate)(?:[:-].*)?$/i;
const TOOL = /\b(?:tsc|rollup|webpack|esbuild|vite|tsup|tsdown|babel|swc|microbundle|parcel|ncc|unbuild|pkgroll|bunchee|gulp|grunt|browserify|napi|coffee|elm|spago|rescript|wasm-pack|obuild|rslib|rspack|rolldown)\b/;
const CONFIGS = ['tsconfig.json', 'rollup.config.js', 'rollup.config.mjs', 'rollup.config.ts', 'webpack.config.js', 'vite.config.ts', 'vite.config.js', 'tsup.config.ts', 'gulpfile.js', 'Gruntfile.js', 'Makefile', 'babel.config.js', '.babelrc', '.swcrc', 'build.js', 'build.mjs'];
/** Sources that become JavaScript. */
const SOURCES = ['ts', 'tsx', 'mts', 'cts', 'coffee', 'jsx', 'flow', 'res', 'ls'];
const OUTPUT = /^(?:dist|lib|build|out|output|es|esm|cjs|umd|types|typings|bundles?)$/;
/** Lines of one ignore file that count. */
const LINES = 2_000;

/** A test for paths below the package's folder. `top`: the repository's folder that the user named, `folder`: the package's in it. */
export function builtFiles(tree: FileTree, top: string, folder: string): (path: string) => boolean {
  const manifest = manifestIn(tree, folder)?.value;
  const outer = folder === top ? undefined : manifestIn(tree, top)?.value;
  if (!builds(tree, folder, manifest) && (outer === undefined || !builds(tree, top, outer))) return () => false;
  const ignored = ignores(tree, top, folder);
  const led = foldersLedTo(manifest);
  const at = (path: string) => `${folder === '/' ? '' : folder}/${path}`;
  return (path) => {
    if (ignored(path)) return true;
    const cut = path.indexOf('/');
    const first = cut === -1 ? undefined : path.slice(0, cut);
    if (first !== undefined && (led.has(first) || OUTPUT.test(first)) && tree.kind(at(first)) === undefined) return true;
    return hasSource(tree, at(path));
  };
}

function builds(tree: FileTree, folder: string, manifest: JsonObject | undefined): boolean {
  const scripts = manifest ? property(manifest, 'scripts') : undefined;
  if (isObject(scripts)) {
    for (const name of Object.keys(scripts)) {
      const command = property(scripts, name);
      if (typeof command === 'string' && (SCRIPT.test(name) || TOOL.test(command))) return true;
    }
  }
  return CONFIGS.some((name) => tree.kind(`${folder === '/' ? '' : folder}/${name}`) === 'file');
}

function foldersLedTo(manifest: JsonObject | undefined): ReadonlySet<string> {
  const files = manifest ? property(manifest, 'files') : undefined;
  const paths = [...Array.isArray(files) ? files.filter((file) => typeof file === 'string') : [], ...manifest ? entriesOf(manifest) : []];
  return new Set(paths.map((path) => path.replace(/^\.?\//, '').split('/')[0] ?? '').filter((first) => first !== ''));
}

// `x.js`, `x.d.ts`, `x.js.map` beside `x.ts`.
function hasSource(tree: FileTree, path: string): boolean {
  const stem = path.replace(/\.map$/, '').replace(/\.d\.([cm]?)ts$/, '.$1js').replace(/\.[cm]?js$/, '');
  return stem !== path && SOURCES.some((extension) => tree.kind(`${stem}.${extension}`) === 'file');
}

interface Ignore {
  readonly pattern: string;
  readonly sense: 'hide' | 'show';
}

function ignores(tree: FileTree, top: string, folder: string): (path: string) => boolean {
  const below = folder === top ? '' : folder.slice(top === '/' ? 1 : top.length + 1);
  const outer = below === '' ? [] : readIgnores(tree, top);
  const own = readIgnores(tree, folder);
  return (path) => isIgnored(own, path) || (outer.length > 0 && isIgnored(outer, `${below}/${path}`));
}

function readIgnores(tree: FileTree, folder: string): readonly Ignore[] {
  const text = textAt(tree, `${folder === '/' ? '' : folder}/.gitignore`, IGNORE_BYTES) ?? '';
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')).slice(0, LINES)
    .map((line): Ignore => (line.startsWith('!') ? { pattern: line.slice(1), sense: 'show' } : { pattern: line, sense: 'hide' }));
}

// The last line that matches counts; a folder that is hidden hides what lies in it.
function isIgnored(list: readonly Ignore[], path: string): boolean {
  let answer = false;
  for (const { pattern, sense } of list) if (matchesAny(pattern, path)) answer = sense === 'hide';
  return answer;
}

function matchesAny(pattern: string, path: string): boolean {
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) if (matches(pattern, path.slice(0, end))) return true;
  return !pattern.endsWith('/') && matches(pattern, path);
}

function matches(pattern: string, path: string): boolean {
  // A slash at the start or in the middle ties a pattern to its folder.
  const inner = pattern.replace(/\/$/, '');
  return inner.includes('/') ? matchesPath(inner.replace(/^\//, ''), path) : matchesGlob(inner, path);
}
