// A rule judges facts and gives findings: the only place where a verdict on the audited side is formed.
import type { Campaign, PackageMatch, RequestMatch } from '../model/advisory.ts';
import type { Behavior, FoldedText, Transform } from '../model/behavior.ts';
import type { Finding, Location, RuleId } from '../model/finding.ts';
import type { CodePattern, Indicator } from '../model/indicator.ts';
import type { Launch, LaunchSubject } from '../model/launch.ts';
import type { Package } from '../model/package.ts';
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
  /** An indicator is met in the bytes of files, or in what the code makes of its constants. */
  | { readonly id: RuleId; readonly judges: readonly ['sightings', 'code']; readonly load: () => Promise<Rule<'sightings' | 'code'>> };
