// Methods that lists, texts and every object have. A call of one of them calls no API that a table names and, unless the package gives
// some property that name, no function of the package: what it is called on need not be followed. They are half of all calls.
import type { Node } from '../contract.ts';
import { bare, child, children, plainKey } from '../nodes.ts';
import type { World } from './world.ts';

const METHODS: ReadonlySet<string> = new Set([
  'push', 'pop', 'shift', 'unshift', 'splice', 'slice', 'indexOf', 'lastIndexOf', 'includes', 'filter', 'find', 'findIndex', 'some', 'every', 'reduce', 'reduceRight', 'sort', 'reverse', 'join', 'split',
  'substring', 'substr', 'charCodeAt', 'codePointAt', 'charAt', 'startsWith', 'endsWith', 'trim', 'trimStart', 'trimEnd', 'toLowerCase', 'toUpperCase', 'replace', 'replaceAll', 'match', 'matchAll', 'localeCompare',
  'padStart', 'padEnd', 'toFixed', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString', 'map', 'forEach', 'flatMap', 'flat',
]);
/** Libraries have these as functions of two arguments. */
const WITH_CALLBACK: ReadonlySet<string> = new Set(['map', 'forEach', 'flatMap', 'filter', 'find', 'some', 'every', 'reduce', 'sort', 'includes', 'join', 'split', 'replace']);

const ownNamesOf = new WeakMap<World, ReadonlySet<string>>();

/** True for a call `x.push(…)` of such a name, written out, where nothing of the package has it. */
export function isPlainMethod(world: World, call: Node): boolean {
  const callee = call.type === 'CallExpression' ? bare(child(call, 'callee') ?? call) : undefined;
  if (callee?.type !== 'MemberExpression') return false;
  const name = plainKey(callee, 'property');
  if (name === undefined || !METHODS.has(name)) return false;
  const ofLibrary = WITH_CALLBACK.has(name) && children(call, 'arguments').length > 1 && child(callee, 'object')?.type === 'Identifier';
  return !ofLibrary && !ownNames(world).has(name);
}

/** Names that the package gives to properties somewhere, wherever they stand. */
function ownNames(world: World): ReadonlySet<string> {
  const known = ownNamesOf.get(world);
  if (known !== undefined) return known;
  const keys = new Set<string>();
  ownNamesOf.set(world, keys);
  const add = (node: Node, key: string) => {
    const name = plainKey(node, key);
    if (name !== undefined) keys.add(name);
  };
  for (const module of world.modules) {
    const names = world.names(module);
    for (const write of names.propertyWrites) add(child(write, 'left') ?? write, 'property');
    for (const fn of names.functions) {
      const parent = names.parents.get(fn);
      if (parent !== undefined) add(parent, 'key');
    }
    for (const object of names.objects) for (const property of children(object, 'properties')) add(property, 'key');
  }
  return keys;
}
