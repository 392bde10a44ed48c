// What it costs the verifying library to take DER apart. @sigstore/core 3 tries each octet string as a list of elements, whose ends may
// lie behind its own, so that bytes are read again for each string they might belong to: 2,000 bytes of `04 04` took four seconds here.
// This follows the same steps (dist/asn1/obj.js of it) without building anything, and stops. https://www.itu.int/rec/T-REC-X.690

/** Elements tried, and levels: a text is tried as a list too, two letters a level. Certificates of sigstore have some 220 and 50. */
const STEPS = 10_000;
const LEVELS = 512;

const OCTET_STRING = 0x04;
const CONSTRUCTED = 0x20;
const LONG_TAG = 0x1f;
const LENGTH_BYTES = 6;

/** Set once a limit is reached: then everything ends. */
interface Walk {
  readonly bytes: Uint8Array;
  steps: number;
  over: boolean;
}

/** True where the library is done with these bytes in little time, whether they are DER or not. */
export function isCheapDer(bytes: Uint8Array): boolean {
  const walk: Walk = { bytes, steps: 0, over: false };
  element(walk, 0, 0);
  return !walk.over;
}

// Where the element ends; undefined where it is none.
function element(walk: Walk, at: number, level: number): number | undefined {
  walk.steps += 1;
  if (walk.steps > STEPS || level > LEVELS) walk.over = true;
  const tag = walk.bytes[at];
  if (walk.over || tag === undefined || tag === 0 || tag === CONSTRUCTED || (tag & LONG_TAG) === LONG_TAG) return undefined;
  const content = contentOf(walk.bytes, at + 1);
  if (content === undefined) return undefined;
  if ((tag & CONSTRUCTED) !== 0) return elements(walk, content, level);
  if (tag === OCTET_STRING) elements(walk, content, level);
  return content.end;
}

function elements(walk: Walk, { start, end }: { readonly start: number; readonly end: number }, level: number): number | undefined {
  if (end > walk.bytes.length) return undefined;
  let at: number | undefined = start;
  while (at !== undefined && at < end) at = element(walk, at, level + 1);
  return at === end ? end : undefined;
}

function contentOf(bytes: Uint8Array, at: number): { readonly start: number; readonly end: number } | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first < 0x80) return { start: at + 1, end: at + 1 + first };
  const count = first & 0x7f;
  if (count > LENGTH_BYTES || at + count >= bytes.length) return undefined;
  const length = bytes.subarray(at + 1, at + 1 + count).reduce((sum, byte) => sum * 256 + byte, 0);
  return length === 0 ? undefined : { start: at + 1 + count, end: at + 1 + count + length };
}
