// "Did you mean": the known word nearest to a typed one.

/** The word at an edit distance of at most two (one for short words); undefined where none is that near. */
export function nearestWord(typed: string, words: readonly string[]): string | undefined {
  // Far too long to be a slip, and the distance costs the product of both lengths.
  if (typed.length > 40) return undefined;
  const limit = typed.length < 5 ? 1 : 2;
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const word of words) {
    const distance = editDistance(typed.toLowerCase(), word.toLowerCase());
    if (distance < bestDistance) { best = word; bestDistance = distance; }
  }
  return best;
}

// Optimal string alignment: two letters that changed places count as one slip.
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min((above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    before = above;
    above = current;
  }
  return above[b.length] ?? 0;
}
