// What a package does with its own arguments, where it is known to start something else: runners of files, programs that start
// programs, and wrappers around servers. Names are of the npm or PyPI package, or of the program that it installs.
import type { PackageTool, SubjectRole } from '../model/launch.ts';
import { LIMITS } from '../model/limits.ts';
import { readPackageSpec } from '../text/package-spec.ts';
import type { Call, LaunchContext, Reading } from './contract.ts';
import { npmPackage, rawSet, type Asking } from './npm-subject.ts';
import { doubtful, NOTHING, runs, script, together, withRole } from './reading.ts';
import { readScriptArgs, type ScriptRules } from './script-args.ts';
import { isWrapper, readWrapper } from './wrapper-table.ts';

const NODE_LOADS = ['-r', '--require', '--import', '--loader', '--experimental-loader'];
type RunnerRules = Pick<ScriptRules, 'valued' | 'code' | 'loads' | 'lines' | 'verbs'>;

const TSX: RunnerRules = { valued: ['--tsconfig', '--env-file', '-C', '--conditions', '--include', '--exclude', '--ignore'], code: ['-e', '--eval', '-p', '--print'], loads: NODE_LOADS, verbs: ['watch'] };
const TS_NODE: RunnerRules = { valued: ['-P', '--project', '-O', '--compiler-options', '-C', '--compiler', '-I', '--ignore', '-D', '--ignore-diagnostics', '--cwd', '--cwd-mode', '--scope-dir'], code: ['-e', '--eval', '-p', '--print'], loads: NODE_LOADS };
const NODEMON: RunnerRules = { valued: ['-w', '--watch', '-e', '--ext', '-i', '--ignore', '-d', '--delay', '--signal', '-s', '--config', '--cwd'], code: [], lines: ['-x', '--exec'], loads: NODE_LOADS };
const PLAIN: RunnerRules = { valued: ['-c', '--config', '-r', '--root', '--env-file'], code: ['-e', '--eval'], loads: [], verbs: ['run', 'dev'] };

/** Packages that only run a file. */
const RUNNERS: ReadonlyMap<string, RunnerRules> = new Map([
  ['tsx', TSX], ['tsm', TSX], ['esno', TSX], ['esmo', TSX], ['ts-node', TS_NODE], ['ts-node-esm', TS_NODE], ['ts-node-script', TS_NODE], ['ts-node-dev', TS_NODE], ['tsnd', TS_NODE],
  ['nodemon', NODEMON], ['vite-node', PLAIN], ['jiti', PLAIN], ['zx', PLAIN], ['@babel/node', PLAIN], ['babel-node', PLAIN], ['@swc-node/cli', PLAIN], ['swc-node', PLAIN], ['sucrase-node', PLAIN],
  ['fastmcp', { valued: ['-t', '--transport', '--host', '--port', '-p', '--path', '-l', '--log-level', '--with', '--python', '--project', '--with-requirements', '--with-editable', '-e'], code: [], verbs: ['run', 'dev', 'inspect'] }],
]);

/** Packages that start a program as a family here reads it: package -> program. */
const STARTERS: ReadonlyMap<string, string> = new Map([
  ['dotenv-cli', 'dotenv'], ['dotenv', 'dotenv'], ['@dotenvx/dotenvx', 'dotenvx'], ['dotenvx', 'dotenvx'], ['cross-env', 'cross-env'], ['cross-env-shell', 'cross-env'], ['env-cmd', 'env-cmd'],
  ['@infisical/cli', 'infisical'], ['concurrently', 'concurrently'], ['node', 'node'], ['bun', 'bun'], ['deno', 'deno'], ['npm', 'npm'], ['pnpm', 'pnpm'], ['yarn', 'yarn'], ['@yarnpkg/cli-dist', 'yarn'], ['corepack', 'corepack'],
]);

/** The part that a package plays, by the word that asks for it. */
export function roleOf(word: string): SubjectRole {
  const name = realName(word);
  if (isWrapper(name)) return 'wrapper';
  return RUNNERS.has(name) || STARTERS.has(name) ? 'runner' : 'server';
}

/** All packages that one call asks for, each with the whole set, which names the cache folder. */
export function readPackages(words: readonly string[], asking: Omit<Asking, 'set' | 'role'>, context: LaunchContext): Reading {
  const asked = words.slice(0, LIMITS.launchPackages);
  const set = rawSet(asked);
  const reading = together(asked.map((word) => npmPackage(word, { ...asking, role: roleOf(word), ...(set === undefined ? {} : { set }) }, context)));
  return asked.length === words.length ? reading : doubtful(reading, 'too-long', `The call asks for more than ${LIMITS.launchPackages} packages: the rest was not read.`);
}

/** What a package starts with these words behind its name; nothing where it is not known to start anything. */
export function afterPackage(word: string, args: readonly string[], call: Call): Reading {
  const name = realName(word);
  if (isWrapper(name)) return readWrapper(name, args, call);
  const runner = RUNNERS.get(name);
  if (runner !== undefined) return readScriptArgs(args, { ...runner, language: 'JavaScript', load: (module) => loadedModule(module, call), file: (path, rest) => runFile(path, rest, /\.py$/i.test(path) ? 'python' : 'node', call) }, call);
  const starter = STARTERS.get(name);
  return starter === undefined ? NOTHING : call.inner([starter, ...args]);
}

/** True for a program of which `afterPackage` knows what it starts. */
export function isKnownRunner(name: string): boolean {
  return RUNNERS.has(name);
}

/** Names of the runners, for the registry. */
export const RUNNER_NAMES: readonly string[] = [...RUNNERS.keys()].filter((name) => !name.includes('/'));

/** A file that an interpreter runs: a package where it lies in `node_modules`, a script of the machine otherwise. */
export function runFile(written: string, rest: readonly string[], tool: PackageTool, call: Call): Reading {
  const path = written.replace(/^file:\/\//i, '');
  const installed = installedPackage(path);
  if (installed === undefined) return script(path, tool, call.context);
  const launcher = /\/(npx-cli|npm-cli)\.js$/.exec(path.replaceAll('\\', '/'));
  if (launcher !== null && installed.name === 'npm') return call.inner([`${launcher[1] as string}.js`, ...rest]);
  const subject = runs({
    role: roleOf(installed.name), kind: 'npm', tool, name: installed.name, spec: '', versionClass: installed.global ? 'file' : 'project-lockfile', lookup: 'project', path: installed.folder,
  });
  return together([subject, afterPackage(installed.name, rest, call)]);
}

/** A module that is loaded before the program. */
export function loadedModule(module: string, call: Call): Reading {
  if (/^(?:\.{0,2}[/\\]|[a-z]:[\\/]|~|file:|data:|https?:)/i.test(module) || /\$|%/.test(module)) return withRole(runFile(module, [], 'node', call), 'runner');
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? module;
  return module.startsWith('node:') ? NOTHING : runs({ role: 'runner', kind: 'npm', tool: 'node', name, spec: '', versionClass: 'project-lockfile', lookup: 'project' });
}

/** The package whose folder holds a file; the innermost where one lies in another. */
function installedPackage(path: string): { readonly name: string; readonly folder: string; readonly global: boolean } | undefined {
  const slashed = path.replaceAll('\\', '/');
  const at = slashed.lastIndexOf('node_modules/');
  if (at === -1 || (at > 0 && slashed[at - 1] !== '/')) return undefined;
  const name = /^(?:@[^/]+\/)?[^/@.][^/]*(?=\/|$)/.exec(slashed.slice(at + 13))?.[0];
  if (name === undefined) return undefined;
  // No lockfile governs a global folder: what lies there is what runs.
  return { name, folder: path.slice(0, at + 13 + name.length), global: /\/lib\/node_modules\/|\/npm\/node_modules\/|\/global\/(?:\d+\/)?node_modules\//i.test(slashed.slice(0, at + 13)) };
}

function realName(word: string): string {
  const spec = readPackageSpec(word);
  return (spec.source === 'registry' || spec.source === 'jsr') ? spec.name : word;
}
