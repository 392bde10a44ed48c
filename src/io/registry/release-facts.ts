// One version's document (its package.json with `dist`, `_npmUser`, `maintainers`) as a Release. A fact of another type than expected
// is not told at all.
import type { ListedRelease, Person, Release } from '../../model/release.ts';
import { isObject, property, type JsonObject, type JsonValue } from '../../text/json.ts';
import { bareAddress } from './addresses.ts';

/** What documents of the whole package say of one version. */
export interface ListedFacts {
  readonly published?: string;
  readonly tags?: readonly string[];
}

/** Where it was asked and where its bytes are. */
export interface ReleasePlace {
  readonly name: string;
  readonly version: string;
  readonly registry: string;
  /** As it is fetched. */
  readonly tarball: string;
}

const MOST_PEOPLE = 1000;
const MOST_SIGNATURES = 100;

/** `text` is the document as the registry wrote it. */
export function toRelease({ name, version, registry, tarball }: ReleasePlace, document: JsonObject, text: string, { published, tags }: ListedFacts): Release {
  const dist = objectOf(document, 'dist');
  const publisher = publisherOf(document);
  const maintainers = property(document, 'maintainers');
  const integrity = stringOf(dist, 'integrity');
  const shasum = stringOf(dist, 'shasum');
  const deprecated = stringOf(document, 'deprecated');
  const attestations = attestationsOf(dist);
  return {
    name, version,
    registry: bareAddress(registry) ?? registry,
    tarball: bareAddress(tarball) ?? '',
    ...(integrity === undefined ? {} : { integrity }),
    ...(shasum === undefined ? {} : { shasum }),
    ...(published === undefined ? {} : { published: { time: published, from: 'registry' as const } }),
    ...(publisher === undefined ? {} : { publisher }),
    ...(Array.isArray(maintainers) ? { maintainers: maintainers.slice(0, MOST_PEOPLE).flatMap(personOf) } : {}),
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(tags === undefined ? {} : { tags }),
    document: text,
    signatures: signaturesOf(dist),
    ...(attestations === undefined ? {} : { attestations: bareAddress(attestations) ?? '' }),
  };
}

/** The same, shorter, for a list. */
export function toListed(version: string, document: JsonObject, time: string | undefined): ListedRelease {
  const dist = objectOf(document, 'dist');
  const publisher = publisherOf(document);
  const integrity = stringOf(dist, 'integrity');
  const deprecated = stringOf(document, 'deprecated');
  return {
    version,
    ...(time === undefined ? {} : { time }),
    ...(publisher === undefined ? {} : { publisher }),
    ...(integrity === undefined ? {} : { integrity }),
    ...(deprecated === undefined ? {} : { deprecated }),
    attested: isObject(property(dist, 'attestations')),
  };
}

/** `dist.tarball` as written; undefined where there is none. */
export function tarballOf(document: JsonObject): string | undefined {
  return stringOf(objectOf(document, 'dist'), 'tarball');
}

/** `dist.attestations.url` as written. */
export function attestationsOf(dist: JsonObject): string | undefined {
  return stringOf(objectOf(dist, 'attestations'), 'url');
}

/** The object under a key, an empty one where there is none. */
export function objectOf(object: JsonObject, key: string): JsonObject {
  const value = property(object, key);
  return isObject(value) ? value : {};
}

// An empty text tells nothing: `deprecated: ""` is how a deprecation is taken back.
function stringOf(object: JsonObject, key: string): string | undefined {
  const value = property(object, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

// `trustedPublisher.id` is the CI service that published without a person's token (https://docs.npmjs.com/trusted-publishers).
function publisherOf(document: JsonObject): Release['publisher'] {
  const user = objectOf(document, '_npmUser');
  const person = personOf(user)[0];
  const trustedBy = stringOf(objectOf(user, 'trustedPublisher'), 'id');
  return person === undefined && trustedBy === undefined ? undefined : { ...person, ...(trustedBy === undefined ? {} : { trustedBy }) };
}

function personOf(value: JsonValue): readonly Person[] {
  // Old documents have `name <email>`.
  const parts = typeof value === 'string' && value.length < 1024 ? /^([^<]*)(?:<([^>]*)>)?/.exec(value) : null;
  const person: JsonObject = parts ? { name: parts[1]?.trim() ?? '', email: parts[2]?.trim() ?? '' } : isObject(value) ? value : {};
  const name = stringOf(person, 'name');
  const email = stringOf(person, 'email');
  return name === undefined && email === undefined ? [] : [{ ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) }];
}

function signaturesOf(dist: JsonObject): Release['signatures'] {
  const signatures = property(dist, 'signatures');
  return Array.isArray(signatures) ? signatures.slice(0, MOST_SIGNATURES).flatMap((item) => {
    const keyid = isObject(item) ? stringOf(item, 'keyid') : undefined;
    const sig = isObject(item) ? stringOf(item, 'sig') : undefined;
    return keyid === undefined || sig === undefined ? [] : [{ keyid, sig }];
  }) : [];
}
