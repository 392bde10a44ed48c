// From the source files of one package to facts about what it does. Pure: files in, facts out, nothing of them is ever run.
// One file a kind (extractors); all of them see the code through `Code`, which knows where values come from.
import type { Behavior, CodePlace, Condition, FoldedText, Origin, Transform } from '../model/behavior.ts';
import type { Problem } from '../model/coverage.ts';

/** One source file. */
export interface SourceFile {
  /** Below the package's folder, `/` separated. */
  readonly path: string;
  /** Decoded as UTF-8 (bad bytes replaced), without a byte order mark. */
  readonly text: string;
  /**
   * Offsets where the gate opened. A file of more than `whole` characters is read only around these, each window parsed on
   * its own; empty or absent: as far as the limit from its start.
   */
  readonly around?: readonly number[];
  /** Absent: `sourceCharacters` of the limits. */
  readonly whole?: number;
  /** In order: all that matters of the file. It is parsed, and code far from these ranges to which nothing in them leads is left out. */
  readonly focus?: readonly TextRange[];
}

/** Offsets `[from, to)` of a text. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** One package, or a folder of code without a manifest. */
export interface PackageSource {
  /** Text of package.json and of binding.gyp, where there is one. */
  readonly manifest?: string;
  readonly bindingGyp?: string;
  /** JavaScript and TypeScript, in the order in which they should be read: a budget may end before the last. */
  readonly files: readonly SourceFile[];
  /** Kinds wanted; absent: all. */
  readonly kinds?: readonly Behavior['kind'][];
}

/** What was found, sorted by path, line, column. */
export interface PackageBehaviors {
  readonly behaviors: readonly Behavior[];
  /** Folded constants of 6 to 2,000 characters that do not stand in the source as they are; at most 2,000. */
  readonly folded: readonly FoldedText[];
  /** Files (or parts) that were not read in full, with the path below the package's folder. */
  readonly problems: readonly Problem[];
  /** How each file was read. */
  readonly files: readonly { readonly path: string; readonly read: 'whole' | 'with-errors' | 'windows' | 'not' }[];
}

/** ESTree node (https://github.com/estree/estree) with `start`, `end` offsets; TypeScript and JSX nodes as their parsers write them. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** A parsed file. */
export interface Module {
  readonly path: string;
  readonly text: string;
  readonly program: Node;
  /** Merged, in order: calls, objects and constants elsewhere are not asked for. Absent: all are. */
  readonly near?: readonly TextRange[];
}

/**
 * What an expression stands for, as far as it can be told without running anything. Lists and records keep what is known of their
 * parts. Depth, count and work are bounded: beyond a bound the value is `unknown`. Parts are evaluated when they are read, and can
 * lead back to the value (`a.self = a`): who goes down into values keeps a set of those seen, as `eachPart` of `parts.ts` does.
 * The default export of another package is the package: `import x from 'y'` and `require('y')` both have an empty path.
 */
export type Value =
  | { readonly kind: 'text'; readonly text: string; readonly via: readonly Transform[] }
  | { readonly kind: 'literal'; readonly value: number | boolean | bigint | null | undefined }
  | { readonly kind: 'list'; readonly items: readonly Value[]; /** Spread or pushed parts of unknown length. */ readonly more: readonly Value[] }
  | { readonly kind: 'record'; readonly entries: readonly RecordEntry[]; /** Spread values that are no known record. */ readonly more: readonly Value[]; readonly node: Node; readonly module: Module }
  | { readonly kind: 'function'; readonly node: Node; readonly module: Module }
  | { readonly kind: 'class'; readonly node: Node; readonly module: Module }
  /** Something of another package or of Node: `require('fs').promises` is module `fs`, path `promises`. `node:` is taken off. */
  | { readonly kind: 'import'; readonly module: string; readonly path: readonly string[] }
  /** A global and what is below it: `process.env` is `['process', 'env']`; `globalThis.x` is `['x']`. */
  | { readonly kind: 'global'; readonly path: readonly string[] }
  /** A call that was not folded, awaited or not; `new` likewise. */
  | { readonly kind: 'call'; readonly callee: Value; readonly args: readonly Value[]; readonly node: Node; readonly module: Module; readonly isNew: boolean }
  /** A property of something that is no known record. `key` is absent where it is computed and unknown. */
  | { readonly kind: 'member'; readonly of: Value; readonly key?: string }
  /** A parameter whose callers lie outside the package. `fn` is the function. */
  | { readonly kind: 'parameter'; readonly name?: string; readonly index: number; readonly fn: Node; readonly module: Module }
  /** Joined text of which not all is constant; parts in order. */
  | { readonly kind: 'joined'; readonly parts: readonly Value[] }
  /** One of these: branches, several assignments, the arguments of several call sites. */
  | { readonly kind: 'choice'; readonly among: readonly Value[] }
  /** Constants in, but the code that makes the value could not be followed. */
  | { readonly kind: 'hidden'; readonly why: string }
  | { readonly kind: 'unknown' };

export interface RecordEntry {
  /** Absent where computed and unknown. */
  readonly key?: string;
  /** True where the key was folded out of something else than a plain name or literal. */
  readonly keyHidden: boolean;
  readonly value: Value;
  /** The property or assignment that sets it. */
  readonly node: Node;
  readonly module: Module;
  /** `literal`: in the object literal. `assigned`: `x.key = …` later. `merged`: spread, Object.assign, a builder. */
  readonly set: 'literal' | 'assigned' | 'merged';
}

/** A call or `new` somewhere in the package. All but `node`, `module` and `isNew` is evaluated when it is read: ask the cheapest question first. */
export interface CallSite {
  readonly node: Node;
  readonly module: Module;
  readonly callee: Value;
  /** The last name of the callee: `send` of `a.b.send(…)`, folded where it is computed; undefined where unknown. */
  readonly name: string | undefined;
  /** What the method is called on: `a.b` of `a.b.send(…)`. */
  readonly on: Value | undefined;
  readonly args: readonly Value[];
  readonly isNew: boolean;
  /** A method that every list, text or object has (`x.push(…)`), under a name that the package gives to nothing of its own. */
  readonly plain: boolean;
}

/** The code of one package, parsed and ready to be asked. Answers are cached; all of it is bounded by the limits. */
export interface Code {
  readonly modules: readonly Module[];
  /** Calls and `new` of all modules in order; tagged templates are calls. Dead code counts. */
  readonly calls: () => readonly CallSite[];
  /** Object literals of all modules in order, with later assignments and merges folded in. */
  readonly records: () => readonly Extract<Value, { kind: 'record' }>[];
  readonly value: (node: Node, module: Module) => Value;
  /** Parts of a value: `origins` flattens choices, joins, lists and records; sorted, without repeats, at most 50. Never empty. */
  readonly origins: (value: Value) => readonly Origin[];
  /** Innermost function around a node; undefined at the top level. */
  readonly functionAround: (node: Node, module: Module) => Node | undefined;
  /** Chain of ancestors, innermost first. */
  readonly ancestors: (node: Node, module: Module) => readonly Node[];
  readonly place: (node: Node, module: Module) => CodePlace;
  /** `api`-independent parts of a fact: place, name of what is around it, conditions. */
  readonly context: (node: Node, module: Module) => { readonly place: CodePlace; readonly within?: string; readonly when?: readonly Condition[] };
}

/** One kind of facts. Gives them in any order; must not throw for what the code holds. */
export interface Extractor {
  readonly kind: Behavior['kind'];
  readonly extract: (code: Code, source: PackageSource) => readonly Behavior[];
}
