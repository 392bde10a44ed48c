// Source text to ESTree. Strict parsers first (meriyah for JavaScript, acorn for TypeScript), acorn-loose where they refuse: a
// syntax error must not hide what is readable around it. Files over the limit are read in windows.
import { type Options, Parser } from 'acorn';
import { LooseParser, parse as parseLoose } from 'acorn-loose';
import { tsPlugin } from '@sveltejs/acorn-typescript';
import { parseModule, parseScript } from 'meriyah';
import type { Problem } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import type { Module, Node, PackageBehaviors, SourceFile } from './contract.ts';
import { emptyElsewhere } from './focus.ts';
import { placesOf } from './focus-places.ts';
import { child, children, nameOf } from './nodes.ts';
import { parseWindows } from './windows.ts';

/** How one file was read, and what of it could not be. */
export interface Parsed {
  readonly module?: Module;
  readonly read: PackageBehaviors['files'][number]['read'];
  readonly problems: readonly Problem[];
}

const TYPESCRIPT = /\.[cm]?tsx?$/i;
const MODULE_WORDS = /^\s*(?:import|export)\b/m;
/** Nested deeper than any written code, and deep enough to end the process inside some engines' regular expressions. */
const NESTED_TEMPLATES = 200;

type Raise = (pos: number, message: string) => never;

const TypeScript = Parser.extend(tsPlugin({ jsx: false }));
const TypeScriptJsx = Parser.extend(tsPlugin({ jsx: true }));

/** Never throws. */
export function parseSource(file: SourceFile): Parsed {
  const whole = file.whole ?? LIMITS.sourceCharacters;
  const windowed = file.text.length > whole;
  try {
    if (file.focus !== undefined) return parseFocused(file, file.focus);
    if (windowed) return { module: { path: file.path, text: file.text, program: parseWindows(file, { most: whole, window: LIMITS.sourceWindow }, loose) }, read: 'windows', problems: [] };
    const strict = strictly(file);
    const program = strict ?? loose(file.text);
    return { module: { path: file.path, text: file.text, program }, read: strict === undefined ? 'with-errors' : 'whole', problems: nothingRead(file, program) };
  } catch (error) {
    const deep = error instanceof RangeError;
    const message = deep ? 'The source is nested too deep to be read' : 'The source could not be read';
    return { read: 'not', problems: [{ code: deep ? 'too-deep' : 'malformed', message, path: file.path }] };
  }
}

function parseFocused(file: SourceFile, focus: NonNullable<SourceFile['focus']>): Parsed {
  const { path, text } = file;
  const program = text.length > LIMITS.focusedCharacters ? undefined : strictly(file);
  if (program !== undefined) {
    const module: Module = { path, text, program };
    return { module: { ...module, near: emptyElsewhere(module, focus) }, read: 'windows', problems: [] };
  }
  const around = placesOf(text, focus, LIMITS.focusedWindows / LIMITS.focusedWindow);
  return { module: { path, text, program: parseWindows({ path, text, around }, { most: LIMITS.focusedWindows, window: LIMITS.focusedWindow }, loose) }, read: 'windows', problems: [] };
}

function strictly(file: SourceFile): Node | undefined {
  return templateDepth(file.text) > NESTED_TEMPLATES ? undefined : parseStrictly(file);
}

function parseStrictly(file: SourceFile): Node | undefined {
  if (TYPESCRIPT.test(file.path)) return attempt(() => typeScript(file));
  const options = { jsx: true, next: true, webcompat: true, ranges: { start: true, end: true, range: false } } as const;
  const asModule = () => parseModule(file.text, options) as unknown as Node;
  const asScript = () => parseScript(file.text, { ...options, globalReturn: true }) as unknown as Node;
  const [first, second] = MODULE_WORDS.test(file.text) ? [asModule, asScript] : [asScript, asModule];
  return attempt(first) ?? attempt(second);
}

function typeScript(file: SourceFile): Node {
  const parser = /x$/i.test(file.path) ? TypeScriptJsx : TypeScript;
  return parser.parse(file.text, { ecmaVersion: 'latest', sourceType: 'module', locations: true, allowHashBang: true }) as unknown as Node;
}

/** What the loose parser reads tokens with. acorn finds line and column for each error from the start of the text: quadratic in hostile source, and nobody reads them here. */
const TOKENS = {
  tokenizer: (text: string, options: Options) => {
    const tokens = Parser.tokenizer(text, options) as unknown as { readonly pos: number; raise: Raise; raiseRecoverable: Raise };
    tokens.raise = (pos, message) => {
      throw Object.assign(new SyntaxError(message), { pos, raisedAt: tokens.pos });
    };
    tokens.raiseRecoverable = tokens.raise;
    return tokens;
  },
};
(LooseParser as unknown as { BaseParser: typeof TOKENS }).BaseParser = TOKENS;

function loose(text: string): Node {
  return parseLoose(text, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true }) as unknown as Node;
}

/** A refusal is the normal answer to odd source: the next parser is asked. Depth is no matter of grammar. */
function attempt(parse: () => Node): Node | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return undefined;
  }
}

/** Source of which nothing came out, though something stands in it. */
function nothingRead(file: SourceFile, program: Node): readonly Problem[] {
  if (!children(program, 'body').every(isNothing) || !/[^\s;]/.test(file.text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ''))) return [];
  return [{ code: 'malformed', message: 'Nothing in the source could be read', path: file.path }];
}

/** An empty statement, or the name that acorn-loose puts where it found none. */
function isNothing(statement: Node): boolean {
  if (statement.type === 'EmptyStatement') return true;
  const expression = child(statement, 'expression');
  return expression?.type === 'Identifier' && nameOf(expression) === undefined;
}

/** Deepest `${` of templates inside templates, by a count that needs no parser. */
function templateDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = text.indexOf('`${'); at !== -1; at = text.indexOf('`', at + 1)) {
    depth = text.startsWith('`${', at) ? depth + 1 : Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
