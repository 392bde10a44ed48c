// Programs that only set something up and then start the command behind them: env, sudo, timeout, dotenv, op, mise, wsl and their like.
// Flags from each program's own manual page or README. The command behind is what the line is for.
import type { NamedValue } from '../model/server.ts';
import type { Call, LaunchFamily, Reading } from './contract.ts';
import { doubtful, inFolder, NOTHING, program, projectScript, together, undecided } from './reading.ts';
import { readAssignment, registryOf } from './assignments.ts';

interface PrefixRules {
  /** First word that starts a command; any other word is another job of the program (`op read`). */
  readonly verbs?: readonly string[];
  readonly valued?: readonly string[];
  /** Words before the command that belong to the program (`timeout 5`). */
  readonly before?: number;
  /** `K=V` words set variables. */
  readonly assigns?: true;
  /** Their value is a command line of a shell. */
  readonly lines?: readonly string[];
  /** Their value is the folder. */
  readonly folders?: readonly string[];
  /** Any other job of the program only prepares this machine (`nvm use 20`). */
  readonly prepares?: true;
  /** Flags begin with a slash, and a title may stand before them. */
  readonly slashes?: true;
  /** Words up to `--` belong to the program, when there is one. */
  readonly untilDashes?: true;
}

const DOTENV: PrefixRules = { valued: ['-e', '-f', '-p', '--env', '--file'], lines: ['-c'], assigns: true };
const SANDBOX: PrefixRules = { untilDashes: true, valued: ['-p', '-f', '-D', '-n', '--profile', '--settings', '-s'] };
const PREFIXES: ReadonlyMap<string, PrefixRules> = new Map<string, PrefixRules>([
  ['env', { valued: ['-u', '--unset', '-C', '--chdir', '-P', '-S', '--split-string'], assigns: true, lines: ['-S', '--split-string'], folders: ['-C', '--chdir'] }],
  ['sudo', { valued: ['-u', '--user', '-g', '--group', '-p', '--prompt', '-C', '-h', '--host', '-r', '--role', '-t', '--type', '-T', '-U', '-D', '--chdir', '-R', '--chroot'], assigns: true, folders: ['-D', '--chdir'] }],
  ['doas', { valued: ['-u', '-C'] }], ['gosu', { before: 1 }], ['su-exec', { before: 1 }], ['runuser', { valued: ['-u'], lines: ['-c', '--command'] }], ['su', { lines: ['-c', '--command'], valued: ['-s', '--shell', '-g'], before: 1 }],
  ['nice', { valued: ['-n', '--adjustment'] }], ['ionice', { valued: ['-c', '-n', '-p', '--class', '--classdata'] }], ['chrt', { before: 1 }], ['taskset', { before: 1 }], ['setsid', {}], ['nohup', {}], ['time', { valued: ['-f', '-o'] }],
  ['stdbuf', { valued: ['-i', '-o', '-e'] }], ['timeout', { valued: ['-s', '--signal', '-k', '--kill-after'], before: 1 }], ['gtimeout', { valued: ['-s', '-k'], before: 1 }], ['unbuffer', {}], ['caffeinate', { valued: ['-t', '-w'] }], ['xvfb-run', { valued: ['-n', '-s', '-e', '-f', '-p', '-w', '--server-args', '--server-num'] }],
  ['arch', { valued: ['-e', '-d'] }], ['exec', { valued: ['-a'] }], ['command', {}], ['builtin', {}], ['call', { slashes: true }], ['start', { slashes: true }], ['winpty', {}], ['flock', { before: 1, valued: ['-w', '-E'], lines: ['-c'] }], ['tini', { valued: ['-p', '-e'] }], ['dumb-init', { valued: ['-r'] }], ['catchsegv', {}],
  ['watch', { valued: ['-n', '--interval'] }], ['xargs', { valued: ['-I', '-n', '-P', '-L', '-d', '-a', '-s'] }], ['bwrap', SANDBOX], ['firejail', SANDBOX], ['sandbox-exec', SANDBOX], ['srt', SANDBOX], ['systemd-run', { untilDashes: true, valued: ['-p', '-u', '--unit', '--property', '-E'] }], ['nsenter', { untilDashes: true, valued: ['-t'] }], ['unshare', { untilDashes: true }],
  ['dotenv', { ...DOTENV, verbs: ['run'] }], ['dotenvx', { ...DOTENV, verbs: ['run'], valued: ['-f', '--env-file', '-e', '--env', '-fk', '--env-keys-file'] }], ['cross-env', { assigns: true }], ['env-cmd', { valued: ['-f', '--file', '-r', '--rc-file', '-e', '--environments'] }], ['concurrently', {}],
  ['op', { verbs: ['run'], valued: ['--env-file', '--account', '--environment'] }], ['doppler', { verbs: ['run'], valued: ['-p', '--project', '-c', '--config', '-t', '--token', '--mount', '--fallback', '--passphrase', '--scope'], lines: ['--command'] }],
  ['infisical', { verbs: ['run'], valued: ['--env', '-e', '--path', '--projectId', '--token', '--domain', '--tags', '-t'], lines: ['--command', '-c'] }], ['aws-vault', { verbs: ['exec'], before: 1, valued: ['-d', '--duration', '--region'] }], ['chamber', { verbs: ['exec'], untilDashes: true }], ['envchain', { before: 1 }],
  ['varlock', { verbs: ['run'] }], ['teller', { verbs: ['run'] }], ['secretspec', { verbs: ['run'], valued: ['-p', '-P', '--provider', '--profile'] }], ['bws', { verbs: ['run'], valued: ['--project-id', '-t', '--access-token'] }], ['fnox', { verbs: ['exec', 'run'] }], ['sops', { verbs: ['exec-env'], before: 1 }],
  ['nvm', { verbs: ['exec'], before: 1, prepares: true }], ['fnm', { verbs: ['exec'], prepares: true, valued: ['--using', '--fnm-dir', '--arch'] }], ['volta', { verbs: ['run'], prepares: true, valued: ['--node', '--npm', '--yarn', '--pnpm', '--env'] }], ['n', { verbs: ['exec'], before: 1 }], ['nodenv', { verbs: ['exec'] }], ['asdf', { verbs: ['exec'], prepares: true }], ['direnv', { verbs: ['exec'], before: 1 }], ['proto', { verbs: ['run'] }],
  ['mise', { verbs: ['x', 'exec'], prepares: true, untilDashes: true, valued: ['-C', '--cd', '-j', '--jobs'], lines: ['-c', '--command'], folders: ['-C', '--cd'] }], ['rtx', { verbs: ['x', 'exec'], untilDashes: true, lines: ['-c', '--command'] }], ['devbox', { verbs: ['run'], valued: ['-c', '--config', '-e', '--env'] }], ['nix-shell', { valued: ['-p', '--packages', '-I'], lines: ['--run', '--command'] }],
  ['nix', { verbs: ['develop', 'shell'], untilDashes: true, valued: ['--inputs-from'] }], ['corepack', {}], ['wsl', { valued: ['-d', '--distribution', '-u', '--user', '--cd', '--shell-type', '--distribution-id'], folders: ['--cd'] }], ['ssh-agent', {}],
]);

export const prefixes: LaunchFamily = {
  id: 'prefixes',
  programs: [...PREFIXES.keys()],
  read: (call) => {
    if (call.program === 'concurrently') return readConcurrently(call);
    if (call.program === 'corepack') return readCorepack(call);
    if (call.program === 'mise' && call.args[0] === 'run') return call.args[1] === undefined ? NOTHING : projectScript(call.args[1], 'other');
    if (call.program === 'nvm' && call.args[0] === 'run') return call.inner(['node', ...call.args.slice(/^v?\d|^lts|^node$/.test(call.args[1] ?? '') ? 2 : 1)]);
    return readPrefix(call, PREFIXES.get(call.program) ?? {});
  },
};

function readPrefix(call: Call, rules: PrefixRules): Reading {
  const start = verbEnd(call, rules);
  if (start === undefined) return rules.prepares ? NOTHING : program(call);
  const args = call.args.slice(start);
  const found = innerCommand(args, rules, call);
  const variables: Reading = { ...NOTHING, environment: found.environment };
  const registry = registryOf(found.assignments);
  const change = registry === undefined ? {} : { registry };
  if (found.line !== undefined) return inFolder(together([variables, call.line(found.line, 'posix', change)]), found.folder);
  // Without a command `env` only prints, `nice` tells its level: nothing of anybody's runs.
  return inFolder(together([variables, found.words.length === 0 ? NOTHING : innerReading(found.words, call, change)]), found.folder);
}

// wsl hands its words to a shell of the other system, and `dotenv -- "a && b"` too.
function innerReading(words: readonly string[], call: Call, change: { readonly registry?: string }): Reading {
  const [first = ''] = words;
  if (words.length === 1 && /\s/.test(first)) return doubtful(call.line(first, 'posix', change), 'whole-line', 'One string holds a whole command line.');
  return call.inner(words, change);
}

// Some have a command of their own before (`op run`), and some may leave it out (`dotenv run`).
function verbEnd(call: Call, rules: PrefixRules): number | undefined {
  if (rules.verbs === undefined) return 0;
  for (let at = 0; at < call.args.length; at += 1) {
    const word = call.args[at] as string;
    if (rules.verbs.includes(word)) return at + 1;
    if (!word.startsWith('-') || word === '--') break;
    if (rules.valued?.includes(word)) at += 1;
  }
  return call.program === 'dotenv' ? 0 : undefined;
}

interface Inner {
  readonly words: readonly string[];
  readonly line?: string;
  readonly folder?: string;
  readonly environment: readonly NamedValue[];
  readonly assignments: readonly string[];
}

function innerCommand(args: readonly string[], rules: PrefixRules, call: Call): Inner {
  const environment: NamedValue[] = [];
  const assignments: string[] = [];
  const dashes = rules.untilDashes ? args.indexOf('--') : -1;
  let folder: string | undefined;
  let before = rules.before ?? 0;
  let at = dashes === -1 ? 0 : dashes + 1;
  const done = (words: readonly string[], line?: string): Inner => ({ words, environment, assignments, ...(line === undefined ? {} : { line }), ...(folder === undefined ? {} : { folder }) });
  for (; at < args.length; at += 1) {
    const word = args[at] as string;
    const assigned = rules.assigns ? readAssignment(word, call.context.digest) : undefined;
    if (assigned !== undefined) {
      environment.push(assigned);
      assignments.push(word);
      continue;
    }
    if (word === '--') {
      if (before > 0 || at + 1 === args.length) continue;
      return done(args.slice(at + 1));
    }
    if (rules.slashes && /^(?:|\/\w.{0,40})$/.test(word)) continue;
    if (!word.startsWith('-') || word === '-') {
      if (before > 0) { before -= 1; continue; }
      // `wsl ~ npx x` starts in the home folder.
      if (word === '~' && call.program === 'wsl') continue;
      return done(args.slice(at));
    }
    if ((word === '-e' || word === '--exec') && call.program === 'wsl') return done(args.slice(at + 1));
    const equals = word.indexOf('=');
    const flag = equals === -1 ? word : word.slice(0, equals);
    const value = equals === -1 ? args[at + 1] : word.slice(equals + 1);
    if (rules.lines?.includes(flag) && value !== undefined) return done([], [value, ...(flag === '-S' || flag === '--split-string' ? args.slice(at + (equals === -1 ? 2 : 1)).map(quoted) : [])].join(' '));
    if (rules.folders?.includes(flag)) folder ??= value;
    if (equals === -1 && (rules.valued?.includes(flag) ?? false)) at += 1;
  }
  return done([]);
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

// `concurrently "npm:watch" "npx a"`: each word is a line.
function readConcurrently(call: Call): Reading {
  const lines = call.args.filter((word) => !word.startsWith('-') && /\s|^npm:/.test(word));
  return lines.length === 0 ? undecided('broken-spec', 'The line names no command.') : together(lines.map((line) => (line.startsWith('npm:') ? projectScript(line.slice(4), 'other') : call.line(line, 'posix', { installed: true }))));
}

// `corepack pnpm@9.1.0 dlx x`: a package manager of a version, then its words.
function readCorepack(call: Call): Reading {
  const [first = '', ...rest] = call.args;
  const manager = /^(npm|npx|pnpm|pnpx|yarn|yarnpkg)(?:@.*)?$/.exec(first);
  return manager === null ? NOTHING : call.inner([manager[1] as string, ...rest]);
}
