// yarn, classic and berry: `dlx`, `add`, `global add`, `create`, scripts. https://yarnpkg.com/cli/dlx, https://classic.yarnpkg.com/en/docs/cli/
import type { Call, LaunchFamily, Reading } from './contract.ts';
import { readFlags, valuesOf } from './flags.ts';
import { createPackage } from './npm.ts';
import { npmPackage } from './npm-subject.ts';
import { afterPackage, readPackages } from './package-effects.ts';
import { inFolder, NOTHING, projectScript, together, undecided } from './reading.ts';
import { withoutCredentials } from '../text/printable.ts';

const VALUED = ['--cwd', '-p', '--package', '--registry', '--modules-folder', '--cache-folder', '--mutex', '--network-timeout', '--use-yarnrc', '--prefix'];
const INSTALL = new Set(['add', 'up', 'upgrade', 'upgrade-interactive', 'link']);
const NO_SUBJECT = new Set(['', 'install', 'config', 'cache', 'info', 'list', 'why', 'outdated', 'audit', 'publish', 'pack', 'remove', 'set', 'plugin', 'workspaces', 'npm', 'version', 'versions', 'login', 'logout', 'dedupe', 'rebuild', 'bin', 'import', 'check', 'autoclean', 'policies', 'search', 'stage', 'constraints', 'help', 'init']);

export const yarn: LaunchFamily = {
  id: 'yarn',
  programs: ['yarn', 'yarnpkg', 'yarn.js', 'yarn.cjs'],
  read: (call) => {
    const before = readFlags(call.args, { valued: VALUED, until: 'first-word' });
    const [command = '', ...rest] = before.words;
    return inFolder(readCommand(command, rest, call), valuesOf(before, '--cwd')[0]);
  },
};

function readCommand(command: string, rest: readonly string[], call: Call): Reading {
  if (command === 'dlx') return readDlx(rest, call);
  if (command === 'global') return rest[0] === undefined ? NOTHING : readCommand(rest[0], rest.slice(1), call);
  if (INSTALL.has(command)) return readInstall(rest, call);
  if (command === 'create') return rest[0] === undefined ? NOTHING : readDlx([createPackage(rest[0]), ...rest.slice(1)], call);
  // `yarn workspace NAME COMMAND …` is the command in another folder.
  if (command === 'workspace') return rest[1] === undefined ? NOTHING : readCommand(rest[1], rest.slice(2), call);
  if (command === 'exec') return rest[0] === undefined ? NOTHING : call.inner(rest[0] === '--' ? rest.slice(1) : rest, { installed: true });
  if (command === 'node') return call.inner(['node', ...rest]);
  if (command === 'run') return readRun(rest);
  return NO_SUBJECT.has(command) ? NOTHING : projectScript(command, 'other');
}

function readRun(rest: readonly string[]): Reading {
  const { words } = readFlags(rest, { valued: [], until: 'first-word' });
  return words[0] === undefined ? NOTHING : projectScript(words[0], 'other');
}

function readDlx(rest: readonly string[], call: Call): Reading {
  const flags = readFlags(rest, { valued: VALUED, until: 'first-word' });
  const packages = valuesOf(flags, '-p', '--package');
  const [first, ...args] = flags.words;
  if (packages.length > 0) return together([readPackages(packages, { tool: 'yarn dlx' }, call.context), first === undefined ? NOTHING : afterPackage(first, args, call)]);
  if (first === undefined) return undecided('broken-spec', 'The line names no package.');
  return together([readPackages([first], { tool: 'yarn dlx' }, call.context), afterPackage(first, args, call)]);
}

function readInstall(rest: readonly string[], call: Call): Reading {
  const flags = readFlags(rest, { valued: VALUED, until: 'double-dash' });
  const registry = valuesOf(flags, '--registry')[0];
  const asking = { tool: 'yarn add' as const, ...(registry === undefined ? {} : { registry: withoutCredentials(registry) }) };
  return inFolder(together(flags.words.map((word) => npmPackage(word, asking, call.context))), valuesOf(flags, '--cwd')[0]);
}
