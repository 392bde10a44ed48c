// Short byte strings in any case of ASCII letters, where a shift table could hardly step: every second pair of bytes is looked up, and
// of any string of three bytes or more one of two neighbouring pairs is met. No step waits for the one before.
import { COST, isAt, SHORTEST_STRING, type SearchTable } from './search-table.ts';
import { folded } from '../text/ascii.ts';

/** Letter with its other case; any other byte alone. */
export function bothCases(byte: number): readonly number[] {
  const small = folded(byte);
  return small >= 0x61 && small <= 0x7a ? [small, small & 0xdf] : [small];
}

interface Probe {
  readonly string: number;
  /** How far behind the string's beginning the pair stands. */
  readonly offset: number;
}

/** A table over `strings`, each of SHORTEST_STRING bytes or more; undefined where there is none. */
export function shortTable(strings: readonly Uint8Array[]): SearchTable | undefined {
  if (strings.length === 0) return undefined;
  const small = strings.map((string) => string.map(folded));
  const wanted = new Uint8Array(65_536);
  const probes: (readonly Probe[] | undefined)[] = Array.from({ length: 65_536 });
  for (const [string, bytes] of small.entries()) {
    if (bytes.length < SHORTEST_STRING) throw new RangeError(`a string of ${bytes.length} bytes is too short to be searched for`);
    const rare = rarestPairs(bytes);
    for (const offset of [rare, rare + 1]) {
      for (const pair of pairsOf(bytes[offset] ?? 0, bytes[offset + 1] ?? 0)) {
        wanted[pair] = 1;
        probes[pair] = [...probes[pair] ?? [], { string, offset }];
      }
    }
  }
  const check = (bytes: Uint8Array, from: number, length: number, place: number, pair: number, found: (string: number, start: number) => void): void => {
    const those = probes[pair] ?? [];
    for (let at = 0; at < those.length; at += 1) {
      const { string, offset } = those[at] as Probe;
      const start = place - offset;
      if (start >= from && isAt(small[string] as Uint8Array, bytes, start, length)) found(string, start);
    }
  };
  return {
    longest: small.reduce((most, { length }) => Math.max(most, length), 0),
    search: (bytes, from, length, found) => {
      const begin = from + ((bytes.byteOffset + from) & 1);
      const count = Math.max(0, length - begin) >> 1;
      if (count === 0) return;
      const pairs = new Uint16Array(bytes.buffer, bytes.byteOffset + begin, count);
      const fours = count & ~3;
      let at = 0;
      for (; at < fours; at += 4) {
        if (((wanted[pairs[at] as number] as number) | (wanted[pairs[at + 1] as number] as number) | (wanted[pairs[at + 2] as number] as number) | (wanted[pairs[at + 3] as number] as number)) === 0) continue;
        for (let one = at; one < at + 4; one += 1) {
          const pair = pairs[one] as number;
          if (wanted[pair] !== 0) check(bytes, from, length, begin + one * 2, pair, found);
        }
      }
      for (; at < count; at += 1) {
        const pair = pairs[at] as number;
        if (wanted[pair] !== 0) check(bytes, from, length, begin + at * 2, pair, found);
      }
    },
  };
}

// In the order of this machine's bytes, as the views of the text are.
function pairsOf(first: number, second: number): readonly number[] {
  const view = new Uint16Array(1);
  const bytes = new Uint8Array(view.buffer);
  return bothCases(first).flatMap((one) => bothCases(second).map((two) => {
    bytes.set([one, two]);
    return view[0] as number;
  }));
}

function rarestPairs(bytes: Uint8Array): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let offset = 0; offset + 2 < bytes.length; offset += 1) {
    const [a, b, c] = [bytes[offset], bytes[offset + 1], bytes[offset + 2]].map((byte) => COST[byte ?? 0] ?? 0) as [number, number, number];
    // How often a pair stands in text is about the product of its letters' shares.
    const cost = a * b + b * c;
    if (cost >= least) continue;
    least = cost;
    best = offset;
  }
  return best;
}
