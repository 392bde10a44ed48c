// deno: `npm:` and `jsr:` specifiers, files, addresses. https://docs.deno.com/runtime/reference/cli/run/, https://docs.deno.com/runtime/fundamentals/node/
import type { Call, LaunchFamily, Reading } from './contract.ts';
import { readFlags } from './flags.ts';
import { npmPackage } from './npm-subject.ts';
import { afterPackage, roleOf, runFile } from './package-effects.ts';
import { inlineCode, NOTHING, projectScript, together, undecided } from './reading.ts';

const VALUED = ['-c', '--config', '--import-map', '--cert', '--location', '--seed', '--ext', '-L', '--log-level', '--preload', '-n', '--name', '--root', '--host', '--port', '--cwd', '--minimum-dependency-age'];
const RUN = new Set(['run', 'serve', 'x', 'watch']);

export const deno: LaunchFamily = {
  id: 'deno',
  programs: ['deno', 'dx'],
  read: (call) => {
    const { words } = readFlags(call.args, { valued: VALUED, until: 'first-word' });
    const [command, ...rest] = call.program === 'dx' ? ['x', ...words] : words;
    if (command === undefined) return call.args.length === 0 ? undecided('dynamic-shell', 'The interpreter reads its program from its input.') : NOTHING;
    if (RUN.has(command)) return readRun(rest, command === 'x', call);
    if (command === 'install' || command === 'i' || command === 'add') return readInstall(rest, command, call);
    if (command === 'task') return rest[0] === undefined ? NOTHING : projectScript(readFlags(rest, { valued: VALUED, until: 'first-word' }).words[0] ?? '', 'deno');
    if (command === 'eval') return inlineCode('JavaScript');
    // `deno file` is `deno run file`.
    return /[.:/\\]/.test(command) ? readRun(words, false, call) : NOTHING;
  },
};

function readRun(args: readonly string[], bareIsNpm: boolean, call: Call): Reading {
  const { words } = readFlags(args, { valued: VALUED, until: 'first-word' });
  const [first, ...rest] = words;
  if (first === undefined) return undecided('broken-spec', 'The line names no module.');
  if (first === '-') return undecided('dynamic-shell', 'The interpreter reads its program from its input.');
  const specifier = packageOf(first) ?? (bareIsNpm ? first : undefined);
  if (specifier === undefined) return runFile(first, rest, 'deno', call);
  return together([npmPackage(specifier, { tool: 'deno', role: roleOf(specifier) }, call.context), afterPackage(specifier, rest, call)]);
}

function readInstall(args: readonly string[], command: string, call: Call): Reading {
  const { values, words } = readFlags(args, { valued: VALUED, until: 'double-dash' });
  // Behind the module of a global install stand the arguments that its program gets.
  const global = values.has('-g') || values.has('--global');
  const asked = global && command !== 'add' ? words.slice(0, 1) : words;
  return together(asked.map((word) => {
    const specifier = packageOf(word);
    return specifier === undefined ? runFile(word, [], 'deno', call) : npmPackage(specifier, { tool: 'deno' }, call.context);
  }));
}

/** `npm:/@s/x@1/bin` -> `@s/x@1`; the sub-path says which program of the package runs. */
function packageOf(word: string): string | undefined {
  const match = /^(npm|jsr):\/?((?:@[^/]+\/)?[^/]+)/i.exec(word);
  return match === null ? undefined : `${(match[1] as string).toLowerCase() === 'jsr' ? 'jsr:' : ''}${match[2] as string}`;
}
