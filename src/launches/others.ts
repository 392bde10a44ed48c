// Other languages' launchers: go, cargo, .NET, Java, Ruby, PHP, Perl. Classified, never analysed.
// https://pkg.go.dev/cmd/go, https://doc.rust-lang.org/cargo/commands/cargo-install.html, https://learn.microsoft.com/dotnet/core/tools/dotnet-tool-exec
import type { LaunchSubject, VersionClass } from '../model/launch.ts';
import type { Call, LaunchFamily, Reading } from './contract.ts';
import { readFlags, valuesOf } from './flags.ts';
import { hasVariable, inFolder, inlineCode, NOTHING, program, remote, runs, script, together, variableDoubt } from './reading.ts';
import { readScriptArgs } from './script-args.ts';

/** Interpreters of one file: the flags whose value is code. */
const INTERPRETERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['ruby', ['-e']], ['php', ['-r']], ['perl', ['-e', '-E']], ['lua', ['-e']], ['rscript', ['-e']], ['osascript', ['-e']], ['julia', ['-e']], ['elixir', ['-e']], ['cscript', []], ['wscript', []], ['mshta', []],
]);

export const others: LaunchFamily = {
  id: 'others',
  programs: ['go', 'cargo', 'dnx', 'dotnet', 'java', 'ssh', ...INTERPRETERS.keys()],
  read: (call) => {
    switch (call.program) {
      case 'go': return readGo(call);
      case 'cargo': return readCargo(call);
      case 'dnx': return readNuget(call.args, 'first-word', call);
      case 'dotnet': return readDotnet(call);
      case 'java': return readJava(call);
      case 'ssh': return readSsh(call);
      default: return readInterpreter(call);
    }
  },
};

function subject(kind: LaunchSubject['kind'], name: string, spec: string, versionClass: VersionClass, call: Call): Reading {
  if (hasVariable(name) || hasVariable(spec)) return { ...runs({ role: 'server', kind, tool: 'other', ...(hasVariable(name) ? {} : { name }), spec: '', versionClass: 'unresolvable', lookup: 'package' }), doubts: [variableDoubt(call.context)] };
  return runs({ role: 'server', kind, tool: 'other', name, spec, versionClass, lookup: 'package' });
}

function readGo(call: Call): Reading {
  const before = readFlags(call.args, { valued: ['-C'], until: 'first-word' });
  const [command, ...rest] = before.words;
  if (command !== 'run' && command !== 'install' && command !== 'tool') return NOTHING;
  const { words } = readFlags(rest, { valued: ['-C', '-exec', '-tags', '-ldflags', '-gcflags', '-mod', '-modfile', '-o', '-p'], until: 'first-word' });
  const asked = command === 'install' ? words : words.slice(0, 1);
  return inFolder(together(asked.map((word) => {
    const at = word.indexOf('@');
    if (at === -1) return /^[./\\]|\.go$/.test(word) ? script(word, 'other', call.context) : subject('go', word, '', 'project-lockfile', call);
    const version = word.slice(at + 1);
    return subject('go', word.slice(0, at), version, /^v\d+\.\d+\.\d+/.test(version) ? 'exact' : /^[0-9a-f]{12,40}$/.test(version) ? 'git-commit' : /^[v<>=]/.test(version) ? 'range' : 'tag', call);
  })), valuesOf(before, '-C')[0]);
}

function readCargo(call: Call): Reading {
  const [command, ...rest] = call.args.filter((word) => !word.startsWith('+'));
  const flags = readFlags(rest, { valued: ['--version', '--vers', '--git', '--branch', '--tag', '--rev', '--path', '--root', '--registry', '--index', '--manifest-path', '-p', '--package', '--bin', '--features', '-F', '--target', '--profile'], until: 'double-dash' });
  if (command === 'run' || command === 'r') return runs({ role: 'server', kind: 'cargo', tool: 'other', spec: '', versionClass: 'file', lookup: 'none', path: valuesOf(flags, '--manifest-path')[0] ?? '.' });
  if (command !== 'install' && command !== 'binstall') return NOTHING;
  const wanted = valuesOf(flags, '--version', '--vers')[0];
  return together(flags.words.map((word) => {
    const [name = '', version = wanted ?? ''] = word.split('@');
    if (flags.values.has('--git')) return subject('cargo', name, '', /^[0-9a-f]{40}$/.test(valuesOf(flags, '--rev')[0] ?? '') ? 'git-commit' : 'git-branch', call);
    return subject('cargo', name, version, version === '' ? 'none' : /^=?\d+\.\d+\.\d+/.test(version) ? 'exact' : 'range', call);
  }));
}

function readNuget(args: readonly string[], until: 'first-word' | 'double-dash', call: Call): Reading {
  const flags = readFlags(args, { until, valued: ['--version', '--source', '--add-source', '--configfile', '--framework', '--verbosity', '-v', '--arch', '-a', '--tool-path'] });
  const [first] = flags.words;
  if (first === undefined) return NOTHING;
  const [name = '', behind = ''] = first.split('@');
  const version = valuesOf(flags, '--version')[0] ?? behind;
  return subject('nuget', name, version, version === '' ? 'none' : /^\d+(?:\.\d+){1,3}(?:-[\w.-]+)?$/.test(version) ? 'exact' : 'range', call);
}

function readDotnet(call: Call): Reading {
  const [command = '', sub, ...rest] = call.args;
  if (command === 'tool' && (sub === 'run' || sub === 'exec' || sub === 'execute' || sub === 'install')) return readNuget(rest.filter((word) => word !== '-g' && word !== '--global'), sub === 'install' ? 'double-dash' : 'first-word', call);
  if (command === 'run') {
    const flags = readFlags(call.args.slice(1), { valued: ['--project', '-p', '--framework', '-f', '--configuration', '-c', '--launch-profile', '--file'], until: 'first-word' });
    return script(valuesOf(flags, '--project', '-p', '--file')[0] ?? '.', 'other', call.context);
  }
  const file = [command, sub].find((word) => word !== undefined && /\.(?:dll|exe|cs)$/i.test(word));
  return file === undefined ? NOTHING : script(file, 'other', call.context);
}

function readJava(call: Call): Reading {
  const jar = call.args.indexOf('-jar');
  const file = jar === -1 ? call.args.find((word) => /\.(?:jar|java)$/i.test(word) && !word.startsWith('-')) : call.args[jar + 1];
  return file === undefined ? program(call) : script(file, 'other', call.context);
}

// What runs there is that machine's: https://man.openbsd.org/ssh
function readSsh(call: Call): Reading {
  const { words } = readFlags(call.args, { valued: ['-B', '-b', '-c', '-D', '-E', '-e', '-F', '-I', '-i', '-J', '-L', '-l', '-m', '-O', '-o', '-P', '-p', '-R', '-S', '-W', '-w'], until: 'first-word' });
  return words[0] === undefined ? program(call) : together([program(call, 'wrapper'), remote(`ssh://${words[0].replace(/^ssh:\/\//i, '')}`, call.context)]);
}

function readInterpreter(call: Call): Reading {
  if (call.program === 'mshta') return inlineCode('script');
  return readScriptArgs(call.args, { language: call.program, valued: ['-I', '-l', '-d'], code: INTERPRETERS.get(call.program) ?? ['-e'], file: (path) => script(path, 'other', call.context) }, call);
}
