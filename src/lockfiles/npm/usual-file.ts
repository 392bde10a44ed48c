// A whole lockfile of version 3 in the form that npm writes and without any fault, read without parsing most of it as JSON. Where
// anything would have to be said about it, the reader of JSON says it: this one only knows what is healthy.
import type { Importer, Inventory } from '../../model/inventory.ts';
import { isObject, type JsonObject, parseJson, property } from '../../text/json.ts';
import { problemList } from '../problem-list.ts';
import { checkEdges, checkFolders, type Entries, importersOf } from './edges.ts';
import type { Draft } from './entry.ts';
import { packageOfEntry, placeOf, type Reading } from './packages.ts';
import { addToTree, findIn, scopesOf, type Tree } from './tree.ts';
import { type DependencyBlock, namesIn, type UsualParts, usualParts } from './usual.ts';
import { memberTest } from './workspaces.ts';

/** The inventory of such a file; undefined for any other. What only explains a finding is asked of `whole`, which parses the text. */
export function readUsual(text: string, path: string, whole: () => Inventory): Inventory | undefined {
  const parts = usualParts(text);
  if (parts === undefined) return undefined;
  const others = parseJson(parts.others);
  if (!others.ok || others.problems.length > 0 || !isObject(others.value)) return undefined;
  const root = property(others.value, '');
  const problems = problemList(path);
  const reading: Reading = { problems, tree: new Map(), isMember: memberTest(isObject(root) ? root.workspaces : undefined) };
  const packages = packagesIn(parts, others.value, reading);
  if (packages === undefined) return undefined;
  const entries: Entries = { packages: others.value, rooted: root !== undefined };
  checkEdges(entries, reading);
  checkFolders(reading, (folder) => Object.hasOwn(entries.packages, folder) || isFiled(reading.tree, folder));
  if (problems.finish(() => undefined).length > 0 || !areAnswered(parts.blocks, reading.tree)) return undefined;
  let importers: readonly Importer[] | undefined;
  let parsed: Inventory | undefined;
  const all = () => (parsed ??= whole());
  return {
    formatVersion: '3',
    packages,
    // No folder of the project is a usual entry.
    get importers() { return (importers ??= importersOf(entries, reading)); },
    problems: [],
    notes: [],
    dependenciesOf: (id) => all().dependenciesOf(id),
    locate: (id) => all().locate(id),
    answer: (importer, name) => findIn(scopesOf(reading.tree, importer), name),
  };
}

// In the order of the file. Undefined where a key stands twice, or where JSON.parse would not keep the order.
function packagesIn({ drafts }: UsualParts, others: JsonObject, reading: Reading): readonly Draft[] | undefined {
  const keys = Object.keys(others);
  const packages: Draft[] = [];
  let at = 0;
  for (const usual of drafts) {
    const key = usual?.id ?? keys[at++];
    if (key === undefined || /^\d/.test(key)) return undefined;
    if (usual === undefined) {
      if (key === '') continue;
      if (isFiled(reading.tree, key)) return undefined;
      const draft = packageOfEntry(key, others[key], key, reading);
      if (draft === undefined) return undefined;
      packages.push(draft);
      continue;
    }
    if (!fileUsual(reading.tree, usual)) return undefined;
    packages.push(usual);
  }
  return at === keys.length ? packages : undefined;
}

// False where another entry has the place.
function fileUsual(tree: Tree, { id, name }: Draft): boolean {
  // `<folder>/node_modules/<name>`
  const folder = id.slice(0, Math.max(0, id.length - name.length - '/node_modules/'.length));
  if (tree.get(folder)?.has(name) === true) return false;
  addToTree(tree, folder, name, id);
  return true;
}

function isFiled(tree: Tree, key: string): boolean {
  const { folder, name } = placeOf(key);
  return name !== undefined && tree.get(folder)?.has(name) === true;
}

// Nearly every name stands at the top, where every entry sees it.
function areAnswered(blocks: readonly DependencyBlock[], tree: Tree): boolean {
  const top = tree.get('');
  const isOnTop = (name: string) => top?.has(name) === true;
  if (namesIn(blocks.map((block) => block.lines).join('')).every(isOnTop)) return true;
  return blocks.every(({ id, lines }) => {
    const names = namesIn(lines).filter((name) => !isOnTop(name));
    if (names.length === 0) return true;
    const scopes = scopesOf(tree, id);
    return names.every((name) => findIn(scopes, name) !== undefined);
  });
}
