// Collects what a manifest asks for, and what of it could not be read. Shared by package.json and the YAML files.
import type { Problem, ProblemCode } from '../model/coverage.ts';
import { isObject, type JsonObject, type JsonValue } from '../text/json.ts';
import type { Request, RequestKind } from './contract.ts';
import { readSpec, type Catalogs } from './spec.ts';

export type Path = readonly string[];
export type Locate = (path: Path) => { readonly line: number; readonly column: number } | undefined;

export interface Collector {
  readonly requests: Request[];
  readonly problems: Problem[];
  readonly report: (code: ProblemCode, message: string, path: Path) => void;
  readonly ask: (kind: RequestKind, name: string, raw: string, place: { readonly key: string; readonly path: Path; readonly optional?: true }) => void;
}

// A position costs a pass over the text, and more of the same says nothing new.
const MAX_PROBLEMS = 50;

/** `file` is for messages. */
export function collector(file: string, locate: Locate, catalogs: Catalogs): Collector {
  const requests: Request[] = [];
  const problems: Problem[] = [];
  return {
    requests,
    problems,
    report: (code, message, path) => {
      if (problems.length < MAX_PROBLEMS) problems.push({ code, message, path: file, ...locate(path) });
      else if (problems.length === MAX_PROBLEMS) problems.push({ code: 'too-many', message: 'more of the file was not understood; only the first problems are listed', path: file });
    },
    ask: (kind, name, raw, place) => {
      const asked = readSpec(name, raw, catalogs);
      requests.push({ kind, name: asked.name, spec: asked.spec, key: place.key, raw, source: asked.source, ...(kind === 'override' ? { replaces: name } : {}), ...(place.optional ? { optional: true } : {}), path: place.path });
    },
  };
}

/** Absent, `null`, an empty text (YAML's empty value) or an empty list: nothing is asked for. */
function isNothing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** An object at `path`; undefined where nothing stands there. Anything else is a problem. */
export function objectAt(value: JsonValue | undefined, path: Path, collect: Collector): JsonObject | undefined {
  if (isObject(value)) return value;
  if (isNothing(value)) return undefined;
  collect.report('unknown-entry', `${path.join('.')} is not an object`, path);
  return undefined;
}

/** The strings of an object of strings; other values are problems. */
export function stringsAt(value: JsonValue | undefined, path: Path, collect: Collector): readonly (readonly [string, string])[] {
  const object = objectAt(value, path, collect);
  if (!object) return [];
  const pairs: [string, string][] = [];
  for (const key of Object.keys(object)) {
    const item = object[key];
    if (typeof item === 'string') pairs.push([key, item]);
    else collect.report('unknown-entry', `${JSON.stringify(key.slice(0, 200))} in ${path.join('.')} is not a text`, [...path, key]);
  }
  return pairs;
}

/** Globs of workspace folders. */
export function globsAt(value: JsonValue | undefined, path: Path, collect: Collector): readonly string[] {
  if (isNothing(value)) return [];
  if (!Array.isArray(value)) {
    collect.report('unknown-entry', `${path.join('.')} is not a list`, path);
    return [];
  }
  const globs = (value as readonly JsonValue[]).filter((item) => typeof item === 'string');
  if (globs.length < value.length) collect.report('unknown-entry', `${path.join('.')} holds something else than texts`, path);
  return globs;
}

/** `catalog` and `catalogs` of one object, silently: `askCatalogs` says what is wrong with them. */
export function catalogsOf(object: JsonObject | undefined): Catalogs {
  const catalogs = new Map<string, ReadonlyMap<string, string>>();
  if (!object) return catalogs;
  const add = (name: string, value: JsonValue | undefined): void => {
    if (!isObject(value)) return;
    const entries = new Map(catalogs.get(name));
    for (const key of Object.keys(value)) if (typeof value[key] === 'string') entries.set(key, value[key]);
    catalogs.set(name, entries);
  };
  if (Object.hasOwn(object, 'catalog')) add('default', object['catalog']);
  const named = Object.hasOwn(object, 'catalogs') ? object['catalogs'] : undefined;
  if (isObject(named)) for (const name of Object.keys(named)) add(name, named[name]);
  return catalogs;
}

/** Every entry of `catalog` and `catalogs` in the object at `path`. */
export function askCatalogs(object: JsonObject, path: Path, collect: Collector): void {
  const ask = (value: JsonValue | undefined, at: Path): void => {
    for (const [key, raw] of stringsAt(value, at, collect)) collect.ask('catalog', key, raw, { key, path: [...at, key] });
  };
  if (Object.hasOwn(object, 'catalog')) ask(object['catalog'], [...path, 'catalog']);
  const named = Object.hasOwn(object, 'catalogs') ? objectAt(object['catalogs'], [...path, 'catalogs'], collect) : undefined;
  if (named) for (const name of Object.keys(named)) ask(named[name], [...path, 'catalogs', name]);
}
