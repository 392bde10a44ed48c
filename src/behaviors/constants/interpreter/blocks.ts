// Entering scopes: which slots their names get, and what is hoisted.
import { hold } from '../machine.ts';
import type { Machine } from '../machine.ts';
import type { Fn, Val } from '../values.ts';
import { addSlot, UNSET } from './context.ts';
import type { Context, Frame, Layout } from './context.ts';
import type { Node } from '../../contract.ts';
import type { Binding } from './scopes.ts';

type Hoist = { readonly slot: number; readonly make: (m: Machine, f: Frame) => Fn };

/** Functions that stand anywhere in a scope exist from its start. */
export function hoistsOf(bindings: readonly Binding[], context: Context): readonly Hoist[] {
  return bindings.flatMap((binding) => {
    const declaration = binding.declarations.findLast((node) => node.type === 'FunctionDeclaration');
    const slot = context.layout.slots.get(binding);
    return declaration === undefined || slot === undefined || binding.kind === 'param' ? [] : [{ slot, make: context.code.compile.fn(declaration, context) }];
  });
}

/** What a slot holds before its declaration is run. */
export function initialOf(binding: Binding): Val {
  return binding.kind === 'let' || binding.kind === 'const' || binding.kind === 'class' ? UNSET : undefined;
}

/** A scope that code can enter. */
export interface Entered {
  readonly context: Context;
  readonly enter: (m: Machine, f: Frame) => Frame;
  /** A frame of its own for each turn of a loop, with the values so far; the same frame where nothing can keep it. */
  readonly renew: (m: Machine, f: Frame) => Frame;
}

/** Enters a block: its names share the frame around it unless a closure could keep them. */
export function enterScope(node: Node, outer: Context): Entered {
  const scope = outer.code.scopes.of.get(node);
  if (scope === undefined || scope.bindings.size === 0) return { context: scope === undefined ? outer : { ...outer, scope }, enter: (_m, f) => f, renew: (_m, f) => f };
  const bindings = [...scope.bindings.values()];
  if (scope.closures) return ownFrame({ ...outer, scope }, bindings);
  const slots = bindings.map((binding) => ({ slot: addSlot(outer.layout, binding), initial: initialOf(binding) }));
  return {
    context: { ...outer, scope },
    enter: (_m, f) => {
      for (const { slot, initial } of slots) f.slots[slot] = initial;
      return f;
    },
    renew: (_m, f) => f,
  };
}

function ownFrame(outer: Context, bindings: readonly Binding[]): Entered {
  const layout: Layout = { slots: new Map(), up: outer.layout };
  for (const binding of bindings) addSlot(layout, binding);
  const context: Context = { ...outer, layout };
  const hoists = hoistsOf(bindings, context);
  const initial = bindings.map(initialOf);
  return {
    context,
    enter: (m, f) => {
      hold(m, 8 + initial.length);
      const frame: Frame = { slots: initial.slice(), up: f, activation: f.activation };
      for (const { slot, make } of hoists) frame.slots[slot] = make(m, frame);
      return frame;
    },
    renew: (m, f) => {
      hold(m, 8 + f.slots.length);
      return { slots: f.slots.slice(), up: f.up, activation: f.activation };
    },
  };
}
