// JavaScript and TypeScript split into tokens (https://tc39.es/ecma262/#sec-ecmascript-language-lexical-grammar), linear, without a
// parser. Whoever compares tokens calls two files equal, so a wrong guess could hide code: where a `/` may begin a regular expression
// or a division, or a `<` an element of JSX, and it matters, there is no answer at all.
import { grown } from '../lines.ts';

export const WORD = 1;
export const NUMBER = 2;
export const STRING = 3;
/** A template's text between its backquotes and substitutions, with these. */
export const TEMPLATE = 4;
export const REGEX = 5;
export const PUNCTUATOR = 6;
/** `#name`. */
export const PRIVATE = 7;
export const HASHBANG = 8;

/** The tokens of one text; comments and blanks are none. */
export interface Tokens {
  readonly text: string;
  readonly count: number;
  readonly kinds: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** 1 where a line ended between a token and the one before it. */
  readonly lines: Uint8Array;
  /** Of a closing bracket that of the opening one, and the other way round; else 0. */
  readonly partners: Uint32Array;
}

/** `ts`: no JSX, and types beside code. */
export type Dialect = 'js' | 'ts';

/** What a `/` or `<` means behind a token. */
const OPERATOR = 0;
const OPERAND = 1;
const DOUBT = 2;

interface Lexer {
  readonly text: string;
  readonly dialect: Dialect;
  at: number;
  count: number;
  kinds: Uint8Array;
  starts: Uint32Array;
  ends: Uint32Array;
  lines: Uint8Array;
  partners: Uint32Array;
  /** Open brackets, by token; those of a template's substitution as well. */
  readonly open: number[];
  /** What follows the last token. */
  next: number;
  newline: boolean;
  /** Characters that may still be searched where a `/` is in doubt. */
  doubts: number;
}

/** Tokens of one file, which take 14 bytes each. Nine megabytes of minified code have some four million. */
const MOST = 6_000_000;

/** Tokens of a text; undefined where they cannot be told for sure, or are too many. */
export function tokensOf(text: string, dialect: Dialect): Tokens | undefined {
  const room = (text.length >> 2) + 16;
  const lexer: Lexer = { text, dialect, at: 0, count: 0, kinds: new Uint8Array(room), starts: new Uint32Array(room), ends: new Uint32Array(room), lines: new Uint8Array(room), partners: new Uint32Array(room), open: [], next: OPERAND, newline: false, doubts: text.length * 4 + 1_000 };
  if (text.startsWith('#!')) push(lexer, HASHBANG, endOfLine(text, 0), OPERAND);
  while (skipBlanks(lexer)) if (lexer.count >= MOST || !readToken(lexer)) return undefined;
  return lexer.at < text.length || lexer.open.length > 0 ? undefined : lexer;
}

function push(lexer: Lexer, kind: number, end: number, next: number): true {
  if (lexer.count + 1 >= lexer.kinds.length) grow(lexer);
  const { count } = lexer;
  lexer.kinds[count] = kind;
  lexer.starts[count] = lexer.at;
  lexer.ends[count] = end;
  lexer.lines[count] = lexer.newline ? 1 : 0;
  lexer.count = count + 1;
  lexer.at = end;
  lexer.next = next;
  lexer.newline = false;
  return true;
}

function grow(lexer: Lexer): void {
  const room = lexer.kinds.length * 2;
  lexer.kinds = grown(lexer.kinds, new Uint8Array(room));
  lexer.starts = grown(lexer.starts, new Uint32Array(room));
  lexer.ends = grown(lexer.ends, new Uint32Array(room));
  lexer.lines = grown(lexer.lines, new Uint8Array(room));
  lexer.partners = grown(lexer.partners, new Uint32Array(room));
}

function endOfLine(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) if (isLineEnd(text.charCodeAt(at))) return at;
  return text.length;
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13 || code === 0x2028 || code === 0x2029;
}

/** Past blanks and comments; false at the end, and in a comment without one. */
function skipBlanks(lexer: Lexer): boolean {
  const { text } = lexer;
  for (; lexer.at < text.length; lexer.at += 1) {
    const code = text.charCodeAt(lexer.at);
    if (code === 10 || code === 13) lexer.newline = true;
    else if (code === 32 || code === 9 || code === 11 || code === 12) continue;
    else if (code !== SLASH || !skipComment(lexer)) return code !== SLASH || text.charCodeAt(lexer.at + 1) !== STAR;
  }
  return false;
}

/** To the last character of a comment; false where there is none. */
function skipComment(lexer: Lexer): boolean {
  const { text, at } = lexer;
  const second = text.charCodeAt(at + 1);
  if (second === SLASH) {
    lexer.at = endOfLine(text, at) - 1;
    return true;
  }
  const end = second === STAR ? text.indexOf('*/', at + 2) : -1;
  if (end === -1) return false;
  for (let inner = at; inner < end && !lexer.newline; inner += 1) if (isLineEnd(text.charCodeAt(inner))) lexer.newline = true;
  lexer.at = end + 1;
  return true;
}

const SLASH = 47;
const STAR = 42;
const BACKSLASH = 92;
const BACKQUOTE = 96;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const HASH = 35;
const LESS = 60;
const DOT = 46;
const CLOSING_BRACE = 125;

/** False where the text is no code, or cannot be told. */
function readToken(lexer: Lexer): boolean {
  const code = lexer.text.charCodeAt(lexer.at);
  if (isWordStart(code)) return readWord(lexer);
  if (isDigit(code) || (code === DOT && isDigit(lexer.text.charCodeAt(lexer.at + 1)))) return readNumber(lexer);
  switch (code) {
    case DOUBLE_QUOTE:
    case SINGLE_QUOTE: return readString(lexer, code);
    case BACKQUOTE: return readTemplate(lexer);
    case SLASH: return readSlash(lexer);
    case HASH: return isWordStart(lexer.text.charCodeAt(lexer.at + 1)) && push(lexer, PRIVATE, endOfWord(lexer.text, lexer.at + 1), OPERATOR);
    case CLOSING_BRACE: return endsSubstitution(lexer) ? readTemplate(lexer) : readPunctuator(lexer, code);
    default: return readPunctuator(lexer, code);
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

// Escapes in names are given up: `\u0061wait` is a name that looks like another. All beyond ASCII counts as a letter, but for blanks.
function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 36 || (code > 127 && !isOddBlank(code));
}

function isOddBlank(code: number): boolean {
  return code === 0xa0 || code === 0x85 || code === 0x1680 || code === 0x180e || (code >= 0x2000 && code <= 0x200f) || (code >= 0x2028 && code <= 0x202f) || (code >= 0x205f && code <= 0x206f) || code === 0x3000 || code === 0xfeff;
}

function endOfWord(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); isWordStart(code) || isDigit(code); code = text.charCodeAt(at)) at += 1;
  return at;
}

/** Behind these words an operand follows. */
const BEFORE_OPERAND: ReadonlySet<string> = new Set(['return', 'typeof', 'case', 'do', 'else', 'in', 'instanceof', 'new', 'void', 'delete', 'throw', 'default', 'extends']);
/** Behind these it may: they are names as well. */
const PERHAPS: ReadonlySet<string> = new Set(['yield', 'await', 'of', 'async', 'let', 'static', 'get', 'set', 'as', 'satisfies', 'is', 'type', 'keyof', 'infer', 'readonly', 'using', 'from', 'accessor', 'asserts', 'unique', 'out', 'declare', 'abstract',
  'break', 'continue', 'debugger', 'var', 'const', 'if', 'for', 'while', 'with', 'switch', 'try', 'catch', 'finally', 'function', 'class', 'import', 'export', 'enum']);

function readWord(lexer: Lexer): boolean {
  const end = endOfWord(lexer.text, lexer.at);
  if (lexer.text.charCodeAt(end) === BACKSLASH) return false;
  const word = end - lexer.at > 10 ? '' : lexer.text.slice(lexer.at, end);
  const property = isPropertyPlace(lexer);
  return push(lexer, WORD, end, property ? OPERATOR : BEFORE_OPERAND.has(word) ? OPERAND : PERHAPS.has(word) ? DOUBT : OPERATOR);
}

/** Behind `.` and `?.`. */
function isPropertyPlace({ count, kinds, ends, starts, text }: Lexer): boolean {
  if (count === 0 || kinds[count - 1] !== PUNCTUATOR) return false;
  const end = ends[count - 1] as number;
  const length = end - (starts[count - 1] as number);
  return text.charCodeAt(end - 1) === DOT && length < 3;
}

// Too much at worst: `1..toFixed` is one token, and compared as it is written.
function readNumber(lexer: Lexer): boolean {
  const { text } = lexer;
  const hex = text.charCodeAt(lexer.at) === 48 && (text.charCodeAt(lexer.at + 1) | 32) === 120;
  let at = lexer.at;
  for (let code = text.charCodeAt(at); isWordStart(code) || isDigit(code) || code === DOT; code = text.charCodeAt(at)) {
    at += 1;
    const sign = text.charCodeAt(at);
    if (!hex && (code | 32) === 101 && (sign === 43 || sign === 45)) at += 1;
  }
  return text.charCodeAt(at) === BACKSLASH ? false : push(lexer, NUMBER, at, OPERATOR);
}

function readString(lexer: Lexer, quote: number): boolean {
  const { text } = lexer;
  for (let at = lexer.at + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return push(lexer, STRING, at + 1, OPERATOR);
    if (code === 10 || code === 13) return false;
    // A carriage return and newline behind a backslash are one.
    if (code === BACKSLASH) at += text.charCodeAt(at + 1) === 13 && text.charCodeAt(at + 2) === 10 ? 2 : 1;
  }
  return false;
}

/** From a backquote, or the brace that ends a substitution, to the next substitution or the end. */
function readTemplate(lexer: Lexer): boolean {
  const { text, open, count } = lexer;
  const partner = text.charCodeAt(lexer.at) === CLOSING_BRACE ? open.pop() : undefined;
  for (let at = lexer.at + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === BACKQUOTE) return push(lexer, TEMPLATE, at + 1, OPERATOR) && paired(lexer, partner, count);
    else if (code === 36 && text.charCodeAt(at + 1) === 123) {
      push(lexer, TEMPLATE, at + 2, OPERAND);
      open.push(count);
      return paired(lexer, partner, count);
    }
  }
  return false;
}

function paired(lexer: Lexer, opening: number | undefined, closing: number): true {
  if (opening === undefined) return true;
  // A template's middle closes one substitution and opens the next: the way back is that of its opening.
  lexer.partners[opening] = closing;
  lexer.partners[closing] = opening;
  return true;
}

function endsSubstitution({ open, kinds }: Lexer): boolean {
  const last = open.at(-1);
  return last !== undefined && kinds[last] === TEMPLATE;
}

function readSlash(lexer: Lexer): boolean {
  const { text, at, next } = lexer;
  const operator = () => push(lexer, PUNCTUATOR, text.charCodeAt(at + 1) === 61 ? at + 2 : at + 1, OPERAND);
  // `var x`, `break x` and `import 'x'` end with their line, and a regular expression may begin the next one.
  if (next === OPERATOR && !lexer.newline) return operator();
  const end = endOfRegex(text, at);
  if (next === OPERAND) return end !== undefined && push(lexer, REGEX, end, OPERATOR);
  // No regular expression has a line end in it. Looking for one again and again in a long line is not without end.
  lexer.doubts -= (end ?? endOfLine(text, at)) - at;
  return end === undefined && lexer.doubts > 0 ? operator() : false;
}

/** Behind the flags; undefined where none ends in this line. */
function endOfRegex(text: string, from: number): number | undefined {
  let inClass = false;
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isLineEnd(code)) return undefined;
    if (code === BACKSLASH) {
      at += 1;
      if (isLineEnd(text.charCodeAt(at))) return undefined;
    } else if (code === 91) inClass = true;
    else if (code === 93) inClass = false;
    else if (code === SLASH && !inClass) return endOfWord(text, at + 1);
  }
  return undefined;
}

// Longest first.
const PUNCTUATORS = ['>>>=', '...', '===', '!==', '**=', '<<=', '>>=', '>>>', '&&=', '||=', '??=', '=>', '==', '!=', '<=', '>=', '&&', '||', '??', '?.', '++', '--', '+=', '-=', '*=', '%=', '&=', '|=', '^=', '<<', '>>', '**',
  '{', '}', '(', ')', '[', ']', '.', ';', ',', '<', '>', '+', '-', '*', '%', '&', '|', '^', '!', '~', '?', ':', '=', '@'];
const BY_FIRST: readonly (readonly string[] | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const some = PUNCTUATORS.filter((text) => text.charCodeAt(0) === code);
  return some.length === 0 ? undefined : some;
});

function readPunctuator(lexer: Lexer, code: number): boolean {
  const { text, at } = lexer;
  const some = BY_FIRST[code];
  const found = some?.find((one) => one.length === 1 || text.startsWith(one, at));
  if (found === undefined || isHtmlComment(lexer, code)) return false;
  switch (found) {
    case '(': case '[': case '{': return openBracket(lexer);
    case ')': case ']': case '}': return closeBracket(lexer, found);
    case '++': case '--': return push(lexer, PUNCTUATOR, at + 2, lexer.next === OPERATOR && lexer.newline ? DOUBT : lexer.next);
    // Behind an operand it is TypeScript's, and an operand still.
    case '!': return push(lexer, PUNCTUATOR, at + 1, lexer.next === OPERAND ? OPERAND : DOUBT);
    case '<': return ((lexer.next === OPERATOR && !lexer.newline) || lexer.dialect === 'ts') && push(lexer, PUNCTUATOR, at + 1, OPERAND);
    case '>': return push(lexer, PUNCTUATOR, at + 1, lexer.dialect === 'ts' ? DOUBT : OPERAND);
    case '?.': return isDigit(text.charCodeAt(at + 2)) ? push(lexer, PUNCTUATOR, at + 1, OPERAND) : push(lexer, PUNCTUATOR, at + 2, OPERAND);
    default: return push(lexer, PUNCTUATOR, at + found.length, OPERAND);
  }
}

/** `<!--`, and `-->` at the beginning of a line, begin comments in scripts and none in modules (https://tc39.es/ecma262/#sec-html-like-comments). */
function isHtmlComment({ text, at, newline, count }: Lexer, code: number): boolean {
  if (code === LESS) return text.startsWith('<!--', at);
  return code === 45 && (newline || count === 0) && text.startsWith('-->', at);
}

function openBracket(lexer: Lexer): boolean {
  lexer.open.push(lexer.count);
  return push(lexer, PUNCTUATOR, lexer.at + 1, OPERAND);
}

function closeBracket(lexer: Lexer, closing: ')' | ']' | '}'): boolean {
  const opening = lexer.open.pop();
  if (opening === undefined) return false;
  const code = lexer.kinds[opening] === PUNCTUATOR ? lexer.text.charCodeAt(lexer.starts[opening] as number) : 0;
  if (code !== (closing === ')' ? 40 : closing === ']' ? 91 : 123)) return false;
  const next = closing === ']' ? OPERATOR : closing === '}' ? DOUBT : isControl(lexer, opening) ? OPERAND : OPERATOR;
  return push(lexer, PUNCTUATOR, lexer.at + 1, next) && paired(lexer, opening, lexer.count - 1);
}

const CONTROL: ReadonlySet<string> = new Set(['if', 'while', 'for', 'with']);

/** Whether a parenthesis opens the head of a statement, so that what follows its end is a statement. */
export function isControl(tokens: Pick<Tokens, 'text' | 'kinds' | 'starts' | 'ends'>, opening: number): boolean {
  const word = wordAt(tokens, opening - 1);
  if (word === 'await') return wordAt(tokens, opening - 2) === 'for';
  return CONTROL.has(word) && punctuatorAt(tokens, opening - 2) !== '.' && punctuatorAt(tokens, opening - 2) !== '?.';
}

/** The word at a place; empty where there is none. */
export function wordAt({ text, kinds, starts, ends }: Pick<Tokens, 'text' | 'kinds' | 'starts' | 'ends'>, at: number): string {
  return at >= 0 && kinds[at] === WORD ? text.slice(starts[at], ends[at]) : '';
}

/** The punctuator at a place; empty where there is none. */
export function punctuatorAt({ text, kinds, starts, ends }: Pick<Tokens, 'text' | 'kinds' | 'starts' | 'ends'>, at: number): string {
  return at >= 0 && kinds[at] === PUNCTUATOR ? text.slice(starts[at], ends[at]) : '';
}
