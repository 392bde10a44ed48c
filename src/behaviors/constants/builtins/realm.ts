// All builtins by name: what the interpreted code finds as globals, methods and modules. Whatever is not here is outside.
import { stop } from '../machine.ts';
import type { MethodKind, Realm } from '../machine.ts';
import { toText } from '../operators.ts';
import { native, OPAQUE } from '../values.ts';
import type { Fn, Table, Val } from '../values.ts';
import { ARRAY_METHODS } from './arrays.ts';
import { BYTES_CONSTRUCTORS } from './buffers.ts';
import { BYTES_METHODS } from './bytes.ts';
import { CALLBACK_METHODS } from './callbacks.ts';
import { STRING_STATICS, TEXT_FUNCTIONS } from './characters.ts';
import { CRYPTO } from './ciphers.ts';
import { COLLECTION_CONSTRUCTORS, MAP_METHODS, SET_METHODS } from './collections.ts';
import { JSON_STATICS } from './json.ts';
import { BIGINT_METHODS, BIGINT_STATICS, BOOLEAN_METHODS, MATH, NUMBER_CONSTRUCTORS, NUMBER_FUNCTIONS, NUMBER_METHODS, NUMBER_STATICS } from './numbers.ts';
import { asObject, FUNCTION_METHODS, OBJECT_METHODS, OBJECT_STATICS, REFLECT } from './objects.ts';
import { PATTERN_METHODS, REGEXP_METHODS } from './patterns.ts';
import { STRING_METHODS } from './strings.ts';

type Names = ReadonlyMap<string, Val>;

const METHODS: Readonly<Record<MethodKind, ReadonlyMap<string, Fn>>> = {
  string: new Map([...STRING_METHODS, ...PATTERN_METHODS]),
  number: NUMBER_METHODS, boolean: BOOLEAN_METHODS, bigint: BIGINT_METHODS,
  array: new Map([...ARRAY_METHODS, ...CALLBACK_METHODS]),
  function: FUNCTION_METHODS, bytes: BYTES_METHODS, map: MAP_METHODS, set: SET_METHODS, regexp: REGEXP_METHODS, object: OBJECT_METHODS,
};

const OF_KIND: Readonly<Record<MethodKind, string>> = { string: 'String', number: 'Number', boolean: 'Boolean', bigint: 'BigInt', array: 'Array', function: 'Function', bytes: 'Buffer', map: 'Map', set: 'Set', regexp: 'RegExp', object: 'Object' };

function table(name: string, names: Names): Table {
  return { kind: 'table', name, get: (_m, key) => names.get(key) };
}

function prototype(kind: MethodKind): Table {
  return { kind: 'table', name: `${OF_KIND[kind]}.prototype`, get: (_m, key) => METHODS[kind].get(key) ?? METHODS.object.get(key) };
}

function below(fn: Fn, statics: Names, kind: MethodKind | undefined): Fn {
  const props = new Map<string, Val>([...(fn.props as Names | undefined ?? []), ...statics]);
  if (kind !== undefined) props.set('prototype', prototype(kind));
  return { ...fn, props };
}

const NONE: Names = new Map();
const STATICS: Readonly<Record<string, Names>> = { Number: NUMBER_STATICS, BigInt: BIGINT_STATICS };

function kindOf(name: string): MethodKind | undefined {
  if (name === 'Uint8Array') return 'bytes';
  return (Object.keys(OF_KIND) as MethodKind[]).find((kind) => OF_KIND[kind] === name);
}

const notFollowed = () => stop('unsupported');
const outside = () => stop('not-constant');

const CONSTRUCTORS: readonly Fn[] = [
  ...[...NUMBER_CONSTRUCTORS, ...BYTES_CONSTRUCTORS, ...COLLECTION_CONSTRUCTORS].map((fn) => below(fn, STATICS[fn.name] ?? NONE, kindOf(fn.name))),
  below(native('String', (m, _self, args) => (args.length === 0 ? '' : toText(m, args[0]))), STRING_STATICS, 'string'),
  below(native('Object', asObject, asObject), OBJECT_STATICS, 'object'),
  below(native('Function', notFollowed, notFollowed), NONE, 'function'),
  below(native('Date', outside, outside), new Map(['now', 'parse', 'UTC'].map((name) => [name, native(name, outside)])), undefined),
  native('eval', notFollowed), native('Symbol', notFollowed), native('Proxy', notFollowed, notFollowed), native('Promise', notFollowed, notFollowed),
];

const GLOBALS: Map<string, Val> = new Map<string, Val>([
  ...CONSTRUCTORS.map((fn): [string, Val] => [fn.name, fn]),
  ...NUMBER_FUNCTIONS, ...TEXT_FUNCTIONS,
  ['Math', table('Math', MATH)], ['JSON', table('JSON', JSON_STATICS)], ['Reflect', table('Reflect', REFLECT)],
  ['NaN', Number.NaN], ['Infinity', Infinity],
]);

/** `globalThis`: what is no builtin is outside. */
const GLOBAL_OBJECT: Table = { kind: 'table', name: 'globalThis', get: (_m, key) => (GLOBALS.has(key) ? GLOBALS.get(key) : OPAQUE) };
for (const name of ['globalThis', 'global', 'window', 'self']) GLOBALS.set(name, GLOBAL_OBJECT);

/** Constants go in and out, but they are not followed: who asks is told so. */
const hidden = (name: string): Table => ({ kind: 'table', name, get: notFollowed });

const MODULES: ReadonlyMap<string, Val> = new Map<string, Val>([
  ['crypto', table('crypto', CRYPTO)],
  ['zlib', hidden('zlib')], ['crypto-js', hidden('crypto-js')],
  ['buffer', table('buffer', new Map<string, Val>(['Buffer', 'atob', 'btoa'].map((name) => [name, GLOBALS.get(name)])))],
  ['util', table('util', new Map<string, Val>(['TextDecoder', 'TextEncoder'].map((name) => [name, GLOBALS.get(name)])))],
  ['querystring', table('querystring', new Map<string, Val>([['escape', GLOBALS.get('encodeURIComponent')], ['unescape', GLOBALS.get('decodeURIComponent')]]))],
]);

/** The builtins. */
export const REALM: Realm = {
  method: (kind, name) => METHODS[kind].get(name) ?? (name === 'constructor' ? (GLOBALS.get(OF_KIND[kind]) as Fn) : undefined),
  global: (name) => GLOBALS.get(name),
  module: (name) => MODULES.get(name),
};
