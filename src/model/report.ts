// The whole outcome of a command that judges, as every report format renders it.
import type { Coverage } from './coverage.ts';
import type { AcceptedFinding, Finding, Severity } from './finding.ts';
import type { Exposure } from './exposure.ts';
import type { Package } from './package.ts';

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

export interface Report {
  readonly schemaVersion: typeof REPORT_SCHEMA_VERSION;
  readonly tool: { readonly name: 'mcp-audit'; readonly version: string };
  readonly command: 'scan' | 'exposure';
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
  /** What git histories held; `exposure` alone gives it. */
  readonly exposure?: Exposure;
}
