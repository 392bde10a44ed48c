// An installed tree in node_modules, as npm, pnpm, yarn and bun lay it out: nested, hoisted, linked, or with a virtual store.
// Reads folders and package.json files, never code. Limits: what only Plug'n'Play or a loader resolves is not seen here.
import type { Place, Problem } from '../model/coverage.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Package, Source } from '../model/package.ts';
import type { FileTree } from '../model/ports.ts';
import { isObject, property, type JsonObject } from '../text/json.ts';
import { hasUnprintable } from '../text/printable.ts';
import { collect, STORES } from './collect.ts';
import type { InstalledTree, InstallReader } from './contract.ts';
import { hiddenDisagreements, readHiddenLockfile, type HiddenLockfile } from './hidden-lockfile.ts';
import { aliasesOf, readJsonObject } from './installed-manifest.ts';
import { packageAt, type Declared } from './installed-package.ts';
import { join } from './paths.ts';
import { lookUp, type Collected, type Position } from './positions.ts';
import { answer, dependenciesOf, importersOf, isWhole } from './resolution.ts';
import { sourceOfSpec } from './specs.ts';

/** Reads `<root>/node_modules`. */
export const nodeModules: InstallReader = { id: 'node-modules', read: readTree };

function readTree(tree: FileTree, root: string): InstalledTree {
  const collected = collect(tree, root);
  const manifest = readJsonObject(tree, collected.root);
  const has = (name: string) => collected.dotEntries.some((entry) => entry.name === name);
  const hidden = has('.package-lock.json') ? readHiddenLockfile(tree, collected.top.path) : undefined;
  const declared = declarations(collected, manifest);
  const packages: Package[] = [];
  for (const position of collected.positions) packages.push(packageAt(position, hidden?.entries.get(position.id), declared));
  const inventory: Inventory = {
    formatVersion: layoutOf(has, hidden),
    packages,
    importers: importersOf(tree, collected, manifest),
    problems: [...collected.problems, ...packageProblems(packages, collected.positions)],
    notes: collected.notes,
    dependenciesOf: (id) => dependenciesOf(tree, collected, id),
    locate: () => undefined,
    answer: (importer, name) => answer(collected, importer, name),
  };
  return {
    inventory,
    manager: managerOf(has),
    whole: collected.problems.length === 0 && isWhole(tree, collected, manifest),
    ...(hidden && { hidden: { path: hidden.path, packages: hidden.entries.size, disagreements: hiddenDisagreements(hidden, collected) } }),
    filesRead: collected.filesRead + (hidden ? 1 : 0) + (manifest ? 1 : 0),
    skipped: skippedOf(collected),
  };
}

function declarations(collected: Collected, manifest: JsonObject | undefined): Declared {
  const aliases = new Map<string, Set<string>>();
  const declare = (declared: ReadonlyMap<string, string> | undefined) => {
    for (const [local, real] of declared ?? []) {
      const names = aliases.get(local) ?? new Set<string>();
      aliases.set(local, names.add(real));
    }
  };
  if (manifest) declare(aliasesOf(manifest));
  for (const position of collected.positions) declare(position.manifest?.aliases);
  return { aliases, sources: manifest ? sourcesOf(collected, manifest) : new Map() };
}

function sourcesOf(collected: Collected, manifest: JsonObject): ReadonlyMap<Position, Source> {
  const sources = new Map<Position, Source>();
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    const dependencies = property(manifest, kind);
    if (!isObject(dependencies)) continue;
    for (const [name, spec] of Object.entries(dependencies)) {
      const source = typeof spec === 'string' ? sourceOfSpec(spec) : undefined;
      const position = source && lookUp(collected.top, name);
      if (source && position) sources.set(position, source);
    }
  }
  return sources;
}

function packageProblems(packages: readonly Package[], positions: readonly Position[]): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [at, entry] of packages.entries()) {
    if (entry.version === undefined || !isPlainPackage(entry)) problems.push(...problemsOf(entry, positions[at]));
  }
  return problems;
}

function problemsOf(entry: Package, position: Position | undefined): readonly Problem[] {
  const path = position?.path ?? entry.id;
  const problems: Problem[] = [];
  if (entry.version === undefined && (entry.source === 'registry' || entry.source === 'url')) {
    problems.push({ code: 'unknown-package-version', message: position?.manifest ? 'its package.json states no version' : 'installed, but no package.json tells its version', path });
  }
  if (!isPlainPackage(entry)) problems.push({ code: 'invalid-name', message: 'its name or version has control or invisible characters, or is not UTF-8', path });
  return problems;
}

function isPlainPackage({ id, name, version }: Package): boolean {
  return isPlain(id) && (id.endsWith(name) || isPlain(name)) && (version === undefined || isPlain(version));
}

const PLAIN = /^[\w@/.+~-]+$/;

function isPlain(text: string): boolean {
  return PLAIN.test(text) || !(hasUnprintable(text) || /\\x[0-9a-f]{2}/.test(text));
}

function managerOf(has: (name: string) => boolean): string {
  if (has('.pnpm') || has('.modules.yaml')) return 'pnpm';
  if (has('.package-lock.json')) return 'npm';
  if (has('.bun')) return 'bun';
  return has('.yarn-state.yml') || has('.yarn-integrity') || has('.store') ? 'yarn' : 'node_modules';
}

function layoutOf(has: (name: string) => boolean, hidden: HiddenLockfile | undefined): string {
  if (has('.pnpm')) return 'pnpm';
  if (has('.bun')) return 'bun';
  if (has('.store')) return hidden ? 'linked' : 'yarn-pnpm';
  return 'hoisted';
}

// Tools keep caches and links to programs here; a store was read.
function skippedOf(collected: Collected): readonly Place[] {
  return collected.dotEntries
    .filter(({ name, kind }) => kind !== 'file' && !STORES.includes(name))
    .map(({ name }) => ({ path: join(collected.top.path, name), kind: 'folder', status: 'skipped', reason: name === '.bin' ? 'links to programs of packages' : 'no install position: Node finds no package by this name', problems: [], notes: [] }));
}
