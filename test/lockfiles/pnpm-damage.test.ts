import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadAll } from 'js-yaml';
import { CASES, fixture, lostInSilence, parse, type Asked } from './pnpm-fixtures.ts';

/** What the manifests ask for, read from the lockfile by a library. */
function askedBy(text: string): readonly Asked[] {
  const groups = ['dependencies', 'devDependencies', 'optionalDependencies', 'configDependencies'];
  const asked: Asked[] = [];
  const add = (folder: string, project: Record<string, Record<string, unknown>>): void => {
    for (const group of groups) for (const name of Object.keys(project[group] ?? {})) asked.push({ folder, name });
  };
  for (const document of loadAll(text) as Record<string, never>[]) {
    add('', document);
    for (const [path, project] of Object.entries(document['importers'] ?? {})) add(path === '.' ? '' : path.replace(/^\.\/|\/$/g, ''), project as never);
  }
  return asked;
}

/** A generator of its own, so that a failure can be repeated. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}

const NOISE = ['', 'x', '0', ':', ' ', '\n', '\n\n', '#', ' #', "'", '"', '{', '}', '[', ',', '-', '- ', '@', '/', '(', ')', '&a ', '*a', '|', '>', '? ', '---\n', '\t', '\r', '\0', '\u2028', '1'];

function mutate(text: string, random: (below: number) => number): string {
  const at = random(text.length);
  const lines = text.split('\n');
  const row = random(lines.length);
  switch (random(6)) {
    case 0: return text.slice(0, at) + text.slice(at + 1 + random(3));
    case 1: return text.slice(0, at) + NOISE[random(NOISE.length)] + text.slice(at);
    case 2: return text.slice(0, at) + NOISE[random(NOISE.length)] + text.slice(at + 1);
    case 3: return lines.toSpliced(row, 1 + random(3)).join('\n');
    case 4: return lines.toSpliced(row, 0, lines[random(lines.length)] as string).join('\n');
    default: return text.slice(0, at) + text.slice(Math.min(text.length, at + random(400)));
  }
}

describe.each(CASES)('%s', (name) => {
  const text = fixture(name);
  const whole = parse(text);
  const asked = askedBy(text);

  test('is asked for something', () => {
    expect(asked.filter(({ folder, name: wanted }) => whole.answer(folder, wanted, '') === undefined)).toEqual([]);
    expect(asked.length).toBeGreaterThan(5);
  });

  test('cut anywhere, no package is lost in silence', () => {
    const silent: unknown[] = [];
    for (let at = 0; at < text.length && silent.length === 0; at += 1) {
      const lost = lostInSilence(whole, asked, text.slice(0, at));
      if (lost.length > 0) silent.push({ lost, end: text.slice(Math.max(0, at - 200), at) });
    }
    expect(silent).toEqual([]);
  });

  test('1,000 mutations, no package is lost in silence', () => {
    const silent: unknown[] = [];
    const random = seeded(20_250_917);
    for (let run = 0; run < 1_000 && silent.length === 0; run += 1) {
      const damaged = mutate(text, random);
      const lost = lostInSilence(whole, asked, damaged);
      const at = lost.length > 0 ? [...text].findIndex((character, index) => character !== damaged[index]) : 0;
      if (lost.length > 0) silent.push({ run, lost, before: text.slice(at - 60, at + 60), after: damaged.slice(at - 60, at + 60) });
    }
    expect(silent).toEqual([]);
  });
});

describe('a last entry whose dependencies are cut off', () => {
  const six = "lockfileVersion: '6.0'\n\nsettings:\n  autoInstallPeers: true\n\ndependencies:\n  a:\n    specifier: 1.0.0\n    version: 1.0.0\n\npackages:\n\n  /a@1.0.0:\n    resolution: {integrity: sha512-A}\n    dependencies:\n      b: 1.0.0\n    dev: false\n\n  /b@1.0.0:\n    resolution: {integrity: sha512-B}\n    dependencies:\n      c: 1.0.0\n    dev: false\n\n  /c@1.0.0:\n    resolution: {integrity: sha512-C}\n    dev: false\n";
  const nine = "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: 1.0.0\n        version: 1.0.0\n\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: sha512-A}\n\n  b@1.0.0:\n    resolution: {integrity: sha512-B}\n\nsnapshots:\n\n  a@1.0.0:\n    dependencies:\n      b: 1.0.0\n\n  b@1.0.0: {}\n";
  const five = "lockfileVersion: 5.1\ndependencies:\n  a: 1.0.0\npackages:\n  /a/1.0.0:\n    dependencies:\n      b: 1.0.0\n    dev: false\n    resolution:\n      integrity: sha512-A\n  /b/1.0.0:\n    dependencies:\n      c: 1.0.0\n    dev: false\n    resolution:\n      integrity: sha512-B\n  /c/1.0.0:\n    dev: false\n    resolution:\n      integrity: sha512-C\nspecifiers:\n  a: 1.0.0\n";

  test.each([['5.1', five], ['5.4', six.replace("'6.0'", '5.4').replace(/settings[^]*?\n\n/, 'specifiers:\n  a: 1.0.0\n\n').replace(/ {4}specifier.*\n {4}version/, '  x').replace('  a:\n  x: 1.0.0', '  a: 1.0.0').replace(/\/(.)@1/g, '/$1/1')], ['6.0', six], ['9.0', nine]])('%s', (_, text) => {
    const whole = parse(text);
    expect([whole.problems, whole.packages.length]).toEqual([[], text === nine ? 2 : 3]);
    const silent: string[] = [];
    for (let at = 0; at < text.length; at += 1) if (lostInSilence(whole, [{ folder: '', name: 'a' }], text.slice(0, at)).length > 0) silent.push(text.slice(0, at));
    expect(silent).toEqual([]);
  });
});

test('no text makes it throw', () => {
  expect(() => {
    fc.assert(fc.property(fc.string(), (text) => parse(text).problems.length > 0));
    fc.assert(fc.property(fc.array(fc.constantFrom('lockfileVersion: 5.4\n', "lockfileVersion: '9.0'\n", 'importers:\n', '  .:\n', 'packages:\n', 'snapshots:\n', '    dependencies:\n', '      a: 1.0.0\n', '  a@1.0.0:\n', '  /a/1.0.0:\n', '    resolution: {integrity: x}\n', '    resolution: x\n', '  a@1.0.0: {}\n', '---\n', 'specifiers: [a]\n', 'packages: []\n', 'importers: {.: []}\n', 'ignoredOptionalDependencies: a\n')), (parts) => { parse(parts.join('')); }), { numRuns: 1_000 });
  }).not.toThrow();
});
