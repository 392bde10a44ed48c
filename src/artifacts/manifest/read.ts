// A manifest cut down to what changes a package's behaviour or identity.
import type { Problem } from '../../model/coverage.ts';
import type { ManifestSummary } from '../../model/difference.ts';
import { isObject, type JsonObject, type JsonValue, parseJson, property } from '../../text/json.ts';
import { specWithoutSecrets } from '../../text/printable.ts';
import { canonicalJson } from './canonical.ts';
import { bundledAt, programsAt, requestsAt, type Table, tableOf, textsAt } from './tables.ts';

/** What could be read, and what could not. Problems have no path: the caller knows it. */
interface ManifestReading {
  readonly summary: ManifestSummary;
  readonly problems: readonly Problem[];
}

/**
 * Fields beside those with a place of their own in the summary: what loads which file, where it can be installed, what building
 * and registries read.
 */
const FIELDS = [
  'main', 'module', 'browser', 'type', 'types', 'typings', 'exports', 'imports', 'react-native', 'jsnext:main', 'unpkg', 'jsdelivr', 'source', 'engines', 'os', 'cpu', 'libc',
  'gypfile', 'binary', 'private', 'files', 'sideEffects', 'peerDependenciesMeta', 'overrides', 'workspaces', 'mcpName',
] as const;
const ORDERED: ReadonlySet<string> = new Set(['exports', 'imports']);

/** Reads a manifest from its text, or from a value that was parsed elsewhere. Never throws. */
export function readManifest(manifest: string | JsonValue): ManifestReading {
  if (typeof manifest !== 'string') return summarised(manifest, []);
  if (manifest.trim() === '') return nothing({ code: 'empty-file', message: 'the manifest is empty' });
  const parsed = parseJson(manifest.charCodeAt(0) === 0xfeff ? manifest.slice(1) : manifest);
  return parsed.ok ? summarised(parsed.value, parsed.problems) : nothing(parsed.problem);
}

function nothing(problem: Problem): ManifestReading {
  return { summary: summaryOf({}, []), problems: [problem] };
}

function summarised(value: JsonValue, found: readonly Problem[]): ManifestReading {
  if (!isObject(value)) return nothing({ code: 'malformed', message: 'the manifest is not an object' });
  const problems = [...found];
  return { summary: summaryOf(value, problems), problems };
}

function summaryOf(root: JsonObject, problems: Problem[]): ManifestSummary {
  const name = textAt(root, 'name');
  const optionalDependencies = plainSpecs(requestsAt(root, 'optionalDependencies', problems));
  // An optional one overrides: clients that write it into both tables mean the same.
  const dependencies = tableOf(Object.entries(plainSpecs(requestsAt(root, 'dependencies', problems))).filter(([key]) => !(key in optionalDependencies)));
  return {
    ...described(root, name),
    scripts: textsAt(root, 'scripts', problems),
    dependencies,
    optionalDependencies,
    peerDependencies: plainSpecs(requestsAt(root, 'peerDependencies', problems)),
    bundled: bundledAt(root, dependencies),
    bins: programsAt(root, name, problems),
    fields: tableOf(fieldsOf(root)),
  };
}

function plainSpecs(requests: Table): Table {
  return tableOf(Object.entries(requests).map(([name, spec]) => [name, specWithoutSecrets(spec)]));
}

function described(root: JsonObject, name: string | undefined): Partial<Pick<ManifestSummary, 'name' | 'version' | 'description' | 'license' | 'author' | 'homepage' | 'repository'>> {
  const texts = {
    name,
    version: textAt(root, 'version'),
    description: textAt(root, 'description'),
    license: licenseOf(property(root, 'license') ?? property(root, 'licenses')),
    author: personOf(property(root, 'author')),
    homepage: urlOf(property(root, 'homepage')),
    repository: urlOf(repositoryIn(root)),
  };
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined));
}

function textAt(root: JsonObject, key: string): string | undefined {
  const value = property(root, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

// https://docs.npmjs.com/cli/configuring-npm/package-json#license tells of the older forms: an object, and a list of them.
function licenseOf(value: JsonValue | undefined): string | undefined {
  if (Array.isArray(value)) return value.map((item: JsonValue) => licenseOf(item)).filter((text) => text !== undefined).join(' OR ') || undefined;
  if (isObject(value)) return textAt(value, 'type') ?? textAt(value, 'name');
  return typeof value === 'string' && value !== '' ? value : undefined;
}

// https://docs.npmjs.com/cli/configuring-npm/package-json#people-fields-author-contributors
function personOf(value: JsonValue | undefined): string | undefined {
  if (!isObject(value)) return typeof value === 'string' && value !== '' ? value : undefined;
  const [name, email, url] = ['name', 'email', 'url'].map((key) => textAt(value, key));
  const parts = [name, ...(email === undefined ? [] : [`<${email}>`]), ...(url === undefined ? [] : [`(${url})`])].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' ');
}

// Of the older list `repositories`, npm takes the first.
function repositoryIn(root: JsonObject): JsonValue | undefined {
  const value = property(root, 'repository') ?? property(root, 'repositories');
  return Array.isArray(value) ? (value[0] as JsonValue | undefined) : value;
}

function urlOf(value: JsonValue | undefined): string | undefined {
  const text = isObject(value) ? textAt(value, 'url') : typeof value === 'string' && value !== '' ? value : undefined;
  return text === undefined ? undefined : specWithoutSecrets(text);
}

function fieldsOf(root: JsonObject): readonly (readonly [string, string])[] {
  const folders = property(root, 'directories');
  const repository = repositoryIn(root);
  const inner: readonly (readonly [string, JsonValue | undefined])[] = [
    // Every file of that folder becomes a program; only the package's files tell which.
    ['directories.bin', isObject(folders) ? property(folders, 'bin') : undefined],
    ['repository.directory', isObject(repository) ? property(repository, 'directory') : undefined],
  ];
  return [...FIELDS.map((key) => [key, property(root, key)] as const), ...inner].flatMap(([key, value]) => (value === undefined || value === null ? [] : [[key, canonicalJson(value, ORDERED.has(key) ? 'kept' : 'sorted')] as const]));
}
