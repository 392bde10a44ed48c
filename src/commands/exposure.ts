// mcp-audit exposure: its flags, and from flags to the pipeline.
import { Command, Option } from 'commander';
import type { Host } from '../io/host.ts';
import { SEVERITIES } from '../model/finding.ts';
import { byteSize, collect, IOCS_HELP, wholeNumber } from './flags.ts';
import { addOutputFlags } from './outputs.ts';
import type { Finish } from './program.ts';
import type { ExposureFlags } from './run-exposure.ts';

export function exposureCommand(host: Host, finish: Finish): Command {
  const command = new Command('exposure')
    .summary('say since when, and until when, a git history held known-bad packages')
    .description('Walks the commits of every branch, tag and stash, reads each version of their lockfiles once, and gives for each known-bad package the commits that brought it in and took it out, with dates and authors, and the refs that still hold it. Needs git. Nothing of the repository is run, not even what its configuration names, and nothing is fetched.')
    .argument('[path...]', 'clones, worktrees or bare repositories, or folders and files inside (default: this folder)')
    .addOption(new Option('--fail-on <severity>', 'exit 1 from this severity on (default: high)').choices(SEVERITIES))
    .option('--ref <name>', 'walk only this branch, tag or ref; may be repeated (default: all)', collect)
    .option('--allow-empty', 'a history without any lockfile is not incomplete')
    .option('--exclude <glob>', 'pass over paths that match, listed in coverage; without a / it matches a name at any level; may be repeated', collect)
    .option('--iocs <path>', IOCS_HELP, collect)
    .option('--max-bundle-age <days>', 'incomplete where the newest bundle is older', wholeNumber)
    .option('--max-file-size <size>', 'limit for one version of a file, as 256M (default: 128M)', byteSize)
    .option('--config <file>', 'settings and accepted findings (must exist)')
    .option('--offline', 'no network; exposure never uses it, the flag says so to others');
  return addOutputFlags(command)
    .addHelpText('after', `
Names, mail addresses and dates are what the commits say; anybody can write any
into a commit. Windows go by the committer's date.

Exit codes: 0 clean; 1 a finding at or above --fail-on, also one of the past;
2 incomplete: a shallow or partial clone, a missing or damaged object, no git:
there is no verdict; 3 usage error; 70 bug; 130 interrupted.

Examples:
  mcp-audit exposure
  mcp-audit exposure ~/repos/app --ref main
  mcp-audit exposure . -o json=exposure.json -o html=exposure.html
  mcp-audit exposure --exclude 'fixtures/**'`)
    .action(async (paths: readonly string[], flags: ExposureFlags) => {
      const { runExposure } = await import('./run-exposure.ts');
      finish(await runExposure(paths, flags, host));
    });
}
