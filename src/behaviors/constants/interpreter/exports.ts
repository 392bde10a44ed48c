// What a module of the package gives to the others: ES exports, and CommonJS as far as its exports are assigned at the top level.
import type { Node } from '../../contract.ts';
import { OPAQUE } from '../values.ts';
import type { Val } from '../values.ts';
import type { Machine } from '../machine.ts';
import { getProperty } from '../properties.ts';
import { contextAt } from './initial.ts';
import { rootFrame } from './context.ts';
import type { ModuleCode } from './context.ts';
import { bare, keyName, nodeAt, optionalAt, presentAt, textAt } from './nodes.ts';
import { boundIn, scopeAround } from './scopes.ts';

/** Where an exported name comes from. */
export type Exported =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'expression'; readonly node: Node }
  | { readonly kind: 'from'; readonly specifier: string; readonly name: string };

/** All that a module exports. */
export interface Exports {
  readonly names: ReadonlyMap<string, Exported>;
  /** Modules whose exports are passed on. */
  readonly all: readonly string[];
  /** `module.exports = …`. */
  readonly whole: Node | undefined;
}

function nameOf(node: Node): string {
  return node.type === 'Literal' ? String(node['value']) : textAt(node, 'name');
}

function declared(node: Node): readonly (readonly [string, Exported])[] {
  const inner = optionalAt(node, 'declaration');
  const from = optionalAt(node, 'source');
  if (inner?.type === 'VariableDeclaration') return presentAt(inner, 'declarations').flatMap((part) => boundIn(nodeAt(part, 'id'))).map((id) => [textAt(id, 'name'), { kind: 'name', name: textAt(id, 'name') }]);
  if (inner !== undefined) { const name = textAt(nodeAt(inner, 'id'), 'name'); return [[name, { kind: 'name', name }]]; }
  return presentAt(node, 'specifiers').map((part) => {
    const local = nameOf(nodeAt(part, 'local'));
    return [nameOf(nodeAt(part, 'exported')), from === undefined ? { kind: 'name', name: local } : { kind: 'from', specifier: String(from['value']), name: local }];
  });
}

function defaultOf(node: Node): Exported {
  const inner = nodeAt(node, 'declaration');
  const id = inner.type.endsWith('Declaration') ? optionalAt(inner, 'id') : undefined;
  return id === undefined ? { kind: 'expression', node: inner } : { kind: 'name', name: textAt(id, 'name') };
}

/** The name that `exports.name` or `module.exports.name` gives; `''` for `module.exports` itself. */
function commonName(target: Node): string | undefined {
  if (target.type !== 'MemberExpression') return undefined;
  const name = keyName(target, 'property');
  const of = bare(nodeAt(target, 'object'));
  if (of.type === 'Identifier' && textAt(of, 'name') === 'module' && name === 'exports') return '';
  return (of.type === 'Identifier' && textAt(of, 'name') === 'exports') || commonName(of) === '' ? name : undefined;
}

function assigned(statement: Node): { readonly name: string; readonly node: Node } | undefined {
  const target = statement.type === 'ExpressionStatement' ? bare(nodeAt(statement, 'expression')) : undefined;
  if (target?.type !== 'AssignmentExpression') return undefined;
  const name = commonName(bare(nodeAt(target, 'left')));
  const right = bare(nodeAt(target, 'right'));
  if (right.type === 'UnaryExpression' && right['operator'] === 'void') return undefined;
  const chained = right.type === 'AssignmentExpression' && commonName(bare(nodeAt(right, 'left'))) !== undefined ? nodeAt(right, 'right') : right;
  return name === undefined ? undefined : { name, node: chained };
}

/** Reads the exports of a program. */
export function readExports(program: Node): Exports {
  const names = new Map<string, Exported>();
  const all: string[] = [];
  let whole: Node | undefined;
  for (const node of presentAt(program, 'body')) {
    if (node.type === 'ExportNamedDeclaration') for (const [name, exported] of declared(node)) names.set(name, exported);
    else if (node.type === 'ExportDefaultDeclaration') names.set('default', defaultOf(node));
    else if (node.type === 'ExportAllDeclaration') all.push(String(nodeAt(node, 'source')['value']));
    const common = assigned(node);
    if (common?.name === '') whole = common.node;
    else if (common !== undefined) names.set(common.name, { kind: 'expression', node: common.node });
  }
  return { names, all, whole };
}

/** Another module, by what it is called in this one. */
export type Resolve = (from: ModuleCode, specifier: string) => ModuleRoom | undefined;

/** A module and what it exports. */
export interface ModuleRoom {
  readonly code: ModuleCode;
  readonly exports: Exports;
  /** The value of `require`: `module.exports`, evaluated once. */
  whole: { readonly value: Val } | undefined;
}

function valueOf(m: Machine, room: ModuleRoom, node: Node): Val {
  const { code } = room;
  return code.compile.expression(node, contextAt(code, scopeAround(code.scopes, node), 'early'))(m, rootFrame(undefined));
}

/** An export by name. `depth` bounds re-exports that go in circles. */
export function exportOf(m: Machine, room: ModuleRoom, name: string, resolve: Resolve, depth = 0): Val {
  const found = room.exports.names.get(name);
  const { code } = room;
  if (found?.kind === 'name') { const binding = code.scopes.program.bindings.get(found.name); return binding === undefined ? OPAQUE : code.read(m, code.cell(binding)); }
  if (found?.kind === 'expression') return valueOf(m, room, found.node);
  if (depth > 8) return OPAQUE;
  if (found?.kind === 'from') { const other = resolve(code, found.specifier); return other === undefined ? OPAQUE : exportOf(m, other, found.name, resolve, depth + 1); }
  for (const specifier of room.exports.all) {
    const other = resolve(code, specifier);
    const value = other === undefined ? OPAQUE : exportOf(m, other, name, resolve, depth + 1);
    if (value !== OPAQUE) return value;
  }
  if (room.exports.whole === undefined) return OPAQUE;
  const whole = wholeOf(m, room);
  return name === 'default' ? whole : getProperty(m, whole, name);
}

function wholeOf(m: Machine, room: ModuleRoom): Val {
  room.whole ??= { value: room.exports.whole === undefined ? undefined : valueOf(m, room, room.exports.whole) };
  return room.whole.value;
}

/** What `require` or `import * as` gives. Names are read when they are asked for. */
export function namespaceOf(m: Machine, room: ModuleRoom, resolve: Resolve): Val {
  if (room.exports.whole !== undefined && room.exports.names.size === 0) return wholeOf(m, room);
  return { kind: 'table', name: room.code.module.path, get: (m, key) => (key === '__esModule' ? room.exports.names.has('default') : exportOf(m, room, key, resolve)) };
}
