// Names that a minifier or a bundler is likely to have chosen: declared in the file, and short or numbered.
import { isControl, punctuatorAt, type Tokens, WORD, wordAt } from './tokens.ts';

const DECLARING: ReadonlySet<string> = new Set(['var', 'let', 'const', 'function', 'class']);
/** `fetch`, `require` and their like never look like this. */
const CHOSEN = /^(?:.{1,3}|.*[\d_$])$/u;

/** Parameters of one function that are looked at. */
const PARAMETERS = 32;

/** Such names of one file. */
export function localNames(tokens: Tokens): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.kinds[at] !== WORD) continue;
    const name = wordAt(tokens, at);
    if (!names.has(name) && CHOSEN.test(name) && isDeclared(tokens, at)) names.add(name);
  }
  return names;
}

function isDeclared(tokens: Tokens, at: number): boolean {
  if (DECLARING.has(wordAt(tokens, at - 1)) || punctuatorAt(tokens, at + 1) === '=>') return true;
  const before = punctuatorAt(tokens, at - 1);
  const behind = punctuatorAt(tokens, at + 1);
  if (before === ',' && behind === '=') return true;
  return (before === '(' || before === ',') && (behind === ',' || behind === ')') && isParameter(tokens, at);
}

/** In parentheses that hold names only, before a body. */
function isParameter(tokens: Tokens, at: number): boolean {
  let opening = at;
  while (at - opening < 2 * PARAMETERS && punctuatorAt(tokens, opening - 1) === ',' && tokens.kinds[opening - 2] === WORD) opening -= 2;
  if (punctuatorAt(tokens, opening - 1) !== '(') return false;
  const closing = tokens.partners[opening - 1] as number;
  const behind = punctuatorAt(tokens, closing + 1);
  return behind === '=>' || (behind === '{' && !isControl(tokens, opening - 1));
}
