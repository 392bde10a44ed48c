// What compiling needs to know, and what compiled code looks like. Nodes are turned into closures once and run many times: a string
// table's decoder runs its loops millions of times.
import type { Module, Node } from '../../contract.ts';
import type { Transform } from '../../../model/behavior.ts';
import type { NoConstant } from '../contract.ts';
import { stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import type { Fn, Opaque, Val } from '../values.ts';
import type { Binding, Scope, Scopes } from './scopes.ts';

/** One call of a function of the code, or the evaluation of a part of a module. */
export interface Activation {
  readonly self: { value: Val };
  readonly args: readonly Val[];
  /** The class or function that is running: for `super` and `new.target`. */
  readonly fn: Fn | undefined;
  readonly target: Fn | undefined;
  /** What `return` gave; the label that `break` and `continue` look for. */
  result: Val;
  label: string | undefined;
}

/** Variables that live together. */
export interface Frame {
  readonly slots: Val[];
  readonly up: Frame | undefined;
  readonly activation: Activation;
}

/** A compiled expression. */
export type Eval = (m: Machine, f: Frame) => Val;

/** Compiled expressions that are numbers whatever happens: obfuscators write numbers as sums of others. */
export const NUMBERS = new WeakMap<Eval, number>();

/** A compiled number. */
export function numberEval(value: number): Eval {
  const give: Eval = () => value;
  NUMBERS.set(give, value);
  return give;
}

/** How a statement ended. */
export const NORMAL = 0;
export const BREAK = 1;
export const CONTINUE = 2;
export const RETURN = 3;
export type Signal = typeof NORMAL | typeof BREAK | typeof CONTINUE | typeof RETURN;

/** A compiled statement. */
export type Exec = (m: Machine, f: Frame) => Signal;

/** The slot of `let` and `const` before their declaration. */
export const UNSET: Opaque = { kind: 'opaque' };

/** Slots of a frame, while its code is compiled. */
export interface Layout {
  readonly slots: Map<Binding, number>;
  readonly up: Layout | undefined;
}

/** A variable that lives outside of running code: of a module or of a function that is looked into without calling it. */
export interface Cell {
  readonly binding: Binding;
  readonly code: ModuleCode;
  /** `partial`: started, but a statement that changes it is still to come. */
  state: 'new' | 'busy' | 'partial' | 'ready' | 'failed';
  value: Val;
  /** How its value was put together, and the same as bits of `Machine.seen`. */
  via: readonly Transform[];
  seen: number;
  /** Why there is no value. */
  why: NoConstant;
  /** Running code has written it. */
  written: boolean;
  /** The evaluation that wrote it where it stands (`(t = f(1), t + 'x')`), and what it wrote: for that evaluation only. */
  fresh: Machine | undefined;
  freshValue: Val;
}

/** One module, ready to be compiled. */
export interface ModuleCode {
  readonly module: Module;
  readonly scopes: Scopes;
  readonly cell: (binding: Binding) => Cell;
  /** The value of a cell; evaluates it and runs what changes it, when first asked. */
  readonly read: (m: Machine, cell: Cell) => Val;
  readonly write: (m: Machine, cell: Cell, value: Val, how: 'assign' | 'initialise' | 'early') => void;
  /** Stops where a variable is read before a later statement of the same scope changes it. */
  readonly refuseEarly: (m: Machine, cell: Cell, mention: Node) => void;
  /** What a name without declaration is. */
  readonly free: (name: string) => Val;
  readonly compile: {
    readonly expression: (node: Node, context: Context) => Eval;
    readonly statement: (node: Node, context: Context) => Exec;
    /** `home`: the class that a method belongs to. */
    readonly fn: (node: Node, context: Context) => (m: Machine, f: Frame, home?: Fn) => Fn;
    readonly classOf: (node: Node, context: Context) => Eval;
  };
}

/** Where a node is compiled. */
export interface Context {
  readonly code: ModuleCode;
  readonly scope: Scope;
  readonly layout: Layout;
  /** Nodes compiled so far: what a turn of a loop costs. */
  readonly size: { nodes: number };
  readonly depth: number;
  /** `early`: reads are checked against later changes, because the code is looked at where it stands instead of being run. */
  readonly order: 'early' | 'running';
  /** Labels of the loop that is compiled next. */
  readonly labels: readonly string[];
}

/** Levels of nodes inside nodes. The engine's stack of about 1 MB takes some 5,000. */
const MAX_DEPTH = 400;

/** One level deeper. */
export function below(context: Context): Context {
  if (context.depth > MAX_DEPTH) return stop('budget');
  context.size.nodes += 1;
  return { ...context, depth: context.depth + 1 };
}

/** A slot for a binding in the innermost frame. */
export function addSlot(layout: Layout, binding: Binding): number {
  const has = layout.slots.get(binding);
  if (has !== undefined) return has;
  const slot = layout.slots.size;
  layout.slots.set(binding, slot);
  return slot;
}

/** Where a binding lives in running code: how many frames up, and which slot. Undefined: in a cell. */
export function slotOf(layout: Layout, binding: Binding): { readonly up: number; readonly slot: number } | undefined {
  let up = 0;
  for (let at: Layout | undefined = layout; at !== undefined; at = at.up, up += 1) {
    const slot = at.slots.get(binding);
    if (slot !== undefined) return { up, slot };
  }
  return undefined;
}

/** The frame some levels up. */
export function frameAt(f: Frame, up: number): Frame {
  let at = f;
  for (let turn = up; turn > 0; turn -= 1) at = at.up as Frame;
  return at;
}

/** A frame for code that is looked at where it stands. */
export function rootFrame(self: Val): Frame {
  return { slots: [], up: undefined, activation: { self: { value: self }, args: [], fn: undefined, target: undefined, result: undefined, label: undefined } };
}

/** What one turn of compiled code costs: a step and one more for each 16 nodes. */
export function costSince(context: Context, before: number): number {
  return 1 + ((context.size.nodes - before) >> 4);
}
