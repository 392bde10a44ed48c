// What the evaluator of constants takes and gives. It is an interpreter of its own over ESTree: nothing of the audited side is ever
// run by the JavaScript engine, all builtins are pure and from a fixed list, and steps and memory are bounded. It never throws.
import type { Transform } from '../../model/behavior.ts';
import type { Module, Node } from '../contract.ts';

/**
 * A value that is known in full. Holes of arrays are `undefined`. Values are trees: what occurs twice is given twice, what holds
 * itself is no constant. A `Uint8Array` stands for Buffer and Uint8Array alike.
 */
export type Constant = string | number | boolean | bigint | null | undefined | readonly Constant[] | ConstantRecord | Uint8Array;

/** A plain object: a Map, so that no key (`__proto__`) is special. Keys in the order of JavaScript (integers first). */
export interface ConstantRecord extends ReadonlyMap<string, Constant> {}

/** Why there is no constant. `not-constant`: it depends on something outside. `unsupported`: a form that is not followed. */
export type NoConstant = 'not-constant' | 'budget' | 'unsupported';

/** `via`: how the value was put together, in order, without repeats. */
export type Evaluated =
  | { readonly ok: true; readonly value: Constant; readonly via: readonly Transform[] }
  | { readonly ok: false; readonly why: NoConstant };

/** Calls a method of a constant: `callMethod('YWJj', 'split', [''])`. Callbacks are not possible here. `builtins.ts` */
export type CallMethod = (receiver: Constant, name: string, args: readonly Constant[]) => Evaluated;

/** Calls a global function: `callGlobal(['String', 'fromCharCode'], [104])`, `['atob']`, `['Buffer', 'from']`. `builtins.ts` */
export type CallGlobal = (path: readonly string[], args: readonly Constant[]) => Evaluated;

export interface InterpreterOptions {
  readonly modules: readonly Module[];
  /** The module of the package that an import names; undefined for what lies outside. Called once for each import that is read. */
  readonly resolveImport: (module: Module, specifier: string) => Module | undefined;
  /** Steps of one call of `expression` or `call`: LIMITS.callSteps. A step is a call, a turn of a loop, or some 16 nodes. */
  readonly steps: number;
}

/** Keeps the state of the package's modules between calls: string tables are decoded and rotated once. `interpreter.ts` */
export interface Interpreter {
  /** The value of an expression where it stands: what it reads of the scopes around it is evaluated on first read. */
  readonly expression: (node: Node, module: Module) => Evaluated;
  /** Calls a function of a module with constants. */
  readonly call: (fn: Node, module: Module, args: readonly Constant[]) => Evaluated;
  /** Steps spent since creation, for a budget of the whole package. */
  readonly spent: () => number;
}

/** `createInterpreter` of `interpreter.ts`. */
export type CreateInterpreter = (options: InterpreterOptions) => Interpreter;
