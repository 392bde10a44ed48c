// The document of all versions of a package (https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md), full or
// abbreviated. The registry's word and the publishers': any field can be of another type, a version can be no object, and a name can
// be `__proto__`.
import { isObject, property, type JsonObject } from '../../text/json.ts';

/** The parts that are used, of the types that they should have. */
export interface Packument {
  readonly name: string;
  /** Only those that are objects. */
  readonly versions: ReadonlyMap<string, JsonObject>;
  /** Dist-tags; also of versions that are not there. */
  readonly tags: ReadonlyMap<string, string>;
  /** Publication by version, RFC 3339; empty in an abbreviated document. */
  readonly times: ReadonlyMap<string, string>;
  readonly created?: string;
  /** Of the whole package, by its owner or by the registry. */
  readonly unpublished?: { readonly time?: string; readonly versions: readonly string[] };
}

/** Keys of `time` that are no versions. */
const OTHER_TIMES = new Set(['created', 'modified', 'unpublished']);

/** Whatever has another type is left out. */
export function readPackument(document: JsonObject): Packument {
  const name = property(document, 'name') ?? property(document, '_id');
  const time = property(document, 'time');
  const times = entriesOf(time).flatMap(([version, value]) => {
    const at = timeText(value);
    return OTHER_TIMES.has(version) || at === undefined ? [] : [[version, at] as const];
  });
  // Some mirrors tell the times of versions and not that of the name.
  const created = (isObject(time) ? timeText(property(time, 'created')) : undefined) ?? earliest(times.map(([, at]) => at));
  const gone = isObject(time) ? property(time, 'unpublished') : undefined;
  return {
    name: typeof name === 'string' ? name : '',
    versions: new Map(entriesOf(property(document, 'versions')).flatMap(([version, value]) => (isObject(value) ? [[version, value] as const] : []))),
    tags: new Map(entriesOf(property(document, 'dist-tags')).flatMap(([tag, version]) => (typeof version === 'string' ? [[tag, version] as const] : []))),
    times: new Map(times),
    ...(created === undefined ? {} : { created }),
    ...(isObject(gone) ? { unpublished: unpublishedOf(gone) } : {}),
  };
}

function earliest(times: readonly string[]): string | undefined {
  return times.reduce<string | undefined>((first, time) => (first === undefined || time < first ? time : first), undefined);
}

function entriesOf(value: unknown): readonly (readonly [string, JsonObject[string]])[] {
  return isObject(value as JsonObject) ? Object.entries(value as JsonObject) : [];
}

function unpublishedOf(gone: JsonObject): NonNullable<Packument['unpublished']> {
  const time = timeText(property(gone, 'time'));
  const versions = property(gone, 'versions');
  return { ...(time === undefined ? {} : { time }), versions: Array.isArray(versions) ? versions.filter((version) => typeof version === 'string') : [] };
}

/** RFC 3339 in UTC; undefined where the value is no time. */
function timeText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const time = new Date(value);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** True where the whole package was unpublished. */
export function isGone({ versions, unpublished }: Packument): boolean {
  return versions.size === 0 && unpublished !== undefined;
}

/** True where the registry tells that a version was there that is there no more: it keeps the time of its publication. */
export function wasPublished({ versions, times, unpublished }: Packument, version: string): boolean {
  return !versions.has(version) && (times.has(version) || unpublished?.versions.includes(version) === true);
}
