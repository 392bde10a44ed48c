// Reader of pnpm-lock.yaml, versions 5.0 to 9.0 (older ones as far as they share the form), every YAML document of the file:
// pnpm 11 and later put one in front that locks the package manager itself. https://github.com/pnpm/spec/tree/master/lockfile
// Links to folders are no packages here: `answer` gives the link as written for them.
import type { Problem, ProblemCode } from '../model/coverage.ts';
import type { Importer, Inventory } from '../model/inventory.ts';
import type { Package } from '../model/package.ts';
import { positionAt } from '../text/lines.ts';
import type { LockfileReader } from './contract.ts';
import { readDocument, type Entry, type ReadDocument } from './pnpm/document.ts';
import type { Report } from './pnpm/importers.ts';
import { checkReach, DEV, PROD, reachOf, REQUIRED, targetsOf } from './pnpm/reach.ts';
import { isMap } from './pnpm/yaml-tree.ts';
import { readYaml } from './pnpm/yaml.ts';

// More than this of one code says nothing new.
const MAX_OF_ONE_CODE = 20;

/** Collects problems with their positions, a bounded number of each code. */
function collector(text: string, path: string): { readonly report: Report; readonly finish: () => readonly Problem[] } {
  const problems: Problem[] = [];
  const counts = new Map<ProblemCode, number>();
  const report: Report = (code, message, offset) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    if (count <= MAX_OF_ONE_CODE) problems.push({ code, message, path, ...positionAt(text, offset) });
  };
  const finish = (): readonly Problem[] => {
    for (const [code, count] of counts) {
      if (count > MAX_OF_ONE_CODE) problems.push({ code, message: `${count - MAX_OF_ONE_CODE} more of the same kind`, path });
    }
    return problems;
  };
  return { report, finish };
}

interface Read {
  readonly document: ReadDocument;
  readonly reach: Uint8Array;
  readonly ids: readonly string[];
}

// Of two entries with one key the later keeps it: the last document is the project.
function nameEntries(documents: readonly ReadDocument[]): readonly (readonly string[])[] {
  // How often a key was met: a hostile file repeats one a million times.
  const copies = new Map<string, number>();
  const taken = new Set<string>();
  const [only, second] = documents;
  if (only && !second && only.unique) return [only.entries.map((entry) => entry.key)];
  const ids: string[][] = documents.map(() => []);
  for (let document = documents.length - 1; document >= 0; document -= 1) {
    const entries = documents[document]?.entries ?? [];
    for (let at = entries.length - 1; at >= 0; at -= 1) {
      const key = (entries[at] as Entry).key;
      let copy = copies.get(key) ?? 0;
      let id = key;
      while (taken.has(id)) id = `${key} (copy ${(copy += 1) + 1})`;
      copies.set(key, copy);
      taken.add(id);
      (ids[document] as string[])[at] = id;
    }
  }
  return ids;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

// Fields are set one by one: spreading optional ones costs several times as much, and there may be 50,000 entries.
function packageOf(entry: Entry, id: string, reached: number): Package {
  const { facts } = entry;
  const item: Writable<Package> = { id, name: facts.name, source: facts.source };
  if (facts.version !== undefined) item.version = facts.version;
  if (facts.identities.length > 0) item.identities = facts.identities;
  if (entry.localName !== undefined && !entry.ownName) item.alias = entry.localName;
  if (facts.resolved !== undefined) item.resolved = facts.resolved;
  if (facts.integrity !== undefined) item.integrity = facts.integrity;
  if ((reached & (DEV | PROD)) === DEV) item.dev = true;
  if (reached !== 0 && (reached & REQUIRED) === 0) item.optional = true;
  return item;
}

function importersOf(reads: readonly Read[]): readonly Importer[] {
  const folders = new Map<string, Set<string>>();
  for (const { document, ids } of reads) {
    for (const project of document.projects) {
      const dependencies = folders.get(project.folder) ?? new Set();
      for (const at of [...project.prod, ...project.dev, ...project.optional]) dependencies.add(ids[at] as string);
      folders.set(project.folder, dependencies);
    }
  }
  return [...folders].map(([folder, dependencies]) => ({ folder, dependencies: [...dependencies] }));
}

/** The names in `ignoredOptionalDependencies` may end with `*`. */
function isIgnored(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
}

/** Answers of each folder by name; the last document, the project, counts first. */
function answersOf(reads: readonly Read[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const folders = new Map<string, Map<string, string>>();
  for (const { document, ids } of reads) {
    for (const project of document.projects) {
      const answers = folders.get(project.folder) ?? new Map<string, string>();
      for (const [name, answer] of project.answers) answers.set(name, typeof answer === 'string' ? answer : (ids[answer] as string));
      folders.set(project.folder, answers);
    }
  }
  return folders;
}

function ignoredAnswer(reads: readonly Read[], name: string): string | undefined {
  return reads.some(({ document }) => isIgnored(name, document.ignored)) ? `ignored:${name}` : undefined;
}

function parse(text: string, path: string): Inventory {
  const { report, finish } = collector(text, path);
  const notes: string[] = [];
  const file = readYaml(text, 'lean');
  for (const problem of file.problems) report(problem.code, problem.message, problem.offset);
  const documents: ReadDocument[] = [];
  for (const { root, offset } of file.documents) {
    if (isMap(root)) documents.push(readDocument(root, offset, report, (note) => { if (notes.length < MAX_OF_ONE_CODE) notes.push(note); }));
    else report('malformed', 'a document of the file holds no lockfile', offset);
  }
  if (file.documents.length === 0) report('empty-file', 'the file holds nothing', 0);
  const last = documents.at(-1);
  if (last?.environment) report('malformed', 'the file locks the package manager alone: the document of the project is missing', text.length);
  const ids = nameEntries(documents);
  const reads = documents.map((document, at): Read => ({ document, reach: reachOf(document), ids: ids[at] ?? [] }));
  for (const { document, reach } of reads) checkReach(document, reach, report);

  const packages: Package[] = [];
  for (const { document, ids: own, reach } of reads) {
    for (let at = 0; at < own.length; at += 1) packages.push(packageOf(document.entries[at] as Entry, own[at] as string, reach[at] as number));
  }
  let answers: ReturnType<typeof answersOf> | undefined;
  let index: Map<string, { readonly read: Read; readonly at: number }> | undefined;
  const find = (id: string) => {
    index ??= new Map(reads.flatMap((read) => read.ids.map((key, at) => [key, { read, at }] as const)));
    return index.get(id);
  };
  return {
    formatVersion: last?.version ?? 'unknown',
    packages,
    importers: importersOf(reads),
    problems: finish(),
    notes,
    dependenciesOf: (id) => {
      const found = find(id);
      return found ? targetsOf(found.read.document, found.at).map((at) => found.read.ids[at] as string) : [];
    },
    locate: (id) => {
      const found = find(id);
      return found && positionAt(text, (found.read.document.entries[found.at] as Entry).offset);
    },
    answer: (importer, name) => {
      answers ??= answersOf(reads);
      return answers.get(importer)?.get(name) ?? ignoredAnswer(reads, name);
    },
  };
}

/** Reader of `pnpm-lock.yaml`. */
export const pnpm: LockfileReader = { id: 'pnpm', parse };
