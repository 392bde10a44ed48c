// Listings of files held in memory.
import type { ArtifactFile, ArtifactListing } from '../../src/artifacts/contract.ts';

export interface MemoryFile {
  readonly content: string | Uint8Array;
  readonly mode?: number;
}

export type MemoryFiles = Readonly<Record<string, string | Uint8Array | MemoryFile>>;

/** A listing of files by path; a text is taken as UTF-8. */
export function listingOf(files: MemoryFiles): ArtifactListing {
  return { files: Object.entries(files).map(([path, file]) => fileOf(path, typeof file === 'string' || file instanceof Uint8Array ? { content: file } : file)) };
}

function fileOf(path: string, { content, mode }: MemoryFile): ArtifactFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return { path, size: bytes.length, read: () => bytes, ...(mode === undefined ? {} : { mode }) };
}
