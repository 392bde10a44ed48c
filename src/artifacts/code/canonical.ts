// Tokens without what formatting changes: trailing commas, the parentheses of an arrow function's only parameter, and semicolons that
// a line end or a closing brace stands for. Where a line end may matter (https://tc39.es/ecma262/#sec-automatic-semicolon-insertion)
// it is kept as an item of its own, so that it equals only itself.
import { type Dialect, isControl, NUMBER, PRIVATE, PUNCTUATOR, punctuatorAt, REGEX, STRING, TEMPLATE, type Tokens, tokensOf, WORD, wordAt } from './tokens.ts';

/** In place of a token: the end of a statement, written or not. */
export const END = -1;
/** In place of a token: a line end that may be one. */
export const LINE = -2;

/** One text in canonical form. */
export interface Canonical {
  readonly tokens: Tokens;
  /** Tokens by number, `END` and `LINE`. */
  readonly items: Int32Array;
}

/** Undefined where the text cannot be split for sure. */
export function canonicalOf(text: string, dialect: Dialect): Canonical | undefined {
  const tokens = tokensOf(text, dialect);
  return tokens === undefined ? undefined : { tokens, items: itemsOf(tokens) };
}

function itemsOf(tokens: Tokens): Int32Array {
  const items = new Int32Array(tokens.count * 2 + 2);
  let count = 0;
  // Innermost bracket by its first character; statements end in braces and outside of all brackets only.
  const open: number[] = [];
  let last = -1;
  let semicolons = 0;
  let newline = false;
  let skipped = -1;
  for (let at = 0; at < tokens.count; at += 1) {
    const code = tokens.kinds[at] === PUNCTUATOR ? tokens.text.charCodeAt(tokens.starts[at] as number) : 0;
    newline ||= tokens.lines[at] === 1;
    const statements = open.length === 0 || open.at(-1) === BRACE;
    if (code === SEMICOLON && statements) {
      semicolons += 1;
      continue;
    }
    const isClosing = code === 41 || code === 93 || code === 125;
    if (statements && code !== 125) {
      for (let end = endsBetween(tokens, last, at, semicolons, newline); end !== 0; end -= Math.sign(end)) {
        items[count] = end > 0 ? END : LINE;
        count += 1;
      }
    }
    semicolons = 0;
    newline = false;
    if (isClosing || (tokens.kinds[at] === TEMPLATE && tokens.text.charCodeAt(tokens.starts[at] as number) === 125)) open.pop();
    if (opens(tokens, at, code)) open.push(code);
    last = at;
    if (at === skipped || (code === COMMA && isTrailing(tokens, at))) continue;
    if (code === 40 && isOnlyParameter(tokens, at)) {
      skipped = at + 2;
      continue;
    }
    items[count] = at;
    count += 1;
  }
  return items.slice(0, count);
}

const BRACE = 123;
const SEMICOLON = 59;
const COMMA = 44;

function opens({ kinds, text, ends }: Tokens, at: number, code: number): boolean {
  return code === 40 || code === 91 || code === BRACE || (kinds[at] === TEMPLATE && text.charCodeAt((ends[at] as number) - 1) === BRACE);
}

/** `a,` before a closing bracket; not a hole of an array. */
function isTrailing(tokens: Tokens, at: number): boolean {
  return /^[)\]}]$/.test(punctuatorAt(tokens, at + 1)) && !/^[,([{]$/.test(punctuatorAt(tokens, at - 1));
}

/** `(a) =>` */
function isOnlyParameter(tokens: Tokens, at: number): boolean {
  return tokens.kinds[at + 1] === WORD && at + 3 < tokens.count && tokens.partners[at] === at + 2 && punctuatorAt(tokens, at + 3) === '=>';
}

/** Words that end no statement: what follows belongs to them, on whatever line it stands. */
const OPEN_WORDS: ReadonlySet<string> = new Set(['typeof', 'case', 'do', 'else', 'in', 'instanceof', 'new', 'void', 'delete', 'default', 'extends', 'var', 'const', 'if', 'for', 'while', 'with', 'switch', 'try', 'catch', 'finally', 'function', 'class', 'import', 'export', 'enum']);
/** Words behind which a line end has a meaning, or has one where they are names and not where they are keywords. */
const DOUBTFUL_BEFORE: ReadonlySet<string> = new Set(['return', 'throw', 'break', 'continue', 'debugger', 'yield', 'await', 'async', 'of', 'let', 'static', 'get', 'set', 'as', 'satisfies', 'is', 'type', 'keyof', 'infer', 'readonly', 'using', 'from', 'accessor', 'asserts', 'assert', 'unique', 'out', 'declare', 'abstract',
  'interface', 'namespace', 'module', 'global', 'implements', 'package', 'private', 'protected', 'public', 'override', 'require', 'defer', 'source']);
const DOUBTFUL_BEHIND: ReadonlySet<string> = new Set(['of', 'as', 'satisfies', 'is', 'from', 'extends', 'implements', 'asserts', 'assert', 'out', 'with']);
const CONTINUING: ReadonlySet<string> = new Set(['in', 'instanceof']);
const DOUBTFUL_SIGNS: ReadonlySet<string> = new Set(['++', '--', '!', '~', '@']);

/** How many ends of statements stand before a token; a negative number is a line end that may be one. */
function endsBetween(tokens: Tokens, last: number, at: number, semicolons: number, newline: boolean): number {
  if (last === -1) return semicolons;
  const closesBlock = punctuatorAt(tokens, last) === '}';
  if (semicolons > 0) return closesBlock && (beginsStatement(tokens, at) || punctuatorAt(tokens, at) === '{') ? 0 : semicolons;
  if (!newline) return 0;
  if (isDoubtful(tokens, last, at)) return -1;
  return !closesBlock && endsOperand(tokens, last) && beginsStatement(tokens, at) ? 1 : 0;
}

function isDoubtful(tokens: Tokens, last: number, at: number): boolean {
  return DOUBTFUL_BEFORE.has(wordAt(tokens, last)) || DOUBTFUL_BEHIND.has(wordAt(tokens, at)) || DOUBTFUL_SIGNS.has(punctuatorAt(tokens, at)) || punctuatorAt(tokens, last) === '++' || punctuatorAt(tokens, last) === '--';
}

/** What cannot continue an expression. */
function beginsStatement(tokens: Tokens, at: number): boolean {
  const kind = tokens.kinds[at];
  if (kind === WORD) return !CONTINUING.has(wordAt(tokens, at)) && !DOUBTFUL_BEHIND.has(wordAt(tokens, at));
  return kind === NUMBER || kind === STRING || kind === PRIVATE;
}

/** What an expression can end with, and a word of the grammar cannot. */
function endsOperand(tokens: Tokens, at: number): boolean {
  const kind = tokens.kinds[at];
  if (kind === WORD) return !OPEN_WORDS.has(wordAt(tokens, at));
  if (kind === TEMPLATE) return tokens.text.charCodeAt((tokens.ends[at] as number) - 1) === 96;
  if (kind === NUMBER || kind === STRING || kind === REGEX || kind === PRIVATE) return true;
  const sign = punctuatorAt(tokens, at);
  return sign === ']' || (sign === ')' && !isControl(tokens, tokens.partners[at] as number));
}
