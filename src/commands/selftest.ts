// mcp-audit selftest: the positive control of this installation.
import { Command } from 'commander';
import type { Host } from '../io/host.ts';
import type { Finish } from './program.ts';

export function selftestCommand(host: Host, finish: Finish): Command {
  return new Command('selftest')
    .summary('show that every reader, rule and report of this installation works')
    .description('Runs a synthetic bad package through every reader, rule and report, in memory, and says whether each one fired.')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExit codes: 0 everything fired; 70 something did not: do not trust this\ninstallation; 3 usage error.')
    .action(async (flags: { readonly json?: true }) => finish(await (await import('./run-selftest.ts')).runSelftest(flags, host)));
}
