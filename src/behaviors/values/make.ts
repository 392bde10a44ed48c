// Makers of values that keep them small: choices without repeats, joined text with its constants run together.
import type { Transform } from '../../model/behavior.ts';
import type { Value } from '../contract.ts';
import { MAX_CHOICES, MAX_PARTS, MAX_TEXT, UNKNOWN } from './world.ts';

/** A constant text. */
export function text(value: string, via: readonly Transform[] = []): Value {
  return value.length > MAX_TEXT ? { kind: 'hidden', why: 'the text is too long to be followed' } : { kind: 'text', text: value, via };
}

/** One of several; what is the same is kept once. */
export function choice(values: readonly Value[]): Value {
  const among: Value[] = [];
  const seen = new Set<Value | string>();
  const stack = values.toReversed();
  for (let value = stack.pop(); value !== undefined && among.length < MAX_CHOICES; value = stack.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (value.kind === 'choice') {
      stack.push(...value.among.toReversed());
      continue;
    }
    const key = keyOf(value);
    if (key !== undefined && seen.has(key)) continue;
    if (key !== undefined) seen.add(key);
    among.push(value);
  }
  if (among.length === 0) return UNKNOWN;
  return among.length === 1 ? (among[0] as Value) : { kind: 'choice', among };
}

function keyOf(value: Value): string | undefined {
  if (value.kind === 'text') return `t${value.text}`;
  if (value.kind === 'literal') return `${typeof value.value}${String(value.value)}`;
  if (value.kind === 'unknown') return 'unknown';
  return value.kind === 'parameter' ? `p${value.fn.start} ${value.index} ${value.module.path}` : undefined;
}

/** Each alternative of a value. */
export function alternatives(value: Value): readonly Value[] {
  return value.kind === 'choice' ? value.among : [value];
}

/** The same for each alternative. */
export function mapChoice(value: Value, each: (one: Value) => Value): Value {
  return value.kind === 'choice' ? choice(value.among.map(each)) : each(value);
}

/** Transforms one after the other, each once. */
export function viaOf(...lists: readonly (readonly Transform[])[]): readonly Transform[] {
  return [...new Set(lists.flat())];
}

/** Text of a value in a string: constants only. */
export function asText(value: Value): { readonly text: string; readonly via: readonly Transform[] } | undefined {
  if (value.kind === 'text') return value;
  return value.kind === 'literal' ? { text: String(value.value), via: [] } : undefined;
}

/** Joins parts; neighbours that are constant become one text. `by` is the transform that this adds where two constants meet. */
export function joined(parts: readonly Value[], by: Transform = 'concatenated'): Value {
  const flat = parts.flatMap((part) => (part.kind === 'joined' ? part.parts : [part]));
  const kept: Value[] = [];
  let run: { pieces: string[]; via: Transform[] } | undefined;
  const close = () => {
    if (run === undefined) return;
    const whole = run.pieces.join('');
    if (whole !== '' || flat.length === 1) kept.push(text(whole, run.pieces.filter((piece) => piece !== '').length > 1 ? viaOf(run.via, [by]) : viaOf(run.via)));
    run = undefined;
  };
  for (const part of flat) {
    if (kept.length >= MAX_PARTS) break;
    const constant = asText(part);
    if (constant === undefined) {
      close();
      kept.push(part);
      continue;
    }
    run ??= { pieces: [], via: [] };
    run.pieces.push(constant.text);
    run.via.push(...constant.via);
  }
  close();
  if (kept.length === 0) return text('');
  return kept.length === 1 && kept[0]?.kind === 'text' ? kept[0] : { kind: 'joined', parts: kept };
}
