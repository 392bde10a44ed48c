// Words and simple commands of a POSIX shell's text, without any expansion: variables stay as written.
// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html (2.2 quoting, 2.3 token recognition, 2.7 redirection, 2.10 grammar).
// A page of it is enough for launch lines; functions and `case` patterns are not understood and come out as commands.
import { lineBuilder, type LineBuilder, type ShellLine } from './shell-line.ts';

const BRANCH = new Set(['if', 'elif', 'while', 'until', 'for', 'case', 'select', '[', '[[', 'test', '!']);
/** Words that only frame a command. */
const FRAME = new Set(['then', 'else', 'fi', 'do', 'done', 'esac', '{', '}', 'if', 'elif', 'while', 'until', '!']);

/** Takes the text apart. Linear in its length, never throws. */
export function splitPosix(text: string): ShellLine {
  const state: State = { text, at: 0, line: lineBuilder(), unclosed: false, heredocs: [] };
  while (state.at < text.length && !state.line.full()) step(state);
  if (state.heredocs.length > 0) state.unclosed = true;
  const split = state.line.finish({ conditional: false, unclosed: state.unclosed });
  return { ...split, commands: split.commands.map(unframed).filter(({ words, input }) => words.length > 0 || input !== undefined), conditional: split.commands.some(({ words }) => BRANCH.has(words[0] ?? '')) };
}

interface State {
  readonly text: string;
  at: number;
  readonly line: LineBuilder;
  unclosed: boolean;
  /** Ends of the here-documents whose text starts at the next line. */
  heredocs: string[];
}

function unframed<T extends { readonly words: readonly string[] }>(command: T): T {
  let from = 0;
  while (FRAME.has(command.words[from] ?? '')) from += 1;
  // The list of a loop is no command.
  if (/^(?:for|case|select)$/.test(command.words[from] ?? '')) from = command.words.length;
  return from === 0 ? command : { ...command, words: command.words.slice(from) };
}

function step(state: State): void {
  const { text, line } = state;
  const character = text[state.at] as string;
  if (character === '\\') return escape(state);
  if (character === "'") return line.add(quoted(state, "'"));
  if (character === '"') return doubleQuoted(state);
  if (character === '`' || character === '$') return expansion(state);
  if (character === ' ' || character === '\t' || character === '\r') return advance(state, 1, line.endWord);
  if (character === '\n') return newline(state);
  if (character === '#' && !line.inWord()) return comment(state);
  if (character === ';' || character === '&' || character === '|' || character === '(' || character === ')') return operator(state, character);
  if (character === '<' || character === '>') return redirection(state, character);
  plain(state);
}

function advance(state: State, by: number, then: () => void): void {
  state.at += by;
  then();
}

// A run of ordinary characters at once.
function plain(state: State): void {
  let end = state.at + 1;
  while (end < state.text.length && !/[\\'"`$ \t\r\n;&|()<>]/.test(state.text[end] as string)) end += 1;
  state.line.add(state.text.slice(state.at, end));
  state.at = end;
}

function escape(state: State): void {
  const next = state.text[state.at + 1];
  state.at += next === '\r' && state.text[state.at + 2] === '\n' ? 3 : 2;
  if (next !== undefined && next !== '\n' && next !== '\r') state.line.add(next);
}

function quoted(state: State, quote: string): string {
  const end = state.text.indexOf(quote, state.at + 1);
  const inside = state.text.slice(state.at + 1, end === -1 ? undefined : end);
  state.unclosed ||= end === -1;
  state.at = end === -1 ? state.text.length : end + 1;
  return inside;
}

function doubleQuoted(state: State): void {
  const { text, line } = state;
  line.add('');
  state.at += 1;
  while (state.at < text.length) {
    const character = text[state.at] as string;
    if (character === '"') { state.at += 1; return; }
    if (character === '$' || character === '`') { expansion(state); continue; }
    if (character === '\\' && /[$`"\\\n]/.test(text[state.at + 1] ?? '')) {
      if (text[state.at + 1] !== '\n') line.add(text[state.at + 1] as string);
      state.at += 2;
      continue;
    }
    let end = state.at + 1;
    while (end < text.length && !/["$`\\]/.test(text[end] as string)) end += 1;
    line.add(text.slice(state.at, end));
    state.at = end;
  }
  state.unclosed = true;
}

// `$X`, `${X}` stay in the word; the text of a substitution runs, so it is kept beside it as well.
function expansion(state: State): void {
  const { text, line } = state;
  const start = state.at;
  if (text[start] === '`') {
    line.substitution(quoted(state, '`'));
  } else if (text[start + 1] === '(') {
    closing(state, start + 2, '(', ')');
    if (text[start + 2] !== '(') line.substitution(text.slice(start + 2, Math.max(start + 2, state.at - 1)));
  } else if (text[start + 1] === '{') {
    closing(state, start + 2, '{', '}');
  } else if (text[start + 1] === "'") {
    // `$'…'` quotes with escapes, which may hide any letter.
    state.at += 1;
    line.add(`$'${quoted(state, "'")}'`);
    return;
  } else {
    state.at += 1;
  }
  line.add(text.slice(start, state.at));
}

// To the bracket that closes, past quoted ones.
function closing(state: State, from: number, open: string, close: string): void {
  const { text } = state;
  let depth = 1;
  let at = from;
  for (; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character === '\\') { at += 1; continue; }
    if (character === "'" && open === '(') {
      const end = text.indexOf("'", at + 1);
      if (end === -1) break;
      at = end;
    } else if (character === open) depth += 1;
    else if (character === close && --depth === 0) { state.at = at + 1; return; }
  }
  state.unclosed = true;
  state.at = text.length;
}

function newline(state: State): void {
  state.at += 1;
  state.line.endCommand('next');
  for (const end of state.heredocs.splice(0)) hereDocument(state, end);
}

function hereDocument(state: State, end: string): void {
  const { text } = state;
  const start = state.at;
  let lineStart = start;
  while (lineStart <= text.length) {
    const found = text.indexOf('\n', lineStart);
    const lineEnd = found === -1 ? text.length : found;
    if (text.slice(lineStart, lineEnd).trim() === end) {
      state.line.input(text.slice(start, lineStart));
      state.at = Math.min(text.length, lineEnd + 1);
      return;
    }
    if (found === -1) break;
    lineStart = found + 1;
  }
  state.line.input(text.slice(start));
  state.unclosed = true;
  state.at = text.length;
}

function comment(state: State): void {
  const end = state.text.indexOf('\n', state.at);
  state.at = end === -1 ? state.text.length : end;
}

function operator(state: State, character: string): void {
  const doubled = state.text[state.at + 1] === character;
  if (character === '&' && state.text[state.at + 1] === '>') {
    state.at += state.text[state.at + 2] === '>' ? 3 : 2;
    state.line.endWord();
    state.line.skipWord();
    return;
  }
  const single = character === '(' || character === ')';
  state.at += doubled && !single ? 2 : character === '|' && state.text[state.at + 1] === '&' ? 2 : 1;
  state.line.endCommand(single ? 'next' : character === '|' ? (doubled ? 'or' : 'pipe') : character === '&' && doubled ? 'and' : 'next');
}

function redirection(state: State, character: string): void {
  const { text, line } = state;
  if (text[state.at + 1] === '(') {
    const start = state.at;
    closing(state, start + 2, '(', ')');
    line.substitution(text.slice(start + 2, Math.max(start + 2, state.at - 1)));
    line.add(text.slice(start, state.at));
    return;
  }
  if (character === '<' && text[state.at + 1] === '<' && text[state.at + 2] !== '<') return hereMark(state);
  // `2>&1`: the number before is part of the operator, and so is the one behind `&`.
  line.endWord();
  let end = state.at;
  while (/[<>&|]/.test(text[end] ?? '') && end - state.at < 4) end += 1;
  state.at = end;
  line.skipWord();
}

function hereMark(state: State): void {
  const mark = /^<<-?[ \t]{0,8}(?:'([^'\n]{1,100})'|"([^"\n]{1,100})"|\\?([^\s;&|<>()'"]{1,100}))/.exec(state.text.slice(state.at, state.at + 120));
  state.line.endWord();
  state.at += mark?.[0].length ?? 2;
  const end = mark?.[1] ?? mark?.[2] ?? mark?.[3];
  if (end !== undefined) state.heredocs.push(end);
}
