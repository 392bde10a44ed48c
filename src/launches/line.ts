// A shell's text as the readings of its simple commands: all of them count, whatever joins them.
import { LIMITS } from '../model/limits.ts';
import type { NamedValue } from '../model/server.ts';
import type { Dialect, LaunchContext, Reading } from './contract.ts';
import { readAssignment, registryOf } from './assignments.ts';
import { doubtful, hasVariable, NOTHING, script, together, undecided } from './reading.ts';
import type { ShellCommand, ShellLine } from './shell-line.ts';
import { splitPosix } from './split-posix.ts';
import { splitCmd, splitPowershell } from './split-windows.ts';

/** Commands of the shell itself that start nothing. */
const INSIDE = new Set((
  'cd chdir pushd popd export set setlocal endlocal unset echo @echo printf exit true false : test [ [[ umask ulimit pwd read shift trap wait local declare typeset readonly return break continue alias unalias '
  + 'shopt setopt type hash let function title cls rem pause logout fg bg jobs disown set-location write-host write-output out-null sleep goto param'
).split(' '));
/** Run what they are given as shell code that nothing on the line shows. */
const OPAQUE = new Set(['eval', 'iex', 'invoke-expression', 'invoke-command']);

type ReadWords = (words: readonly string[], context: LaunchContext) => Reading;

/** Reads a text by the rules of its shell. `readWords` reads one simple command. */
export function readLine(text: string, dialect: Dialect, context: LaunchContext, readWords: ReadWords): Reading {
  if (!context.spend(text.length)) return tooDeep();
  const line = splitText(text.slice(0, LIMITS.launchCharacters), dialect);
  const shellContext: LaunchContext = { ...context, inShell: true };
  const readings: Reading[] = [];
  let registry = context.registry;
  let folder: string | undefined;
  for (const command of line.commands) {
    const commandContext: LaunchContext = registry === undefined ? shellContext : { ...shellContext, registry };
    const read = readCommand(command, commandContext, readWords);
    readings.push(read.reading);
    registry = read.exported ?? registry;
    folder ??= folderOf(command.words);
  }
  const substitutions = line.substitutions.map((inner) => (context.depth >= LIMITS.launchNesting ? tooDeep() : readLine(inner, 'posix', { ...shellContext, depth: context.depth + 1 }, readWords)));
  const all = together([...readings, ...substitutions]);
  return withDoubts(folder === undefined || all.cwd !== undefined ? all : { ...all, cwd: folder }, line, text);
}

/** A command line inside too many others. */
export function tooDeep(): Reading {
  return undecided('too-long', 'Command lines are nested too deep or too often: the innermost were not read.');
}

function splitText(text: string, dialect: Dialect): ShellLine {
  return dialect === 'posix' ? splitPosix(text) : dialect === 'cmd' ? splitCmd(text) : splitPowershell(text);
}

function withDoubts(reading: Reading, line: ShellLine, text: string): Reading {
  let result = reading;
  if (line.conditional) result = doubtful(result, 'dynamic-shell', 'A condition or loop decides what runs.');
  if (line.unclosed) result = doubtful(result, 'dynamic-shell', 'A quote or bracket is never closed.');
  if (line.cut || text.length > LIMITS.launchCharacters) result = doubtful(result, 'too-long', 'The text is over the limit: its end was not read.');
  return result;
}

interface CommandReading {
  readonly reading: Reading;
  /** Registry that the command sets for the ones behind it. */
  readonly exported?: string;
}

function readCommand(command: ShellCommand, context: LaunchContext, readWords: ReadWords): CommandReading {
  const { assignments, environment, words } = leadingVariables(command.words, context);
  const registry = registryOf(assignments);
  const change: LaunchContext = registry === undefined ? context : { ...context, registry };
  const variables: Reading = { ...NOTHING, environment };
  const name = words[0]?.toLowerCase();
  const input = command.input === undefined || (name !== undefined && !/^(?:.*[/\\])?(?:ba|z|da|k|a)?sh$/.test(name)) ? undefined : readLine(command.input, 'posix', { ...context, depth: context.depth + 1 }, readWords);
  if (input !== undefined) return { reading: together([variables, context.depth >= LIMITS.launchNesting ? tooDeep() : input]) };
  if (name === undefined) return { reading: variables, ...(registry === undefined ? {} : { exported: registry }) };
  if (name === 'export' || name === 'set' || name === 'declare') return readExport(words.slice(1), context);
  if (INSIDE.has(name)) return { reading: variables };
  if (OPAQUE.has(name)) return { reading: together([variables, undecided('dynamic-shell', 'The shell runs a text that the line does not show.')]) };
  if ((name === 'source' || name === '.') && words[1] !== undefined) return { reading: together([variables, script(words[1], 'other', context, 'runner')]) };
  return { reading: together([variables, readWords(words, change)]) };
}

// `K=V command`, and PowerShell's `$env:K = 'v'`.
function leadingVariables(words: readonly string[], context: LaunchContext): { readonly assignments: readonly string[]; readonly environment: readonly NamedValue[]; readonly words: readonly string[] } {
  const powershell = /^\$env:(\w+)(=.*)?$/is.exec(words[0] ?? '');
  if (powershell !== null) {
    const word = `${powershell[1] as string}${powershell[2] !== undefined && powershell[2] !== '=' ? powershell[2] : `=${words[powershell[2] === '=' ? 1 : 2] ?? ''}`}`;
    return { assignments: [word], environment: environmentOf([word], context), words: [] };
  }
  let at = 0;
  while (at < words.length && /^[A-Za-z_]\w*\+?=/.test(words[at] as string)) at += 1;
  const assignments = words.slice(0, at);
  return { assignments, environment: environmentOf(assignments, context), words: words.slice(at) };
}

function readExport(words: readonly string[], context: LaunchContext): CommandReading {
  const registry = registryOf(words);
  return { reading: { ...NOTHING, environment: environmentOf(words, context) }, ...(registry === undefined ? {} : { exported: registry }) };
}

function environmentOf(words: readonly string[], context: LaunchContext): readonly NamedValue[] {
  return words.map((word) => readAssignment(word, context.digest)).filter((value) => value !== undefined);
}

function folderOf(words: readonly string[]): string | undefined {
  if (!/^(?:cd|chdir|pushd|set-location)$/i.test(words[0] ?? '')) return undefined;
  const folder = words.slice(1).find((word) => !/^(?:-\w*|\/d|--)$/i.test(word));
  return folder === undefined || hasVariable(folder) ? undefined : folder;
}
