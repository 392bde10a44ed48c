// Literals, templates, arrays and objects.
import type { Node } from '../../contract.ts';
import { createRegex } from '../builtins/regexps.ts';
import { hold, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { joinTexts, toKey, toText } from '../operators.ts';
import { getProperty, iterate, ownKeys } from '../properties.ts';
import { isObj, list, plain } from '../values.ts';
import type { Accessor, Plain, Val } from '../values.ts';
import { numberEval } from './context.ts';
import type { Context, Eval, Frame } from './context.ts';
import { keyName, nodeAt, nodesAt, presentAt, textAt } from './nodes.ts';
import { setProperty } from '../writes.ts';

function literal(node: Node): Eval {
  const regex = node['regex'] as { readonly pattern?: unknown; readonly flags?: unknown } | undefined;
  if (typeof regex === 'object' && regex !== null) {
    const { pattern, flags } = regex;
    return (m) => createRegex(m, String(pattern), String(flags));
  }
  const value = node['value'];
  if (typeof value === 'number') return numberEval(value);
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint' || value === null) return () => value;
  return () => stop('unsupported');
}

function cooked(node: Node): string {
  const value = node['value'] as { readonly cooked?: unknown } | undefined;
  return typeof value?.cooked === 'string' ? value.cooked : stop('unsupported');
}

function template(node: Node, context: Context): Eval {
  const texts = presentAt(node, 'quasis').map(cooked);
  const parts = presentAt(node, 'expressions').map((part) => context.code.compile.expression(part, context));
  return (m, f) => {
    let text = texts[0] ?? '';
    for (const [at, part] of parts.entries()) text = joinTexts(m, joinTexts(m, text, toText(m, part(m, f))), texts[at + 1] ?? '');
    return text;
  };
}

/** Values of a list of arguments or elements, spread ones laid out. */
export type Many = (m: Machine, f: Frame) => Val[];

/** Compiles arguments or elements. */
export function manyOf(nodes: readonly (Node | undefined)[], context: Context): Many {
  const parts = nodes.map((node) => {
    const spread = node?.type === 'SpreadElement';
    return { spread, give: node === undefined ? () => undefined : context.code.compile.expression(spread ? nodeAt(node, 'argument') : node, context) };
  });
  if (parts.some((part) => part.spread)) {
    return (m, f) => {
      const values: Val[] = [];
      for (const { spread, give } of parts) {
        const value = give(m, f);
        if (spread) for (const item of iterate(m, value)) values.push(item);
        else values.push(value);
      }
      return values;
    };
  }
  const gives = parts.map((part) => part.give);
  return (m, f) => {
    const values: Val[] = [];
    for (const give of gives) values.push(give(m, f));
    return values;
  };
}

function array(node: Node, context: Context): Eval {
  const many = manyOf(nodesAt(node, 'elements'), context);
  return (m, f) => {
    const items = many(m, f);
    hold(m, items.length * 4 + 32);
    return list(items);
  };
}

/** A key that is known now, or computed when the code runs. */
export function keyOf(node: Node, context: Context): (m: Machine, f: Frame) => string {
  const name = keyName(node, 'key');
  if (name !== undefined) return () => name;
  const key = context.code.compile.expression(nodeAt(node, 'key'), context);
  return (m, f) => toKey(m, key(m, f));
}

type Fill = (m: Machine, f: Frame, into: Plain) => void;

function spreadInto(node: Node, context: Context): Fill {
  const from = context.code.compile.expression(nodeAt(node, 'argument'), context);
  return (m, f, into) => {
    const value = from(m, f);
    if (value === undefined || value === null) return;
    if (isObj(value) && value.kind === 'opaque') { stop('not-constant'); return; }
    for (const key of ownKeys(m, value)) setProperty(m, into, key, getProperty(m, value, key));
  };
}

/** Adds one half of an accessor. */
export function addAccessor(m: Machine, into: { readonly props: Map<string, Val | Accessor> }, key: string, kind: string, fn: Val): void {
  if (!isObj(fn) || fn.kind !== 'function') { stop('unsupported'); return; }
  const has = into.props.get(key);
  const other = isObj(has as Val) && (has as Accessor).kind === 'accessor' ? (has as Accessor) : { kind: 'accessor' as const };
  hold(m, 32);
  into.props.set(key, kind === 'get' ? { ...other, get: fn } : { ...other, set: fn });
}

function property(node: Node, context: Context): Fill {
  if (node.type === 'SpreadElement') return spreadInto(node, context);
  const key = keyOf(node, context);
  const value = context.code.compile.expression(nodeAt(node, 'value'), context);
  const kind = textAt(node, 'kind');
  if (kind === 'get' || kind === 'set') return (m, f, into) => addAccessor(m, into, key(m, f), kind, value(m, f));
  if (keyName(node, 'key') === '__proto__' && node['shorthand'] !== true && node['method'] !== true) return (m, f, into) => setProperty(m, into, '__proto__', value(m, f));
  return (m, f, into) => {
    const name = key(m, f);
    hold(m, 16);
    into.props.set(name, value(m, f));
  };
}

function object(node: Node, context: Context): Eval {
  const fills = presentAt(node, 'properties').map((part) => property(part, context));
  return (m, f) => {
    const made = plain();
    hold(m, 32);
    for (const fill of fills) fill(m, f, made);
    return made;
  };
}

function tagged(node: Node, context: Context): Eval {
  const quasi = nodeAt(node, 'quasi');
  const tag = context.code.compile.expression(nodeAt(node, 'tag'), context);
  const args = manyOf(presentAt(quasi, 'expressions'), context);
  const texts = presentAt(quasi, 'quasis');
  return (m, f) => {
    const fn = tag(m, f);
    if (!isObj(fn) || fn.kind !== 'function') return stop(isObj(fn) && fn.kind === 'opaque' ? 'not-constant' : 'unsupported');
    hold(m, texts.length * 8 + 64);
    const strings = list(texts.map(cooked));
    setProperty(m, strings, 'raw', list(texts.map((part) => String((part['value'] as { readonly raw?: unknown }).raw))));
    return fn.call(m, undefined, [strings, ...args(m, f)]);
  };
}

/** Compilers by type of node. */
export const LITERAL_EXPRESSIONS = { Literal: literal, TemplateLiteral: template, ArrayExpression: array, ObjectExpression: object, TaggedTemplateExpression: tagged };
