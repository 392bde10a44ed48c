// What a word of `diff` and `inspect` names: a path, a registry spec, a repository at a ref. Nothing is guessed: a word that could be
// two things is a usage error that says how to write each.
import { UserError } from '../model/errors.ts';
import type { FileTree } from '../model/ports.ts';
import type { SideWord } from '../pipelines/diff/words.ts';
import type { TargetPath } from '../pipelines/scan/context.ts';
import { withoutSecrets } from '../text/lines.ts';
import { isPackageName, readPackageSpec, registrySpecClass } from '../text/package-spec.ts';
import type { RegistryFlags } from './registry-flags.ts';
import { targetPath } from './targets.ts';

/** Written as a path: `./x`, `../x`, `/x`, `~/x`, `C:\x`, anything with a backslash, `.`, `..`. */
export const PATH_LIKE = /^(?:\.{1,2}(?:[/\\]|$)|[/~]|[a-z]:[/\\])|\\/i;
const ARCHIVE = /\.(?:tgz|tar\.gz|tar)$/i;
const GIT_FILE = /^git\+file:(?:\/\/)?/i;
/** `https://host/x`, `ssh://host/x`, `user:password@host/x`. */
const REMOTE = /^(?:[a-z][a-z0-9+.-]*:\/\/|[^/:@]+:[^/@]*@)/i;
const NPM = 'npm:';

export interface WordPlaces {
  readonly cwd: string;
  readonly tree: FileTree;
  /** Things audited in all: fingerprints of a single one do not name it. */
  readonly count: number;
}

/** Decides one word. @throws UserError where it is nothing, or two things. */
export function sideWord(word: string, places: WordPlaces): SideWord {
  if (word === '') throw new UserError('usage', 'an argument is empty', { hint: 'give a package as name@version, a tarball, a folder, or a repository as path#ref' });
  const git = gitWord(word, places);
  if (git) return git;
  if (word.includes('://')) return specWord(word, places);
  if (PATH_LIKE.test(word) || ARCHIVE.test(word)) return pathWord(word, places);
  const isThere = places.tree.kind(targetPath(places.cwd, word, places.count).absolute) !== undefined;
  // A name with a version is meant as one, whatever lies here.
  if (word.indexOf('@', 1) !== -1) return specWord(word, places);
  if (!isPackageName(word)) return pathWord(word, places);
  if (!isThere) return specWord(word, places);
  throw new UserError('usage', `${word} is a path here and can be a package of a registry`, { hint: `write ./${word} for the path, ${word}@latest for the package` });
}

/** The second word of a comparison: a version alone is one of the package that the first word names. */
export function secondWord(first: SideWord, word: string, places: WordPlaces): SideWord {
  if (first.kind !== 'spec' || registrySpecClass(word) !== 'exact') return sideWord(word, places);
  const { name } = readSpec(first.spec);
  if (places.tree.kind(targetPath(places.cwd, word, places.count).absolute) === undefined) return { ...first, spec: `${name}@${word.trim()}` };
  throw new UserError('usage', `${word} is a path here and can be a version of ${name}`, { hint: `write ./${word} for the path, ${name}@${word} for the version` });
}

/** Name of a spec, and what stands behind it. @throws UserError where no registry could answer it. */
export function readSpec(word: string): { readonly name: string; readonly spec: string } {
  const asked = readPackageSpec(word);
  if (asked.source === 'registry') {
    if (asked.alias === undefined && !word.startsWith(NPM)) return { name: asked.name, spec: asked.spec };
    throw new UserError('usage', `${word} is an alias`, { hint: `name the package behind it: ${asked.name}${asked.spec === '' ? '' : `@${asked.spec}`}` });
  }
  throw new UserError('usage', `${withoutSecrets(word)} is no package of a registry`, { hint: 'give name, name@version, name@tag or name@range; git and remote addresses are not fetched' });
}

function specWord(word: string, { count }: WordPlaces): SideWord {
  readSpec(word);
  return { kind: 'spec', spec: word, stable: count === 1 ? '' : word };
}

function pathWord(word: string, { cwd, count }: WordPlaces): SideWord {
  return { kind: 'path', path: targetPath(cwd, word, count) };
}

// A folder may have a # in its name: what lies there by the whole word is meant before a ref is.
function gitWord(word: string, places: WordPlaces): SideWord | undefined {
  const bare = word.replace(GIT_FILE, '');
  const cut = bare.lastIndexOf('#');
  const isGit = bare !== word;
  if (cut < 1 || (!isGit && places.tree.kind(targetPath(places.cwd, word, places.count).absolute) !== undefined)) {
    if (isGit) throw new UserError('usage', `${word} names no ref`, { hint: 'write git+file:path#tag, or #HEAD' });
    return undefined;
  }
  if (REMOTE.test(bare)) throw new UserError('usage', 'a repository that lies elsewhere is not fetched', { hint: 'clone it, and write path#tag, path#branch or path#commit' });
  const ref = bare.slice(cut + 1);
  if (ref === '' || ref.startsWith('-')) throw new UserError('usage', `${word} names no ref`, { hint: 'write path#tag, path#branch or path#commit' });
  return { kind: 'git', path: targetPath(places.cwd, bare.slice(0, cut), places.count), ref };
}

/** Lockfiles that --locked-by names. */
export function lockPaths({ lockedBy = [] }: RegistryFlags, cwd: string): readonly TargetPath[] {
  return lockedBy.map((path) => targetPath(cwd, path, 1));
}
