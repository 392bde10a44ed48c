// pnpm: `dlx`, `add`, `create`, `exec`, scripts. https://pnpm.io/cli/dlx, https://pnpm.io/cli/add
import type { Call, LaunchContext, LaunchFamily, Reading } from './contract.ts';
import { readFlags, valuesOf, type Flags } from './flags.ts';
import { createPackage } from './npm.ts';
import { npmPackage } from './npm-subject.ts';
import { afterPackage, readPackages } from './package-effects.ts';
import { inFolder, NOTHING, projectScript, together, undecided } from './reading.ts';
import { withoutCredentials } from '../text/printable.ts';

const VALUED = ['-C', '--dir', '--filter', '-F', '--package', '--registry', '--allow-build', '--store-dir', '--reporter', '--loglevel', '--config', '--cpu', '--os', '--libc', '--save-catalog-name', '--workspace-concurrency'];
const INSTALL = new Set(['add', 'install', 'i', 'update', 'up', 'upgrade', 'link', 'ln']);
const NO_SUBJECT = new Set(['', 'config', 'c', 'store', 'why', 'list', 'ls', 'outdated', 'audit', 'publish', 'pack', 'fetch', 'import', 'rebuild', 'prune', 'remove', 'rm', 'uninstall', 'un', 'env', 'setup', 'login', 'whoami', 'patch', 'deploy', 'licenses', 'approve-builds', 'dedupe', 'ci', 'root', 'bin', 'self-update', 'cache']);

export const pnpm: LaunchFamily = {
  id: 'pnpm',
  programs: ['pnpm', 'pnpx', 'pnpm.cjs', 'pnpx.cjs'],
  read: (call) => {
    if (call.program.startsWith('pnpx')) return readDlx(readFlags(call.args, { valued: VALUED, until: 'first-word' }), [], call);
    const before = readFlags(call.args, { valued: VALUED, until: 'first-word' });
    const [command = '', ...rest] = before.words;
    return inFolder(readCommand(command, rest, before, call), valuesOf(before, '-C', '--dir')[0]);
  },
};

function readCommand(command: string, rest: readonly string[], before: Flags, call: Call): Reading {
  const flags = readFlags(rest, { valued: VALUED, until: 'first-word' });
  if (command === 'dlx') return readDlx(flags, [before], call);
  if (INSTALL.has(command)) return readInstall(rest, before, call);
  if (command === 'create') return flags.words[0] === undefined ? NOTHING : readDlx({ ...flags, words: [createPackage(flags.words[0]), ...flags.words.slice(1)] }, [before], call);
  if (command === 'exec' || command === 'run' || command === 'run-script') return flags.words[0] === undefined ? NOTHING : readInstalled(flags.words, command === 'exec', call);
  if (NO_SUBJECT.has(command)) return NOTHING;
  return readInstalled([command, ...rest], false, call);
}

// A script of the manifest; `exec`, and what is no script, is a program that a package of the project brings.
function readInstalled(words: readonly string[], always: boolean, call: Call): Reading {
  return always ? call.inner(words, { installed: true }) : projectScript(words[0] as string, 'other');
}

function readDlx(flags: Flags, outer: readonly Flags[], call: Call): Reading {
  const all = [...outer, flags];
  const packages = all.flatMap((each) => valuesOf(each, '--package'));
  const context = withRegistry(all, call.context);
  const [first, ...rest] = flags.words;
  if (packages.length > 0) return together([readPackages(packages, { tool: 'pnpm dlx' }, context), first === undefined ? NOTHING : afterPackage(first, rest, call)]);
  if (first === undefined) return undecided('broken-spec', 'The line names no package.');
  return together([readPackages([first], { tool: 'pnpm dlx' }, context), afterPackage(first, rest, call)]);
}

function readInstall(rest: readonly string[], before: Flags, call: Call): Reading {
  const flags = readFlags(rest, { valued: VALUED, until: 'double-dash' });
  const context = withRegistry([before, flags], call.context);
  return inFolder(together(flags.words.map((word) => npmPackage(word, { tool: 'pnpm add' }, context))), valuesOf(flags, '-C', '--dir')[0]);
}

function withRegistry(all: readonly Flags[], context: LaunchContext): LaunchContext {
  const registry = all.flatMap((flags) => valuesOf(flags, '--registry'))[0];
  return registry === undefined ? context : { ...context, registry: withoutCredentials(registry) };
}
