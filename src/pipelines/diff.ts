// diff: two copies of one package, from a registry, a tarball, a folder or a repository. Both are read as `inspect` reads one; what
// differs is judged, and what each is judged to be by itself counts more where it is new. Nothing of either is run or written to the
// disk. The steps stand in the folder beside this file.
import type { Report } from '../model/report.ts';
import { judgeAlone } from './diff/alone.ts';
import { compareSides } from './diff/compare.ts';
import { heldBy } from './diff/locks.ts';
import { pickKnownGood } from './diff/known-good.ts';
import { openSide } from './diff/side.ts';
import { keepParsed, saidOf, tellRegistry } from './diff/said.ts';
import { judgeUnfetched } from './diff/unfetched.ts';
import { type DiffOptions, type DiffPorts, shownWord } from './diff/words.ts';
import { newState, type ScanState } from './scan/context.ts';
import { assembleReport, type ReportAbout } from './scan/report.ts';

/** Compares two copies of a package. Never throws for what they hold. */
export async function diff(options: DiffOptions, ports: DiffPorts): Promise<Report> {
  const { state, about } = await compared(options, ports);
  tellRegistry(state, ports);
  keepParsed(state, ports);
  return assembleReport(state, about);
}

async function compared(options: DiffOptions, ports: DiffPorts): Promise<{ readonly state: ScanState; readonly about: ReportAbout }> {
  const targets = [...options.before === 'known-good' ? [] : [options.before], options.after].map(shownWord);
  const state = newState({ ...options, targets, allowEmpty: 'refuse', fileBytes: 0, crossCheck: 'off' }, ports);
  const first = options.before === 'known-good' ? await pickKnownGood(state, ports, options.after) : options.before;
  const before = first && await openSide(state, ports, first, options.history);
  const opened = await openSide(state, ports, options.after, options.history);
  const after = opened && await heldBy(state, options.locks ?? [], opened);
  if (!before || !after) {
    await (after ? judgeAlone(state, ports, after) : judgeUnfetched(state, options.after));
    return { state, about: saidOf(options, first, []) };
  }
  const difference = await compareSides(state, ports, { before, after }, { exclude: options.exclude, files: options.files });
  return { state, about: saidOf(options, first, [difference]) };
}
