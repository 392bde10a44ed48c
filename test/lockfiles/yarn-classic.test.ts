import * as oracle from '@yarnpkg/lockfile';
import { array, assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { yarnClassic } from '../../src/lockfiles/yarn-classic.ts';
import { cases, lockText, lostUnseen, mutated, named, seeded, type Requests } from './yarn-support.ts';

const REQUESTS: Readonly<Record<string, Requests>> = {
  healthy: { asked: [['', '@scope/tool', '^1.2.0'], ['', 'alpha', '2.0.0-rc.1'], ['', 'beta', '']], overridden: [] },
  aliases: { asked: [['', 'cookie', '~0.7.1'], ['', 'foo-ms', 'npm:ms'], ['', 'my-tool', 'npm:@scope/tool@^1'], ['', 'tarball', 'https://registry.example/left-pad/-/left-pad-1.3.0.tgz']], overridden: [] },
  sources: { asked: [['', 'a-git', 'git+ssh://git@git.example/o/r.git#main'], ['', 'b-short', 'owner/repo'], ['', 'c-host', 'github:owner/repo#v1'], ['', 'd-file', 'file:./loc'], ['', 'e-link', 'link:./loc'], ['', 'f-url', 'https://files.example/download/f.tgz'], ['', 'g-old', '^1.0.0']], overridden: [] },
  disguises: { asked: [['', 'harmless', '^1.0.0'], ['', 'innocent', 'github:owner/repo'], ['', 'named', '^1.0.0'], ['', 'one', '^1.0.0'], ['', 'planted-bad', '^6.0.0']], overridden: [] },
  'workspace-answers': { asked: [['', 'debug', '^4.3.0']], overridden: ['ms'] },
};
const V1 = '# yarn lockfile v1\n\n\n';
const resolved = (name: string) => `  resolved "https://registry.example/${name}/-/${name}-1.0.0.tgz#0123456789abcdef0123456789abcdef01234567"\n`;
const parse = (text: string) => yarnClassic.parse(text, 'yarn.lock');
const codes = (text: string) => parse(text).problems.map((problem) => problem.code);
const byId = (text: string) => new Map(parse(text).packages.map((one) => [one.id, one]));

describe('healthy files', () => {
  it.each(['healthy', 'aliases', 'sources'])('%s raises no problem', (name) => {
    expect(parse(lockText('yarn-classic', name)).problems).toEqual([]);
  });

  it('reads the same entries as yarn\'s own library', () => {
    for (const name of cases('yarn-classic')) {
      const text = lockText('yarn-classic', name);
      const theirs = oracle.parse(text).object as Record<string, { version: string }>;
      const { packages, answer } = parse(text);
      for (const [pattern, entry] of Object.entries(theirs)) {
        const at = pattern.indexOf('@', 1);
        const id = answer('', pattern.slice(0, at), pattern.slice(at + 1));
        expect(packages.find((one) => one.id === id)?.version).toBe(entry.version);
      }
      expect(packages.length).toBe(new Set(Object.values(theirs)).size);
    }
  });

  it('answers requests and follows dependencies', () => {
    const { answer, dependenciesOf, importers, locate, formatVersion } = parse(lockText('yarn-classic', 'healthy'));
    expect(formatVersion).toBe('v1');
    expect(importers).toEqual([]);
    expect(answer('', '@scope/tool', '^1.2.0')).toBe('@scope/tool@^1.0.0');
    expect(answer('', 'beta', '')).toBe('beta@');
    expect(answer('', 'beta', '^9')).toBeUndefined();
    expect(dependenciesOf('alpha@2.0.0-rc.1')).toEqual(['@scope/native@1.0.0', 'beta@']);
    expect(dependenciesOf('unknown')).toEqual([]);
    expect(locate('alpha@2.0.0-rc.1')).toEqual({ line: 12, column: 1 });
  });

  it('reads CRLF, a byte order mark, comments and blank lines alike', () => {
    const text = lockText('yarn-classic', 'healthy');
    const plain = named(parse(text));
    for (const other of [text.replaceAll('\n', '\r\n'), `\ufeff${text}`, text.replaceAll('\n\n', '\n\n# note\n  # note\n\n')]) {
      expect(parse(other).problems).toEqual([]);
      expect(named(parse(other))).toEqual(plain);
    }
  });

  it('reads a file without entries, and one without the comment', () => {
    expect(codes(V1)).toEqual([]);
    const bare = parse('a@^1:\n  version "1.0.0"\n');
    expect(bare.problems).toEqual([]);
    expect(bare.notes).toHaveLength(1);
  });
});

describe('identities', () => {
  it('takes the target of an alias, with and without a range', () => {
    const found = byId(lockText('yarn-classic', 'aliases'));
    expect(found.get('foo-ms@npm:ms')).toMatchObject({ name: 'ms', alias: 'foo-ms', version: '2.1.3', source: 'registry' });
    expect(found.get('my-tool@npm:@scope/tool@^1')).toMatchObject({ name: '@scope/tool', alias: 'my-tool' });
    expect(found.get('cookie@npm:cookie-signature@1.0.7')).toMatchObject({ name: 'cookie-signature', alias: 'cookie' });
    expect(found.get('tarball@https://registry.example/left-pad/-/left-pad-1.3.0.tgz')).toMatchObject({ name: 'left-pad', alias: 'tarball', source: 'registry' });
    for (const one of found.values()) expect(one.identities).toBeUndefined();
  });

  it.each([['a@npm:^1.0.0', 'a'], ['a@npm:1', 'a'], ['a@npm:7zip-bin', '7zip-bin'], ['a@npm:@s/b', '@s/b'], ['a@latest', 'a'], ['a', 'a'], ['@s/a', '@s/a']])('%s is %s', (pattern, name) => {
    expect(parse(`${V1}"${pattern}":\n  version "1.0.0"\n`).packages[0]).toMatchObject({ name, source: 'registry' });
  });

  it('keeps every name of an entry that has two', () => {
    const { packages } = parse(lockText('yarn-classic', 'disguises'));
    expect(packages.map((one) => one.identities)).toEqual([
      [{ origin: 'resolved-url', name: 'planted-bad', version: '6.6.6' }],
      [{ origin: 'resolved-url', name: 'planted-bad', version: '6.6.6' }],
      [{ origin: 'name-field', name: 'planted-bad', version: '6.6.6' }],
      [{ origin: 'key', name: 'planted-bad', version: '6.6.6' }],
    ]);
    expect(packages[1]?.source).toBe('registry');
  });

  it('keeps what the URL in a key says where another URL was resolved', () => {
    const text = `${V1}"x@https://registry.example/left-pad/-/left-pad-1.3.0.tgz":\n  version "1.3.0"\n  resolved "https://registry.example/right-pad/-/right-pad-1.0.1.tgz#0123456789abcdef0123456789abcdef01234567"\n`;
    expect(parse(text).packages).toMatchObject([{ name: 'right-pad', version: '1.3.0', identities: [{ origin: 'resolved-url', name: 'right-pad', version: '1.0.1' }, { origin: 'key', name: 'left-pad', version: '1.3.0' }] }]);
  });

  it('tells sources apart, and keeps the only hash of an old entry', () => {
    const { packages } = parse(lockText('yarn-classic', 'sources'));
    expect(packages.map((one) => one.source)).toEqual(['git', 'git', 'git', 'file', 'link', 'url', 'registry']);
    expect(packages.at(-1)?.integrity).toBe('0123456789abcdef0123456789abcdef01234567');
  });
});

describe('problems', () => {
  it('marks a reference that a workspace member may answer', () => {
    expect(parse(lockText('yarn-classic', 'workspace-answers')).problems).toEqual([
      { code: 'dangling-reference', message: 'debug depends on ms@^2.1.3, which the file does not have', path: 'yarn.lock', line: 9, column: 5, unlessProvided: 'ms' },
    ]);
  });

  it.each([
    ['', ['no-packages']], ['null', ['malformed', 'no-packages']], ['\0', ['malformed', 'no-packages']],
    ['# yarn lockfile v2\n\na@1:\n  version "1.0.0"\n', ['unknown-version']],
    [`${V1}a@1:\n  resolved "a-1.0.0.tgz"\n`, ['unknown-package-version']],
    [`${V1}a@1:\n  version "1.0.0"\n  strange "x"\n`, ['unknown-entry']],
    [`${V1}a@1:\n  version "1.0.0"\n  version "2.0.0"\n`, ['duplicate-key']],
    [`${V1}a@1:\n  version "1.0.0"\n\na@1:\n  version "2.0.0"\n`, ['duplicate-key']],
    [`${V1}a@1:\n  version "1.0.0"\n  dependencies:\n`, ['malformed']],
    [`${V1}a@1:\n  version "1.0.0"\n  dependencies:\n    a "1"\n    a "1"\n`, ['duplicate-key']],
    [`${V1}a@1\n`, ['malformed']], [`${V1}a@1:\n  version "1.0\n`, ['malformed', 'unknown-package-version']],
    [`${V1}"a\\u001b[2J@1":\n  version "1.0.0"\n`, ['invalid-name']], [`${V1}a@1:\n\tversion "1.0.0"\n`, ['malformed', 'unknown-package-version']],
    [`${V1}beta@1:\n  version "1.0.0"\n  resolved "https://files.example/x.tgz"\n`, ['unknown-entry']],
    [`${V1}beta@1:\n  version "1.0.0"\n  resolved "https://files.example/beta/-/beta-1.0.0.tgz#0123"\n`, ['unknown-entry']],
    [`${V1}a@1:\n  version "one"\n`, ['unknown-package-version']],
    [`${V1}a@1:\n  version "1.0.0"\n  integrity sha512-abc`, ['malformed']],
  ])('%j', (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it('reads both entries of a pattern that stands twice', () => {
    expect([...named(parse(`${V1}a@1:\n  version "1.0.0"\n\na@1:\n  version "2.0.0"\n`))]).toEqual(['a@1.0.0', 'a@2.0.0']);
  });

  it('takes __proto__ and constructor for names like any other', () => {
    const text = `${V1}__proto__@1:\n  version "1.0.0"\n  dependencies:\n    constructor "1"\n\nconstructor@1:\n  version "2.0.0"\n`;
    expect(codes(text)).toEqual([]);
    expect(parse(text).dependenciesOf('__proto__@1')).toEqual(['constructor@1']);
  });

  it('reads lines over 64 KiB, and stays quick on deep nesting and on JSON', () => {
    const patterns = Array.from({ length: 5_000 }, (_, index) => `long-package-name@^1.${index}.0`).join(', ');
    expect(parse(`${V1}${patterns}:\n  version "1.0.0"\n`).packages).toHaveLength(1);
    const deep = Array.from({ length: 10_000 }, (_, index) => `${' '.repeat(index * 2)}a:`).join('\n');
    expect(codes(V1 + deep).length).toBeLessThanOrEqual(101);
    expect(codes('[\n'.repeat(10_000))).toContain('malformed');
    const json = parse(JSON.stringify({ name: 'x', lockfileVersion: 3, packages: { 'node_modules/a': { version: '1.0.0' } } }, null, 2));
    expect(json.problems.length).toBeGreaterThan(0);
    expect(json.packages).toEqual([]);
  });
});

describe('damaged files', () => {
  it.each(cases('yarn-classic'))('%s cut anywhere loses no package unseen', (name) => {
    const text = lockText('yarn-classic', name);
    const whole = parse(text);
    const requests = REQUESTS[name] as Requests;
    expect(requests).toBeDefined();
    for (let end = 0; end < text.length; end += 1) expect(lostUnseen(whole, parse(text.slice(0, end)), requests)).toEqual([]);
  });

  // Entries that contradict themselves are left out: one more damage can make them agree.
  it.each(cases('yarn-classic').filter((name) => name !== 'disguises'))('%s mutated loses no package unseen', (name) => {
    const text = lockText('yarn-classic', name);
    const whole = parse(text);
    const random = seeded(7);
    for (let round = 0; round < 1_000; round += 1) {
      const other = mutated(text, random);
      expect(lostUnseen(whole, parse(other), REQUESTS[name] as Requests)).toEqual([]);
    }
  });

  it('cannot see a cut right behind an entry\'s last hash: the limit of the format', () => {
    const text = `${V1}a@1:\n  version "1.0.0"\n${resolved('a')}  dependencies:\n    b "1"\n\nb@1:\n  version "1.0.0"\n${resolved('b')}`;
    expect(codes(text)).toEqual([]);
    expect(codes(text.slice(0, text.indexOf('  dependencies')))).toEqual([]);
  });

  it('never throws', () => {
    assert(property(string({ unit: 'binary', maxLength: 300 }), (noise) => {
      const inventory = parse(noise);
      for (const one of inventory.packages) expect([inventory.locate(one.id), inventory.dependenciesOf(one.id)]).toHaveLength(2);
    }));
    assert(property(array(constantFrom('a@1', '"', ':', '\n', '  ', 'version', 'dependencies', ' ', '\\', ',', '#', "'", '? '), { maxLength: 60 }), (parts) => { expect(parse(parts.join('')).problems).toBeInstanceOf(Array); }));
  });
});
