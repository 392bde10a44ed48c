// From the flags of scan to its pipeline: targets, bundles, configuration, the outside; and from its report to the outputs.
import { resolve } from 'node:path';
import type { BundleStack } from '../indicators/stack.ts';
import { breathe, systemClock } from '../io/clock.ts';
import { currentHome } from '../io/current-home.ts';
import { openFolderTree } from '../io/file-tree.ts';
import type { Host } from '../io/host.ts';
import type { WantedFile } from '../io/image/contract.ts';
import { npmReader } from '../io/npm-reader.ts';
import { type Progress, progressLine } from '../io/progress.ts';
import { UserError } from '../model/errors.ts';
import type { Severity } from '../model/finding.ts';
import { LIMITS } from '../model/limits.ts';
import type { Report } from '../model/report.ts';
import { type MachineOptions, scan } from '../pipelines/scan.ts';
import { VERSION } from '../version.ts';
import { openBundles } from './bundles.ts';
import type { OutputFlags } from './outputs.ts';
import { readConfig, rootedPath, targetPath } from './targets.ts';
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
  readonly deep?: true;
  /** False after --no-cache. */
  readonly cache?: boolean;
  readonly online?: true;
  readonly registry?: string;
  /** Changes nothing: scan uses no network without `online`. */
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
  if (settings.cache === false && settings.deep !== true && settings.online !== true) throw new UserError('usage', '--no-cache needs --deep or --online', { hint: 'a plain scan keeps nothing of the files it reads' });
  if (settings.online === true && settings.offline === true) throw new UserError('usage', '--online and --offline exclude each other', { hint: 'scan uses no network without --online' });
  if (settings.registry !== undefined && settings.online !== true) throw new UserError('usage', '--registry needs --online', { hint: 'a scan asks no registry otherwise' });
  const given = paths.length === 0 && !machine ? ['.'] : paths;
  const targets = given.map((path) => (settings.root === undefined ? targetPath(host.cwd, path, given.length) : rootedPath(settings.root, path, given.length)));
  const config = await readConfig(settings, given, host);
  const { bundles, problems, notes } = await openBundles(settings.iocs ?? [], host);
  const progress = progressLine(settings.quiet === true ? { ...host.stderr, isTerminal: false } : host.stderr);
  // What lies on a mounted disk cannot vouch for itself, and its times prove nothing.
  const online = settings.online === true ? await openOnline(bundles, settings, host, progress) : undefined;
  const deep = settings.deep === true ? (await import('./open-deep.ts')).openDeep(bundles, host, settings.cache !== false && settings.root === undefined ? 'cache' : 'no-cache') : undefined;
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
      ...(settings.recover === undefined ? {} : { recover: (await import('../pipelines/machine/recovery.ts')).recovery(resolve(host.cwd, settings.recover), settings.recover) }),
      ...(settings.root === undefined ? { images: async (path: string, wanted: WantedFile) => (await import('../io/image/open.ts')).openImage(path, wanted) } : {}),
      ...(deep ? { deep: deep.ports } : {}),
      ...(online ? { online: { sides: online.sides.ports, deep: online.deep.ports } } : {}),
      progress: progress.show,
      breathe,
      toolVersion: VERSION,
    });
  } finally {
    progress.clear();
    await deep?.close();
    await online?.sides.close();
    await online?.deep.close();
    bundles.close();
  }
}

// The parser of --deep, and a registry; of a plain scan neither is loaded.
async function openOnline(bundles: BundleStack, settings: ScanFlags, host: Host, progress: Progress) {
  const [{ openDeep }, { sidePorts }] = await Promise.all([import('./open-deep.ts'), import('./side-ports.ts')]);
  const { registry, cache } = settings;
  return { deep: openDeep(bundles, host, cache === false ? 'no-cache' : 'cache'), sides: sidePorts({ ...(registry === undefined ? {} : { registry }), ...(cache === undefined ? {} : { cache }) }, host, progress) };
}

function machineOptions(settings: ScanFlags, host: Host): MachineOptions | undefined {
  const { system, allUsers, root, recover } = settings;
  if (system !== true && root === undefined) {
    if (allUsers === true || recover !== undefined) throw new UserError('usage', `${allUsers === true ? '--all-users' : '--recover'} needs --system or --root`, { hint: 'mcp-audit scan --system looks at this machine' });
    return undefined;
  }
  if (root === undefined) return { homes: allUsers === true ? 'all' : 'current', current: currentHome(host.environment), shownRoot: '', trees: 'scan' };
  if (openFolderTree({ root: '/' }).kind(resolve(host.cwd, root).replaceAll('\\', '/')) !== 'folder') throw new UserError('usage', `--root ${root} is no folder`, { hint: 'give the folder where the disk is mounted or the container unpacked' });
  return { homes: 'all', shownRoot: root === '/' ? '' : root.replaceAll('\\', '/').replace(/\/+$/, ''), trees: 'scan' };
}
