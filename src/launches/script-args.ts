// Which file an interpreter is told to run, past its own flags: node, tsx, ts-node, python and their like all follow one pattern.
import type { Call, Reading } from './contract.ts';
import { inlineCode, NOTHING, together, undecided } from './reading.ts';

/** The flags of one interpreter; each stands with its dashes. */
export interface ScriptRules {
  readonly language: string;
  /** Take the next word as their value. */
  readonly valued: readonly string[];
  /** Their value is code. */
  readonly code: readonly string[];
  /** Their value is a module that is loaded first. */
  readonly loads?: readonly string[];
  /** Their value is a whole command line. */
  readonly lines?: readonly string[];
  /** Words before the file that only say how to run it (`tsx watch file`). */
  readonly verbs?: readonly string[];
  /** Reads a module of `loads`. */
  readonly load?: (module: string) => Reading;
  /** Reads the file, with the words behind it. */
  readonly file: (path: string, rest: readonly string[]) => Reading;
}

/** Reads the words behind an interpreter's name. Without a file it reads its input, which nothing on the line tells. */
export function readScriptArgs(args: readonly string[], rules: ScriptRules, call: Call): Reading {
  const readings: Reading[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] as string;
    if (word === '--') return together([...readings, fileOf(args.slice(at + 1), rules)]);
    if (!word.startsWith('-')) {
      if (at === 0 && rules.verbs?.includes(word)) continue;
      return together([...readings, fileOf(args.slice(at), rules)]);
    }
    if (word === '-') break;
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const flag = equals === -1 ? word : word.slice(0, equals);
    const value = equals === -1 ? args[at + 1] : word.slice(equals + 1);
    if (rules.code.includes(flag)) return together([...readings, inlineCode(rules.language)]);
    // `nodemon --exec node x.js`: the interpreter of the file behind. `--exec "npx tsx" x.ts` is a line to which the file is added.
    if (rules.lines?.includes(flag) && value !== undefined && /\s/.test(value)) return together([...readings, call.line([value, ...args.slice(equals === -1 ? at + 2 : at + 1).map(quoted)].join(' '), 'posix')]);
    if (rules.loads?.includes(flag) && value !== undefined) readings.push(rules.load?.(value) ?? NOTHING);
    if (equals === -1 && [rules.valued, rules.loads, rules.lines].some((list) => list?.includes(flag))) at += 1;
  }
  // Asked only for its version or help, it runs nothing of anybody's.
  if (args.some((word) => /^(?:-v|-V|-h|--version|--help)$/.test(word))) return together(readings);
  return together([...readings, undecided('dynamic-shell', `The ${rules.language} interpreter reads its program from its input.`)]);
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function fileOf(words: readonly string[], rules: ScriptRules): Reading {
  const [path, ...rest] = words;
  return path === undefined ? NOTHING : rules.file(path, rest);
}
