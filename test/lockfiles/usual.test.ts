// Entries of the usual form are read in one match, others line by line: both ways must say the same. A comment behind each entry
// makes every entry unusual without changing what it says; in JSON, a blank behind the first brace does.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { npm } from '../../src/lockfiles/npm.ts';
import { usualParts } from '../../src/lockfiles/npm/usual.ts';
import { readUsual } from '../../src/lockfiles/npm/usual-file.ts';
import { pnpm } from '../../src/lockfiles/pnpm.ts';
import { yarnBerry } from '../../src/lockfiles/yarn-berry.ts';
import { yarnClassic } from '../../src/lockfiles/yarn-classic.ts';
import type { Inventory } from '../../src/model/inventory.ts';

const MANAGERS = join(import.meta.dirname, '../../fixtures/managers');
const READERS = { npm, 'yarn-berry': yarnBerry, 'yarn-classic': yarnClassic, pnpm } as const;

const CASES = readdirSync(MANAGERS).flatMap((folder): readonly { readonly folder: string; readonly text: string; readonly reader: keyof typeof READERS }[] => {
  if (folder.startsWith('npm-') && readdirSync(join(MANAGERS, folder)).includes('package-lock.json')) return [{ folder, text: read(folder, 'package-lock.json'), reader: 'npm' }];
  if (folder.startsWith('pnpm')) return [{ folder, text: read(folder, 'pnpm-lock.yaml'), reader: 'pnpm' }];
  if (folder.startsWith('yarn-1')) return [{ folder, text: read(folder, 'yarn.lock'), reader: 'yarn-classic' }];
  return folder.startsWith('yarn-') ? [{ folder, text: read(folder, 'yarn.lock'), reader: 'yarn-berry' }] : [];
});

function read(folder: string, name: string): string {
  return readFileSync(join(MANAGERS, folder, name), 'utf8');
}

// Not behind the last line: text there can only belong to a file that goes on.
function unusual(text: string): string {
  if (text.startsWith('{')) return `{ ${text.slice(1)}`;
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

const ENTRY = (name: string, more = '') => `    "node_modules/${name}": {
      "version": "1.0.0",
      "resolved": "https://registry.example/${name}/-/${name.slice(name.indexOf('/') + 1)}-1.0.0.tgz",
      "integrity": "sha512-${'A'.repeat(86)}=="${more}
    }`;
const ROOT = `    "": {
      "name": "project"
    }`;
const lockfile = (...entries: readonly string[]) => `{
  "name": "project",
  "lockfileVersion": 3,
  "requires": true,
  "packages": {
${[ROOT, ...entries].join(',\n')}
  }
}
`;
const block = (field: string, ...lines: readonly string[]) => `,\n      "${field}": {\n${lines.map((line) => `        ${line}`).join(',\n')}\n      }`;

describe('npm, entry by entry', () => {
  test('what npm writes is of the usual form', () => {
    const text = lockfile(ENTRY('@scope/a', `,\n      "dev": true,\n      "license": "MIT"${block('dependencies', '"b": "^1.0.0"')}${block('engines', '"node": ">=18"')}`), ENTRY('@scope/a/node_modules/b', ',\n      "optional": true'), ENTRY('b'));
    // The nested entry states a tarball that only the name at its end has.
    const nested = text.replace('registry.example/@scope/a/node_modules/b/-/a/node_modules/b', 'registry.example/b/-/b');
    expect(usualParts(nested)?.drafts.map((draft) => draft?.id)).toEqual([undefined, 'node_modules/@scope/a', 'node_modules/@scope/a/node_modules/b', 'node_modules/b']);
    expect(readUsual(nested, 'lock', () => { throw new Error('parsed'); })?.packages.map(({ name }) => name)).toEqual(['@scope/a', 'b', 'b']);
  });

  test.each([
    ['an entry twice', lockfile(ENTRY('a'), ENTRY('a'))],
    ['an entry twice, once escaped', lockfile(ENTRY('a'), ENTRY('a').replace('_modules/a', '_modules/\\u0061'))],
    ['an entry twice, first escaped', lockfile(ENTRY('a').replace('_modules/a', '_modules/\\u0061'), ENTRY('a'))],
    ['a field twice', lockfile(ENTRY('a', ',\n      "version": "2.0.0"'))],
    ['a block twice', lockfile(ENTRY('a', block('engines', '"node": "1"') + block('bin', '"a": "a"') + block('engines', '"node": "2"')))],
    ['a name twice in a block', lockfile(ENTRY('a', block('dependencies', '"b": "1"', '"c": "1"', '"b": "2"')), ENTRY('b'), ENTRY('c'))],
    ['a reference to nothing', lockfile(ENTRY('a', block('dependencies', '"b": "1"')))],
    ['a nested entry without its folder', lockfile(ENTRY('a/node_modules/b').replace('a/node_modules/b/-/node_modules/b', 'b/-/b'))],
    ['a reference that only another folder answers', lockfile(ENTRY('a', block('dependencies', '"c": "1"')), ENTRY('b'), ENTRY('b/node_modules/c').replace('example/b/node_modules/c/-/node_modules/c', 'example/c/-/c'))],
    ['a tarball of another name', lockfile(ENTRY('a').replace('example/a/-/a', 'example/b/-/b'))],
    ['entries inside another one', lockfile('    "node_modules/x": {"p": 1, "q": {\n    }', ENTRY('a'), '    "r": {}}, "node_modules/y": {\n    }')],
    ['a scope that ends as a folder', lockfile(ENTRY('@node_modules/x'))],
    ['a folder whose name is a number', lockfile(ENTRY('a'), '    "7": {\n      "version": "1.0.0"\n    }')],
    ['a name of the prototype', lockfile(ENTRY('__proto__'), ENTRY('a', block('dependencies', '"__proto__": "1"', '"constructor": "1"')))],
    ['a comma too many', lockfile(`${ENTRY('a')},`)],
    ['text behind the end', `${lockfile(ENTRY('a'))}{}`],
    ['a part behind the entries', lockfile(ENTRY('a')).replace(/ {2}\}\n\}\n$/, '  },\n  "packages": {}\n}\n')],
    ['cut behind an entry', lockfile(ENTRY('a')).slice(0, -6)],
  ])('%s is told as by the reader of JSON', (_what, text) => {
    const { asWritten, byLines } = bothWays(text, npm);
    expect(asWritten).toEqual(byLines);
  });
});

// Groups that repeat without end exhaust the stack of the engine, and a file that was read would end in an error.
test.each([
  ['npm', npm, lockfile(ENTRY('a').replace('.example', `.example${'/a'.repeat(8_000_000)}`))],
  ['yarn classic', yarnClassic, `# yarn lockfile v1\n\n\na@^1.0.0:\n  version "1.0.0"\n  resolved "https://registry.example${'/a'.repeat(8_000_000)}/a/-/a-1.0.0.tgz"\n`],
  ['pnpm', pnpm, `lockfileVersion: '9.0'\n\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: sha512-${'A'.repeat(86)}==}\n    engines: {node: ^1${' 1'.repeat(8_000_000)}}\n\nsnapshots:\n\n  a@1.0.0: {}\n`],
])('%s: a line of megabytes', (_what, { parse }, text) => {
  expect(parse(text, 'lock').packages.map(({ name }) => name)).toEqual(['a']);
});
