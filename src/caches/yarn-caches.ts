// The caches of yarn: berry's zips and classic's folders. Both write a scope's slash as a hyphen, so a scoped name has several
// readings: berry's name holds a hash that decides, classic's folder holds the package.
import { hash } from 'node:crypto';
import type { FetchedTarball } from '../model/machine.ts';
import { join, kindOr, listOr, timesOf, timeText } from './paths.ts';
import type { CacheReading } from './package-caches.ts';

const BERRY = /^(.{1,300})-npm-(\d+\.\d+\.\d+.{0,200})-([0-9a-f]{10})-(?:[0-9a-f]{8,128}|[0-9a-z]{1,8}_[0-9a-f]{8,128}|[0-9a-z]{1,8})\.zip$/s;
const CLASSIC = /^npm-(.{1,400})-([0-9a-f]{40}|[0-9a-f]{128})(?:-integrity)?$/s;

/** Zips of yarn 2 and later in its global cache. */
export function listBerryPackages({ tree, wanted, problems }: CacheReading, folder: string): readonly FetchedTarball[] {
  const found: FetchedTarball[] = [];
  for (const entry of listOr(tree, folder, problems)) {
    const match = entry.kind === 'file' ? BERRY.exec(entry.name) : null;
    const [, slug, version, locator] = match ?? [];
    if (slug === undefined || version === undefined || locator === undefined) continue;
    const path = join(folder, entry.name);
    for (const name of namesOfSlug(slug, version, locator)) {
      if (!wanted(name, version)) continue;
      const time = timeText(timesOf(tree, path)?.modified);
      found.push({ tool: 'yarn', name, version, index: path, content: path, form: 'zip', ...(time === undefined ? {} : { time }), held: true });
    }
  }
  return found;
}

/** Names that a slug may stand for: the one that its hash confirms, else every reading. */
export function namesOfSlug(slug: string, version: string, locator: string): readonly string[] {
  if (!slug.startsWith('@')) return [slug];
  const readings: string[] = [];
  for (let cut = slug.indexOf('-'); cut !== -1 && readings.length < 32; cut = slug.indexOf('-', cut + 1)) readings.push(`${slug.slice(0, cut)}/${slug.slice(cut + 1)}`);
  const confirmed = readings.find((name) => locatorHash(name, version).startsWith(locator));
  return confirmed === undefined ? readings : [confirmed];
}

// makeLocator: sha512 over the identity's hash and the reference; makeIdent: sha512 over scope and name.
function locatorHash(name: string, version: string): string {
  const [scope, base] = name.slice(1).split('/') as [string, string];
  return hash('sha512', `${hash('sha512', scope + base)}npm:${version}`);
}

/** Folders of yarn 1, `<cache>/v6`, each with the package below `node_modules` and the tarball beside its files. */
export function listClassicPackages({ tree, wanted, problems }: CacheReading, folder: string): readonly FetchedTarball[] {
  const found: FetchedTarball[] = [];
  for (const entry of listOr(tree, folder, problems)) {
    const match = entry.kind === 'folder' ? CLASSIC.exec(entry.name) : null;
    const [, rest, digest] = match ?? [];
    if (rest === undefined || digest === undefined) continue;
    const path = join(folder, entry.name);
    for (const name of packagesIn({ tree, wanted, problems, notes: [] }, `${path}/node_modules`)) {
      const slug = `${name.replace('/', '-')}-`;
      if (!rest.startsWith(slug) || !wanted(name, rest.slice(slug.length))) continue;
      const inside = `${path}/node_modules/${name}`;
      const tarball = `${inside}/.yarn-tarball.tgz`;
      const held = kindOr(tree, tarball, problems) === 'file';
      const time = timeText(timesOf(tree, path)?.modified);
      const integrity = digest.length === 40 ? digest : `sha512-${Buffer.from(digest, 'hex').toString('base64')}`;
      found.push({ tool: 'yarn', name, version: rest.slice(slug.length), integrity, index: path, content: held ? tarball : inside, form: held ? 'tarball' : 'folder', ...(time === undefined ? {} : { time }), held: true });
    }
  }
  return found;
}

function packagesIn({ tree, problems }: CacheReading, folder: string): readonly string[] {
  return listOr(tree, folder, problems).flatMap(({ name, kind }) => {
    if (kind !== 'folder' || name.startsWith('.')) return [];
    return name.startsWith('@') ? listOr(tree, join(folder, name), problems).map((entry) => `${name}/${entry.name}`) : [name];
  });
}
