// What one version of a file holds of the bundle. Entries that an earlier version had are not read again (lockfiles/pieces.ts says
// why that misses nothing); an entry counts as met only where its text is the very same, never by a hash of it.
import type { BundleStack } from '../../indicators/stack.ts';
import type { Pieces } from '../../lockfiles/pieces.ts';
import type { PackageMatch } from '../../model/advisory.ts';
import type { Problem } from '../../model/coverage.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Package } from '../../model/package.ts';
import { conflictSides } from '../../text/conflict.ts';
import type { RequestFacts } from '../../rules/contract.ts';
import { matchOpen, strongest } from '../scan/asked.ts';
import type { HistoryFormat, HistoryRead, HistoryReader } from './formats.ts';
import { notRead } from './unread.ts';

/** What was found in one version. */
export interface VersionVerdict {
  /** Listed names with versions (`subjectOf`). From pieces they can be too many, never too few. */
  readonly subjects: readonly string[];
  /** Why it was not read, or not in full; empty where it was, as far as one version of many can tell. */
  readonly problems: readonly Problem[];
}

/** One side of a version that was read whole. */
export interface WholeVersion {
  readonly text: string;
  readonly format: string;
  readonly inventory: HistoryRead;
  readonly matches: readonly PackageMatch[];
  readonly requests: readonly RequestFacts[];
}

export interface VersionReader {
  readonly read: (format: HistoryFormat, path: string, text: string) => Promise<VersionVerdict>;
  /** Reads every entry, without memory; one result, or one for each side of a merge conflict. */
  readonly readWhole: (format: HistoryFormat, path: string, text: string) => Promise<readonly WholeVersion[]>;
}

export interface VersionReaderOptions {
  /** `off`: every version is read whole. For comparing. */
  readonly cuts?: 'on' | 'off';
  /** Told of all entries that were read; one that many versions share mostly once. */
  readonly onPackages?: (packages: readonly Package[]) => void;
}

/** The text without any of its entries. */
const FRONT = '(front)';

/** Text of entries kept in memory; beyond it the memory starts anew, and entries are read again. */
const KEPT_CHARACTERS = 200_000_000;

function nameOf({ parts }: Pieces, index: number): string {
  return parts[index]?.name ?? '';
}

function sidesOf(text: string): readonly string[] {
  return (conflictSides(text) ?? [{ text }]).map((side) => side.text);
}

/** Names a package with its version, or with what was asked for; the same for all matches that a rule puts into one finding. */
export function subjectOf(match: { readonly name: string; readonly version?: string; readonly spec?: string }): string {
  return JSON.stringify([match.name, match.version ?? null, ...(match.spec === undefined ? [] : [match.spec])]);
}

/** A reader with a memory of entries. */
export function versionReader(bundles: BundleStack, { cuts = 'on', onPackages = () => undefined }: VersionReaderOptions = {}): VersionReader {
  // By reader and part of the file: entry -> subjects in it.
  const memory = new Map<string, Map<string, readonly string[]>>();
  let kept = 0;
  const remember = (place: string, piece: string, subjects: readonly string[]) => {
    if (kept > KEPT_CHARACTERS) {
      memory.clear();
      kept = 0;
    }
    kept += piece.length;
    const known = memory.get(place) ?? new Map<string, readonly string[]>();
    memory.set(place, known);
    // A slice would keep the whole text that it was cut from.
    known.set(Buffer.from(piece, 'utf16le').toString('utf16le'), subjects);
  };
  const subjectsIn = async (inventory: Inventory) => [...new Set((await bundles.matchPackages(inventory.packages)).map(subjectOf))];

  const requestsOf = async ({ asked = [] }: HistoryRead): Promise<readonly RequestFacts[]> => {
    const requests: RequestFacts[] = [];
    for (const one of asked) {
      const { by, location, credentials, launch } = one;
      for (const match of await matchOpen(bundles, one)) requests.push({ ...match, key: by, location, credentials, launch });
    }
    return strongest(requests);
  };

  const readWhole = async (reader: HistoryReader, path: string, text: string): Promise<WholeVersion> => {
    const inventory = reader.parse(text, path);
    onPackages(inventory.packages);
    return { text, inventory, format: `${reader.id} ${inventory.formatVersion}`.trim(), matches: await bundles.matchPackages(inventory.packages), requests: await requestsOf(inventory) };
  };

  /** Undefined where the text cannot be read piece by piece. */
  const readPieces = async (reader: HistoryReader, path: string, text: string): Promise<readonly string[] | undefined> => {
    const cut = cuts === 'on' ? reader.cut?.(text) : undefined;
    if (!cut) return undefined;
    const subjects = new Set<string>();
    const frontText = cut.keep([]);
    // The version of the format decides how entries are read, and only the reader knows it: a text can be made to seem another.
    const version = reader.parse(frontText, path).formatVersion;
    const placeOf = (name: string) => `${reader.id} ${version} ${name}`;
    const fresh = (name: string, pieces: readonly string[]) => {
      const known = memory.get(placeOf(name));
      const unknown = new Set<string>();
      for (const piece of pieces) {
        const found = known?.get(piece);
        if (found === undefined) unknown.add(piece);
        else for (const subject of found) subjects.add(subject);
      }
      return [...unknown];
    };
    const front = fresh(FRONT, [frontText]);
    const parts = cut.parts.map((part) => fresh(part.name, part.pieces));
    const count = parts.reduce((sum, part) => sum + part.length, 0);
    if (front.length + count === 0) return [...subjects];
    if (!parts.every((part) => part.every(cut.isWhole))) return undefined;
    const inventory = reader.parse(cut.keep(parts), path);
    // Without its other entries a text has dangling references and the like; what is not understood is no matter of the others.
    if (notRead(inventory.problems).some((problem) => !cut.artifacts.has(problem.code))) return undefined;
    onPackages(inventory.packages);
    const together = await subjectsIn(inventory);
    if (together.length === 0) {
      for (const text of front) remember(placeOf(FRONT), text, []);
      for (const [index, pieces] of parts.entries()) for (const piece of pieces) remember(placeOf(nameOf(cut, index)), piece, []);
      return [...subjects];
    }
    // What the front holds would be laid to every piece that is read behind it.
    if ((await subjectsIn(reader.parse(frontText, path))).length > 0) return undefined;
    for (const text of front) remember(placeOf(FRONT), text, []);
    for (const [index, pieces] of parts.entries()) {
      for (const piece of pieces) {
        const alone = await subjectsIn(reader.parse(cut.keep(cut.parts.map((_, at) => (at === index ? [piece] : []))), path));
        remember(placeOf(nameOf(cut, index)), piece, alone);
        for (const subject of alone) subjects.add(subject);
      }
    }
    // What only shows in several pieces together cannot be laid to one of them.
    return together.every((subject) => subjects.has(subject)) ? [...subjects] : undefined;
  };

  return {
    readWhole: async (format, path, text) => {
      const sides: WholeVersion[] = [];
      for (const side of sidesOf(text)) {
        const reader = await format.readerOf(path, side);
        if (reader) sides.push(await readWhole(reader, path, side));
      }
      return sides;
    },
    read: async (format, path, text) => {
      const subjects = new Set<string>();
      const problems: Problem[] = [];
      for (const side of sidesOf(text)) {
        const reader = await format.readerOf(path, side);
        if (!reader) continue;
        const found = await readPieces(reader, path, side);
        if (found) {
          for (const subject of found) subjects.add(subject);
          continue;
        }
        const whole = await readWhole(reader, path, side);
        for (const match of [...whole.matches, ...whole.requests]) subjects.add(subjectOf(match));
        problems.push(...whole.inventory.problems);
      }
      return { subjects: [...subjects], problems };
    },
  };
}
