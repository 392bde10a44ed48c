// Shared by the tests of the yarn readers: fixtures, and the question whether a damaged text lost a package unseen.
import { readdirSync, readFileSync } from 'node:fs';
import { isUnverifiable } from '../../src/model/package.ts';
import type { Inventory } from '../../src/model/inventory.ts';

export function cases(format: string): readonly string[] {
  return readdirSync(`fixtures/lockfiles/${format}`);
}

export function lockText(format: string, name: string): string {
  return readFileSync(`fixtures/lockfiles/${format}/${name}/yarn.lock`, 'utf8');
}

/** Every identity that advisories could speak of. */
export function named(inventory: Inventory): ReadonlySet<string> {
  const found = new Set<string>();
  for (const one of inventory.packages) {
    if (isUnverifiable(one.source)) continue;
    found.add(label(one.name, one.version));
    for (const identity of one.identities ?? []) found.add(label(identity.name, identity.version));
  }
  return found;
}

// Build metadata does not make another version.
function label(name: string, version = ''): string {
  return `${name}@${version.split('+', 1)[0]}`;
}

export interface Requests {
  /** Folder, name and range of what the project's manifests ask for. */
  readonly asked: readonly (readonly [folder: string, name: string, spec: string])[];
  /** Names that the project's manifests override. */
  readonly overridden: readonly string[];
}

/** What a scan of the damaged text would miss without saying so. */
export function lostUnseen(whole: Inventory, damaged: Inventory, requests: Requests): readonly string[] {
  if (damaged.problems.some((problem) => !requests.overridden.includes(problem.unlessProvided ?? ''))) return [];
  if (requests.asked.some(([folder, name, spec]) => damaged.answer(folder, name, spec) === undefined)) return [];
  const kept = named(damaged);
  return [...named(whole)].filter((one) => !kept.has(one));
}

/** Numbers in [0, 1), the same in each run: https://en.wikipedia.org/wiki/Linear_congruential_generator */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One random damage: a character replaced or removed, a line removed, doubled or moved, a stretch removed. */
export function mutated(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const lines = text.split('\n');
  const line = Math.floor(random() * lines.length);
  switch (Math.floor(random() * 6)) {
    case 0: return text.slice(0, at) + '"\\:@#, \n\t\u0000azAZ019.-'.charAt(Math.floor(random() * 21)) + text.slice(at + 1);
    case 1: return text.slice(0, at) + text.slice(at + 1);
    case 2: return lines.filter((_, index) => index !== line).join('\n');
    case 3: return lines.flatMap((one, index) => index === line ? [one, one] : [one]).join('\n');
    case 4: return [...lines.slice(line), ...lines.slice(0, line)].join('\n');
    default: return text.slice(0, at) + text.slice(at + Math.floor(random() * 400));
  }
}
