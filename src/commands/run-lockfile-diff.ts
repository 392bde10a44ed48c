// From the flags of diff --lockfiles to its pipeline: two words that name lockfiles, folders or refs.
import { openFolderTree } from '../io/file-tree.ts';
import type { Host } from '../io/host.ts';
import { UserError } from '../model/errors.ts';
import { LIMITS } from '../model/limits.ts';
import { lockfileDiff } from '../pipelines/lockfile-diff.ts';
import { withDiffPorts } from './diff-ports.ts';
import { lockWord, type LockPlaces } from './lock-words.ts';
import type { DiffFlags } from './run-diff.ts';
import { openOutputs } from './write-outputs.ts';

/** Compares, writes every output, and gives the exit code. The later side is the working tree where it is not named. */
export async function runLockfileDiff(first: string, second: string | undefined, flags: DiffFlags, host: Host): Promise<number> {
  for (const [flag, value] of [['--against-known-good', flags.againstKnownGood], ['--patch', flags.patch], ['--stat', flags.stat], ['--history', flags.history]] as const) {
    if (value === true) throw new UserError('usage', `${flag} and --lockfiles exclude each other`, { hint: 'compare one of the packages by itself' });
  }
  const places: LockPlaces = { cwd: host.cwd, tree: openFolderTree({ root: '/' }), ...(flags.repo === undefined ? {} : { repository: flags.repo }) };
  const [before, after] = [lockWord(first, places), lockWord(second ?? '.', places)];
  if (JSON.stringify(before) === JSON.stringify(after)) throw new UserError('usage', `both sides are ${first}`, { hint: 'name two lockfiles, folders or refs' });
  const outputs = openOutputs(flags, host);
  const report = await withDiffPorts(flags, host, outputs.wantsInventory ? 'keep' : 'drop', (options, ports) => lockfileDiff({ ...options, before, after, fileBytes: LIMITS.fileBytes, allowEmpty: flags.allowEmpty === true ? 'allow' : 'refuse' }, ports));
  await outputs.write(report);
  return report.verdict.exitCode;
}
