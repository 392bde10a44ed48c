// Whether two texts are the same code but for the names of local variables: all of one name became all of another, each where it is
// surely declared. Then every name means what it meant. Keys, exports, labels and free names are never other names.
import { type Canonical, END, LINE } from './canonical.ts';
import { type Declarations, declarationsIn, isBlock, isCovered } from './declarations.ts';
import { sameItem } from './same-code.ts';
import { punctuatorAt, type Tokens, WORD, wordAt } from './tokens.ts';

/** A `with` and a direct `eval` see names as text: no file with one of them is looked at. */
const SEES_NAMES: ReadonlySet<string> = new Set(['eval', 'with']);
/** No word that may have a meaning of its own is a new or an old name. */
const MEANING = /^(?:abstract|accessor|any|arguments|as|assert|asserts|async|await|bigint|boolean|break|case|catch|class|const|continue|debugger|declare|default|defer|delete|do|else|enum|eval|export|extends|false|finally|for|from|function|get|global|globalThis|if|implements|import|in|infer|instanceof|interface|is|keyof|let|meta|module|namespace|never|new|null|number|object|of|out|override|package|private|protected|public|readonly|require|return|satisfies|set|source|static|string|super|switch|symbol|target|this|throw|true|try|type|typeof|undefined|unique|unknown|using|var|void|while|with|yield)$/;

/** True where nothing but such names differs. */
export function sameButNames(before: Canonical, after: Canonical): boolean {
  const { items: old, tokens } = before;
  if (old.length !== after.items.length) return false;
  const renamed = new Map<string, string>();
  const back = new Map<string, string>();
  let declarations: Declarations | undefined;
  const open: number[] = [];
  let exporting = false;
  for (let at = 0; at < old.length; at += 1) {
    const [one, other] = [old[at] as number, after.items[at] as number];
    if (open.length === 0 && (one === END || wordAt(tokens, one) === 'export')) exporting = one !== END;
    if (one < 0 || tokens.kinds[one] !== WORD || punctuatorAt(tokens, one - 1) === '.' || punctuatorAt(tokens, one - 1) === '?.') {
      if (!sameItem(tokens, one, after.tokens, other)) return false;
      if (one >= 0) follow(tokens, one, open);
      continue;
    }
    if (other < 0 || after.tokens.kinds[other] !== WORD) return false;
    const [was, is] = [wordAt(tokens, one), wordAt(after.tokens, other)];
    if (SEES_NAMES.has(was) || (renamed.get(was) ?? is) !== is || (back.get(is) ?? was) !== was) return false;
    renamed.set(was, is);
    back.set(is, was);
    if (was === is) continue;
    declarations ??= declarationsIn(tokens);
    if (MEANING.test(was) || MEANING.test(is) || !isVariable(tokens, one, open.at(-1)) || !isCovered(declarations, was, one)) return false;
    if (exporting && !isInside(tokens, open[0])) return false;
    if (old[at - 1] === LINE || old[at + 1] === LINE) return false;
  }
  return true;
}

function follow(tokens: Tokens, at: number, open: number[]): void {
  const sign = punctuatorAt(tokens, at);
  if (sign === '(' || sign === '[' || sign === '{') open.push(at);
  else if (sign === ')' || sign === ']' || sign === '}') open.pop();
}

/** Whether a statement's outermost bracket keeps the names in it from being exported ones. */
function isInside(tokens: Tokens, outermost: number | undefined): boolean {
  return outermost !== undefined && (punctuatorAt(tokens, outermost) === '(' || isBlock(tokens, outermost));
}

/** False for all that may be a key, a label, an exported or imported name. */
function isVariable(tokens: Tokens, at: number, bracket: number | undefined): boolean {
  const [before, behind] = [punctuatorAt(tokens, at - 1), punctuatorAt(tokens, at + 1)];
  if (behind === ':' && before !== '?' && wordAt(tokens, at - 1) !== 'case') return false;
  if ((behind === '?' || behind === '!') && punctuatorAt(tokens, at + 2) === ':') return false;
  if (/^(?:break|continue|export|default|import|as|from|type)$/.test(wordAt(tokens, at - 1)) || wordAt(tokens, at + 1) === 'as') return false;
  const inObject = bracket !== undefined && punctuatorAt(tokens, bracket) === '{' && !isBlock(tokens, bracket);
  return !inObject || /^(?:[:=?+\-/%<>&|^~!([]|\.\.\.|=>|[=!]==?|[<>]=|&&|\|\||\?\?)$/.test(before);
}
