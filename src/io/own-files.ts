// Files of the user's own that a flag names: configuration and indicator bundles. Never used for the audited side.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { UserError } from '../model/errors.ts';

export interface OwnFile {
  /** As given, or below the folder given; `/` separated. */
  readonly path: string;
  readonly text: string;
}

/** The text of one file. @throws UserError `config` where it cannot be read. */
export function readOwnFile(cwd: string, path: string): OwnFile {
  try {
    return { path, text: readFileSync(resolve(cwd, path), 'utf8') };
  } catch (error) {
    throw new UserError('config', `cannot read ${path}: ${reason(error)}`, { hint: 'check the path', cause: error });
  }
}

/** A file, or every file below a folder that `wanted` takes, sorted by path. @throws UserError `bundle` where it cannot be read. */
export function readOwnFiles(cwd: string, path: string, wanted: (path: string) => boolean): readonly OwnFile[] {
  const root = resolve(cwd, path);
  try {
    if (!statSync(root).isDirectory()) return [{ path, text: readFileSync(root, 'utf8') }];
    return filesBelow(root)
      .map((file) => ({ file, shown: `${path.replace(/[/\\]+$/, '')}/${relative(root, file).split(sep).join('/')}` }))
      .filter(({ shown }) => wanted(shown))
      .map(({ file, shown }) => ({ path: shown, text: readFileSync(file, 'utf8') }));
  } catch (error) {
    throw new UserError('bundle', `cannot read ${path}: ${reason(error)}`, { hint: 'check the path', cause: error });
  }
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : entry.isFile() ? [join(folder, entry.name)] : []));
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words: Record<string, string> = { ENOENT: 'it does not exist', EACCES: 'permission denied', EISDIR: 'it is a folder', ENOTDIR: 'part of the path is not a folder' };
  return words[code] ?? (code === '' ? String(error) : code);
}
