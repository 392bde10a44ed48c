// bun.lock, the text lockfile of bun 1.1.39 and later: https://bun.com/docs/pm/lockfile. Versions 0 to 3 have one layout: 0 lists the
// dependencies of workspaces in their entries too, 2 only makes bun stricter, 3 has overrides that are objects.
import type { Importer, Inventory } from '../model/inventory.ts';
import { isObject, type JsonObject, type JsonValue, lostProperties, property } from '../text/json.ts';
import { bunAnswer, bunDependenciesOf, bunImporters, type BunLock, checkBunEdges } from './bun/edges.ts';
import { parseJsonc } from './bun/json.ts';
import { type BunEntry, bunEntry, bunPlaceOf, type BunReading } from './bun/packages.ts';
import type { LockfileReader } from './contract.ts';
import { locator } from './json-positions.ts';
import type { Draft } from './npm/entry.ts';
import { contradict } from './npm/packages.ts';
import { addToTree, type Tree } from './npm/tree.ts';
import { type ProblemList, problemList, quoted } from './problem-list.ts';

export const bun: LockfileReader = { id: 'bun', parse };

function parse(text: string, path: string): Inventory {
  const problems = problemList(path);
  const json = parseJsonc(text);
  const { result } = json;
  const root: JsonObject = result.ok && isObject(result.value) ? result.value : {};
  if (!result.ok) problems.take(result.problem);
  else if (!isObject(result.value)) problems.add('malformed', 'the file is valid JSON but holds no object');
  else for (const problem of result.problems) problems.take(problem);

  const readable = result.ok && isObject(result.value);
  const formatVersion = readable ? readVersion(root, problems) : 'unknown';
  const workspaces = objectPart(root, 'workspaces', problems);
  const packages = objectPart(root, 'packages', problems);
  if (readable && workspaces === undefined) problems.add('malformed', 'the file has no "workspaces": not a lockfile of bun, or cut off');

  const reading: BunReading = { problems, aliasTargets: aliasTargetsOf(json.text) };
  const entries = new Map<string, BunEntry>();
  const tree: Tree = new Map();
  const drafts: Draft[] = [];
  for (const key in packages ?? {}) {
    const entry = bunEntry(key, packages?.[key], key, reading);
    if (entry === undefined) continue;
    const { parent, local } = bunPlaceOf(key);
    addToTree(tree, parent, local, key);
    entries.set(key, entry);
    drafts.push(entry.draft);
  }
  const lock: BunLock = { entries, workspaces: workspaces ?? {}, tree };
  for (const { draft, folder } of entries.values()) applyWorkspaceVersion(draft, folder, lock.workspaces);
  checkBunEdges(lock, problems);
  const offsets = new Map<string, number>();
  if (result.ok && result.problems.length > 0) drafts.push(...lostEntries(json.text, entries, offsets, reading));

  let importers: readonly Importer[] | undefined;
  const locate = locator(json.text, (at) => (at.length === 2 && at[0] === 'packages' ? String(at[1]) : undefined), offsets);
  return {
    formatVersion,
    packages: drafts,
    get importers() {
      importers ??= bunImporters(lock);
      return importers;
    },
    problems: problems.finish(locate),
    notes: [],
    dependenciesOf: (id) => bunDependenciesOf(lock, id),
    locate,
    answer: (importer, name) => bunAnswer(lock, importer, name),
  };
}

function readVersion(root: JsonObject, problems: ProblemList): string {
  const stated = property(root, 'lockfileVersion');
  if (stated === 0 || stated === 1 || stated === 2 || stated === 3) return String(stated);
  problems.add('unknown-version', stated === undefined ? 'no lockfileVersion' : `unknown lockfileVersion ${quoted(String(stated)).slice(1, -1)}`);
  return typeof stated === 'number' || typeof stated === 'string' ? String(stated) : 'unknown';
}

function objectPart(root: JsonObject, name: string, problems: ProblemList): JsonObject | undefined {
  const value = property(root, name);
  if (value === undefined || isObject(value)) return value;
  problems.add('unknown-entry', `${quoted(name)} is not an object`);
  return undefined;
}

function applyWorkspaceVersion(draft: Draft, folder: string | undefined, workspaces: JsonObject): void {
  const workspace = folder === undefined ? undefined : property(workspaces, folder);
  if (isObject(workspace) && typeof workspace.version === 'string') draft.version = workspace.version;
}

// Specifiers stand in workspaces, entries, overrides and catalogs; one pass over the text finds them all. Made when first asked.
function aliasTargetsOf(text: string): () => ReadonlySet<string> {
  let targets: Set<string> | undefined;
  return () => {
    targets ??= new Set(Array.from(text.matchAll(/"npm:(@?[^"@]+)/g), (match) => match[1] as string));
    return targets;
  };
}

// JSON.parse keeps the last of a key that stands twice; bun itself refuses such a file. The others are matched too.
function lostEntries(text: string, winners: ReadonlyMap<string, BunEntry>, offsets: Map<string, number>, reading: BunReading): readonly Draft[] {
  const drafts: Draft[] = [];
  const keep = (key: string, value: JsonValue | undefined, offset: number) => {
    const draft = bunEntry(key, value, key, reading)?.draft;
    if (draft === undefined) return;
    contradict(draft, winners.get(key)?.draft);
    draft.id = `${key}#${drafts.length + 1}`;
    offsets.set(draft.id, offset);
    drafts.push(draft);
  };
  for (const lost of lostProperties(text)) {
    if (lost.path[0] !== 'packages' || lost.path.length > 2) continue;
    const value = JSON.parse(text.slice(lost.valueOffset, lost.valueEnd)) as JsonValue;
    if (lost.path.length === 2) keep(String(lost.path[1]), value, lost.keyOffset);
    else if (isObject(value)) for (const key in value) keep(key, value[key], lost.keyOffset);
  }
  return drafts;
}
