import { array, assert, constantFrom, property, string } from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { yarnBerry } from '../../src/lockfiles/yarn-berry.ts';
import { cases, lockText, lostUnseen, mutated, named, seeded, type Requests } from './yarn-support.ts';

type Entry = { readonly version: string; readonly resolution: string; readonly dependencies?: Readonly<Record<string, string>> };
const parse = (text: string) => yarnBerry.parse(text, 'yarn.lock');
const codes = (text: string) => parse(text).problems.map((problem) => problem.code);
const document = (text: string) => load(text) as Readonly<Record<string, Entry>>;
const HEAD = '__metadata:\n  version: 8\n  cacheKey: 10c0\n\n';
const ROOT = '"root@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "root@workspace:."\n  languageName: unknown\n  linkType: soft\n\n';
const entry = (key: string, version: string, resolution: string, more = '') =>
  `${JSON.stringify(key)}:\n  version: ${version}\n  resolution: ${JSON.stringify(resolution)}\n${more}  languageName: node\n  linkType: hard\n\n`;

/** The project's manifests, as the oracle reads them out of the workspace entries. */
function requestsOf(text: string, overridden: readonly string[]): Requests {
  const members = Object.values(document(text)).filter((one) => one.resolution?.includes('@workspace:'));
  const asked = members.flatMap((one) => {
    const folder = one.resolution.replace(/^.*@workspace:/, '');
    return Object.entries(one.dependencies ?? {}).map(([name, spec]) => [folder === '.' ? '' : folder, name, spec] as const);
  });
  return { asked, overridden };
}

const OVERRIDDEN: Readonly<Record<string, readonly string[]>> = { resolutions: ['cookie', 'qs'] };

describe('healthy files', () => {
  it.each(['healthy-v4', 'healthy-v10', 'sources'])('%s raises no problem', (name) => {
    expect(parse(lockText('yarn-berry', name)).problems).toEqual([]);
  });

  it.each(cases('yarn-berry'))('%s has the entries that a YAML library reads', (name) => {
    const text = lockText('yarn-berry', name);
    const { packages, dependenciesOf } = parse(text);
    const theirs = Object.entries(document(text)).filter(([key]) => key !== '__metadata');
    expect(packages.map((one) => one.id)).toEqual(theirs.map(([key]) => key.split(', ')[0]));
    for (const [position, [, other]] of theirs.entries()) {
      const own = packages[position];
      expect([own?.version, ...(own?.identities ?? []).map((one) => one.version), '0.0.0-use.local']).toContain(other.version);
      const names = Object.keys(other.dependencies ?? {});
      const reached = dependenciesOf(own?.id ?? '').map((id) => theirs.find(([key]) => key.split(', ')[0] === id)?.[0] ?? '');
      expect(names.filter((one) => !reached.some((key) => key.split(', ').some((descriptor) => descriptor.startsWith(`${one}@`))))).toEqual([]);
    }
  });

  it('knows the workspaces and what they ask for', () => {
    const { importers, answer, formatVersion, locate } = parse(lockText('yarn-berry', 'healthy-v10'));
    expect(formatVersion).toBe('10');
    expect(importers).toEqual([
      { folder: 'packages/member', dependencies: ['alpha@npm:^1.0.0'] },
      { folder: '', dependencies: ['alpha@npm:^1.0.0', 'lodash@npm:^4.17.0', 'member@npm:^1.0.0'] },
    ]);
    expect(answer('', 'lodash', 'catalog:')).toBe('lodash@npm:^4.17.0');
    expect(answer('', 'alpha', '^1.0.0')).toBe('alpha@npm:^1.0.0');
    expect(answer('packages/member', 'lodash', '*')).toBeUndefined();
    expect(answer('elsewhere', 'alpha', '^1.0.0')).toBeUndefined();
    expect(locate('extended@npm:^1.0.0')).toEqual({ line: 18, column: 1 });
  });

  it('reads CRLF, comments, single quotes and other indented blank lines alike', () => {
    const text = lockText('yarn-berry', 'healthy-v10');
    const plain = named(parse(text));
    for (const other of [text.replaceAll('\n', '\r\n'), text.replaceAll('\n\n', '\n# note\n  \n\n'), text.replaceAll('"', "'")]) {
      expect(parse(other).problems).toEqual([]);
      expect(named(parse(other))).toEqual(plain);
    }
  });

  it('reads keys over 1,024 characters in both forms, and lines over 64 KiB', () => {
    const key = Array.from({ length: 5_000 }, (_, index) => `long@npm:^1.${index}.0`).join(', ');
    const plain = HEAD + ROOT + entry(key, '1.2.3', 'long@npm:1.2.3');
    const explicit = plain.replace(`${JSON.stringify(key)}:`, `? ${JSON.stringify(key)}\n:`);
    expect(explicit).not.toBe(plain);
    for (const text of [plain, explicit]) {
      expect(codes(text)).toEqual([]);
      expect(parse(text).packages.at(-1)).toMatchObject({ name: 'long', version: '1.2.3' });
    }
    expect(Object.keys(document(explicit))).toContain(key);
    expect(parse(explicit).locate('long@npm:^1.0.0')?.line).toBe(11);
  });
});

describe('identities', () => {
  it('takes the resolution for what it is, whatever the protocol', () => {
    const { packages } = parse(lockText('yarn-berry', 'sources'));
    expect(packages.map((one) => `${one.name} ${one.version ?? '-'} ${one.source}`)).toEqual([
      'a-file 1.0.0 file', 'b-link - link', 'c-portal - link', 'd-git 1.0.0 git', 'e-hub 1.0.0 git', 'f-url 1.0.0 url',
      'left-pad 1.3.0 registry', 'h-exec 1.0.0 file', '@jsr/std__path 1.0.8 registry', 'i-virtual 1.0.0 registry', 'j-patch 1.0.0 registry', 'root - workspace',
    ]);
    expect(packages[6]?.alias).toBe('g-tarball');
    expect(packages.every((one) => one.identities === undefined && one.integrity === undefined)).toBe(true);
  });

  it('keeps every name of an entry that has two', () => {
    const { packages } = parse(lockText('yarn-berry', 'disguises'));
    expect(packages.slice(0, 4).map(({ name, version, alias, identities }) => ({ name, version, alias, identities }))).toEqual([
      { name: 'planted-bad', version: '6.6.6', alias: undefined, identities: [{ origin: 'key', name: 'harmless', version: '6.6.6' }] },
      { name: 'hidden', version: '1.0.0', alias: undefined, identities: [{ origin: 'resolved-url', name: 'planted-bad', version: '6.6.6' }] },
      { name: 'planted-bad', version: '6.6.6', alias: 'patched', identities: undefined },
      { name: 'planted-bad', version: '1.0.0', alias: undefined, identities: [{ origin: 'key', name: 'planted-bad', version: '6.6.6' }] },
    ]);
  });

  it('lists an alias under its target, beside the package\'s own descriptor', () => {
    expect(parse(lockText('yarn-berry', 'healthy-v10')).packages[0]).toMatchObject({ name: 'alpha', version: '1.2.3', alias: 'my-alpha' });
  });

  it('takes a tag for a tag', () => {
    expect(parse(HEAD + ROOT + entry('a@npm:latest', '1.0.0', 'a@npm:1.0.0')).packages.at(-1)).toEqual({ id: 'a@npm:latest', name: 'a', version: '1.0.0', source: 'registry' });
  });

  it('lists a member that shares a name with a package as a workspace', () => {
    expect(parse(HEAD + ROOT.replaceAll('root@', 'planted-bad@')).packages[0]?.source).toBe('workspace');
  });
});

describe('references', () => {
  it('marks what only an override explains, and follows it', () => {
    const { problems, dependenciesOf, answer } = parse(lockText('yarn-berry', 'resolutions'));
    expect(problems.map(({ code, line, unlessProvided }) => ({ code, line, unlessProvided }))).toEqual([
      { code: 'dangling-reference', line: 19, unlessProvided: 'cookie' },
      { code: 'dangling-reference', line: 21, unlessProvided: 'qs' },
      { code: 'dangling-reference', line: 38, unlessProvided: 'qs' },
    ]);
    expect(dependenciesOf('express@npm:4')).toEqual(['cookie-signature@npm:~1.0.6', 'qs@npm:6.11.0']);
    expect(answer('', 'qs', '^6.0.0')).toBe('qs@npm:6.11.0');
  });

  it('has no excuse for a name that is not there at all', () => {
    const text = HEAD + ROOT + entry('a@npm:1.0.0', '1.0.0', 'a@npm:1.0.0', '  dependencies:\n    lost: "npm:^1"\n');
    expect(parse(text).problems).toEqual([{ code: 'dangling-reference', message: 'a depends on lost@npm:^1, which the file does not have', path: 'yarn.lock', line: 15, column: 5 }]);
  });

  it('leads an override to the entry that nothing else asks for', () => {
    const text = HEAD + ROOT + entry('a@npm:1.0.0', '1.0.0', 'a@npm:1.0.0', '  dependencies:\n    c: "npm:^2.0.0"\n')
      + entry('b@npm:1.0.0', '1.0.0', 'b@npm:1.0.0', '  dependencies:\n    c: "npm:^1.0.0"\n') + entry('c@npm:^1.0.0', '1.0.0', 'c@npm:1.0.0') + entry('c@npm:2.0.5', '2.0.5', 'c@npm:2.0.5');
    expect(parse(text).dependenciesOf('a@npm:1.0.0')).toEqual(['c@npm:2.0.5']);
  });
});

describe('problems', () => {
  const whole = HEAD + ROOT;
  it.each([
    ['', ['malformed', 'malformed']], ['null', ['malformed', 'malformed', 'malformed']], ['\0', ['malformed', 'malformed', 'malformed']],
    [whole.replace('version: 8', 'version: 11'), ['unknown-version']], [whole.replace('  version: 8\n', ''), ['unknown-version']],
    [HEAD, ['malformed']], [whole + HEAD, ['duplicate-key']],
    [whole + entry('a@npm:1', '1.0.0', 'a@npm:1.0.0') + entry('a@npm:1', '2.0.0', 'a@npm:2.0.0'), ['duplicate-key']],
    [whole + entry('a@npm:1', '1.0.0', 'a@npm:1.0.0', '  strange: 1\n'), ['unknown-entry']],
    [whole + entry('a@npm:1', '1.0.0', 'a@npm:1.0.0', '  strange:\n    x: 1\n'), ['unknown-entry']],
    [whole + entry('a@npm:1', '1.0.0', 'a@npm:1.0.0', '  dependencies: {}\n'), ['malformed']],
    [whole + entry('a@npm:1', '1.0.0', 'a@npm:1.0.0', '  dependencies:\n'), ['malformed']],
    [whole + entry('a@npm:1', '1.0.0', 'a@npm:1.0.0', '  version: 1.0.1\n'), ['duplicate-key']],
    [whole + entry('a@odd:1', '1.0.0', 'a@odd:1.0.0'), ['unknown-entry']],
    [whole + entry('a@npm:1', '1.0.0', ''), ['unknown-entry']],
    [whole + entry('a@npm:1', '1.0.0', 'a@patch:%E0%A4%A#x'), ['unknown-entry']],
    [whole + entry('a@npm:1', '1', 'a@npm:1'), ['unknown-package-version']],
    [whole + entry('a\u001b@npm:1', '1.0.0', 'a\u001b@npm:1.0.0'), ['invalid-name']],
    [whole + entry('a@npm:1', '1.0.0', 'a@npm:1.0.0').replace('hard', 'har'), ['malformed']],
    [`${whole}? "a@npm:1"\n`, ['malformed']],
  ])('%j', (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it('takes __proto__ for a name like any other', () => {
    const text = whole + entry('__proto__@npm:1', '1.0.0', '__proto__@npm:1.0.0', '  dependencies:\n    constructor: "npm:1"\n') + entry('constructor@npm:1', '1.0.0', 'constructor@npm:1.0.0');
    expect(codes(text)).toEqual([]);
    expect(parse(text).dependenciesOf('__proto__@npm:1')).toEqual(['constructor@npm:1']);
  });

  it('stays quick on deep nesting, deep patches and JSON, and lists at most a hundred problems', () => {
    const deep = Array.from({ length: 10_000 }, (_, index) => `${' '.repeat(index * 2)}a:`).join('\n');
    expect(parse(HEAD + deep).problems).toHaveLength(101);
    let patch = 'a@npm:1.0.0';
    for (let depth = 0; depth < 9; depth += 1) patch = `a@patch:${patch.replaceAll('%', '%25').replaceAll('#', '%23')}#x`;
    expect(codes(whole + entry('a@npm:1', '1.0.0', patch))).toEqual(['unknown-entry']);
    const json = parse(JSON.stringify({ name: 'x', lockfileVersion: 3, packages: {} }, null, 2));
    expect(json.problems.length).toBeGreaterThan(0);
    expect(json.packages).toEqual([]);
  });
});

describe('damaged files', () => {
  it.each(cases('yarn-berry'))('%s cut anywhere, with its root last or first, loses no package unseen', (name) => {
    const text = lockText('yarn-berry', name);
    const requests = requestsOf(text, OVERRIDDEN[name] ?? []);
    const blocks = text.trimEnd().split('\n\n');
    const first = [...blocks.slice(0, 2), blocks.at(-1), ...blocks.slice(2, -1), ''].join('\n\n');
    for (const order of [text, first]) {
      const inventory = parse(order);
      expect(inventory.packages.length).toBe(Object.keys(document(order)).length - 1);
      for (let end = 0; end < order.length; end += 1) expect(lostUnseen(inventory, parse(order.slice(0, end)), requests)).toEqual([]);
    }
  });

  // Entries that contradict themselves are left out: one more damage can make them agree.
  it.each(cases('yarn-berry').filter((name) => name !== 'disguises'))('%s mutated loses no package unseen', (name) => {
    const text = lockText('yarn-berry', name);
    const requests = requestsOf(text, OVERRIDDEN[name] ?? []);
    const inventory = parse(text);
    const random = seeded(11);
    for (let round = 0; round < 1_000; round += 1) {
      const other = mutated(text, random);
      expect(lostUnseen(inventory, parse(other), requests)).toEqual([]);
    }
  });

  it('never throws', () => {
    assert(property(string({ unit: 'binary', maxLength: 300 }), (noise) => {
      const inventory = parse(HEAD + entry('a@npm:1', '1.0.0', noise) + noise);
      for (const one of inventory.packages) { inventory.locate(one.id); inventory.dependenciesOf(one.id); }
      expect(inventory.importers).toBeInstanceOf(Array);
      inventory.answer('', 'a', noise);
    }));
    const parts = ['"a@npm:1"', '"', ':', '\n', '  ', 'resolution', 'dependencies', ' ', '\\', ',', '#', "'", '? ', 'virtual:', 'patch:', '::'];
    assert(property(array(constantFrom(...parts), { maxLength: 60 }), (chosen) => { expect(parse(chosen.join('')).problems).toBeInstanceOf(Array); }));
  });
});
