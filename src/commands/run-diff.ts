// From the flags of diff to its pipeline: what the words of the command line name.
import { openFolderTree } from '../io/file-tree.ts';
import type { Host } from '../io/host.ts';
import { UserError } from '../model/errors.ts';
import type { Severity } from '../model/finding.ts';
import { diff } from '../pipelines/diff.ts';
import type { DiffOptions, SideWord } from '../pipelines/diff/words.ts';
import { withDiffPorts } from './diff-ports.ts';
import type { OutputFlags } from './outputs.ts';
import type { RegistryFlags } from './registry-flags.ts';
import { lockPaths, secondWord, sideWord, type WordPlaces } from './side-words.ts';
import { openOutputs } from './write-outputs.ts';

/** The flags of diff, as the command line names them. */
export interface DiffFlags extends OutputFlags, RegistryFlags {
  readonly failOn?: Severity;
  readonly maxBundleAge?: number;
  readonly iocs?: readonly string[];
  readonly exclude?: readonly string[];
  readonly config?: string;
  readonly history?: true;
  readonly againstKnownGood?: true;
  readonly againstRepo?: string;
  /** Of the repository that againstRepo names. */
  readonly ref?: string;
  readonly lockfiles?: true;
  /** Where the refs of --lockfiles are. */
  readonly repo?: string;
  readonly allowEmpty?: true;
}

/** Compares, writes every output, and gives the exit code. */
export async function runDiff(before: string, after: string | undefined, flags: DiffFlags, host: Host): Promise<number> {
  if (flags.lockfiles === true && flags.againstRepo !== undefined) throw new UserError('usage', '--lockfiles and --against-repo exclude each other', { hint: 'give one of them' });
  if (flags.lockfiles === true) return (await import('./run-lockfile-diff.ts')).runLockfileDiff(before, after, flags, host);
  if (flags.repo !== undefined || flags.allowEmpty === true) throw new UserError('usage', `${flags.repo === undefined ? '--allow-empty' : '--repo'} needs --lockfiles`, { hint: 'a commit of a repository is named path#ref' });
  if (flags.againstRepo !== undefined) return (await import('./run-against-repository.ts')).runAgainstRepository(before, after, { ...flags, againstRepo: flags.againstRepo }, host);
  if (flags.ref !== undefined) throw new UserError('usage', '--ref needs --against-repo', { hint: 'a commit of a repository is named path#ref' });
  const tree = openFolderTree({ root: '/' });
  const places: WordPlaces = { cwd: host.cwd, tree, count: 1 };
  const words = flags.againstKnownGood === true ? { before: 'known-good' as const, after: alone(before, after, places) } : pair(before, after, places);
  const outputs = openOutputs(flags, host);
  const report = await withDiffPorts(flags, host, outputs.wantsInventory ? 'keep' : 'drop', (options, ports) => diff({ ...options, ...words, files: flags.patch === true ? 'patch' : 'fold', history: flags.history === true ? 'ask' : 'leave', locks: lockPaths(flags, host.cwd) }, ports));
  await outputs.write(report);
  return report.verdict.exitCode;
}

type Words = Pick<DiffOptions, 'before' | 'after'>;

function pair(first: string, second: string | undefined, places: WordPlaces): Words {
  if (second === undefined) throw new UserError('usage', 'diff compares two copies, and one was named', { hint: `name the later one too, or say --against-known-good to have the earlier one picked` });
  const before = sideWord(first, places);
  const after = secondWord(before, second, places);
  if (JSON.stringify(before) === JSON.stringify(after)) throw new UserError('usage', `both sides are ${first}`, { hint: 'name two different copies' });
  return { before, after };
}

function alone(first: string, second: string | undefined, places: WordPlaces): SideWord {
  if (second !== undefined) throw new UserError('usage', '--against-known-good picks the earlier version itself, and two were named', { hint: 'name the later version alone' });
  const word = sideWord(first, places);
  if (word.kind === 'spec') return word;
  throw new UserError('usage', '--against-known-good needs a version of a registry', { hint: 'write it as name@version' });
}
