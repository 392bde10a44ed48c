// Content to index bytes. The same content gives the same bytes: everything is sorted, and the seed comes from the digest.
import type { Advisory } from '../model/advisory.ts';
import type { Indicator } from '../model/indicator.ts';
import type { BundleContent } from './content.ts';
import { byCodePoint } from './content.ts';
import { HASH_PREFIX, HEADER_BYTES, HEADER_WORDS, INDEX_FORMAT, MAGIC, MAX_BUCKET_BITS, MIN_BUCKET_BITS, WORD, bucketOf, checksumBytes, fingerprintOf, hashKey } from './index-format.ts';
import type { IndexInfo, KeyKind, RecordPlace } from './index-format.ts';
import { integrityKey } from '../text/integrity.ts';
import { packHashRecord, packNameRecord } from './records.ts';

interface Keyed {
  readonly hash: number;
  readonly kind: KeyKind;
  readonly key: string;
  readonly json: string;
}

/** Compiles `content`. Names may stand in any order; what is said of one name keeps its order. */
export function encodeIndex(content: BundleContent): Uint8Array {
  const seed = Number.parseInt(content.digest.slice(-8), 16) >>> 0;
  const names = groupBy(content.advisories, (advisory) => advisory.name);
  const hashes = hashIndicators(content.indicators);
  const keyed = keyedRecords(names, hashes, seed);
  const records = recordWriter();
  const places = keyed.map((entry) => records.add(entry.json));
  const info = infoOf(content, names, hashes, records);
  return assemble(seed, keyed, places, info, records.bytes());
}

function keyedRecords(names: ReadonlyMap<string, readonly Advisory[]>, hashes: ReadonlyMap<string, readonly Indicator[]>, seed: number): readonly Keyed[] {
  const keyed: Keyed[] = [];
  for (const [key, advisories] of names) keyed.push({ hash: hashKey('name', key, seed), kind: 'name', key, json: packNameRecord(key, advisories) });
  for (const [key, indicators] of hashes) keyed.push({ hash: hashKey('hash', key, seed), kind: 'hash', key, json: packHashRecord(key, indicators) });
  // The hash sorts buckets; the key breaks ties, so that the order of the sources has no part in it.
  return keyed.sort((a, b) => a.hash - b.hash || byCodePoint(a.key, b.key) || byCodePoint(a.kind, b.kind));
}

// Only what was taken of a whole tarball can meet a lockfile's integrity.
function hashIndicators(indicators: readonly Indicator[]): ReadonlyMap<string, readonly Indicator[]> {
  const usable = indicators.filter((indicator) => indicator.use === 'match' && (indicator.type === 'integrity' || (indicator.of === 'tarball' && (indicator.type === 'sha1' || indicator.type === 'sha256'))));
  const keyed = usable.filter((indicator) => integrityKey(indicator.value) !== undefined);
  return groupBy(keyed, (indicator) => integrityKey(indicator.value) ?? '');
}

function infoOf(content: BundleContent, names: ReadonlyMap<string, readonly Advisory[]>, hashes: ReadonlyMap<string, unknown>, records: RecordWriter): IndexInfo {
  const members = groupBy(content.advisories, (advisory) => advisory.campaign);
  const campaigns = content.campaigns.toSorted((a, b) => byCodePoint(a.campaign.id, b.campaign.id)).map((entry) => {
    const packages = [...new Set((members.get(entry.campaign.id) ?? []).map((advisory) => advisory.name))].sort(byCodePoint);
    return { id: entry.campaign.id, ...records.add(JSON.stringify([entry.campaign, packages, entry.foreign, entry.genuine])) };
  });
  const indicatorRecords = [...groupBy(content.indicators, (indicator) => indicator.campaign)]
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([campaign, indicators]) => ({ campaign, ...records.add(JSON.stringify(indicators)) }));
  // Sorting is stable: the patterns of one campaign keep their order.
  const patterns = content.patterns.toSorted((a, b) => byCodePoint(a.campaign, b.campaign));
  return {
    id: content.id,
    date: content.date,
    digest: content.digest,
    names: names.size,
    entries: content.advisories.reduce((sum, advisory) => sum + (advisory.versions === '*' ? 1 : advisory.versions.length) + advisory.ranges.length, 0),
    indicators: content.indicators.length,
    algorithms: algorithmsOf([...hashes.keys()]),
    campaigns,
    indicatorRecords,
    ...(patterns.length === 0 ? {} : { patternRecord: records.add(JSON.stringify(patterns)) }),
  };
}

function algorithmsOf(keys: readonly string[]): IndexInfo['algorithms'] {
  const digests = groupBy(keys, (key) => key.slice(0, key.indexOf('-')));
  return [...digests].sort(([a], [b]) => byCodePoint(a, b)).map(([name, group]) => {
    const prefixes = group.map((key) => key.slice(name.length + 1, name.length + 1 + HASH_PREFIX.digits));
    return group.length > HASH_PREFIX.most ? { name } : { name, prefixes: [...new Set(prefixes)].sort(byCodePoint) };
  });
}

function assemble(seed: number, keyed: readonly Keyed[], places: readonly RecordPlace[], info: IndexInfo, records: Uint8Array): Uint8Array {
  const bits = bucketBits(keyed.length);
  const infoText = new TextEncoder().encode(JSON.stringify(info));
  const startWords = 2 ** bits + 1;
  const offsetWords = keyed.length + 1;
  const printWords = Math.ceil(keyed.length / 2);
  const frontWords = startWords + printWords + Math.ceil(infoText.length / 4);
  const copyWords = frontWords + offsetWords;
  const buffer = new ArrayBuffer(HEADER_BYTES + copyWords * 8 + records.length);
  const view = new DataView(buffer);
  // DataView writes little-endian on every machine.
  const putWord = (at: number, word: number): void => view.setUint32(at * 4, word, true);
  let bucket = 0;
  const end = places.at(-1);
  for (const [at, entry] of keyed.entries()) {
    for (; bucket <= bucketOf(entry.hash, bits); bucket += 1) putWord(HEADER_WORDS + bucket, at);
    view.setUint16((HEADER_WORDS + startWords) * 4 + at * 2, fingerprintOf(entry.hash), true);
    putWord(HEADER_WORDS + frontWords + at, places[at]?.offset ?? 0);
  }
  for (; bucket < startWords; bucket += 1) putWord(HEADER_WORDS + bucket, keyed.length);
  putWord(HEADER_WORDS + frontWords + keyed.length, end === undefined ? 0 : end.offset + end.length);
  const bytes = new Uint8Array(buffer);
  bytes.set(infoText, (HEADER_WORDS + startWords + printWords) * 4);
  bytes.copyWithin(HEADER_BYTES + copyWords * 4, HEADER_BYTES, HEADER_BYTES + copyWords * 4);
  bytes.set(records, HEADER_BYTES + copyWords * 8);
  bytes.set(MAGIC, 0);
  putWord(WORD.format, INDEX_FORMAT);
  putWord(WORD.size, buffer.byteLength);
  putWord(WORD.seed, seed);
  putWord(WORD.bucketBits, bits);
  putWord(WORD.records, keyed.length);
  putWord(WORD.frontBytes, frontWords * 4);
  putWord(WORD.infoBytes, infoText.length);
  putWord(WORD.checksum, checksumBytes(bytes.subarray(0, WORD.checksum * 4)));
  return bytes;
}

// About four keys a bucket, within limits.
function bucketBits(keys: number): number {
  return Math.min(MAX_BUCKET_BITS, Math.max(MIN_BUCKET_BITS, 32 - Math.clz32(keys >>> 2)));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

interface RecordWriter {
  readonly add: (json: string) => RecordPlace;
  readonly bytes: () => Uint8Array;
}

function recordWriter(): RecordWriter {
  const parts: Uint8Array[] = [];
  let size = 0;
  const add = (json: string): RecordPlace => {
    const text = new TextEncoder().encode(json);
    const record = new Uint8Array(text.length + 4);
    record.set(text, 4);
    new DataView(record.buffer).setUint32(0, checksumBytes(text), true);
    const place = { offset: size, length: record.length };
    parts.push(record);
    size += record.length;
    return place;
  };
  return { add, bytes: () => new Uint8Array(Buffer.concat(parts)) };
}
