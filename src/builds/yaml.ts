// A YAML file as nodes with their offsets (YAML 1.2.2). Of the library only the event parser is used: an anchor leads to one node
// however often it is named, so nothing grows; a key that stands twice keeps both values; tags stay visible, and every scalar
// stays text. Nodes can hold themselves through an anchor: whoever walks them counts.
import { EVENT_ID, type Event, getScalarValue, parseEvents, YAMLException } from 'js-yaml';
import { type Collector, NAMES, variableName } from './commands.ts';

export interface YamlScalar { readonly kind: 'scalar'; readonly text: string; readonly offset: number; readonly tag: string }
export interface YamlList { readonly kind: 'list'; readonly items: YamlNode[]; readonly offset: number; readonly tag: string }
export interface YamlEntry { readonly key: string; readonly offset: number; readonly value: YamlNode }
export interface YamlMap { readonly kind: 'map'; readonly entries: YamlEntry[]; readonly offset: number; readonly tag: string }
export type YamlNode = YamlScalar | YamlList | YamlMap;

/** Nesting of these files is shallow; the library's own limit. */
const DEPTH = 100;
/** Maps that one map merges, and entries that it takes from each. */
const MERGES = 16;
const ENTRIES = 500;

/** Root nodes of all documents; none, with a problem, where the text is not YAML. */
export function parseYaml(text: string, collect: Collector): readonly YamlNode[] {
  try {
    const documents = build(text, parseEvents(text, { maxDepth: DEPTH }), collect);
    for (const root of documents) if (root.kind === 'list' || (root.kind === 'scalar' && root.text.trim() !== '')) collect.problem('malformed', 'the file is no map', root.offset);
    return documents;
  } catch (error) {
    // The library throws for whatever it refuses; its words would quote the file.
    const offset = error instanceof YAMLException && error.mark ? error.mark.position : undefined;
    collect.problem(error instanceof YAMLException && /maxDepth/.test(error.reason) ? 'too-deep' : 'malformed', 'not valid YAML, or nested too deep', offset);
    return [];
  }
}

interface Frame {
  readonly node: YamlList | YamlMap;
  key?: { readonly text: string; readonly offset: number } | undefined;
  readonly keys: Set<string>;
}

// Events come in the order of the text: a map gives key, value, key, value; a pop closes what was opened last.
function build(text: string, events: readonly Event[], collect: Collector): readonly YamlNode[] {
  const documents: YamlNode[] = [];
  let anchors = new Map<string, YamlNode>();
  const stack: Frame[] = [];
  const put = (node: YamlNode): void => {
    const frame = stack.at(-1);
    if (!frame) documents.push(node);
    else if (frame.node.kind === 'list') frame.node.items.push(node);
    else if (frame.key === undefined) frame.key = keyOf(node, frame, collect);
    else {
      frame.node.entries.push({ key: frame.key.text, offset: frame.key.offset, value: node });
      frame.key = undefined;
    }
  };
  for (const event of events) {
    if (event.type === EVENT_ID.POP) { stack.pop(); continue; }
    if (event.type === EVENT_ID.DOCUMENT) { anchors = new Map(); continue; }
    if (event.type === EVENT_ID.ALIAS) {
      const node = anchors.get(text.slice(event.anchorStart, event.anchorEnd));
      if (!node) collect.problem('dangling-reference', 'an alias of no anchor', event.anchorStart);
      put(node ?? { kind: 'scalar', text: '', offset: event.anchorStart, tag: '' });
      continue;
    }
    const tag = event.tagStart < 0 ? '' : text.slice(event.tagStart, event.tagEnd);
    const node = nodeOf(text, event, tag);
    if (event.anchorStart >= 0) anchors.set(text.slice(event.anchorStart, event.anchorEnd), node);
    put(node);
    if (node.kind !== 'scalar') stack.push({ node, keys: new Set() });
  }
  return documents;
}

function nodeOf(text: string, event: Exclude<Event, { readonly type: 1 | 5 | 6 }>, tag: string): YamlNode {
  if (event.type === EVENT_ID.SEQUENCE) return { kind: 'list', items: [], offset: event.start, tag };
  if (event.type === EVENT_ID.MAPPING) return { kind: 'map', entries: [], offset: event.start, tag };
  return { kind: 'scalar', text: event.valueStart < 0 ? '' : getScalarValue(text, event), offset: event.valueStart, tag };
}

function keyOf(node: YamlNode, frame: Frame, collect: Collector): { readonly text: string; readonly offset: number } {
  const text = node.kind === 'scalar' ? node.text : '';
  if (frame.keys.has(text) && text !== '<<') collect.problem('duplicate-key', `the key ${JSON.stringify(text.slice(0, 200))} stands twice in one map; both were read`, node.offset);
  frame.keys.add(text);
  return { text, offset: node.offset };
}

interface Indexed { readonly byKey: ReadonlyMap<string, readonly YamlNode[]>; readonly merged: readonly YamlMap[] }

// Anchors let a small file name one large map a thousand times: each map is gone through once.
const INDEXED = new WeakMap<YamlMap, Indexed>();

function indexOf(node: YamlMap): Indexed {
  const known = INDEXED.get(node);
  if (known) return known;
  const byKey = new Map<string, YamlNode[]>();
  const merged: YamlMap[] = [];
  for (const { key, value } of node.entries) {
    if (key === '<<') {
      for (const each of value.kind === 'list' ? value.items.slice(0, MERGES) : [value]) if (each.kind === 'map' && merged.length < MERGES) merged.push(each);
      continue;
    }
    const values = byKey.get(key);
    if (values) values.push(value);
    else byKey.set(key, [value]);
  }
  const indexed = { byKey, merged };
  INDEXED.set(node, indexed);
  return indexed;
}

// A map and those that it merges (`<<`), the nearest first.
function withMerged(node: YamlMap): readonly YamlMap[] {
  if (indexOf(node).merged.length === 0) return [node];
  const found = new Set<YamlMap>([node]);
  for (const map of found) {
    for (const merged of indexOf(map).merged) if (found.size < MERGES) found.add(merged);
  }
  return [...found];
}

/** Entries of a map, then those of the maps that it merges and that it does not have itself. */
export function entriesOf(node: YamlNode | undefined): readonly YamlEntry[] {
  if (node?.kind !== 'map') return [];
  const [own, ...merged] = withMerged(node);
  if (merged.length === 0) return node.entries;
  const taken = new Set<string>(['<<']);
  return [own, ...merged].flatMap((map) => {
    const entries = (map === own ? node.entries : map?.entries.slice(0, ENTRIES) ?? []).filter(({ key }) => !taken.has(key));
    for (const { key } of entries) taken.add(key);
    return entries;
  });
}

/** All values under a key: two where it stands twice. */
export function valuesOf(node: YamlNode | undefined, key: string): readonly YamlNode[] {
  if (node?.kind !== 'map') return [];
  const own = indexOf(node).byKey.get(key);
  if (own) return own;
  for (const map of withMerged(node)) {
    const values = indexOf(map).byKey.get(key);
    if (values) return values;
  }
  return [];
}

/** The first value under a key. */
export function valueOf(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return valuesOf(node, key)[0];
}

/** Text of a scalar under a key. */
export function textAt(node: YamlNode | undefined, key: string): string | undefined {
  const value = valueOf(node, key);
  return value?.kind === 'scalar' ? value.text : undefined;
}

/** Names of variables: the keys of a map, or what stands before `=` in a list. */
export function variableNames(node: YamlNode | undefined): readonly string[] {
  if (node?.kind === 'map') return entriesOf(node).slice(0, NAMES).map(({ key }) => key);
  if (node?.kind !== 'list') return [];
  return node.items.slice(0, NAMES).flatMap((item) => (item.kind === 'scalar' ? [variableName(item.text)] : [])).filter((name) => name !== '');
}

/** Calls `visit` for every map below a node, each once. Iterative: depth is hostile. */
export function eachMap(root: YamlNode, visit: (map: YamlMap) => void): void {
  const seen = new Set<YamlNode>();
  const pending: YamlNode[] = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.kind === 'scalar' || seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'map') visit(node);
    const below = node.kind === 'list' ? node.items : node.entries.map(({ value }) => value);
    // In the order of the text, as the last one is taken first.
    for (let at = below.length - 1; at >= 0; at -= 1) pending.push(below[at] as YamlNode);
  }
}

/**
 * A line, or the words of a list of scalars; a problem and undefined where it is neither. Empty values say nothing, nor does a node
 * that was read before: an anchor names it again.
 */
export function lineOrWords(node: YamlNode, what: string, collect: Collector): string | readonly string[] | undefined {
  if (node.kind !== 'list') return lineOf(node, what, collect);
  if (!collect.isFirst(node)) return undefined;
  const words = node.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
  if (words.length === node.items.length) return words.length === 0 ? undefined : words;
  collect.problem('unknown-entry', `${what} is a list that holds more than texts`, node.offset);
  return undefined;
}

/** A text; else as `lineOrWords`. */
export function lineOf(node: YamlNode, what: string, collect: Collector): string | undefined {
  if (!collect.isFirst(node)) return undefined;
  if (node.kind === 'scalar') return /^(?:\s*|~|null)$/.test(node.text) ? undefined : node.text;
  collect.problem('unknown-entry', `${what} is no text`, node.offset);
  return undefined;
}
