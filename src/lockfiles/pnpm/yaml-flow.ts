// Flow collections of YAML, `{a: b}` and `[a, b]`, on one line or several.
// https://yaml.org/spec/1.2.2/#74-flow-collection-styles - linear, recursion bounded by LIMITS.nesting; `[a: b]` is refused.
import { LIMITS } from '../../model/limits.ts';
import { readQuoted, UNENDED, type Read } from './yaml-scalar.ts';
import { append, emptyMap, hasKey, type YamlValue } from './yaml-tree.ts';

const ODD_FLOW = { ok: false, code: 'malformed', message: 'a flow collection is not understood' } as const;

/** The flow collection (`{` or `[`) that starts at `start`. */
export function readFlow(text: string, start: number, depth = 1): Read<YamlValue> {
  if (depth > LIMITS.nesting) return { ok: false, code: 'too-deep', message: `nested deeper than ${LIMITS.nesting} levels` };
  return text.charCodeAt(start) === 0x7b ? readFlowMap(text, start, depth) : readFlowList(text, start, depth);
}

function readFlowList(text: string, start: number, depth: number): Read<YamlValue> {
  const items: YamlValue[] = [];
  let at = skipBlanks(text, start + 1);
  while (text.charCodeAt(at) !== 0x5d) {
    const item = readFlowNode(text, at, depth);
    if (!item.ok) return item;
    items.push(item.value);
    at = skipBlanks(text, item.end);
    if (text.charCodeAt(at) === 0x2c) at = skipBlanks(text, at + 1);
    else if (text.charCodeAt(at) !== 0x5d) return at >= text.length ? UNENDED : ODD_FLOW;
  }
  return { ok: true, value: { items }, end: at + 1 };
}

function readFlowMap(text: string, start: number, depth: number): Read<YamlValue> {
  const map = emptyMap();
  let at = skipBlanks(text, start + 1);
  while (text.charCodeAt(at) !== 0x7d) {
    const first = text.charCodeAt(at);
    const quoted = first === 0x22 || first === 0x27;
    const key = quoted ? readQuoted(text, at) : readFlowPlain(text, at);
    if (!key.ok) return key;
    if (hasKey(map, key.value)) return { ok: false, code: 'duplicate-key', message: 'a key stands twice in one flow map' };
    // Quadratic otherwise: pnpm writes a handful of keys here.
    if (map.size > 2_000) return { ok: false, code: 'too-many', message: 'a flow map has more than 2,000 keys' };
    const offset = at;
    at = skipBlanks(text, key.end);
    let value: YamlValue = null;
    if (text.charCodeAt(at) === 0x3a) {
      const after = text.charCodeAt(at + 1);
      if (!quoted && !isBreak(after) && after !== 0x2c && after !== 0x7d) return ODD_FLOW;
      at = skipBlanks(text, at + 1);
      if (text.charCodeAt(at) !== 0x2c && text.charCodeAt(at) !== 0x7d) {
        const read = readFlowNode(text, at, depth);
        if (!read.ok) return read;
        value = read.value;
        at = skipBlanks(text, read.end);
      }
    }
    append(map, key.value, value, offset);
    if (text.charCodeAt(at) === 0x2c) at = skipBlanks(text, at + 1);
    else if (text.charCodeAt(at) !== 0x7d) return at >= text.length ? UNENDED : ODD_FLOW;
  }
  return { ok: true, value: map, end: at + 1 };
}

function readFlowNode(text: string, at: number, depth: number): Read<YamlValue> {
  const first = text.charCodeAt(at);
  if (first === 0x22 || first === 0x27) return readQuoted(text, at);
  if (first === 0x7b || first === 0x5b) return readFlow(text, at, depth + 1);
  return readFlowPlain(text, at);
}

// Ends a plain scalar inside a flow collection: an indicator, a colon before a blank or an indicator, a comment, a line end.
const FLOW_PLAIN_END = /[,[\]{}\r\n]|:(?=[\s,[\]{}]|$)|[ \t]#/g;

function readFlowPlain(text: string, at: number): Read<string> {
  if (at >= text.length) return UNENDED;
  const first = text[at] as string;
  if (',[]{}#&*!|>%@`'.includes(first)) return ODD_FLOW;
  if ((first === '-' || first === '?' || first === ':') && isBreak(text.charCodeAt(at + 1))) return ODD_FLOW;
  FLOW_PLAIN_END.lastIndex = at;
  const stop = FLOW_PLAIN_END.exec(text);
  if (!stop) return UNENDED;
  let end = stop.index;
  while (end > at && (text[end - 1] === ' ' || text[end - 1] === '\t')) end -= 1;
  return end === at ? ODD_FLOW : { ok: true, value: text.slice(at, end), end };
}

function isBreak(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d || Number.isNaN(code);
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d) at += 1;
    else if (code === 0x23 && at > start) { const end = text.indexOf('\n', at); at = end === -1 ? text.length : end; }
    else return at;
  }
}
