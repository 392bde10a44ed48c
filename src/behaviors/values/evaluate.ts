// From a node to its value: caches, bounds, and the table of what evaluates which kind of node.
import type { Module, Node, Value } from '../contract.ts';
import { LIMITS } from '../../model/limits.ts';
import { bare, child, nameOf, plainKey } from '../nodes.ts';
import { bindingValue } from './bindings.ts';
import { call, construct, dynamicImport, tagged } from './calls.ts';
import { thisValue } from './classes.ts';
import { keyOf } from './keys.ts';
import { binary, conditional, literal, logical, sequence, template, unary } from './literals.ts';
import { property } from './members.ts';
import { exportsOf } from './modules.ts';
import { array, object } from './records.ts';
import { type Frame, MAX_DEPTH, UNDEFINED, UNKNOWN, type World } from './world.ts';

/** What one evaluated node costs of `valueSteps`, which are counted in the small steps of an interpreter. */
const STEP = 10;

type Evaluate = (world: World, node: Node, module: Module, frame?: Frame) => Value;

const KINDS: ReadonlyMap<string, Evaluate> = new Map<string, Evaluate>([
  ['Literal', literal], ['TemplateLiteral', template], ['BinaryExpression', binary], ['UnaryExpression', unary], ['LogicalExpression', logical],
  ['ConditionalExpression', conditional], ['SequenceExpression', sequence], ['ObjectExpression', object], ['ArrayExpression', array],
  ['Identifier', identifier], ['MemberExpression', member], ['CallExpression', call], ['NewExpression', construct], ['TaggedTemplateExpression', tagged],
  ['ImportExpression', dynamicImport], ['ThisExpression', thisValue], ['AwaitExpression', argument], ['YieldExpression', argument], ['AssignmentExpression', assignment],
  ['FunctionExpression', made], ['FunctionDeclaration', made], ['ArrowFunctionExpression', made], ['ClassExpression', made], ['ClassDeclaration', made], ['MetaProperty', meta],
]);

/** Value of a node, from the cache where it was asked before. What is asked while it is being found is unknown. */
export function evaluate(world: World, node: Node, module: Module, frame: Frame | undefined, globalCache: Map<Node, Value | undefined>): Value {
  const at = bare(node);
  const cache = frame === undefined ? globalCache : frame.cache;
  if (cache.has(at)) return cache.get(at) ?? UNKNOWN;
  const { budget } = world;
  if (budget.depth >= MAX_DEPTH || budget.steps >= LIMITS.valueSteps) return UNKNOWN;
  const kind = KINDS.get(at.type);
  if (kind === undefined) return UNKNOWN;
  if (budget.depth === 0) {
    budget.frames = 0;
    budget.followed = 0;
  }
  if (frame === undefined) warmSpine(world, at, module, cache);
  else {
    budget.followed += 1;
    budget.pool -= 1;
  }
  cache.set(at, undefined);
  budget.steps += STEP;
  budget.depth += 1;
  const value = kind(world, at, module, frame);
  budget.depth -= 1;
  cache.set(at, value);
  return value;
}

/** Long chains (`a.b().c().d()…`) are evaluated from their inner end, so that their length is no depth. */
function warmSpine(world: World, node: Node, module: Module, cache: Map<Node, Value | undefined>): void {
  const spine: Node[] = [];
  let at: Node | undefined = node;
  while (at !== undefined && spine.length < 20_000 && (at.type === 'CallExpression' || at.type === 'MemberExpression')) {
    if (at.type === 'CallExpression' && !cache.has(at)) spine.push(at);
    const inner: Node | undefined = child(at, at.type === 'CallExpression' ? 'callee' : 'object');
    at = inner === undefined ? undefined : bare(inner);
  }
  if (spine.length > 24) for (const link of spine.slice(1).toReversed()) world.evaluate(link, module);
}

function identifier(world: World, node: Node, module: Module, frame?: Frame): Value {
  const binding = world.names(module).bindings.get(node);
  if (binding !== undefined) return bindingValue(world, binding, frame);
  const name = nameOf(node);
  if (name === undefined) return UNKNOWN;
  if (name === 'undefined') return UNDEFINED;
  if (name === 'NaN' || name === 'Infinity') return { kind: 'literal', value: name === 'NaN' ? Number.NaN : Number.POSITIVE_INFINITY };
  if (name === 'exports') return exportsOf(world, module);
  if (name === 'arguments') return frame === undefined ? { kind: 'list', items: [], more: [UNKNOWN] } : { kind: 'list', items: frame.args, more: [] };
  return { kind: 'global', path: [name] };
}

function member(world: World, node: Node, module: Module, frame?: Frame): Value {
  const on = child(node, 'object');
  if (on === undefined) return UNKNOWN;
  const inner = bare(on);
  if (nameOf(inner) === 'module' && plainKey(node, 'property') === 'exports' && !world.names(module).bindings.has(inner)) return exportsOf(world, module);
  const { key } = keyOf(world, node, module, frame, 'property');
  return property(world, world.evaluate(on, module, frame), key);
}

function argument(world: World, node: Node, module: Module, frame?: Frame): Value {
  const inner = child(node, 'argument');
  return inner === undefined ? UNDEFINED : world.evaluate(inner, module, frame);
}

function assignment(world: World, node: Node, module: Module, frame?: Frame): Value {
  const right = child(node, 'right');
  return right === undefined ? UNKNOWN : world.evaluate(right, module, frame);
}

function made(world: World, node: Node, module: Module, frame?: Frame): Value {
  const value: Value = { kind: node.type.startsWith('Class') ? 'class' : 'function', node, module };
  if (frame !== undefined) world.closures.set(value, frame);
  return value;
}

/** `import.meta` is a global of its own name. */
function meta(): Value {
  return { kind: 'global', path: ['import', 'meta'] };
}

