// Variables of a module, and of functions that are looked into without calling them: evaluated when first read, with the statements
// that change them. Each module has a budget for this of its own, because a string table is decoded and rotated once.
import type { Node } from '../../contract.ts';
import { note, Stop, stop, Thrown } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { OPAQUE } from '../values.ts';
import type { Val } from '../values.ts';
import { storeTo } from './assignments.ts';
import { rootFrame, UNSET } from './context.ts';
import type { Cell, Context, ModuleCode } from './context.ts';
import { immediateArguments } from './mentions.ts';
import { isFunctionNode, nodeAt, nodesAt, optionalAt } from './nodes.ts';
import { scopeAround } from './scopes.ts';
import type { Binding, Scope } from './scopes.ts';
import { changesOf, inSameRun } from './units.ts';
import type { Changes } from './units.ts';

/** What is left of a module's own budget. */
export interface Budget { steps: number; memory: number; taken: boolean }

/** A module's budget: so many times that of one call. */
export const PRELUDE = 8;

/** What reading cells needs beside the code. */
export interface CellRoom {
  readonly budget: Budget;
  readonly done: Set<Node>;
  readonly changes: Map<Binding, Changes>;
  /** The value of an import. */
  readonly imported: (m: Machine, specifier: Node) => Val;
}

/** Where code is compiled that is looked at where it stands. */
export function contextAt(code: ModuleCode, scope: Scope, order: Context['order']): Context {
  return { code, scope, layout: { slots: new Map(), up: undefined }, size: { nodes: 0 }, depth: 0, order, labels: [] };
}

/** A new cell. */
export function createCell(code: ModuleCode, binding: Binding): Cell {
  return { binding, code, state: 'new', value: undefined, via: [], seen: 0, why: 'unsupported', written: false };
}

/** What changes a cell's variable; worked out once. */
export function changes(room: CellRoom, cell: Cell): Changes {
  const has = room.changes.get(cell.binding);
  if (has !== undefined) return has;
  const found = changesOf(cell.code, cell.binding);
  room.changes.set(cell.binding, found);
  return found;
}

function merge(m: Machine, cell: Cell): void {
  for (const transform of cell.via) note(m, transform);
  m.seen |= cell.seen;
}

function parameter(m: Machine, cell: Cell, fn: Node): Val {
  const { code, binding } = cell;
  const args = immediateArguments(code.scopes, fn);
  const at = nodesAt(fn, 'params').findIndex((param) => param?.type === 'Identifier' && param['name'] === binding.name);
  const arg = at < 0 ? undefined : args?.[at];
  if (args === undefined || at < 0) return OPAQUE;
  return arg === undefined ? undefined : code.compile.expression(arg, contextAt(code, scopeAround(code.scopes, arg), 'early'))(m, rootFrame(undefined));
}

function declarator(m: Machine, cell: Cell, node: Node): Val {
  const { code } = cell;
  const id = nodeAt(node, 'id');
  const init = optionalAt(node, 'init');
  const up = code.scopes.parents.get(node);
  const loop = up === undefined ? undefined : code.scopes.parents.get(up);
  if ((loop?.type === 'ForOfStatement' || loop?.type === 'ForInStatement') && loop['left'] === up) return stop('not-constant');
  if (init === undefined) return undefined;
  const context = contextAt(code, scopeAround(code.scopes, node), 'early');
  const f = rootFrame(undefined);
  const value = code.compile.expression(init, context)(m, f);
  if (id.type === 'Identifier') return value;
  storeTo(id, context, 'initialise')(m, f, value);
  return cell.value;
}

function initial(m: Machine, room: CellRoom, cell: Cell): Val {
  const { code, binding } = cell;
  const first = binding.declarations.at(-1) ?? stop('unsupported');
  const around = binding.scope;
  switch (binding.kind) {
    case 'import': return room.imported(m, first);
    case 'param': return parameter(m, cell, first);
    case 'catch': return OPAQUE;
    case 'function': return code.compile.fn(first, contextAt(code, around, 'running'))(m, rootFrame(undefined));
    case 'class': return code.compile.classOf(first, contextAt(code, around, 'running'))(m, rootFrame(undefined));
    case 'name': return isFunctionNode(first)
      ? code.compile.fn(first, contextAt(code, around.parent ?? around, 'running'))(m, rootFrame(undefined))
      : code.compile.classOf(first, contextAt(code, around.parent ?? around, 'running'))(m, rootFrame(undefined));
    default: return binding.declarations.length > 1 ? undefined : declarator(m, cell, first);
  }
}

function runUnits(m: Machine, room: CellRoom, cell: Cell, units: readonly Node[]): void {
  const { code, binding } = cell;
  for (const unit of units) {
    if (room.done.has(unit)) continue;
    room.done.add(unit);
    const context = contextAt(code, binding.scope, 'running');
    const isStatement = /(?:Statement|Declaration)$/.test(unit.type);
    (isStatement ? code.compile.statement(unit, context) : code.compile.expression(unit, context))(m, rootFrame(undefined));
  }
}

/** Loops that declare their own variables change them at each turn: nobody can say which turn is meant. */
function refuseLoopVariable(cell: Cell, found: Changes, mentions: number): void {
  const { type } = cell.binding.scope.node;
  const ofLoop = type === 'ForStatement' || type === 'ForInStatement' || type === 'ForOfStatement';
  if (ofLoop && (mentions > 0 || found.writers.length > 0)) stop('not-constant');
}

function evaluate(m: Machine, room: CellRoom, cell: Cell): void {
  const { binding } = cell;
  const found = changes(room, cell);
  refuseLoopVariable(cell, found, binding.mentions.filter((node) => isWritten(cell, node)).length);
  cell.state = 'busy';
  cell.value = binding.kind === 'let' || binding.kind === 'const' ? UNSET : undefined;
  const value = initial(m, room, cell);
  cell.value = value;
  cell.state = 'ready';
  runUnits(m, room, cell, found.units);
}

function isWritten(cell: Cell, node: Node): boolean {
  const up = cell.code.scopes.parents.get(node);
  return up?.type === 'UpdateExpression' || (up?.type === 'AssignmentExpression' && up['left'] === node);
}

/** Runs on the module's own budget; what it takes is taken off there. Inside, other variables of the module go on with it. */
function onBudget(m: Machine, budget: Budget, run: () => void): void {
  if (budget.taken) { run(); return; }
  budget.taken = true;
  const { steps, memory } = m;
  const start = { ...budget };
  m.steps = budget.steps;
  m.memory = budget.memory;
  try {
    run();
  } finally {
    m.elsewhere += start.steps - Math.max(0, m.steps);
    budget.steps = m.steps;
    budget.memory = m.memory;
    m.steps = steps;
    m.memory = memory;
    budget.taken = false;
  }
}

function failed(cell: Cell, error: unknown): Stop {
  cell.state = 'failed';
  cell.why = error instanceof Stop ? error.why : error instanceof RangeError ? 'budget' : error instanceof Thrown ? 'not-constant' : 'unsupported';
  return new Stop(cell.why);
}

function force(m: Machine, room: CellRoom, cell: Cell): void {
  const { via, seen, depth } = m;
  m.via = [];
  m.seen = 0;
  try {
    onBudget(m, room.budget, () => evaluate(m, room, cell));
    cell.via = m.via;
    cell.seen = m.seen;
  } catch (error) {
    throw failed(cell, error);
  } finally {
    m.via = via;
    m.seen = seen;
    m.depth = depth;
  }
}

/** The value of a cell. */
export function readCell(m: Machine, room: CellRoom, cell: Cell): Val {
  if (cell.state === 'new') force(m, room, cell);
  if (cell.state === 'failed') return stop(cell.why);
  if (cell.value === UNSET) return stop('not-constant');
  merge(m, cell);
  return cell.value;
}

/** Writes a cell from running code. */
export function writeCell(m: Machine, room: CellRoom, cell: Cell, value: Val): void {
  if (cell.state === 'new') force(m, room, cell);
  cell.value = value;
  cell.written = true;
  if ((m.seen & ~cell.seen) === 0) return;
  cell.via = [...m.via];
  cell.seen |= m.seen;
}

/** Stops where a variable is read before a later statement changes it, or where only functions that were not called assign it. */
export function refuseEarly(room: CellRoom, cell: Cell, mention: Node): void {
  const { kind } = cell.binding;
  if (kind !== 'var' && kind !== 'let' && kind !== 'const') return;
  const { units, writers } = changes(room, cell);
  if (writers.length > 0 && !cell.written) stop('not-constant');
  if (units.some((unit) => unit.end > mention.start) && inSameRun(cell.code, cell.binding, mention)) stop('not-constant');
}
