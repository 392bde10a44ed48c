// Keys with which a fixture registry signs, made when it starts: ECDSA P-256 over `name@version:integrity`, as the public registry
// does: https://docs.npmjs.com/about-registry-signatures
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { RegistryKey } from '../../../src/model/release.ts';

/** How a version is signed. `unknown-key`: by one that the registry does not list; `wrong`: over another text; `garbage`: not base64. */
export type SignatureKind = 'good' | 'none' | 'wrong' | 'unknown-key' | 'expired-key' | 'garbage';

/** The day on which the older key of every fixture registry ended, as that of the public one did. */
export const KEY_EXPIRED = '2025-01-29T00:00:00.000Z';

export interface SigningKey {
  readonly listed: RegistryKey;
  readonly privateKey: KeyObject;
}

export interface RegistryKeys {
  /** As `/-/npm/v1/keys` lists them: the one that ended, and the present one. */
  readonly listed: readonly RegistryKey[];
  readonly present: SigningKey;
  readonly signatures: (text: string, kind: SignatureKind) => readonly { readonly keyid: string; readonly sig: string }[];
}

function makeKey(expires: string | null): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const keyid = `SHA256:${createHash('sha256').update(der).digest('base64').replace(/=+$/, '')}`;
  return { listed: { keyid, keytype: 'ecdsa-sha2-nistp256', scheme: 'ecdsa-sha2-nistp256', key: der.toString('base64'), expires }, privateKey };
}

/** A new set of keys. */
export function makeKeys(): RegistryKeys {
  const [expired, present, unknown] = [makeKey(KEY_EXPIRED), makeKey(null), makeKey(null)];
  return {
    listed: [expired.listed, present.listed],
    present,
    signatures: (text, kind) => {
      const key = kind === 'expired-key' ? expired : kind === 'unknown-key' ? unknown : present;
      if (kind === 'none') return [];
      const { keyid } = key.listed;
      return [{ keyid, sig: kind === 'garbage' ? '*** not base64 ***' : sign('sha256', Buffer.from(kind === 'wrong' ? `${text} ` : text), key.privateKey).toString('base64') }];
    },
  };
}
