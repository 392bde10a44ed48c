// Contents of files, with a problem in place of each that could not be read.
import { createHash } from 'node:crypto';
import type { Problem } from '../model/coverage.ts';
import { TreeError } from '../model/ports.ts';
import type { ArtifactFile } from './contract.ts';

/** Reads the files of one comparison. */
export interface Reader {
  /** Undefined where it cannot be read, which is noted once. */
  readonly read: (file: ArtifactFile) => Uint8Array | undefined;
  readonly problems: Problem[];
}

/** A reader without problems yet. */
export function newReader(): Reader {
  const problems: Problem[] = [];
  const failed = new Set<ArtifactFile>();
  return {
    problems,
    read: (file) => {
      if (failed.has(file)) return undefined;
      try {
        return file.read();
      } catch (error) {
        if (!(error instanceof TreeError)) throw error;
        failed.add(file);
        problems.push({ code: error.code, message: `not compared: ${error.message}`, path: file.path });
        return undefined;
      }
    },
  };
}

/** SHA-256 of a content; undefined where it cannot be read. */
export function digestOf(file: ArtifactFile, reader: Reader): string | undefined {
  const bytes = reader.read(file);
  return bytes === undefined ? undefined : createHash('sha256').update(bytes).digest('base64');
}
