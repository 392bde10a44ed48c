// A sigstore of our own for tests: certificate authority and transparency log of @sigstore/mock with keys made at start, a certificate
// log, and the trust root that names them. https://github.com/sigstore/protobuf-specs (bundle v0.3, trusted root v0.1)
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { initializeCA, initializeTLog } from '@sigstore/mock';

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
const LOG_URL = 'https://rekor.example';
const EXTENSION = '1.3.6.1.4.1.57264.1.';
/** The older extensions are bare text, these and later ones UTF8String. */
const FIRST_WRAPPED = 8;

/** What the authority writes into a certificate: https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md */
export interface Identity {
  readonly workflow: string;
  /** Number of the extension (8: issuer, 12: repository, 13: commit, 14: ref, 18: workflow; 1 to 6: what there was before) and its text. */
  readonly extensions: Readonly<Record<number, string>>;
}

/** How a bundle is wrong. `late`: logged a day after the certificate ended; `unlogged`: no entry of the log; `other-payload`: the statement was changed after it was signed. */
export type BundleFault = 'late' | 'unlogged' | 'other-payload';

export interface TestSigstore {
  /** JSON text. */
  readonly trustRoot: string;
  /** A bundle signed by a certificate of the authority. */
  readonly certified: (statement: unknown, identity: Identity, fault?: BundleFault) => Promise<unknown>;
  /** A bundle signed by a key that the bundle only names. */
  readonly keyed: (statement: unknown, key: { readonly keyid: string; readonly privateKey: KeyObject; readonly pem: string }, fault?: BundleFault) => Promise<unknown>;
}

const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Starts one; takes some 100 ms. */
export async function startSigstore(): Promise<TestSigstore> {
  const [authority, certificateLog, log] = [keyPair(), keyPair(), keyPair()];
  const ca = await initializeCA(authority, certificateLogOf(certificateLog));
  const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000);
  const [tlog, lateLog] = [await initializeTLog(LOG_URL, log), await initializeTLog(LOG_URL, log, tomorrow)];

  const bundle = async (statement: unknown, { privateKey, verifier, keyid, material, fault }: { readonly privateKey: KeyObject; readonly verifier: string; readonly keyid: string; readonly material: Readonly<Record<string, unknown>>; readonly fault: BundleFault | undefined }): Promise<unknown> => {
    const payload = Buffer.from(JSON.stringify(statement));
    const signature = sign('sha256', Buffer.concat([Buffer.from(`DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.length} `), payload]), privateKey).toString('base64');
    const entries = await (fault === 'late' ? lateLog : tlog).log({
      apiVersion: '0.0.1', kind: 'dsse',
      spec: { payloadHash: { algorithm: 'sha256', value: createHash('sha256').update(payload).digest('hex') }, signatures: [{ signature, verifier: Buffer.from(verifier).toString('base64') }] },
    });
    const sent = fault === 'other-payload' ? Buffer.from(JSON.stringify({ ...statement as object, added: true })) : payload;
    return {
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { ...material, tlogEntries: fault === 'unlogged' ? [] : Object.values(entries as Readonly<Record<string, LogEntry>>).map(logged) },
      dsseEnvelope: { payload: sent.toString('base64'), payloadType: PAYLOAD_TYPE, signatures: [{ sig: signature, keyid }] },
    };
  };
  return {
    trustRoot: JSON.stringify({
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [logOf(LOG_URL, log.publicKey)],
      certificateAuthorities: [{ subject: { organization: 'sigstore.mock', commonName: 'sigstore' }, uri: 'https://fulcio.example', certChain: { certificates: [{ rawBytes: ca.rootCertificate.toString('base64') }] }, validFor: { start: '2020-01-01T00:00:00.000Z' } }],
      ctlogs: [logOf('https://ctfe.example', certificateLog.publicKey)],
      timestampAuthorities: [],
    }),
    certified: async (statement, { workflow, extensions }, fault) => {
      const { publicKey, privateKey } = keyPair();
      const certificate = await ca.issueCertificate({
        publicKey: publicKey.export({ type: 'spki', format: 'der' }), subjectAltName: workflow,
        extensions: Object.entries(extensions).map(([number, value]) => ({ oid: `${EXTENSION}${number}`, value, legacy: Number(number) < FIRST_WRAPPED })),
      });
      const verifier = `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`;
      return bundle(statement, { privateKey, verifier, keyid: '', material: { certificate: { rawBytes: certificate.toString('base64') } }, fault });
    },
    keyed: (statement, { keyid, privateKey, pem }, fault) => bundle(statement, { privateKey, verifier: pem, keyid, material: { publicKey: { hint: keyid } }, fault }),
  };
}

// That of @sigstore/mock 0.11.0 writes an empty signature with pkijs 3.4. https://www.rfc-editor.org/rfc/rfc6962#section-3.2
function certificateLogOf({ publicKey, privateKey }: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }): NonNullable<Parameters<typeof initializeCA>[1]> {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const logID = createHash('sha256').update(der).digest();
  return {
    publicKey: der, logID,
    log: async (certificate, issuerID) => {
      const tbs = firstIn(Buffer.from(certificate));
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(BigInt(Date.now()));
      const signature = sign('sha256', Buffer.concat([Buffer.from([0, 0]), time, Buffer.from([0, 1]), Buffer.from(issuerID), Buffer.from([0, tbs.length >> 8, tbs.length & 0xff]), tbs, Buffer.from([0, 0])]), privateKey);
      const stamp = Buffer.concat([Buffer.from([0]), logID, time, Buffer.from([0, 0, 4, 3, 0, signature.length]), signature]);
      return new Uint8Array([0, stamp.length, ...stamp]).buffer;
    },
  };
}

// The first element of a DER sequence longer than 127 bytes, with its header: of a certificate, what is signed.
function firstIn(der: Buffer): Buffer {
  const start = 2 + ((der[1] ?? 0) & 0x7f);
  const digits = (der[start + 1] ?? 0) & 0x7f;
  return der.subarray(start, start + 2 + digits + der.readUIntBE(start + 2, digits));
}

interface LogEntry {
  readonly body: string;
  readonly integratedTime: number;
  readonly logID: string;
  readonly logIndex: number;
  readonly verification: { readonly signedEntryTimestamp: string; readonly inclusionProof: { readonly logIndex: number; readonly treeSize: number; readonly checkpoint: string; readonly hashes: readonly string[]; readonly rootHash: string } };
}

function logged({ body, integratedTime, logID, logIndex, verification: { signedEntryTimestamp, inclusionProof } }: LogEntry): unknown {
  return {
    logIndex: String(logIndex), logId: { keyId: Buffer.from(logID, 'hex').toString('base64') }, kindVersion: { kind: 'dsse', version: '0.0.1' },
    integratedTime: String(integratedTime), inclusionPromise: { signedEntryTimestamp },
    inclusionProof: { logIndex: String(inclusionProof.logIndex), rootHash: Buffer.from(inclusionProof.rootHash, 'hex').toString('base64'), treeSize: String(inclusionProof.treeSize), hashes: [], checkpoint: { envelope: inclusionProof.checkpoint } },
    canonicalizedBody: body,
  };
}

function logOf(baseUrl: string, publicKey: KeyObject): unknown {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return {
    baseUrl, hashAlgorithm: 'SHA2_256', publicKey: { rawBytes: der.toString('base64'), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor: { start: '2020-01-01T00:00:00.000Z' } },
    logId: { keyId: createHash('sha256').update(der).digest('base64') },
  };
}
