// What every form of diff has in common: bundles, configuration, parser, registry and progress, opened for one run and closed after it.
import { breathe, systemClock } from '../io/clock.ts';
import type { Host } from '../io/host.ts';
import { progressLine } from '../io/progress.ts';
import type { Report } from '../model/report.ts';
import type { DiffPorts } from '../pipelines/diff/words.ts';
import type { ScanOptions } from '../pipelines/scan.ts';
import { VERSION } from '../version.ts';
import { openBundles } from './bundles.ts';
import { openDeep } from './open-deep.ts';
import type { DiffFlags } from './run-diff.ts';
import { sidePorts } from './side-ports.ts';
import { readConfig } from './targets.ts';

/** Options that do not depend on what is compared. */
export type CommonOptions = Pick<ScanOptions, 'failOn' | 'exclude' | 'inventory' | 'maxBundleAgeDays' | 'config'>;

/** Opens, runs, closes. */
export async function withDiffPorts(settings: DiffFlags, host: Host, inventory: 'keep' | 'drop', run: (options: CommonOptions, ports: DiffPorts) => Promise<Report>): Promise<Report> {
  const config = await readConfig(settings, [], host);
  const { bundles, problems, notes } = await openBundles(settings.iocs ?? [], host);
  const progress = progressLine(settings.quiet === true ? { ...host.stderr, isTerminal: false } : host.stderr);
  const deep = openDeep(bundles, host, settings.cache === false ? 'no-cache' : 'cache');
  const sides = sidePorts(settings, host, progress);
  const options: CommonOptions = {
    failOn: settings.failOn ?? config?.failOn ?? 'high',
    ...(settings.maxBundleAge === undefined ? {} : { maxBundleAgeDays: settings.maxBundleAge }),
    exclude: [...settings.exclude ?? [], ...config?.exclude ?? []],
    inventory,
    ...(config ? { config } : {}),
  };
  try {
    return await run(options, { ...sides.ports, clock: systemClock(host.environment), bundles, bundleProblems: problems, bundleNotes: notes, deep: deep.ports, breathe, toolVersion: VERSION });
  } finally {
    progress.clear();
    await sides.close();
    await deep.close();
    bundles.close();
  }
}
