// What a registry says of one published version, and what of that could be proved. Everything here is the registry's word or the
// publisher's: attacker-controlled where either is.
// https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md ; _npmUser, signatures and attestations as the public registry adds them.

export interface Person {
  readonly name?: string;
  readonly email?: string;
}

/** One version in a registry. A fact that the registry does not tell is absent: registries other than the public one tell few. */
export interface Release {
  readonly name: string;
  /** Exact. */
  readonly version: string;
  /** Address of the registry without user, password, query. */
  readonly registry: string;
  /** Address of the tarball, likewise. */
  readonly tarball: string;
  /** `dist.integrity` as written: one or more hashes, separated by blanks. */
  readonly integrity?: string;
  /** `dist.shasum`: SHA-1 in hexadecimal digits. */
  readonly shasum?: string;
  /** RFC 3339. `from`: the registry's `time`, or the Last-Modified header of the tarball where the full document was not fetched. */
  readonly published?: { readonly time: string; readonly from: 'registry' | 'last-modified' };
  /** `_npmUser`: who published it. `trustedBy`: the CI service, where no person did (trusted publishing). */
  readonly publisher?: Person & { readonly trustedBy?: string };
  readonly maintainers?: readonly Person[];
  readonly deprecated?: string;
  /** Dist-tags that point at it; absent where the document that has them was not fetched. */
  readonly tags?: readonly string[];
  /** JSON text of the version's manifest as the registry gives it, `dist` included. */
  readonly document: string;
  /** `dist.signatures`, not yet verified. */
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
  /** `dist.attestations.url`, without user, password, query; absent where none are claimed. */
  readonly attestations?: string;
}

/** One version in the list of all. */
export interface ListedRelease {
  readonly version: string;
  /** RFC 3339; absent where the registry does not tell. */
  readonly time?: string;
  readonly publisher?: Release['publisher'];
  readonly integrity?: string;
  readonly deprecated?: string;
  readonly attested: boolean;
}

/** All versions of one name. */
export interface PackageHistory {
  readonly name: string;
  readonly registry: string;
  /** In order of publication where times are told, else by semver. */
  readonly versions: readonly ListedRelease[];
  /** Named in `time` and no longer there. */
  readonly unpublished: readonly { readonly version: string; readonly time?: string }[];
  readonly tags: Readonly<Record<string, string>>;
  readonly created?: string;
}

/** A key of a registry (`/-/npm/v1/keys`). */
export interface RegistryKey {
  readonly keyid: string;
  readonly keytype: string;
  readonly scheme: string;
  /** Base64 of the SPKI DER form. */
  readonly key: string;
  /** RFC 3339, or null where it does not end. */
  readonly expires: string | null;
}

/** What became of one registry signature over `name@version:integrity`. */
export type SignatureFact =
  | { readonly kind: 'verified'; readonly keyid: string }
  | { readonly kind: 'wrong' | 'unknown-key' | 'expired-key' | 'unreadable'; readonly keyid: string; readonly why: string }
  /** The keys were not fetched, or the registry lists none, as mirrors that hand on the signatures of another do. */
  | { readonly kind: 'not-checked'; readonly keyid: string; readonly why: string };

/** Provenance (SLSA through sigstore). Verified means: this workflow built these bytes. It does not mean that they are harmless: worms shipped valid provenance. */
export type ProvenanceFact =
  /** The registry claims none. */
  | { readonly kind: 'none' }
  /** Claimed, and not judged: offline, the registry did not answer, or a service signed that is newer than the trust root in use. */
  | { readonly kind: 'not-fetched'; readonly why: string }
  | { readonly kind: 'wrong'; readonly why: string }
  | { readonly kind: 'verified'; readonly predicate: string; readonly source?: ProvenanceSource };

export interface ProvenanceSource {
  /** `https://github.com/owner/name`, as the certificate or the statement says. */
  readonly repository?: string;
  readonly commit?: string;
  readonly ref?: string;
  readonly workflow?: string;
  /** Issuer of the identity, as `https://token.actions.githubusercontent.com`. */
  readonly issuer?: string;
  /** RFC 3339: when the transparency log took it. */
  readonly logged?: string;
}

/** A release with what could be proved of it. */
export interface ProvenRelease {
  readonly release: Release;
  readonly signatures: readonly SignatureFact[];
  readonly provenance: ProvenanceFact;
}
