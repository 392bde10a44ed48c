// Files of an image that lies unpacked in a folder: an OCI image layout, or an unpacked `docker save`. Links are resolved inside
// the folder, so none leads to the host's files; only regular files are opened.
import type { FileTree } from '../../model/ports.ts';
import { LIMITS } from '../../model/limits.ts';
import { openAuditedSource } from '../byte-source.ts';
import { openFolderTree } from '../file-tree.ts';
import { pieces } from './cursor.ts';
import { type ArchiveStore, cleanName } from './store.ts';

/** True for a folder that holds an image, by its marks. Throws TreeError where the system refuses to tell. */
export function isImageFolder(tree: FileTree, folder: string): boolean {
  const at = (name: string) => tree.kind(`${folder === '/' ? '' : folder}/${name}`);
  if (at('oci-layout') === 'file' && at('index.json') === 'file') return true;
  return at('manifest.json') === 'file' && (at('repositories') === 'file' || at('blobs') === 'folder');
}

/** The store over a folder of the disk. */
export function openFolderStore(folder: string): ArchiveStore {
  const tree = openFolderTree({ root: folder });
  const onDisk = (stored: string) => `${folder.replace(/\/$/, '')}/${stored}`;
  async function* open(stored: string): AsyncGenerator<Uint8Array, void, undefined> {
    const source = openAuditedSource(onDisk(stored));
    try {
      yield* pieces(source, 0, source.size);
    } finally {
      source.close();
    }
  }
  return {
    find: (name) => {
      const clean = cleanName(name);
      if (clean === undefined || tree.kind(`/${clean}`) !== 'file') return undefined;
      return tree.resolve(`/${clean}`)?.slice(1);
    },
    size: (stored) => {
      const source = openAuditedSource(onDisk(stored));
      source.close();
      return source.size;
    },
    read: async (stored) => tree.read(`/${stored}`, LIMITS.imageManifestBytes),
    pieces: open,
    each: async (names, visit) => { for (const name of names) await visit(name, open(name)); },
    problems: [],
  };
}
