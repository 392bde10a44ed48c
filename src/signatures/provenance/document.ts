// The attestations document of one version, taken apart without trust: counts and sizes are checked before a bundle reaches the
// library that verifies, which has no limits of its own. `/-/npm/v1/attestations/name@version`, and sigstore's bundles in JSON:
// https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto
import { LIMITS } from '../../model/limits.ts';
import { isObject, type JsonObject, type JsonValue, parseJson, property } from '../../text/json.ts';
import { isCheapDer } from './der.ts';

export interface Attestation {
  /** As the document says, outside of what is signed. */
  readonly predicateType: string;
  readonly bundle: JsonObject;
}

export type AttestationsRead =
  | { readonly kind: 'read'; readonly attestations: readonly Attestation[] }
  | { readonly kind: 'wrong'; readonly why: string };

/** Digits of an index or a time, and characters of a checkpoint, which is a handful of lines. */
const NUMBER = 32;
const CHECKPOINT = 16 * 1024;
const PLAIN_NAME = /^[\w.:/-]{1,255}$/;

/** Every attestation, or why there is none that could be looked at. */
export function readAttestations(text: string): AttestationsRead {
  if (text.length > LIMITS.attestationCharacters) return wrong('the attestations are larger than any real ones');
  const json = parseJson(text);
  if (!json.ok) return wrong(`the attestations are ${json.problem.message}`);
  if (json.problems[0] !== undefined) return wrong(`the attestations: ${json.problems[0].message}`);
  const list = isObject(json.value) ? property(json.value, 'attestations') : undefined;
  if (!Array.isArray(list)) return wrong('the document has no list of attestations');
  if (list.length > LIMITS.attestations) return wrong(`the document has ${list.length} attestations; real ones have two`);
  const attestations: Attestation[] = [];
  for (const entry of list as readonly JsonValue[]) {
    const bundle = isObject(entry) ? property(entry, 'bundle') : undefined;
    const predicateType = isObject(entry) ? property(entry, 'predicateType') : undefined;
    if (!isObject(bundle) || typeof predicateType !== 'string') return wrong('an attestation has no bundle or no type');
    const why = oddIn(bundle);
    if (why !== undefined) return wrong(why);
    attestations.push({ predicateType, bundle });
  }
  return { kind: 'read', attestations };
}

function wrong(why: string): AttestationsRead {
  return { kind: 'wrong', why };
}

function oddIn(bundle: JsonObject): string | undefined {
  const material = objectIn(bundle, 'verificationMaterial');
  if (material === undefined) return 'a bundle holds nothing to verify it with';
  const entries = listIn(material, 'tlogEntries');
  const chain = listIn(objectIn(material, 'x509CertificateChain'), 'certificates');
  const timestamps = listIn(objectIn(material, 'timestampVerificationData'), 'rfc3161Timestamps');
  if ([entries, chain, timestamps].some(({ length }) => length > LIMITS.attestationProofs)) return 'a bundle has more log entries, certificates or timestamps than any real one';
  const certificates = [...chain, property(material, 'certificate'), ...timestamps].flatMap((one) => (isObject(one) ? [property(one, 'rawBytes'), property(one, 'signedTimestamp')] : []));
  if (!certificates.every((one) => isShort(one, LIMITS.certificateCharacters) && isCheapDer(Buffer.from(one ?? '', 'base64')))) return 'a bundle has a certificate that is no text, or larger than any real one';
  return entries.map(oddInEntry).find((why) => why !== undefined);
}

function oddInEntry(entry: JsonValue): string | undefined {
  if (!isObject(entry)) return 'a log entry is no object';
  const proof = objectIn(entry, 'inclusionProof') ?? {};
  const numbers = [property(entry, 'logIndex'), property(entry, 'integratedTime'), property(proof, 'logIndex'), property(proof, 'treeSize')];
  if (!numbers.every((one) => typeof one === 'number' || isShort(one, NUMBER))) return 'a log entry has an index or a time that is no number';
  const checkpoint = property(proof, 'checkpoint');
  const envelope = isObject(checkpoint) ? property(checkpoint, 'envelope') : undefined;
  if (!isShort(envelope, CHECKPOINT) || !hasPlainSigners(envelope ?? '')) return 'a checkpoint of the log is signed by what is no name of a log';
  return undefined;
}

// The library makes text of whatever stands where text belongs, a list for instance: what is neither absent nor text is refused.
function isShort(value: JsonValue | undefined, characters: number): value is string | null | undefined {
  return value === undefined || value === null || (typeof value === 'string' && value.length <= characters);
}

// @sigstore/verify 3.1.1 takes the signer's name in a checkpoint for a regular expression (dist/tlog/checkpoint.js), before any
// signature of it is checked: one written to backtrack would hold the process for ever. Names of logs are hosts and paths.
function hasPlainSigners(checkpoint: string): boolean {
  return checkpoint.split('\u2014 ').slice(1).every((rest) => PLAIN_NAME.test(rest.split(/\s/, 1)[0] ?? ''));
}

function objectIn(object: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = object === undefined ? undefined : property(object, key);
  return isObject(value) ? value : undefined;
}

function listIn(object: JsonObject | undefined, key: string): readonly JsonValue[] {
  const value = object === undefined ? undefined : property(object, key);
  return Array.isArray(value) ? value as readonly JsonValue[] : [];
}
