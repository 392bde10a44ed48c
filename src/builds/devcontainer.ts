// devcontainer.json (https://containers.dev/implementors/json_reference/, "Lifecycle scripts"), JSON with comments. A command is a
// line for a shell, a list of words, or an object of such that run at the same time. initializeCommand runs on the host.
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { LIMITS } from '../model/limits.ts';
import { type Collector, collector, imageCommand, named } from './commands.ts';
import type { BuildRead } from './contract.ts';

const COMMANDS = ['initializeCommand', 'onCreateCommand', 'updateContentCommand', 'postCreateCommand', 'postStartCommand', 'postAttachCommand'];

/** Reads one devcontainer.json. Does not throw on any text. */
export function read(text: string, path: string): BuildRead {
  const collect = collector(text, path);
  if (isTooDeep(text)) {
    collect.problem('too-deep', `nested deeper than ${LIMITS.nesting} levels`);
    return collect.done();
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  for (const { error, offset } of errors.slice(0, 1)) collect.problem('malformed', `not valid JSON with comments: ${printParseErrorCode(error)}`, offset);
  if (root?.type !== 'object') {
    if (errors.length === 0) collect.problem('malformed', 'the file is no object', root?.offset);
    return collect.done();
  }
  const environment = [...new Set(['containerEnv', 'remoteEnv'].flatMap((key) => valuesOf(root, key).flatMap((node) => propertiesOf(node).map(({ key: name }) => name))))];
  tellDoubles(root, collect);
  for (const image of valuesOf(root, 'image')) {
    if (typeof image.value === 'string') collect.add({ line: imageCommand(image.value), where: 'image', offset: image.offset, environment });
    else collect.problem('unknown-entry', 'image is no text', image.offset);
  }
  for (const key of COMMANDS) {
    for (const node of valuesOf(root, key)) {
      if (node.type === 'object') for (const { key: name, value } of propertiesOf(node)) addCommand(value, named(key, name), environment, collect);
      else addCommand(node, key, environment, collect);
    }
  }
  return collect.done();
}

// The parser calls itself for what is nested: a text of brackets alone would end the stack.
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b) { depth += 1; if (depth > LIMITS.nesting) return true; }
    else if (code === 0x7d || code === 0x5d) depth -= 1;
    else if (code === 0x22) {
      for (at += 1; at < text.length && text[at] !== '"' && text[at] !== '\n'; at += 1) if (text[at] === '\\') at += 1;
    }
  }
  return false;
}

function addCommand(node: Node, where: string, environment: readonly string[], collect: Collector): void {
  if (node.type === 'string' && typeof node.value === 'string') {
    if (node.value.trim() !== '') collect.add({ line: node.value, where, offset: node.offset, environment });
    return;
  }
  const words: readonly unknown[] = node.type === 'array' ? (node.children ?? []).map((child): unknown => child.value) : [];
  if (node.type === 'array' && words.every((word): word is string => typeof word === 'string')) {
    if (words.length > 0) collect.add({ line: words, where, offset: node.offset, environment });
    return;
  }
  if (node.type !== 'null') collect.problem('unknown-entry', `${where} is no text and no list of texts`, node.offset);
}

function propertiesOf(node: Node): readonly { readonly key: string; readonly value: Node; readonly offset: number }[] {
  return node.type !== 'object' ? [] : (node.children ?? []).flatMap(({ children, offset }) => {
    const [key, value] = children ?? [];
    return typeof key?.value === 'string' && value ? [{ key: key.value, value, offset }] : [];
  });
}

// All values where a key stands twice.
function valuesOf(root: Node, key: string): readonly Node[] {
  return propertiesOf(root).filter((property) => property.key === key).map(({ value }) => value);
}

function tellDoubles(root: Node, collect: Collector): void {
  const seen = new Set<string>();
  for (const { key, offset } of propertiesOf(root)) {
    if (seen.has(key)) collect.problem('duplicate-key', `the key ${JSON.stringify(key.slice(0, 200))} stands twice; both were read`, offset);
    seen.add(key);
  }
}
