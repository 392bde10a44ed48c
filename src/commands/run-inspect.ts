// From the flags of inspect to its pipeline: packages, bundles, the parser, the registry where a package of one is named.
import { breathe, systemClock } from '../io/clock.ts';
import { openFolderTree } from '../io/file-tree.ts';
import type { Host } from '../io/host.ts';
import { progressLine } from '../io/progress.ts';
import type { Severity } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { inspect } from '../pipelines/inspect.ts';
import { VERSION } from '../version.ts';
import { openBundles } from './bundles.ts';
import { openDeep } from './open-deep.ts';
import type { OutputFlags } from './outputs.ts';
import type { RegistryFlags } from './registry-flags.ts';
import { sidePorts } from './side-ports.ts';
import { lockPaths, sideWord } from './side-words.ts';
import { readConfig } from './targets.ts';
import { openOutputs } from './write-outputs.ts';

/** The flags of inspect, as the command line names them. */
export interface InspectFlags extends OutputFlags, RegistryFlags {
  readonly failOn?: Severity;
  readonly maxBundleAge?: number;
  readonly iocs?: readonly string[];
  readonly exclude?: readonly string[];
  readonly config?: string;
}

/** Inspects, writes every output, and gives the exit code. */
export async function runInspect(paths: readonly string[], flags: InspectFlags, host: Host): Promise<number> {
  const outputs = openOutputs(flags, host);
  const report = await inspectPaths(paths, flags, outputs.wantsInventory ? 'keep' : 'drop', host);
  await outputs.write(report);
  return report.verdict.exitCode;
}

async function inspectPaths(paths: readonly string[], settings: InspectFlags, inventory: 'keep' | 'drop', host: Host): Promise<Report> {
  const tree = openFolderTree({ root: '/' });
  const words = paths.map((path) => sideWord(path, { cwd: host.cwd, tree, count: paths.length }));
  const config = await readConfig(settings, paths, host);
  const { bundles, problems, notes } = await openBundles(settings.iocs ?? [], host);
  const progress = progressLine(settings.quiet === true ? { ...host.stderr, isTerminal: false } : host.stderr);
  // What is inspected was put there to be looked at: nothing of an earlier run speaks for it.
  const deep = openDeep(bundles, host, 'no-cache');
  const sides = sidePorts(settings, host, progress);
  try {
    return await inspect({
      words,
      locks: lockPaths(settings, host.cwd),
      failOn: settings.failOn ?? config?.failOn ?? 'high',
      ...(settings.maxBundleAge === undefined ? {} : { maxBundleAgeDays: settings.maxBundleAge }),
      exclude: [...settings.exclude ?? [], ...config?.exclude ?? []],
      inventory,
      ...(config ? { config } : {}),
    }, {
      ...sides.ports,
      clock: systemClock(host.environment),
      bundles,
      bundleProblems: problems,
      bundleNotes: notes,
      deep: deep.ports,
      breathe,
      toolVersion: VERSION,
    });
  } finally {
    progress.clear();
    await sides.close();
    await deep.close();
    bundles.close();
  }
}
