// Provenance as npm's registry keeps it: sigstore bundles over in-toto statements. Verified means that this workflow built these bytes;
// worms were published with valid provenance, so it is a fact and no all-clear. What npm's own client checks is checked too (every
// attestation, its subject, its bytes: https://github.com/npm/pacote/blob/main/lib/registry.js), and also that provenance is signed by a
// workflow's certificate and the publish attestation by the registry's key: sigstore gives certificates to anybody with a mail address.
import { type Bundle, bundleFromJSON } from '@sigstore/bundle';
import { type Signer, toSignedEntity, toTrustMaterial, VerificationError, Verifier } from '@sigstore/verify';
import type { ProvenanceFact, ProvenanceSource, RegistryKey, Release } from '../model/release.ts';
import { isObject, type JsonObject, property } from '../text/json.ts';
import { certifiedSource } from './provenance/certificate.ts';
import { type Attestation, readAttestations } from './provenance/document.ts';
import { newerService } from './provenance/services.ts';
import { otherSubject, PUBLISH, readStatement, SLSA_0_2, SLSA_1, statedSource, type Statement } from './provenance/statement.ts';
import { keysById, readKey } from './registry-key.ts';
import type { TrustRoot } from './trust-root.ts';

/** Whom attestations are trusted from. */
export interface Trust {
  readonly root: TrustRoot;
  /** Of the registry, for its own publish attestation; empty where it lists none. */
  readonly keys: readonly RegistryKey[];
}

type Failure =
  | { readonly kind: 'wrong'; readonly why: string }
  /** Signed by a service that the trust root is too old for. */
  | { readonly kind: 'unknown'; readonly why: string };

type Judged =
  | Failure
  | { readonly kind: 'provenance'; readonly predicate: string; readonly source: ProvenanceSource }
  /** Verified, and about something else than the source. */
  | { readonly kind: 'other' };

const PAYLOAD = 'application/vnd.in-toto+json';
/** Characters of the verifying library's own words: they can quote the bundle. */
const QUOTED = 200;

/**
 * What the attestations document of a release proves. One attestation that does not verify makes all of it wrong, as for npm. Never
 * throws for what the document holds.
 */
export function provenance(release: Release, attestationsText: string, trust: Trust): ProvenanceFact {
  const read = readAttestations(attestationsText);
  if (read.kind === 'wrong') return read;
  const judged = read.attestations.map((attestation) => judge(release, attestation, trust));
  const wrong = judged.find((one) => one.kind === 'wrong');
  if (wrong !== undefined) return wrong;
  const unknown = judged.find((one) => one.kind === 'unknown');
  if (unknown !== undefined) return { kind: 'not-fetched', why: unknown.why };
  const proofs = judged.filter((one) => one.kind === 'provenance');
  const [first] = proofs;
  if (first === undefined) return { kind: 'wrong', why: 'the registry claims provenance, and none of the attestations is one' };
  for (const { source } of proofs.slice(1)) {
    const field = disagreement(first.source, source);
    if (field !== undefined) return { kind: 'wrong', why: `two attestations name different sources: ${field}` };
  }
  const { predicate, source } = first;
  return { kind: 'verified', predicate, ...(Object.keys(source).length === 0 ? {} : { source }) };
}

function judge(release: Release, attestation: Attestation, trust: Trust): Judged {
  // Mirrors hand on attestations and list no keys: what a workflow signed stands by itself, and the registry's own word is not needed.
  if (trust.keys.length === 0 && isKeyed(attestation.bundle)) return { kind: 'other' };
  const verified = verify(attestation, trust);
  if (verified.kind !== 'verified') return verified;
  const { statement, signer, logged } = verified;
  const name = statement.predicateType === PUBLISH ? 'the publish attestation' : 'the provenance';
  if (statement.predicateType !== attestation.predicateType) return { kind: 'wrong', why: `an attestation of the type ${statement.predicateType} is listed as ${attestation.predicateType}` };
  const other = otherSubject(statement, release);
  if (other !== undefined) return { kind: 'wrong', why: `${name}: ${other}` };
  if (statement.predicateType === PUBLISH) return signer.identity === undefined ? { kind: 'other' } : { kind: 'wrong', why: 'the publish attestation is not signed by a key of the registry' };
  return [SLSA_1, SLSA_0_2].includes(statement.predicateType) ? judgeSource(statement, signer, logged) : { kind: 'other' };
}

function isKeyed(bundle: JsonObject): boolean {
  const material = property(bundle, 'verificationMaterial');
  return isObject(material) && property(material, 'publicKey') !== undefined;
}

function judgeSource(statement: Statement, signer: Signer, logged: string | undefined): Judged {
  if (signer.identity === undefined) return { kind: 'wrong', why: 'the provenance is signed by a key of the registry, not by a workflow' };
  const { subject, source } = certifiedSource(signer);
  if (!subject.startsWith('https://')) return { kind: 'wrong', why: `the provenance is signed by ${subject === '' ? 'nobody' : subject}, not by a workflow` };
  const stated = statedSource(statement);
  const field = disagreement(source, stated);
  if (field !== undefined) return { kind: 'wrong', why: `the statement and the certificate that signs it name different sources: ${field}` };
  return { kind: 'provenance', predicate: statement.predicateType, source: { ...stated, ...source, ...(logged === undefined ? {} : { logged }) } };
}

// Addresses of repositories do not tell case with the hosts that builds run at. A workflow that lies in another repository is named with
// that repository, by the certificate with the host too.
function disagreement(a: ProvenanceSource, b: ProvenanceSource): string | undefined {
  for (const field of ['repository', 'commit', 'ref', 'workflow'] as const) {
    const [one = '', other = ''] = [a[field]?.toLowerCase(), b[field]?.toLowerCase()];
    const agrees = field === 'workflow' ? one === other || one.endsWith(`/${other}`) : one === other;
    if (one !== '' && other !== '' && !agrees) return `${field} ${a[field]} and ${b[field]}`;
  }
  return undefined;
}

type Verified =
  | Failure
  | { readonly kind: 'verified'; readonly statement: Statement; readonly signer: Signer; readonly logged: string | undefined };

function verify({ bundle, predicateType }: Attestation, { root, keys }: Trust): Verified {
  let read: Bundle;
  try {
    read = bundleFromJSON(bundle);
  } catch (error) {
    return refused(predicateType, error);
  }
  const { content, verificationMaterial } = read;
  if (content.$case !== 'dsseEnvelope' || content.dsseEnvelope.payloadType !== PAYLOAD) return { kind: 'wrong', why: 'an attestation holds no statement' };
  try {
    const signer = new Verifier(toTrustMaterial(root.services, keyFinder(keys))).verify(toSignedEntity(read));
    const statement = readStatement(content.dsseEnvelope.payload);
    if (statement === undefined) return { kind: 'wrong', why: 'an attestation holds no statement about one package' };
    const [entry] = verificationMaterial.tlogEntries;
    return { kind: 'verified', statement, signer, logged: entry?.inclusionPromise === undefined ? undefined : new Date(Number(entry.integratedTime) * 1000).toISOString() };
  } catch (error) {
    const service = newerService(read, root, error instanceof Error ? error.message : '');
    if (service === undefined) return refused(predicateType, error);
    return { kind: 'unknown', why: `it is signed through ${service} that the trust root of ${root.asOf.slice(0, 10)} does not know` };
  }
}

function refused(predicateType: string, error: unknown): Failure {
  return { kind: 'wrong', why: `the attestation ${predicateType.slice(0, QUOTED)} does not verify: ${reason(error)}` };
}

// The library throws its own errors for what does not verify, and any other for what has not the form.
function reason(error: unknown): string {
  if (error instanceof UnknownKey) return error.message;
  if (!(error instanceof VerificationError)) return 'the bundle has not the form of one';
  const cause: unknown = error.cause;
  return `${error.message}${cause instanceof Error ? `: ${cause.message}` : ''}`.slice(0, QUOTED);
}

class UnknownKey extends Error {}

function keyFinder(keys: readonly RegistryKey[]): Extract<Parameters<typeof toTrustMaterial>[1], (hint: string) => unknown> {
  const listed = keysById(keys);
  return (hint) => {
    const key = listed.get(hint);
    if (key === undefined) throw new UnknownKey('the registry lists no key of its id');
    const read = readKey(key);
    if (read.kind === 'unreadable') throw new UnknownKey(read.why);
    return { publicKey: read.key, validFor: (time) => read.validAt(time.getTime()) };
  };
}
