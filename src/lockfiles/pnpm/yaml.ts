// The part of YAML that pnpm writes, in one forward pass: block maps and lists, flow collections, every kind of scalar, long
// explicit keys, several documents. https://yaml.org/spec/1.2.2/ - anchors, aliases, tags and directives are never written by
// pnpm; a line that holds one, or that does not fit, becomes a problem and the rest is still read. Scalars stay text.
import type { ProblemCode } from '../../model/coverage.ts';
import { LIMITS } from '../../model/limits.ts';
import { readFlow } from './yaml-flow.ts';
import { isBlank, isMarker, plainScalar, readKey, startsPair } from './yaml-line.ts';
import { endsCleanly, foldPlain, readBlockScalar, readQuoted } from './yaml-scalar.ts';
import { append, emptyMap, hasKey, keySet, type YamlList, type YamlMap, type YamlPair, type YamlValue } from './yaml-tree.ts';
import { USUAL_PARTS, usualEntry } from './yaml-usual.ts';

/** What was not understood, and where: an offset into the text. */
export interface YamlProblem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly offset: number;
}
/** One document; `offset` is where it starts. */
export interface YamlDocument {
  readonly root: YamlValue;
  readonly offset: number;
}
/** All documents of a text, broken ones as far as they were read. */
export interface YamlFile {
  readonly documents: readonly YamlDocument[];
  readonly problems: readonly YamlProblem[];
}

/** One open block collection. `indent` is the column of its entries. */
interface Frame {
  readonly indent: number;
  readonly map: YamlMap | undefined;
  readonly list: YamlList | undefined;
  /** What the last entry may still get: nothing, a block on deeper lines, more words of its plain scalar. */
  open: 'nothing' | 'block' | 'plain';
  /** Text and offset of a `? key` that waits for its `: value`. */
  explicit: string | undefined;
  explicitOffset: number;
  seen: Set<string> | undefined;
}

// The lines that make up nearly all of a lockfile: `key:`, `key: text`, `key: {}`, `key: {name: text}`. One native match costs a
// tenth of reading them by character in code that is not compiled yet. Whatever is not as plain as this takes the long way.
const PLAIN_LINE = /( *)(?:'([^'\r\n]+)'|([A-Za-z0-9_./][^\s:#'"]*)):(?: (?:([A-Za-z0-9^~./<=][^:#\r\n]*)|(\{(?:([A-Za-z]+): (?:'([^'\r\n]*)'|([A-Za-z0-9^~<=][A-Za-z0-9+/=.^~<>|*-]*)))?\})))?\r?(?:\n|$)/y;

// A lone carriage return ends a line for YAML and hides one from readers that look for line feeds; the others YAML forbids.
const NEVER_WRITTEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)/;

const SPACE = 0x20;
const COLON = 0x3a;
const DASH = 0x2d;
const HASH = 0x23;
// More than this in one file says nothing new, and a position costs a pass over the text.
const MAX_PROBLEMS = 50;

/** Reads every document of `text`; with `lean`, entries of the usual form only as far as a lockfile's reader needs them. Never throws. */
export function readYaml(text: string, detail: 'full' | 'lean' = 'full'): YamlFile {
  const documents: YamlDocument[] = [];
  const problems: YamlProblem[] = [];
  let stack: Frame[] = [];
  let root: YamlValue | undefined;
  let documentOffset = 0;
  let marked = false;
  // Lines deeper than this belong to something that was refused.
  let skipDeeper = -1;
  let next = 0;

  const report = (code: ProblemCode, message: string, offset: number): void => {
    if (problems.length < MAX_PROBLEMS) problems.push({ code, message, offset });
    else if (problems.length === MAX_PROBLEMS) problems.push({ code: 'too-many', message: 'more lines were not understood; only the first ones are listed', offset });
  };
  const endDocument = (at: number): void => {
    if (stack.some((frame) => frame.explicit !== undefined)) report('malformed', 'a long key has no value', at);
    if (root !== undefined || marked) documents.push({ root: root ?? null, offset: documentOffset });
    stack = [];
    root = undefined;
    marked = false;
    skipDeeper = -1;
  };
  const give = (frame: Frame | undefined, value: YamlValue): void => {
    if (!frame) root = value;
    else if (frame.map?.last) frame.map.last.value = value;
    else if (frame.list) frame.list.items[frame.list.items.length - 1] = value;
  };
  const last = (frame: Frame): YamlValue | undefined => (frame.map ? frame.map.last?.value : frame.list?.items.at(-1));
  const push = (indent: number, shape: 'map' | 'list'): Frame | undefined => {
    if (stack.length >= LIMITS.nesting) return undefined;
    const map = shape === 'map' ? emptyMap() : undefined;
    const list = map ? undefined : { items: [] };
    const parent = stack.at(-1);
    give(parent, map ?? list ?? null);
    if (parent) parent.open = 'nothing';
    const frame: Frame = { indent, map, list, open: 'nothing', explicit: undefined, explicitOffset: 0, seen: undefined };
    stack.push(frame);
    return frame;
  };
  const addKey = (frame: Frame, map: YamlMap, key: string, offset: number): void => {
    if (map.size >= 8) frame.seen ??= keySet(map);
    if (frame.seen ? frame.seen.has(key) : hasKey(map, key)) report('duplicate-key', `the key ${JSON.stringify(key.slice(0, 100))} stands twice in one map; readers differ in which they use`, offset);
    frame.seen?.add(key);
    append(map, key, null, offset);
  };

  /** Reads the value that starts at `start` into the last entry of `frame`; `end` is the end of that line. */
  const readValue = (frame: Frame, start: number, end: number): void => {
    let at = start;
    while (at < end && isBlank(text.charCodeAt(at))) at += 1;
    frame.open = 'nothing';
    if (at >= end || text.charCodeAt(at) === HASH) {
      frame.open = 'block';
      return;
    }
    const first = text[at] as string;
    if (first === '"' || first === "'" || first === '{' || first === '[') {
      const read = first === '"' || first === "'" ? readQuoted(text, at) : readFlow(text, at);
      if (read.ok) give(frame, read.value);
      if (!read.ok || !endsCleanly(text, read.end)) {
        report(read.ok ? 'malformed' : read.code, read.ok ? 'text follows the end of a value' : read.message, at);
        return;
      }
      const lineEnd = text.indexOf('\n', read.end);
      next = lineEnd === -1 ? text.length : lineEnd + 1;
      return;
    }
    if (first === '|' || first === '>') {
      const read = readBlockScalar(text, at, frame.indent);
      if (!read) return report('malformed', 'the header of a block scalar is not understood', at);
      give(frame, read.value);
      next = read.end;
      return;
    }
    const plain = plainScalar(text, at, end);
    if (plain === undefined) return report('malformed', 'this value is not understood', at);
    give(frame, plain.text);
    frame.open = plain.comment ? 'nothing' : 'plain';
  };

  /** Reads one entry of a block collection that starts at `start`, in column `column`. */
  const readEntry = (start: number, end: number, column: number): void => {
    let at = start;
    let indent = column;
    for (;;) {
      const frame = stack.at(-1);
      const code = text.charCodeAt(at);
      const marker = at + 1 >= end || isBlank(text.charCodeAt(at + 1));
      const here = frame && frame.indent === indent ? frame : undefined;
      let content = at + 1;
      if (code === DASH && marker) {
        if (here?.map) {
          report('malformed', 'a list item stands where a key belongs', at);
          skipDeeper = indent;
          return;
        }
        const list = here?.list ? here : push(indent, 'list');
        if (!list?.list) return tooDeep(at, indent);
        list.list.items.push(null);
        list.open = 'block';
      } else if (code === COLON && marker && here?.map && here.explicit !== undefined) {
        addKey(here, here.map, here.explicit, here.explicitOffset);
        here.explicit = undefined;
        here.open = 'block';
      } else {
        return readPair(here, at, end, indent);
      }
      while (content < end && text.charCodeAt(content) === SPACE) content += 1;
      if (content >= end || text.charCodeAt(content) === HASH) return;
      // A collection may start on the line of its `- ` or `: `.
      if (!startsPair(text, content, end)) return readValue(stack.at(-1) as Frame, content, end);
      indent += content - at;
      at = content;
    }
  };
  const tooDeep = (at: number, indent: number): void => {
    report('too-deep', `nested deeper than ${LIMITS.nesting} levels`, at);
    skipDeeper = indent - 1;
  };
  const readPair = (here: Frame | undefined, at: number, end: number, indent: number): void => {
    const key = readKey(text, at, end);
    if (!key) {
      report('malformed', 'this line is not understood', at);
      skipDeeper = indent;
      if (here) here.open = 'nothing';
      return;
    }
    const frame = here ?? push(indent, 'map');
    if (!frame) return tooDeep(at, indent);
    if (!frame.map) {
      report('malformed', 'a key stands where a list item belongs', at);
      skipDeeper = indent;
      return;
    }
    if (frame.explicit !== undefined) report('malformed', 'a long key has no value', frame.explicitOffset);
    frame.explicit = undefined;
    if (key.explicit) {
      frame.explicit = key.text;
      frame.explicitOffset = at;
      frame.open = 'nothing';
      return;
    }
    addKey(frame, frame.map, key.text, at);
    readValue(frame, key.end, end);
  };

  /** Reads the line at `start` where it is a plain one that fits where it stands; false leaves all as it was. */
  const readPlainLine = (start: number): boolean => {
    PLAIN_LINE.lastIndex = start;
    const match = PLAIN_LINE.exec(text);
    if (!match) return false;
    const indent = (match[1] as string).length;
    const value = match[4];
    if (value !== undefined && isBlank(value.charCodeAt(value.length - 1))) return false;
    let depth = stack.length - 1;
    while (depth > 0 && (stack[depth] as Frame).indent > indent) depth -= 1;
    let frame = stack[depth] as Frame;
    if (frame.explicit !== undefined) return false;
    if (frame.indent === indent ? !frame.map : depth < stack.length - 1 || frame.indent > indent || frame.open !== 'block') return false;
    while (stack.length - 1 > depth) stack.pop();
    if (frame.indent < indent) {
      const inner = push(indent, 'map');
      if (!inner) return false;
      frame = inner;
    }
    const offset = start + indent;
    const map = frame.map as YamlMap;
    addKey(frame, map, match[2] ?? (match[3] as string), offset);
    const pair = map.last as YamlPair;
    if (value !== undefined) {
      pair.value = value;
      frame.open = 'plain';
    } else if (match[5] !== undefined) {
      const flow = emptyMap();
      if (match[6] !== undefined) append(flow, match[6], match[7] ?? (match[8] as string), offset);
      pair.value = flow;
      frame.open = 'nothing';
    } else {
      frame.open = 'block';
    }
    next = PLAIN_LINE.lastIndex;
    return true;
  };

  /** Reads a whole entry of `packages` or `snapshots` where it has the usual form; false leaves all as it was. */
  const readUsualEntry = (start: number): boolean => {
    const outer = stack[0];
    const part = stack[1];
    if (part?.indent !== 2 || !part.map || part.explicit !== undefined || outer?.indent !== 0 || outer.explicit !== undefined || !USUAL_PARTS.has(outer.map?.last?.key ?? '')) return false;
    const found = usualEntry(text, start);
    if (found === undefined) return false;
    while (stack.length > 2) stack.pop();
    addKey(part, part.map, found.key, start + 2);
    (part.map.last as YamlPair).value = found.value;
    part.open = 'nothing';
    next = found.end;
    return true;
  };

  const control = text.search(NEVER_WRITTEN);
  if (control !== -1) report('malformed', 'a control character, or a carriage return without line feed, that other readers take for a line end', control);
  while (next < text.length) {
    const start = next;
    if (text.charCodeAt(start) === 0x0a) { next += 1; continue; }
    if (skipDeeper === -1 && stack.length > 0) {
      if (detail === 'lean' && text.charCodeAt(start) === SPACE && text.charCodeAt(start + 2) !== SPACE && readUsualEntry(start)) continue;
      if (readPlainLine(start)) continue;
    }
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    next = end + 1;
    let at = start;
    while (text.charCodeAt(at) === SPACE) at += 1;
    if (text.charCodeAt(end - 1) === 0x0d) end -= 1;
    if (at >= end) continue;
    const code = text.charCodeAt(at);
    if (code === HASH) continue;
    const indent = at - start;
    if (indent === 0 && (code === DASH || code === 0x2e) && isMarker(text, at, end)) {
      if (code === DASH) {
        endDocument(at);
        marked = true;
        documentOffset = at;
        if (!endsCleanly(text, at + 3)) report('malformed', 'text follows a document marker', at);
      } else {
        const empty = root === undefined && !marked;
        endDocument(at);
        if (empty || !endsCleanly(text, at + 3)) report('malformed', 'a document end that ends nothing', at);
      }
      continue;
    }
    if (skipDeeper !== -1) {
      if (indent > skipDeeper) continue;
      skipDeeper = -1;
    }
    if (isBlank(code)) {
      // A tab, or blanks alone before the end of the line.
      if (text.slice(at, end).trim() !== '') { report('malformed', 'a tab stands in the indentation', at); skipDeeper = indent; }
      continue;
    }
    if (root === undefined && stack.length === 0) {
      if (!marked) documentOffset = at;
      if (code === 0x7b || code === 0x5b) {
        const read = readFlow(text, at);
        root = read.ok ? read.value : null;
        if (!read.ok) report(read.code, read.message, at);
        else if (!endsCleanly(text, read.end)) report('malformed', 'text follows the end of a value', read.end);
        const lineEnd = read.ok ? text.indexOf('\n', read.end) : text.length;
        next = lineEnd === -1 ? text.length : lineEnd + 1;
        continue;
      }
      if (!startsPair(text, at, end)) {
        report('malformed', 'this line is not understood', at);
        root ??= null;
        continue;
      }
      readEntry(at, end, indent);
      continue;
    }
    let popped = false;
    while (stack.length > 1 && (stack.at(-1) as Frame).indent > indent) { stack.pop(); popped = true; }
    let top = stack.at(-1);
    // A list may stand in the column of the key that holds it; the next key of that column ends it.
    if (top?.list && top.indent === indent && !(code === DASH && (at + 1 >= end || isBlank(text.charCodeAt(at + 1)))) && stack.length > 1) {
      if (stack.at(-2)?.indent === indent) { stack.pop(); top = stack.at(-1); }
    }
    if (!top) { report('malformed', 'this line stands after the end of the document', at); continue; }
    if (indent < top.indent) {
      report('malformed', 'this line is indented less than its document', at);
      continue;
    }
    if (indent > top.indent) {
      const held = last(top);
      if (!popped && top.open === 'plain' && typeof held === 'string') {
        const more = plainScalar(text, at, end);
        if (more === undefined) { report('malformed', 'a value goes on in a way that is not understood', at); skipDeeper = top.indent; continue; }
        give(top, foldPlain(text, held, start, more.text));
        if (more.comment) top.open = 'nothing';
        continue;
      }
      if (top.open !== 'block') {
        report('malformed', 'this line is indented more than the ones it follows', at);
        // Best effort: the entry is read as one of the collection it stands in.
        readEntry(at, end, top.indent);
        continue;
      }
      if (!startsPair(text, at, end)) {
        readValue(top, at, end);
        continue;
      }
      readEntry(at, end, indent);
      continue;
    }
    if (code === DASH && top.map && top.open === 'block' && (at + 1 >= end || isBlank(text.charCodeAt(at + 1)))) {
      const list = push(indent, 'list');
      if (!list?.list) { tooDeep(at, indent); continue; }
    }
    readEntry(at, end, indent);
  }
  endDocument(text.length);
  return { documents, problems };
}
