// A command line as a client, a Dockerfile or a workflow states it -> what it runs. Pure and linear; nothing is expanded or run.
import { LIMITS } from '../model/limits.ts';
import type { Launch } from '../model/launch.ts';
import type { Platform } from '../model/server.ts';
import type { ValueDigest } from '../text/named-value.ts';
import { shorten } from '../text/printable.ts';
import { withCommandBehind } from './behind.ts';
import type { Call, Dialect, LaunchContext, Reading } from './contract.ts';
import { readLine, tooDeep } from './line.ts';
import { doubtful, hasVariable, program, undecided, variableDoubt } from './reading.ts';
import { redactLine, redactWords, type Redacted } from './redact.ts';
import { familyOf } from './registry.ts';

const ABSOLUTE = /^(?:\/|~\/|\\\\|[a-z]:[\\/])/i;
/** Families whose programs start a command that stands somewhere behind their own words. */
const STARTERS = new Set(['prefixes', 'containers']);
const EXECUTABLE = /\.(?:exe|cmd|bat|com|ps1)$/i;

/** What a client hands to the system: a program and its arguments, without any shell between. */
export interface LaunchInput {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly platform?: Platform;
  /** Keyed hash for values that are not kept; without it a change of a secret cannot be seen. */
  readonly digest?: ValueDigest;
}

/** How a shell's text is read. */
export interface ShellOptions {
  /** `posix` unless said: Dockerfile `RUN`, `sh` steps, hooks. */
  readonly dialect?: Dialect;
  readonly platform?: Platform;
  readonly digest?: ValueDigest;
}

/**
 * Reads the command of a server. Never throws. What cannot be decided is a subject with `versionClass: 'unresolvable'` and a doubt;
 * `subjects` is empty only where the line runs nothing of anybody's (`npm ci`, `docker`'s help).
 */
export function readLaunch(input: LaunchInput): Launch {
  const tooMany = input.args.length > LIMITS.launchWords;
  const words = bounded([input.command, ...input.args.slice(0, LIMITS.launchWords)]);
  const context = contextOf(input);
  const reading = words.cut || tooMany ? doubtful(readCommand(words.words, context), 'too-long', 'The line is over the limit: its end was not read.') : readCommand(words.words, context);
  return launchOf(reading, redactWords(words.words, input.digest), input.cwd);
}

/** Reads a text for a shell: several commands joined by `&&`, `;`, `|` or line breaks give the subjects of all. Never throws. */
export function readShellLine(text: string, options: ShellOptions = {}): Launch {
  const reading = readLine(text, options.dialect ?? 'posix', { ...contextOf(options), inShell: true }, readWords);
  return launchOf(reading, redactLine(text.slice(0, LIMITS.launchCharacters), options.digest));
}

function contextOf(options: { readonly platform?: Platform; readonly digest?: ValueDigest }): LaunchContext {
  let left: number = LIMITS.launchWork;
  return { depth: 0, inShell: false, spend: (characters) => (left -= characters) >= 0, ...(options.platform === undefined ? {} : { platform: options.platform }), ...(options.digest === undefined ? {} : { digest: options.digest }) };
}

function launchOf(reading: Reading, redacted: Redacted, cwd?: string): Launch {
  const folder = reading.cwd ?? cwd;
  const codes = new Map(reading.doubts.map((doubt) => [`${doubt.code} ${doubt.message}`, doubt]));
  return {
    display: shorten(redacted.text, LIMITS.launchDisplay), subjects: reading.subjects, environment: reading.environment, secrets: redacted.secrets,
    doubts: [...codes.values()], ...(folder === undefined ? {} : { cwd: folder }),
  };
}

// Whole words only: half a word could name another package.
function bounded(words: readonly string[]): { readonly words: readonly string[]; readonly cut: boolean } {
  let left: number = LIMITS.launchCharacters;
  const end = words.findIndex((word) => (left -= word.length) < 0);
  return end === -1 ? { words, cut: false } : { words: words.slice(0, end), cut: true };
}

function readCommand(words: readonly string[], context: LaunchContext): Reading {
  const [command = '', ...args] = words;
  if (command.trim() === '') return undecided('broken-spec', 'The line names no command, or one that is too long.');
  if (!isWholeLine(command)) return readWords(words, context);
  // Clients that start it through a shell take the arguments as more words.
  const path = pathWithBlanks(command.trim());
  const line = [path === undefined ? command : `"${path}"${command.trim().slice(path.length)}`, ...args.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))].join(' ');
  const dialect = context.platform === 'windows' || /^[a-z]:\\|\\/i.test(command) ? 'cmd' : 'posix';
  return doubtful(readLine(line, dialect, context, readWords), 'whole-line', 'One string holds a whole command line, which clients treat differently.');
}

/** True where the command itself holds blanks that are not part of one path. */
function isWholeLine(command: string): boolean {
  const text = command.trim();
  if (/^[A-Za-z_]\w*=/.test(text)) return true;
  if (!/\s/.test(text)) return /[;&|`]|\$\(/.test(text);
  if (!ABSOLUTE.test(text) || pathWithBlanks(text) !== undefined) return true;
  // `/Applications/My App.app/Contents/MacOS/server` is one path; a flag or an address ends it.
  const [first = '', second = ''] = text.split(/\s+/, 2);
  return /^-|:\/\//.test(second) || (!/[/\\]/.test(text.slice(first.length)) && !EXECUTABLE.test(text));
}

/** The program at the start of a line with a path in which blanks may stand: it ends as programs of Windows do, or is one that is known. */
function pathWithBlanks(text: string): string | undefined {
  if (!ABSOLUTE.test(text)) return undefined;
  let end = text.search(/\s/);
  for (let tries = 0; end !== -1 && tries < 16; tries += 1) {
    const path = text.slice(0, end);
    if (EXECUTABLE.test(path) || familyOf(baseName(path)) !== undefined) return path;
    const next = text.slice(end + 1).search(/\s/);
    end = next === -1 ? -1 : end + 1 + next;
  }
  return undefined;
}

/** One simple command. */
function readWords(words: readonly string[], context: LaunchContext): Reading {
  if (context.depth >= LIMITS.launchNesting || !context.spend(words.length)) return tooDeep();
  const [command = '', ...args] = words;
  // `& 'C:\x.exe'` of PowerShell, `@npx x` of cmd.
  const named = command.trim().replace(/^@(?=\w)/, '');
  const known = familyOf(baseName(named));
  const { installed: _, ...around } = context;
  const deeper: LaunchContext = { ...around, depth: context.depth + 1 };
  const inProject = /(?:^|[/\\])node_modules[/\\]\.bin[/\\]/.test(named);
  const call: Call = {
    program: known?.program ?? baseName(named),
    command: named,
    args,
    context: inProject ? { ...context, installed: true } : context,
    inner: (inner, change) => (inner.length === 0 ? undecided('broken-spec', 'The line names no command.') : readWords(inner, { ...deeper, ...change })),
    line: (text, dialect, change) => (deeper.depth >= LIMITS.launchNesting ? tooDeep() : readLine(text, dialect, { ...deeper, ...change }, readWords)),
  };
  if (known !== undefined && !hasVariable(baseName(named))) return STARTERS.has(known.family.id) || known.program === 'ssh' ? withCommandBehind(known.family.read(call), call) : known.family.read(call);
  // `$'\x6e…'` spells a name in escapes.
  if (hasVariable(baseName(named)) || named.includes("$'")) return { ...undecided('variable', ''), doubts: [variableDoubt(context)] };
  return withCommandBehind(program(call), call);
}

/** `C:\Program Files\nodejs\npx.cmd` -> `npx`. */
function baseName(command: string): string {
  return command.slice(Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\')) + 1).toLowerCase().replace(/\.(?:exe|cmd|bat|com|ps1)$/, '');
}
