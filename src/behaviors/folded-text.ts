// Values as text for a fact: constants as they are, `*` for each part that is not known, one text for each alternative.
import type { RecordEntry, Value } from './contract.ts';

const MAX_TEXTS = 6;
const MAX_LENGTH = 4_000;
const MAX_DEPTH = 16;

/** Reads a value that plain folding does not know, as a home folder; undefined leaves it to plain folding. */
export type Special = (value: Value, depth: number) => readonly string[] | undefined;

/** Never empty; wholly unknown is `*`. At most six. */
export function textsOf(value: Value | undefined, special?: Special, depth = 0): readonly string[] {
  if (value === undefined || depth > MAX_DEPTH) return ['*'];
  const known = special?.(value, depth);
  if (known !== undefined) return known;
  switch (value.kind) {
    case 'text': return [value.text.slice(0, MAX_LENGTH)];
    // What is not set, or switched off, says nothing of the text that may stand there.
    case 'literal': return [typeof value.value === 'number' || typeof value.value === 'bigint' ? String(value.value) : '*'];
    case 'joined': return product(value.parts.map((part) => textsOf(part, special, depth + 1)), '');
    case 'choice': return unique(value.among.flatMap((one) => textsOf(one, special, depth + 1)));
    default: return ['*'];
  }
}

/** The texts that hold something constant; all of them where none does. */
export function tellingTexts(value: Value | undefined, special?: Special, depth = 0): readonly string[] {
  const texts = textsOf(value, special, depth);
  const telling = texts.filter((text) => /[^*\s]/.test(text));
  return telling.length > 0 ? telling : texts.slice(0, 1);
}

/** All ways to take one text of each part, `*` never twice in a row. */
export function product(parts: readonly (readonly string[])[], separator: string): readonly string[] {
  let texts: readonly string[] = [''];
  parts.forEach((part, at) => {
    texts = unique(texts.flatMap((head) => part.map((tail) => (at === 0 ? tail : head + separator + tail).slice(0, MAX_LENGTH))));
  });
  return unique(texts.map((text) => text.replace(/\*{2,}/g, '*')));
}

/** The value of a known key in a record, in any record of a choice; the last one set where it is set twice. Case counts. */
export function entryOf(value: Value | undefined, ...keys: readonly string[]): Value | undefined {
  return entriesOf(value).findLast((entry) => entry.key !== undefined && keys.includes(entry.key))?.value;
}

/** Entries of a record, of the records in a choice, and of the records that were spread into it. */
export function entriesOf(value: Value | undefined, depth = 0): readonly RecordEntry[] {
  if (value === undefined || depth > 4) return [];
  if (value.kind === 'record') return [...value.more.flatMap((one) => entriesOf(one, depth + 1)), ...value.entries];
  return value.kind === 'choice' ? value.among.flatMap((one) => entriesOf(one, depth + 1)) : [];
}

/** Alternatives of a choice, of choices in it too; the value itself otherwise. */
export function alternatives(value: Value, depth = 0): readonly Value[] {
  return value.kind === 'choice' && depth < 6 ? value.among.flatMap((one) => alternatives(one, depth + 1)).slice(0, 32) : [value];
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].slice(0, MAX_TEXTS);
}
