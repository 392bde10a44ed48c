// Names of what is called, in one spelling: `fs.promises.readFile`, `axios.create().get`, `new ws.send`. Aliases, `promisify`, `bind`,
// `call`, `apply`, default exports and prefixes of the global object are seen through, so that tables hold each API once.
import type { CallSite, Code, Node, Value } from './contract.ts';

/** One call under one of the names that its callee may have. */
export interface ApiCall {
  readonly site: CallSite;
  /** As in the tables: `module.path`, `module.path().method`, for `new` the same; globals without `globalThis`. */
  readonly api: string;
  /** Arguments as the API gets them: those of `fn.call(this, …)` without `this`. */
  readonly args: readonly Value[];
  /** What the method is called on. */
  readonly on: Value | undefined;
}

const MAX_NAMES = 8;
const MAX_DEPTH = 24;
const GLOBAL_OBJECTS = new Set(['globalThis', 'window', 'self', 'global', 'frames', 'top']);
/** Modules that are part of another one. */
const PARTS: ReadonlyMap<string, string> = new Map([['fs/promises', 'fs.promises'], ['dns/promises', 'dns.promises'], ['timers/promises', 'timers.promises'], ['path/posix', 'path'], ['path/win32', 'path'], ['util/types', 'util.types']]);
const SKIPPED = new Set(['default', '__esModule', 'module.exports']);
const PROMISIFIERS = /^(?:util\.promisify|pify|promisify|es6-promisify(?:\.promisify)?|bluebird\.promisify|util\.callbackify)$/;
const cache = new WeakMap<Code, readonly ApiCall[]>();

/** All calls whose callee has a name that comes from a module or the global scope. Cached. */
export function apiCalls(code: Code): readonly ApiCall[] {
  const known = cache.get(code);
  if (known !== undefined) return known;
  const found = code.calls().filter(({ plain: known }) => !known).flatMap(namedCalls);
  cache.set(code, found);
  return found;
}

/** Names of one value; empty where it is a function of the package or unknown. */
export function apiNames(value: Value, depth = 0): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  switch (value.kind) {
    case 'import': return [dotted([PARTS.get(plain(value.module)) ?? plain(value.module), ...value.path])];
    case 'global': return value.path.length === 0 ? [] : [dotted(value.path.length > 1 && GLOBAL_OBJECTS.has(value.path[0] as string) ? value.path.slice(1) : value.path)];
    case 'member': return value.key === undefined ? [] : apiNames(value.of, depth + 1).map((name) => (SKIPPED.has(value.key as string) ? name : `${name}.${value.key}`));
    case 'call': return namesOfCall(value, depth);
    case 'choice': return [...new Set(value.among.slice(0, MAX_NAMES).flatMap((one) => apiNames(one, depth + 1)))].slice(0, MAX_NAMES);
    default: return [];
  }
}

/** Nodes of the calls that a chain goes back to: for `a().b(x).c` those of `c`'s object, of `b`'s and of `a()`. */
export function chainOf(value: Value | undefined): readonly Node[] {
  const nodes: Node[] = [];
  const open: (Value | undefined)[] = [value];
  for (let at = 0; at < open.length && at < 64; at += 1) {
    const one = open[at];
    if (one?.kind === 'call') { nodes.push(one.node); open.push(one.callee); }
    else if (one?.kind === 'member') open.push(one.of);
    else if (one?.kind === 'choice') open.push(...one.among);
  }
  return nodes;
}

function plain(module: string): string {
  return module.startsWith('node:') ? module.slice(5) : module;
}

function dotted(parts: readonly string[]): string {
  return parts.filter((part) => !SKIPPED.has(part)).join('.');
}

function namesOfCall(value: Extract<Value, { kind: 'call' }>, depth: number): readonly string[] {
  const names = apiNames(value.callee, depth + 1);
  const first = value.args[0];
  if (first !== undefined && names.some((name) => PROMISIFIERS.test(name))) return apiNames(first, depth + 1);
  // `const has = Function.call.bind(Object.prototype.hasOwnProperty)` calls the latter.
  if (first !== undefined && names.some((name) => /\.(?:call|apply)\.bind$/.test(name))) return apiNames(first, depth + 1);
  return names.map((name) => (name.endsWith('.bind') ? name.slice(0, -5) : `${name}()`));
}

function namedCalls(site: CallSite): readonly ApiCall[] {
  return apiNames(site.callee).map((name) => {
    const { api, args } = unwrapped(name, site);
    let known: readonly Value[] | undefined;
    // Evaluated where a table knows the API, which is seldom.
    return { site, api, get args() { return (known ??= args()); }, get on() { return site.on; } };
  });
}

function unwrapped(name: string, site: CallSite): { readonly api: string; readonly args: () => readonly Value[] } {
  if (name.endsWith('.call')) return { api: name.slice(0, -5), args: () => site.args.slice(1) };
  if (name.endsWith('.apply') && name !== 'Reflect.apply') return { api: name.slice(0, -6), args: () => itemsOf(site.args[1]) };
  const reflected = name === 'Reflect.apply' ? 2 : name === 'Reflect.construct' ? 1 : undefined;
  const api = reflected === undefined || site.args[0] === undefined ? undefined : apiNames(site.args[0])[0];
  if (api !== undefined && reflected !== undefined) return { api, args: () => itemsOf(site.args[reflected]) };
  return { api: name, args: () => [...boundArguments(site.callee), ...site.args] };
}

/** Arguments that `fn.bind(self, …)` put first. */
function boundArguments(callee: Value): readonly Value[] {
  return callee.kind === 'call' && callee.callee.kind === 'member' && callee.callee.key === 'bind' ? callee.args.slice(1) : [];
}

function itemsOf(list: Value | undefined): readonly Value[] {
  return list?.kind === 'list' ? list.items : [];
}
