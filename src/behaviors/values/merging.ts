// Functions that copy the properties of one object onto another, as compilers write them for `{...a, b}`: `__assign` of tsc,
// `_extends` and `_objectSpread` of babel, `__spreadValues` and `__spreadProps` of esbuild, `_object_spread` of swc, and loops
// `for (k in b) a[k] = b[k]; return a` under any name. Followed like any function they would mix the objects of all their callers.
import type { Node, Value } from '../contract.ts';
import { bare, child, children, nameOf, plainKey } from '../nodes.ts';
import type { World } from './world.ts';

const NAMES = /^_{0,3}(?:assign|extends|objectSpread\d?|object_spread(?:_props)?|objectSpreadProps|spreadValues|spreadProps)\d{0,3}$/;
const MODULES = /^@(?:babel\/runtime|swc\/helpers)\b.{0,40}\b(?:extends|objectSpread2?|_?object_spread(?:_props)?|_?extends)(?:\.js)?$/;
/** esbuild's own has 420 characters. */
const LONGEST = 900;

/** True for a call of such a function. */
export function isMerging(world: World, call: Node): boolean {
  const callee = bare(child(call, 'callee') ?? call);
  const name = nameOf(callee) ?? (callee.type === 'MemberExpression' ? plainKey(callee, 'property') : undefined);
  if (name !== undefined && name.startsWith('_') && NAMES.test(name)) return true;
  const target = world.targets(call)[0];
  return target !== undefined && mergesValues(target);
}

/** True for the function itself. */
export function mergesValues(callee: Value): boolean {
  if (callee.kind === 'import') return MODULES.test(callee.module) || (callee.module === 'tslib' && callee.path[0] === '__assign');
  if (callee.kind !== 'function' || callee.node.end - callee.node.start > LONGEST || children(callee.node, 'params').length !== 2) return false;
  const [into, from] = children(callee.node, 'params').map(nameOf);
  const text = callee.module.text.slice(callee.node.start, callee.node.end);
  const key = /\bfor\s{0,3}\(\s{0,3}(?:(?:var|let|const)\s)?\s{0,3}([\w$]{1,40})\s+in\s+([\w$]{1,40})\b/.exec(text);
  if (into === undefined || key === null || key[2] !== from) return false;
  return text.includes(`${from ?? ''}[${key[1] ?? ''}]`) && new RegExp(`(?:return |,|;)\\s{0,40}${into.replace(/\$/g, '\\$')}\\s{0,40};?\\s{0,10}\\}?$`).test(text);
}
