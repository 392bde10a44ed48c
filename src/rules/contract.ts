// A rule judges facts and gives findings: the only place where a verdict on the audited side is formed.
import type { Campaign, PackageMatch, RequestMatch } from '../model/advisory.ts';
import type { Behavior, FoldedText, Transform } from '../model/behavior.ts';
import type { TarballHashes, TarballOddity } from '../model/archive.ts';
import type { BehaviorChange, FileChange, ManifestChange, ManifestSummary } from '../model/difference.ts';
import type { Finding, Location, RuleId } from '../model/finding.ts';
import type { CodePattern, Indicator } from '../model/indicator.ts';
import type { Launch, LaunchSubject } from '../model/launch.ts';
import type { Package } from '../model/package.ts';
import type { ProvenRelease, Release } from '../model/release.ts';
import type { RulePage } from '../model/rule.ts';
import type { ClientHook, McpServer } from '../model/server.ts';

/** A lockfile or an installed tree, as rules see it. Locations and paths are worked out on demand: they cost a pass over the text. */
export interface PlaceFacts {
  readonly path: string;
  /** Path below the target, which makes the fingerprint; the same wherever the target lies. */
  readonly stablePath: string;
  readonly kind: 'lockfile' | 'hidden-lockfile' | 'installed-tree' | 'client-config' | 'content-cache' | 'build-file';
  readonly format: string;
  readonly package: (id: string) => Package | undefined;
  readonly locate: (id: string) => Location;
  /** Names with versions from a root to the package. */
  readonly pathTo: (id: string) => readonly string[] | undefined;
  readonly dependents: (id: string) => readonly string[];
  /** Servers that run what this place holds: their places are added to each finding, and their credentials are named. */
  readonly usedBy?: readonly { readonly location: Location; readonly credentials: readonly string[] }[];
  /** Credentials that the entry itself gives to what it starts. */
  readonly credentials?: (id: string) => readonly string[];
  /** First sign of the package here, RFC 3339, with what tells it. */
  readonly since?: (id: string) => { readonly time: string; readonly from: string } | undefined;
}

export interface RequestFacts extends RequestMatch {
  readonly key: string;
  readonly location: Location;
  /** What caches and trees show that this request was answered with; empty where nothing was found. Absent: nobody looked. */
  readonly runs?: readonly RunFacts[];
  /** Credentials that the launched server could read. */
  readonly credentials?: readonly string[];
  /** The command line that asks, with secrets taken out, where a launch asks and not a manifest. */
  readonly launch?: string;
}

/** What a cache or an installed tree shows of a package that was asked for. */
export interface RunFacts {
  readonly route: 'npx-cache' | 'dlx-cache' | 'bunx-cache' | 'content-cache' | 'global' | 'project' | 'workspace-bin';
  /** Folder or index file. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** RFC 3339. */
  readonly since?: string;
  /** True where the whole resolved tree is on record there (a lockfile with integrity). */
  readonly recorded: boolean;
  /** What the bundles say of this very version. */
  readonly matches: readonly PackageMatch[];
}

/** One thing that a server's launch line runs. */
export interface SubjectFacts {
  readonly subject: LaunchSubject;
  /** Newest first by `since`. */
  readonly runs: readonly RunFacts[];
  /** Known-good releases of the package by the bundles, oldest first. */
  readonly safe: readonly string[];
  /** From the installed or cached package.json, for judging whose package it is. */
  readonly manifest?: { readonly repository?: string; readonly author?: string; readonly description?: string };
}

/** One server entry with what it launches. */
export interface ServerFacts {
  readonly server: McpServer;
  /** Absent for a remote, built-in or toggle entry. */
  readonly launch?: Launch;
  readonly location: Location;
  readonly subjects: readonly SubjectFacts[];
  /** Names of its variables, headers and flags that hold secrets, sorted, without repeats. */
  readonly credentials: readonly string[];
  /** Home of the user whose file it is, as the entry would write it (`/home/dev`); absent for a project's file. */
  readonly home?: string;
  /** Entries in files of other clients that run the same file. */
  readonly alsoIn?: readonly Location[];
}

/** The code of one package. */
export interface CodeFacts {
  readonly kind: 'code';
  /** The package's folder or tarball as shown; places of behaviours lie below it. */
  readonly path: string;
  readonly stablePath: string;
  readonly package?: { readonly name: string; readonly version?: string };
  readonly behaviors: readonly Behavior[];
  readonly folded: readonly FoldedText[];
  /** Files whose parsing killed the parser. */
  readonly died: readonly { readonly path: string; readonly how: 'crashed' | 'timed-out' | 'out-of-memory' }[];
  readonly documents: PackageDocuments;
  /** Indicators with `use: match` that stand in a text, each at its boundaries. */
  readonly known: (text: string) => readonly Indicator[];
  readonly patterns: readonly CodePattern[];
  readonly campaign: (id: string) => Campaign | undefined;
  /** Servers that run it. */
  readonly usedBy?: PlaceFacts['usedBy'];
}

/** What a package says of itself to people. */
export interface PackageDocuments {
  /** True where the README or the manifest names this word (an address, a host, a variable), in any case. */
  readonly mentions: (word: string) => boolean;
  /** Host names of its homepage, repository, bug tracker and author's address; lower case, hosting sites (github.com, npmjs.com, gmail.com …) left out. */
  readonly ownHosts: readonly string[];
}

/** One string, hash or name of a bundle in one file. */
export interface FileSighting {
  readonly indicator: Indicator;
  /** Below the package's folder. */
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly excerpt?: string;
  /** Times that it stands in that file. */
  readonly count: number;
  /** How it is written there; absent where it stands as it is. */
  readonly via?: readonly Transform[];
}

export interface SightingFacts {
  readonly kind: 'sightings';
  readonly path: string;
  readonly stablePath: string;
  readonly package?: { readonly name: string; readonly version?: string };
  readonly sightings: readonly FileSighting[];
  readonly campaign: (id: string) => Campaign | undefined;
  readonly usedBy?: PlaceFacts['usedBy'];
}

/** One of two copies that are compared. */
export interface SideFacts {
  /** As the user named it, or as it was resolved: `postmark-mcp@1.0.15`. */
  readonly label: string;
  /** Beginning of the paths of its files in findings. */
  readonly path: string;
  readonly name?: string;
  readonly version?: string;
  readonly manifest?: ManifestSummary;
  readonly documents: PackageDocuments;
  readonly behaviors: readonly Behavior[];
  /** True where some of its code could not be read: then what it lacks is not known. */
  readonly inPart: boolean;
  readonly release?: ProvenRelease;
}

/** A package that the later copy depends on and the earlier one did not, or from another source. */
export interface DependencyFacts {
  readonly name: string;
  /** As the manifest asks. */
  readonly spec: string;
  readonly kind: 'dependencies' | 'optionalDependencies' | 'peerDependencies' | 'bundled';
  readonly was?: string;
  /** What the bundles say of what the request can be answered with. */
  readonly matches: readonly RequestMatch[];
  /** What the registry answers it with today; absent offline, or where nobody asked. */
  readonly answer?: {
    readonly release: Release;
    /** First publication of the name, RFC 3339. */
    readonly created?: string;
    readonly versions?: number;
    /** Names of its scripts that installing runs. */
    readonly installScripts: readonly string[];
  };
}

/** Two copies of one package. */
export interface DifferenceFacts {
  readonly kind: 'difference';
  /** The later copy, as shown. */
  readonly path: string;
  readonly stablePath: string;
  readonly package?: { readonly name: string; readonly version?: string };
  readonly before: SideFacts;
  readonly after: SideFacts;
  readonly behaviors: readonly BehaviorChange[];
  readonly manifest: readonly ManifestChange[];
  readonly dependencies: readonly DependencyFacts[];
  readonly files: readonly FileChange[];
  /** Indicators with `use: match` that stand in a text, each at its boundaries. */
  readonly known: (text: string) => readonly Indicator[];
  readonly campaign: (id: string) => Campaign | undefined;
  readonly usedBy?: PlaceFacts['usedBy'];
}

/** One version as its registry describes it, beside what was fetched and what others say of its bytes. */
export interface ReleaseFacts {
  readonly kind: 'release';
  readonly path: string;
  readonly stablePath: string;
  readonly release: ProvenRelease;
  /** The version's manifest as the registry gives it. */
  readonly described: ManifestSummary;
  /** What was fetched; absent where nothing was. `differs`: from the integrity that the registry itself states. */
  readonly tarball?: { readonly hashes: TarballHashes; readonly manifest?: ManifestSummary; readonly differs?: { readonly promised: string; readonly got: string } };
  /** Integrities that lockfiles and caches hold for this very version: `text` is subresource integrity as written, or a bare sha1. */
  readonly locked: readonly { readonly location: Location; readonly text: string }[];
  readonly usedBy?: PlaceFacts['usedBy'];
}

/** One version for which two lockfiles hold different bytes. Asked where nothing was fetched that could tell which are right. */
export interface LockedFacts {
  readonly kind: 'locked';
  readonly path: string;
  readonly stablePath: string;
  readonly package: { readonly name: string; readonly version: string };
  readonly before: ReleaseFacts['locked'][number];
  readonly after: ReleaseFacts['locked'][number];
}

/** One package that the later of two lockfiles takes from somewhere else than a registry, or from another host without a hash to check it by. */
export interface LockedSourceFacts {
  readonly kind: 'locked-source';
  readonly path: string;
  readonly stablePath: string;
  readonly package: { readonly name: string; readonly version?: string };
  readonly to: 'git' | 'url' | 'host';
  /** Without user, password and query. */
  readonly was: string;
  readonly now: string;
  readonly location: Location;
}

/** A package that the later of two lockfiles has and the earlier one has not, and that runs scripts at install. */
export interface LockedAddedFacts {
  readonly kind: 'locked-added';
  readonly path: string;
  readonly stablePath: string;
  readonly package: { readonly name: string; readonly version: string };
  readonly answer: NonNullable<DependencyFacts['answer']>;
  /** As the manifest has them: `postinstall: node install.js`. */
  readonly scripts: readonly string[];
  /** When it was looked at, RFC 3339. */
  readonly now: string;
}

/** A package archive with what is odd about it. */
export interface ArchiveFacts {
  readonly kind: 'archive';
  readonly path: string;
  readonly stablePath: string;
  readonly package?: { readonly name: string; readonly version?: string };
  readonly oddities: readonly TarballOddity[];
  readonly usedBy?: PlaceFacts['usedBy'];
}

/** A published package beside the repository that it says it was made from. */
export interface RepositoryFacts {
  readonly kind: 'package-against-repository';
  readonly path: string;
  readonly stablePath: string;
  readonly package?: { readonly name: string; readonly version?: string };
  /** As the user named it, and the commit that was compared. `by`: how that commit was found. */
  readonly repository: { readonly label: string; readonly commit: string; readonly by: 'asked-for' | 'tag' | 'git-head' | 'provenance' | 'head' };
  /** Files of the package that the repository has not, and those that differ after normalising. Both without what a build writes, where the repository shows that it does. */
  readonly onlyInPackage: readonly FileChange[];
  readonly differing: readonly FileChange[];
  /** Files that a build of the repository is seen to write (its manifest or its ignore files name their folder). */
  readonly built: readonly FileChange[];
  /** Behaviours that the package has and the repository's source has not. */
  readonly behaviors: readonly BehaviorChange[];
  readonly manifest: readonly ManifestChange[];
  readonly documents: PackageDocuments;
  readonly known: (text: string) => readonly Indicator[];
  readonly campaign: (id: string) => Campaign | undefined;
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
  /** The servers of one configuration file. */
  | { readonly kind: 'servers'; readonly path: string; readonly stablePath: string; readonly servers: readonly ServerFacts[] }
  /** What else runs by itself from one file of a client. `display` is the text without secrets. */
  | { readonly kind: 'hooks'; readonly path: string; readonly stablePath: string; readonly scope: 'user' | 'project'; readonly home?: string; readonly hooks: readonly { readonly hook: ClientHook; readonly location: Location; readonly display: string; readonly launch?: Launch }[] }
  /** What the code of one package does. */
  | CodeFacts
  /** Strings, hashes and names of the bundles met in the files of one package (or of a folder that is none). */
  | SightingFacts
  | DifferenceFacts
  | ReleaseFacts
  | LockedFacts
  | LockedSourceFacts
  | LockedAddedFacts
  | ArchiveFacts
  | RepositoryFacts
  | { readonly kind: 'expired-acceptance'; readonly path: string; readonly line?: number; readonly subject: string; readonly owner: string; readonly reason: string; readonly expires: string };

export type FactsOf<K extends Facts['kind']> = Extract<Facts, { readonly kind: K }>;

export interface Rule<K extends Facts['kind'] = Facts['kind']> {
  readonly page: RulePage;
  readonly judge: (facts: FactsOf<K>) => readonly Finding[];
}

/** How a rule is found without loading it: `judges` says which facts it wants. */
export type RuleDescriptor =
  | { readonly [K in Facts['kind']]: { readonly id: RuleId; readonly judges: K; readonly load: () => Promise<Rule<K>> } }[Facts['kind']]
  /** A switch that lets servers run unasked stands in an entry, or beside all of them. */
  | { readonly id: RuleId; readonly judges: readonly ['servers', 'hooks']; readonly load: () => Promise<Rule<'servers' | 'hooks'>> }
  /** What was fetched is not what is promised, or two lockfiles promise different bytes. */
  | { readonly id: RuleId; readonly judges: readonly ['release', 'locked']; readonly load: () => Promise<Rule<'release' | 'locked'>> }
  /** A package is new as a dependency of another one, or in a lockfile. */
  | { readonly id: RuleId; readonly judges: readonly ['difference', 'locked-added']; readonly load: () => Promise<Rule<'difference' | 'locked-added'>> }
  /** An indicator is met in the bytes of files, or in what the code makes of its constants. */
  | { readonly id: RuleId; readonly judges: readonly ['sightings', 'code']; readonly load: () => Promise<Rule<'sightings' | 'code'>> };
