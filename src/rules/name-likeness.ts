// How alike two package names are, for telling typing errors and disguises. Bounded by the length of a name at npm (214 characters).

/** Longest name that is compared. https://docs.npmjs.com/cli/configuring-npm/package-json#name */
const LONGEST = 214;

/** Letters of other scripts, and digits, that are read as Latin letters. Unicode Technical Standard 39 has the whole table. */
const CONFUSABLE: Readonly<Record<string, string>> = {
  а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', х: 'x', у: 'y', і: 'i', ѕ: 's', ј: 'j', һ: 'h', ԁ: 'd', ո: 'n', ν: 'v', ο: 'o', α: 'a', ρ: 'p', ı: 'i', 0: 'o', 1: 'l', i: 'l', '|': 'l',
};

/** The name as the eye reads it: two names with the same answer look the same. */
export function asSeen(name: string): string {
  const plain = name.slice(0, LONGEST).normalize('NFKD').replace(/\p{Mark}/gu, '').toLowerCase();
  return [...plain].map((letter) => CONFUSABLE[letter] ?? letter).join('').replaceAll('rn', 'm').replaceAll('vv', 'w');
}

/** The name without anything that separates its words. */
export function squashed(name: string): string {
  return name.toLowerCase().replace(/[^\p{Letter}\p{Number}]+/gu, '');
}

/**
 * Insertions, deletions, replacements and swaps of neighbours from `a` to `b` (optimal string alignment), as far as `most`;
 * `most + 1` for more.
 */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most || a.length > LONGEST || b.length > LONGEST) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    if (Math.min(...row) > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length] ?? most + 1;
}
