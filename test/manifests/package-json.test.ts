import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parsePackageJson } from '../../src/manifests/package-json.ts';

const text = readFileSync(new URL('../../fixtures/manifests/package-json/every-kind/package.json', import.meta.url), 'utf8');
const parse = (value: unknown) => parsePackageJson(typeof value === 'string' ? value : JSON.stringify(value), 'package.json');
const codes = (value: unknown) => parse(value).problems.map((problem) => problem.code);
const lines = (value: unknown) => parse(value).requests.map((request) => `${request.kind} ${request.key}: ${request.name} ${request.spec}${request.source === 'other' ? ' (other)' : ''}${request.optional ? ' optional' : ''}`);

describe('a manifest with every kind of request', () => {
  test('tells name, version, workspaces', () => {
    const manifest = parsePackageJson(text, 'package.json');
    expect([manifest.name, manifest.version, manifest.workspaces, manifest.problems]).toEqual(['every-kind', '1.2.3', ['packages/*', '!packages/old'], []]);
  });

  test('tells what is really asked for', () => {
    expect(lines(text)).toEqual([
      'dependencies plain: plain ^1.0.0',
      'dependencies alias: real ~2.0.0',
      'dependencies @s/scoped-alias: @t/real 1.0.0',
      'dependencies bare-alias: other *',
      'dependencies tagged: tagged latest',
      'dependencies any: any *',
      'dependencies from-bun: from-bun ^3.0.0',
      'dependencies from-named: real-named 4.0.0',
      'dependencies from-nowhere: from-nowhere catalog:gone (other)',
      'dependencies hub: hub owner/repo#main (other)',
      'dependencies git: git git+https://git.example/a.git#v1 (other)',
      'dependencies disk: disk file:../a.tgz (other)',
      'dependencies near: near ./near (other)',
      'dependencies linked: linked link:../b (other)',
      'dependencies member: member workspace:^ (other)',
      'dependencies patched: patched patch:left@npm%3A1.0.0#./p.patch (other)',
      'dependencies loose: loose https://files.example/a.tgz (other)',
      'dependencies tarball: @s/real-tar 1.0.0',
      'dependencies std: @jsr/std__path ^1.0.0',
      'devDependencies dev: dev 1.x',
      'optionalDependencies maybe: maybe >=1 <2 optional',
      'peerDependencies peer: peer *',
      'peerDependencies soft-peer: soft-peer 1 optional',
      'override plain: plain ^1.0.0',
      'override deep: deep 1.0.0',
      'override deep > inner@^2 > core: real-core 3.0.0',
      'override a/**/b: b 1.0.0',
      'override **/c: c 2.0.0',
      'override @s/d: @s/d 3.0.0',
      'override e@npm:^1: real-e 4.0.0',
      'override f@npm:@t/x@1/g: g 5.0.0',
      'override h>i: i 1.0.0',
      'override j@>=1 <2: j 2.0.0',
      'override k@1>@s/l@2: @s/l 3.0.0',
      'catalog from-bun: from-bun ^3.0.0',
      'catalog from-named: real-named 4.0.0',
    ]);
  });

  test('tells where each stands', () => {
    const manifest = parsePackageJson(text, 'package.json');
    const line = (key: string) => manifest.requests.filter((request) => request.key === key).map((request) => manifest.locate(request)?.line);
    expect([line('plain'), line('deep > inner@^2 > core'), line('h>i')]).toEqual([[6, 30], [30], [32]]);
  });

  test('reads the same from one line', () => {
    expect(lines(JSON.parse(text))).toEqual(lines(text));
  });
});

describe('bad input', () => {
  test.each([
    ['', ['empty-file']],
    [' \n', ['empty-file']],
    ['null', ['malformed']],
    ['[]', ['malformed']],
    ['"text"', ['malformed']],
    ['{"dependencies": {', ['malformed']],
    ['{"dependencies": {"a": 1}}', ['unknown-entry']],
    ['{"dependencies": {"a": null, "b": "1"}}', ['unknown-entry']],
    ['{"dependencies": "a"}', ['unknown-entry']],
    ['{"dependencies": ["a"]}', ['unknown-entry']],
    ['{"dependencies": {"a": "1", "a": "2"}}', ['duplicate-key']],
    ['{"overrides": {"a": 1}}', ['unknown-entry']],
    ['{"overrides": {"a": "$b"}}', ['unknown-entry']],
    ['{"overrides": {".": "1"}}', ['unknown-entry']],
    ['{"resolutions": {"**": "1"}}', ['unknown-entry']],
    ['{"pnpm": {"overrides": {"a>": "1"}}}', ['unknown-entry']],
    ['{"workspaces": "packages/*"}', ['unknown-entry']],
    ['{"workspaces": [1]}', ['unknown-entry']],
    ['{"catalog": {"a": 1}}', ['unknown-entry']],
    ['{}', []],
    ['{"dependencies": {}, "devDependencies": [], "peerDependencies": null}', []],
  ])('%s', (input, expected) => {
    expect(codes(input)).toEqual(expected);
  });

  test('a problem says its line', () => {
    expect(parse('{\n "dependencies": {\n  "a": 1\n }\n}').problems[0]).toMatchObject({ line: 3, column: 3 });
  });

  test('the healthy rest is read beside a wrong value', () => {
    expect(lines('{"dependencies": {"a": 1, "b": "2"}, "devDependencies": 3, "resolutions": {"c": "4"}}')).toEqual(['dependencies b: b 2', 'override c: c 4']);
  });

  test('__proto__ and constructor are names like any other', () => {
    expect(lines('{"dependencies": {"__proto__": "1.0.0", "constructor": "2.0.0"}, "overrides": {"__proto__": {"a": "3.0.0"}}}')).toEqual([
      'dependencies __proto__: __proto__ 1.0.0',
      'dependencies constructor: constructor 2.0.0',
      'override __proto__ > a: a 3.0.0',
    ]);
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  test('$ refers to what the root asks for, not to what an object inherits', () => {
    expect(codes('{"dependencies": {}, "overrides": {"a": "$constructor"}}')).toEqual(['unknown-entry']);
  });

  test('overrides nested 10,000 deep are refused', () => {
    const depth = 10_000;
    expect(codes(`{"overrides": ${'{"a":'.repeat(depth)}"1"${'}'.repeat(depth)}}`)).toEqual(['too-deep']);
  });

  test('overrides nested within the limit are read', () => {
    const depth = 400;
    const requests = parse(`{"overrides": ${'{"a":'.repeat(depth)}"1"${'}'.repeat(depth)}}`).requests;
    expect(requests).toHaveLength(1);
    expect(requests[0]?.key).toMatch(/^… > a/);
  });

  test('a level of 200,000 overrides does not exhaust the stack', () => {
    const wide = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`p${index}`, { a: '1' }]));
    expect(parse({ overrides: wide }).requests).toHaveLength(200_000);
  });

  test('many wrong values give a bounded list of problems', () => {
    const wide = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`p${index}`, 1]));
    expect(codes({ dependencies: wide }).at(-1)).toBe('too-many');
  });

  test('cut anywhere it is no manifest', () => {
    const whole = text.trimEnd();
    for (let at = 0; at < whole.length; at += 1) expect(codes(whole.slice(0, at))).toHaveLength(1);
  });

  test('no text makes it throw', () => {
    expect(() => {
      fc.assert(fc.property(fc.string(), (noise) => parse(noise).problems.length > 0 || noise.trim().startsWith('{')));
      fc.assert(fc.property(fc.json(), (json) => { parse(json); }));
      fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (overrides, workspaces, dependencies) => { parse({ overrides, workspaces, dependencies, resolutions: overrides, pnpm: { overrides } }); }));
    }).not.toThrow();
  });
});
