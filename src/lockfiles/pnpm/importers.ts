// The projects of a pnpm lockfile and what each asks for: `importers` (5.1 and later), or the root of a single project's file.
// Up to 5.x `name: reference` beside `specifiers`; later, and in `-inlineSpecifiers`, `name: {specifier, version}`.
import type { ProblemCode } from '../../model/coverage.ts';
import { hasKey, isMap, valueOf, type YamlMap, type YamlValue } from './yaml-tree.ts';
import { withoutAtEnd } from '../../text/ends.ts';

/** What one project asks for, under its local name. `group` is the map it stands in. */
export interface Wanted {
  readonly name: string;
  readonly reference: string;
  readonly group: 'prod' | 'dev' | 'optional';
  readonly offset: number;
}
export interface Project {
  /** Folder below the lockfile's, `''` for the root. */
  readonly folder: string;
  readonly wanted: readonly Wanted[];
}

export type Report = (code: ProblemCode, message: string, offset: number) => void;

const GROUPS: ReadonlyMap<string, Wanted['group']> = new Map([
  ['dependencies', 'prod'],
  ['optionalDependencies', 'optional'],
  ['devDependencies', 'dev'],
  // The package manager itself and its plugins: they run code, so they count like any other dependency.
  ['configDependencies', 'prod'],
  ['packageManagerDependencies', 'prod'],
]);
const OTHER_KEYS = new Set(['specifiers', 'dependenciesMeta', 'publishDirectory']);

function folderOf(path: string): string {
  return path === '.' ? '' : withoutAtEnd(path.replace(/^(?:\.\/)+/, ''), '/');
}

function referenceOf(value: YamlValue): string | undefined {
  if (typeof value === 'string') return value;
  if (!isMap(value)) return undefined;
  const version = valueOf(value, 'version');
  return typeof version === 'string' ? version : undefined;
}

function looksLikeWanted(value: YamlValue): boolean {
  const item = isMap(value) ? value.first?.value : undefined;
  return isMap(item) && hasKey(item, 'version') && hasKey(item, 'specifier');
}

function readGroup(map: YamlMap, group: Wanted['group'], wanted: Wanted[], report: Report): void {
  for (let pair = map.first; pair; pair = pair.next) {
    const { key: name, offset } = pair;
    const reference = referenceOf(pair.value);
    if (reference === undefined) report('unknown-entry', `the dependency ${JSON.stringify(name.slice(0, 200))} of a project has no version`, offset);
    else wanted.push({ name, reference, group, offset });
  }
}

function readProject(folder: string, map: YamlMap, place: 'root' | 'importer', report: Report): Project {
  const wanted: Wanted[] = [];
  for (let pair = map.first; pair; pair = pair.next) {
    const { key, value, offset } = pair;
    const known = GROUPS.get(key);
    if (known !== undefined && isMap(value)) readGroup(value, known, wanted, report);
    else if (known !== undefined) report('malformed', `${key} holds no dependencies`, offset);
    else if (place === 'importer' && !OTHER_KEYS.has(key) && isMap(value)) {
      report('unknown-entry', `a project has the unknown part ${JSON.stringify(key.slice(0, 200))}`, offset);
      if (looksLikeWanted(value)) readGroup(value, 'prod', wanted, report);
    }
  }
  checkSpecifiers(map, wanted, report);
  return { folder, wanted };
}

// Old files state each range once more: a name that stands there alone was cut off further down.
function checkSpecifiers(map: YamlMap, wanted: readonly Wanted[], report: Report): void {
  const specifiers = valueOf(map, 'specifiers');
  if (!isMap(specifiers)) return;
  const names = new Set(wanted.map((item) => item.name));
  for (let pair = specifiers.first; pair; pair = pair.next) {
    if (!names.has(pair.key)) report('missing-dependency', `a project asks for ${JSON.stringify(pair.key.slice(0, 200))} and the file has no answer`, pair.offset);
  }
}

/** The projects of one document. */
export function readProjects(root: YamlMap, report: Report): readonly Project[] {
  const projects: Project[] = [];
  if (hasKey(root, 'specifiers') || [...GROUPS.keys()].some((key) => hasKey(root, key))) projects.push(readProject('', root, 'root', report));
  for (let part = root.first; part; part = part.next) {
    if (part.key !== 'importers') continue;
    if (!isMap(part.value)) {
      report('malformed', 'importers holds no projects', part.offset);
      continue;
    }
    for (let pair = part.value.first; pair; pair = pair.next) {
      if (isMap(pair.value)) projects.push(readProject(folderOf(pair.key), pair.value, 'importer', report));
      else report('malformed', `the project ${JSON.stringify(pair.key.slice(0, 200))} is empty, as in a truncated file`, pair.offset);
    }
  }
  return projects;
}
