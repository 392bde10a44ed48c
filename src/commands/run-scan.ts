// From the flags of scan to its pipeline: targets, bundles, configuration, the outside; and from its report to the outputs.
import { posix, resolve } from 'node:path';
import { breathe, systemClock } from '../io/clock.ts';
import { currentHome } from '../io/current-home.ts';
import { openFolderTree } from '../io/file-tree.ts';
import type { Host } from '../io/host.ts';
import { npmReader } from '../io/npm-reader.ts';
import { readOwnFile } from '../io/own-files.ts';
import { progressLine } from '../io/progress.ts';
import { UserError } from '../model/errors.ts';
import type { Severity } from '../model/finding.ts';
import { LIMITS } from '../model/limits.ts';
import type { Report } from '../model/report.ts';
import { type MachineOptions, scan, type TargetPath } from '../pipelines/scan.ts';
import type { Config } from '../trust/config.ts';
import { VERSION } from '../version.ts';
import { openBundles } from './bundles.ts';
import type { OutputFlags } from './outputs.ts';
import { openOutputs } from './write-outputs.ts';

/** The flags of scan, as the command line names them. */
export interface ScanFlags extends OutputFlags {
  readonly failOn?: Severity;
  readonly allowEmpty?: true;
  readonly maxBundleAge?: number;
  readonly maxFileSize?: number;
  readonly iocs?: readonly string[];
  readonly exclude?: readonly string[];
  readonly crossCheck?: true;
  readonly inventory?: true;
  readonly config?: string;
  readonly trustTargetConfig?: true;
  readonly system?: true;
  readonly allUsers?: true;
  readonly root?: string;
  readonly recover?: string;
  /** Changes nothing: scan never uses the network. */
  readonly offline?: true;
}

/** Scans, writes every output, and gives the exit code. */
export async function runScan(paths: readonly string[], flags: ScanFlags, host: Host): Promise<number> {
  const outputs = openOutputs(flags, host);
  const report = await scanPaths(paths, flags, outputs.wantsInventory || flags.inventory === true ? 'keep' : 'drop', host);
  await outputs.write(report);
  return report.verdict.exitCode;
}

async function scanPaths(paths: readonly string[], settings: ScanFlags, inventory: 'keep' | 'drop', host: Host): Promise<Report> {
  const machine = machineOptions(settings, host);
  const given = paths.length === 0 && !machine ? ['.'] : paths;
  const targets = given.map((path) => (settings.root === undefined ? targetPath(host.cwd, path, given.length) : rootedPath(settings.root, path, given.length)));
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
      inventory,
      ...(config ? { config } : {}),
      ...(machine ? { machine } : {}),
    }, {
      tree: openFolderTree({ root: settings.root === undefined ? '/' : resolve(host.cwd, settings.root) }),
      clock: systemClock(host.environment),
      bundles,
      bundleProblems: problems,
      bundleNotes: notes,
      // npm's own reader takes files from the live disk, where a link of an image would lead out of it.
      ...(settings.root === undefined ? { npm: npmReader() } : {}),
      ...(settings.recover === undefined ? {} : { recover: (await import('../pipelines/scan/recovery.ts')).recovery(resolve(host.cwd, settings.recover), settings.recover) }),
      progress: progress.show,
      breathe,
      toolVersion: VERSION,
    });
  } finally {
    progress.clear();
    bundles.close();
  }
}

function machineOptions(settings: ScanFlags, host: Host): MachineOptions | undefined {
  const { system, allUsers, root, recover } = settings;
  if (system !== true && root === undefined) {
    if (allUsers === true || recover !== undefined) throw new UserError('usage', `${allUsers === true ? '--all-users' : '--recover'} needs --system or --root`, { hint: 'mcp-audit scan --system looks at this machine' });
    return undefined;
  }
  if (root === undefined) return { homes: allUsers === true ? 'all' : 'current', current: currentHome(host.environment), shownRoot: '' };
  if (openFolderTree({ root: '/' }).kind(resolve(host.cwd, root).replaceAll('\\', '/')) !== 'folder') throw new UserError('usage', `--root ${root} is no folder`, { hint: 'give the folder where the disk is mounted or the container unpacked' });
  return { homes: 'all', shownRoot: root === '/' ? '' : root.replaceAll('\\', '/').replace(/\/+$/, '') };
}

// A path inside --root, absolute or not.
function rootedPath(root: string, path: string, count: number): TargetPath {
  const inside = posix.normalize(`/${path.replaceAll('\\', '/')}`).replace(/(?<=.)\/$/, '');
  return { absolute: inside, shown: `${root.replaceAll('\\', '/').replace(/\/+$/, '')}${inside === '/' ? '' : inside}`, stable: count === 1 ? '' : inside };
}

function targetPath(cwd: string, path: string, count: number): TargetPath {
  if (path === '') throw new UserError('usage', 'a path is empty', { hint: 'give a folder or a file, or no path for this folder' });
  const absolute = resolve(cwd, path).replaceAll('\\', '/');
  const shown = path.replaceAll('\\', '/').replace(/(?<=.)\/+$/, '').replace(/^\.\/(?=.)/, '');
  // One target: paths below it identify a finding wherever the target lies. Several: they must stay apart.
  return { absolute, shown, stable: count === 1 ? '' : shown };
}

async function readConfig(settings: ScanFlags, paths: readonly string[], host: Host): Promise<Config | undefined> {
  if (settings.config !== undefined && settings.trustTargetConfig === true) throw new UserError('usage', '--config and --trust-target-config exclude each other', { hint: 'give one of them' });
  if (settings.config === undefined && settings.trustTargetConfig !== true) return undefined;
  const [first, second] = paths;
  if (settings.config === undefined && second !== undefined) throw new UserError('usage', '--trust-target-config takes one target', { hint: 'scan the targets one by one, or give --config' });
  const path = settings.config ?? (first === '.' ? 'mcp-audit.yaml' : `${first}/mcp-audit.yaml`);
  const [{ parseConfig }, { RULES }] = await Promise.all([import('../trust/config.ts'), import('../rules/registry.ts')]);
  return parseConfig(readOwnFile(host.cwd, path).text, path, RULES.map((rule) => rule.id));
}
