// What a splitter gives back, and the words of a shell text collected one character at a time.
import { LIMITS } from '../model/limits.ts';

/** One simple command of a shell's text, and what stands between it and the one before. */
export interface ShellCommand {
  readonly words: readonly string[];
  readonly joined: 'first' | 'next' | 'and' | 'or' | 'pipe';
  /** Text handed to its input (`<<EOF`). */
  readonly input?: string;
}

export interface ShellLine {
  readonly commands: readonly ShellCommand[];
  /** Texts of `$(…)`, backticks and `<(…)`, which run before the command. */
  readonly substitutions: readonly string[];
  /** A test, a loop or a branch decides what runs. */
  readonly conditional: boolean;
  /** A quote or bracket that is never closed; the rest was read as quoted. */
  readonly unclosed: boolean;
  /** More commands or words than the limit; the rest was not read. */
  readonly cut: boolean;
}

/** Collects characters into words and words into commands. */
export interface LineBuilder {
  /** Adds to the word at hand; an empty text starts a word, as `''` does. */
  readonly add: (text: string) => void;
  readonly endWord: () => void;
  readonly endCommand: (next: ShellCommand['joined']) => void;
  /** The next word is the target of a redirection, and no word of the command. */
  readonly skipWord: () => void;
  /** Words of the command at hand, without the one being collected. */
  readonly words: () => readonly string[];
  readonly inWord: () => boolean;
  readonly substitution: (text: string) => void;
  readonly input: (text: string) => void;
  readonly full: () => boolean;
  readonly finish: (flags: { readonly conditional: boolean; readonly unclosed: boolean }) => ShellLine;
}

export function lineBuilder(): LineBuilder {
  const commands: { words: string[]; joined: ShellCommand['joined']; input?: string }[] = [];
  const substitutions: string[] = [];
  let words: string[] = [];
  let pieces: string[] | undefined;
  let joined: ShellCommand['joined'] = 'first';
  let skipping = false;
  let count = 0;
  const endWord = () => {
    if (pieces === undefined) return;
    if (skipping) skipping = false;
    else if (count < LIMITS.launchWords) words.push(pieces.join(''));
    count += 1;
    pieces = undefined;
  };
  const endCommand = (next: ShellCommand['joined']) => {
    endWord();
    skipping = false;
    if (words.length > 0) commands.push({ words, joined });
    // An operator after nothing keeps the stronger meaning: `a && \n b` is still "and".
    if (words.length > 0 || next !== 'next') joined = next;
    words = [];
  };
  return {
    add: (text) => { (pieces ??= []).push(text); },
    endWord,
    endCommand,
    skipWord: () => { skipping = true; },
    words: () => words,
    inWord: () => pieces !== undefined,
    substitution: (text) => { if (substitutions.length < LIMITS.launchWords) substitutions.push(text); },
    input: (text) => {
      const last = commands.at(-1);
      if (last === undefined) commands.push({ words: [], joined: 'first', input: text });
      else last.input = text;
    },
    full: () => count >= LIMITS.launchWords,
    finish: (flags) => {
      endCommand('next');
      return { commands, substitutions, ...flags, cut: count >= LIMITS.launchWords };
    },
  };
}
