// A binding.gyp: a Python literal (https://gyp.gsrc.io/docs/InputFormatReference.md) of dictionaries, lists and texts with comments,
// texts beside one another joined, trailing commas. Only what building runs is taken out: command expansions `<!(…)`, `<!@(…)`,
// `>!(…)`, `^!(…)` anywhere in a text, and `action` lists of actions, rules and postbuilds. Included .gypi files are not followed.
import { positionsIn } from '../text/lines.ts';

/** One command that building runs. */
export interface GypCommand {
  readonly command: string;
  readonly how: 'expansion' | 'action';
  readonly line: number;
  readonly column: number;
}

type Token = { readonly kind: 'text'; readonly text: string; readonly at: number } | { readonly kind: 'sign'; readonly sign: string; readonly at: number };

const MAX_TOKENS = 200_000;
const MAX_COMMANDS = 1_000;
const MAX_LENGTH = 2_000;
const MAX_WORDS = 500;
const EXPANSION = /[<>^]!@?(?:[-\w.]{1,100})?\(/g;

/** Commands in the order of the text. Reads any text, also a cut one; never throws. */
export function gypCommands(text: string): readonly GypCommand[] {
  const position = positionsIn(text);
  const found: GypCommand[] = [];
  const tokens = tokensOf(text);
  for (const token of tokens) {
    if (token.kind !== 'text') continue;
    for (const command of expansions(token.text)) found.push({ command, how: 'expansion', ...position(token.at) });
  }
  for (const { words, at } of actions(tokens)) found.push({ command: words.join(' ').slice(0, MAX_LENGTH), how: 'action', ...position(at) });
  return found.slice(0, MAX_COMMANDS).sort((a, b) => a.line - b.line || a.column - b.column);
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length && tokens.length < MAX_TOKENS) {
    const character = text[at] as string;
    if (character === '#') {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end;
    } else if (character === '"' || character === "'") {
      const read = readText(text, at);
      push(tokens, { kind: 'text', text: read.text, at });
      at = read.end;
    } else {
      if ('{}[]():,'.includes(character)) tokens.push({ kind: 'sign', sign: character, at });
      at += 1;
    }
  }
  return tokens;
}

// Python joins texts that stand beside one another; `+` and prefixes such as `r` or `u` are no tokens here.
function push(tokens: Token[], token: Extract<Token, { kind: 'text' }>): void {
  const last = tokens.at(-1);
  if (last?.kind === 'text') tokens[tokens.length - 1] = { ...last, text: last.text + token.text };
  else tokens.push(token);
}

function readText(text: string, start: number): { readonly text: string; readonly end: number } {
  const quote = text[start] as string;
  const mark = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  const parts: string[] = [];
  let from = start + mark.length;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') {
      parts.push(text.slice(from, at));
      const escape = readEscape(text, at);
      parts.push(escape.text);
      from = escape.end;
      at = from - 1;
    } else if (text.startsWith(mark, at)) {
      parts.push(text.slice(from, at));
      return { text: parts.join(''), end: at + mark.length };
    }
  }
  parts.push(text.slice(from));
  return { text: parts.join(''), end: text.length };
}

/** https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences */
function readEscape(text: string, at: number): { readonly text: string; readonly end: number } {
  const digits = /^\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3}))/.exec(text.slice(at, at + 10));
  if (digits !== null) {
    const code = digits[4] === undefined ? Number.parseInt(digits[1] ?? digits[2] ?? (digits[3] as string), 16) : Number.parseInt(digits[4], 8);
    return { text: code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd', end: at + digits[0].length };
  }
  const character = text[at + 1] ?? '';
  const plain: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '', '\\': '\\', "'": "'", '"': '"' };
  return { text: Object.hasOwn(plain, character) ? (plain[character] as string) : `\\${character}`, end: at + 2 };
}

function expansions(text: string): readonly string[] {
  const found: string[] = [];
  for (const match of text.matchAll(EXPANSION)) {
    if (found.length >= MAX_COMMANDS) break;
    const start = match.index + match[0].length;
    found.push(text.slice(start, closing(text, start)).trim());
  }
  return found;
}

// Where it does not close: as far as is shown. gyp would refuse it, a reader wants to see it.
function closing(text: string, start: number): number {
  const end = Math.min(text.length, start + MAX_LENGTH);
  let depth = 1;
  for (let at = start; at < end; at += 1) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return end;
}

function actions(tokens: readonly Token[]): readonly { readonly words: readonly string[]; readonly at: number }[] {
  const found: { words: readonly string[]; at: number }[] = [];
  for (let at = 0; at + 2 < tokens.length && found.length < MAX_COMMANDS; at += 1) {
    const key = tokens[at];
    // `action+`, `action=`, `action?` and `action%` merge with what stands elsewhere.
    if (key?.kind !== 'text' || !/^action[+=?%]?$/.test(key.text) || !isSign(tokens[at + 1], ':')) continue;
    const words: string[] = [];
    let depth = 0;
    for (let index = at + 2; index < tokens.length && words.length < MAX_WORDS; index += 1) {
      const token = tokens[index] as Token;
      if (token.kind === 'text') words.push(token.text);
      else if ('[{('.includes(token.sign)) depth += 1;
      else if (']})'.includes(token.sign)) depth -= 1;
      if (depth <= 0 && (token.kind === 'text' || token.sign !== ':')) break;
    }
    if (words.length > 0) found.push({ words, at: key.at });
  }
  return found;
}

function isSign(token: Token | undefined, sign: string): boolean {
  return token?.kind === 'sign' && token.sign === sign;
}
