import * as fc from 'fast-check';
import { dump, FAILSAFE_SCHEMA, loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { isMap, isUsual, type YamlValue } from '../../src/lockfiles/pnpm/yaml-tree.ts';
import { expandUsual } from '../../src/lockfiles/pnpm/yaml-usual.ts';
import { readYaml } from '../../src/lockfiles/pnpm/yaml.ts';
import { CASES, fixture } from './pnpm-fixtures.ts';

function plain(value: YamlValue): unknown {
  if (value === null || typeof value === 'string') return value ?? '';
  if (isUsual(value)) return plain(expandUsual(value));
  if (!isMap(value)) return value.items.map(plain);
  const object: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (let pair = value.first; pair; pair = pair.next) object[pair.key] = plain(pair.value);
  return { ...object };
}

function ours(text: string): unknown {
  const { documents, problems } = readYaml(text);
  expect(problems).toEqual([]);
  return documents.map((document) => plain(document.root));
}

const theirs = (text: string): unknown => loadAll(text, { schema: FAILSAFE_SCHEMA });

describe('reads what a YAML library reads', () => {
  test.each(CASES)('%s', (name) => {
    expect(ours(fixture(name))).toEqual(theirs(fixture(name)));
    const windows = fixture(name).replaceAll('\n', '\r\n');
    expect(ours(windows)).toEqual(theirs(windows));
  });

  test.each([
    'a: 1\nb: two words\n',
    'a:\n  b:\n    c: 1\n  d: 2\ne: 3\n',
    "'a b': 'it''s'\n\"c\\td\": \"e\\u00e9\\x41\\n\"\n",
    'a: {b: c, \'d\': "e", f: [g, h], i: {}, j: []}\n',
    'a: {"b":1,"c":{"d":2}}\n',
    'a: {b: c,\n  d: e,\n }\n',
    'a: {b, c: }\n',
    'a:\n- b\n- c\nd: e\n',
    'a:\n  - b: 1\n    c: 2\n  - d: 3\n',
    'a:\n  - - b\n    - c\n  - d\n',
    '- a\n- b: c\n',
    'a: # comment\n  b: c # comment\n# comment\n  d: "e" # comment\n',
    'a: b#c\n',
    'a: one\n  two\n\n  three\nb: c\n',
    'a: "one\n  two\n\n  three \\\n  four"\nb: \'five\n  six\'\n',
    'a: |\n  one\n   two\n\n  three\nb: c\n',
    'a: |-\n  one\n\n\nb: |+\n  two\n\n\nc: d\n',
    'a: >\n  one\n  two\n\n  three\n    four\n    five\n  six\nb: c\n',
    'a: >-\n  one\n  two\n',
    'a: |2\n    one\n   two\n',
    '? a\n: b\n? "c"\n: d: 1\n  e: 2\n',
    `? ${'k'.repeat(2_000)}\n: {a: b}\n`,
    '---\na: 1\n---\nb: 2\n',
    '---\na: 1\n...\n---\nb: 2\n',
    'a: 1\n---\n---\nb: 2\n',
    '{}\n',
    '{"a": ["b", {"c": "d"}]}\n',
    'a: ">=1 <2"\nb: ^1.0.0\nc: ~2\nd: "*"\ne: https://a.example/b:c#d\n',
    'a:\n\n  b: 1\n\n\n  c: 2\n',
    'a: :b\nc:d: e\n-f: -g\n?h: ?i\n',
    'a:   b   \n',
    'a: b\n   \n  \nc: d',
    '__proto__: a\nconstructor: b\n',
  ])('%j', (text) => {
    expect(ours(text)).toEqual(theirs(text));
  });

  const leaf = fc.oneof(fc.string(), fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\ufeff', '')), fc.constantFrom('a: b', "it's", '- x', ' # y', 'line\nline\n\nline\n', '  lead', 'trail ', '', 'null', '>=1', '@a/b'));
  const tree = fc.letrec((tie) => ({
    node: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('node'), { maxLength: 4 }), fc.dictionary(fc.string({ minLength: 1, maxLength: 30 }), tie('node'), { maxKeys: 5, noNullPrototype: true })),
  })).node;

  test.each([{}, { flowLevel: 1 }, { flowLevel: 2, lineWidth: -1 }, { lineWidth: 1000 }, { quotingType: 'double' as const }])('whatever it dumps with %j', (options) => {
    expect(() => {
      fc.assert(fc.property(fc.dictionary(fc.string({ minLength: 1 }), tree, { minKeys: 1, noNullPrototype: true }), (value) => {
        const text = dump(value, options);
        expect(ours(text)).toEqual(theirs(text));
      }), { numRuns: 300, seed: 7 });
    }).not.toThrow();
  });
});

describe('says what it does not read', () => {
  test.each([
    'a: &b c\n', 'a: *b\n', 'a: !c d\n', '%YAML 1.2\n---\na: b\n', 'a: @b\n', 'a: `b\n',
    'a: b: c\n', 'a\n', 'a:b\n', 'a: b\n  c: d\n', 'a:\n    b: c\n  d: e\n', 'a: "b\n', "a: 'b\n", 'a: "b" c\n', 'a: "\\q"\n',
    'a: {b: c\n', 'a: [b\n', 'a: {b: c} d\n', 'a: {b: c, b: d}\n', 'a: [b: c]\n', 'a: {b:c: d: e}\n', '\ta: b\n', 'a:\n\tb: c\n', 'a:\n  \tb: c\n',
    'a: b\na: c\n', '? a\n', '? a\nb: c\n', 'a: |x\n  b\n', '- a\nb: c\n', 'a: - b\n', 'a: b\n---c\n', '--- a: b\n', '...\n', '{a: b}\nc: d\n',
    'a:\n  b: c\n  - d\n', 'a: b\n- c\n', 'a: b # c\rd: e\n', 'a: b\0\n', 'text\nmore: text\n', ' a: b\nc: d\n', '<<<<<<< HEAD\na: b\n', 'a: b\n=======\n', 'a:\n  - b\n  c: d\n',
  ])('%j', (text) => {
    expect(readYaml(text).problems).not.toEqual([]);
  });

  test('the line of a problem, and the healthy rest beside it', () => {
    const { documents, problems } = readYaml('a: 1\nb: *x\n c: 2\nd:\n  e: 3\n');
    expect(problems.map((problem) => problem.offset)).toEqual([8, 12]);
    expect(JSON.stringify(plain(documents[0]?.root ?? null))).toContain('"e":"3"');
  });

  test.each([
    ['blocks', Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
    ['lists on one line', `${'- '.repeat(10_000)}a\n`],
    ['flow lists', `a: ${'['.repeat(10_000)}\n`],
    ['flow maps', `a: ${'{b: '.repeat(10_000)}\n`],
  ])('nesting without end: %s', (_, text) => {
    expect(readYaml(text).problems.map((problem) => problem.code)).toContain('too-deep');
  });

  test('many bad lines give a bounded list', () => {
    expect(readYaml('bad\n'.repeat(10_000)).problems.length).toBeLessThan(60);
  });

  test('no text makes it throw, and none that a library refuses reads as whole', () => {
    const word = fc.constantFrom('a', 'b: ', ':', '\n', '\n  ', '- ', "'", '"', '{', '}', '[', ']', ', ', '#', ' #', '|', '>', '? ', ': ', '---\n', '...\n', '\t', ' ', '\r\n', '&x', '*x', '!t', '\\');
    expect(() => {
      fc.assert(fc.property(fc.string(), (text) => { readYaml(text); }));
      fc.assert(fc.property(fc.array(word, { maxLength: 12 }), (words) => { readYaml(words.join('')); }), { numRuns: 2_000 });
    }).not.toThrow();
  });
});
