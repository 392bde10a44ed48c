// CycloneDX 1.6 JSON (https://cyclonedx.org/docs/1.6/json/): every package read with where it was found, findings as
// vulnerabilities, coverage as metadata. The edges between packages are not stated, and the document says so.
import { createHash } from 'node:crypto';
import type { InventoryEntry, Report } from '../model/report.ts';
import type { Reporter } from './contract.ts';
import { gatherComponents } from './cyclonedx/components.ts';
import { compositionsOf, metadataOf } from './cyclonedx/metadata.ts';
import { vulnerabilities } from './cyclonedx/vulnerabilities.ts';
import { arrayPieces, nestedJson } from './shared/json-text.ts';

/** CycloneDX 1.6. Lists the packages of `report.inventory`. */
export const cyclonedx: Reporter = { id: 'cyclonedx', render };

// The serial number stands last because it is computed from all that stands before it; the order of JSON members has no meaning.
function* render(report: Report): Iterable<string> {
  const hash = createHash('sha1').update(NAMESPACE);
  for (const piece of body(report)) {
    hash.update(piece);
    yield piece;
  }
  yield `  "serialNumber": "urn:uuid:${uuidOf(hash.digest())}"\n}\n`;
}

function* body(report: Report): Iterable<string> {
  const components = gatherComponents([...report.inventory ?? [], ...comparedPackages(report)]);
  yield '{\n  "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",\n  "bomFormat": "CycloneDX",\n  "specVersion": "1.6",\n  "version": 1,\n';
  yield `  "metadata": ${nestedJson(metadataOf(report), 1)},\n`;
  yield* arrayPieces('components', components.list(), ',');
  yield* arrayPieces('vulnerabilities', vulnerabilities(report.findings, report.accepted, components), ',');
  yield* arrayPieces('compositions', compositionsOf(report), ',');
}

// A comparison is about the later copy of each package: it is listed whether or not the inventory was kept.
function comparedPackages({ differences = [], inventory = [] }: Report): readonly InventoryEntry[] {
  const known = new Set(inventory.map(({ path }) => path));
  return differences.flatMap(({ after: { path, source, name, version, hashes, release } }): readonly InventoryEntry[] => {
    if (name === undefined || known.has(path)) return [];
    const integrity = release?.release.integrity ?? hashes?.integrity;
    return [{ path, format: source, package: { id: '', name, ...(version === undefined ? {} : { version }), source: SOURCES[source], ...(integrity === undefined ? {} : { integrity }) } }];
  });
}

const SOURCES = { registry: 'registry', tarball: 'file', folder: 'file', git: 'git' } as const;

// Our own namespace for name-based UUIDs (RFC 9562 section 5.5): the same document has the same serial number.
const NAMESPACE = Buffer.from('6d63702d617564697400000000000001', 'hex');

function uuidOf(digest: Buffer): string {
  const bytes = Buffer.from(digest.subarray(0, 16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
