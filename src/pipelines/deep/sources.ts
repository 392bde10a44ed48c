// The source files of one package, read when it is its turn to be parsed and given up afterwards.
import { createHash } from 'node:crypto';
import type { PackageSource, SourceFile } from '../../behaviors/contract.ts';
import { LIMITS } from '../../model/limits.ts';
import { TreeError, type FileTree } from '../../model/ports.ts';
import { candidates, importsOf } from './imports.ts';
import { entriesOf, filesRun, rolesOf, textAt } from './manifests.ts';
import { inside } from './packages.ts';
import type { Chosen, ParseReason } from './words.ts';

const SCRIPT = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const DECLARATION = /\.d\.[cm]?ts$/;
/** Names of what is imported and is no script for Node, or not without a loader of its own. */
export const NO_CODE = /\.(?:json|node|wasm|css|s[ac]ss|less|styl|svg|png|jpe?g|gif|webp|ico|html?|md|mdx|vue|svelte|graphql|gql|proto|woff2?|ttf)$/i;
/** Characters of the neighbours that come along with a file that is run at install, and of a package that is read whole for its mail. */
const NEIGHBOURS = 256 * 1024;
/** Scripts of a package that is small enough to be read whole where a gate for mail opened. */
const FEW = 100;
/** Characters of a file that is read whole in a package that nothing but a gate speaks of. */
export const GLANCE = 64 * 1024;
/** Why a package is read whole whatever it is compared with: its large files alone are read in part. */
const ROLES: ReadonlySet<ParseReason> = new Set(['mcp-server', 'server-runs-it', 'mail']);
/** Bytes of one file that are held; larger ones are searched as text and read from their start. */
const FILE_BYTES = 64 * 1024 * 1024;

export interface Sources {
  readonly source: PackageSource;
  /** Of the content: two packages with the same one are parsed once. */
  readonly digest: string;
  /** Files with an open gate, or run at install, that the limits left out. */
  readonly leftOut: readonly string[];
  /** Files of the package that look like code. */
  readonly scripts: number;
}

interface Budget {
  readonly files: Map<string, SourceFile>;
  readonly contents: Set<string>;
  characters: number;
}

/** Reads what is to be parsed. `isOther`: a folder that is another package. */
export function readSources(tree: FileTree, { of, scope, reason, seeds = new Set(), focus = new Map() }: Chosen, isOther: (folder: string) => boolean): Sources {
  const { absolute } = of.path;
  const scripts = listScripts(tree, absolute, isOther);
  const gated = new Map(of.swept.filter(({ gates }) => gates.length > 0).map((file) => [inside(absolute, file.path), file]));
  const known = new Set(scripts.map(({ path }) => path));
  const budget: Budget = { files: new Map(), contents: new Set(), characters: 0 };
  const leftOut: string[] = [];
  const hooked = new Set(filesRun(of.manifest ? rolesOf(of.manifest).hooks : []).flatMap((path) => candidates(path)));
  const take = (path: string): string | undefined => {
    if (budget.files.has(path)) return undefined;
    const whole = scope === 'whole' || hooked.has(path) || seeds.has(path) ? LIMITS.sourceCharacters : GLANCE;
    const text = sourceText(tree, `${absolute === '/' ? '' : absolute}/${path}`);
    if (text === undefined) {
      if (known.has(path)) leftOut.push(path);
      return undefined;
    }
    const content = createHash('sha256').update(text).digest('base64');
    if (budget.contents.has(content)) return undefined;
    const offsets = text.length > GLANCE ? placesIn(text, gated.get(path)?.gates.flatMap((gate) => gate.offsets) ?? []) : [];
    const ranges = text.length > (ROLES.has(reason) ? LIMITS.sourceCharacters : GLANCE) ? focus.get(path) : undefined;
    // A larger file is read around its gates only.
    const cost = Math.min(text.length, ranges ? LIMITS.focusedWindows : whole);
    if (budget.files.size >= LIMITS.packageSourceFiles || budget.characters + cost > LIMITS.packageSourceCharacters) {
      if (gated.has(path) || seeds.has(path) || scope === 'whole') leftOut.push(path);
      return undefined;
    }
    budget.characters += cost;
    budget.contents.add(content);
    budget.files.set(path, {
      path,
      text,
      ...(offsets.length > 0 ? { around: offsets } : {}),
      ...(whole === LIMITS.sourceCharacters ? {} : { whole }),
      ...(ranges ? { focus: [...ranges, ...offsets.map((at) => ({ from: at, to: at + 1 }))].toSorted((a, b) => a.from - b.from) } : {}),
    });
    return text;
  };
  const first = [...hooked, ...[...gated.keys()].toSorted(mailFirst(gated)), ...[...seeds].toSorted()];
  // Files of any name can be required; the others of a package are no code.
  const started = first.filter((path) => known.has(path) || gated.has(path));
  const wantsMail = of.swept.some(({ gates }) => gates.some(({ gate }) => gate === 'mail'));
  for (const path of started) take(path);
  const entries = of.manifest ? entriesOf(of.manifest) : [];
  // A recipient is followed through a package; what a credential, a decoder or an obfuscated text does is mostly seen around it.
  if (scope === 'whole') takeWhole(entries, scripts, take, Number.POSITIVE_INFINITY, budget);
  else if (wantsMail && scripts.length < FEW) takeWhole(entries, scripts, take, NEIGHBOURS, budget);
  else takeNeighbours([...budget.files.values()], known, take, wantsMail || reason === 'install-script' ? NEIGHBOURS : GLANCE);
  const bindingGyp = textAt(tree, `${absolute === '/' ? '' : absolute}/binding.gyp`, LIMITS.packageJsonBytes);
  const source: PackageSource = { ...(of.manifestText === undefined ? {} : { manifest: of.manifestText }), ...(bindingGyp === undefined ? {} : { bindingGyp }), files: [...budget.files.values()] };
  return { source, digest: digestOf(source, budget), leftOut, scripts: scripts.length };
}

/** Byte offsets of the file as offsets in its text, in order, without repeats. */
function placesIn(text: string, offsets: readonly number[]): readonly number[] {
  const bytes = Buffer.from(text);
  const places = bytes.length === text.length ? offsets : offsets.map((at) => bytes.subarray(0, at).toString().length);
  return [...new Set(places)].toSorted((a, b) => a - b);
}

function mailFirst(gated: ReadonlyMap<string, { readonly size: number; readonly gates: readonly { readonly gate: string }[] }>) {
  const rank = (path: string) => (gated.get(path)?.gates.some(({ gate }) => gate === 'mail') === true ? 0 : 1);
  // Small files first: one of many megabytes must not use up the budget of the others.
  return (a: string, b: string) => rank(a) - rank(b) || (gated.get(a)?.size ?? 0) - (gated.get(b)?.size ?? 0) || (a < b ? -1 : 1);
}

function takeWhole(entries: readonly string[], scripts: readonly Script[], take: (path: string) => string | undefined, most: number, budget: Budget): void {
  const names = new Set(scripts.map(({ path }) => path));
  // A program has no extension now and then.
  for (const entry of entries) for (const path of names.has(entry) ? [entry] : candidates(entry)) if (names.has(path) || path === entry) take(path);
  for (const { path } of scripts) {
    if (budget.characters > most) return;
    take(path);
  }
  // Node runs what is required under any name (`require('./data.bin')`, `require('./LICENSE')`). What is added comes up later in the same loop.
  for (const { path: from, text } of budget.files.values()) {
    for (const path of importsOf(from, text)) if (path !== '' && !NO_CODE.test(path) && !candidates(path).some((candidate) => names.has(candidate))) take(path);
  }
}

function takeNeighbours(started: readonly SourceFile[], known: ReadonlySet<string>, take: (path: string) => string | undefined, most: number): void {
  const queue = [...started];
  let characters = 0;
  for (let file = queue.shift(); file && characters < most; file = queue.shift()) {
    // A bundle has no neighbours that matter, and its text would be searched for nothing.
    if (file.text.length > LIMITS.sourceCharacters) continue;
    for (const target of importsOf(file.path, file.text)) {
      const path = candidates(target).find((candidate) => known.has(candidate));
      const text = path === undefined ? undefined : take(path);
      if (path === undefined || text === undefined) continue;
      characters += text.length;
      queue.push({ path, text });
      if (characters >= most) return;
    }
  }
}

interface Script { readonly path: string }

/** Code below the folder that belongs to it, nearest first; the walk ends where nobody would read on. `isOther`: a folder that is another package. */
export function listScripts(tree: FileTree, folder: string, isOther: (folder: string) => boolean): readonly Script[] {
  const scripts: Script[] = [];
  const queue = [folder];
  const most = LIMITS.packageSourceFiles * 10;
  for (let at = queue.shift(); at !== undefined && scripts.length < most; at = queue.shift()) {
    for (const { name, kind } of entriesAt(tree, at)) {
      const path = `${at === '/' ? '' : at}/${name}`;
      if (kind === 'folder' && name !== 'node_modules' && name !== '.git' && !isOther(path) && queue.length < most) queue.push(path);
      else if (kind === 'file' && SCRIPT.test(name) && !DECLARATION.test(name)) scripts.push({ path: inside(folder, path) });
    }
  }
  return scripts;
}

function entriesAt(tree: FileTree, folder: string) {
  try {
    return tree.list(folder);
  } catch (error) {
    // The sweep met the same folder and told what is wrong with it.
    if (error instanceof TreeError) return [];
    throw error;
  }
}

function sourceText(tree: FileTree, path: string): string | undefined {
  // A NUL in a comment or a text is valid source: a file with one is read like any other.
  return textAt(tree, path, FILE_BYTES)?.replace(/^\ufeff/, '');
}

function digestOf({ manifest = '', bindingGyp = '' }: PackageSource, { files, contents }: Budget): string {
  const hash = createHash('sha256').update(JSON.stringify([manifest, bindingGyp, [...files.keys()], [...files.values()].map(({ around = [], whole = 0, focus = [] }) => [whole, around, focus])]));
  for (const content of contents) hash.update(content);
  return hash.digest('hex');
}
