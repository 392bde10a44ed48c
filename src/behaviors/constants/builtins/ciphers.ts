// node:crypto as far as it is pure: deciphering with a constant key, hashes (https://nodejs.org/api/crypto.html).
import { createDecipheriv, createHash } from 'node:crypto';
import type { DecipherGCM } from 'node:crypto';
import { fail } from '../errors.ts';
import { hold, note, spend, stop } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { toText, truthy } from '../operators.ts';
import { bytesOf, isObj, native, plain } from '../values.ts';
import type { Bytes, Native, Plain, Val } from '../values.ts';
import { bufferOf, bytesFrom, encodingArgument } from './bytes.ts';
import { natives } from './table.ts';

const CIPHERS = /^aes-?(128|192|256)-(cbc|ecb|ctr|gcm)$/i;
const HASHES: ReadonlySet<string> = new Set(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']);

function input(m: Machine, value: Val, encoding: Val): Bytes {
  const bytes = bytesFrom(m, value, encoding);
  spend(m, bytes.bytes.length >> 8);
  return bytes;
}

function output(m: Machine, bytes: Uint8Array, encoding: Val): Val {
  hold(m, bytes.length * 2);
  const made = bytesOf(Uint8Array.from(bytes), 'buffer', 'text');
  return encoding === undefined || encoding === null || encoding === 'buffer' ? made : bufferOf(made).toString(encodingArgument(m, encoding));
}

/** An error of the cipher (wrong key, padding, tag) is one of the interpreted code. */
function attempt<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    return fail('Error', error instanceof Error ? error.message : 'cipher');
  }
}

function method(made: Plain, name: string, call: Native): void {
  made.props.set(name, native(name, call));
}

function decipher(m: Machine, _self: Val, args: readonly Val[]): Val {
  const name = toText(m, args[0]).toLowerCase();
  if (!CIPHERS.test(name)) return stop('unsupported');
  const key = input(m, args[1], undefined).bytes;
  const iv = args[2] === null || args[2] === '' ? null : input(m, args[2], undefined).bytes;
  spend(m, 50);
  hold(m, 256);
  note(m, 'computed');
  const engine = attempt(() => createDecipheriv(name, key, iv)) as DecipherGCM;
  const made = plain();
  method(made, 'update', (m, _self, [data, from, to]) => { const { bytes } = input(m, data, from); return output(m, attempt(() => engine.update(bytes)), to); });
  method(made, 'final', (m, _self, [to]) => output(m, attempt(() => engine.final()), to));
  method(made, 'setAutoPadding', (_m, _self, [on]) => { attempt(() => engine.setAutoPadding(on === undefined || truthy(on))); return made; });
  method(made, 'setAuthTag', (m, _self, [tag, from]) => { const { bytes } = input(m, tag, from); attempt(() => engine.setAuthTag(bytes)); return made; });
  method(made, 'setAAD', (m, _self, [data]) => { const { bytes } = input(m, data, undefined); attempt(() => engine.setAAD(bytes)); return made; });
  return made;
}

function hash(m: Machine, _self: Val, args: readonly Val[]): Val {
  const name = toText(m, args[0]).toLowerCase();
  if (!HASHES.has(name)) return stop('unsupported');
  spend(m, 20);
  hold(m, 256);
  const engine = createHash(name);
  const made = plain();
  method(made, 'update', (m, _self, [data, from]) => { const { bytes } = input(m, data, from); attempt(() => engine.update(bytes)); return made; });
  method(made, 'digest', (m, _self, [to]) => { note(m, 'computed'); return output(m, attempt(() => engine.digest()), to); });
  return made;
}

/** What `require('crypto')` has. */
export const CRYPTO: ReadonlyMap<string, Val> = new Map<string, Val>([...natives({ createDecipheriv: decipher, createHash: hash })].map(([name, fn]) => [name, isObj(fn) ? fn : stop('unsupported')]));
