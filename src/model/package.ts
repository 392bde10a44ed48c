// One package as a lockfile or an installed tree states it, with every identity that the entry carries.
// Scanners are evaded where an entry has two names, so nothing is thrown away here: `rules/` judge a disagreement.

/**
 * Where the bytes of a package come from. Only `registry` and `url` have an identity that advisories speak of;
 * the others are listed as unverifiable and are never judged by name.
 * `registry`: a registry, also a proxy or a private one. `url`: a tarball URL that has no registry path form.
 * `workspace`, `link`, `file`: code of this repository or this disk. `git`: a repository at a commit.
 */
export type Source = 'registry' | 'url' | 'git' | 'file' | 'link' | 'workspace';

/** Where in an entry a name was read. */
export type IdentityOrigin = 'key' | 'name-field' | 'alias-target' | 'resolved-url' | 'disk' | 'folder' | 'hidden-lockfile';

/** A name, and a version where that place tells one, that an entry carries beside `name` and `version`. */
export interface Identity {
  readonly origin: IdentityOrigin;
  readonly name: string;
  readonly version?: string;
}

export interface Package {
  /** Unique within its inventory: the lockfile's own key, or the folder below the tree's root (`node_modules/a`). */
  readonly id: string;
  /** The name of what is really installed: for an alias, the target. Attacker-controlled, compared as a literal. */
  readonly name: string;
  /** Exact version; absent where the format does not tell it (the inventory then carries a problem or the source is not a registry). */
  readonly version?: string;
  readonly source: Source;
  /**
   * Identities that differ from `name@version`, in the order read; absent when all agree.
   * The local name of a declared alias is not one of them: see `alias`.
   */
  readonly identities?: readonly Identity[];
  /** Local name under which dependents know it, where the entry declares an alias (`alias@npm:name@1`). */
  readonly alias?: string;
  /** URL or other locator as written. It may hold credentials: print it only through `text/printable` `withoutCredentials`. */
  readonly resolved?: string;
  /** Subresource integrity as written, possibly several hashes separated by blanks, or a bare sha1 in hexadecimal digits. */
  readonly integrity?: string;
  /** Only reached through development, optional or peer dependencies, as far as the format tells. */
  readonly dev?: true;
  readonly optional?: true;
  readonly peer?: true;
  /** Shipped inside another package's tarball. */
  readonly bundled?: true;
}

/** Sources whose name is no registry identity: never judged by name. */
export function isUnverifiable(source: Source): boolean {
  return source !== 'registry' && source !== 'url';
}
