// bun and bunx. https://bun.sh/docs/cli/bunx: a bare name is first looked up among the installed programs, then fetched.
import type { Call, LaunchFamily, Reading } from './contract.ts';
import { readFlags, valuesOf } from './flags.ts';
import { createPackage } from './npm.ts';
import { npmPackage } from './npm-subject.ts';
import { afterPackage, loadedModule, readPackages, runFile } from './package-effects.ts';
import { inFolder, NOTHING, projectScript, together, undecided } from './reading.ts';
import { readScriptArgs } from './script-args.ts';
import { withoutCredentials } from '../text/printable.ts';

const VALUED = ['--cwd', '-c', '--config', '--registry', '-p', '--package', '--filter', '--cache-dir', '--env-file', '--linker', '--cafile', '--network-concurrency'];
const INSTALL = new Set(['add', 'a', 'install', 'i', 'update', 'link']);
const NO_SUBJECT = new Set(['remove', 'rm', 'outdated', 'pm', 'build', 'test', 'init', 'upgrade', 'publish', 'patch', 'why', 'audit', 'info', 'repl', 'ci', 'help']);

export const bun: LaunchFamily = {
  id: 'bun',
  programs: ['bun', 'bunx'],
  read: (call) => {
    if (call.program === 'bunx') return readBunx(call.args, call);
    const before = readFlags(call.args, { valued: VALUED, until: 'first-word' });
    const [command, ...rest] = before.words;
    return inFolder(readCommand(command, rest, call), valuesOf(before, '--cwd')[0]);
  },
};

function readCommand(command: string | undefined, rest: readonly string[], call: Call): Reading {
  if (command === undefined || /[./\\]/.test(command)) return readFile(call.args, call);
  if (command === 'x') return readBunx(rest, call);
  if (INSTALL.has(command)) return readInstall(rest, call);
  if (command === 'create' || command === 'c') return rest[0] === undefined ? NOTHING : readBunx([createPackage(rest[0]), ...rest.slice(1)], call);
  if (command === 'exec') return rest[0] === undefined ? NOTHING : call.line(rest[0], 'posix', { installed: true });
  if (command === 'run') return readRun(rest, call);
  return NO_SUBJECT.has(command) ? NOTHING : projectScript(command, 'other');
}

// A word with a dot or slash is a file, any other a script of the manifest or a program of a package.
function readRun(rest: readonly string[], call: Call): Reading {
  const { words } = readFlags(rest, { valued: VALUED, until: 'first-word' });
  const [first] = words;
  if (first === undefined) return rest.length === 0 ? NOTHING : readFile(rest, call);
  return /[./\\]/.test(first) ? readFile(rest, call) : projectScript(first, 'other');
}

function readFile(args: readonly string[], call: Call): Reading {
  return readScriptArgs(args, {
    language: 'JavaScript', valued: VALUED, code: ['-e', '--eval', '-p', '--print'], loads: ['-r', '--preload', '--require', '--import'],
    load: (module) => loadedModule(module, call), file: (path, rest) => runFile(path, rest, 'other', call),
  }, call);
}

function readBunx(args: readonly string[], call: Call): Reading {
  const flags = readFlags(args, { valued: ['-p', '--package', '--registry'], until: 'first-word' });
  const packages = valuesOf(flags, '-p', '--package');
  const [first, ...rest] = flags.words;
  if (packages.length > 0) return together([readPackages(packages, { tool: 'bunx' }, call.context), first === undefined ? NOTHING : afterPackage(first, rest, call)]);
  if (first === undefined) return undecided('broken-spec', 'The line names no package.');
  return together([readPackages([first], { tool: 'bunx', binaryFirst: true }, call.context), afterPackage(first, rest, call)]);
}

function readInstall(rest: readonly string[], call: Call): Reading {
  const flags = readFlags(rest, { valued: VALUED, until: 'double-dash' });
  const registry = valuesOf(flags, '--registry')[0];
  const asking = { tool: 'bun add' as const, ...(registry === undefined ? {} : { registry: withoutCredentials(registry) }) };
  return inFolder(together(flags.words.map((word) => npmPackage(word, asking, call.context))), valuesOf(flags, '--cwd')[0]);
}
