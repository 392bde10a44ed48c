// What the arguments of a command mean: paths as targets, and the configuration beside them.
import { posix, resolve } from 'node:path';
import type { Host } from '../io/host.ts';
import { readOwnFile } from '../io/own-files.ts';
import { UserError } from '../model/errors.ts';
import type { TargetPath } from '../pipelines/scan.ts';
import type { Config } from '../trust/config.ts';

/** A path inside `--root`, absolute or not. */
export function rootedPath(root: string, path: string, count: number): TargetPath {
  const inside = posix.normalize(`/${path.replaceAll('\\', '/')}`).replace(/(?<=.)\/$/, '');
  return { absolute: inside, shown: `${root.replaceAll('\\', '/').replace(/\/+$/, '')}${inside === '/' ? '' : inside}`, stable: count === 1 ? '' : inside };
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
export async function readConfig(settings: { readonly config?: string; readonly trustTargetConfig?: true }, paths: readonly string[], host: Host): Promise<Config | undefined> {
  if (settings.config !== undefined && settings.trustTargetConfig === true) throw new UserError('usage', '--config and --trust-target-config exclude each other', { hint: 'give one of them' });
  if (settings.config === undefined && settings.trustTargetConfig !== true) return undefined;
  const [first, second] = paths;
  if (settings.config === undefined && second !== undefined) throw new UserError('usage', '--trust-target-config takes one target', { hint: 'scan the targets one by one, or give --config' });
  const path = settings.config ?? (first === '.' ? 'mcp-audit.yaml' : `${first}/mcp-audit.yaml`);
  const [{ parseConfig }, { RULES }] = await Promise.all([import('../trust/config.ts'), import('../rules/registry.ts')]);
  return parseConfig(readOwnFile(host.cwd, path).text, path, RULES.map((rule) => rule.id));
}
