// What a registry offers to prove a release: its keys (`/-/npm/v1/keys`) and the attestations of one version (`dist.attestations.url`).
// https://docs.npmjs.com/about-registry-signatures ; nothing is verified here.
import { LIMITS } from '../../model/limits.ts';
import type { Fetched } from '../../model/ports.ts';
import type { RegistryKey, Release } from '../../model/release.ts';
import { isObject, property, type JsonObject, type JsonValue } from '../../text/json.ts';
import { hostOf, webUrl } from './addresses.ts';
import { failed, keyOf, notKept, registryOf, type Context } from './context.ts';
import { ACCEPT } from './documents.ts';

const MOST_KEYS = 1000;

/** Keys of the registry of this release's name; none where it has no route for them. */
export async function fetchKeys(context: Context, release: Release): Promise<Fetched<readonly RegistryKey[]>> {
  const registry = registryOf(context.settings, release.name);
  const what = `the keys of registry ${hostOf(registry)}`;
  const address = `${registry}-/npm/v1/keys`;
  const answer = await context.documents.get({ address, accept: ACCEPT.full, what, limit: LIMITS.registryProofBytes, settled: true });
  if (answer.kind === 'failed') return answer;
  if (answer.kind === 'not-kept') return failed(notKept(what));
  if (answer.kind === 'missing') {
    // Most registries but the public one sign nothing, and have no such route: a later run offline knows it too.
    context.kept.keepDocument(address, ACCEPT.full, { bytes: Buffer.from('{"keys":[]}') });
    return { kind: 'found', value: [] };
  }
  const keys = property(answer.document.value, 'keys');
  return { kind: 'found', value: Array.isArray(keys) ? keys.slice(0, MOST_KEYS).flatMap(keyFrom) : [] };
}

// A key without one of its fields cannot verify anything.
function keyFrom(value: JsonValue): readonly RegistryKey[] {
  if (!isObject(value)) return [];
  const [keyid, keytype, scheme, key] = ['keyid', 'keytype', 'scheme', 'key'].map((name) => textOf(value, name));
  const expires = property(value, 'expires');
  if (keyid === undefined || keytype === undefined || scheme === undefined || key === undefined) return [];
  return [{ keyid, keytype, scheme, key, expires: typeof expires === 'string' ? expires : null }];
}

function textOf(object: JsonObject, key: string): string | undefined {
  const value = property(object, key);
  return typeof value === 'string' ? value : undefined;
}

/** JSON text, only ever from the registry itself. */
export async function fetchAttestations(context: Context, release: Release): Promise<Fetched<string>> {
  const what = `the attestations of ${release.name}@${release.version}`;
  const address = context.known.get(keyOf(release))?.attestations ?? release.attestations;
  const registry = registryOf(context.settings, release.name);
  if (address === undefined) return failed({ code: 'not-found', message: `${release.name}@${release.version} claims no attestations` });
  const url = webUrl(address);
  // The document is the publisher's and the registry's word: it must not send requests to others.
  if (url === undefined || url.origin !== webUrl(registry)?.origin) return failed({ code: 'malformed', message: `${what} are said to lie at ${url === undefined ? 'an address that is none of the web' : url.host}, not at registry ${hostOf(registry)}: not asked` });
  const answer = await context.documents.get({ address, accept: ACCEPT.full, what, limit: LIMITS.registryProofBytes, settled: true });
  if (answer.kind === 'failed') return answer;
  if (answer.kind === 'not-kept') return failed(notKept(what));
  if (answer.kind === 'missing') return failed({ code: 'not-found', message: `registry ${hostOf(registry)} has not ${what}, which it claims (${answer.status})` });
  return { kind: 'found', value: answer.document.text };
}
