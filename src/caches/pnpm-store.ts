// The index of pnpm's store. From v10 on the file's name tells the package; before, the file itself does. pnpm 11 keeps the index
// in a database, which is said and not read. The store has files, no tarballs: nothing of it can be given back as it was fetched.
import { LIMITS } from '../model/limits.ts';
import type { FetchedTarball } from '../model/machine.ts';
import { join, kindOr, listOr, timesOf, timeText, treeProblem } from './paths.ts';
import type { CacheReading } from './package-caches.ts';

const NAMED = /^[0-9a-f]{62}-((?:@[^+@]{1,214}\+)?[^+@]{1,214})@(\d.{0,255})\.(?:json|mpk)$/s;
const PLAIN = /^([0-9a-f]{126})-index\.json$/;

/** Packages that a store, `<store>/v10`, knows. */
export function listPnpmPackages(reading: CacheReading, store: string): readonly FetchedTarball[] {
  const { tree, problems, notes } = reading;
  if (kindOr(tree, join(store, 'index.db'), problems) === 'file') notes.push(`${store} keeps its index in a database that is not read: packages in it are not listed`);
  const named = subfolders(reading, join(store, 'index')).flatMap((folder) => listOr(tree, folder, problems).flatMap(({ name }) => fromName(reading, folder, name)));
  const plain = named.length > 0 ? [] : subfolders(reading, join(store, 'files')).flatMap((folder) => listOr(tree, folder, problems).flatMap(({ name }) => fromFile(reading, folder, name)));
  return [...named, ...plain];
}

function subfolders({ tree, problems }: CacheReading, folder: string): readonly string[] {
  return listOr(tree, folder, problems).filter(({ name, kind }) => kind === 'folder' && /^[0-9a-f]{2}$/.test(name)).map(({ name }) => join(folder, name));
}

function fromName(reading: CacheReading, folder: string, file: string): readonly FetchedTarball[] {
  const match = NAMED.exec(file);
  const [, id, version] = match ?? [];
  return id === undefined || version === undefined ? [] : fetched(reading, join(folder, file), id.replace('+', '/'), version);
}

function fromFile(reading: CacheReading, folder: string, file: string): readonly FetchedTarball[] {
  const rest = PLAIN.exec(file)?.[1];
  if (rest === undefined) return [];
  const path = join(folder, file);
  let text: string;
  try {
    text = new TextDecoder().decode(reading.tree.read(path, LIMITS.packageJsonBytes));
  } catch (error) {
    reading.problems.push(treeProblem(error, path));
    return [];
  }
  const name = /"name":\s?"([^"\\]{1,214})"/.exec(text)?.[1];
  const version = /"version":\s?"([^"\\]{1,256})"/.exec(text)?.[1];
  const digest = Buffer.from(`${folder.slice(-2)}${rest}`, 'hex').toString('base64');
  // pnpm up to 7.0 did not write which package it is.
  return name === undefined || version === undefined ? [] : fetched(reading, path, name, version, `sha512-${digest}`);
}

function fetched({ tree, wanted }: CacheReading, index: string, name: string, version: string, integrity?: string): readonly FetchedTarball[] {
  if (!wanted(name, version)) return [];
  const time = timeText(timesOf(tree, index)?.modified);
  return [{ tool: 'pnpm', name, version, ...(integrity === undefined ? {} : { integrity }), index, ...(time === undefined ? {} : { time }), held: false }];
}
