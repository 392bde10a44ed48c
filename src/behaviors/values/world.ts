// What the parts of the evaluation share: the package's modules with their names, the caches, the budget, and the way back to
// `evaluate`. Types and constants only, so that the parts need not import each other in a circle.
import type { Transform } from '../../model/behavior.ts';
import type { CallGlobal, CallMethod, Constant, Interpreter } from '../constants/contract.ts';
import type { Module, Node, Value } from '../contract.ts';
import type { Binding, Names } from '../scopes.ts';

/** One call that is followed into a function of the package. */
export interface Frame {
  readonly fn: Node;
  readonly args: readonly Value[];
  /** Value of `this`. */
  readonly self?: Value;
  /** Frame of the function around, where the called function was made inside a followed call. */
  readonly outer?: Frame;
  readonly depth: number;
  /** Frame of the call that was followed into this one. */
  readonly from?: Frame;
  /** Values found in it, of nodes and of names. They go with the frame: there are many. */
  readonly cache: Map<Node, Value | undefined>;
  readonly bindings: Map<Binding, Value | undefined>;
}

/** A call site of a function of the package. `shift` arguments stand before the function's own (`f.call(self, …)`). */
export interface Site {
  readonly call: Node;
  readonly module: Module;
  readonly shift: number;
}

export interface World {
  readonly modules: readonly Module[];
  readonly names: (module: Module) => Names;
  readonly evaluate: (node: Node, module: Module, frame?: Frame) => Value;
  /** The module of the package that a specifier names. */
  readonly resolve: (from: Module, specifier: string) => Module | undefined;
  readonly callMethod: CallMethod;
  readonly callGlobal: CallGlobal;
  readonly interpreter: () => Interpreter;
  /** Calls of each function of the package; empty while they are being collected. */
  readonly sites: (fn: Node) => readonly Site[];
  /** Functions of the package that a call calls. */
  readonly targets: (call: Node) => readonly Extract<Value, { kind: 'function' | 'class' }>[];
  /** A file that is no part of what the package does: a test, an example. */
  readonly isBeside: (module: Module) => boolean;
  /** What the callee of a call is, where that was settled when the calls were collected. */
  readonly callee: (callee: Node) => Value | undefined;
  /** Frames of functions that were made inside a followed call. */
  readonly closures: WeakMap<Value, Frame>;
  /** Constants that are no text, list or record: bytes. */
  readonly constants: WeakMap<Value, { readonly value: Constant; readonly via: readonly Transform[] }>;
  /** Tables of one part, made on first use. */
  readonly memo: Map<string, unknown>;
  readonly budget: Budget;
}

/** Work left. */
export interface Budget {
  steps: number;
  depth: number;
  /** Calls followed, and nodes evaluated inside of them, for the question that is being answered. */
  frames: number;
  followed: number;
  /** Nodes that may still be evaluated inside followed calls before questions get less of them each. */
  pool: number;
  /** True while calls are being collected: callees have to be known, not what they give. */
  collecting: boolean;
  /** True where the interpreter of constants has used up its steps. */
  readonly spent: () => boolean;
}

export const UNKNOWN: Value = { kind: 'unknown' };
export const UNDEFINED: Value = { kind: 'literal', value: undefined };
/** Values evaluated inside each other. */
export const MAX_DEPTH = 120;
/** Calls followed inside each other, and for one question. */
export const MAX_CALL_DEPTH = 4;
export const MAX_FRAMES = 300;
/** Nodes evaluated inside the followed calls of one question, and once the package's pool is used up. */
const MAX_FOLLOWED = 2_000;
const FEW_FOLLOWED = 40;
/** True where one more call may be followed for the question that is being answered. */
export function mayFollow({ frames, followed, pool, collecting }: Budget): boolean {
  return frames < MAX_FRAMES && followed < (pool > 0 && !collecting ? MAX_FOLLOWED : FEW_FOLLOWED);
}

/** Alternatives kept of one value. */
export const MAX_CHOICES = 40;
/** Items of a list, entries of a record, parts of a joined text. */
export const MAX_PARTS = 2_000;
/** Characters of one text. */
export const MAX_TEXT = 2 * 1024 * 1024;
