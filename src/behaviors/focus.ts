// Of a large file only some places matter: those that changed, or that opened a gate. Parsing all of it costs little; following its
// values costs twenty times that. So functions far from these places are emptied, unless what stands there refers to them by name:
// through bindings, their assignments and callers, and through keys that few functions have. Emptied, a function gives an unknown value.
import type { Module, Node, TextRange } from './contract.ts';
import { child, children, literalText, plainKey, pushChildren } from './nodes.ts';
import { meets, merged } from './ranges.ts';
import { type Binding, type Names, readNames, type Write } from './scopes.ts';

/** Characters around a place that belong to it: the rest of its statement, mostly. */
const MARGIN = 150;
/** Shorter functions stay: `() => require('x')`, wrappers of bundlers. */
const SHORT = 160;
/** Longest piece that comes along because something refers to it, and characters of all of them. */
const LONGEST_PIECE = 4 * 1024;
const MOST_PIECES = 48 * 1024;
/** Uses of one name, and functions under one key, that come along. */
const MOST_USES = 20;
const MOST_NAMESAKES = 3;

interface Search {
  readonly names: Names;
  readonly ranges: TextRange[];
  /** What still has to be asked whom it refers to. */
  readonly queue: Node[];
  readonly seen: Set<Binding | string>;
  readonly byKey: ReadonlyMap<string, readonly Node[]>;
  readonly writesTo: ReadonlyMap<Binding, readonly Node[]>;
  left: number;
}

/** Empties functions of the module, in place, and gives the ranges that stay. */
export function emptyElsewhere(module: Module, focus: readonly TextRange[]): readonly TextRange[] {
  const names = readNames(module);
  const near = merged(focus.map(({ from, to }) => ({ from: Math.max(0, from - MARGIN), to: to + MARGIN })));
  const search: Search = { names, ranges: [...near], queue: [], seen: new Set(), byKey: functionsByKey(names), writesTo: writesByBinding(names), left: MOST_PIECES };
  refer(search, module.program, near);
  // What is added comes up later in the same loop: nearest first.
  for (const piece of search.queue) refer(search, piece);
  const kept = merged(search.ranges);
  for (const fn of names.functions) if (fn.end - fn.start > SHORT && !meets(kept, fn)) empty(fn);
  return kept;
}

// With `within`: of the node only what stands there.
function refer(search: Search, from: Node, within?: readonly TextRange[]): void {
  const { bindings } = search.names;
  const stack = [from];
  for (let node = stack.pop(); node !== undefined && search.left > 0; node = stack.pop()) {
    if (within !== undefined && !meets(within, node)) continue;
    const binding = bindings.get(node);
    if (binding !== undefined) bring(search, binding);
    if (node.type === 'MemberExpression') bringKey(search, plainKey(node, 'property'));
    // The number or name of a module in a bundle's table.
    if (node.type === 'CallExpression') for (const argument of children(node, 'arguments')) bringKey(search, argument.type === 'Literal' ? literalText(argument) ?? String(argument['value']) : undefined);
    pushChildren(node, (inner) => stack.push(inner));
  }
}

function bring(search: Search, binding: Binding): void {
  if (search.seen.has(binding)) return;
  search.seen.add(binding);
  for (const write of binding.writes.slice(0, MOST_USES)) for (const node of sourcesOf(search, write)) add(search, node);
  for (const node of (search.writesTo.get(binding) ?? []).slice(0, MOST_USES)) add(search, node);
}

function sourcesOf({ names }: Search, { source }: Write): readonly Node[] {
  if (source.from === 'import' || source.from === 'nothing') return [];
  return source.from === 'parameter' ? callsOf(names, source.fn) : [source.node];
}

// Where a function is called by the name that it has.
function callsOf({ parents, bindings }: Names, fn: Node): readonly Node[] {
  const parent = parents.get(fn);
  if (parent?.type === 'CallExpression') return children(parent, 'arguments');
  const id = child(fn, 'id') ?? (parent?.type === 'VariableDeclarator' ? child(parent, 'id') : undefined);
  const uses = (id === undefined ? undefined : bindings.get(id))?.uses ?? [];
  return uses.slice(0, MOST_USES).flatMap((use) => {
    const call = parents.get(use);
    return call?.type === 'CallExpression' && child(call, 'callee') === use ? [call] : [];
  });
}

function bringKey(search: Search, key: string | undefined): void {
  if (key === undefined || search.seen.has(key)) return;
  search.seen.add(key);
  const those = search.byKey.get(key) ?? [];
  if (those.length <= MOST_NAMESAKES) for (const fn of those) add(search, fn);
}

function add(search: Search, node: Node): void {
  const size = node.end - node.start;
  if (size > LONGEST_PIECE || size > search.left) return;
  search.left -= size;
  search.ranges.push({ from: node.start, to: node.end });
  search.queue.push(node);
}

/** Functions by the key of the object, class or assignment that holds them. */
function functionsByKey({ functions, parents }: Names): ReadonlyMap<string, readonly Node[]> {
  const found = new Map<string, Node[]>();
  for (const fn of functions) {
    const key = keyOf(fn, parents.get(fn));
    if (key === undefined) continue;
    const those = found.get(key);
    if (those === undefined) found.set(key, [fn]);
    else those.push(fn);
  }
  return found;
}

function keyOf(fn: Node, parent: Node | undefined): string | undefined {
  if (parent === undefined) return undefined;
  const left = parent.type === 'AssignmentExpression' ? child(parent, 'left') : undefined;
  if (left !== undefined) return left.type === 'MemberExpression' ? plainKey(left, 'property') : undefined;
  return child(parent, 'value') === fn ? plainKey(parent) : undefined;
}

/** `x.a.b = …` by the binding of `x`. */
function writesByBinding({ propertyWrites, bindings }: Names): ReadonlyMap<Binding, readonly Node[]> {
  const found = new Map<Binding, Node[]>();
  for (const write of propertyWrites) {
    let at = child(write, 'left');
    while (at?.type === 'MemberExpression') at = child(at, 'object');
    const binding = at === undefined ? undefined : bindings.get(at);
    if (binding === undefined) continue;
    const those = found.get(binding);
    if (those === undefined) found.set(binding, [write]);
    else those.push(write);
  }
  return found;
}

function empty(fn: Node): void {
  const { start, end } = child(fn, 'body') ?? fn;
  // A name that no parser gives: its value is unknown.
  const nothing: Node = { type: 'ReturnStatement', start: end, end, argument: { type: 'Identifier', name: '✖', start: end, end } };
  Object.assign(fn, { body: { type: 'BlockStatement', start, end, body: [nothing] }, expression: false });
}
