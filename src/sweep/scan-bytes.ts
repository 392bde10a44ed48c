// What one file says, from its bytes as they come by. One buffer for all files; no byte is looked at twice but those where pieces meet.
import { createHash, type Hash } from 'node:crypto';
import type { SearchString } from '../model/indicator.ts';
import type { GateId, SweepPlan } from './contract.ts';
import { GATE_BYTES, gatesOf, LONG_WORDS, SHORT_WORDS, type Gates } from './gates.ts';
import { isNodeScript, type ScriptKind } from './script-kind.ts';
import { shortTable } from './short-table.ts';
import { stringSearch } from './string-search.ts';
import { narrowed, utf16Order, type Utf16 } from './utf16.ts';

// More than there are words of the gates: place and word in one number.
const WORDS_BOUND = 1024;
/** Bytes of one piece. Larger ones leave the processor's cache, smaller ones cost calls. */
const PIECE = 512 * 1024;

/** What is searched for, of a plan. */
export interface SearchPlan {
  readonly strings: readonly Pick<SearchString, 'text' | 'boundary' | 'letters'>[];
  readonly hashes: SweepPlan['hashes'];
}

/** One string in one file: byte offset of the first place, and how many there are. */
export interface StringHit {
  readonly at: number;
  readonly offset: number;
  readonly count: number;
}

export interface ScannedBytes {
  /** By offset. */
  readonly strings: readonly StringHit[];
  readonly gates: readonly { readonly gate: GateId; readonly offsets: readonly number[] }[];
  /** Only where the plan has it. */
  readonly sha256?: string;
  readonly script: boolean;
  readonly encoding: 'bytes' | Utf16;
}

/** Looks at files one after the other. */
export interface ByteScanner {
  /** Where the next piece is to be put. */
  readonly room: Uint8Array;
  readonly begin: (kind: ScriptKind | undefined) => void;
  /** `readPieces`' callback. */
  readonly take: (filled: number, isEnd: boolean) => number;
  readonly end: () => ScannedBytes;
}

/** A scanner for what the plan looks for. */
export function byteScanner(plan: SearchPlan, piece = PIECE): ByteScanner {
  const finder = stringSearch(plan.strings, LONG_WORDS.map(({ bytes }) => bytes));
  const short = shortTable(SHORT_WORDS.map(({ bytes }) => bytes));
  // Behind the last place that is looked for in a piece, and before the first one of the next.
  const overlap = Math.max(finder.overlap, GATE_BYTES);
  const room = Buffer.allocUnsafeSlow(piece + 4 * overlap);
  const first = new Float64Array(plan.strings.length);
  const counts = new Uint32Array(plan.strings.length);
  let touched: number[] = [];
  let seen: number[] = [];
  let hash: Hash | undefined;
  let gates: Gates | undefined;
  let encoding: ScannedBytes['encoding'] = 'bytes';
  let undecided = false;
  // Offset in the file of the first byte of the room, bytes of it that were hashed already, and where places have not been looked for.
  let base = 0;
  let known = 0;
  let from = 0;

  const noteString = (at: number, offset: number): void => {
    if (counts[at] === 0) {
      touched.push(at);
      first[at] = offset;
    } else if (offset < (first[at] ?? 0)) first[at] = offset;
    counts[at] = (counts[at] ?? 0) + 1;
  };

  // `unit`: bytes of the file that one of `bytes` stands for.
  const search = (bytes: Uint8Array, start: number, filled: number, until: number, unit: number): void => {
    const origin = base / unit;
    finder.search(bytes, start, filled, (at, place) => {
      if (place < until) noteString(at, (origin + place) * unit);
    }, (at, place) => {
      if (gates !== undefined && place < until) seen.push(place * WORDS_BOUND + at);
    });
    if (gates === undefined) return;
    short?.search(bytes, start, filled, (at, place) => {
      if (place < until) seen.push(place * WORDS_BOUND + LONG_WORDS.length + at);
    });
    if (seen.length === 0) return;
    for (const one of Float64Array.from(seen).sort()) {
      const place = Math.floor(one / WORDS_BOUND);
      const word = one % WORDS_BOUND;
      const { sign } = (word < LONG_WORDS.length ? LONG_WORDS[word] : SHORT_WORDS[word - LONG_WORDS.length]) as (typeof LONG_WORDS)[number];
      gates.see(sign, (origin + place) * unit, bytes, place, filled);
    }
    seen = [];
  };

  return {
    room,
    begin: (kind) => {
      for (const at of touched) counts[at] = 0;
      touched = [];
      hash = plan.hashes.size > 0 ? createHash('sha256') : undefined;
      gates = kind === 'script' || kind === 'declarations' ? gatesOf(kind) : undefined;
      undecided = kind === 'unknown';
      encoding = 'bytes';
      base = 0;
      known = 0;
      from = 0;
    },
    take: (filled, isEnd) => {
      hash?.update(room.subarray(known, filled));
      if (base === 0 && known === 0) {
        encoding = utf16Order(room, filled) ?? 'bytes';
        if (undecided && isNodeScript(room, filled)) gates = gatesOf('script');
      }
      const unit = encoding === 'bytes' ? 1 : 2;
      // Places in the last bytes are left to the next piece, where all that may stand behind them is known.
      const open = Math.max(from, filled - overlap * unit);
      const until = isEnd ? filled : open - (open % unit);
      if (encoding === 'bytes') search(room, from, filled, until, 1);
      else search(narrowed(room, filled, encoding), from / 2, filled >> 1, isEnd ? filled : until / 2, 2);
      if (isEnd) return 0;
      const gone = Math.max(0, until - overlap * unit);
      base += gone;
      from = until - gone;
      known = filled - gone;
      return known;
    },
    end: () => {
      const digest = hash?.digest('hex');
      return {
        strings: touched.map((at) => ({ at, offset: first[at] ?? 0, count: counts[at] ?? 0 })).sort((left, right) => left.offset - right.offset || left.at - right.at),
        gates: gates?.opened() ?? [],
        ...(digest !== undefined && plan.hashes.has(digest) ? { sha256: digest } : {}),
        script: gates !== undefined,
        encoding,
      };
    },
  };
}

