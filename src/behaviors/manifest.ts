// The two files of a package that run without any JavaScript of its own: the manifest's scripts and dependencies, with places.
// https://docs.npmjs.com/cli/configuring-npm/package-json - attacker-controlled; what is no object of texts counts as absent here,
// and is reported where the manifest itself is read.
import type { CodePlace } from '../model/behavior.ts';
import { isObject, parseJson, property, propertyLocator, type JsonObject } from '../text/json.ts';
import { excerptsIn } from '../text/lines.ts';

/** Name and text of one property, in the order of the file. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** The part of a manifest that facts come from. */
export interface ManifestScripts {
  /** Scripts by name. */
  readonly scripts: ReadonlyMap<string, string>;
  readonly main?: string;
  /** `gypfile: false` keeps npm from building by itself. */
  readonly gypfile?: boolean;
  readonly section: (name: string) => readonly NamedText[];
  readonly place: (path: readonly string[]) => CodePlace;
}

/** Reads what it can; undefined where the text is no JSON object. */
export function readManifest(text: string): ManifestScripts | undefined {
  const parsed = parseJson(text);
  if (!parsed.ok || !isObject(parsed.value)) return undefined;
  const manifest = parsed.value;
  const locate = propertyLocator(text);
  const excerpt = excerptsIn(text);
  const main = property(manifest, 'main');
  const gypfile = property(manifest, 'gypfile');
  return {
    scripts: new Map(texts(manifest, 'scripts').map((script) => [script.name, script.text])),
    ...(typeof main === 'string' ? { main } : {}),
    ...(typeof gypfile === 'boolean' ? { gypfile } : {}),
    section: (name) => texts(manifest, name),
    place: (path) => placeIn('package.json', locate(path) ?? { line: 1, column: 1 }, excerpt),
  };
}

/** A place in a file that is no parsed module. */
export function placeIn(path: string, at: { readonly line: number; readonly column: number }, excerpt: (line: number) => string): CodePlace {
  const shown = excerpt(at.line);
  return { path, line: at.line, column: at.column, ...(shown === '' ? {} : { excerpt: shown }) };
}

function texts(manifest: JsonObject, key: string): readonly NamedText[] {
  const section = property(manifest, key);
  if (!isObject(section)) return [];
  return Object.entries(section).flatMap(([name, text]) => (typeof text === 'string' ? [{ name, text }] : []));
}
