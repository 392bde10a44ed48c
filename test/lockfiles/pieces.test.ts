// Reading a lockfile piece by piece finds what reading it whole finds: on histories of real forms, mutated, and on hostile texts.
import { type Arbitrary, array, assert, asyncProperty, boolean, constant, constantFrom, dictionary, nat, oneof, option, record, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutLockfile } from '../../src/lockfiles/pieces.ts';
import { LOCKFILE_HISTORY } from '../../src/pipelines/exposure.ts';
import { versionReader } from '../../src/pipelines/exposure/versions.ts';
import { usualBundle } from '../support/scan.ts';

type Entries = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const NAMES = ['chalk', 'debug', 'postmark-mcp', 'left-pad', '@scope/a', '__proto__', 'ansi-styles'];
// Listed versions of some of the names, and honest ones.
const VERSIONS = ['5.6.1', '5.6.0', '4.4.2', '1.0.16', '1.0.12', '6.2.2', '1.0.0'];

function npm3(entries: Entries, root: Readonly<Record<string, unknown>> = {}): string {
  return `${JSON.stringify({ name: 'app', lockfileVersion: 3, requires: true, packages: { '': { name: 'app', ...root }, ...entries } }, undefined, 2)}\n`;
}

const entry = record({ version: constantFrom(...VERSIONS), resolved: option(constantFrom(...NAMES).map((name) => `https://registry.example/${name}/-/x-1.0.0.tgz`), { nil: undefined }), dev: option(constant(true), { nil: undefined }), name: option(constantFrom(...NAMES), { nil: undefined }), link: option(constant(true), { nil: undefined }) }, { requiredKeys: ['version'] });
const key = tuple(constantFrom('node_modules/', 'node_modules/x/node_modules/', 'packages/', ''), constantFrom(...NAMES)).map(([folder, name]) => `${folder}${name}`);
const packages = dictionary(key, entry, { maxKeys: 8 });
const legacy = dictionary(constantFrom(...NAMES), record({ version: constantFrom(...VERSIONS, 'npm:chalk@5.6.1', 'file:x'), dependencies: option(dictionary(constantFrom(...NAMES), record({ version: constantFrom(...VERSIONS) }), { maxKeys: 3 }), { nil: undefined }) }, { requiredKeys: ['version'] }), { maxKeys: 5 });

const npmText = oneof(
  tuple(packages, boolean()).map(([entries, members]) => npm3(entries, members ? { workspaces: ['packages/*'] } : {})),
  tuple(packages, legacy).map(([entries, dependencies]) => `${JSON.stringify({ name: 'app', lockfileVersion: 2, packages: { '': {}, ...entries }, dependencies }, undefined, 2)}\n`),
  legacy.map((dependencies) => `${JSON.stringify({ name: 'app', lockfileVersion: 1, requires: true, dependencies }, undefined, '\t')}\n`),
);

const yarnText = array(tuple(constantFrom(...NAMES), constantFrom(...VERSIONS), boolean()), { maxLength: 6 })
  .map((list) => `# yarn lockfile v1\n\n\n${list.map(([name, version, alias]) => `"${alias ? `x@npm:${name}` : name}@^${version}":\n  version "${version}"\n  resolved "https://registry.example/${name}/-/${name}-${version}.tgz"\n`).join('\n')}`);
const berryText = array(tuple(constantFrom(...NAMES), constantFrom(...VERSIONS)), { maxLength: 6 })
  .map((list) => `# header\n\n__metadata:\n  version: 8\n  cacheKey: 10c0\n\n${list.map(([name, version]) => `"${name}@npm:^${version}":\n  version: ${version}\n  resolution: "${name}@npm:${version}"\n  languageName: node\n  linkType: hard\n`).join('\n')}\n"app@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "app@workspace:."\n  languageName: unknown\n  linkType: soft\n`);

const pnpmText = tuple(constantFrom("'9.0'", "'6.0'", '5.4'), array(tuple(constantFrom(...NAMES.filter((name) => name !== '__proto__')), constantFrom(...VERSIONS), boolean()), { maxLength: 6 })).map(([version, list]) => {
  const keyOf = (name: string, of: string) => (version === '5.4' ? `/${name}/${of}` : version === "'6.0'" ? `/${name}@${of}` : `${name}@${of}`);
  const quoted = (text: string) => (text.startsWith('@') ? `'${text}'` : text);
  const entries = list.map(([name, of, odd]) => `  ${quoted(keyOf(name, of))}:\n    resolution: {integrity: sha512-x}\n${odd ? "    deprecated: |-\n      it's old: {\n    engines: {node: '>=18'}\n" : ''}`);
  const snapshots = version === "'9.0'" ? `\nsnapshots:\n\n${list.map(([name, of]) => `  ${quoted(keyOf(name, of))}: {}\n`).join('\n')}` : '';
  return `lockfileVersion: ${version}\n\n${version === '5.4' ? 'specifiers: {}' : 'importers:\n\n  .: {}'}\n\npackages:\n\n${entries.join('\n')}${snapshots}`;
});

// Whole lines moved, doubled and taken out; pieces of other files; single characters.
const edit = record({ at: nat(), length: nat({ max: 40 }), put: constantFrom('', '\n', '\n\n', '"', '{', '}', '    },\n', '\n    "node_modules/chalk": {\n      "version": "5.6.1"\n    },', 'chalk@^5:\n  version "5.6.1"\n', '? "chalk@5"\n', ':\n', '\\u0063halk', '  "packages": {\n', '<<<<<<< a\n', "'", '  ? chalk@5.6.1\n', '  chalk@5.6.1:\n    resolution: {integrity: x}\n', 'packages:\n\n', "lockfileVersion: '6.0'\n", '---\n', ' #', ': |-\n') });
const edited = (texts: Arbitrary<string>) => tuple(texts, option(edit, { nil: undefined })).map(([text, change]) => {
  if (!change || text.length === 0) return text;
  const at = change.at % text.length;
  return text.slice(0, at) + change.put + text.slice(at + change.length);
});

/** Texts of which both ways do not find the same. */
async function differing(path: string, texts: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  const bundles = await usualBundle();
  const fast = versionReader(bundles);
  const slow = versionReader(bundles, { cuts: 'off' });
  for (const text of texts) {
    const [quick, whole] = [await fast.read(LOCKFILE_HISTORY, path, text), await slow.read(LOCKFILE_HISTORY, path, text)];
    if (JSON.stringify([...quick.subjects].sort()) !== JSON.stringify([...whole.subjects].sort())) found.push(`${text}\n${quick.subjects.join()} for ${whole.subjects.join()}`);
  }
  return found;
}

describe('piece by piece finds what the whole finds', () => {
  test.each([['package-lock.json', npmText], ['yarn.lock', yarnText], ['yarn.lock', berryText], ['pnpm-lock.yaml', pnpmText]] as const)('%s, histories of edited texts', async (path, texts) => {
    await assert(asyncProperty(array(edited(texts), { minLength: 1, maxLength: 6 }), async (history) => { expect(await differing(path, history)).toEqual([]); }), { numRuns: 100 });
  });

  test('texts made to be read otherwise in pieces', async () => {
    const open = '{\n  "lockfileVersion": 3,\n  "packages": {\n    "": {\n      "name": "app"\n    },\n';
    expect(await differing('package-lock.json', [
      npm3({ 'node_modules/left-pad': { version: '1.0.0' } }),
      // A key with an escape, a version far from its name, two entries in one piece, one entry in two pieces.
      `${open}    "node_modules/\\u0063halk": {\n      "version": "5.6.1"\n    }\n  }\n}\n`,
      `${open}    "node_modules/chalk": {\n${'      "x": 1,\n'.repeat(3_000)}      "version": "5.6.1"\n    }\n  }\n}\n`,
      `${open}    "node_modules/a": {\n      "version": "1.0.0"\n}, "node_modules/chalk": { "version": "5.6.1"\n    }\n  }\n}\n`,
      `${open}    "node_modules/chalk": {\n      "engines": {\n    },\n    "version": "5.6.1"\n    }\n  }\n}\n`,
      // The part twice, elsewhere, or inside a string; a field twice; the version in front.
      `${open}    "node_modules/a": {\n      "version": "1.0.0"\n    }\n  },\n  "packages": {\n    "node_modules/chalk": {\n      "version": "5.6.1"\n    }\n  }\n}\n`,
      `{\n  "x": "\\n  \\"packages\\": {",\n  "lockfileVersion": 3,\n  "packages": {\n    "node_modules/chalk": {\n      "version": "5.6.0",\n      "version": "5.6.1"\n    }\n  }\n}\n`,
      `{\n  "lockfileVersion": 3,\n  "packages": { "node_modules/chalk": { "version": "5.6.1" } },\n  "dependencies": {\n    "a": {\n      "version": "1.0.0"\n    }\n  }\n}\n`,
    ])).toEqual([]);
    expect(await differing('yarn.lock', [
      '# yarn lockfile v1\n\n\nleft-pad@1:\n  version "1.0.0"\n',
      '# yarn lockfile v1\n\n\nchalk@5:\n\n  version "5.6.1"\n',
      '# yarn lockfile v1\n\n\nleft-pad@1:\n  version "1.0.0"\nchalk@5:\n  version "5.6.1"\n\na@1:\n  version "1.0.0"\n',
      '# yarn lockfile v1\n\n\nleft-pad@1, chalk@5:\n  version "5.6.1"\n\n\n\na@1:\n  version "1.0.0"\n',
      '__metadata:\n  version: 8\n\n? "chalk@npm:^5"\n:\n  version: 5.6.1\n  resolution: "chalk@npm:5.6.1"\n  linkType: hard\n',
      '__metadata:\n  version: 8\n\n? "chalk@npm:^5"\n\n:\n  version: 5.6.1\n  resolution: "chalk@npm:5.6.1"\n  linkType: hard\n',
    ])).toEqual([]);
  });

  test('texts of pnpm made to be read otherwise in pieces', async () => {
    const text = (version: string, entries: string, more = '') => `lockfileVersion: ${version}\n\nimporters:\n\n  .: {}\n\npackages:\n\n${entries}${more}`;
    const entry = (name: string) => `  ${name}:\n    resolution: {integrity: x}\n`;
    expect(await differing('pnpm-lock.yaml', [
      // The same key means another package in another format.
      text("'6.0'", entry('/chalk@5.6.1')), text('5.4', entry('/chalk@5.6.1')), text("'9.0'", entry('/chalk@5.6.1')), text("'9.0'", entry('chalk@5.6.1')), text("'6.0'", entry('chalk@5.6.1')),
      text("'7.0'", entry('chalk@5.6.1')), text("'7.0'", entry('chalk@5.6.1'), '\nsnapshots:\n\n  chalk@5.6.1: {}\n'), text("'7.0'", entry('chalk@5.6.1'), '\n"snap\\x73hots":\n\n  chalk@5.6.1: {}\n'),
      // Quotes, brackets and explicit keys over blank lines.
      text("'9.0'", `  a@1.0.0:\n    x: "y\n\n${entry('chalk@5.6.1')}\n  b@1.0.0:\n    x: y"\n`),
      text("'9.0'", `  a@1.0.0:\n    x: {y\n\n${entry('chalk@5.6.1')}\n  b@1.0.0:\n    x: y}\n`),
      text("'9.0'", `  ? chalk@\n\n    5.6.1\n  :\n    resolution: {integrity: x}\n`),
      text("'9.0'", `  a@1.0.0:\n    deprecated: |-\n      old\n\n${entry('chalk@5.6.1')}`),
      `settings: "\nlockfileVersion: '9.0'\n"\n${text("'6.0'", entry('/chalk@5.6.1'))}`,
      // What stands behind the entries belongs to the last of them, or opens and closes quotes around them.
      text("'9.0'", entry('a@1.0.0')), text("'9.0'", entry('a@1.0.0'), '\n\n    name: chalk\n    version: 5.6.1\n'),
      text("'9.0'", `${entry('left-pad@1.0.0')}    x: "y"\n`), text("'9.0'", `${entry('left-pad@1.0.0')}    x: "y"\n`, `\nz: 1"\n${entry('chalk@5.6.1')}`).replace('importers:', 'q: "\nimporters:'),
      text("'9.0'", `  a@1.0.0:\n    x: b: |\n      "\n\n${entry('chalk@5.6.1')}\n  c@1.0.0:\n    y: "\n`),
      text("'9.0'", entry('chalk@5.6.1')).replace('packages:', '"packages":'),
      `---\n${text("'9.0'", entry('chalk@5.6.1'))}---\n${text("'9.0'", entry('left-pad@1.0.0'))}`,
    ])).toEqual([]);
  });

  test('what stands in front of the entries is not laid to them', async () => {
    const text = (front: string) => `# yarn lockfile v1\n\n__metadata:\n  version: 8\n${front}\n\nleft-pad@1:\n  version "1.0.0"\n`;
    expect(await differing('yarn.lock', [text('chalk@5:\n  version "5.6.1"\n'), text('')])).toEqual([]);
    const npm = (front: string) => `{\n  ${front}"lockfileVersion": 3,\n  "dependencies": { ${front === '' ? '' : '"chalk": { "version": "5.6.1" }'} },\n  "packages": {\n    "node_modules/left-pad": {\n      "version": "1.0.0"\n    }\n  }\n}\n`;
    expect(await differing('package-lock.json', [npm('"name": "a", '), npm('')])).toEqual([]);
  });

  test('an entry that was met in one part of the file is read again in another', async () => {
    const text = (part: string) => `${JSON.stringify({ name: 'app', lockfileVersion: part === 'packages' ? 3 : 1, [part]: { chalk: { version: '5.6.1' } } }, undefined, 2)}\n`;
    expect(await differing('package-lock.json', [text('packages'), text('dependencies'), text('packages')])).toEqual([]);
  });

  test('usual files are cut, odd ones are not', () => {
    expect(cutLockfile('npm', npm3({ 'node_modules/a': { version: '1.0.0' } }))?.parts).toMatchObject([{ name: 'packages', pieces: [expect.any(String), expect.stringContaining('node_modules/a')] }]);
    expect(cutLockfile('yarn-classic', '# yarn lockfile v1\n\n\na@1:\n  version "1.0.0"\n\nb@1:\n  version "1.0.0"\n')?.parts[0]?.pieces).toHaveLength(2);
    for (const text of ['', '{}', '{\n', 'x', JSON.stringify({ packages: {} })]) expect(cutLockfile('npm', text)).toBeUndefined();
    expect(cutLockfile('yarn-classic', 'a@1:\r\n  version "1.0.0"\r\n')).toBeUndefined();
  });

  test('an entry of many versions is read once', async () => {
    let read = 0;
    const reader = versionReader(await usualBundle(), { onPackages: (packages) => { read += packages.length; } });
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`node_modules/a${at}`, { version: '1.0.0' }]));
    for (let at = 0; at < 20; at += 1) await reader.read(LOCKFILE_HISTORY, 'package-lock.json', npm3({ ...many, 'node_modules/left-pad': { version: `1.0.${at}` } }));
    expect(read).toBe(50 + 20);
  });
});
