// A user's bundle (`--iocs DIR|FILE`) read through a FileTree: which files belong to it, as text, and what could not be read.
import type { Problem } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import { TreeError } from '../model/ports.ts';
import type { FileTree } from '../model/ports.ts';
import { decode } from '../text/decode.ts';
import { isBundleFile } from './compile.ts';
import { byCodePoint } from './content.ts';
import type { BundleFile } from './digest.ts';

// A bundle is a handful of folders; a link to a whole disk is a mistake.
const MAX_DEPTH = 8;
const MAX_FILES = 10_000;

/** The text of a user bundle, and what could not be read of it. */
export interface BundleSources {
  /** Last part of the path, without extension for a file. */
  readonly id: string;
  /** Sorted by path, relative to the folder. */
  readonly files: readonly BundleFile[];
  readonly problems: readonly Problem[];
}

/** Reads a folder (campaigns and lists, sub-folders too, hidden ones not) or a single file. Never throws for what lies on the disk. */
export function readBundleSources(tree: FileTree, given: string): BundleSources {
  const path = given.replace(/(?<=[^/])\/+$/, '');
  const name = path.split('/').findLast((part) => part !== '' && part !== '.') ?? 'iocs';
  const files: BundleFile[] = [];
  const problems: Problem[] = [];
  const problem = (error: unknown, at: string): void => {
    if (!(error instanceof TreeError)) throw error;
    problems.push({ code: error.code, message: error.message, path: at });
  };
  let kind: ReturnType<FileTree['kind']>;
  try {
    kind = tree.kind(path);
  } catch (error) {
    problem(error, path);
    return { id: name, files, problems };
  }
  if (kind === undefined) return { id: name, files, problems: [{ code: 'not-found', message: 'the indicator bundle does not exist', path }] };
  if (kind !== 'folder') {
    readInto(tree, path, name, files, problems);
    return { id: name.replace(/\.[^.]+$/, ''), files, problems };
  }
  for (const relative of bundleFilesBelow(tree, path, problem, problems)) readInto(tree, `${path}/${relative}`, relative, files, problems);
  if (files.length === 0 && problems.length === 0) problems.push({ code: 'bundle', message: 'the indicator bundle is empty: the folder holds no .yaml, .yml or .tsv file', path });
  return { id: name, files: files.sort((a, b) => byCodePoint(a.path, b.path)), problems };
}

function bundleFilesBelow(tree: FileTree, root: string, problem: (error: unknown, at: string) => void, problems: Problem[]): readonly string[] {
  const found: string[] = [];
  const folders: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const absolute = folder.path === '' ? root : `${root}/${folder.path}`;
    try {
      for (const entry of tree.list(absolute)) {
        if (entry.name.startsWith('.')) continue;
        const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`;
        // A linked folder could lead out of the bundle or back into it; a linked file is read as its target.
        if (entry.kind === 'folder') folders.push({ path, depth: folder.depth + 1 });
        else if (isBundleFile(entry.name)) found.push(path);
      }
    } catch (error) {
      problem(error, absolute);
    }
    const tooDeep = folders.some((next) => next.depth > MAX_DEPTH);
    if (!tooDeep && found.length <= MAX_FILES) continue;
    problems.push({ code: tooDeep ? 'too-deep' : 'too-many', message: `the indicator bundle has more than ${tooDeep ? `${MAX_DEPTH} levels of folders` : `${MAX_FILES} files`}`, path: absolute });
    return found.slice(0, MAX_FILES);
  }
  return found;
}

function readInto(tree: FileTree, absolute: string, relative: string, files: BundleFile[], problems: Problem[]): void {
  try {
    const decoded = decode(tree.read(absolute, LIMITS.fileBytes));
    if (decoded.ok) files.push({ path: relative, text: decoded.text });
    else problems.push({ code: decoded.code, message: decoded.message, path: absolute });
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    problems.push({ code: error.code, message: error.message, path: absolute });
  }
}
