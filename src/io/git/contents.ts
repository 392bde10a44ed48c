// The contents of a commit's files, held in memory up to a limit. One content under several paths is read and held once.
import type { Problem } from '../../model/coverage.ts';
import { LIMITS } from '../../model/limits.ts';
import { substituteIn } from '../../text/git-substitute.ts';
import type { Git } from '../git.ts';
import type { MemoryEntry } from '../memory-tree.ts';
import { shownName } from '../names.ts';
import { type GitEntry, type GitTreeLimits, isItself } from './trees.ts';

export interface GitContents {
  readonly files: ReadonlyMap<string, MemoryEntry>;
  readonly bytes: number;
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

const LISTED = 20;

/** Contents by path. What could not be read is an entry that refuses to be read, and a problem. */
export async function readContents(git: Git, entries: readonly GitEntry[], limits: GitTreeLimits): Promise<GitContents> {
  const files = new Map<string, MemoryEntry>();
  const problems: Problem[] = [];
  const paths = new Map<string, string[]>();
  for (const { path, kind, id } of entries) {
    if (kind === 'submodule') files.set(path, { folder: true });
    else if (paths.has(id)) paths.get(id)?.push(path);
    else paths.set(id, [path]);
  }
  const links = new Set(entries.filter(({ kind }) => kind === 'link').map(({ path }) => path));
  const refuse = (id: string, code: Problem['code'], message: string, hint?: string) => {
    const of = paths.get(id) ?? [];
    for (const path of of) files.set(path, { error: code });
    problems.push({ code, message: of.length > 1 ? `${message}; ${of.length - 1} more ${of.length === 2 ? 'file has' : 'files have'} the same content` : message, path: (of[0] ?? '').slice(1), ...(hint === undefined ? {} : { hint }) });
  };
  let bytes = 0;
  const wanted: string[] = [];
  for await (const info of git.info([...paths.keys()])) {
    if (info.state !== 'found') refuse(info.id, 'unreadable', `its content is not in the clone, or damaged (${info.id})`, 'run it on a full clone (git clone without --filter); git fsck tells of damage');
    else if (info.type !== 'blob') refuse(info.id, 'malformed', `the commit has a ${info.type} in place of this file`);
    else if (info.size > limits.gitFileBytes) refuse(info.id, 'too-large', `${info.size} bytes, over the limit of ${limits.gitFileBytes} for one file`);
    else if (info.size > LIMITS.tarballPathBytes && (paths.get(info.id) ?? []).some((path) => links.has(path))) refuse(info.id, 'too-large', `a link of ${info.size} bytes, longer than a path can be`);
    else if (bytes + info.size > limits.gitTreeBytes) refuse(info.id, 'too-large', `over the limit of ${limits.gitTreeBytes} bytes for the files of one commit`);
    else {
      bytes += info.size;
      wanted.push(info.id);
    }
  }
  const substitutes: string[] = [];
  for await (const object of git.objects(wanted)) {
    const of = paths.get(object.id) ?? [];
    if (object.state !== 'found') refuse(object.id, 'unreadable', `its content is damaged (${object.id})`, 'git fsck tells more');
    else if (!isItself(object)) refuse(object.id, 'malformed', `its content is not that of its id (${object.id})`, 'git fsck tells more; the objects were changed after they were made');
    else {
      const substitute = substituteIn(object.bytes);
      for (const path of of) {
        files.set(path, links.has(path) ? { link: shownName(object.bytes) } : object.bytes);
        if (substitute !== undefined && !links.has(path)) substitutes.push(`${path.slice(1)} is ${substitute}`);
      }
    }
  }
  return { files, bytes, problems: shortened(problems), notes: notesOf(entries, substitutes) };
}

// A partial clone lacks every file: one line each would say no more.
function shortened(problems: readonly Problem[]): readonly Problem[] {
  const [first] = problems;
  if (!first || problems.length <= LISTED) return problems;
  return [...problems.slice(0, LISTED), { code: first.code, message: `${problems.length - LISTED} more files of the commit could not be read`, ...(first.hint === undefined ? {} : { hint: first.hint }) }];
}

function notesOf(entries: readonly GitEntry[], substitutes: readonly string[]): readonly string[] {
  const submodules = entries.filter(({ kind }) => kind === 'submodule').map(({ path }) => path.slice(1));
  const links = entries.filter(({ kind }) => kind === 'link').length;
  return [
    ...(submodules.length === 0 ? [] : [`${submodules.length === 1 ? 'a submodule is' : `${submodules.length} submodules are`} not part of the commit and ${submodules.length === 1 ? 'was' : 'were'} not read: ${some(submodules)}`]),
    ...(links === 0 ? [] : [`${links} ${links === 1 ? 'link' : 'links'} in the commit; each is followed inside it alone`]),
    ...(substitutes.length === 0 ? [] : [some(substitutes)]),
  ];
}

function some(texts: readonly string[]): string {
  return `${texts.slice(0, 5).join(', ')}${texts.length > 5 ? `, and ${texts.length - 5} more` : ''}`;
}
