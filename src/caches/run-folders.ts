// What the folders of npx, dlx and bunx have in common: a package.json that says what was asked for, files with times, and
// the question which folder answers a launch line.
import type { Problem } from '../model/coverage.ts';
import type { RunFolder } from '../model/machine.ts';
import type { FileTree } from '../model/ports.ts';
import { isObject, parseJson, property, type JsonObject } from '../text/json.ts';
import { join, readTextOr, timesOf, timeText } from './paths.ts';

/** Folders of one tool, with what could not be read outside of them. */
export interface RunFolders {
  readonly folders: readonly RunFolder[];
  readonly problems: readonly Problem[];
  /** Said in coverage, such as folders of runs that installed nothing. */
  readonly notes: readonly string[];
}

export type ManifestRead =
  | { readonly kind: 'read'; readonly manifest: JsonObject; readonly problems: readonly Problem[] }
  | { readonly kind: 'absent' | 'failed'; readonly problems: readonly Problem[] };

/** The package.json of a run's folder. */
export function readRunManifest(tree: FileTree, folder: string): ManifestRead {
  const path = join(folder, 'package.json');
  const problems: Problem[] = [];
  const text = readTextOr(tree, path, problems);
  if (text === undefined) return { kind: problems.length === 0 ? 'absent' : 'failed', problems };
  const parsed = parseJson(text);
  if (!parsed.ok) return { kind: 'failed', problems: [{ ...parsed.problem, path }] };
  if (!isObject(parsed.value)) return { kind: 'failed', problems: [{ code: 'malformed', message: 'not a JSON object', path }] };
  return { kind: 'read', manifest: parsed.value, problems: parsed.problems.map((problem) => ({ ...problem, path })) };
}

/** Names of a manifest's direct dependencies, sorted. */
export function dependenciesOf(manifest: JsonObject): readonly string[] {
  const names = new Set<string>();
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    const stated = property(manifest, kind);
    if (isObject(stated)) for (const name of Object.keys(stated)) names.add(name);
  }
  return [...names].sort();
}

/**
 * When a folder's own files were last written, and when the first was made. The times of files say less than a name with a time
 * in it, so `made` wins where a tool writes one.
 */
export function runTimes(tree: FileTree, folder: string, files: readonly string[], made?: number): Pick<RunFolder, 'modified' | 'created'> {
  const times = files.map((name) => timesOf(tree, join(folder, name))).filter((one) => one !== undefined);
  const modified = timeText(times.length === 0 ? undefined : Math.max(...times.map((one) => one.modified)));
  const created = timeText(made ?? timesOf(tree, folder)?.created);
  return { ...(modified === undefined ? {} : { modified }), ...(created === undefined ? {} : { created }) };
}

/** Name in front of a spec's version, as the manifest that the tool writes has it: for an alias, the alias. Undefined for addresses and files. */
export function nameOfSpec(spec: string): string | undefined {
  return /^(@[^/@\s]+\/[^/@\s:]+|[^/@\s:]+)(?:@.*)?$/s.exec(spec)?.[1];
}
