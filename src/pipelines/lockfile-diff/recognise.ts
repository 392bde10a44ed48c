// Which lockfile a text of any name is: people keep the old one as `old.json`, or write it with `git show ref:package-lock.json`.
import { basename } from 'node:path/posix';
import { lockfileReaders } from '../../lockfiles/registry.ts';
import { TreeError } from '../../model/ports.ts';
import { decode } from '../../text/decode.ts';
import { failPlace, openPlace, type ScanState, type TargetPath } from '../scan/context.ts';
import { isLockfile } from '../scan/folders.ts';

const HEAD = 64 * 1024;

/** The usual name of a lockfile with this name and text; undefined where it is none that has a reader. */
function usualName(name: string, text: string): string | undefined {
  if (lockfileReaders(name).length > 0) return name;
  const head = text.slice(0, HEAD).replace(/^\ufeff/, '');
  if (/^(?:#[^\n]*\n)*# yarn lockfile v1/m.test(head) || /^__metadata:/m.test(head)) return 'yarn.lock';
  if (/^lockfileVersion:/m.test(head)) return 'pnpm-lock.yaml';
  if (!/^\s*\{/.test(head) || !/"lockfileVersion"\s*:/.test(head)) return undefined;
  // Both write the key; what bun writes beside it, npm does not: https://bun.sh/docs/install/lockfile
  return /"workspaces"\s*:\s*\{\s*""\s*:/.test(head) ? 'bun.lock' : 'package-lock.json';
}

/** The name by which the file's reader is found; undefined where it has none, and a place tells why. */
export function readerName(state: ScanState, path: TargetPath): string | undefined {
  const name = basename(path.absolute);
  return isLockfile(name) ? name : recognised(state, path);
}

function recognised(state: ScanState, path: TargetPath): string | undefined {
  const tell = () => openPlace(state, 'lockfile', path.shown);
  try {
    const decoded = decode(state.ports.tree.read(path.absolute, state.options.fileBytes));
    const name = decoded.ok ? usualName(basename(path.absolute), decoded.text) : undefined;
    if (!decoded.ok) failPlace(tell(), decoded.code, decoded.message);
    else if (name === undefined) failPlace(tell(), 'unread-format', 'neither its name nor its text is that of a lockfile with a reader', 'give package-lock.json, npm-shrinkwrap.json, yarn.lock, pnpm-lock.yaml or bun.lock, under any name');
    return name;
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    const place = tell();
    failPlace(place, error.code, error.message, error.code === 'too-large' ? 'raise the limit with --max-file-size' : undefined);
    if (error.code === 'not-found') place.status = 'absent';
    return undefined;
  }
}
