// Where values come from: constants, arguments, the environment, the network, files, the machine, chance.
import type { Origin } from '../model/behavior.ts';
import type { Value } from './contract.ts';
import { asText } from './values/make.ts';
import { givenBy } from './values/sources.ts';

const MAX_ORIGINS = 50;
/** Values looked at for one answer; what lies beyond is unknown. */
const MAX_VISITS = 5_000;

/** `originsOf` that keeps its answers: the same values are asked for again and again. */
export function createOrigins(): (value: Value) => readonly Origin[] {
  const known = new WeakMap<Value, readonly Origin[]>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const found = originsOf(value);
    known.set(value, found);
    return found;
  };
}

/** Origins of a value and of all its parts, sorted, without repeats, at most 50. Never empty. */
function originsOf(value: Value): readonly Origin[] {
  const found = new Map<string, Origin>();
  const seen = new Set<Value>();
  const stack: Value[] = [value];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (seen.size > MAX_VISITS) {
      add(found, { kind: 'unknown' });
      break;
    }
    const origin = visit(at, stack);
    if (origin !== undefined) add(found, origin);
  }
  if (found.size === 0) return [{ kind: 'unknown' }];
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).slice(0, MAX_ORIGINS).map(([, origin]) => origin);
}

function add(found: Map<string, Origin>, origin: Origin): void {
  const key = JSON.stringify(origin);
  if (!found.has(key)) found.set(key, origin);
}

/** The origin of a value itself; its parts go onto the stack. */
function visit(value: Value, stack: Value[]): Origin | undefined {
  switch (value.kind) {
    case 'text': return { kind: 'constant', text: value.text, via: value.via };
    // `undefined`, `null` and flags say nothing about where a text comes from; numbers are constants.
    case 'literal': return typeof value.value === 'number' || typeof value.value === 'bigint' ? { kind: 'constant', text: String(value.value), via: [] } : undefined;
    case 'list': stack.push(...value.items, ...value.more); return undefined;
    case 'record': stack.push(...value.entries.map((entry) => entry.value), ...value.more); return undefined;
    case 'choice': stack.push(...value.among); return undefined;
    case 'joined': stack.push(...value.parts); return undefined;
    case 'parameter': return { kind: 'argument', ...(value.name === undefined ? {} : { name: value.name }) };
    case 'hidden': return { kind: 'hidden', why: value.why };
    case 'global': return isEnvironment(value) ? environment(value.path[value.path[0] === 'import' ? 3 : 2]) : value.path.join('.') === 'process.argv' ? { kind: 'argument', name: 'argv' } : (ofMachine(value) ?? { kind: 'unknown' });
    case 'import': return value.module === 'process' && value.path[0] === 'env' ? environment(value.path[1]) : { kind: 'unknown' };
    case 'member': return member(value, stack);
    case 'call': return called(value, stack);
    default: return { kind: 'unknown' };
  }
}

function environment(name: string | undefined): Origin {
  return name === undefined ? { kind: 'environment' } : { kind: 'environment', name };
}

/** `process.env`, `Bun.env`, `import.meta.env` and what is below them. */
export function isEnvironment(value: Value): boolean {
  if (value.kind === 'import') return value.module === 'process' && value.path[0] === 'env';
  if (value.kind !== 'global') return false;
  const [first, second] = value.path;
  return (second === 'env' && (first === 'process' || first === 'Bun' || first === 'Deno')) || value.path.slice(0, 3).join('.') === 'import.meta.env';
}

function ofMachine(value: Extract<Value, { kind: 'global' }>): Origin | undefined {
  const name = value.path.join('.');
  return /^process\.(?:platform|arch|pid|ppid|cwd|execPath|title|version)$|^navigator\.|^location\./.test(name) ? { kind: 'machine', name } : undefined;
}

/** A property of something: of an argument it is an argument named by the path, of an answer it is remote, and so on. */
function member(value: Extract<Value, { kind: 'member' }>, stack: Value[]): Origin | undefined {
  const keys: string[] = [];
  let at: Value = value;
  for (let depth = 0; at.kind === 'member' && depth < 200; depth += 1) {
    if (at.key !== undefined) keys.unshift(at.key);
    at = at.of;
  }
  if (at.kind === 'parameter') return { kind: 'argument', name: keys.length > 0 ? (keys.at(-1) as string) : (at.name ?? 'argument') };
  if (at.kind === 'unknown') return { kind: 'unknown' };
  stack.push(at);
  return undefined;
}

function called(value: Extract<Value, { kind: 'call' }>, stack: Value[]): Origin | undefined {
  const given = givenBy(value.callee);
  if (given === undefined) return passed(value, stack);
  const source = sourceCall(value);
  const first = source.args[0];
  const name = first === undefined ? undefined : asText(first)?.text;
  switch (given) {
    case 'remote': return remote(value);
    case 'file': return { kind: 'file', ...(name === undefined ? {} : { path: name }) };
    case 'machine': return machine(source.callee);
    case 'clock': return value.args.length > 0 && value.isNew ? passed(value, stack) : { kind: 'clock' };
    case 'environment': return environment(name);
    default: return { kind: 'random' };
  }
}

/** The call that reads: `readFileSync(x)` of `readFileSync(x).toString().trim()`. */
function sourceCall(value: Extract<Value, { kind: 'call' }>): Extract<Value, { kind: 'call' }> {
  let source = value;
  let at: Value = value;
  for (let depth = 0; depth < 200 && (at.kind === 'call' || at.kind === 'member'); depth += 1) {
    if (at.kind === 'call') source = at;
    at = at.kind === 'call' ? at.callee : at.of;
  }
  return source;
}

function machine(callee: Value): Origin {
  const name = callee.kind === 'import' ? [callee.module, ...callee.path].join('.') : callee.kind === 'global' ? callee.path.join('.') : undefined;
  return name === undefined ? { kind: 'machine' } : { kind: 'machine', name };
}

/** The request may be several calls below: `axios.create(…).get(url)`, `(await fetch(url)).json()`. */
function remote(value: Extract<Value, { kind: 'call' }>): Origin {
  for (let at: Value | undefined = value, depth = 0; at !== undefined && depth < 50; depth += 1) {
    if (at.kind === 'call') {
      const from = at.args.map(addressOf).find((address) => address !== undefined);
      if (from !== undefined) return { kind: 'remote', from };
      at = at.callee;
    } else at = at.kind === 'member' ? at.of : undefined;
  }
  return { kind: 'remote' };
}

function addressOf(value: Value): string | undefined {
  if (value.kind === 'record') return value.entries.filter((entry) => entry.key !== undefined && /^(?:url|uri|host|hostname|baseURL)$/.test(entry.key)).map((entry) => addressOf(entry.value)).find((address) => address !== undefined);
  const text = value.kind === 'joined' ? value.parts[0] : value.kind === 'choice' ? value.among.find((one) => one.kind === 'text') : value.kind === 'call' && value.isNew ? value.args[0] : value;
  if (text?.kind !== 'text') return undefined;
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]/]*\]|[^/?#:]+)/i.exec(text.text)?.[1];
  return host?.toLowerCase() ?? (/^[\w-]+(?:\.[\w-]+)+$/.test(text.text) ? text.text.toLowerCase() : undefined);
}

/** Functions that are not known pass on what they are given; with constants alone nothing is known of the result. */
function passed(value: Extract<Value, { kind: 'call' }>, stack: Value[]): Origin | undefined {
  const before = stack.length;
  const receiver = value.callee.kind === 'member' ? value.callee.of : undefined;
  for (const input of [...value.args, ...(receiver === undefined ? [] : [receiver])]) if (isOpen(input, 0)) stack.push(input);
  return stack.length === before ? { kind: 'unknown' } : undefined;
}

/** Whether a value has an origin other than constants and the unknown. */
function isOpen(value: Value, depth: number): boolean {
  if (depth > 12) return true;
  switch (value.kind) {
    case 'text': case 'literal': case 'unknown': case 'function': case 'class': return false;
    case 'import': case 'global': return isEnvironment(value);
    case 'list': return [...value.items, ...value.more].slice(0, 100).some((part) => isOpen(part, depth + 1));
    case 'record': return value.more.length > 0 || value.entries.slice(0, 100).some((entry) => isOpen(entry.value, depth + 1));
    case 'choice': return value.among.some((part) => isOpen(part, depth + 1));
    case 'member': return isOpen(value.of, depth + 1);
    default: return true;
  }
}
