// uvx, uv, pipx, pip, python and the runners of Python projects. Which package runs is said, what it does is out of scope.
// https://docs.astral.sh/uv/reference/cli/, https://pipx.pypa.io/stable/docs/, https://docs.python.org/3/using/cmdline.html
import type { PackageTool } from '../model/launch.ts';
import type { Call, LaunchFamily, Reading } from './contract.ts';
import { readFlags, valuesOf, type Flags } from './flags.ts';
import { afterPackage, roleOf, runFile } from './package-effects.ts';
import { pythonPackage } from './python-spec.ts';
import { inFolder, NOTHING, program, projectScript, runs, together, undecided } from './reading.ts';
import { readScriptArgs } from './script-args.ts';

const UV_VALUED = [
  '--from', '--with', '--with-editable', '--with-requirements', '-p', '--python', '--directory', '--project', '--index', '--index-url', '-i', '--extra-index-url', '--default-index', '--find-links', '-f',
  '--cache-dir', '--env-file', '--config-file', '--extra', '--group', '--no-group', '--only-group', '--package', '--index-strategy', '--keyring-provider', '--resolution', '--prerelease', '--exclude-newer',
  '--link-mode', '--color', '-c', '--constraints', '-b', '--overrides', '-P', '--upgrade-package', '--refresh-package', '-w', '--python-platform', '-r', '--requirement', '-m', '--module', '-e', '--editable', '-t', '--target',
];
const PIPX_VALUED = ['--spec', '--python', '--pip-args', '-i', '--index-url', '--suffix', '--with', '--preinstall', '--backend'];
/** Start a program inside a project's own environment. */
const PROJECT_RUNNERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['poetry', ['-C', '--directory', '-P', '--project']], ['pdm', ['-p', '--project']], ['hatch', ['-e', '--env', '-p', '--project']], ['rye', []], ['pipenv', []], ['pixi', ['-e', '--environment', '--manifest-path']],
  ['conda', ['-n', '--name', '-p', '--prefix', '--cwd']], ['mamba', ['-n', '--name', '-p', '--prefix']], ['micromamba', ['-n', '--name', '-p', '--prefix']],
]);

export const python: LaunchFamily = {
  id: 'python',
  programs: ['uvx', 'uv', 'pipx', 'pip', 'python', 'pythonw', 'py', 'pypy', 'mcp', ...PROJECT_RUNNERS.keys()],
  read: (call) => {
    if (call.program === 'uvx') return readUvx(call.args, [], call);
    if (call.program === 'uv') return readUv(call);
    if (call.program === 'pipx') return readPipx(call);
    if (call.program === 'pip') return readInstall(call.args, 'pip', call);
    if (call.program === 'mcp') return readMcp(call);
    return PROJECT_RUNNERS.has(call.program) ? readProjectRunner(call) : readPython(call.args, call);
  },
};

function readUvx(args: readonly string[], outer: readonly Flags[], call: Call): Reading {
  const flags = readFlags(args, { valued: UV_VALUED, until: 'first-word' });
  const all = [...outer, flags];
  const [first, ...rest] = flags.words;
  const from = valuesOf(flags, '--from')[0] ?? first;
  if (from === undefined) return undecided('broken-spec', 'The line names no package.');
  const extra = all.flatMap((each) => valuesOf(each, '--with')).flatMap((list) => list.split(','));
  const name = from.replace(/[@=<>~![\s].*$/s, '');
  return inFolder(together([
    pythonPackage(from, 'uvx', call.context, roleOf(name)),
    ...extra.map((word) => pythonPackage(word.trim(), 'uvx', call.context)),
    afterPackage(first?.replace(/[@=<>~![\s].*$/s, '') ?? name, rest, call),
  ]), folderOf(all));
}

function readUv(call: Call): Reading {
  const before = readFlags(call.args, { valued: UV_VALUED, until: 'first-word' });
  const [command, ...rest] = before.words;
  const sub = rest[0];
  if (command === 'tool' && (sub === 'run' || sub === 'install' || sub === 'upgrade')) return sub === 'run' ? readUvx(rest.slice(1), [before], call) : readInstall(rest, 'uvx', call);
  if (command === 'x') return readUvx(rest, [before], call);
  if (command === 'pip') return readInstall(rest, 'pip', call);
  if (command === 'add') return readInstall(['install', ...rest], 'pip', call);
  return command === 'run' ? readUvRun(rest, before, call) : NOTHING;
}

// `uv run [--with pkg] file|program`: in the environment of the project.
function readUvRun(args: readonly string[], before: Flags, call: Call): Reading {
  const flags = readFlags(args, { valued: UV_VALUED, until: 'first-word' });
  const added = valuesOf(flags, '--with').flatMap((list) => list.split(',')).map((word) => pythonPackage(word.trim(), 'uvx', call.context));
  const module = valuesOf(flags, '-m', '--module')[0];
  return inFolder(together([...added, module === undefined ? readCommand(flags.words, call) : readModule(module)]), folderOf([before, flags]));
}

function readCommand(words: readonly string[], call: Call): Reading {
  const [first, ...rest] = words;
  if (first === undefined) return undecided('broken-spec', 'The line names no program.');
  if (/\.pyw?$/i.test(first)) return runFile(first, rest, 'python', call);
  return call.inner(words, { installed: !/[/\\]/.test(first) });
}

function folderOf(all: readonly Flags[]): string | undefined {
  return all.flatMap((flags) => valuesOf(flags, '--directory', '--project', '-C'))[0];
}

function readPipx(call: Call): Reading {
  const [command, ...args] = readFlags(call.args, { valued: [], until: 'first-word' }).words;
  if (command === 'install' || command === 'upgrade' || command === 'inject') return readInstall(['install', ...args], 'pipx', call);
  if (command !== 'run') return NOTHING;
  const flags = readFlags(args, { valued: PIPX_VALUED, until: 'first-word' });
  const [first, ...rest] = flags.words;
  const asked = valuesOf(flags, '--spec')[0] ?? first;
  if (asked === undefined) return undecided('broken-spec', 'The line names no package.');
  const name = first ?? asked;
  return together([pythonPackage(asked, 'pipx', call.context, roleOf(name.replace(/[@=<>~![\s].*$/s, ''))), afterPackage(name.replace(/[@=<>~![\s].*$/s, ''), rest, call)]);
}

function readInstall(args: readonly string[], tool: PackageTool, call: Call): Reading {
  const { words } = readFlags(args, { valued: [...UV_VALUED, ...PIPX_VALUED], until: 'double-dash' });
  const [command, ...packages] = words;
  if (command === undefined || !/^(?:install|upgrade|download|wheel)$/.test(command)) return NOTHING;
  // `pip install .` installs the project itself.
  return together(packages.filter((word) => !/^\.\/?(?:\[.*\])?$/.test(word)).map((word) => pythonPackage(word, tool, call.context)));
}

function readPython(args: readonly string[], call: Call): Reading {
  // The launcher of Windows takes a version first: `py -3.12 file`.
  const words = call.program === 'py' && /^-\d/.test(args[0] ?? '') ? args.slice(1) : args;
  const module = words.findIndex((word) => /^-[bBdEiIOPqsSuvx]*m/.test(word) && !word.startsWith('--'));
  const first = words.findIndex((word) => !word.startsWith('-') || word === '-');
  if (module !== -1 && (first === -1 || module < first)) {
    const glued = (words[module] as string).replace(/^-[bBdEiIOPqsSuvx]*m/, '');
    const name = glued === '' ? words[module + 1] : glued;
    const rest = words.slice(module + (glued === '' ? 2 : 1));
    if (name === 'pip' || name === 'uv' || name === 'pipx') return call.inner([name, ...rest]);
    return name === undefined ? undecided('broken-spec', 'The line names no module.') : together([readModule(name), afterPackage(name.replaceAll('_', '-'), rest, call)]);
  }
  return readScriptArgs(words, {
    language: 'Python', valued: ['-W', '-X', '--check-hash-based-pycs'], code: ['-c', '-uc', '-Ic'], file: (path, rest) => runFile(path, rest, 'python', call),
  }, call);
}

// `-m` gives a module; which package brings it, the line does not say.
function readModule(name: string): Reading {
  return runs({ role: 'server', kind: 'pypi', tool: 'python', name, spec: '', versionClass: 'project-lockfile', lookup: 'project' });
}

function readProjectRunner(call: Call): Reading {
  const valued = PROJECT_RUNNERS.get(call.program) ?? [];
  const before = readFlags(call.args, { valued, until: 'first-word' });
  if (before.words[0] !== 'run') return NOTHING;
  const flags = readFlags(before.words.slice(1), { valued, until: 'first-word' });
  if (flags.words.length === 0) return NOTHING;
  const folder = [before, flags].flatMap((each) => valuesOf(each, '-C', '--directory', '--project', '--cwd'))[0];
  return inFolder(/[.:/\\-]/.test(flags.words[0] as string) || flags.words.length > 1 ? readCommand(flags.words, call) : projectScript(flags.words[0] as string, 'python'), folder);
}

// The command of the Python SDK; other programs have the name too. https://github.com/modelcontextprotocol/python-sdk
function readMcp(call: Call): Reading {
  const { words } = readFlags(call.args, { valued: ['--transport', '-t', '--with', '--with-editable', '-e'], until: 'first-word' });
  if (words[0] !== 'run' && words[0] !== 'dev') return program(call);
  const path = readFlags(words.slice(1), { valued: ['--transport', '-t', '--with', '--with-editable', '-e'], until: 'double-dash' }).words[0];
  return path === undefined ? program(call) : together([program(call, 'runner'), runFile(path.replace(/\.py:\w+$/, '.py'), [], 'python', call)]);
}
