// Reader of package.json: dependencies of every kind, overrides of npm, yarn and pnpm, bun's catalogs, workspaces.
// https://docs.npmjs.com/cli/configuring-npm/package-json - what is asked for, not what is installed.
import type { Problem } from '../model/coverage.ts';
import { isObject, parseJson, property, propertyLocator, type JsonObject } from '../text/json.ts';
import type { Manifest, RequestKind } from './contract.ts';
import { askOverrides, resolveReference, type Direct } from './overrides.ts';
import { askCatalogs, catalogsOf, collector, globsAt, objectAt, stringsAt, type Collector } from './requests.ts';
import { nameOfPnpmKey, nameOfResolution } from './selector.ts';
import type { Catalogs } from './spec.ts';

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const satisfies readonly RequestKind[];

function unread(problems: readonly Problem[]): Manifest {
  return { requests: [], workspaces: [], problems, locate: () => undefined };
}

/** `text` without byte order mark; `path` is for messages. Never throws. */
export function parsePackageJson(text: string, path: string): Manifest {
  if (text.trim() === '') return unread([{ code: 'empty-file', message: 'the manifest is empty', path }]);
  const parsed = parseJson(text);
  if (!parsed.ok) return unread([{ ...parsed.problem, path }]);
  const root = parsed.value;
  if (!isObject(root)) return unread([{ code: 'malformed', message: 'the manifest is not an object', path }]);
  const locate = propertyLocator(text);
  const collect = collector(path, locate, allCatalogs(root));
  for (const problem of parsed.problems) collect.problems.push({ ...problem, path });
  askDependencies(root, collect);
  askReplacements(root, collect);
  const workspaces = readWorkspaces(root, collect);
  askCatalogs(root, [], collect);
  return {
    ...textField(root, 'name'),
    ...textField(root, 'version'),
    requests: collect.requests,
    workspaces,
    problems: collect.problems,
    locate: (request) => locate(request.path),
  };
}

function textField<K extends 'name' | 'version'>(root: JsonObject, key: K): { readonly [P in K]?: string } {
  const value = property(root, key);
  return (typeof value === 'string' ? { [key]: value } : {}) as { readonly [P in K]?: string };
}

// Bun reads catalogs at the root and inside `workspaces`: https://bun.sh/docs/install/catalogs.
function allCatalogs(root: JsonObject): Catalogs {
  const workspaces = property(root, 'workspaces');
  return new Map([...catalogsOf(root), ...catalogsOf(isObject(workspaces) ? workspaces : undefined)]);
}

/** Names that a `…Meta` object marks as optional. */
function optionalNames(root: JsonObject, key: string): ReadonlySet<string> {
  const meta = property(root, key);
  const names = new Set<string>();
  if (!isObject(meta)) return names;
  for (const name of Object.keys(meta)) {
    const item = meta[name];
    if (isObject(item) && property(item, 'optional') === true) names.add(name);
  }
  return names;
}

function askDependencies(root: JsonObject, collect: Collector): void {
  const peers = optionalNames(root, 'peerDependenciesMeta');
  const others = optionalNames(root, 'dependenciesMeta');
  for (const kind of KINDS) {
    for (const [key, raw] of stringsAt(property(root, kind), [kind], collect)) {
      const optional = kind === 'optionalDependencies' || (kind === 'peerDependencies' ? peers : others).has(key);
      collect.ask(kind, key, raw, { key, path: [kind, key], ...(optional ? { optional: true } : {}) });
    }
  }
}

function directOf(root: JsonObject): Direct {
  return (name) => {
    for (const kind of KINDS) {
      const group = property(root, kind);
      const spec = isObject(group) ? property(group, name) : undefined;
      if (typeof spec === 'string') return spec;
    }
    return undefined;
  };
}

function askReplacements(root: JsonObject, collect: Collector): void {
  const direct = directOf(root);
  const overrides = objectAt(property(root, 'overrides'), ['overrides'], collect);
  if (overrides) askOverrides(overrides, ['overrides'], direct, collect);
  for (const [key, raw] of stringsAt(property(root, 'resolutions'), ['resolutions'], collect)) {
    const name = nameOfResolution(key);
    if (name === undefined) collect.report('unknown-entry', `the resolution ${JSON.stringify(key.slice(0, 200))} names no package`, ['resolutions', key]);
    else collect.ask('override', name, resolveReference(raw, direct) ?? raw, { key, path: ['resolutions', key] });
  }
  const pnpm = property(root, 'pnpm');
  if (isObject(pnpm)) askPnpmOverrides(pnpm, ['pnpm', 'overrides'], direct, collect);
}

/** `overrides` of pnpm, in package.json and in pnpm-workspace.yaml. `-` takes a dependency out. */
export function askPnpmOverrides(settings: JsonObject, path: readonly string[], direct: Direct, collect: Collector): void {
  for (const [key, value] of stringsAt(property(settings, 'overrides'), path, collect)) {
    const name = nameOfPnpmKey(key);
    const raw = resolveReference(value, direct) ?? value;
    if (raw.trim() === '-') continue;
    if (name === '') collect.report('unknown-entry', `the override ${JSON.stringify(key.slice(0, 200))} names no package`, [...path, key]);
    else collect.ask('override', name, raw, { key, path: [...path, key] });
  }
}

function readWorkspaces(root: JsonObject, collect: Collector): readonly string[] {
  const value = property(root, 'workspaces');
  if (!isObject(value)) return globsAt(value, ['workspaces'], collect);
  askCatalogs(value, ['workspaces'], collect);
  return globsAt(property(value, 'packages'), ['workspaces', 'packages'], collect);
}
