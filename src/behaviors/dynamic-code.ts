// Code that is made while the program runs: eval and its relatives, `vm`, modules whose names are built. A fact says where the code
// comes from and no more: template engines and validators make code of their own templates, and are facts too.
import { Buffer } from 'node:buffer';
import { HIDING_TRANSFORMS, type DynamicCodeBehavior } from '../model/behavior.ts';
import { apiCalls, apiNames } from './apis.ts';
import type { CallSite, Code, Extractor, Value } from './contract.ts';
import { alternatives, entryOf } from './folded-text.ts';
import { payloadOrigins } from './decoded-origins.ts';
import { withFiles } from './run-files.ts';

/** Which argument holds the code. */
type CodeForm = 'first' | 'last' | 'text-only' | 'module' | 'worker';

const TABLE: ReadonlyMap<string, CodeForm> = new Map([
  ...['eval', 'execScript', 'vm.runInThisContext', 'vm.runInNewContext', 'vm.runInContext', 'vm.Script', 'vm.compileFunction', 'vm.SourceTextModule', 'vm2.VM().run', 'vm2.NodeVM().run', 'vm2.VMScript', 'isolated-vm.Isolate().compileScript', 'isolated-vm.Isolate().compileScriptSync', 'require-from-string', 'eval', 'node-eval', 'safe-eval', 'notevil', 'module._compile', 'module.Module._compile', 'module()._compile', 'module.Module()._compile', 'script.runInThisContext', 'import-from-string', 'sandboxed-module.load', 'inspector.Session().post'].map((name) => [name, 'first'] as const),
  ...['Function', 'Object.getPrototypeOf().constructor', 'Reflect.getPrototypeOf().constructor', 'Function.constructor', 'Function.prototype.constructor', 'AsyncFunction', 'GeneratorFunction'].map((name) => [name, 'last'] as const),
  ...['setTimeout', 'setInterval', 'setImmediate'].map((name) => [name, 'text-only'] as const),
  ...['require', 'import', 'module.require', 'module._load', 'module.Module._load', 'module.createRequire()', 'module.createRequireFromPath()', 'process.mainModule.require', 'require.main.require', 'import-fresh', 'require-uncached', 'process.getBuiltinModule', 'importScripts'].map((name) => [name, 'module'] as const),
  ['worker_threads.Worker', 'worker'], ['Worker', 'worker'],
]);
const SHOWN = 200;

/** A value that some call runs as code. */
export interface RunCode {
  readonly site: CallSite;
  readonly api: string;
  readonly value: Value;
}

/** Facts about code made at run time. */
export const dynamicCode: Extractor = {
  kind: 'dynamic-code',
  extract: (code) => runCode(code).map(({ site, api, value }) => fact(code, site, api, value)),
};

/** All that the package runs as code, or loads as a module whose name is built. */
export function runCode(code: Code): readonly RunCode[] {
  const named = apiCalls(code).flatMap(({ site, api, args }) => {
    const form = TABLE.get(api);
    const value = form === undefined ? undefined : codeOf(form, args);
    return value === undefined ? [] : [{ site, api, value }];
  });
  const unnamed = code.calls().flatMap((site) => {
    const api = unnamedApi(site);
    const value = api === undefined ? undefined : site.args.at(api === 'Function' ? -1 : 0);
    return api === undefined || value === undefined ? [] : [{ site, api, value }];
  });
  return [...named, ...unnamed, ...handedOn(code)];
}

/** `fetch(url).then((r) => r.text()).then(eval)`: the function is handed on, and gets what the promise gives. */
function handedOn(code: Code): readonly RunCode[] {
  return code.calls().flatMap((site) => {
    const callback = site.name === 'then' ? site.args[0] : undefined;
    const api = callback === undefined ? undefined : apiNames(callback).find((one) => TABLE.get(one) === 'first');
    return api === undefined || site.on === undefined ? [] : [{ site, api, value: site.on }];
  });
}

function fact(code: Code, site: CallSite, api: string, value: Value): DynamicCodeBehavior {
  const text = alternatives(value).flatMap((one) => (one.kind === 'text' && one.text !== '' ? [one.text] : []))[0];
  return { kind: 'dynamic-code', api, origins: withFiles(payloadOrigins(code, value), value, site.module), ...(text === undefined ? {} : { code: shownCode(text) }), ...code.context(site.node, site.module) };
}

function codeOf(form: CodeForm, args: readonly Value[]): Value | undefined {
  switch (form) {
    case 'first': return args[0];
    case 'last': return args.at(-1);
    case 'text-only': return args[0] !== undefined && alternatives(args[0]).some(isText) ? args[0] : undefined;
    case 'module': return args[0] !== undefined && alternatives(args[0]).some(isBuiltName) ? args[0] : undefined;
    case 'worker': return args[0] !== undefined && (runsText(args[1]) || alternatives(args[0]).some(isDataUrl)) ? args[0] : undefined;
  }
}

// `[].constructor.constructor(…)`, `(async () => {}).constructor(…)`, `''.sub.constructor(…)`; `module.constructor.prototype._compile(…)`.
function unnamedApi(site: CallSite): string | undefined {
  if (site.name === '_compile' && site.callee.kind === 'member') return 'module._compile';
  const callee = site.callee;
  if (callee.kind !== 'member' || callee.key !== 'constructor') return undefined;
  const { of } = callee;
  if (of.kind === 'function' || of.kind === 'class') return 'Function';
  if (of.kind !== 'member') return undefined;
  return of.key === 'constructor' || ['list', 'text', 'literal', 'record', 'function', 'joined'].includes(of.of.kind) ? 'Function' : undefined;
}

function isText(value: Value): boolean {
  return value.kind === 'text' || value.kind === 'joined' || value.kind === 'hidden';
}

// A name that stands in the source, or is put together openly, is a plain dependency.
function isBuiltName(value: Value): boolean {
  if (value.kind !== 'text') return value.kind !== 'literal';
  return value.via.some((transform) => HIDING_TRANSFORMS.has(transform)) || isDataUrl(value) || /^https?:\/\//i.test(value.text);
}

function isDataUrl(value: Value): boolean {
  const start = value.kind === 'joined' ? value.parts[0] : value;
  return start?.kind === 'text' && /^\s{0,10}data:/i.test(start.text);
}

function runsText(settings: Value | undefined): boolean {
  const flag = settings === undefined ? undefined : entryOf(settings, 'eval');
  return flag?.kind === 'literal' && flag.value === true;
}

function shownCode(text: string): string {
  const encoded = /^\s{0,10}data:[^,]{0,200};base64,/i.exec(text);
  const plain = encoded === null ? text : decoded(text.slice(encoded[0].length));
  return plain.trimStart().slice(0, SHOWN);
}

function decoded(base64: string): string {
  return Buffer.from(base64.slice(0, SHOWN * 4), 'base64').toString('utf8');
}
