// A rule judges facts and gives findings: the only place where a verdict on the audited side is formed.
import type { Campaign, PackageMatch, RequestMatch } from '../model/advisory.ts';
import type { Finding, Location, RuleId } from '../model/finding.ts';
import type { Package } from '../model/package.ts';
import type { RulePage } from '../model/rule.ts';

/** A lockfile or an installed tree, as rules see it. Locations and paths are worked out on demand: they cost a pass over the text. */
export interface PlaceFacts {
  readonly path: string;
  /** Path below the target, which makes the fingerprint; the same wherever the target lies. */
  readonly stablePath: string;
  readonly kind: 'lockfile' | 'hidden-lockfile' | 'installed-tree';
  readonly format: string;
  readonly package: (id: string) => Package | undefined;
  readonly locate: (id: string) => Location;
  /** Names with versions from a root to the package. */
  readonly pathTo: (id: string) => readonly string[] | undefined;
  readonly dependents: (id: string) => readonly string[];
}

export interface RequestFacts extends RequestMatch {
  readonly key: string;
  readonly location: Location;
}

export type Facts =
  /** What the bundles say of the packages of one place. */
  | { readonly kind: 'matches'; readonly place: PlaceFacts; readonly matches: readonly PackageMatch[]; readonly campaign: (id: string) => Campaign | undefined }
  /** Packages whose entry carries more than one identity. */
  | { readonly kind: 'identities'; readonly place: PlaceFacts; readonly packages: readonly Package[] }
  /** What a manifest asks for that could be answered with something listed. `governed`: a lockfile tells the answer. */
  | { readonly kind: 'requests'; readonly path: string; readonly stablePath: string; readonly governed: 'governed' | 'alone'; readonly requests: readonly RequestFacts[]; readonly campaign: (id: string) => Campaign | undefined }
  /** An installed tree beside its lockfile. */
  | { readonly kind: 'tree-against-lockfile'; readonly place: PlaceFacts; readonly lockfile: string; readonly unlocked: readonly { readonly package: Package; readonly locked: readonly string[] }[]; readonly installed: number }
  | { readonly kind: 'tree-against-hidden-lockfile'; readonly place: PlaceFacts; readonly lockfile: string; readonly disagreements: readonly { readonly id: string; readonly claims: string; readonly found: string }[] }
  | { readonly kind: 'second-reader'; readonly place: PlaceFacts; readonly reader: string; readonly missed: readonly string[]; readonly added: readonly string[]; readonly differing: readonly string[] }
  | { readonly kind: 'expired-acceptance'; readonly path: string; readonly line?: number; readonly subject: string; readonly owner: string; readonly reason: string; readonly expires: string };

export type FactsOf<K extends Facts['kind']> = Extract<Facts, { readonly kind: K }>;

export interface Rule<K extends Facts['kind'] = Facts['kind']> {
  readonly page: RulePage;
  readonly judge: (facts: FactsOf<K>) => readonly Finding[];
}

/** How a rule is found without loading it: `judges` says which facts it wants. */
export type RuleDescriptor = { readonly [K in Facts['kind']]: { readonly id: RuleId; readonly judges: K; readonly load: () => Promise<Rule<K>> } }[Facts['kind']];
