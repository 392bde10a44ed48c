// Which files of its package a script of the manifest runs: `node x.js`, `sh x.sh`, `./x`, and the same behind `npm run y`.
// Scripts are run by `sh -c`, on Windows by `cmd /d /s /c` (https://docs.npmjs.com/cli/using-npm/scripts). Words are split as both
// do it for plain words and quotes; variables and substitutions are not followed.
import type { ManifestScripts } from './manifest.ts';

const MAX_SCRIPTS = 64;
const MAX_WORDS = 2_000;
/** Programs whose first plain word is the file that they run. */
const RUNNERS = new Set(['node', 'nodejs', 'bun', 'deno', 'tsx', 'ts-node', 'esno', 'jiti', 'sh', 'bash', 'zsh', 'dash', 'ash', 'ksh', 'fish', 'python', 'python2', 'python3', 'py', 'perl', 'ruby', 'php', 'powershell', 'pwsh', 'cscript', 'wscript', 'source', '.', 'chmod', 'call', 'babel-node', 'zx', 'electron']);
/** Programs that run the rest of the line. */
const PREFIXES = new Set(['cross-env', 'env', 'exec', 'nohup', 'sudo', 'npx', 'time', 'command', 'start', 'cross-env-shell', 'if', 'then', 'else', 'do', '!', '(', '{', '@']);
const MANAGERS = new Set(['npm', 'yarn', 'pnpm', 'bun', 'npm-run-all', 'run-s', 'run-p', 'cnpm', 'npm.cmd']);
/** Flags whose next word is a file that is run before the rest. */
const PRELOADS = new Set(['-r', '--require', '--import', '--loader', '--experimental-loader', '-file', '-f']);
const FLAGS_WITH_WORD = new Set(['-c', '-e', '--eval', '-p', '--print', '-m', '--input-type', '--conditions', '-ExecutionPolicy', '-executionpolicy', '-ep']);
const FILE = /^(?:\.{0,2}[\\/])?[\w@.+-][\w@.+ \\/-]{0,300}$/;
const INLINE = /(?:require|import)\s{0,5}\(\s{0,5}["'`]?(\.{1,2}\/[^"'`)\s]{1,300})/g;

/** Paths below the package's folder, in the order in which they are named, without repeats. `files`: what the package holds. */
export function filesRun(script: string, manifest: Pick<ManifestScripts, 'scripts' | 'main'>, files: readonly string[]): readonly string[] {
  const known = new Set(files);
  const found = new Set<string>();
  const open = [script];
  const seen = new Set<string>();
  for (let at = 0; at < open.length && at < MAX_SCRIPTS; at += 1) {
    for (const words of commandsOf(open[at] as string)) {
      const read = readCommand(words);
      for (const file of read.files) addFile(file, manifest.main, known, found);
      for (const name of read.scripts.flatMap((name) => [`pre${name}`, name, `post${name}`])) {
        const text = manifest.scripts.get(name);
        if (text === undefined || seen.has(name)) continue;
        seen.add(name);
        open.push(text);
      }
    }
  }
  return [...found];
}

/** Commands of one line as lists of words, quotes taken off. */
export function commandsOf(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  for (const match of line.slice(0, 100_000).matchAll(/"((?:[^"\\]|\\.)*)"?|'([^']*)'?|(\|\||&&|[;|&\n()])|((?:[^\s"'`;|&()\\]|\\.?)+)|`/g)) {
    if (commands.length > MAX_WORDS) break;
    if (match[3] !== undefined || match[0] === '`') commands.push([]);
    else (commands.at(-1) as string[]).push(match[1]?.replace(/\\(["\\$`])/g, '$1') ?? match[2] ?? match[4] ?? '');
  }
  return commands.filter((words) => words.length > 0);
}

function readCommand(words: readonly string[]): { readonly files: readonly string[]; readonly scripts: readonly string[] } {
  const start = words.findIndex((word) => !/^\w+=/.test(word) && !PREFIXES.has(word.toLowerCase()) && !word.startsWith('-'));
  const first = start === -1 ? undefined : words[start];
  if (first === undefined) return { files: [], scripts: [] };
  const rest = words.slice(start + 1);
  const program = first.toLowerCase().replace(/\.exe$/, '');
  const scripts = MANAGERS.has(program) ? scriptsNamed(program, rest) : [];
  if (RUNNERS.has(program)) return { files: filesNamed(rest), scripts };
  if (/^\.{0,2}[\\/]/.test(first) || /\.(?:[cm]?[jt]s|sh|bash|py|ps1|cmd|bat|exe|bin)$/i.test(first)) return { files: [first, ...filesNamed(rest, 'preloads')], scripts };
  return { files: [], scripts };
}

function scriptsNamed(program: string, words: readonly string[]): readonly string[] {
  const plain = words.filter((word) => !word.startsWith('-'));
  if (/^(?:npm-run-all|run-[sp])$/.test(program)) return plain;
  const runs = plain[0] === 'run' || plain[0] === 'run-script';
  return plain.slice(runs ? 1 : 0, runs ? 2 : 1);
}

function filesNamed(words: readonly string[], only?: 'preloads'): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as string;
    const next = words[at + 1];
    if (PRELOADS.has(word.toLowerCase()) && next !== undefined) { found.push(next); at += 1; continue; }
    const joined = /^--(?:require|import|loader|experimental-loader)=(.+)$/.exec(word)?.[1];
    if (joined !== undefined) { found.push(joined); continue; }
    if (FLAGS_WITH_WORD.has(word)) {
      for (const match of (next ?? '').matchAll(INLINE)) found.push(match[1] as string);
      at += 1;
      continue;
    }
    if (word.startsWith('-') || word === 'run' || /^[0-7+][\w+]{0,4}$/.test(word) || only === 'preloads') continue;
    return [...found, word];
  }
  return found;
}

function addFile(word: string, main: string | undefined, known: ReadonlySet<string>, found: Set<string>): void {
  if (!FILE.test(word) || /^[\\/]|:/.test(word)) return;
  const path = normalised(word);
  if (path === undefined || path.startsWith('node_modules/')) return;
  const candidates = path === ''
    ? [...(main === undefined ? [] : [normalised(main) ?? '', `${normalised(main) ?? ''}.js`]), 'index.js', 'index.mjs', 'index.cjs']
    : [path, ...['.js', '.cjs', '.mjs', '.ts', '/index.js', '/index.cjs', '/index.mjs'].map((end) => path + end)];
  const file = candidates.find((candidate) => known.has(candidate)) ?? (path === '' ? undefined : path);
  if (file !== undefined && (known.has(file) || /[./]/.test(word))) found.add(file);
}

// Undefined where it leaves the package.
function normalised(word: string): string | undefined {
  const parts: string[] = [];
  for (const part of word.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
