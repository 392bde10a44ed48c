// YAML (https://yaml.org/spec/1.2.2/) from js-yaml's events: they keep positions and repeated keys, and leave aliases unexpanded, so
// that no alias bomb goes off. Plain scalars are resolved as the core schema does for null, Booleans and decimal numbers.
import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException, type Event, type ScalarEvent } from 'js-yaml';
import { positionsIn } from '../../text/lines.ts';
import { scalarNode, type At, type ConfigEntry, type ConfigNode, type ConfigText } from './node.ts';
import { salvage, type Block, type Parsed } from './salvage.ts';

const MAX_DEPTH = 100;

/** Never throws. */
export function parseYamlText(text: string): ConfigText {
  return salvage(text, parsed, blockAt);
}

function parsed(text: string): Parsed {
  try {
    return { roots: rootsOf(text, parseEvents(text, { maxDepth: MAX_DEPTH })) };
  } catch (error) {
    if (error instanceof RangeError) return { problem: { code: 'too-deep', message: 'nested too deep to be read' } };
    if (!(error instanceof YAMLException)) throw error;
    const position = error.mark ? positionsIn(text)(Math.min(error.mark.position, text.length)) : {};
    // The library's words would quote the file.
    if (/depth|nesting/i.test(error.reason)) return { problem: { code: 'too-deep', message: `nested deeper than ${MAX_DEPTH} levels` } };
    return { problem: { code: 'malformed', message: 'not valid YAML', ...position } };
  }
}

// The entry of the second level that holds the line, as a server is; else the whole entry of the first level.
function blockAt(lines: readonly string[], line: number): Block | undefined {
  let at = line;
  while (at > 0 && indentOf(lines[at]) === undefined) at -= 1;
  const chain: number[] = [];
  let indent = Number.POSITIVE_INFINITY;
  for (; at >= 0 && indent > 0; at -= 1) {
    const own = indentOf(lines[at]);
    if (own === undefined || own >= indent) continue;
    chain.unshift(at);
    indent = own;
  }
  const start = chain[1] ?? chain[0];
  if (start === undefined) return undefined;
  const limit = indentOf(lines[start]) ?? 0;
  let end = start + 1;
  while (end < lines.length && (indentOf(lines[end]) ?? Number.POSITIVE_INFINITY) > limit) end += 1;
  return chain.length > 1 ? { start, end, context: [chain[0] as number] } : { start, end, outer: true };
}

// Half a step for an item of a list: it belongs to the key above, also where it is not indented.
function indentOf(line: string | undefined): number | undefined {
  const content = line?.trimStart() ?? '';
  if (content === '' || content.startsWith('#')) return undefined;
  return (line as string).length - content.length + (/^-(?:\s|$)/.test(content) ? 0.5 : 0);
}

interface Frame {
  readonly add: (node: ConfigNode, at: At) => void;
}

function rootsOf(text: string, events: readonly Event[]): readonly ConfigNode[] {
  const roots: ConfigNode[] = [];
  const anchors = new Map<string, ConfigNode>();
  const raw = new Map<ConfigNode, readonly ConfigEntry[]>();
  const stack: Frame[] = [];
  const locate = positionsIn(text);
  const put = (node: ConfigNode, at: At, event: { readonly anchorStart: number; readonly anchorEnd: number } | undefined) => {
    if (event && event.anchorStart !== -1) anchors.set(text.slice(event.anchorStart, event.anchorEnd), node);
    stack.at(-1)?.add(node, at);
  };
  for (const event of events) {
    if (event.type === EVENT_ID.POP) stack.pop();
    else if (event.type === EVENT_ID.DOCUMENT) stack.push({ add: (node) => { roots.push(node); } });
    else if (event.type === EVENT_ID.SCALAR) {
      const at: At = () => locate(quoteStart(event));
      put(resolveScalar(text, event, at), at, event);
    } else if (event.type === EVENT_ID.ALIAS) {
      const at: At = () => locate(event.anchorStart);
      put(anchors.get(text.slice(event.anchorStart, event.anchorEnd)) ?? scalarNode(null, at), at, undefined);
    } else {
      const at: At = () => locate(event.start);
      const { node, frame } = event.type === EVENT_ID.MAPPING ? mapFrame(at, raw) : listFrame(at);
      put(node, at, event);
      stack.push(frame);
    }
  }
  return roots;
}

function listFrame(at: At): { readonly node: ConfigNode; readonly frame: Frame } {
  const items: ConfigNode[] = [];
  return { node: { kind: 'list', items: () => items, at }, frame: { add: (node) => { items.push(node); } } };
}

function mapFrame(at: At, raw: Map<ConfigNode, readonly ConfigEntry[]>): { readonly node: ConfigNode; readonly frame: Frame } {
  const own: ConfigEntry[] = [];
  let key: { readonly text: string; readonly at: At } | undefined;
  const node: ConfigNode = { kind: 'map', entries: () => merged(own, raw), at };
  raw.set(node, own);
  const add: Frame['add'] = (value, valueAt) => {
    if (key === undefined) { key = { text: value.kind === 'scalar' ? value.text : '', at: valueAt }; return; }
    own.push({ key: key.text, value, at: key.at });
    key = undefined;
  };
  return { node, frame: { add } };
}

// `<<: *defaults` (https://yaml.org/type/merge.html), one level deep, so that maps which merge each other end: what the map itself
// states wins.
function merged(own: readonly ConfigEntry[], raw: ReadonlyMap<ConfigNode, readonly ConfigEntry[]>): readonly ConfigEntry[] {
  const merge = own.find((entry) => entry.key === '<<' && entry.value.kind === 'map');
  if (merge === undefined) return own;
  const stated = new Set(own.map((entry) => entry.key));
  const others = raw.get(merge.value) ?? [];
  return [...others.filter((entry) => !stated.has(entry.key)), ...own.filter((entry) => entry !== merge)];
}

function quoteStart(event: ScalarEvent): number {
  return event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED ? event.valueStart - 1 : event.valueStart;
}

function resolveScalar(text: string, event: ScalarEvent, at: At): ConfigNode {
  const value = getScalarValue(text, event);
  if (event.style !== SCALAR_STYLE.PLAIN || event.tagStart !== -1) return scalarNode(value, at);
  if (/^(?:|~|null|Null|NULL)$/.test(value)) return scalarNode(null, at);
  if (/^(?:true|True|TRUE)$/.test(value)) return scalarNode(true, at, value);
  if (/^(?:false|False|FALSE)$/.test(value)) return scalarNode(false, at, value);
  return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value) ? scalarNode(Number(value), at, value) : scalarNode(value, at);
}
