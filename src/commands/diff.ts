// mcp-audit diff: its flags, and from flags to the pipeline.
import { Command, Option } from 'commander';
import type { Host } from '../io/host.ts';
import { SEVERITIES } from '../model/finding.ts';
import { collect, IOCS_HELP, wholeNumber } from './flags.ts';
import { addOutputFlags } from './outputs.ts';
import type { Finish } from './program.ts';
import { addRegistryFlags, LOCKED_BY_HELP } from './registry-flags.ts';
import type { DiffFlags } from './run-diff.ts';

export function diffCommand(host: Host, finish: Finish): Command {
  const command = new Command('diff')
    .summary('say what an update of a package really changes, and whether it does harm')
    .description('Compares two copies of a package: what the later one does that the earlier one did not, first; then the manifest, who published it, and the files. Nothing of either is run or written to the disk, but for what is fetched into the cache of mcp-audit.')
    .argument('<before>', 'a package (name@version), a tarball, a folder, or a repository at a ref (path#ref); with --lockfiles a lockfile, a folder or a git ref')
    .argument('[after]', 'likewise; a version alone is one of the same package; with --lockfiles the working tree unless named')
    .option('--against-known-good', 'compare one version with the newest earlier one that is known to be good, or that no bundle lists')
    .option('--against-repo <source>', 'compare one package with its repository at the tag of its version: a local clone, or an https:// address, which is fetched because you name it')
    .option('--ref <ref>', 'with --against-repo: this tag, branch or commit')
    .option('--lockfiles', 'compare two lockfiles, or all lockfiles of two git refs or folders: what came is fetched and compared with what was there')
    .option('--repo <dir>', 'with --lockfiles: the repository of the refs (default: this folder)')
    .option('--allow-empty', 'with --lockfiles: sides without any lockfile are not incomplete')
    .option('--patch', 'print the unified diff of every changed file')
    .option('--stat', 'print how many lines of each file changed')
    .option('--no-pager', 'print a long patch as it is, also on a terminal')
    .option('--locked-by <lockfile>', LOCKED_BY_HELP, collect)
    .option('--history', 'ask the registry for all versions: times and publishers (some packages have 10 MB of it)')
    .addOption(new Option('--fail-on <severity>', 'exit 1 from this severity on (default: high)').choices(SEVERITIES))
    .option('--exclude <glob>', 'pass over files of both sides that match; may be repeated', collect)
    .option('--iocs <path>', IOCS_HELP, collect)
    .option('--max-bundle-age <days>', 'incomplete where the newest bundle is older', wholeNumber)
    .option('--config <file>', 'settings and accepted findings (must exist)');
  return addOutputFlags(addRegistryFlags(command))
    .addHelpText('after', `
How a word is read: name, name@version, name@tag and name@range are packages of
a registry; what begins with ./ ../ / or ~, ends in .tgz, or holds a slash is a
path; path#ref and git+file:path#ref are a commit of a repository. A bare word
that is both a path and a package's name is refused: write ./word or
word@latest.

Exit codes: 0 clean; 1 a finding at or above --fail-on in what the later side
has; 2 incomplete: a side that could not be fetched or read in full: there is
no verdict; 3 usage error; 70 bug; 130 interrupted.

Examples:
  mcp-audit diff postmark-mcp@1.0.15 1.0.16
  mcp-audit diff some-server@latest ./some-server-2.0.0.tgz --patch
  mcp-audit diff ./node_modules/some-server some-server@latest
  mcp-audit diff .#v1.2.0 .#HEAD --stat
  mcp-audit diff --against-known-good postmark-mcp@1.0.16
  mcp-audit diff --against-repo ~/src/some-server some-server@2.0.0
  mcp-audit diff --lockfiles origin/main HEAD --format markdown
  mcp-audit diff --lockfiles old/package-lock.json package-lock.json`)
    .action(async (before: string, after: string | undefined, flags: DiffFlags) => {
      const { runDiff } = await import('./run-diff.ts');
      finish(await runDiff(before, after, flags, host));
    });
}
