// From the flags of scan to its pipeline: targets, bundles, configuration, the outside.
import { resolve } from 'node:path';
import { breathe, systemClock } from '../io/clock.ts';
import { openFolderTree } from '../io/file-tree.ts';
import type { Host } from '../io/host.ts';
import { npmReader } from '../io/npm-reader.ts';
import { readOwnFile } from '../io/own-files.ts';
import { progressLine } from '../io/progress.ts';
import { UserError } from '../model/errors.ts';
import type { Severity } from '../model/finding.ts';
import { LIMITS } from '../model/limits.ts';
import type { Report } from '../model/report.ts';
import { scan, type TargetPath } from '../pipelines/scan.ts';
import type { Config } from '../trust/config.ts';
import { VERSION } from '../version.ts';
import { openBundles } from './bundles.ts';

export interface ScanSettings {
  readonly failOn?: Severity;
  readonly allowEmpty?: true;
  readonly maxBundleAge?: number;
  readonly maxFileSize?: number;
  readonly iocs?: readonly string[];
  readonly exclude?: readonly string[];
  readonly crossCheck?: true;
  readonly inventory: 'keep' | 'drop';
  readonly config?: string;
  readonly trustTargetConfig?: true;
  readonly quiet?: true;
}

export async function runScan(paths: readonly string[], settings: ScanSettings, host: Host): Promise<Report> {
  const given = paths.length === 0 ? ['.'] : paths;
  const targets = given.map((path) => targetPath(host.cwd, path, given.length));
  const config = await readConfig(settings, given, host);
  const { bundles, problems, notes } = await openBundles(settings.iocs ?? [], host);
  const progress = progressLine(settings.quiet === true ? { ...host.stderr, isTerminal: false } : host.stderr);
  try {
    return await scan({
      targets,
      failOn: settings.failOn ?? config?.failOn ?? 'high',
      allowEmpty: settings.allowEmpty === true ? 'allow' : 'refuse',
      ...(settings.maxBundleAge === undefined ? {} : { maxBundleAgeDays: settings.maxBundleAge }),
      fileBytes: settings.maxFileSize ?? LIMITS.fileBytes,
      exclude: [...settings.exclude ?? [], ...config?.exclude ?? []],
      crossCheck: settings.crossCheck === true ? 'on' : 'off',
      inventory: settings.inventory,
      ...(config ? { config } : {}),
    }, {
      tree: openFolderTree({ root: '/' }),
      clock: systemClock(host.environment),
      bundles,
      bundleProblems: problems,
      bundleNotes: notes,
      npm: npmReader(),
      progress: progress.show,
      breathe,
      toolVersion: VERSION,
    });
  } finally {
    progress.clear();
    bundles.close();
  }
}

/** A path of the command line in its three forms. @throws UserError where it is empty. */
export function targetPath(cwd: string, path: string, count: number): TargetPath {
  if (path === '') throw new UserError('usage', 'a path is empty', { hint: 'give a folder or a file, or no path for this folder' });
  const absolute = resolve(cwd, path).replaceAll('\\', '/');
  const shown = path.replaceAll('\\', '/').replace(/(?<=.)\/+$/, '').replace(/^\.\/(?=.)/, '');
  // One target: paths below it identify a finding wherever the target lies. Several: they must stay apart.
  return { absolute, shown, stable: count === 1 ? '' : shown };
}

/** The configuration that the flags name, if any. */
export async function readConfig(settings: Pick<ScanSettings, 'config' | 'trustTargetConfig'>, paths: readonly string[], host: Host): Promise<Config | undefined> {
  if (settings.config !== undefined && settings.trustTargetConfig === true) throw new UserError('usage', '--config and --trust-target-config exclude each other', { hint: 'give one of them' });
  if (settings.config === undefined && settings.trustTargetConfig !== true) return undefined;
  const [first, second] = paths;
  if (settings.config === undefined && second !== undefined) throw new UserError('usage', '--trust-target-config takes one target', { hint: 'scan the targets one by one, or give --config' });
  const path = settings.config ?? (first === '.' ? 'mcp-audit.yaml' : `${first}/mcp-audit.yaml`);
  const [{ parseConfig }, { RULES }] = await Promise.all([import('../trust/config.ts'), import('../rules/registry.ts')]);
  return parseConfig(readOwnFile(host.cwd, path).text, path, RULES.map((rule) => rule.id));
}
