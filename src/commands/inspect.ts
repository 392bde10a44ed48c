// mcp-audit inspect: its flags, and from flags to the pipeline.
import { Command, Option } from 'commander';
import type { Host } from '../io/host.ts';
import { SEVERITIES } from '../model/finding.ts';
import { collect, IOCS_HELP, wholeNumber } from './flags.ts';
import { addOutputFlags } from './outputs.ts';
import type { Finish } from './program.ts';
import { addRegistryFlags, LOCKED_BY_HELP } from './registry-flags.ts';
import type { InspectFlags } from './run-inspect.ts';

export function inspectCommand(host: Host, finish: Finish): Command {
  const command = new Command('inspect')
    .summary('say what one package does: recipients, hosts, programs, files, hidden code')
    .description('Reads all code of a package, from its folder, a tarball of npm pack or a registry, and says what it does and where, who published it, then what is wrong with it. Nothing of the package is run or written to the disk, but for what is fetched into the cache of mcp-audit; nothing is fetched that was not named.')
    .argument('<package...>', 'packages of a registry (name@version), folders, tarballs (.tgz), commits (path#ref); each is a package by itself')
    .addOption(new Option('--fail-on <severity>', 'exit 1 from this severity on (default: high)').choices(SEVERITIES))
    .option('--locked-by <lockfile>', LOCKED_BY_HELP, collect)
    .option('--exclude <glob>', 'pass over files of a package that match; may be repeated', collect)
    .option('--iocs <path>', IOCS_HELP, collect)
    .option('--max-bundle-age <days>', 'incomplete where the newest bundle is older', wholeNumber)
    .option('--config <file>', 'settings and accepted findings (must exist)');
  return addOutputFlags(addRegistryFlags(command))
    .addHelpText('after', `
A folder's node_modules is passed over; scan --deep reads what is installed.
How a word is read: name@version, name@tag, name@range and a name that is no
path here are packages of a registry; what begins with ./ ../ / or ~, ends in
.tgz, or holds a slash is a path; a bare word that is both is refused.

Exit codes: 0 clean; 1 a finding at or above --fail-on; 2 incomplete: a path
that does not exist, a package that could not be fetched, a damaged tarball, a
file that could not be parsed: there is no verdict; 3 usage error; 70 bug;
130 interrupted.

Examples:
  mcp-audit inspect some-server@1.2.3
  mcp-audit inspect node_modules/postmark-mcp
  npm pack some-server && mcp-audit inspect some-server-1.2.3.tgz
  mcp-audit inspect suspicious.tgz --verbose
  mcp-audit inspect ./server --iocs none --json`)
    .action(async (paths: readonly string[], flags: InspectFlags) => {
      const { runInspect } = await import('./run-inspect.ts');
      finish(await runInspect(paths, flags, host));
    });
}
