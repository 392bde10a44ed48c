// The statements that must be run before a variable has its value: those that assign it, fill its table or rotate it. What needs
// something outside and only mentions the variable is left out.
import type { Node } from '../../contract.ts';
import { OPAQUE } from '../values.ts';
import type { ModuleCode } from './context.ts';
import { calledName, isImmediateCall, mentionOf } from './mentions.ts';
import type { Mention } from './mentions.ts';
import { childrenOf, isFunctionNode, textAt } from './nodes.ts';
import { lookup } from './scopes.ts';
import type { Binding } from './scopes.ts';

/** What changes a variable. */
export interface Changes {
  /** Statements of its scope, in order. */
  readonly units: readonly Node[];
  /** Functions that assign it when they are called. */
  readonly writers: readonly Node[];
}

const WAITS: ReadonlySet<string> = new Set(['AwaitExpression', 'YieldExpression', 'ImportExpression', 'Super']);

/** True where a statement uses nothing but the code's own names and builtins. */
function isClosed(code: ModuleCode, unit: Node): boolean {
  const stack: Node[] = [unit];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (WAITS.has(node.type)) return false;
    stack.push(...childrenOf(node));
  }
  return !code.scopes.globals.some((node) => node.start >= unit.start && node.end <= unit.end && code.free(textAt(node, 'name')) === OPAQUE && textAt(node, 'name') !== 'arguments');
}

/** Statements that call a function of the code, where that is all they do. */
function callsOf(code: ModuleCode, fn: Node, depth: number): readonly Node[] {
  const name = fn.type === 'FunctionDeclaration' ? code.scopes.of.get(fn)?.parent : undefined;
  const id = fn['id'] as Node | null | undefined;
  const binding = name === undefined || id === null || id === undefined ? undefined : lookup(name, textAt(id, 'name'));
  if (binding === undefined || depth > 2) return [];
  return binding.mentions.flatMap((node) => {
    const mention = mentionOf(code.scopes, binding, node);
    const called = mention.unit !== undefined && mention.inline && calledName(mention.unit) === binding.name && isClosed(code, mention.unit);
    return called && mention.unit !== undefined ? [mention.unit] : [];
  });
}

function unitsOf(code: ModuleCode, mention: Mention): readonly Node[] {
  const { role, unit, functions, inline } = mention;
  if (unit === undefined || isFunctionNode(unit)) return role === 'write' || role === 'mutate' ? functions.slice(-1).flatMap((fn) => callsOf(code, fn, 0)) : [];
  if (!inline) return role === 'write' || role === 'mutate' ? functions.flatMap((fn) => callsOf(code, fn, 0)) : [];
  if (role === 'write' || role === 'mutate') return [unit];
  if (role === 'argument' && functions.length === 0) return isImmediateCall(unit) && isClosed(code, unit) ? [unit] : [];
  const inside = (role === 'argument' || role === 'alias' || role === 'lookup') && functions.length > 0;
  return inside && isImmediateCall(unit) && isClosed(code, unit) ? [unit] : [];
}

/** All that changes a variable. Declarations beside the only one count as assignments. */
export function changesOf(code: ModuleCode, binding: Binding): Changes {
  const mentions = binding.mentions.map((node) => mentionOf(code.scopes, binding, node));
  const declared = binding.kind === 'var' && binding.declarations.length > 1
    ? binding.declarations.filter((node) => node['init'] !== null && node['init'] !== undefined).map((node) => mentionOf(code.scopes, binding, node).unit)
    : [];
  const units = new Set([...mentions.flatMap((mention) => unitsOf(code, mention)), ...declared.filter((unit) => unit !== undefined)]);
  const writers = mentions.filter((mention) => mention.role === 'write' && !mention.inline).flatMap((mention) => mention.functions);
  return { units: [...units].toSorted((a, b) => a.start - b.start), writers };
}
