// Tables of texts out of a manifest: scripts, dependencies, programs. All of it is attacker-controlled, so the tables have no
// prototype, and what is no text is reported and left out, as npm leaves it out.
import { posix } from 'node:path';
import type { Problem } from '../../model/coverage.ts';
import { isObject, type JsonObject, type JsonValue, property } from '../../text/json.ts';
import { printable, shorten } from '../../text/printable.ts';

/** Texts by name, without prototype. */
export type Table = Readonly<Record<string, string>>;

const SHOWN = 100;

/** A table that no name can do harm to. */
export function tableOf(entries: Iterable<readonly [string, string]>): Table {
  const table = Object.create(null) as Record<string, string>;
  for (const [name, text] of entries) table[name] = text;
  return table;
}

/** Texts of the object at `key`. */
export function textsAt(root: JsonObject, key: string, problems: Problem[]): Table {
  const value = property(root, key);
  if (isObject(value)) return tableOf(textsIn(value, key, problems));
  if (!isEmpty(value)) problems.push(notUnderstood(key));
  return tableOf([]);
}

/** Requests at `key`: an object, or the list and the line of `name@range` that npm reads as one. */
export function requestsAt(root: JsonObject, key: string, problems: Problem[]): Table {
  const value = property(root, key);
  const words = typeof value === 'string' ? value.trim().split(/[\s,]+/) : value;
  if (!Array.isArray(words)) return textsAt(root, key, problems);
  return tableOf(words.flatMap((word): readonly (readonly [string, string])[] => {
    if (typeof word !== 'string') problems.push(notUnderstood(key));
    return typeof word !== 'string' || word.trim() === '' ? [] : [splitRequest(word.trim())];
  }));
}

/** Programs by name, named and pointed at as npm does it: https://github.com/npm/npm-normalize-package-bin */
export function programsAt(root: JsonObject, name: string | undefined, problems: Problem[]): Table {
  const value = property(root, 'bin');
  if (typeof value === 'string') return programs(value === '' ? [] : [[name ?? value, value]]);
  if (Array.isArray(value)) return programs(value.flatMap((item) => (typeof item === 'string' ? [[item, item] as const] : [])));
  return programs(Object.entries(textsAt(root, 'bin', problems)));
}

/** Names of what the package brings along. `true` stands for all of `dependencies`. */
export function bundledAt(root: JsonObject, dependencies: Table): readonly string[] {
  const value = property(root, 'bundleDependencies') ?? property(root, 'bundledDependencies');
  if (value === true) return Object.keys(dependencies);
  if (isObject(value)) return Object.keys(value);
  return Array.isArray(value) ? [...new Set(value.filter((name): name is string => typeof name === 'string'))] : [];
}

function textsIn(value: JsonObject, key: string, problems: Problem[]): readonly (readonly [string, string])[] {
  return Object.entries(value).flatMap(([name, text]): readonly (readonly [string, string])[] => {
    if (typeof text === 'string') return [[name, text]];
    problems.push(notUnderstood(`${key}.${name}`));
    return [];
  });
}

function splitRequest(word: string): readonly [string, string] {
  const end = word.slice(1).search(/[@\s><=]/) + 1;
  return end === 0 ? [word, ''] : [word.slice(0, end), word.slice(end).replace(/^@/, '').trim()];
}

function programs(entries: readonly (readonly [string, string])[]): Table {
  return tableOf(entries.flatMap(([name, target]) => {
    const [base, file] = [posix.basename(rooted(name)), rooted(target).slice(1)];
    return base === '' || file === '' ? [] : [[base, file] as const];
  }));
}

function rooted(path: string): string {
  return posix.join('/', path.replace(/[\\:]/g, '/'));
}

function isEmpty(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === false || value === '' || (Array.isArray(value) && value.length === 0);
}

function notUnderstood(field: string): Problem {
  return { code: 'unknown-entry', message: `the manifest's ${shorten(printable(field.slice(0, 4 * SHOWN)), SHOWN)} is not what package managers read there` };
}
