// Where names are surely declared, from tokens alone: each with a range of tokens in which it surely means that declaration or one
// inside. Declarations that need a parser to be seen are left out, and ranges are rather too narrow: who renames what is not covered
// here is not believed.
import { isControl, punctuatorAt, type Tokens, WORD, wordAt } from './tokens.ts';

/** Tokens `[from, to]`. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Ranges of each name. */
export type Declarations = ReadonlyMap<string, readonly Range[]>;

interface Gathered {
  readonly tokens: Tokens;
  readonly ranges: Map<string, Range[]>;
  /** Opening brackets around the token. */
  readonly open: number[];
}

/** All of one text. */
export function declarationsIn(tokens: Tokens): Declarations {
  const gathered: Gathered = { tokens, ranges: new Map(), open: [] };
  for (let at = 0; at < tokens.count; at += 1) {
    const partner = tokens.partners[at] as number;
    const sign = punctuatorAt(tokens, at);
    if (sign === ')' || sign === ']' || sign === '}') gathered.open.pop();
    if (sign === '(') parameters(gathered, at, partner);
    if (tokens.kinds[at] === WORD && punctuatorAt(tokens, at - 1) !== '.' && punctuatorAt(tokens, at - 1) !== '?.') word(gathered, at);
    if (sign === '(' || sign === '[' || sign === '{') gathered.open.push(at);
  }
  return gathered.ranges;
}

/** Ranges of one name that are looked at for one place. */
const LOOKED_AT = 64;

/** Whether a name is declared around a token. */
export function isCovered(declarations: Declarations, name: string, at: number): boolean {
  const ranges = declarations.get(name) ?? [];
  // They end in ascending order.
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle] as Range).to < at) low = middle + 1;
    else high = middle;
  }
  return ranges.slice(low, low + LOOKED_AT).some(({ from }) => from <= at);
}

function declare({ ranges, tokens }: Gathered, at: number, range: Range | undefined): void {
  if (range === undefined || tokens.kinds[at] !== WORD) return;
  const name = wordAt(tokens, at);
  const known = ranges.get(name);
  if (known === undefined) ranges.set(name, [range]);
  // Of ranges inside another the outer one is enough; those that follow are kept apart.
  else if ((known.at(-1) as Range).to < range.to) known.push(range);
}

/** `function (a, b) {`, `(a, b) => {`, `catch (a) {`; methods are left out. */
function parameters(gathered: Gathered, opening: number, closing: number): void {
  const { tokens } = gathered;
  const isArrow = punctuatorAt(tokens, closing + 1) === '=>';
  const body = isArrow ? closing + 2 : closing + 1;
  if (!isArrow && (punctuatorAt(tokens, body) !== '{' || !(startsFunction(tokens, opening) || isCatch(tokens, opening)))) return;
  const range = { from: opening, to: endOfBody(tokens, body) };
  for (let at = opening + 1; at < closing; at = behind(tokens, at)) {
    if (tokens.kinds[at] === WORD && /^(?:[(,]|\.\.\.)$/.test(punctuatorAt(tokens, at - 1)) && /^[,)=]$/.test(punctuatorAt(tokens, at + 1))) declare(gathered, at, range);
  }
}

/** Tokens of an arrow function's body that are looked at, where it is an expression. */
const EXPRESSION = 200;

/** The last token of a body: its brace, or what surely belongs to an expression. */
function endOfBody(tokens: Tokens, body: number): number {
  if (punctuatorAt(tokens, body) === '{') return tokens.partners[body] as number;
  let at = body;
  for (let steps = 0; steps < EXPRESSION && at < tokens.count; steps += 1) {
    if (/^[,;)\]}]$/.test(punctuatorAt(tokens, at)) || (at > body && tokens.lines[at] === 1) || tokens.text.charCodeAt(tokens.starts[at] as number) === 125) break;
    at = behind(tokens, at);
  }
  return at - 1;
}

/** The token behind this one, or behind the brackets that it opens. */
function behind(tokens: Tokens, at: number): number {
  return /^[([{]$/.test(punctuatorAt(tokens, at)) ? (tokens.partners[at] as number) + 1 : at + 1;
}

function startsFunction(tokens: Tokens, opening: number): boolean {
  let at = opening - 1;
  if (tokens.kinds[at] === WORD && wordAt(tokens, at) !== 'function') at -= 1;
  if (punctuatorAt(tokens, at) === '*') at -= 1;
  return wordAt(tokens, at) === 'function' && punctuatorAt(tokens, at - 1) !== '.' && punctuatorAt(tokens, at - 1) !== '?.';
}

function isCatch(tokens: Tokens, opening: number): boolean {
  return wordAt(tokens, opening - 1) === 'catch' && punctuatorAt(tokens, opening - 2) === '}';
}

function word(gathered: Gathered, at: number): void {
  const { tokens, open } = gathered;
  const name = wordAt(tokens, at);
  if (punctuatorAt(tokens, at + 1) === '=>') declare(gathered, at, { from: at, to: endOfBody(tokens, at + 2) });
  if (name !== 'var' && name !== 'let' && name !== 'const' && name !== 'function') return;
  const block = blockAround(tokens, open.at(-1)) ?? (name === 'function' ? undefined : loopAround(tokens, open.at(-1)));
  if (block === undefined) return;
  if (name !== 'function') variables(gathered, at + 1, block);
  else if (isStatementStart(tokens, at)) declare(gathered, punctuatorAt(tokens, at + 1) === '*' ? at + 2 : at + 1, block);
}

/** The range of a brace that surely holds statements, or the file; undefined for all other brackets. */
function blockAround(tokens: Tokens, opening: number | undefined): Range | undefined {
  if (opening === undefined) return { from: 0, to: tokens.count };
  return isBlock(tokens, opening) ? { from: opening, to: tokens.partners[opening] as number } : undefined;
}

/** From the head of a loop to the end of its body. */
function loopAround(tokens: Tokens, opening: number | undefined): Range | undefined {
  if (opening === undefined || wordAt(tokens, opening - 1) !== 'for' || !isControl(tokens, opening)) return undefined;
  const closing = tokens.partners[opening] as number;
  return { from: opening, to: punctuatorAt(tokens, closing + 1) === '{' ? tokens.partners[closing + 1] as number : closing };
}

/** A body of a function or of a statement; false for classes, objects, and what may be one. */
export function isBlock(tokens: Tokens, opening: number): boolean {
  if (punctuatorAt(tokens, opening) !== '{') return false;
  const before = punctuatorAt(tokens, opening - 1);
  if (before === '=>' || before === ';') return true;
  const head = before === ')' ? tokens.partners[opening - 1] as number : undefined;
  if (head !== undefined) return startsFunction(tokens, head) || isCatch(tokens, head) || (isControl(tokens, head) && !/^[{,]$/.test(punctuatorAt(tokens, head - 2)));
  return /^(?:else|do|try|finally)$/.test(wordAt(tokens, opening - 1)) && punctuatorAt(tokens, opening - 2) !== '.';
}

function isStatementStart(tokens: Tokens, at: number): boolean {
  return at === 0 || /^[;{}]$/.test(punctuatorAt(tokens, at - 1));
}

/** `a = 1, b = 2` behind `var`. Patterns are left out. */
function variables(gathered: Gathered, first: number, block: Range): void {
  const { tokens } = gathered;
  for (let at = first; at < block.to; at = behind(tokens, at)) {
    const sign = punctuatorAt(tokens, at);
    if (at > first && ((tokens.lines[at] === 1 && punctuatorAt(tokens, at - 1) !== ',') || /^[;)\]}]$/.test(sign) || /^(?:in|of)$/.test(wordAt(tokens, at)))) return;
    if (tokens.kinds[at] === WORD && (at === first || punctuatorAt(tokens, at - 1) === ',') && (at > first || /^(?:[=;,]|)$/.test(punctuatorAt(tokens, at + 1)))) declare(gathered, at, block);
  }
}
