// Assignments, `++`, and what patterns take apart.
import type { Node } from '../../contract.ts';
import { stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { numeric, toKey, truthy } from '../operators.ts';
import { getIndexed, getProperty, iterate, ownKeys } from '../properties.ts';
import { isObj, list, plain } from '../values.ts';
import type { Val } from '../values.ts';
import type { Context, Eval, Frame } from './context.ts';
import { keyOf } from './literals.ts';
import { readName, storeName } from './names.ts';
import type { Store } from './names.ts';
import { bare, keyName, nodeAt, nodesAt, presentAt, textAt } from './nodes.ts';
import { operatorOf } from './operators.ts';
import { setIndexed, setProperty } from '../writes.ts';

function storeMember(node: Node, context: Context): Store {
  const of = context.code.compile.expression(nodeAt(node, 'object'), context);
  const name = keyName(node, 'property');
  if (name !== undefined) return (m, f, value) => setProperty(m, of(m, f), name, value);
  const key = context.code.compile.expression(nodeAt(node, 'property'), context);
  return (m, f, value) => setKey(m, of(m, f), key(m, f), value);
}

function setKey(m: Machine, of: Val, key: Val, value: Val): void {
  if (typeof key === 'number') setIndexed(m, of, key, value);
  else setProperty(m, of, toKey(m, key), value);
}

function getKey(m: Machine, of: Val, key: Val): Val {
  return typeof key === 'number' ? getIndexed(m, of, key) : getProperty(m, of, toKey(m, key));
}

function storeArray(node: Node, context: Context, how: 'assign' | 'initialise'): Store {
  const parts = nodesAt(node, 'elements').map((part) => part && { rest: part.type === 'RestElement', store: storeTo(part.type === 'RestElement' ? nodeAt(part, 'argument') : part, context, how) });
  return (m, f, value) => {
    const items = iterate(m, value);
    for (const [at, part] of parts.entries()) part?.store(m, f, part.rest ? list(items.slice(at)) : items[at]);
  };
}

function storeObject(node: Node, context: Context, how: 'assign' | 'initialise'): Store {
  const parts = presentAt(node, 'properties').map((part) => (part.type === 'RestElement'
    ? { key: undefined, store: storeTo(nodeAt(part, 'argument'), context, how) }
    : { key: keyOf(part, context), store: storeTo(nodeAt(part, 'value'), context, how) }));
  return (m, f, value) => {
    const taken = new Set<string>();
    if (value === undefined || value === null) getProperty(m, value, '');
    for (const { key, store } of parts) {
      if (key === undefined) { store(m, f, others(m, value, taken)); continue; }
      const name = key(m, f);
      taken.add(name);
      store(m, f, getProperty(m, value, name));
    }
  };
}

function others(m: Machine, value: Val, taken: ReadonlySet<string>): Val {
  const made = plain();
  for (const key of ownKeys(m, value)) if (!taken.has(key)) setProperty(m, made, key, getProperty(m, value, key));
  return made;
}

function storeDefault(node: Node, context: Context, how: 'assign' | 'initialise'): Store {
  const store = storeTo(nodeAt(node, 'left'), context, how);
  const otherwise = context.code.compile.expression(nodeAt(node, 'right'), context);
  return (m, f, value) => store(m, f, value === undefined ? otherwise(m, f) : value);
}

/** Where a value goes: a variable, a member, the parts of a pattern. */
export function storeTo(target: Node, context: Context, how: 'assign' | 'initialise'): Store {
  const node = bare(target);
  switch (node.type) {
    case 'Identifier': return storeName(node, context, how);
    case 'MemberExpression': return storeMember(node, context);
    case 'ArrayPattern': return storeArray(node, context, how);
    case 'ObjectPattern': return storeObject(node, context, how);
    case 'AssignmentPattern': return storeDefault(node, context, how);
    case 'TSParameterProperty': return storeTo(nodeAt(node, 'parameter'), context, how);
    default: return stop('unsupported');
  }
}

type Change = (m: Machine, old: Val, f: Frame) => { readonly value: Val; readonly gives: Val } | undefined;

/** Reads, changes and writes a variable or a member, each part of which is evaluated once. */
function update(target: Node, context: Context, change: Change): Eval {
  const node = bare(target);
  if (node.type === 'Identifier') {
    const read = readName(node, context);
    const store = storeName(node, context, 'assign');
    return (m, f) => {
      const old = read(m, f);
      const changed = change(m, old, f);
      if (changed === undefined) return old;
      store(m, f, changed.value);
      return changed.gives;
    };
  }
  if (node.type !== 'MemberExpression') return () => stop('unsupported');
  const of = context.code.compile.expression(nodeAt(node, 'object'), context);
  const name = keyName(node, 'property');
  const key: Eval = name !== undefined ? () => name : context.code.compile.expression(nodeAt(node, 'property'), context);
  return (m, f) => {
    const base = of(m, f);
    const at = key(m, f);
    const old = getKey(m, base, at);
    const changed = change(m, old, f);
    if (changed === undefined) return old;
    setKey(m, base, at, changed.value);
    return changed.gives;
  };
}

function step(node: Node, context: Context): Eval {
  const by = textAt(node, 'operator') === '++' ? 1 : -1;
  const prefix = node['prefix'] === true;
  return update(nodeAt(node, 'argument'), context, (m, old) => {
    const before = numeric(m, old);
    const after = typeof before === 'bigint' ? before + BigInt(by) : before + by;
    return { value: after, gives: prefix ? after : before };
  });
}

function logicalChange(sign: string, right: Eval): Change {
  return (m, old, f) => {
    if (sign === '??=' && isObj(old) && old.kind === 'opaque') return stop('not-constant');
    const wanted = sign === '&&=' ? truthy(old) : sign === '||=' ? !truthy(old) : old === undefined || old === null;
    if (!wanted) return undefined;
    const value = right(m, f);
    return { value, gives: value };
  };
}

function assignment(node: Node, context: Context): Eval {
  const sign = textAt(node, 'operator');
  const left = nodeAt(node, 'left');
  const right = context.code.compile.expression(nodeAt(node, 'right'), context);
  if (sign === '=') return plainAssignment(bare(left), right, context);
  if (sign === '&&=' || sign === '||=' || sign === '??=') return update(left, context, logicalChange(sign, right));
  const operate = operatorOf(sign.slice(0, -1));
  return update(left, context, (m, old, f) => { const value = operate(m, old, right(m, f)); return { value, gives: value }; });
}

function plainAssignment(left: Node, right: Eval, context: Context): Eval {
  if (left.type !== 'MemberExpression') {
    const store = storeTo(left, context, 'assign');
    return (m, f) => { const value = right(m, f); store(m, f, value); return value; };
  }
  const of = context.code.compile.expression(nodeAt(left, 'object'), context);
  const name = keyName(left, 'property');
  const key: Eval = name !== undefined ? () => name : context.code.compile.expression(nodeAt(left, 'property'), context);
  return (m, f) => {
    const base = of(m, f);
    const at = key(m, f);
    const value = right(m, f);
    setKey(m, base, at, value);
    return value;
  };
}

/** Compilers by type of node. */
export const ASSIGNMENT_EXPRESSIONS = { AssignmentExpression: assignment, UpdateExpression: step };
