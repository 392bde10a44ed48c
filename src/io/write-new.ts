// Files written next to others that must never be touched: created exclusively (O_EXCL follows no link, open(2)), readable for
// the user alone. For `scan --recover`, whose bytes are malware: nothing opens, unpacks or runs them.
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../model/errors.ts';
import { LIMITS } from '../model/limits.ts';
import { TreeError, type FileTree } from '../model/ports.ts';
import { errorCode } from './system.ts';

/** What to copy: a file of a tree, under a name without folders. */
export interface CopyOrder {
  readonly source: string;
  readonly fileName: string;
  readonly expected?: { readonly algorithm: string; readonly hex: string };
}

export interface Copied {
  readonly outcome: 'recovered' | 'unverified' | 'mismatch' | 'exists' | 'failed';
  readonly file?: string;
  readonly sha256?: string;
  readonly size?: number;
  readonly reason?: string;
}

/** Makes the folder where it is not there. @throws UserError `output`. */
export function makeOwnFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new UserError('output', `cannot make the folder ${folder}`, { hint: errorCode(error) || String(error), cause: error });
  }
}

/** Copies one file of the tree into `folder`, unopened. Bytes without the expected hash are kept with `.mismatch` behind the name. */
export function copyNew(tree: FileTree, folder: string, { source, fileName, expected }: CopyOrder): Copied {
  let bytes: Uint8Array;
  try {
    bytes = tree.read(source, LIMITS.archiveBytes);
  } catch (error) {
    if (error instanceof TreeError) return { outcome: 'failed', reason: error.message };
    throw error;
  }
  const fits = expected === undefined || createHash(expected.algorithm).update(bytes).digest('hex') === expected.hex;
  const file = fits ? fileName : `${fileName}.mismatch`;
  const facts = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
  const failure = writeNew(folder, file, bytes);
  if (failure === 'EEXIST') return { outcome: 'exists', ...facts, reason: `${file} is there already and was left as it is` };
  if (failure !== undefined) return { outcome: 'failed', ...facts, reason: `cannot write ${file} (${failure})` };
  return { outcome: fits ? (expected === undefined ? 'unverified' : 'recovered') : 'mismatch', file, ...facts };
}

/** Writes a text under the first free name: `recovered.json`, `recovered-2.json`, … Gives the name. @throws UserError `output`. */
export function writeNumbered(folder: string, stem: string, ending: string, text: string): string {
  const bytes = new TextEncoder().encode(text);
  for (let number = 1; ; number += 1) {
    const file = number === 1 ? `${stem}${ending}` : `${stem}-${number}${ending}`;
    const failure = writeNew(folder, file, bytes);
    if (failure === undefined) return file;
    if (failure !== 'EEXIST' || number === 1000) throw new UserError('output', `cannot write ${join(folder, file)}`, { hint: failure });
  }
}

// The system's code where it failed; a half-written file is removed, so that no file looks recovered that is not.
function writeNew(folder: string, file: string, bytes: Uint8Array): string | undefined {
  const path = join(folder, file);
  let descriptor: number;
  try {
    descriptor = openSync(path, 'wx', 0o600);
  } catch (error) {
    return errorCode(error) || 'unknown';
  }
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
    return undefined;
  } catch (error) {
    rmSync(path, { force: true });
    return errorCode(error) || 'unknown';
  } finally {
    closeSync(descriptor);
  }
}
