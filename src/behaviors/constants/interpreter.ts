// Follows the code of a package as far as it is made of constants (`contract.ts`): decoder functions, string tables with their
// rotation, loops that decode. It is an interpreter over the syntax tree; nothing of the package is run by the engine.
import type { Module, Node } from '../contract.ts';
import { attempt } from './builtins.ts';
import { REALM } from './builtins/realm.ts';
import type { CreateInterpreter, Evaluated } from './contract.ts';
import { fromConstant } from './convert.ts';
import { createCell, PRELUDE, readCell, refuseEarly, writeCell } from './interpreter/cells.ts';
import type { CellRoom } from './interpreter/cells.ts';
import { COMPILE } from './interpreter/compile.ts';
import { rootFrame } from './interpreter/context.ts';
import type { Cell, ModuleCode } from './interpreter/context.ts';
import { exportOf, namespaceOf, readExports } from './interpreter/exports.ts';
import type { ModuleRoom, Resolve } from './interpreter/exports.ts';
import { contextAt } from './interpreter/initial.ts';
import { isFunctionNode, nodeAt, optionalAt, textAt } from './interpreter/nodes.ts';
import { readScopes, scopeAround } from './interpreter/scopes.ts';
import type { Binding } from './interpreter/scopes.ts';
import { createMachine, MEMORY, stop } from './machine.ts';
import type { Machine } from './machine.ts';
import { native, OPAQUE } from './values.ts';
import type { Val } from './values.ts';

/** What a module needs to know of the others. */
interface Package {
  readonly rooms: Map<Module, ModuleRoom>;
  readonly resolve: Resolve;
  readonly steps: number;
}

function outside(specifier: string): Val {
  return REALM.module(specifier.replace(/^node:/, '')) ?? OPAQUE;
}

function requireIn(code: () => ModuleCode, resolve: Resolve): Val {
  return native('require', (m, _self, [specifier]) => {
    if (typeof specifier !== 'string') return OPAQUE;
    const room = resolve(code(), specifier);
    return room === undefined ? outside(specifier) : namespaceOf(m, room, resolve);
  });
}

function imported(m: Machine, code: ModuleCode, specifier: Node, resolve: Resolve): Val {
  const declaration = code.scopes.parents.get(specifier) ?? stop('unsupported');
  const source = String(nodeAt(declaration, 'source')['value']);
  const room = resolve(code, source);
  const name = specifier.type === 'ImportSpecifier' ? nodeAt(specifier, 'imported') : undefined;
  const wanted = name === undefined ? 'default' : name.type === 'Literal' ? String(name['value']) : textAt(name, 'name');
  if (room !== undefined) return specifier.type === 'ImportNamespaceSpecifier' ? namespaceOf(m, room, resolve) : exportOf(m, room, wanted, resolve);
  const whole = outside(source);
  return name === undefined || typeof whole !== 'object' || whole === null || whole.kind !== 'table' ? whole : whole.get(m, wanted);
}

function createCode(module: Module, of: Package): ModuleCode {
  const cells = new Map<Binding, Cell>();
  const room: CellRoom = {
    budget: { steps: of.steps * PRELUDE, memory: MEMORY * PRELUDE, taken: false },
    done: new Map(), running: [], changes: new Map(),
    imported: (m, specifier) => imported(m, code, specifier, of.resolve),
  };
  const free = freeNames(() => code, of);
  const code: ModuleCode = {
    module,
    scopes: readScopes(module.program),
    cell: (binding) => {
      const cell = cells.get(binding) ?? createCell(code, binding);
      cells.set(binding, cell);
      return cell;
    },
    read: (m, cell) => readCell(m, room, cell),
    write: (m, cell, value, how) => writeCell(m, room, cell, value, how),
    refuseEarly: (m, cell, mention) => refuseEarly(m, room, cell, mention),
    free, compile: COMPILE,
  };
  return code;
}

function freeNames(code: () => ModuleCode, of: Package): (name: string) => Val {
  const required = requireIn(code, of.resolve);
  const exported: Val = { kind: 'table', name: 'exports', get: (m, key) => { const room = of.rooms.get(code().module); return room === undefined ? OPAQUE : exportOf(m, room, key, of.resolve); } };
  const own = new Map<string, Val>([['require', required], ['exports', exported], ['module', { kind: 'table', name: 'module', get: (_m, key) => (key === 'exports' ? exported : OPAQUE) }]]);
  return (name) => own.get(name) ?? REALM.global(name) ?? OPAQUE;
}

/** Creates the interpreter of one package. Modules are looked into when something of them is first asked. */
export const createInterpreter: CreateInterpreter = ({ modules, resolveImport, steps }) => {
  const known = new Set(modules);
  const rooms = new Map<Module, ModuleRoom>();
  const roomOf = (module: Module): ModuleRoom => {
    const has = rooms.get(module);
    if (has !== undefined) return has;
    const made: ModuleRoom = { code: createCode(module, { rooms, resolve, steps }), exports: readExports(module.program), whole: undefined };
    rooms.set(module, made);
    return made;
  };
  const resolve: Resolve = (from, specifier) => {
    const module = resolveImport(from.module, specifier);
    return module === undefined || !known.has(module) ? undefined : roomOf(module);
  };
  let spent = 0;
  const evaluated = (give: (m: Machine) => Val): Evaluated => {
    const m = createMachine(REALM, steps);
    const result = attempt(m, () => give(m));
    spent += steps - Math.max(0, m.steps) + m.elsewhere;
    return result;
  };
  return {
    expression: (node, module) => evaluated((m) => {
      const { code } = roomOf(module);
      return COMPILE.expression(node, contextAt(code, scopeAround(code.scopes, node), 'early'))(m, rootFrame(undefined));
    }),
    call: (fn, module, args) => evaluated((m) => {
      const { code } = roomOf(module);
      if (!isFunctionNode(fn) || optionalAt(fn, 'body') === undefined) return stop('unsupported');
      return COMPILE.fn(fn, contextAt(code, scopeAround(code.scopes, fn), 'running'))(m, rootFrame(undefined)).call(m, undefined, args.map((arg) => fromConstant(m, arg)));
    }),
    spent: () => spent,
  };
};
