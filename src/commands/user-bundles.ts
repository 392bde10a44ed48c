// A bundle of the user's: compiled from its sources.
import type { Host } from '../io/host.ts';
import { readOwnFiles } from '../io/own-files.ts';
import { compileBundle, isBundleFile } from '../indicators/compile.ts';
import { openBundle, type OpenBundle } from '../indicators/open.ts';
import type { Problem } from '../model/coverage.ts';

export async function openUserBundle(path: string, host: Host): Promise<{ readonly bundle: OpenBundle; readonly problems: readonly Problem[] }> {
  const { index, problems } = await compileBundle(readOwnFiles(host.cwd, path, isBundleFile), { id: path });
  return { bundle: openBundle({ size: index.length, read: (offset, length) => index.subarray(offset, offset + length) }, path), problems };
}
