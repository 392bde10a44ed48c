// From the flags of inspect to its pipeline: packages, bundles, the parser.
import { resolve } from 'node:path';
import { openAuditedSource } from '../io/byte-source.ts';
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
import { readConfig, targetPath } from './targets.ts';
import { openOutputs } from './write-outputs.ts';

/** The flags of inspect, as the command line names them. */
export interface InspectFlags extends OutputFlags {
  readonly failOn?: Severity;
  readonly maxBundleAge?: number;
  readonly iocs?: readonly string[];
  readonly exclude?: readonly string[];
  readonly config?: string;
  /** Changes nothing: inspect never uses the network. */
  readonly offline?: true;
}

/** Inspects, writes every output, and gives the exit code. */
export async function runInspect(paths: readonly string[], flags: InspectFlags, host: Host): Promise<number> {
  const outputs = openOutputs(flags, host);
  const report = await inspectPaths(paths, flags, outputs.wantsInventory ? 'keep' : 'drop', host);
  await outputs.write(report);
  return report.verdict.exitCode;
}

async function inspectPaths(paths: readonly string[], settings: InspectFlags, inventory: 'keep' | 'drop', host: Host): Promise<Report> {
  const targets = paths.map((path) => targetPath(host.cwd, path, paths.length));
  const config = await readConfig(settings, paths, host);
  const { bundles, problems, notes } = await openBundles(settings.iocs ?? [], host);
  const progress = progressLine(settings.quiet === true ? { ...host.stderr, isTerminal: false } : host.stderr);
  // What is inspected was put there to be looked at: nothing of an earlier run speaks for it.
  const deep = openDeep(bundles, host, 'no-cache');
  try {
    return await inspect({
      targets,
      failOn: settings.failOn ?? config?.failOn ?? 'high',
      ...(settings.maxBundleAge === undefined ? {} : { maxBundleAgeDays: settings.maxBundleAge }),
      exclude: [...settings.exclude ?? [], ...config?.exclude ?? []],
      inventory,
      ...(config ? { config } : {}),
    }, {
      tree: openFolderTree({ root: '/' }),
      clock: systemClock(host.environment),
      bundles,
      bundleProblems: problems,
      bundleNotes: notes,
      deep: deep.ports,
      openFile: (_, path) => openAuditedSource(resolve('/', path)),
      progress: progress.show,
      breathe,
      toolVersion: VERSION,
    });
  } finally {
    progress.clear();
    await deep.close();
    bundles.close();
  }
}
