// Hashes of tarballs as lockfiles write them (https://www.w3.org/TR/SRI/, bare sha1 digits in yarn classic) in one spelling.
// Attacker-controlled: another spelling of the same digest must not hide it.

const BYTES = new Map<string, number>([['sha1', 20], ['sha256', 32], ['sha384', 48], ['sha512', 64]]);
// Last digit before the padding of a digest in base64 whose unused bits are zero: 20 and 32 bytes leave two of them, 64 leave four.
const LAST_DIGITS = new Map<string, string>([['sha1', 'AEIMQUYcgkosw048'], ['sha256', 'AEIMQUYcgkosw048'], ['sha512', 'AQgw']]);
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Every hash of an integrity string as `algorithm-base64`, padded; what is no digest of a known length is left out. */
export function integrityKeys(integrity: string): readonly string[] {
  if (isCanonical(integrity)) return [integrity];
  const keys: string[] = [];
  for (const part of integrity.split(/\s+/)) {
    const key = integrityKey(part);
    if (key !== undefined) keys.push(key);
  }
  return keys;
}

/** One hash: `sha512-…` with or without options (`?x`), or hexadecimal digits of a sha1, sha256 or sha512. */
export function integrityKey(part: string): string | undefined {
  if (isCanonical(part)) return part;
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$/i.test(part)) return fromDigest(Buffer.from(part, 'hex'));
  const dash = part.indexOf('-');
  if (dash === -1) return undefined;
  const algorithm = part.slice(0, dash).toLowerCase();
  const digest = Buffer.from(part.slice(dash + 1).replace(/\?.*$/s, ''), 'base64');
  return digest.length === BYTES.get(algorithm) ? `${algorithm}-${digest.toString('base64')}` : undefined;
}

// The usual spelling, told without decoding it.
function isCanonical(part: string): boolean {
  const dash = part.indexOf('-');
  const bytes = BYTES.get(part.slice(0, dash));
  if (bytes === undefined || part.length !== dash + 1 + Math.ceil(bytes / 3) * 4 || !BASE64.test(part.slice(dash + 1))) return false;
  const last = LAST_DIGITS.get(part.slice(0, dash));
  return last === undefined || last.includes(part.charAt(part.indexOf('=', dash) - 1));
}

function fromDigest(digest: Buffer): string {
  const algorithm = digest.length === 20 ? 'sha1' : digest.length === 32 ? 'sha256' : 'sha512';
  return `${algorithm}-${digest.toString('base64')}`;
}
