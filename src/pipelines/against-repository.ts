// diff --against-repo: a published package beside the repository that it says it was made from, at the commit of its version. Nothing is
// built: what a build writes is listed as such, and only what its code does is compared with the sources. The steps stand in the folder
// beside this file.
import type { Difference } from '../model/difference.ts';
import type { Report } from '../model/report.ts';
import { compareWithRepository } from './against-repository/compare.ts';
import { openRepositorySide } from './against-repository/open.ts';
import type { AgainstRepositoryOptions, AgainstRepositoryPorts } from './against-repository/words.ts';
import { tellRegistry } from './diff/said.ts';
import { openSide } from './diff/side.ts';
import { shownWord } from './diff/words.ts';
import { newState } from './scan/context.ts';
import { assembleReport } from './scan/report.ts';

export type { AgainstRepositoryOptions, AgainstRepositoryPorts, RepositoryWord } from './against-repository/words.ts';

/** Compares. Never throws for what either side holds. */
export async function againstRepository(options: AgainstRepositoryOptions, ports: AgainstRepositoryPorts): Promise<Report> {
  const { repository, exclude, files } = options;
  const target = shownWord(options.package);
  const state = newState({ ...options, targets: [target], allowEmpty: 'refuse', fileBytes: 0, crossCheck: 'off' }, ports);
  const differences: Difference[] = [];
  const side = await openSide(state, ports, options.package, 'leave');
  const opened = side && await openRepositorySide(state, ports, options, side);
  try {
    if (side && opened) differences.push(await compareWithRepository(state, ports, { ...opened, package: side }, { exclude, files }));
  } finally {
    opened?.close();
  }
  tellRegistry(state, ports);
  return assembleReport(state, {
    command: 'diff',
    differences,
    entries: differences.length,
    scope: `${target.shown} against the repository ${repository.kind === 'clone' ? repository.path.shown : repository.url}`,
    notExamined: ['whether a build of the repository gives the built files; nothing is built here'],
  });
}
