// From the flags of exposure to its pipeline: targets, bundles, configuration, git.
import { breathe, systemClock } from '../io/clock.ts';
import { openFolderTree } from '../io/file-tree.ts';
import { openGit } from '../io/git.ts';
import type { Host } from '../io/host.ts';
import { progressLine } from '../io/progress.ts';
import type { Severity } from '../model/finding.ts';
import { LIMITS } from '../model/limits.ts';
import type { Report } from '../model/report.ts';
import { CLIENT_HISTORY, exposure, LOCKFILE_HISTORY } from '../pipelines/exposure.ts';
import { VERSION } from '../version.ts';
import { openBundles, wantBundle } from './bundles.ts';
import type { OutputFlags } from './outputs.ts';
import { readConfig, targetPath } from './targets.ts';
import { openOutputs } from './write-outputs.ts';

export interface ExposureFlags extends OutputFlags {
  readonly failOn?: Severity;
  readonly allowEmpty?: true;
  readonly maxBundleAge?: number;
  readonly maxFileSize?: number;
  readonly iocs?: readonly string[];
  readonly exclude?: readonly string[];
  readonly ref?: readonly string[];
  readonly config?: string;
  /** Changes nothing: exposure never uses the network. */
  readonly offline?: true;
}

/** Walks the histories, writes every output, and gives the exit code. */
export async function runExposure(paths: readonly string[], flags: ExposureFlags, host: Host): Promise<number> {
  const outputs = openOutputs(flags, host);
  const report = await exposurePaths(paths, flags, host);
  await outputs.write(report);
  return report.verdict.exitCode;
}

async function exposurePaths(paths: readonly string[], settings: ExposureFlags, host: Host): Promise<Report> {
  wantBundle(settings.iocs ?? [], 'exposure');
  const given = paths.length === 0 ? ['.'] : paths;
  const targets = given.map((path) => targetPath(host.cwd, path, given.length));
  const config = await readConfig(settings, given, host);
  const { bundles, problems, notes } = await openBundles(settings.iocs ?? [], host);
  const progress = progressLine(settings.quiet === true ? { ...host.stderr, isTerminal: false } : host.stderr);
  try {
    return await exposure({
      targets,
      refs: settings.ref ?? [],
      failOn: settings.failOn ?? config?.failOn ?? 'high',
      allowEmpty: settings.allowEmpty === true ? 'allow' : 'refuse',
      ...(settings.maxBundleAge === undefined ? {} : { maxBundleAgeDays: settings.maxBundleAge }),
      fileBytes: settings.maxFileSize ?? LIMITS.fileBytes,
      exclude: [...settings.exclude ?? [], ...config?.exclude ?? []],
      ...(config ? { config } : {}),
    }, {
      tree: openFolderTree({ root: '/' }),
      clock: systemClock(host.environment),
      bundles,
      bundleProblems: problems,
      bundleNotes: notes,
      progress: progress.show,
      breathe,
      toolVersion: VERSION,
      openGit: (options) => openGit({ ...options, environment: host.environment }),
      formats: [LOCKFILE_HISTORY, CLIENT_HISTORY],
    });
  } finally {
    progress.clear();
    bundles.close();
  }
}
