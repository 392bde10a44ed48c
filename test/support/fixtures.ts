// Folders of fixtures/ as files for a scan in memory.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './scan.ts';

export const FIXTURES = join(ROOT, 'fixtures');

/** What a fixture says about itself: not part of the project that is scanned. */
const ABOUT: ReadonlySet<string> = new Set(['README.md', 'expected.json', 'listing.txt', 'purls.txt', 'expected.txt']);

/** Every file below `folder` (of fixtures/), paths `/` separated and below it. */
export function filesOf(folder: string): Readonly<Record<string, string>> {
  const root = join(FIXTURES, folder);
  return Object.fromEntries(readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1).replaceAll('\\', '/'))
    .filter((path) => !ABOUT.has(path))
    .toSorted()
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** Folders one level below `folder` of fixtures/. */
export function foldersOf(folder: string): readonly string[] {
  return readdirSync(join(FIXTURES, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).toSorted();
}
