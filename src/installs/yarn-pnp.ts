// An install by Yarn's Plug'n'Play (https://yarnpkg.com/features/pnp): no node_modules, but data that says where each package
// lies. The data is compared with the package.json in each archive of the cache, where those archives are on this disk.
import type { Problem } from '../model/coverage.ts';
import type { Identity, Package } from '../model/package.ts';
import type { FileTree } from '../model/ports.ts';
import type { InstalledTree, InstallReader } from './contract.ts';
import type { InstalledManifest } from './installed-manifest.ts';
import { join, relativeTo } from './paths.ts';
import { readPnpData, type Locator, type PnpEntry } from './pnp-data.ts';
import { archiveOf, readPnpDisk, type PnpDisk } from './pnp-disk.ts';
import { parseReference, withoutVirtual, withoutVirtualFolder, type Reference } from './pnp-reference.ts';
import { identityOfTarballUrl } from '../text/registry-url.ts';

/** Reads `.pnp.cjs`, `.pnp.js` or `.pnp.data.json` in `root`, as data. */
export const yarnPnp: InstallReader = { id: 'yarn-pnp', read: readPnp };

interface Place {
  readonly id: string;
  readonly path: string;
  readonly entry: PnpEntry;
  readonly reference: Reference | undefined;
  readonly dependencies: Map<string, Locator>;
}

async function readPnp(tree: FileTree, root: string): Promise<InstalledTree> {
  const data = readPnpData(tree, root);
  const places = placesOf(data.entries, root);
  const members = [...places.values()].filter(({ reference }) => reference?.source === 'workspace');
  const listed = [...places.values()].filter(({ id }) => id !== '');
  const disk = await readPnpDisk(tree, root, listed.map(({ path }) => path));
  const problems: Problem[] = [...data.problems, ...danglingOf(places, root), ...disk.problems];
  const aliases = aliasesOf(data.entries);
  const packages = listed.map((place) => packageAt(place, disk, aliases, problems));
  const extra = strangers(disk, new Set(listed.map(({ path }) => path)), root);
  const byId = new Map([...places.values()].map((place) => [place.id, place]));
  return {
    inventory: {
      formatVersion: 'pnp',
      packages: [...packages, ...extra],
      importers: members.map((member) => ({ folder: member.id, dependencies: dependencyIds(places, member) })),
      problems,
      notes: [...data.notes, ...notesOf(disk, extra)],
      dependenciesOf: (id) => { const place = byId.get(id); return place ? dependencyIds(places, place) : []; },
      locate: () => undefined,
      answer: (importer, name) => {
        const target = byId.get(importer)?.dependencies.get(name);
        return target && places.get(keyOf(target))?.id;
      },
    },
    manager: 'yarn-pnp',
    whole: problems.length === 0 && disk.absent.size === 0,
    filesRead: data.filesRead + disk.filesRead,
    skipped: [],
  };
}

function keyOf({ name, reference }: Locator): string {
  return `${name}\0${withoutVirtual(reference)}`;
}

// The virtual instances of one package lie in one place and differ in their peers: they are one package with all their edges.
function placesOf(entries: readonly PnpEntry[], root: string): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const ids = new Set<string>();
  for (const entry of entries) {
    const known = places.get(keyOf(entry));
    const path = absolute(root, withoutVirtualFolder(entry.location));
    const here = relativeTo(root, path);
    const id = ids.has(here) && !known ? `${here}#${entry.name}@${entry.reference}` : here;
    const place = known ?? { id, path, entry, reference: parseReference(entry.reference), dependencies: new Map<string, Locator>() };
    for (const [local, target] of entry.dependencies) if (keyOf(target) !== keyOf(entry)) place.dependencies.set(local, target);
    ids.add(id);
    places.set(keyOf(entry), place);
  }
  return places;
}

function absolute(root: string, location: string): string {
  const parts = location.startsWith('/') ? [] : root.split('/').filter((part) => part !== '');
  for (const part of location.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function dependencyIds(places: ReadonlyMap<string, Place>, place: Place): readonly string[] {
  return [...new Set([...place.dependencies.values()].flatMap((target) => places.get(keyOf(target))?.id ?? []))];
}

function danglingOf(places: ReadonlyMap<string, Place>, root: string): Problem[] {
  const problems: Problem[] = [];
  for (const { entry, dependencies } of places.values()) {
    for (const target of dependencies.values()) {
      if (!places.has(keyOf(target))) problems.push({ code: 'dangling-reference', message: `${entry.name} depends on ${target.name}@${target.reference}, which the data does not have`, path: root });
    }
  }
  return problems;
}

function aliasesOf(entries: readonly PnpEntry[]): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  for (const entry of entries) {
    for (const [local, target] of entry.dependencies) {
      const key = keyOf(target);
      if (local !== target.name && !aliases.has(key)) aliases.set(key, local);
    }
  }
  return aliases;
}

function packageAt({ id, path, entry, reference }: Place, disk: PnpDisk, aliases: ReadonlyMap<string, string>, problems: Problem[]): Package {
  const manifest = disk.manifests.get(path);
  const source = reference?.source ?? 'registry';
  const version = reference?.version ?? manifest?.version;
  const here = !disk.absent.has(archiveOf(path) ?? path);
  if (!reference) problems.push({ code: 'unknown-entry', message: `the reference ${entry.name}@${entry.reference} was not understood`, path });
  if (here && !disk.manifests.has(path)) problems.push({ code: 'unknown-entry', message: 'no package.json where the data says', path });
  else if (here && version === undefined && (source === 'registry' || source === 'url')) problems.push({ code: 'unknown-package-version', message: 'its package.json states no version', path });
  const identities = [...referenceIdentities(entry, reference), ...diskIdentities(entry.name, reference?.version, manifest)];
  const alias = aliases.get(keyOf(entry));
  return {
    id, name: entry.name, ...(version !== undefined && { version }), source,
    ...(identities.length > 0 && { identities }), ...(alias !== undefined && { alias }),
    ...(reference?.resolved !== undefined && { resolved: reference.resolved }),
  };
}

function referenceIdentities(entry: PnpEntry, reference: Reference | undefined): Identity[] {
  if (!reference) return [];
  const found: Identity[] = [];
  if (reference.name !== undefined && reference.name !== entry.name) found.push(identity('resolved-url', reference.name, reference.version));
  const archive = reference.resolved === undefined ? undefined : identityOfTarballUrl(reference.resolved);
  if (archive && reference.name === undefined && !(archive.name === entry.name && archive.version === reference.version)) found.push({ origin: 'resolved-url', ...archive });
  return found;
}

function diskIdentities(name: string, version: string | undefined, manifest: InstalledManifest | undefined): Identity[] {
  if (!manifest) return [];
  const sameName = manifest.name === undefined || manifest.name === name;
  const sameVersion = version === undefined || manifest.version === undefined || manifest.version === version;
  return sameName && sameVersion ? [] : [identity('disk', manifest.name ?? name, manifest.version)];
}

function identity(origin: Identity['origin'], name: string, version: string | undefined): Identity {
  return version === undefined ? { origin, name } : { origin, name, version };
}

// Archives of other platforms or earlier installs, and packages shipped inside others: on the disk, so they count.
function strangers(disk: PnpDisk, known: ReadonlySet<string>, root: string): readonly Package[] {
  const found: Package[] = [];
  for (const [path, manifest] of disk.manifests) {
    if (known.has(path)) continue;
    const folder = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const nested = path.slice(0, -folder.length).split('/node_modules/').length > 2;
    const name = manifest?.name ?? folder;
    found.push({
      id: relativeTo(root, path), name, ...(manifest?.version !== undefined && { version: manifest.version }), source: 'registry',
      ...(name !== folder && { identities: [{ origin: 'folder', name: folder }] }), ...(nested && { bundled: true }),
    });
  }
  return found;
}

function notesOf(disk: PnpDisk, extra: readonly Package[]): readonly string[] {
  const notes: string[] = [];
  const archives = [...disk.absent].filter((path) => archiveOf(join(path, 'x')) !== undefined).length;
  if (archives > 0) notes.push(`${archives} archives of Yarn's cache are not on this disk: their packages are known by the data alone`);
  if (disk.absent.size > archives) notes.push(`${disk.absent.size - archives} folders that the data names are not on this disk`);
  const unknown = extra.filter(({ bundled }) => !bundled).length;
  if (unknown > 0) notes.push(`${unknown} packages lie in Yarn's cache or unplugged folder and are not in the data`);
  return notes;
}
