// Object, Reflect and Object.prototype (https://tc39.es/ecma262/#sec-object-objects).
import { fail } from '../errors.ts';
import { hold, spend, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { toKey } from '../operators.ts';
import { getProperty, hasProperty, iterate, ownKeys } from '../properties.ts';
import { isObj, list, plain } from '../values.ts';
import type { Fn, Obj, Plain, Val } from '../values.ts';
import { callback } from './callbacks.ts';
import { natives } from './table.ts';
import { propsOf, setProperty } from '../writes.ts';

function entriesOf(m: Machine, value: Val): [string, Val][] {
  return ownKeys(m, value).map((key) => [key, getProperty(m, value, key)]);
}

function assign(m: Machine, _self: Val, args: readonly Val[]): Val {
  const [target, ...sources] = args;
  if (target === undefined || target === null) return fail('TypeError', 'Cannot convert undefined or null to object');
  for (const source of sources) {
    if (source === undefined || source === null) continue;
    for (const [key, value] of entriesOf(m, source)) { spend(m, 1); setProperty(m, target, key, value); }
  }
  return target;
}

function fromEntries(m: Machine, _self: Val, args: readonly Val[]): Val {
  const made = plain();
  for (const pair of iterate(m, args[0])) {
    hold(m, 16);
    made.props.set(toKey(m, getProperty(m, pair, '0')), getProperty(m, pair, '1'));
  }
  return made;
}

function freeze(_m: Machine, _self: Val, args: readonly Val[]): Val {
  const [value] = args;
  if (isObj(value) && (value.kind === 'object' || value.kind === 'array')) value.frozen = true;
  return value;
}

function prototypeArgument(value: Val): Obj | null {
  return value === null || (isObj(value) && (value.kind === 'object' || value.kind === 'function')) ? value : stop('unsupported');
}

function create(m: Machine, _self: Val, args: readonly Val[]): Val {
  const made = plain(prototypeArgument(args[0]));
  return args[1] === undefined ? made : defineAll(m, made, args[1]);
}

function defineAll(m: Machine, of: Val, descriptors: Val): Val {
  for (const [key, descriptor] of entriesOf(m, descriptors)) define(m, of, key, descriptor);
  return of;
}

function define(m: Machine, of: Val, key: string, descriptor: Val): void {
  if (!isObj(of)) { fail('TypeError', 'Object.defineProperty called on non-object'); return; }
  const get = getProperty(m, descriptor, 'get');
  const set = getProperty(m, descriptor, 'set');
  if (get === undefined && set === undefined) { setProperty(m, of, key, getProperty(m, descriptor, 'value')); return; }
  if (of.kind !== 'object' && !(of.kind === 'function' && of.user)) { stop('unsupported'); return; }
  hold(m, 32);
  propsOf(of).set(key, { kind: 'accessor', ...(get === undefined ? {} : { get: callback(get) }), ...(set === undefined ? {} : { set: callback(set) }) });
}

function prototypeOf(value: Val): Val {
  return isObj(value) && (value.kind === 'object' || value.kind === 'function') ? value.proto : stop('unsupported');
}

function setPrototypeOf(m: Machine, _self: Val, args: readonly Val[]): Val {
  const [of, proto] = args;
  if (!isObj(of) || of.kind !== 'object') return stop('unsupported');
  spend(m, 1);
  of.proto = prototypeArgument(proto);
  return of;
}

/** What stands below `Object`. */
export const OBJECT_STATICS = natives({
  assign, fromEntries, freeze, create, setPrototypeOf,
  seal: (_m, _self, args) => args[0],
  preventExtensions: (_m, _self, args) => args[0],
  isFrozen: (_m, _self, args) => (isObj(args[0]) && (args[0].kind === 'object' || args[0].kind === 'array') ? args[0].frozen : stop('unsupported')),
  keys: (m, _self, args) => list(ownKeys(m, args[0])),
  getOwnPropertyNames: (m, _self, args) => list(isObj(args[0]) && args[0].kind !== 'object' ? stop('unsupported') : ownKeys(m, args[0])),
  values: (m, _self, args) => list(entriesOf(m, args[0]).map(([, value]) => value)),
  entries: (m, _self, args) => { const entries = entriesOf(m, args[0]); hold(m, entries.length * 40); return list(entries.map((entry) => list(entry))); },
  defineProperty: (m, _self, args) => { define(m, args[0], toKey(m, args[1]), args[2]); return args[0]; },
  defineProperties: (m, _self, args) => defineAll(m, args[0], args[1]),
  getPrototypeOf: (_m, _self, args) => prototypeOf(args[0]),
  hasOwn: (m, _self, args) => (isObj(args[0]) ? hasProperty(m, args[0], toKey(m, args[1]), 'own') : stop('unsupported')),
  is: (_m, _self, args) => (args.some((arg) => isObj(arg) && arg.kind === 'opaque') ? stop('not-constant') : Object.is(args[0], args[1])),
});

function construct(m: Machine, _self: Val, args: readonly Val[]): Val {
  const fn = callback(args[0]);
  return fn.construct === undefined ? fail('TypeError', 'not a constructor') : fn.construct(m, iterate(m, args[1]), fn);
}

/** What stands below `Reflect`. */
export const REFLECT = natives({
  construct,
  apply: (m, _self, args) => callback(args[0]).call(m, args[1], iterate(m, args[2])),
  get: (m, _self, args) => getProperty(m, args[0], toKey(m, args[1])),
  set: (m, _self, args) => { setProperty(m, args[0], toKey(m, args[1]), args[2]); return true; },
  has: (m, _self, args) => (isObj(args[0]) ? hasProperty(m, args[0], toKey(m, args[1]), 'all') : fail('TypeError', 'not an object')),
  ownKeys: (m, _self, args) => list(ownKeys(m, args[0])),
});

const TAGS: Readonly<Partial<Record<Obj['kind'], string>>> = { array: 'Array', function: 'Function', map: 'Map', set: 'Set', regexp: 'RegExp', bytes: 'Uint8Array', object: 'Object' };

function errorText(m: Machine, self: Plain): Val {
  const { props } = self;
  return props.has('stack') && props.has('name') && props.has('message') ? `${String(props.get('name') as Val)}: ${String(props.get('message') as Val)}`.slice(0, 10_000) : tagText(m, self);
}

function tagText(_m: Machine, self: Val): Val {
  if (self === undefined) return '[object Undefined]';
  if (self === null) return '[object Null]';
  if (!isObj(self)) return `[object ${(typeof self).replace(/^./, (char) => char.toUpperCase())}]`;
  const tag = TAGS[self.kind];
  return tag === undefined ? stop(self.kind === 'opaque' ? 'not-constant' : 'unsupported') : `[object ${tag}]`;
}

/** Methods of every object. */
export const OBJECT_METHODS = natives({
  hasOwnProperty: (m: Machine, self: Val, args: readonly Val[]) => (isObj(self) ? hasProperty(m, self, toKey(m, args[0]), 'own') : stop('unsupported')),
  propertyIsEnumerable: (m: Machine, self: Val, args: readonly Val[]) => (isObj(self) ? hasProperty(m, self, toKey(m, args[0]), 'own') : stop('unsupported')),
  valueOf: (_m: Machine, self: Val) => self,
  toString: (m: Machine, self: Val) => (isObj(self) && self.kind === 'object' ? errorText(m, self) : tagText(m, self)),
  toLocaleString: (m: Machine, self: Val) => tagText(m, self),
});

/** `Object(value)`. */
export function asObject(_m: Machine, _self: Val, args: readonly Val[]): Val {
  const [value] = args;
  return value === undefined || value === null ? plain() : isObj(value) ? value : stop('unsupported');
}

function applied(m: Machine, self: Val, args: readonly Val[]): Val {
  const [on, list] = args;
  return callback(self).call(m, on, list === undefined || list === null ? [] : argumentsOf(m, list));
}

function argumentsOf(m: Machine, value: Val): readonly Val[] {
  return isObj(value) && (value.kind === 'array' || value.kind === 'bytes' || value.kind === 'opaque') ? iterate(m, value) : stop('unsupported');
}

function bind(m: Machine, self: Val, args: readonly Val[]): Val {
  const fn = callback(self);
  const [on, ...first] = args;
  hold(m, 64);
  const bound: Fn = { kind: 'function', name: `bound ${fn.name}`, user: true, props: undefined, proto: null, call: (m, _self, rest) => fn.call(m, on, [...first, ...rest]) };
  return bound;
}

function sourceOf(m: Machine, self: Val): Val {
  const fn = callback(self);
  if (!fn.user) return `function ${fn.name}() { [native code] }`;
  const text = fn.source?.() ?? stop('unsupported');
  hold(m, text.length);
  return text;
}

/** Methods of functions. Decoders that defend themselves look at the text of a function of their own. */
export const FUNCTION_METHODS = natives({
  apply: applied, bind, toString: sourceOf,
  call: (m: Machine, self: Val, args: readonly Val[]) => callback(self).call(m, args[0], args.slice(1)),
});
