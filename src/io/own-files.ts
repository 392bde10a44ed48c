// Files of the user's own that a flag names, such as the configuration. Never used for the audited side.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../model/errors.ts';

export interface OwnFile {
  /** As given. */
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

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words: Record<string, string> = { ENOENT: 'it does not exist', EACCES: 'permission denied', EISDIR: 'it is a folder', ENOTDIR: 'part of the path is not a folder' };
  return words[code] ?? (code === '' ? String(error) : code);
}
