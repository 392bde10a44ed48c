// mcp-audit scan: its flags, and from flags to the pipeline.
import { Command, Option } from 'commander';
import type { Host } from '../io/host.ts';
import { SEVERITIES } from '../model/finding.ts';
import { byteSize, collect, IOCS_HELP, wholeNumber } from './flags.ts';
import { addOutputFlags } from './outputs.ts';
import type { Finish } from './program.ts';
import type { ScanFlags } from './run-scan.ts';

export function scanCommand(host: Host, finish: Finish): Command {
  const command = new Command('scan')
    .summary('look for known-bad packages in repositories, on machines and in disk images')
    .description('Reads every lockfile, manifest and installed tree below the paths, offline unless --online is given, and compares all that it finds with the indicator bundle. Nothing of the target is run.')
    .argument('[path...]', 'folders, single files or container images: docker save, OCI layout (default: this folder)')
    .addOption(new Option('--fail-on <severity>', 'exit 1 from this severity on (default: high)').choices(SEVERITIES))
    .option('--system', 'also this machine: MCP client configurations, caches of npx, dlx and bunx, npm\'s content cache, global packages; without a path only these')
    .option('--all-users', 'with --system: every user\'s home, not only your own')
    .option('--root <dir>', 'a mounted disk, an unpacked container or a copy of a home in place of this machine; implies --system --all-users; paths are inside it; must exist')
    .option('--deep', 'also read the code of installed packages and of the target: indicators in any file, hidden recipients, code that hides; with --system or --root also where servers run from')
    .option('--no-cache', 'with --deep or --online: read and fetch everything anew; --root never uses the cache of --deep')
    .option('--online', 'also ask the npm registry: suspects, and what MCP servers start today, are fetched and compared with the last version known to be good (20 at most); advisory services are not asked')
    .option('--registry <url>', 'with --online: ask this registry in place of the one that npm is configured for')
    .option('--recover <dir>', 'with --system or --root: copy the tarballs of known-bad versions out of content caches, unopened; made where missing')
    .option('--allow-empty', 'a target without any lockfile or package is not incomplete')
    .option('--exclude <glob>', 'pass over paths that match, listed in coverage; without a / it matches a name at any level; may be repeated', collect)
    .option('--iocs <path>', IOCS_HELP, collect)
    .option('--max-bundle-age <days>', 'incomplete where the newest bundle is older', wholeNumber)
    .option('--max-file-size <size>', 'limit for one lockfile, as 256M (default: 128M)', byteSize)
    .option('--cross-check', 'read npm lockfiles and trees a second time with npm\'s own reader; a disagreement is a finding')
    .option('--inventory', 'list every package in the JSON report too')
    .option('--config <file>', 'settings and accepted findings (must exist)')
    .option('--trust-target-config', 'use the mcp-audit.yaml at the top of the target: for your own code only')
    .option('--offline', 'no network; scan uses none without --online, and the flag says so to others');
  return addOutputFlags(command)
    .addHelpText('after', `
Exit codes: 0 clean; 1 a finding at or above --fail-on; 2 incomplete: something
was not read, so there is no verdict; 3 usage error; 70 bug; 130 interrupted.

Examples:
  mcp-audit scan
  mcp-audit scan --system
  mcp-audit scan --deep
  mcp-audit scan --online .
  mcp-audit scan --root /mnt/image --recover evidence/
  mcp-audit scan ~/repos --exclude 'archive/**'
  mcp-audit scan . -o sarif=out.sarif -o html=report.html
  mcp-audit scan --format cyclonedx > bom.json
  docker save app:1 -o app.tar && mcp-audit scan app.tar
  mcp-audit scan --iocs our-indicators/ --max-bundle-age 7`)
    .action(async (paths: readonly string[], flags: ScanFlags) => {
      const { runScan } = await import('./run-scan.ts');
      finish(await runScan(paths, flags, host));
    });
}
