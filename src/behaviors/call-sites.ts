// All calls of a package, in order, each with its callee and arguments as values, evaluated when they are read: of most calls the
// name alone tells that nobody wants to know more.
import type { CallSite, Module, Node, Value } from './contract.ts';
import { bare, child } from './nodes.ts';
import { argumentsOf, templateArguments } from './values/calls.ts';
import { keyOf } from './values/keys.ts';
import { isPlainMethod } from './values/plain-methods.ts';
import { UNKNOWN, type World } from './values/world.ts';

export function callSites(world: World): readonly CallSite[] {
  return world.modules.flatMap((module) => world.names(module).calls.toSorted((a, b) => a.start - b.start || b.end - a.end).map((node) => callSite(world, node, module)));
}

function callSite(world: World, node: Node, module: Module): CallSite {
  const written = child(node, node.type === 'TaggedTemplateExpression' ? 'tag' : 'callee');
  const inner = written === undefined ? undefined : lastOf(bare(written));
  let args: readonly Value[] | undefined;
  return {
    node, module, isNew: node.type === 'NewExpression', plain: isPlainMethod(world, node),
    get callee() {
      return calleeAt(world, node, inner, module);
    },
    get name() {
      return nameOfCallee(world, inner, () => calleeAt(world, node, inner, module), module);
    },
    get on() {
      const object = inner?.type === 'MemberExpression' ? child(inner, 'object') : undefined;
      return object === undefined ? undefined : withoutAssigned(world.evaluate(object, module));
    },
    get args() {
      return (args ??= argumentsAt(world, node, module));
    },
  };
}

function calleeAt(world: World, node: Node, inner: Node | undefined, module: Module): Value {
  if (node.type === 'ImportExpression') return { kind: 'global', path: ['import'] };
  return inner === undefined ? UNKNOWN : (world.callee(inner) ?? world.evaluate(inner, module));
}

/** `(0, x.y)(…)` calls `x.y`. */
function lastOf(callee: Node): Node {
  const expressions = callee.type === 'SequenceExpression' && Array.isArray(callee['expressions']) ? (callee['expressions'] as readonly Node[]) : [];
  const last = expressions.at(-1);
  return last === undefined ? callee : bare(last);
}

function argumentsAt(world: World, node: Node, module: Module): readonly Value[] {
  const source = child(node, 'source');
  if (node.type === 'ImportExpression') return source === undefined ? [] : [world.evaluate(source, module)];
  const quasi = child(node, 'quasi');
  return quasi === undefined ? argumentsOf(world, node, module) : templateArguments(world, quasi, module);
}

function nameOfCallee(world: World, inner: Node | undefined, calleeOf: () => Value, module: Module): string | undefined {
  if (inner?.type === 'MemberExpression') return keyOf(world, inner, module, undefined, 'property').key;
  const callee = calleeOf();
  if (callee.kind === 'import' || callee.kind === 'global') return callee.path.at(-1) ?? (typeof inner?.['name'] === 'string' ? inner['name'] : undefined);
  return typeof inner?.['name'] === 'string' ? inner['name'] : callee.kind === 'member' ? callee.key : undefined;
}

/** What a method is called on, without the record that later assignments make of it. */
function withoutAssigned(value: Value): Value {
  return value.kind === 'record' && value.more.length === 1 && value.node.type !== 'ObjectExpression' && value.entries.every((entry) => entry.set === 'assigned') ? (value.more[0] as Value) : value;
}
