// From the flags of diff to its pipeline: two sides, bundles, the parser, the registry where a side asks for it.
import { breathe, systemClock } from '../io/clock.ts';
import { openFolderTree } from '../io/file-tree.ts';
import type { Host } from '../io/host.ts';
import { progressLine } from '../io/progress.ts';
import { UserError } from '../model/errors.ts';
import type { Severity } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { diff } from '../pipelines/diff.ts';
import type { DiffOptions, DiffPorts, SideWord } from '../pipelines/diff/words.ts';
import { VERSION } from '../version.ts';
import { openBundles } from './bundles.ts';
import { openDeep } from './open-deep.ts';
import type { OutputFlags } from './outputs.ts';
import type { RegistryFlags } from './registry-flags.ts';
import { sidePorts } from './side-ports.ts';
import { secondWord, sideWord, type WordPlaces } from './side-words.ts';
import { readConfig } from './targets.ts';
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
}

/** Compares, writes every output, and gives the exit code. */
export async function runDiff(before: string, after: string | undefined, flags: DiffFlags, host: Host): Promise<number> {
  const tree = openFolderTree({ root: '/' });
  const places: WordPlaces = { cwd: host.cwd, tree, count: 1 };
  const words = flags.againstKnownGood === true ? { before: 'known-good' as const, after: alone(before, after, places) } : pair(before, after, places);
  const outputs = openOutputs(flags, host);
  const report = await compareSides(words, flags, outputs.wantsInventory ? 'keep' : 'drop', host);
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

async function compareSides(words: Words, settings: DiffFlags, inventory: 'keep' | 'drop', host: Host): Promise<Report> {
  const config = await readConfig(settings, [], host);
  const { bundles, problems, notes } = await openBundles(settings.iocs ?? [], host);
  const progress = progressLine(settings.quiet === true ? { ...host.stderr, isTerminal: false } : host.stderr);
  const deep = openDeep(bundles, host, settings.cache === false ? 'no-cache' : 'cache');
  const sides = sidePorts(settings, host, progress);
  const ports: DiffPorts = {
    ...sides.ports,
    clock: systemClock(host.environment),
    bundles,
    bundleProblems: problems,
    bundleNotes: notes,
    deep: deep.ports,
    breathe,
    toolVersion: VERSION,
  };
  try {
    return await diff({
      ...words,
      failOn: settings.failOn ?? config?.failOn ?? 'high',
      ...(settings.maxBundleAge === undefined ? {} : { maxBundleAgeDays: settings.maxBundleAge }),
      exclude: [...settings.exclude ?? [], ...config?.exclude ?? []],
      inventory,
      ...(config ? { config } : {}),
      files: settings.patch === true ? 'patch' : 'fold',
      history: settings.history === true ? 'ask' : 'leave',
    }, ports);
  } finally {
    progress.clear();
    await sides.close();
    await deep.close();
    bundles.close();
  }
}
