// Methods of Buffer and Uint8Array (https://nodejs.org/api/buffer.html, https://tc39.es/ecma262/#sec-typedarray-objects).
import { Buffer } from 'node:buffer';
import { fail } from '../errors.ts';
import { hold, note, noteCodes, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { toInteger, toNumber, toText } from '../operators.ts';
import { encodingOf, transformOf } from '../text.ts';
import { bytesOf, isObj, list } from '../values.ts';
import type { Bytes, Native, Val } from '../values.ts';
import { ARRAY_METHODS } from './arrays.ts';
import { CALLBACK_METHODS } from './callbacks.ts';
import { natives, payPass } from './table.ts';
import type { Natives } from './table.ts';

/** `this` as bytes. */
export function thisBytes(self: Val): Bytes {
  return isObj(self) && self.kind === 'bytes' ? self : stop('unsupported');
}

/** A view of the engine's Buffer on the same memory. */
export function bufferOf(of: Bytes): Buffer {
  return Buffer.from(of.bytes.buffer, of.bytes.byteOffset, of.bytes.length);
}

/** An encoding's name; `utf8` where there is none. */
export function encodingArgument(m: Machine, value: Val): BufferEncoding {
  if (value === undefined || value === null) return 'utf8';
  return encodingOf(toText(m, value)) ?? fail('TypeError', 'Unknown encoding');
}

function optional(m: Machine, value: Val): number | undefined {
  return value === undefined ? undefined : toInteger(m, value);
}

function toTextOfBytes(m: Machine, self: Val, args: readonly Val[]): Val {
  const of = thisBytes(self);
  if (!of.buffer) { hold(m, of.bytes.length * 4); note(m, 'joined'); return of.bytes.join(','); }
  const encoding = encodingArgument(m, args[0]);
  hold(m, of.bytes.length * 2);
  // To write a text in base64 or hex hides nothing of it from a reader of the source, who sees what is written.
  if (of.coded) noteCodes(m);
  return bufferOf(of).toString(encoding, toInteger(m, args[1]), toInteger(m, args[2], of.bytes.length));
}

function like(of: Bytes, bytes: Uint8Array): Bytes {
  return { ...of, bytes };
}

function cut(share: (of: Bytes) => boolean): Native {
  return (m, self, args) => {
    const of = thisBytes(self);
    const from = toInteger(m, args[0]);
    const to = optional(m, args[1]);
    if (share(of)) return like(of, of.bytes.subarray(from, to));
    hold(m, of.bytes.length);
    return like(of, of.bytes.slice(from, to));
  };
}

function changed(m: Machine, self: Val, made: Val): Val {
  const of = thisBytes(self);
  if (!isObj(made) || made.kind !== 'array') return stop('unsupported');
  hold(m, made.items.length);
  return { ...of, bytes: Uint8Array.from(made.items.map((item) => toNumber(m, item))), coded: true };
}

/** Methods of arrays that give the same on a copy of the bytes as numbers. */
function asNumbers(table: Natives, names: readonly string[]): readonly (readonly [string, Native])[] {
  return names.flatMap((name): readonly (readonly [string, Native])[] => {
    const call = table.get(name)?.call;
    return call === undefined ? [] : [[name, (m, self, args) => { payPass(m, thisBytes(self).bytes.length); return call(m, self, args); }]];
  });
}

function through(table: Natives, name: string): Native {
  return (m, self, args) => changed(m, self, table.get(name)?.call(m, self, args));
}

function fill(m: Machine, self: Val, args: readonly Val[]): Val {
  const of = thisBytes(self);
  payPass(m, of.bytes.length);
  const [value] = args;
  if (typeof value === 'number') of.bytes.fill(value, toInteger(m, args[1]), optional(m, args[2]));
  else bufferOf(of).fill(toText(m, value), toInteger(m, args[1]), optional(m, args[2]) ?? of.bytes.length, encodingArgument(m, args[3]));
  of.coded = true;
  return of;
}

function set(m: Machine, self: Val, args: readonly Val[]): Val {
  const of = thisBytes(self);
  const [from] = args;
  const at = toInteger(m, args[1]);
  const bytes = isObj(from) && from.kind === 'bytes' ? from.bytes : isObj(from) && from.kind === 'array' ? Uint8Array.from(from.items.map((item) => toNumber(m, item))) : stop('unsupported');
  if (at < 0 || at + bytes.length > of.bytes.length) return fail('RangeError', 'offset is out of bounds');
  payPass(m, bytes.length);
  of.bytes.set(bytes, at);
  of.coded = true;
  return undefined;
}

function copy(m: Machine, self: Val, args: readonly Val[]): Val {
  const of = thisBytes(self);
  const to = thisBytes(args[0]);
  const at = toInteger(m, args[1]);
  const part = of.bytes.subarray(toInteger(m, args[2]), optional(m, args[3]));
  const fits = part.subarray(0, Math.max(0, to.bytes.length - at));
  payPass(m, fits.length);
  if (at < 0) return fail('RangeError', 'targetStart is out of range');
  to.bytes.set(fits, Math.min(at, to.bytes.length));
  return fits.length;
}

const READERS = ['readUInt8', 'readUInt16LE', 'readUInt16BE', 'readUInt32LE', 'readUInt32BE', 'readInt8', 'readInt16LE', 'readInt16BE', 'readInt32LE', 'readInt32BE'] as const;

function reader(name: (typeof READERS)[number]): Native {
  return (m, self, args) => {
    const buffer = bufferOf(thisBytes(self));
    const at = toInteger(m, args[0]);
    const size = name.includes('32') ? 4 : name.includes('16') ? 2 : 1;
    return at >= 0 && at + size <= buffer.length ? buffer[name](at) : fail('RangeError', 'offset is out of range');
  };
}

function searchable(m: Machine, value: Val): Uint8Array | number {
  if (typeof value === 'number') return value;
  return isObj(value) && value.kind === 'bytes' ? value.bytes : Buffer.from(toText(m, value));
}

/** Methods of Buffer and Uint8Array. */
export const BYTES_METHODS = natives({
  ...Object.fromEntries(asNumbers(ARRAY_METHODS, ['join', 'at', 'entries', 'keys', 'values', 'lastIndexOf', 'with'])),
  ...Object.fromEntries(asNumbers(CALLBACK_METHODS, ['forEach', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'reduce', 'reduceRight'])),
  ...Object.fromEntries(READERS.flatMap((name) => [[name, reader(name)], [name.replace('UInt', 'Uint'), reader(name)]])),
  map: through(CALLBACK_METHODS, 'map'),
  filter: through(CALLBACK_METHODS, 'filter'),
  toString: toTextOfBytes,
  slice: cut((of) => of.buffer), subarray: cut(() => true), fill, set, copy,
  reverse: (m, self) => { const of = thisBytes(self); payPass(m, of.bytes.length); note(m, 'reversed'); of.bytes.reverse(); return of; },
  indexOf: (m, self, args) => { const of = thisBytes(self); payPass(m, of.bytes.length); return bufferOf(of).indexOf(searchable(m, args[0]), toInteger(m, args[1])); },
  includes: (m, self, args) => { const of = thisBytes(self); payPass(m, of.bytes.length); return bufferOf(of).indexOf(searchable(m, args[0]), toInteger(m, args[1])) >= 0; },
  equals: (_m, self, args) => bufferOf(thisBytes(self)).equals(thisBytes(args[0]).bytes),
  toJSON: (m, self) => { hold(m, thisBytes(self).bytes.length * 4); return list([...thisBytes(self).bytes]); },
});

/** New bytes of a text, a list of numbers or other bytes: `Buffer.from(value, encoding)`. */
export function bytesFrom(m: Machine, value: Val, encoding: Val): Bytes {
  if (typeof value === 'string') {
    const name = encodingArgument(m, encoding);
    hold(m, value.length * 3);
    const transform = transformOf(name);
    if (transform !== undefined) note(m, transform);
    return bytesOf(Uint8Array.from(Buffer.from(value, name)), 'buffer', 'text');
  }
  if (isObj(value) && value.kind === 'bytes') { hold(m, value.bytes.length); return { ...value, buffer: true, bytes: value.bytes.slice() }; }
  if (isObj(value) && value.kind === 'array') { hold(m, value.items.length); return bytesOf(Uint8Array.from(value.items.map((item) => toNumber(m, item))), 'buffer', 'codes'); }
  return isObj(value) && value.kind === 'opaque' ? stop('not-constant') : stop('unsupported');
}
