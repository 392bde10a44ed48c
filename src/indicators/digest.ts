// Digest over a bundle's sources: tells which facts a report rests on, and is the key of a compiled index.
import { createHash } from 'node:crypto';
import { INDEX_FORMAT } from './index-format.ts';

/** One source file of a bundle; `path` is `/` separated and relative to the bundle's folder. */
export interface BundleFile {
  readonly path: string;
  readonly text: string;
}

/** `sha256-` and hexadecimal digits. Lengths are part of it, so that moving text from one file to the next changes it. */
export function digestSources(files: readonly BundleFile[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    const path = Buffer.from(file.path);
    const text = Buffer.from(file.text);
    hash.update(`${path.length} ${text.length}\n`).update(path).update(text);
  }
  return `sha256-${hash.digest('hex')}`;
}

// Raised where the same sources compile to another index although the format stayed.
const COMPILER_VERSION = 1;

/** Key of a compiled index in a store: of these sources, under this id, by this compiler. */
export function indexKey(files: readonly BundleFile[], id: string): string {
  const digest = createHash('sha256').update(`${INDEX_FORMAT} ${COMPILER_VERSION} ${JSON.stringify(id)} ${digestSources(files)}`).digest('hex');
  return `iocs-${INDEX_FORMAT}-${digest}`;
}
