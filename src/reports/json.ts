// The JSON report: the Report as it is, schemas/report.schema.json describes it. Key order is stable, the inventory is written
// one package at a time. Characters that a terminal acts on are spelled \uXXXX; URLs are without credentials.
import type { InventoryEntry, Report } from '../model/report.ts';
import type { Reporter } from './contract.ts';
import { arrayPieces, nestedJson, safeJson } from './shared/json-text.ts';
import { publicLocator, withoutSecrets } from './shared/redact.ts';

/** JSON, `schemaVersion` first. */
export const json: Reporter = { id: 'json', render };

function* render(report: Report): Iterable<string> {
  const { schemaVersion, tool, command, startedAt, targets, verdict, counts, findings, accepted, coverage, inventory, servers, affected, inspected, exposure } = report;
  const head = redacted({ tool, command, startedAt, targets, verdict, counts });
  yield `{\n  "schemaVersion": ${schemaVersion},\n`;
  for (const [key, value] of Object.entries(head)) yield `  ${safeJson(key)}: ${nestedJson(value, 1)},\n`;
  yield* arrayPieces('findings', findings.map(redacted), ',');
  yield* arrayPieces('accepted', accepted.map(redacted), ',');
  if (affected !== undefined) yield* arrayPieces('affected', affected.map(redacted), ',');
  if (inspected !== undefined) yield* arrayPieces('inspected', inspected.map(redacted), ',');
  if (servers !== undefined) yield* arrayPieces('servers', servers.map(redacted), ',');
  if (exposure !== undefined) yield `  "exposure": ${nestedJson(redacted(exposure), 1)},\n`;
  yield `  "coverage": ${nestedJson(redacted(coverage), 1)}${inventory === undefined ? '' : ','}\n`;
  if (inventory !== undefined) yield* arrayPieces('inventory', entries(inventory), '');
  yield '}\n';
}

function* entries(inventory: readonly InventoryEntry[]): Iterable<unknown> {
  for (const entry of inventory) {
    const { resolved, ...rest } = entry.package;
    yield redacted({ ...entry, package: resolved === undefined ? rest : { ...rest, resolved: publicLocator(resolved) } });
  }
}

/** A copy with every string free of secrets, but references, which are the bundle's. The report's own shape bounds the depth. */
function redacted<T>(value: T): T;
function redacted(value: unknown): unknown {
  if (typeof value === 'string') return withoutSecrets(value);
  if (Array.isArray(value)) return value.map((element) => redacted(element));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, key === 'references' ? member : redacted(member)]));
}
