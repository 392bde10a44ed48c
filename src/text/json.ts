// JSON as an auditor reads it: JSON.parse for the value, and a check that no key stands twice (JSON.parse keeps the last one
// silently, others keep the first: RFC 8259 section 4). Positions come from a second, slower pass that runs only when asked.
import type { ProblemCode } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import { jsonErrorOffset } from './json-error.ts';
import { positionAt, positionsIn } from './lines.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

export interface JsonProblem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

export type JsonResult =
  | { readonly ok: true; readonly value: JsonValue; readonly problems: readonly JsonProblem[] }
  | { readonly ok: false; readonly problem: JsonProblem };

const REWRITTEN_CHARACTERS = 32 * 1024 * 1024;

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Own property, so that `__proto__` and `constructor` are keys like any other. */
export function property(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Parses strict JSON. Duplicate keys are problems of a readable file: `lostProperties` gives the values that lost. */
export function parseJson(text: string): JsonResult {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return { ok: false, problem: syntaxProblem(text) };
  }
  if (isAsWritten(text, value)) return { ok: true, value, problems: [] };
  const count = countKeys(value);
  if (count === undefined) return { ok: false, problem: { code: 'too-deep', message: `nested deeper than ${LIMITS.nesting} levels` } };
  const problems = count === keysWritten(text) ? [] : duplicateKeys(text);
  return { ok: true, value, problems };
}

function syntaxProblem(text: string): JsonProblem {
  const offset = jsonErrorOffset(text);
  const position = positionAt(text, offset);
  return { code: 'malformed', message: offset === text.length ? 'not valid JSON: it ends too early, as a truncated file does' : 'not valid JSON', ...position };
}

// Package managers write with JSON.stringify. Where writing the value again gives the same text, no key can have stood twice:
// cheaper than counting, as the engine does it. Deep nesting shows in the indentation; larger files are not held twice.
function isAsWritten(text: string, value: JsonValue): boolean {
  const indent = /^[{[]\n( {1,8}|\t)\S/.exec(text)?.[1];
  if (indent === undefined || text.length > REWRITTEN_CHARACTERS || text.includes(`\n${indent.repeat(LIMITS.nesting + 1)}`)) return false;
  const end = text.endsWith('\n') ? text.length - 1 : text.length;
  const written = JSON.stringify(value, undefined, indent);
  return written.length === end && text.startsWith(written);
}

// A quote with a colon behind it ends a key, or stands inside a string behind a backslash: no fewer than there are keys, unless
// blanks stand between the two. Undefined where blanks stand before any colon.
function keysWritten(text: string): number | undefined {
  return /[ \t\r\n]:/.test(text) ? undefined : text.split('":').length - 1;
}

// A key that stands twice is parsed once, so the text then has more keys than the value: a check that costs no second parse.
// Undefined: nested too deep. Iterative, as depth is hostile.
function countKeys(root: JsonValue): number | undefined {
  let count = 0;
  let level: JsonValue[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > LIMITS.nesting) return undefined;
    const next: JsonValue[] = [];
    for (let at = 0; at < level.length; at += 1) count += keysOf(level[at] as JsonValue, next);
    level = next;
  }
  return count;
}

// Of one value without what it holds: objects and lists among that go to `next`. Small, because it runs often enough to be optimised.
function keysOf(value: JsonValue, next: JsonValue[]): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) {
      const inner = value[at] as JsonValue;
      if (typeof inner === 'object' && inner !== null) next.push(inner);
    }
    return 0;
  }
  for (const key in value) {
    const inner = (value as JsonObject)[key] as JsonValue;
    count += 1;
    if (typeof inner === 'object' && inner !== null) next.push(inner);
  }
  return count;
}

function duplicateKeys(text: string): JsonProblem[] {
  const problems: JsonProblem[] = [];
  for (const duplicate of duplicates(text)) {
    problems.push({ code: 'duplicate-key', message: `the key ${JSON.stringify(duplicate.path.at(-1) ?? '')} stands twice in one object; readers differ in which they use`, ...positionAt(text, duplicate.keyOffset) });
  }
  return problems;
}

export interface JsonProperty {
  /** Keys from the root; array positions are given as numbers. */
  readonly path: readonly (string | number)[];
  readonly keyOffset: number;
  readonly valueOffset: number;
  readonly valueEnd: number;
}

/** Properties whose key stood earlier in the same object, last one of each included. The text must be valid JSON. */
export function duplicates(text: string): readonly JsonProperty[] {
  const found: JsonProperty[] = [];
  for (const group of repeated(text)) for (const property of group.slice(1)) found.push(property);
  return found.sort((a, b) => a.keyOffset - b.keyOffset);
}

/** Properties that JSON.parse leaves out: all but the last of each key that stands more than once in one object. In the order of the text. */
export function lostProperties(text: string): readonly JsonProperty[] {
  const lost: JsonProperty[] = [];
  for (const group of repeated(text)) for (const property of group.slice(0, -1)) lost.push(property);
  return lost.sort((a, b) => a.keyOffset - b.keyOffset);
}

// Objects are told apart by their path alone: where an object itself stands twice, both count as one, and their keys as repeated.
function repeated(text: string): readonly (readonly JsonProperty[])[] {
  const seen = new Map<string, JsonProperty[]>();
  scanProperties(text, (property) => {
    const path = JSON.stringify(property.path);
    const group = seen.get(path);
    if (group === undefined) seen.set(path, [property]);
    else group.push(property);
  });
  return [...seen.values()].filter((group) => group.length > 1);
}

/**
 * Calls `visit` for every property of a valid JSON text, an inner one before the one that holds it. Also reads JSON with
 * comments and trailing commas. Iterative; stops early when `visit` returns `'stop'`.
 */
export function scanProperties(text: string, visit: (property: JsonProperty) => 'stop' | void): void {
  type Frame = { readonly array: boolean; key: string | number; keyOffset: number; valueOffset: number };
  const stack: Frame[] = [];
  const pathOf = () => stack.map((frame) => frame.key);
  const close = (end: number): 'stop' | void => {
    const frame = stack.at(-1);
    if (!frame || frame.valueOffset === -1) return undefined;
    const valueOffset = frame.valueOffset;
    frame.valueOffset = -1;
    return frame.array ? undefined : visit({ path: pathOf(), keyOffset: frame.keyOffset, valueOffset, valueEnd: end });
  };
  let lastEnd = 0;
  let index = 0;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code <= 0x20 || code === 0xfeff) { index += 1; continue; }
    if (code === 0x2f) { index = skipComment(text, index); continue; }
    const frame = stack.at(-1);
    if (code === 0x22) {
      const end = stringEnd(text, index);
      if (frame && !frame.array && frame.keyOffset === -1) {
        frame.key = unquote(text.slice(index, end));
        frame.keyOffset = index;
      } else if (frame && frame.valueOffset === -1) {
        frame.valueOffset = index;
      }
      lastEnd = index = end;
      continue;
    }
    if (code === 0x7b || code === 0x5b) {
      if (frame && frame.valueOffset === -1) frame.valueOffset = index;
      stack.push({ array: code === 0x5b, key: code === 0x5b ? 0 : '', keyOffset: -1, valueOffset: -1 });
      lastEnd = index += 1;
      continue;
    }
    if (code === 0x2c || code === 0x7d || code === 0x5d) {
      if (close(lastEnd) === 'stop') return;
      if (code === 0x2c) {
        if (frame) { frame.keyOffset = -1; if (frame.array) frame.key = Number(frame.key) + 1; }
      } else {
        stack.pop();
        lastEnd = index + 1;
      }
      index += 1;
      continue;
    }
    if (code === 0x3a) { index += 1; continue; }
    if (frame && frame.valueOffset === -1) frame.valueOffset = index;
    while (index < text.length && !',]}/'.includes(text[index] as string) && text.charCodeAt(index) > 0x20) index += 1;
    lastEnd = index;
  }
}

function skipComment(text: string, index: number): number {
  const end = text[index + 1] === '*' ? text.indexOf('*/', index + 2) : text.indexOf('\n', index);
  return end === -1 ? text.length : text[index + 1] === '*' ? end + 2 : end;
}

function stringEnd(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x5c) index += 1;
    else if (code === 0x22) return index + 1;
  }
  return text.length;
}

function unquote(raw: string): string {
  try {
    return String(JSON.parse(raw));
  } catch {
    return raw;
  }
}

/** Where the property at `path` starts (its key); undefined where there is none. Of duplicate keys the last counts, as for JSON.parse. */
export function locateProperty(text: string, path: readonly (string | number)[]): { readonly line: number; readonly column: number } | undefined {
  let offset: number | undefined;
  scanProperties(text, (property) => {
    if (property.path.length === path.length && property.path.every((part, at) => part === path[at])) offset = property.keyOffset;
  });
  return offset === undefined ? undefined : positionAt(text, offset);
}

/** The same as `locateProperty` for many paths of one text: one pass, made at the first question. */
export function propertyLocator(text: string): (path: readonly (string | number)[]) => { readonly line: number; readonly column: number } | undefined {
  let offsets: Map<string, number> | undefined;
  let position: ((offset: number) => { readonly line: number; readonly column: number }) | undefined;
  return (path) => {
    if (offsets === undefined) {
      const found = new Map<string, number>();
      scanProperties(text, (property) => { found.set(JSON.stringify(property.path), property.keyOffset); });
      offsets = found;
    }
    const offset = offsets.get(JSON.stringify(path));
    if (offset === undefined) return undefined;
    position ??= positionsIn(text);
    return position(offset);
  };
}
