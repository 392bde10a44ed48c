// npx and `npm exec`: flags, then a package or a program of one, then its arguments. Rules from npm/cli bin/npx-cli.js and
// workspaces/libnpmexec/lib/index.js; measured with npm 11.19.1.
import type { PackageTool } from '../model/launch.ts';
import type { Call, LaunchFamily, Reading } from './contract.ts';
import { readNpmWords, type NpmWords } from './npm-flags.ts';
import type { Asking } from './npm-subject.ts';
import { afterPackage, readPackages } from './package-effects.ts';
import { doubtful, inFolder, together, undecided } from './reading.ts';

export const npx: LaunchFamily = {
  id: 'npx',
  // `nlx` of antfu-collective/ni hands its words to npx, pnpm dlx, yarn dlx or bunx.
  programs: ['npx', 'npx-cli.js', 'nlx'],
  read: (call) => {
    const asked = readNpmWords(call.args, { npx: true, unknown: 'word' });
    const reading = readExec(asked, 'npx', call);
    return asked.unknown === undefined ? reading : bothReadings(call, reading);
  },
};

// npm versions differ in what an unknown flag takes, so either package may run.
function bothReadings(call: Call, reading: Reading): Reading {
  const other = readExec(readNpmWords(call.args, { npx: true, unknown: 'value' }), 'npx', call);
  const both = together([other, reading]);
  const subjects = both.subjects.map((subject) => (subject.role === 'server' ? { ...subject, role: 'candidate' as const } : subject));
  return doubtful({ ...both, subjects }, 'unknown-flag', 'npm does not know a flag of this line, and its versions differ in whether the next word is the value of the flag or the package.');
}

/** What `npx` or `npm exec` does with words that were read. */
export function readExec(asked: NpmWords, tool: PackageTool, call: Call): Reading {
  const context = asked.registry === undefined ? call.context : { ...call.context, registry: asked.registry };
  const [first, ...rest] = asked.words;
  const asking: Omit<Asking, 'set' | 'role'> = { tool, ...(context.registry === undefined ? {} : { registry: context.registry }) };
  if (asked.packages.length > 0) return inFolder(withPackages(asked, asking, call), asked.prefix);
  if (asked.call !== undefined && asked.call !== '') return inFolder(call.line(asked.call, 'posix', { installed: true }), asked.prefix);
  if (first === undefined) return undecided('broken-spec', 'The line names no package.');
  const reading = readPackages([first], { ...asking, binaryFirst: true }, context);
  return inFolder(together([reading, afterPackage(first, rest, call)]), asked.prefix);
}

// `-p a -p b -- bin`: every package is fetched and may bring the program.
function withPackages(asked: NpmWords, asking: Omit<Asking, 'set' | 'role'>, call: Call): Reading {
  const [bin, ...rest] = asked.words;
  const packages = readPackages(asked.packages, asking, call.context);
  if (bin !== undefined) return together([packages, afterPackage(bin, rest, call)]);
  if (asked.call === undefined) return packages;
  const inner = call.line(asked.call, 'posix', { installed: true });
  // A program of the call comes from one of the packages, which are subjects already.
  return together([packages, { ...inner, subjects: inner.subjects.filter(({ kind }) => kind !== 'program') }]);
}
