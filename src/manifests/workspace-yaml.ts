// Readers of pnpm-workspace.yaml (https://pnpm.io/pnpm-workspace_yaml) and .yarnrc.yml (https://yarnpkg.com/configuration/yarnrc):
// workspace globs, catalogs, overrides, config dependencies. Rarely met, so the YAML library is loaded on need; every scalar stays text.
import type { Problem } from '../model/coverage.ts';
import { isObject, property, type JsonObject, type JsonValue } from '../text/json.ts';
import { positionAt } from '../text/lines.ts';
import type { Manifest } from './contract.ts';
import { askPnpmOverrides } from './package-json.ts';
import { askCatalogs, catalogsOf, collector, globsAt, objectAt, type Collector } from './requests.ts';
import { locateYaml } from './yaml-position.ts';

type Loaded = { readonly ok: true; readonly root: JsonObject } | { readonly ok: false; readonly problem: Problem };

async function load(text: string, path: string): Promise<Loaded> {
  const { FAILSAFE_SCHEMA, YAMLException, loadAll } = await import('js-yaml');
  let documents: readonly unknown[];
  try {
    documents = loadAll(text, { schema: FAILSAFE_SCHEMA });
  } catch (error) {
    // The library throws for whatever it refuses, nesting and repeated keys included; its words would quote the file.
    const position = error instanceof YAMLException && error.mark ? positionAt(text, Math.min(error.mark.position, text.length)) : {};
    return { ok: false, problem: { code: 'malformed', message: 'not valid YAML', path, ...position } };
  }
  if (documents.length > 1) return { ok: false, problem: { code: 'malformed', message: 'the file holds more than one document', path } };
  const root = documents[0] as JsonValue | undefined;
  // An empty file, or comments alone, is what these tools accept as no settings.
  if (root === undefined || root === null || root === '') return { ok: true, root: {} };
  return isObject(root) ? { ok: true, root } : { ok: false, problem: { code: 'malformed', message: 'the file is not a map', path } };
}

async function parse(text: string, path: string, ask: (root: JsonObject, collect: Collector) => readonly string[]): Promise<Manifest> {
  const loaded = await load(text, path);
  if (!loaded.ok) return { requests: [], workspaces: [], problems: [loaded.problem], locate: () => undefined };
  const collect = collector(path, (keys) => locateYaml(text, keys), catalogsOf(loaded.root));
  const workspaces = ask(loaded.root, collect);
  askCatalogs(loaded.root, [], collect);
  return { requests: collect.requests, workspaces, problems: collect.problems, locate: (request) => locateYaml(text, request.path) };
}

/** `pnpm-workspace.yaml`. `path` is for messages. Never rejects. */
export function parsePnpmWorkspace(text: string, path: string): Promise<Manifest> {
  return parse(text, path, (root, collect) => {
    // `$name` refers to the root's package.json, which is not here: it stays as written.
    askPnpmOverrides(root, ['overrides'], () => undefined, collect);
    askConfigDependencies(root, collect);
    return globsAt(property(root, 'packages'), ['packages'], collect);
  });
}

/** `.yarnrc.yml`: catalogs, and the name of the lockfile; the rest are settings. `path` is for messages. Never rejects. */
export async function parseYarnrc(text: string, path: string): Promise<Manifest> {
  let lockfileName: string | undefined;
  const manifest = await parse(text, path, (root) => {
    const value = property(root, 'lockfileFilename');
    if (typeof value === 'string' && value !== '') lockfileName = value;
    return [];
  });
  return lockfileName === undefined ? manifest : { ...manifest, lockfileName };
}

// `name: 1.0.0+sha512-…`, or an object with `integrity` (which starts with the version) and `tarball`: https://pnpm.io/config-dependencies.
function askConfigDependencies(root: JsonObject, collect: Collector): void {
  const path = ['configDependencies'];
  const object = objectAt(property(root, 'configDependencies'), path, collect);
  if (!object) return;
  for (const key of Object.keys(object)) {
    const value = object[key];
    const raw = isObject(value) ? property(value, 'integrity') ?? property(value, 'version') : value;
    if (typeof raw === 'string') collect.ask('dependencies', key, raw.replace(/\+sha\d+-.*$/s, ''), { key, path: [...path, key] });
    else collect.report('unknown-entry', `${JSON.stringify(key.slice(0, 200))} in configDependencies has no version`, [...path, key]);
  }
}
