// What an attestation states, once its signature is verified: in-toto statements (https://github.com/in-toto/attestation) with npm's and
// SLSA's predicates (https://slsa.dev/spec/v1.0/provenance, https://slsa.dev/spec/v0.2/provenance). Verified is who said it, not that it is true.
import type { ProvenanceSource, Release } from '../../model/release.ts';
import { decode } from '../../text/decode.ts';
import { integrityKeys } from '../../text/integrity.ts';
import { isObject, type JsonObject, type JsonValue, parseJson, property } from '../../text/json.ts';
import { specWithoutSecrets } from '../../text/printable.ts';

export const SLSA_1 = 'https://slsa.dev/provenance/v1';
export const SLSA_0_2 = 'https://slsa.dev/provenance/v0.2';
/** The registry's own: https://github.com/npm/attestation/tree/main/specs/publish/v0.1 */
export const PUBLISH = 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1';

export interface Statement {
  readonly predicateType: string;
  readonly subjectName: string;
  /** Hexadecimal digits of its SHA-512. */
  readonly subjectDigest: string;
  readonly predicate: JsonObject;
}

/** The statement in a payload of the type `application/vnd.in-toto+json`; undefined where it is none. */
export function readStatement(payload: Uint8Array): Statement | undefined {
  const decoded = decode(payload);
  const json = decoded.ok ? parseJson(decoded.text) : undefined;
  // Of a key that stands twice, readers differ in which they use: what was signed is not certain.
  if (!json?.ok || json.problems.length > 0 || !isObject(json.value)) return undefined;
  const subjects = property(json.value, 'subject');
  const subject: JsonValue | undefined = Array.isArray(subjects) && subjects.length === 1 ? (subjects as readonly JsonValue[])[0] : undefined;
  if (!isObject(subject)) return undefined;
  const digest = at(subject, 'digest', 'sha512');
  const [predicateType, subjectName, predicate] = [property(json.value, 'predicateType'), property(subject, 'name'), property(json.value, 'predicate')];
  if (typeof predicateType !== 'string' || typeof subjectName !== 'string' || typeof digest !== 'string') return undefined;
  return { predicateType, subjectName, subjectDigest: digest, predicate: isObject(predicate) ? predicate : {} };
}

/** Why the statement is not about this release; undefined where it is. */
export function otherSubject({ subjectName, subjectDigest }: Statement, { name, version, integrity }: Release): string | undefined {
  const purl = `pkg:npm/${name}@${version}`;
  if (plainPurl(subjectName) !== purl) return `it is about ${subjectName}, not about ${purl}`;
  const promised = integrityKeys(integrity ?? '').filter((key) => key.startsWith('sha512-'));
  if (promised.length === 0) return 'the registry names no SHA-512 of the version, so nothing ties it to these bytes';
  const stated = /^[0-9a-f]{128}$/i.test(subjectDigest) ? `sha512-${Buffer.from(subjectDigest, 'hex').toString('base64')}` : '';
  return promised.every((key) => key === stated) ? undefined : 'it is about other bytes than the integrity that the registry names';
}

// `pkg:npm/%40scope/name@1.0.0`, with the registry as a qualifier for others than the public one:
// https://github.com/package-url/purl-spec/blob/main/types-doc/npm-definition.md
function plainPurl(purl: string): string | undefined {
  const [path = ''] = purl.split(/[?#]/, 1);
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** What the predicate says of the source; empty for predicates that are not SLSA's. */
export function statedSource({ predicateType, predicate }: Statement): ProvenanceSource {
  if (predicateType === SLSA_1) {
    const [dependency] = listAt(predicate, 'buildDefinition', 'resolvedDependencies');
    const { ref } = splitUri(at(dependency, 'uri'));
    return present({ repository: splitUri(at(predicate, 'buildDefinition', 'externalParameters', 'workflow', 'repository')).repository, ref, commit: text(at(dependency, 'digest', 'gitCommit')), workflow: text(at(predicate, 'buildDefinition', 'externalParameters', 'workflow', 'path')) });
  }
  if (predicateType !== SLSA_0_2) return {};
  // The entry point is a path with GitHub, the name of a job with GitLab: nothing to compare.
  return present({ ...splitUri(at(predicate, 'invocation', 'configSource', 'uri')), commit: text(at(predicate, 'invocation', 'configSource', 'digest', 'sha1')) });
}

/** A repository's address as it is shown: without `git+`, `.git`, user, password and query. */
export function plainRepository(address: string): string {
  return specWithoutSecrets(address.replace(/^git\+/, '')).replace(/#.*$/s, '').replace(/\.git$/, '');
}

function splitUri(uri: JsonValue | undefined): { readonly repository?: string; readonly ref?: string } {
  if (typeof uri !== 'string' || uri === '') return {};
  const cut = uri.lastIndexOf('@refs/');
  return { repository: plainRepository(cut === -1 ? uri : uri.slice(0, cut)), ...(cut === -1 ? {} : { ref: uri.slice(cut + 1) }) };
}

/** Only the fields that are there. */
export function present(source: { readonly [Key in keyof ProvenanceSource]: ProvenanceSource[Key] | undefined }): ProvenanceSource {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined));
}

function at(value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((inner, key) => (isObject(inner) ? property(inner, key) : undefined), value);
}

function listAt(value: JsonValue, ...path: readonly string[]): readonly JsonValue[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found as readonly JsonValue[] : [];
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
