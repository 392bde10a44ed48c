// mcp-audit inspect: its flags, and from flags to the pipeline.
import { Command, Option } from 'commander';
import type { Host } from '../io/host.ts';
import { SEVERITIES } from '../model/finding.ts';
import { collect, IOCS_HELP, wholeNumber } from './flags.ts';
import { addOutputFlags } from './outputs.ts';
import type { Finish } from './program.ts';
import type { InspectFlags } from './run-inspect.ts';

export function inspectCommand(host: Host, finish: Finish): Command {
  const command = new Command('inspect')
    .summary('say what one package does: recipients, hosts, programs, files, hidden code')
    .description('Reads all code of a package, from its folder or a tarball of npm pack, and says what it does and where, then what is wrong with it. Nothing of the package is run or written to the disk, and nothing is fetched.')
    .argument('<path...>', 'folders and tarballs (.tgz); each is a package by itself')
    .addOption(new Option('--fail-on <severity>', 'exit 1 from this severity on (default: high)').choices(SEVERITIES))
    .option('--exclude <glob>', 'pass over files of a package that match; may be repeated', collect)
    .option('--iocs <path>', IOCS_HELP, collect)
    .option('--max-bundle-age <days>', 'incomplete where the newest bundle is older', wholeNumber)
    .option('--config <file>', 'settings and accepted findings (must exist)')
    .option('--offline', 'no network; inspect never uses it, the flag says so to others');
  return addOutputFlags(command)
    .addHelpText('after', `
A folder's node_modules is passed over; scan --deep reads what is installed.

Exit codes: 0 clean; 1 a finding at or above --fail-on; 2 incomplete: a path
that does not exist, a damaged tarball, a file that could not be parsed: there
is no verdict; 3 usage error; 70 bug; 130 interrupted.

Examples:
  mcp-audit inspect node_modules/postmark-mcp
  npm pack some-server && mcp-audit inspect some-server-1.2.3.tgz
  mcp-audit inspect suspicious.tgz --verbose
  mcp-audit inspect ./server --iocs none --json`)
    .action(async (paths: readonly string[], flags: InspectFlags) => {
      const { runInspect } = await import('./run-inspect.ts');
      finish(await runInspect(paths, flags, host));
    });
}
