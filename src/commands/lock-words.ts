// What a word of `diff --lockfiles` names: a lockfile, a folder as it lies there, or a commit of a repository.
import { basename } from 'node:path/posix';
import { readRepository } from '../io/git-tree.ts';
import { namesRef } from '../io/git/refs.ts';
import { lockfileReaders } from '../lockfiles/registry.ts';
import { UserError } from '../model/errors.ts';
import type { FileTree } from '../model/ports.ts';
import type { LockWord } from '../pipelines/lockfile-diff/words.ts';
import { PATH_LIKE } from './side-words.ts';
import { targetPath } from './targets.ts';

export interface LockPlaces {
  readonly cwd: string;
  readonly tree: FileTree;
  /** `--repo`: the repository of the refs; absent: the folder that the command runs in. */
  readonly repository?: string;
}

/** Decides one word. @throws UserError where it is nothing, or two things. */
export function lockWord(word: string, { cwd, tree, repository }: LockPlaces): LockWord {
  if (word === '') throw new UserError('usage', 'an argument is empty', { hint: 'give a lockfile, a folder, or a git ref' });
  const folder = targetPath(cwd, repository ?? '.', 1);
  if (repository !== undefined && tree.kind(folder.absolute) !== 'folder') throw new UserError('usage', `--repo ${repository} is no folder`, { hint: 'give a folder of a clone' });
  // With --repo a point is its working tree: the folder that the command runs in has nothing to do with it.
  const path = repository !== undefined && word === '.' ? folder : targetPath(cwd, word, 1);
  const kind = tree.kind(path.absolute);
  if (PATH_LIKE.test(word) || isLockfileName(word)) return { kind: kind === 'folder' ? 'folder' : 'file', path };
  const refs = readRepository(tree, folder.absolute);
  const isRef = refs.kind === 'found' && namesRef(refs.value.refs, word);
  if (kind === undefined) return { kind: 'ref', repository: folder, ref: word };
  if (!isRef) return { kind: kind === 'folder' ? 'folder' : 'file', path };
  throw new UserError('usage', `${word} is a path here and a ref of the repository`, { hint: `write ./${word} for the path, ${refNameOf(refs.value.refs, word)} for the ref` });
}

function isLockfileName(word: string): boolean {
  const name = basename(word.replaceAll('\\', '/'));
  return lockfileReaders(name).length > 0 || (word.includes('/') && /\.(?:json|ya?ml|lock)$/.test(name));
}

function refNameOf(names: readonly string[], word: string): string {
  return names.find((name) => name.endsWith(`/${word}`)) ?? `refs/heads/${word}`;
}
