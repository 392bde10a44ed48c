// Values that are decoded from constants at run time by what cannot be followed: ciphers, compression, evaluated code. What they give is
// fixed and hidden, unlike the answer of a function that looks something up.
import type { Origin } from '../model/behavior.ts';
import type { Code, Value } from './contract.ts';

const DEPTH = 10;
/** Characters of a constant that can hold a payload. */
const PAYLOAD = 24;
const DECODING_MODULES = /^(?:crypto|zlib|vm|crypto-js|node-forge|tweetnacl|lz-string|pako|fflate|snappy)$/;
const DECODING_GLOBALS = /^(?:eval|Function|atob|unescape|decodeURIComponent|WebAssembly|crypto\.subtle)/;

/** Origins of a value, with what is decoded from constants told as hidden. */
export function originsWithHidden(code: Code, value: Value): readonly Origin[] {
  const origins = code.origins(value);
  if (!origins.some(({ kind }) => kind === 'unknown') || !origins.every(({ kind }) => kind === 'unknown' || kind === 'constant')) return origins;
  const by = decoderIn(value, 0);
  return by === undefined ? origins : [...origins.filter(({ kind }) => kind !== 'unknown'), { kind: 'hidden', why: `decoded by ${by}` }];
}

function decoderIn(value: Value, depth: number): string | undefined {
  if (depth > DEPTH) return undefined;
  switch (value.kind) {
    case 'import': return DECODING_MODULES.test(value.module) && !/^(?:random|create(?:Hash|Hmac)|getRandom|webcrypto)/.test(value.path[0] ?? '') ? value.module : undefined;
    case 'global': return DECODING_GLOBALS.test(value.path.join('.')) ? value.path.join('.') : undefined;
    case 'member': return decoderIn(value.of, depth + 1);
    case 'call': return [value.callee, ...value.args].map((one) => decoderIn(one, depth + 1)).find((by) => by !== undefined);
    case 'joined': return value.parts.map((one) => decoderIn(one, depth + 1)).find((by) => by !== undefined);
    case 'choice': return value.among.map((one) => decoderIn(one, depth + 1)).find((by) => by !== undefined);
    default: return undefined;
  }
}

/** The same for code that is run: only where a constant that can hold a payload is what is decoded. */
export function payloadOrigins(code: Code, value: Value): readonly Origin[] {
  if (!holdsPayload(value, 0)) return code.origins(value);
  const origins = originsWithHidden(code, value);
  // A key may come from anywhere: what it opens stands in the package.
  const opened = origins.every(({ kind }) => kind === 'constant' || kind === 'environment' || kind === 'unknown') && origins.some(({ kind }) => kind === 'environment') ? decipherIn(value, 0) : undefined;
  return opened === undefined ? origins : [...origins, { kind: 'hidden', why: `decoded by ${opened}` }];
}

function decipherIn(value: Value, depth: number): string | undefined {
  if (depth > DEPTH) return undefined;
  switch (value.kind) {
    case 'import': return (value.module === 'crypto' && (value.path[0] ?? '').startsWith('createDecipher')) || (value.module === 'crypto-js' && value.path.includes('decrypt')) ? value.module : undefined;
    case 'member': return decipherIn(value.of, depth + 1);
    case 'call': return [value.callee, ...value.args].map((one) => decipherIn(one, depth + 1)).find((by) => by !== undefined);
    case 'joined': return value.parts.map((one) => decipherIn(one, depth + 1)).find((by) => by !== undefined);
    case 'choice': return value.among.map((one) => decipherIn(one, depth + 1)).find((by) => by !== undefined);
    default: return undefined;
  }
}

function holdsPayload(value: Value, depth: number): boolean {
  if (depth > DEPTH) return false;
  switch (value.kind) {
    case 'text': return value.text.length >= PAYLOAD;
    case 'member': return holdsPayload(value.of, depth + 1);
    case 'call': return [value.callee, ...value.args].some((one) => holdsPayload(one, depth + 1)) || (value.callee.kind === 'global' && value.callee.path[0] === 'Buffer');
    case 'joined': return value.parts.some((one) => holdsPayload(one, depth + 1));
    case 'list': return value.items.length >= PAYLOAD;
    default: return false;
  }
}
