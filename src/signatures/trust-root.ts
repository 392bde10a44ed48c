// Whom sigstore's attestations are trusted from: certificate authorities, certificate logs, transparency logs, timestamp authorities.
// trusted-root.json is that of sigstore's public instance, as seeds.json of @sigstore/tuf 4.0.2 (18 March 2026, Apache-2.0,
// https://github.com/sigstore/sigstore-js) ships it: version 14 of the repository's root. Nothing is fetched, so a service that sigstore
// adds later is unknown here until that file is replaced. https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto
import type { toTrustMaterial } from '@sigstore/verify';
import publicGood from './trusted-root.json' with { type: 'json' };

/** As @sigstore/verify takes it. */
export type Services = Parameters<typeof toTrustMaterial>[0];

export interface TrustRoot {
  readonly services: Services;
  /** RFC 3339: it names every service that there was until then. */
  readonly asOf: string;
}

const AS_OF = '2026-03-18T00:00:00.000Z';
const LAST_DAY = '9999-12-31T00:00:00.000Z';

interface Validity { readonly start: string; readonly end?: string }
interface Log { readonly baseUrl: string; readonly publicKey: { readonly rawBytes: string; readonly keyDetails: string; readonly validFor: Validity }; readonly logId: { readonly keyId: string } }
interface Authority { readonly uri: string; readonly subject: { readonly organization: string; readonly commonName: string }; readonly certChain: { readonly certificates: readonly { readonly rawBytes: string }[] }; readonly validFor: Validity }
/** The JSON form. */
export interface TrustRootDocument { readonly tlogs: readonly Log[]; readonly ctlogs: readonly Log[]; readonly certificateAuthorities: readonly Authority[]; readonly timestampAuthorities: readonly Authority[] }

type LogInstance = Services['tlogs'][number];
type AuthorityInstance = Services['certificateAuthorities'][number];

/** Key types of a trusted root, and their numbers in the specification. */
const KEY_DETAILS = new Map<string, 5 | 7>([['PKIX_ECDSA_P256_SHA_256', 5], ['PKIX_ED25519', 7]]);
const SHA2_256 = 1;

/** The shipped one. */
export function publicTrustRoot(): TrustRoot {
  return readTrustRoot(publicGood, AS_OF);
}

/** Of the JSON text of a document that the user trusts; it is taken to name every service of today. Throws where it has not the form. */
export function parseTrustRoot(text: string): TrustRoot {
  return readTrustRoot(JSON.parse(text) as TrustRootDocument, LAST_DAY);
}

/** Of a document that is trusted itself: ours, or that of a test. Throws where it has not the form. */
export function readTrustRoot({ tlogs, ctlogs, certificateAuthorities, timestampAuthorities }: TrustRootDocument, asOf: string): TrustRoot {
  const services: Services = {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: tlogs.map(logOf), ctlogs: ctlogs.map(logOf),
    certificateAuthorities: certificateAuthorities.map(authorityOf), timestampAuthorities: timestampAuthorities.map(authorityOf),
  };
  return { services, asOf };
}

function logOf({ baseUrl, publicKey, logId }: Log): LogInstance {
  const keyDetails = KEY_DETAILS.get(publicKey.keyDetails);
  if (keyDetails === undefined) throw new Error(`trusted root: keys of the type ${publicKey.keyDetails} are not read`);
  return {
    baseUrl, hashAlgorithm: SHA2_256, logId: { keyId: Buffer.from(logId.keyId, 'base64') }, checkpointKeyId: undefined, operator: '',
    publicKey: { rawBytes: Buffer.from(publicKey.rawBytes, 'base64'), keyDetails, validFor: validity(publicKey.validFor) },
  };
}

function authorityOf({ uri, subject, certChain, validFor }: Authority): AuthorityInstance {
  return { uri, subject, operator: '', certChain: { certificates: certChain.certificates.map(({ rawBytes }) => ({ rawBytes: Buffer.from(rawBytes, 'base64') })) }, validFor: validity(validFor) };
}

function validity({ start, end }: Validity): { readonly start: Date; readonly end: Date | undefined } {
  return { start: new Date(start), end: end === undefined ? undefined : new Date(end) };
}
