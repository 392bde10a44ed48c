// The data of Yarn's Plug'n'Play (https://yarnpkg.com/advanced/pnp-spec): in `.pnp.data.json`, or inside `.pnp.cjs`, which is
// a program and is read as text only. Yarn 1 wrote another form, which is said and not read.
import type { Problem } from '../model/coverage.ts';
import { LIMITS } from '../model/limits.ts';
import { TreeError, type FileTree } from '../model/ports.ts';
import { decode } from '../text/decode.ts';
import { isObject, parseJson, property, type JsonValue } from '../text/json.ts';
import { readBraces, readStringLiteral } from './js-literal.ts';
import { join } from './paths.ts';

/** A name and a reference, which together name one package. */
export interface Locator {
  readonly name: string;
  readonly reference: string;
}

export interface PnpEntry extends Locator {
  /** Folder as written, relative to the data's folder, with `/` at its end. */
  readonly location: string;
  /** Local name and what answers it; peers that nobody provides are left out. */
  readonly dependencies: readonly (readonly [local: string, target: Locator])[];
}

export interface PnpData {
  readonly entries: readonly PnpEntry[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
  readonly filesRead: number;
}

type Text = { readonly text: string } | { readonly problem: Problem } | undefined;

/** Reads the data beside `root`. Never throws for what lies there. */
export function readPnpData(tree: FileTree, root: string): PnpData {
  const programs = ['.pnp.cjs', '.pnp.js'].map((name) => join(root, name));
  const data = join(root, '.pnp.data.json');
  const notes: string[] = [];
  for (const path of programs) {
    const program = readText(tree, path);
    if (!program) continue;
    if ('problem' in program) return failed(program.problem);
    const state = stateIn(program.text);
    if (typeof state === 'object') return failed({ ...state, path });
    if (state !== undefined) {
      // The program uses its own data: a file beside it may say something else.
      if (readText(tree, data)) notes.push('.pnp.data.json was not read: the program beside it holds its own data');
      return { ...parseData(state, path), notes, filesRead: 1 };
    }
    const separate = readText(tree, data);
    if (!separate) return failed({ code: 'not-found', message: `${path.slice(path.lastIndexOf('/') + 1)} takes its data from .pnp.data.json, which is not there`, path: data });
    return 'problem' in separate ? failed(separate.problem) : { ...parseData(separate.text, data), notes, filesRead: 2 };
  }
  const alone = readText(tree, data);
  if (!alone) return failed({ code: 'not-found', message: 'no Plug\'n\'Play data here', path: data });
  return 'problem' in alone ? failed(alone.problem) : { ...parseData(alone.text, data), notes, filesRead: 1 };
}

function failed(problem: Problem): PnpData {
  return { entries: [], problems: [problem], notes: [], filesRead: 0 };
}

function readText(tree: FileTree, path: string): Text {
  try {
    const decoded = decode(tree.read(path, LIMITS.fileBytes));
    return decoded.ok ? { text: decoded.text } : { problem: { code: decoded.code, message: decoded.message, path } };
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    return error.code === 'not-found' ? undefined : { problem: { code: error.code, message: error.message, path } };
  }
}

function malformed(message: string): Omit<Problem, 'path'> {
  return { code: 'malformed', message };
}

// The JSON text inside the program; undefined where it takes its data from a file.
function stateIn(program: string): string | undefined | Omit<Problem, 'path'> {
  const assigned = [...program.matchAll(/\bRAW_RUNTIME_STATE\s*=\s*/g)];
  const called = [...program.matchAll(/\bhydrateRuntimeState\(\s*(?=\{\s*["}])/g)];
  if (assigned.length + called.length > 1) return malformed('its data stands more than once: it is not clear which the program uses');
  const at = assigned[0] ?? called[0];
  if (at) {
    const start = at.index + at[0].length;
    const state = assigned[0] ? readStringLiteral(program, start) : readBraces(program, start);
    return state ?? malformed('its data does not end, as in a truncated file');
  }
  if (program.includes('.pnp.data.json')) return undefined;
  if (program.includes('packageInformationStores')) return { code: 'unknown-version', message: 'written by Yarn 1, whose Plug\'n\'Play data is not read', hint: 'scan yarn.lock beside it' };
  return malformed('no Plug\'n\'Play data was found in it');
}

function parseData(text: string, path: string): Pick<PnpData, 'entries' | 'problems'> {
  const parsed = parseJson(text);
  if (!parsed.ok) return { entries: [], problems: [{ code: parsed.problem.code, message: `its data is ${parsed.problem.message}`, path }] };
  const registry = isObject(parsed.value) ? property(parsed.value, 'packageRegistryData') : undefined;
  if (!Array.isArray(registry)) return { entries: [], problems: [{ code: 'malformed', message: 'no "packageRegistryData" list in its data', path }] };
  const problems: Problem[] = parsed.problems.map(({ code, message }) => ({ code, message, path }));
  const entries: PnpEntry[] = [];
  for (const [name, references] of pairs(registry, problems, path)) {
    for (const [reference, value] of pairs(references, problems, path)) {
      // Without a name: the root once more, as code outside of all packages sees it.
      if (name === null && reference === null) continue;
      const entry = typeof name === 'string' && typeof reference === 'string' ? entryOf({ name, reference }, value) : undefined;
      if (entry) entries.push(entry);
      else problems.push(unknown(`${String(name)}@${String(reference)}`, path));
    }
  }
  return { entries, problems };
}

function* pairs(value: JsonValue, problems: Problem[], path: string): Generator<readonly [JsonValue, JsonValue]> {
  if (!Array.isArray(value)) { problems.push(unknown('one list', path)); return; }
  for (const pair of value as readonly JsonValue[]) {
    if (Array.isArray(pair) && pair.length === 2) yield [pair[0], pair[1]];
    else problems.push(unknown('one pair', path));
  }
}

function entryOf(locator: Locator, value: JsonValue): PnpEntry | undefined {
  if (!isObject(value)) return undefined;
  const location = property(value, 'packageLocation');
  const stated = property(value, 'packageDependencies') ?? [];
  if (typeof location !== 'string' || !Array.isArray(stated)) return undefined;
  const dependencies: (readonly [string, Locator])[] = [];
  for (const pair of stated as readonly JsonValue[]) {
    if (!Array.isArray(pair) || typeof pair[0] !== 'string') return undefined;
    const target = pair[1] as JsonValue;
    if (target === null) continue;
    if (typeof target === 'string') dependencies.push([pair[0], { name: pair[0], reference: target }]);
    else if (Array.isArray(target) && typeof target[0] === 'string' && typeof target[1] === 'string') dependencies.push([pair[0], { name: target[0], reference: target[1] }]);
    else return undefined;
  }
  return { ...locator, location, dependencies };
}

function unknown(what: string, path: string): Problem {
  return { code: 'unknown-entry', message: `${what} of its data was not understood`, path };
}
