// The entries of a tar as npm's own reader gives them: the package `tar`, which pacote extracts with. Where headers are odd, what
// another reader would make of them is no answer to what was installed. Nothing is written to the disk.
import { Parser } from 'tar/parse';
import type { ReadEntry } from 'tar/read-entry';
import type { Problem } from '../../model/coverage.ts';
import type { Oddities, TarballLimits } from './contract.ts';

export interface TarMember {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link' | 'device' | 'unknown';
  readonly type: string;
  /** Target of a link. */
  readonly target?: string;
  readonly content: Uint8Array;
  /** Permission bits of the header. */
  readonly mode: number;
}

const KINDS: ReadonlyMap<string, TarMember['kind']> = new Map([
  ['File', 'file'], ['OldFile', 'file'], ['ContiguousFile', 'file'], ['Directory', 'folder'], ['GNUDumpDir', 'folder'],
  ['Link', 'link'], ['SymbolicLink', 'link'], ['CharacterDevice', 'device'], ['BlockDevice', 'device'], ['FIFO', 'device'],
]);
const EMPTY = new Uint8Array(0);

/** All entries in order, and what could not be read. Never throws for what the bytes hold. */
export function tarMembers(bytes: Buffer, limits: TarballLimits, oddities: Oddities): { readonly members: readonly TarMember[]; readonly problems: readonly Problem[] } {
  const members: TarMember[] = [];
  const problems: Problem[] = [];
  let passedOver = 0;
  const take = (entry: ReadEntry) => {
    if (members.length >= limits.tarballEntries) {
      passedOver += 1;
      entry.resume();
      return;
    }
    const pieces: Uint8Array[] = [];
    const at = members.push(memberOf(entry, EMPTY)) - 1;
    // The whole archive is handed over in one piece, so a content is one view of it as a rule.
    entry.on('data', (piece: Buffer) => pieces.push(piece));
    entry.on('end', () => { members[at] = memberOf(entry, pieces.length === 1 ? pieces[0] as Uint8Array : Buffer.concat(pieces)); });
  };
  const parser = new Parser({
    strict: false,
    onReadEntry: take,
    // Its own limit on the ratio is for what it unpacks itself; that was done, with ours.
    onwarn: (code, message) => {
      const text = typeof message === 'string' ? message : String(message);
      if (code === 'TAR_BAD_ARCHIVE') problems.push({ code: 'malformed', message: /truncated/i.test(text) ? 'the archive is cut inside an entry' : 'it is no tar archive, or no entry of it could be read' });
      else if (text !== 'checksum failure') oddities.add('invalid-entry', `npm passes over an entry: ${text}`);
    },
  });
  parser.on('ignoredEntry', (entry: ReadEntry) => {
    if (entry.meta) problems.push({ code: 'too-large', message: `an extended header of ${entry.size} bytes was not read` });
    else members.push(memberOf(entry, EMPTY));
  });
  parser.on('error', (error: unknown) => problems.push({ code: 'malformed', message: error instanceof Error ? error.message : String(error) }));
  parser.end(bytes);
  parser.end();
  if (passedOver > 0) problems.push({ code: 'too-many', message: `${passedOver} entries beyond the first ${limits.tarballEntries} were not read` });
  return { members, problems };
}

function memberOf(entry: ReadEntry, content: Uint8Array): TarMember {
  return { path: entry.path, kind: KINDS.get(entry.type) ?? 'unknown', type: entry.type, content, mode: (entry.mode ?? 0) & 0o7777, ...(entry.linkpath === undefined ? {} : { target: entry.linkpath }) };
}
