// The command line as commander sees it. Each command's file describes its flags; what it does is loaded when it runs.
import { Command, CommanderError } from 'commander';
import type { Host } from '../io/host.ts';
import { VERSION } from '../version.ts';
import { completionCommand } from './completion.ts';
import { diffCommand } from './diff.ts';
import { exposureCommand } from './exposure.ts';
import { inspectCommand } from './inspect.ts';
import { iocCommand } from './ioc.ts';
import { explainCommand, rulesCommand } from './rules.ts';
import { scanCommand } from './scan.ts';
import { selftestCommand } from './selftest.ts';

/** What a command's action gives: the exit code. */
export type Finish = (exitCode: number) => void;

// Completion describes the whole program.
const ALONE: ReadonlySet<string> = new Set(['scan', 'exposure', 'inspect', 'diff', 'ioc', 'rules', 'explain', 'selftest']);

/** The program with all its commands, or with the one named. */
export function buildProgram(host: Host, finish: Finish, only?: string): Command {
  const program = new Command('mcp-audit')
    .description('Finds known-compromised npm packages in repositories and installed trees, and says what it could not read.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .showSuggestionAfterError()
    .addHelpText('after', `
Exit codes: 0 clean, 1 findings, 2 incomplete (no verdict), 3 usage error,
70 bug, 130 interrupted.

Examples:
  mcp-audit scan                          this folder
  mcp-audit scan ~/work --output sarif=out.sarif
  mcp-audit explain known-malicious-version`);
  for (const [group, commands] of Object.entries(commandsOf(host, finish, () => program))) {
    program.commandsGroup(group);
    // A command line that names its command needs no other one: describing all their flags takes longer than parsing.
    for (const [name, make] of Object.entries(commands)) if (only === undefined || name === only) program.addCommand(make());
  }
  for (const command of everyCommand(program)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => { void host.stdout.write(text); },
      writeErr: (text) => { void host.stderr.write(text); },
      getOutHelpWidth: () => Math.min(host.stdout.columns, 100),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      getErrHelpWidth: () => Math.min(host.stderr.columns, 100),
    });
  }
  return program;
}

function commandsOf(host: Host, finish: Finish, program: () => Command): Readonly<Record<string, Readonly<Record<string, () => Command>>>> {
  return {
    'Triage:': { scan: () => scanCommand(host, finish), exposure: () => exposureCommand(host, finish), inspect: () => inspectCommand(host, finish), diff: () => diffCommand(host, finish) },
    'Knowledge:': {
      ioc: () => iocCommand(host, finish),
      rules: () => rulesCommand(host, finish),
      explain: () => explainCommand(host, finish),
      selftest: () => selftestCommand(host, finish),
    },
    'Setup:': { completion: () => completionCommand(host, finish, program) },
  };
}

function everyCommand(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** Runs the command line. Usage errors are printed and give 3; everything else that is thrown is the caller's. */
export async function run(argv: readonly string[], host: Host): Promise<number> {
  let exitCode = 0;
  const [first = ''] = argv;
  const program = buildProgram(host, (code) => { exitCode = code; }, ALONE.has(first) ? first : undefined);
  if (argv.length === 0) {
    program.outputHelp();
    return 3;
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // commander gives 0 for --help and --version, 1 for every error; our 1 means findings.
    return error.exitCode === 0 ? 0 : 3;
  }
  return exitCode;
}
