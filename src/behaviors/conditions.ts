// What is asked before a piece of code runs: the tests of `if`, `switch`, `?:`, `&&` and `||` around it, early returns before it, long
// timers, and the same at the one place that calls the function around it. Only the questions that decide whether to show oneself.
import type { Condition } from '../model/behavior.ts';
import type { CallSite, Code, Module, Node } from './contract.ts';
import { apiNames } from './apis.ts';
import { testedConditions } from './condition-tests.ts';
import { child, children, isFunction } from './nodes.ts';

/** What of `Code` is needed: enough to be asked while `Code` itself is built. */
export type ConditionCode = Pick<Code, 'calls' | 'value' | 'ancestors'>;

const HOUR = 3_600_000;
const MAX_TESTS = 60;
const siteCache = new WeakMap<object, ReadonlyMap<Node, readonly CallSite[]>>();

/** Kinds of conditions around a node, sorted; empty where there is none of these. */
export function conditionsAround(code: ConditionCode, node: Node, module: Module): readonly Condition[] {
  const found = new Set<Condition>();
  const outer = collect(node, module, code, found);
  const sites = outer === undefined ? [] : (callSites(code).get(outer) ?? []);
  // One level: a function called from several places is guarded by none of them.
  const [only] = sites;
  if (only !== undefined && sites.length === 1) collect(only.node, only.module, code, found);
  return [...found].sort();
}

/** Adds what stands around the node; gives the function that ends the way up, unless it is called where it stands. */
function collect(node: Node, module: Module, code: ConditionCode, found: Set<Condition>): Node | undefined {
  let inner = node;
  let tests = 0;
  for (const around of code.ancestors(node, module)) {
    const asked = testsAround(inner, around);
    for (const test of asked) {
      if (tests >= MAX_TESTS) return undefined;
      tests += 1;
      for (const condition of testedConditions(test, module, code)) found.add(condition);
    }
    if (isFunction(inner)) {
      // An inline callback runs where its call stands; any other function where it is called.
      const runsHere = (around.type === 'CallExpression' || around.type === 'NewExpression');
      if (!runsHere) return inner;
      if (isLongTimer(around, module, code)) found.add('time');
    }
    inner = around;
  }
  return isFunction(inner) ? inner : undefined;
}

/** Expressions that must hold, or fail, for `inner` to run inside `around`. */
function testsAround(inner: Node, around: Node): readonly Node[] {
  switch (around.type) {
    case 'IfStatement': case 'ConditionalExpression': case 'WhileStatement': {
      const test = child(around, 'test');
      return test === undefined || test === inner ? [] : [test];
    }
    case 'LogicalExpression': {
      const left = child(around, 'left');
      return left === undefined || left === inner ? [] : [left];
    }
    case 'SwitchStatement': {
      const on = child(around, 'discriminant');
      return on === undefined || on === inner ? [] : [on];
    }
    case 'BlockStatement': case 'Program': case 'StaticBlock': return guardsBefore(inner, children(around, 'body'));
    case 'SwitchCase': return guardsBefore(inner, children(around, 'consequent'));
    default: return [];
  }
}

// `if (…) return;` before the statement.
function guardsBefore(inner: Node, statements: readonly Node[]): readonly Node[] {
  const tests: Node[] = [];
  for (const statement of statements) {
    if (statement === inner || statement.start >= inner.start) break;
    if (statement.type !== 'IfStatement') continue;
    const test = child(statement, 'test');
    if (test !== undefined && (leaves(child(statement, 'consequent')) || leaves(child(statement, 'alternate')))) tests.push(test);
  }
  return tests;
}

function leaves(branch: Node | undefined): boolean {
  if (branch === undefined) return false;
  const last = branch.type === 'BlockStatement' ? children(branch, 'body').at(-1) : branch;
  if (last === undefined) return false;
  if (/^(?:Return|Throw|Continue|Break)Statement$/.test(last.type)) return true;
  const call = last.type === 'ExpressionStatement' ? child(last, 'expression') : undefined;
  const property = call?.type === 'CallExpression' ? child(child(call, 'callee') ?? call, 'property') : undefined;
  return property !== undefined && (property['name'] === 'exit' || property['name'] === 'abort');
}

// A wait of an hour and more outlives every sandbox.
function isLongTimer(call: Node, module: Module, code: ConditionCode): boolean {
  const [, delay] = children(call, 'arguments');
  const callee = child(call, 'callee');
  if (delay === undefined || callee === undefined || !apiNames(code.value(callee, module)).some((name) => /^(?:timers\.)?set(?:Timeout|Interval)$/.test(name))) return false;
  const value = code.value(delay, module);
  return value.kind === 'literal' && typeof value.value === 'number' && value.value >= HOUR;
}

function callSites(code: ConditionCode): ReadonlyMap<Node, readonly CallSite[]> {
  const known = siteCache.get(code);
  if (known !== undefined) return known;
  const found = new Map<Node, CallSite[]>();
  siteCache.set(code, found);
  for (const site of code.calls()) {
    if (site.plain || site.callee.kind !== 'function') continue;
    const list = found.get(site.callee.node);
    if (list === undefined) found.set(site.callee.node, [site]);
    else list.push(site);
  }
  return found;
}
