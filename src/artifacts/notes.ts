// Notes of one kind about many files: the first ones by name, the rest as a number.

/** Gathers what is to be said of files. */
export interface Notes {
  readonly add: (kind: string, path: string) => void;
  readonly list: () => readonly string[];
}

const NAMED = 5;

/** `kind` is a sentence without its subject: `was not split`. One note a kind, in the order in which they came. */
export function gatherNotes(): Notes {
  const found = new Map<string, { readonly paths: string[]; count: number }>();
  return {
    add: (kind, path) => {
      const of = found.get(kind) ?? { paths: [], count: 0 };
      found.set(kind, of);
      of.count += 1;
      if (of.paths.length < NAMED) of.paths.push(path);
    },
    list: () => [...found].map(([kind, { paths, count }]) => `${paths.join(', ')}${count > paths.length ? ` and ${count - paths.length} more` : ''}: ${kind}`),
  };
}
