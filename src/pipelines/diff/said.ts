// What a report of a comparison says beside its findings.
import type { Difference } from '../../model/difference.ts';
import type { ScanState } from '../scan/context.ts';
import type { ReportAbout } from '../scan/report.ts';
import { type DiffOptions, type DiffPorts, shownWord, type SidePorts, type SideWord } from './words.ts';

export function saidOf({ after }: DiffOptions, before: SideWord | undefined, differences: readonly Difference[]): ReportAbout {
  return {
    command: 'diff',
    differences,
    entries: differences.length * 2,
    scope: before ? `${shownWord(after).shown} against ${shownWord(before).shown}` : shownWord(after).shown,
    notExamined: ['the code of what the package depends on; run mcp-audit scan --deep where it is installed'],
  };
}

/** Keeps what was parsed for the next run, once at the end of one: the file of it can have some ten MB. */
export function keepParsed(state: ScanState, { deep }: Pick<DiffPorts, 'deep'>): void {
  const unsaved = deep.kept?.parsed.save();
  if (unsaved !== undefined) state.notes.push(unsaved);
}

/** What came to light of the registry's settings while it was used. */
export function tellRegistry(state: ScanState, { registry }: Pick<SidePorts, 'registry'>): void {
  const { notes, problems } = registry.said();
  state.notes.push(...notes);
  state.problems.push(...problems);
}
