// The whole outcome of a command that judges, as every report format renders it.
import type { TarballHashes } from './archive.ts';
import type { Behavior } from './behavior.ts';
import type { Coverage } from './coverage.ts';
import type { Difference, LockfileChanges } from './difference.ts';
import type { AcceptedFinding, Finding, Severity } from './finding.ts';
import type { Exposure } from './exposure.ts';
import type { LaunchSubject } from './launch.ts';
import type { Package } from './package.ts';
import type { ProvenRelease } from './release.ts';
import type { McpServer, ServerScope } from './server.ts';

export const REPORT_SCHEMA_VERSION = 1;

export type VerdictStatus = 'clean' | 'findings' | 'incomplete';

export interface Verdict {
  readonly status: VerdictStatus;
  /** 0 clean, 1 findings, 2 incomplete. */
  readonly exitCode: 0 | 1 | 2;
  readonly failOn: Severity;
  /** What was examined, as `this folder` or `3 folders`. */
  readonly scope: string;
  /** What this run does not look at, with the command that does. */
  readonly notExamined: readonly string[];
}

/** One package with a place where it was found: the inventory, given when an output asks for it. */
export interface InventoryEntry {
  readonly path: string;
  readonly format: string;
  readonly line?: number;
  readonly package: Package;
}

/** One MCP server that a configuration starts, with what is known of what it runs. */
export interface ServerEntry {
  readonly path: string;
  readonly line?: number;
  readonly client: string;
  readonly name: string;
  readonly scope: ServerScope;
  /** Folder of the project for which a user's file defines it. */
  readonly project?: string;
  readonly state: McpServer['state'];
  readonly kind: McpServer['launch']['kind'];
  /** The command line without secrets, or the address without user, password, query and fragment. */
  readonly launch?: string;
  readonly subjects: readonly (Pick<LaunchSubject, 'role' | 'kind' | 'tool' | 'name' | 'spec' | 'versionClass' | 'registry'> & { readonly ran: readonly RanVersion[] })[];
  /** Why the line could not be decided. */
  readonly doubts: readonly string[];
  /** Names of what the server could read; never values. */
  readonly credentials: readonly string[];
}

/** A version that a cache or a tree shows. */
export interface RanVersion {
  readonly version: string;
  /** Kind of place, as `npx cache`. */
  readonly route: string;
  readonly path: string;
  /** RFC 3339. */
  readonly since?: string;
}

/** All that is known of one known-bad version on this machine: what a responder asks first. */
export interface AffectedPackage {
  readonly name: string;
  readonly version: string;
  readonly campaign: string;
  /** First sign of it, RFC 3339. */
  readonly since?: string;
  readonly ran: readonly RanVersion[];
  readonly servers: readonly { readonly client: string; readonly name: string; readonly path: string; readonly line?: number; readonly state: McpServer['state'] }[];
  /** Copies in content caches. */
  readonly tarballs: readonly { readonly path: string; readonly held: boolean; readonly fetched?: string; readonly integrity?: string; readonly recovered?: string }[];
  /** Names of the credentials that it could read: to rotate. */
  readonly credentials: readonly string[];
  /** Whose records show what it did, and until when they are kept. */
  readonly records: readonly { readonly holder: string; readonly days: number; readonly until?: string; readonly source: string }[];
  /** What to paste in place of it; empty where no clean release is known. */
  readonly pins: readonly string[];
}

/** One package by itself: what it is and what its code does. */
export interface Inspection {
  readonly path: string;
  readonly source: 'folder' | 'tarball' | 'registry';
  readonly name?: string;
  readonly version?: string;
  readonly description?: string;
  readonly license?: string;
  readonly author?: string;
  readonly homepage?: string;
  readonly repository?: string;
  readonly bins: readonly string[];
  readonly dependencies: readonly string[];
  readonly files: number;
  readonly bytes: number;
  /** Of a tarball. */
  readonly hashes?: TarballHashes;
  /** Of a version that was fetched: what the registry says, and what of it could be proved. */
  readonly release?: ProvenRelease;
  /** Sorted by kind, then place. */
  readonly behaviors: readonly Behavior[];
}

export interface Report {
  readonly schemaVersion: typeof REPORT_SCHEMA_VERSION;
  readonly tool: { readonly name: 'mcp-audit'; readonly version: string };
  readonly command: 'scan' | 'exposure' | 'inspect' | 'diff';
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly targets: readonly string[];
  readonly verdict: Verdict;
  /** Worst first, then by campaign, package, path. Accepted ones are not among them. */
  readonly findings: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
  readonly counts: Readonly<Record<Severity, number>>;
  readonly coverage: Coverage;
  /** Every package read, sorted by path and id; absent unless asked for. */
  readonly inventory?: readonly InventoryEntry[];
  /** One for each package that was named; `inspect` alone gives it. */
  readonly inspected?: readonly Inspection[];
  /** What two copies of a package differ in: one for each pair compared; `diff` and `scan --online` give it. */
  readonly differences?: readonly Difference[];
  /** What two lockfiles differ in; `diff --lockfiles` alone gives it. */
  readonly lockfileChanges?: LockfileChanges;
  /** What git histories held; `exposure` alone gives it. */
  readonly exposure?: Exposure;
  /** MCP servers of all configurations read, sorted by path and position; absent where none was found. */
  readonly servers?: readonly ServerEntry[];
  /** Known-bad versions that a configuration starts, or that a cache or prefix of the machine holds; absent where there is none. */
  readonly affected?: readonly AffectedPackage[];
}
