// The projects of a pnpm lockfile and what each asks for: `importers` (5.1 and later), or the root of a single project's file.
// Up to 5.x `name: reference` beside `specifiers`; later, and in `-inlineSpecifiers`, `name: {specifier, version}`.
import type { ProblemCode } from '../model/coverage.ts';
import { isMap, valueOf, type YamlMap, type YamlValue } from './pnpm-yaml.ts';

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
  return path === '.' ? '' : path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
}

function referenceOf(value: YamlValue): string | undefined {
  if (typeof value === 'string') return value;
  if (!isMap(value)) return undefined;
  const version = valueOf(value, 'version');
  return typeof version === 'string' ? version : undefined;
}

function looksLikeWanted(value: YamlValue): boolean {
  return isMap(value) && value.values.some((item) => isMap(item) && item.keys.includes('version') && item.keys.includes('specifier'));
}

function readGroup(map: YamlMap, group: Wanted['group'], wanted: Wanted[], report: Report): void {
  for (let at = 0; at < map.keys.length; at += 1) {
    const name = map.keys[at] as string;
    const offset = map.offsets[at] as number;
    const reference = referenceOf(map.values[at] as YamlValue);
    if (reference === undefined) report('unknown-entry', `the dependency ${JSON.stringify(name)} of a project has no version`, offset);
    else wanted.push({ name, reference, group, offset });
  }
}

function readProject(folder: string, map: YamlMap, atRoot: boolean, report: Report): Project {
  const wanted: Wanted[] = [];
  for (let at = 0; at < map.keys.length; at += 1) {
    const key = map.keys[at] as string;
    const value = map.values[at] as YamlValue;
    const offset = map.offsets[at] as number;
    const known = GROUPS.get(key);
    if (known !== undefined && isMap(value)) readGroup(value, known, wanted, report);
    else if (known !== undefined) report('malformed', `${key} holds no dependencies`, offset);
    else if (!atRoot && !OTHER_KEYS.has(key) && isMap(value)) {
      report('unknown-entry', `a project has the unknown part ${JSON.stringify(key)}`, offset);
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
  for (let at = 0; at < specifiers.keys.length; at += 1) {
    const name = specifiers.keys[at] as string;
    if (!names.has(name)) report('missing-dependency', `a project asks for ${JSON.stringify(name)} and the file has no answer`, specifiers.offsets[at] as number);
  }
}

/** The projects of one document. */
export function readProjects(root: YamlMap, report: Report): readonly Project[] {
  const projects: Project[] = [];
  if (root.keys.some((key) => GROUPS.has(key) || key === 'specifiers')) projects.push(readProject('', root, true, report));
  for (let at = 0; at < root.keys.length; at += 1) {
    if (root.keys[at] !== 'importers') continue;
    const importers = root.values[at];
    if (!isMap(importers)) {
      report('malformed', 'importers holds no projects', root.offsets[at] as number);
      continue;
    }
    for (let index = 0; index < importers.keys.length; index += 1) {
      const path = importers.keys[index] as string;
      const project = importers.values[index] as YamlValue;
      if (isMap(project)) projects.push(readProject(folderOf(path), project, false, report));
      else report('malformed', `the project ${JSON.stringify(path)} is empty, as in a truncated file`, importers.offsets[index] as number);
    }
  }
  return projects;
}
