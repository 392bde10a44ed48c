// Which servers run the code in a folder, by what caches, trees and configurations have shown: their places and credentials stand
// with each finding.
import type { ScanState } from '../scan/context.ts';
import type { PlaceFacts } from '../../rules/contract.ts';

type UsedBy = NonNullable<PlaceFacts['usedBy']>;

/** Asked when all configurations have been judged. Empty where no server is known to run it. */
export function serverUse(state: ScanState): (folder: string) => UsedBy {
  const root = state.options.machine?.shownRoot ?? '';
  const byFolder = new Map<string, UsedBy[number][]>();
  for (const { path, line, credentials, subjects } of state.servers) {
    const user = { location: { path, ...(line === undefined ? {} : { line }) }, credentials };
    for (const folder of new Set(subjects.flatMap(({ ran }) => ran.map((run) => run.path)))) {
      const users = byFolder.get(folder);
      if (users) users.push(user);
      else byFolder.set(folder, [user]);
    }
  }
  return (folder) => {
    const direct = byFolder.get(`${root}${folder}`) ?? [];
    const around = state.ranFolders.filter((ran) => folder === ran.folder || folder.startsWith(`${ran.folder}/`)).flatMap(({ usedBy }) => usedBy);
    return distinct([...direct, ...around]);
  };
}

function distinct(users: UsedBy): UsedBy {
  return [...new Map(users.map((user) => [JSON.stringify([user.location.path, user.location.line]), user])).values()];
}
