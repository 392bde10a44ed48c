// The JSON report: the Report as it is, schemas/report.schema.json describes it. Key order is stable, the inventory is written
// one package at a time, a comparison one file at a time. Characters that a terminal acts on are spelled \uXXXX; URLs are without credentials.
import type { Difference, DifferenceSide, FileChange } from '../model/difference.ts';
import type { ProvenRelease } from '../model/release.ts';
import type { InventoryEntry, Report } from '../model/report.ts';
import type { Reporter } from './contract.ts';
import { arrayPieces, nestedJson, safeJson } from './shared/json-text.ts';
import { publicLocator, withoutLiteralSecrets, withoutSecrets } from './shared/redact.ts';

/** JSON, `schemaVersion` first. */
export const json: Reporter = { id: 'json', render };

function* render(report: Report): Iterable<string> {
  const { schemaVersion, tool, command, startedAt, targets, verdict, counts, findings, accepted, coverage, inventory, servers, affected, inspected, differences, lockfileChanges, exposure } = report;
  const head = redacted({ tool, command, startedAt, targets, verdict, counts });
  yield `{\n  "schemaVersion": ${schemaVersion},\n`;
  for (const [key, value] of Object.entries(head)) yield `  ${safeJson(key)}: ${nestedJson(value, 1)},\n`;
  yield* arrayPieces('findings', findings.map(redacted), ',');
  yield* arrayPieces('accepted', accepted.map(redacted), ',');
  if (affected !== undefined) yield* arrayPieces('affected', affected.map(redacted), ',');
  if (inspected !== undefined) yield* arrayPieces('inspected', inspected.map((one) => redacted(one.release === undefined ? one : { ...one, release: shownRelease(one.release) })), ',');
  if (differences !== undefined) yield* differencePieces(differences);
  if (lockfileChanges !== undefined) yield `  "lockfileChanges": ${nestedJson(redacted(lockfileChanges), 1)},\n`;
  if (servers !== undefined) yield* arrayPieces('servers', servers.map(redacted), ',');
  if (exposure !== undefined) yield `  "exposure": ${nestedJson(redacted(exposure), 1)},\n`;
  yield `  "coverage": ${nestedJson(redacted(coverage), 1)}${inventory === undefined ? '' : ','}\n`;
  if (inventory !== undefined) yield* arrayPieces('inventory', entries(inventory), '');
  yield '}\n';
}

// The patches of one comparison can have a quarter of a gigabyte.
function* differencePieces(differences: readonly Difference[]): Iterable<string> {
  yield '  "differences": [';
  for (const [at, { files, ...rest }] of differences.entries()) {
    yield `${at === 0 ? '' : ','}\n    {\n`;
    for (const [key, value] of Object.entries({ ...rest, before: shownSide(rest.before), after: shownSide(rest.after) })) yield `      "${key}": ${nestedJson(redacted(value), 3)},\n`;
    yield '      "files": [';
    for (const [index, file] of files.entries()) yield `${index === 0 ? '' : ','}\n        ${nestedJson(shownFile(file), 4)}`;
    yield `${files.length === 0 ? '' : '\n      '}]\n    }`;
  }
  yield `${differences.length === 0 ? '' : '\n  '}],\n`;
}

function shownFile({ patch, ...file }: FileChange): unknown {
  return { ...redacted(file), ...(patch === undefined ? {} : { patch: withoutLiteralSecrets(patch) }) };
}

function shownSide(side: DifferenceSide): unknown {
  return side.release === undefined ? side : { ...side, release: shownRelease(side.release) };
}

// The manifest as the registry gives it was read for the rules; here it would be a megabyte of JSON in a string.
function shownRelease({ release, ...rest }: ProvenRelease): unknown {
  const { document: _, ...shown } = release;
  return { release: shown, ...rest };
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
