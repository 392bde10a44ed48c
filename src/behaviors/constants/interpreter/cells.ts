// Variables of a module, and of functions that are looked into without calling them: evaluated when first read, with the statements
// that change them, in their order. Each module has a budget for this of its own, because a string table is decoded and rotated once.
import type { Node } from '../../contract.ts';
import type { NoConstant } from '../contract.ts';
import { note, Stop, stop, Thrown } from '../machine.ts';
import type { Machine } from '../machine.ts';
import type { Val } from '../values.ts';
import { rootFrame, UNSET } from './context.ts';
import type { Cell, ModuleCode } from './context.ts';
import { contextAt, initialValue } from './initial.ts';
import { inSameRun } from './scopes.ts';
import type { Binding, Scope } from './scopes.ts';
import { changesOf } from './units.ts';
import type { Changes } from './units.ts';

/** What is left of a module's own budget. */
export interface Budget { steps: number; memory: number; taken: boolean }

/** A module's budget: so many times that of one call. */
export const PRELUDE = 12;

/** What reading cells needs beside the code. */
export interface CellRoom {
  readonly budget: Budget;
  /** Statements that were run or are running, with why one failed. */
  readonly done: Map<Node, NoConstant | 'run'>;
  readonly running: { readonly unit: Node; readonly scope: Scope }[];
  readonly changes: Map<Binding, Changes>;
  /** The value of an import. */
  readonly imported: (m: Machine, specifier: Node) => Val;
}

/** A new cell. */
export function createCell(code: ModuleCode, binding: Binding): Cell {
  return { binding, code, state: 'new', value: undefined, via: [], seen: 0, why: 'unsupported', written: false, fresh: undefined, freshValue: undefined };
}

/** What changes a cell's variable; worked out once. */
function changes(room: CellRoom, cell: Cell): Changes {
  const has = room.changes.get(cell.binding);
  if (has !== undefined) return has;
  const found = changesOf(cell.code, cell.binding);
  room.changes.set(cell.binding, found);
  return found;
}

/** Loops that declare their own variables change them at each turn: nobody can say which turn is meant. */
function refuseLoopVariable(cell: Cell, found: Changes): void {
  const { type } = cell.binding.scope.node;
  const ofLoop = type === 'ForStatement' || type === 'ForInStatement' || type === 'ForOfStatement';
  if (ofLoop && (found.writers.length > 0 || cell.binding.mentions.some((node) => isWritten(cell, node)))) stop('not-constant');
}

function isWritten(cell: Cell, node: Node): boolean {
  const up = cell.code.scopes.parents.get(node);
  return up?.type === 'UpdateExpression' || (up?.type === 'AssignmentExpression' && up['left'] === node);
}

function start(m: Machine, room: CellRoom, cell: Cell): void {
  const { kind } = cell.binding;
  refuseLoopVariable(cell, changes(room, cell));
  cell.state = 'busy';
  cell.value = kind === 'let' || kind === 'const' ? UNSET : undefined;
  cell.value = initialValue(m, cell, room.imported);
  cell.state = 'partial';
}

/** The next statement that changes the cell; none while an earlier one of the same scope is still running. */
function nextUnit(room: CellRoom, cell: Cell): Node | undefined {
  const { units } = changes(room, cell);
  const unit = units.find((one) => room.done.get(one) !== 'run');
  if (unit === undefined) { if (!units.some((one) => room.running.some((other) => other.unit === one))) cell.state = 'ready'; return undefined; }
  return room.running.some((other) => other.scope === cell.binding.scope && unit.start >= other.unit.start) ? undefined : unit;
}

function runUnit(m: Machine, room: CellRoom, cell: Cell, unit: Node): void {
  const { code, binding: { scope } } = cell;
  const failed = room.done.get(unit);
  if (failed !== undefined && failed !== 'run') stop(failed);
  room.done.set(unit, 'run');
  room.running.push({ unit, scope });
  try {
    const context = contextAt(code, scope, 'running');
    const isStatement = /(?:Statement|Declaration)$/.test(unit.type);
    (isStatement ? code.compile.statement(unit, context) : code.compile.expression(unit, context))(m, rootFrame(undefined));
  } catch (error) {
    room.done.set(unit, whyOf(error));
    throw error;
  } finally {
    room.running.pop();
  }
}

/** Runs on the module's own budget; what it takes is taken off there. Inside, other variables of the module go on with it. */
function onBudget(m: Machine, budget: Budget, run: () => void): void {
  if (budget.taken) { run(); return; }
  budget.taken = true;
  const { steps, memory } = m;
  const before = budget.steps;
  m.steps = budget.steps;
  m.memory = budget.memory;
  try {
    run();
  } finally {
    m.elsewhere += before - Math.max(0, m.steps);
    budget.steps = m.steps;
    budget.memory = m.memory;
    m.steps = steps;
    m.memory = memory;
    budget.taken = false;
  }
}

function whyOf(error: unknown): NoConstant {
  if (error instanceof Stop) return error.why;
  return error instanceof RangeError ? 'budget' : error instanceof Thrown ? 'not-constant' : 'unsupported';
}

/** Brings a cell as far as it may go now. How its value comes about is kept with it, not with who asks first. */
function force(m: Machine, room: CellRoom, cell: Cell): void {
  if (cell.state === 'partial' && nextUnit(room, cell) === undefined) return;
  const { via, seen, depth } = m;
  m.via = [...cell.via];
  m.seen = cell.seen;
  try {
    onBudget(m, room.budget, () => {
      if (cell.state === 'new') start(m, room, cell);
      for (let unit = nextUnit(room, cell); unit !== undefined; unit = nextUnit(room, cell)) runUnit(m, room, cell, unit);
    });
    cell.via = m.via;
    cell.seen = m.seen;
  } catch (error) {
    cell.state = 'failed';
    cell.why = whyOf(error);
    throw new Stop(cell.why);
  } finally {
    m.via = via;
    m.seen = seen;
    m.depth = depth;
  }
}

/** The value of a cell. */
export function readCell(m: Machine, room: CellRoom, cell: Cell): Val {
  if (cell.fresh === m) return cell.freshValue;
  if (cell.state === 'new' || cell.state === 'partial') force(m, room, cell);
  if (cell.state === 'failed') return stop(cell.why);
  if (cell.value === UNSET) return stop('not-constant');
  for (const transform of cell.via) note(m, transform);
  m.seen |= cell.seen;
  return cell.value;
}

/** Writes a cell. A declaration that is run starts it; an assignment of running code comes after its start. */
export function writeCell(m: Machine, room: CellRoom, cell: Cell, value: Val, how: 'assign' | 'initialise' | 'early'): void {
  if (how === 'early' || cell.fresh === m) {
    cell.fresh = m;
    cell.freshValue = value;
    return;
  }
  if (cell.state === 'new' && how === 'assign') force(m, room, cell);
  if (cell.state === 'new') cell.state = 'partial';
  cell.value = value;
  cell.written = true;
  if ((m.seen & ~cell.seen) === 0) return;
  cell.via = [...m.via];
  cell.seen |= m.seen;
}

/** Stops where a variable is read before a later statement changes it, or where only functions that were not called assign it. */
export function refuseEarly(m: Machine, room: CellRoom, cell: Cell, mention: Node): void {
  if (cell.fresh === m) return;
  const { kind } = cell.binding;
  if (kind !== 'var' && kind !== 'let' && kind !== 'const') return;
  const { units, writers } = changes(room, cell);
  if (writers.length > 0 && !cell.written) stop('not-constant');
  if (units.some((unit) => unit.end > mention.start) && inSameRun(cell.code.scopes, cell.binding, mention)) stop('not-constant');
}
