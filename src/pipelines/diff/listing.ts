// The files of one side for the comparison of files: paths, sizes and modes now, contents when they are asked for.
import type { ArtifactFile, ArtifactListing } from '../../artifacts/contract.ts';
import { walk } from '../../io/walk.ts';
import { LIMITS } from '../../model/limits.ts';
import { type FileTree, TreeError } from '../../model/ports.ts';
import { matchesGlob } from '../../text/glob.ts';
import { inside } from '../deep/packages.ts';
import { addProblems } from '../scan/context.ts';
import { below } from '../scan/discover.ts';
import type { Side } from './words.ts';

/** All regular files of a side but those that are passed over. What a walk cannot enter is told with the code, which walks the same way. */
export function listingOf(side: Side, exclude: readonly string[]): ArtifactListing {
  const files: ArtifactFile[] = [];
  const { tree, root } = side;
  const excluded = (path: string) => side.passOver(path) || exclude.some((glob) => matchesGlob(glob, below(root, path).stable));
  for (const found of walk(tree, root.absolute, { wanted: () => 'take', excluded })) {
    if (found.kind !== 'file' || found.entry !== 'file') continue;
    if (files.length >= LIMITS.comparedFiles) {
      addProblems(side.place, [{ code: 'too-many', message: `more than ${LIMITS.comparedFiles} files: the rest was not compared` }]);
      break;
    }
    files.push(fileAt(side, found.path));
  }
  return { files };
}

function fileAt({ tree, modeOf, root }: Side, path: string): ArtifactFile {
  const shape = tree.shape?.(path);
  const mode = modeOf ? modeOf(path) : shape?.mode;
  return {
    path: inside(root.absolute, path),
    size: shape?.size ?? heldSize(tree, path),
    ...(mode === undefined ? {} : { mode }),
    read: () => tree.read(path, LIMITS.fileBytes),
  };
}

// What is held in memory has its size with its content. A file that cannot be read says so when it is compared.
function heldSize(tree: FileTree, path: string): number {
  try {
    return tree.read(path, Number.MAX_SAFE_INTEGER).length;
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    return 0;
  }
}
