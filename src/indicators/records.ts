// Records of the index as JSON arrays: positions instead of keys keep 250,000 of them small, and no name becomes a key.
import { ADVISORY_CLASSES } from '../model/advisory.ts';
import type { Advisory } from '../model/advisory.ts';
import { CONFIDENCES } from '../model/finding.ts';
import type { Severity } from '../model/finding.ts';
import type { Indicator } from '../model/indicator.ts';
import { IndexError } from './index-format.ts';
import type { KeyKind } from './index-format.ts';

/**
 * class, confidence, campaign, versions, ranges, ids, sources, safe, severity, alive, notes; empty ones at the end are left
 * out. The class and the
 * confidence are positions in the model's lists: appending to those is harmless, another order needs a new INDEX_FORMAT.
 */
type PackedAdvisory = readonly unknown[];

/** What is stored under one key. */
export interface KeyRecord {
  readonly kind: KeyKind;
  readonly key: string;
  readonly advisories: readonly Advisory[];
  /** For hashes: where the bundle lists it. */
  readonly indicators: readonly Indicator[];
}

/** JSON of all that is said of one package name. */
export function packNameRecord(name: string, advisories: readonly Advisory[]): string {
  return JSON.stringify(['name', name, ...advisories.map(packAdvisory)]);
}

/** JSON of all that is said of one tarball hash. */
export function packHashRecord(key: string, indicators: readonly Indicator[]): string {
  return JSON.stringify(['hash', key, ...indicators]);
}

function packAdvisory(advisory: Advisory): PackedAdvisory {
  const packed: unknown[] = [
    ADVISORY_CLASSES.indexOf(advisory.class), CONFIDENCES.indexOf(advisory.confidence), advisory.campaign, advisory.versions, advisory.ranges,
    advisory.ids, advisory.sources, advisory.safe, advisory.severity ?? 0, advisory.alive ?? 0, advisory.notes ?? 0,
  ];
  while (isEmpty(packed.at(-1))) packed.pop();
  return packed;
}

function isEmpty(value: unknown): boolean {
  return value === 0 || (Array.isArray(value) && value.length === 0);
}

/** Reads a record back; throws IndexError where it has not the expected shape. */
export function unpackRecord(json: string): KeyRecord {
  const fields = parseArray(json);
  const [kind, key, ...rest] = fields;
  if (typeof key !== 'string' || (kind !== 'name' && kind !== 'hash')) throw new IndexError('a record of the index has an unknown form');
  if (kind === 'hash') return { kind, key, advisories: [], indicators: rest as Indicator[] };
  return { kind, key, advisories: rest.map((packed) => unpackAdvisory(key, packed)), indicators: [] };
}

/** JSON text that must hold an array. */
export function parseArray(json: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new IndexError('a record of the index is not readable', cause);
  }
  if (!Array.isArray(value)) throw new IndexError('a record of the index has an unknown form');
  return value;
}

function unpackAdvisory(name: string, packed: unknown): Advisory {
  if (!Array.isArray(packed)) throw new IndexError('a record of the index has an unknown form');
  const [kind, confidence, campaign, versions, ranges, ids, sources, safe, severity, alive, notes] = packed as readonly unknown[];
  const advisoryClass = ADVISORY_CLASSES[Number(kind)];
  const advisoryConfidence = CONFIDENCES[Number(confidence)];
  if (advisoryClass === undefined || advisoryConfidence === undefined || typeof campaign !== 'string') throw new IndexError('a record of the index has an unknown form');
  return {
    name,
    class: advisoryClass,
    confidence: advisoryConfidence,
    campaign,
    versions: versions === '*' ? '*' : strings(versions),
    ranges: strings(ranges),
    ids: strings(ids),
    sources: strings(sources),
    safe: strings(safe),
    ...(typeof severity === 'string' ? { severity: severity as Severity } : {}),
    ...(typeof alive === 'boolean' ? { alive } : {}),
    ...(typeof notes === 'string' ? { notes } : {}),
  };
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value as string[] : [];
}
