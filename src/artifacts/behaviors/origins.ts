// Where values come from, as text that stays the same when code is rebuilt: names of parameters and the order of parts are left out,
// what a constant says and whether it is hidden stay.
import { type Condition, HIDING_TRANSFORMS, type Origin } from '../../model/behavior.ts';

const SHOWN = 500;
/** Conditions by which code chooses when and where it acts; `platform`, counters and settings are in honest code everywhere. */
const CHOOSING: ReadonlySet<Condition> = new Set(['time', 'locale', 'time-zone', 'ci', 'host-name', 'user-name', 'network-address', 'debugger']);

/** True where the source does not show a constant as it is. Minifiers escape letters of other alphabets, and no others. */
export function isHiddenConstant(origin: Origin): boolean {
  if (origin.kind !== 'constant') return false;
  return origin.via.some((transform) => HIDING_TRANSFORMS.has(transform) && (transform !== 'escapes' || /^[ -~]*$/.test(origin.text)));
}

/** One origin. Constants by their text. */
export function originKey(origin: Origin): string {
  switch (origin.kind) {
    case 'constant': return `${isHiddenConstant(origin) ? 'hidden constant' : 'constant'} ${origin.text.slice(0, SHOWN).trim()}`;
    case 'environment': case 'machine': return `${origin.kind} ${origin.name ?? '*'}`;
    case 'remote': return `remote ${origin.from ?? '*'}`;
    case 'file': return `file ${origin.path ?? '*'}`;
    default: return origin.kind;
  }
}

/** Kinds alone, sorted, without repeats; hidden constants apart. */
export function originKinds(origins: readonly Origin[]): readonly string[] {
  return sortedSet(origins.map((origin) => (isHiddenConstant(origin) ? 'hidden constant' : origin.kind)));
}

/** Conditions that make another behaviour of the same call. */
export function choosingConditions(when: readonly Condition[] | undefined): readonly Condition[] {
  return when === undefined ? [] : sortedSet(when.filter((condition) => CHOOSING.has(condition)));
}

/** Sorted by code unit, without repeats. */
export function sortedSet<T extends string>(texts: readonly T[]): readonly T[] {
  return [...new Set(texts)].toSorted();
}
