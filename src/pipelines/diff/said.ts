// What a report of a comparison says beside its findings.
import type { Difference } from '../../model/difference.ts';
import type { ReportAbout } from '../scan/report.ts';
import { shownWord, type DiffOptions } from './words.ts';

export function saidOf(options: DiffOptions, differences: readonly Difference[]): ReportAbout {
  return {
    command: 'diff',
    differences,
    entries: differences.length * 2,
    scope: `${shownWord(options.before).shown} against ${shownWord(options.after).shown}`,
    notExamined: ['the code of what the package depends on; run mcp-audit scan --deep where it is installed'],
  };
}
