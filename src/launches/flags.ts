// Flags and words of a program, where a list tells which flags take the next word. For programs whose flags need no closer look.

export interface Flags {
  /** Values by flag as written with its dashes; '' where it has none. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Words that are neither flags nor their values. */
  readonly words: readonly string[];
}

export interface FlagRules {
  readonly valued: readonly string[];
  /** `first-word`: all from the first word on belongs to it. `double-dash`: flags may stand anywhere before `--`. */
  readonly until: 'first-word' | 'double-dash';
}

/** Linear; a flag written as `--flag=value` has its value in itself. */
export function readFlags(args: readonly string[], rules: FlagRules): Flags {
  const values = new Map<string, string[]>();
  const words: string[] = [];
  const keep = (flag: string, value: string) => {
    const known = values.get(flag);
    if (known === undefined) values.set(flag, [value]);
    else known.push(value);
  };
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] as string;
    if (word === '--') return { values, words: [...words, ...args.slice(at + 1)] };
    if (!word.startsWith('-') || word === '-') {
      if (rules.until === 'first-word') return { values, words: args.slice(at) };
      words.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    if (equals !== -1) keep(word.slice(0, equals), word.slice(equals + 1));
    else if (rules.valued.includes(word) && args[at + 1] !== undefined) keep(word, args[++at] as string);
    else keep(word, '');
  }
  return { values, words };
}

/** All values of flags that mean the same. */
export function valuesOf(flags: Flags, ...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => flags.values.get(name) ?? []).filter((value) => value !== '');
}
