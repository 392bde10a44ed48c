// Reading and writing variables: in slots of frames where the code is run, in cells where it is looked at.
import type { Node } from '../../contract.ts';
import { fail } from '../errors.ts';
import { hold, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { list, native, OPAQUE } from '../values.ts';
import type { Val } from '../values.ts';
import { frameAt, slotOf, UNSET } from './context.ts';
import type { Context, Eval, Frame } from './context.ts';
import { textAt } from './nodes.ts';
import { lookup } from './scopes.ts';
import type { Binding } from './scopes.ts';

/** Writes a value somewhere. */
export type Store = (m: Machine, f: Frame, value: Val) => void;

const CALLEE = native('callee', () => stop('unsupported'));

function argumentsOf(m: Machine, f: Frame): Val {
  if (f.activation.fn === undefined) return OPAQUE;
  hold(m, f.activation.args.length * 4 + 48);
  return { ...list([...f.activation.args]), props: new Map([['callee', { kind: 'accessor', get: CALLEE }]]) };
}

function readGlobal(name: string, context: Context): Eval {
  if (name === 'undefined') return () => undefined;
  if (name === 'arguments') return argumentsOf;
  const value = context.code.free(name);
  return () => value;
}

function checked(value: Val, name: string): Val {
  return value === UNSET ? fail('ReferenceError', `Cannot access '${name}' before initialization`) : value;
}

function readSlot(at: { readonly up: number; readonly slot: number }, name: string): Eval {
  const { up, slot } = at;
  if (up === 0) return (_m, f) => { const value = f.slots[slot]; return value === UNSET ? checked(value, name) : value; };
  if (up === 1) return (_m, f) => checked((f.up as Frame).slots[slot], name);
  return (_m, f) => checked(frameAt(f, up).slots[slot], name);
}

function readCell(binding: Binding, node: Node, context: Context): Eval {
  const { code } = context;
  const cell = code.cell(binding);
  const read: Eval = (m) => (cell.state === 'ready' && cell.fresh === undefined && (m.seen & cell.seen) === cell.seen ? cell.value : code.read(m, cell));
  if (context.order === 'running') return read;
  return (m, f) => { code.refuseEarly(m, cell, node); return read(m, f); };
}

/** Reads a variable. */
export function readName(node: Node, context: Context): Eval {
  const name = textAt(node, 'name');
  const binding = lookup(context.scope, name);
  if (binding === undefined) return readGlobal(name, context);
  const at = slotOf(context.layout, binding);
  return at === undefined ? readCell(binding, node, context) : readSlot(at, name);
}

function storeSlot(at: { readonly up: number; readonly slot: number }): Store {
  const { up, slot } = at;
  if (up === 0) return (_m, f, value) => { f.slots[slot] = value; };
  return (_m, f, value) => { frameAt(f, up).slots[slot] = value; };
}

/** Writes a variable. A constant can only be initialised. */
export function storeName(node: Node, context: Context, how: 'assign' | 'initialise'): Store {
  const name = textAt(node, 'name');
  const binding = lookup(context.scope, name);
  if (binding === undefined) return () => stop('unsupported');
  if (how === 'assign' && (binding.kind === 'const' || binding.kind === 'import')) return () => fail('TypeError', 'Assignment to constant variable.');
  if (how === 'assign' && binding.kind === 'name') return () => {};
  const at = slotOf(context.layout, binding);
  if (at !== undefined) return storeSlot(at);
  const cell = context.code.cell(binding);
  const way = how === 'assign' && context.order === 'early' ? 'early' : how;
  return (m, _f, value) => context.code.write(m, cell, value, way);
}
