// Buffer, Uint8Array, TextDecoder and TextEncoder as globals (https://nodejs.org/api/buffer.html, https://encoding.spec.whatwg.org/).
import { Buffer } from 'node:buffer';
import { fail, guarded } from '../errors.ts';
import { hold, noteCodes, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { toInteger, toNumber, toText } from '../operators.ts';
import { iterate } from '../properties.ts';
import { bytesOf, isObj, list, native, plain } from '../values.ts';
import type { Bytes, Fn, Val } from '../values.ts';
import { bytesFrom, encodingArgument, thisBytes } from './bytes.ts';
import { callback, CALLBACK_METHODS } from './callbacks.ts';
import { natives } from './table.ts';

/** Bytes of one buffer. */
const MAX_BYTES = 4 * 1024 * 1024;

function zeros(m: Machine, length: number): Uint8Array {
  if (length < 0 || Number.isNaN(length)) return fail('RangeError', 'Invalid typed array length');
  if (length > MAX_BYTES) return stop('budget');
  hold(m, length + 32);
  return new Uint8Array(length);
}

function alloc(m: Machine, _self: Val, args: readonly Val[]): Val {
  const bytes = zeros(m, toInteger(m, args[0]));
  const [, value] = args;
  if (typeof value === 'number') bytes.fill(value);
  else if (value !== undefined) Buffer.from(bytes.buffer).fill(toText(m, value), encodingArgument(m, args[2]));
  return bytesOf(bytes, 'buffer', 'codes');
}

function concat(m: Machine, _self: Val, args: readonly Val[]): Val {
  const parts = iterate(m, args[0]).map((part) => thisBytes(part));
  const length = args[1] === undefined ? parts.reduce((sum, part) => sum + part.bytes.length, 0) : toInteger(m, args[1]);
  const bytes = zeros(m, length);
  let at = 0;
  for (const part of parts) {
    const fits = part.bytes.subarray(0, Math.max(0, length - at));
    bytes.set(fits, at);
    at += fits.length;
  }
  return bytesOf(bytes, 'buffer', parts.some((part) => part.coded) ? 'codes' : 'text');
}

const from = (m: Machine, _self: Val, args: readonly Val[]): Val => (typeof args[0] === 'number' ? fail('TypeError', 'value must not be a number') : bytesFrom(m, args[0], args[1]));

function oldBuffer(m: Machine, _self: Val, args: readonly Val[]): Val {
  return typeof args[0] === 'number' ? alloc(m, undefined, [args[0]]) : bytesFrom(m, args[0], args[1]);
}

/** What stands below `Buffer`. */
const BUFFER_STATICS = natives({
  from, alloc, concat, allocUnsafe: (m, _self, args) => alloc(m, undefined, [args[0]]),
  byteLength: (m, _self, args) => (typeof args[0] === 'string' ? Buffer.byteLength(args[0], encodingArgument(m, args[1])) : thisBytes(args[0]).bytes.length),
  isBuffer: (_m, _self, args) => (isObj(args[0]) && args[0].kind === 'opaque' ? stop('not-constant') : isObj(args[0]) && args[0].kind === 'bytes' && args[0].buffer),
  isEncoding: (m, _self, args) => Buffer.isEncoding(toText(m, args[0])),
});

function numbersOf(m: Machine, items: readonly Val[]): Bytes {
  hold(m, items.length);
  return bytesOf(Uint8Array.from(items.map((item) => toNumber(m, item))), 'array', 'codes');
}

function newUint8Array(m: Machine, _self: Val, args: readonly Val[]): Val {
  const [value] = args;
  if (value === undefined || typeof value === 'number') return bytesOf(zeros(m, toInteger(m, value)), 'array', 'codes');
  if (isObj(value) && value.kind === 'bytes' && !value.buffer && args.length > 1) return { ...value, bytes: value.bytes.subarray(toInteger(m, args[1]), args[2] === undefined ? undefined : toInteger(m, args[1]) + toInteger(m, args[2])) };
  if (isObj(value) && value.kind === 'bytes') { hold(m, value.bytes.length); return { ...value, buffer: false, bytes: value.bytes.slice() }; }
  return numbersOf(m, iterate(m, value));
}

const UINT8_STATICS = natives({
  from: (m, _self, args) => {
    const items = iterate(m, args[0]);
    return numbersOf(m, args[1] === undefined ? items : itemsOf(CALLBACK_METHODS.get('map')?.call(m, list(items), [callback(args[1])])));
  },
  of: (m, _self, args) => numbersOf(m, args),
});

function itemsOf(value: Val): readonly Val[] {
  return isObj(value) && value.kind === 'array' ? value.items : stop('unsupported');
}

function decoder(m: Machine, _self: Val, args: readonly Val[]): Val {
  const label = args[0] === undefined ? 'utf-8' : toText(m, args[0]);
  const engine = guarded(m, 'RangeError', () => new TextDecoder(label));
  const made = plain();
  made.props.set('encoding', engine.encoding).set('decode', native('decode', (m, _self, args) => {
    if (args[0] === undefined) return '';
    const of = thisBytes(args[0]);
    hold(m, of.bytes.length + 8);
    if (of.coded) noteCodes(m);
    return engine.decode(of.bytes);
  }));
  return made;
}

function encoder(): Val {
  const made = plain();
  made.props.set('encoding', 'utf-8').set('encode', native('encode', (m, _self, args) => {
    const text = args[0] === undefined ? '' : toText(m, args[0]);
    hold(m, text.length * 3);
    return bytesOf(Uint8Array.from(Buffer.from(text)), 'array', 'text');
  }));
  return made;
}

function needsNew(m: Machine): Val {
  return m.steps < 0 ? stop('budget') : fail('TypeError', 'Constructor requires new');
}

/** Constructors of bytes, with what stands below them. */
export const BYTES_CONSTRUCTORS: readonly Fn[] = [
  { ...native('Buffer', oldBuffer, oldBuffer), props: new Map(BUFFER_STATICS) },
  { ...native('Uint8Array', needsNew, newUint8Array), props: new Map(UINT8_STATICS) },
  native('TextDecoder', needsNew, decoder),
  native('TextEncoder', needsNew, encoder),
];
