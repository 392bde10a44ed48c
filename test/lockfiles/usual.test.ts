// Entries of the usual form are read in one match, others line by line: both ways must say the same. A comment behind each entry
// makes every entry unusual without changing what it says.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pnpm } from '../../src/lockfiles/pnpm.ts';
import { yarnBerry } from '../../src/lockfiles/yarn-berry.ts';
import { yarnClassic } from '../../src/lockfiles/yarn-classic.ts';
import type { Inventory } from '../../src/model/inventory.ts';

const MANAGERS = join(import.meta.dirname, '../../fixtures/managers');
const READERS = { 'yarn-berry': yarnBerry, 'yarn-classic': yarnClassic, pnpm } as const;

const CASES = readdirSync(MANAGERS).flatMap((folder): readonly { readonly folder: string; readonly text: string; readonly reader: keyof typeof READERS }[] => {
  if (folder.startsWith('pnpm')) return [{ folder, text: read(folder, 'pnpm-lock.yaml'), reader: 'pnpm' }];
  if (folder.startsWith('yarn-1')) return [{ folder, text: read(folder, 'yarn.lock'), reader: 'yarn-classic' }];
  return folder.startsWith('yarn-') ? [{ folder, text: read(folder, 'yarn.lock'), reader: 'yarn-berry' }] : [];
});

function read(folder: string, name: string): string {
  return readFileSync(join(MANAGERS, folder, name), 'utf8');
}

// Not behind the last line: text there can only belong to a file that goes on.
function unusual(text: string): string {
  return text.replace(/\n(\r?\n)(?=[^\s#])/g, '\n$1#$1').replace(/\n(\r?\n)(?=  [^\s#])/g, '\n$1#$1');
}

// Where a problem stands moves with the comments; a place behind the last entry is not told by all readers.
function said(inventory: Inventory) {
  return {
    formatVersion: inventory.formatVersion,
    packages: inventory.packages,
    importers: inventory.importers,
    problems: inventory.problems.map(({ code, message, unlessProvided }) => ({ code, message, unlessProvided })),
    edges: inventory.packages.map(({ id }) => inventory.dependenciesOf(id)),
  };
}

function bothWays(text: string, { parse }: (typeof READERS)[keyof typeof READERS]) {
  return { asWritten: said(parse(text, 'lock')), byLines: said(parse(unusual(text), 'lock')) };
}

// Deterministic, so that a fault can be met again.
function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    return (state >>> 8) % limit;
  };
}

const PIECES = ['', ' ', '\n', '"', "'", ':', '@', '#', '  ', '    dependencies:\n', '1', 'a', '/', ', ', '{}', '\r\n', '?', '\u0000', 'npm:b@1.0.0'];

function changed(text: string, random: (limit: number) => number): string {
  const at = random(text.length);
  return text.slice(0, at) + (PIECES[random(PIECES.length)] as string) + text.slice(at + random(3));
}

function withLineTwice(text: string, random: (limit: number) => number): string {
  const lines = text.split('\n');
  const at = random(lines.length);
  return [...lines.slice(0, at), lines[at] as string, ...lines.slice(at)].join('\n');
}

describe.each(CASES)('$folder', ({ text, reader }) => {
  const used = READERS[reader];
  test('as written, and with other line ends', () => {
    for (const one of [text, text.replaceAll('\n', '\r\n')]) {
      const { asWritten, byLines } = bothWays(one, used);
      expect(asWritten).toEqual(byLines);
    }
  });
  test('changed in random places', () => {
    const random = randomFrom(7);
    for (let time = 0; time < 25; time += 1) {
      const { asWritten, byLines } = bothWays(changed(text, random), used);
      expect(asWritten).toEqual(byLines);
    }
  });
  test('with a line twice', () => {
    const random = randomFrom(11);
    for (let time = 0; time < 25; time += 1) {
      const { asWritten, byLines } = bothWays(withLineTwice(text, random), used);
      expect(asWritten).toEqual(byLines);
    }
  });
});
