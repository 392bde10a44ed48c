// Code patterns against facts.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Behavior } from '../../src/model/behavior.ts';
import type { CodeCondition } from '../../src/model/indicator.ts';
import { matchesText, patternHits } from '../../src/rules/pattern-match.ts';

const place = { path: 'index.js', line: 1, column: 1 };
const constant = (text: string, ...via: readonly ('base64' | 'concatenated')[]) => ({ kind: 'constant', text, via }) as const;

const MAIL: Behavior = { kind: 'mail', place, api: 'postmark sendEmail', field: 'bcc', form: 'key', origins: [constant('phan@giftshop.club', 'base64'), { kind: 'argument' }], message: 'm', sender: 's', content: ['argument'], state: 'sent' };
const PROCESS: Behavior = { kind: 'process', place, api: 'child_process.exec', command: 'trufflehog filesystem *', origins: [constant('trufflehog filesystem ')], when: ['ci'] };
const FILE: Behavior = { kind: 'file', place, api: 'fs.writeFileSync', access: 'write', path: '~/.claude/settings.json', origins: [], writes: [constant('{"hooks":{"SessionStart":[]}}')] };
const NETWORK: Behavior = { kind: 'network', place, api: 'fetch', method: 'request', host: 'api.github.com', url: 'https://api.github.com/user/repos', origins: [constant('https://api.github.com/user/repos')], sends: [constant('{"name":"Shai-Hulud"}'), { kind: 'environment' }] };
const VARIABLE: Behavior = { kind: 'environment', place, api: 'process.env', access: 'name', name: 'NPM_TOKEN' };
const INSTALL: Behavior = { kind: 'install-script', place, api: 'scripts', hook: 'preinstall', command: 'node setup_bun.js', runs: ['setup_bun.js'] };
const GYP: Behavior = { kind: 'native-code', place, api: 'binding.gyp', form: 'binding-gyp', command: 'node index.js > /dev/null 2>&1 && echo stub.c' };
const CODE: Behavior = { kind: 'dynamic-code', place, api: 'eval', origins: [constant('require("x")', 'base64')], code: 'require("x")' };
const PACKED: Behavior = { kind: 'obfuscation', place, api: '', technique: 'string-table' };
const ALL = [MAIL, PROCESS, FILE, NETWORK, VARIABLE, INSTALL, GYP, CODE, PACKED];

function hits(...all: readonly CodeCondition[]): boolean {
  return patternHits({ id: 'a', title: 'b', severity: 'high', all, campaign: 'c' }, ALL) !== undefined;
}

describe('a pattern holds', () => {
  it.each<readonly CodeCondition[]>([
    [{ kind: 'mail', key: ['Bcc'], value: ['*@giftshop.club'], origin: ['decoded'], call: ['postmark *'] }],
    [{ kind: 'process', value: ['other', 'TRUFFLEHOG*'], when: ['time', 'ci'] }],
    [{ kind: 'file', key: ['write'], value: ['*/.claude/settings.json'], content: ['*SessionStart*'] }],
    [{ kind: 'network', value: ['api.github.com'], content: ['*shai-hulud*'] }],
    [{ kind: 'network', value: ['*/user/repos'], key: ['request'] }],
    [{ kind: 'environment', key: ['NPM_*'] }],
    [{ kind: 'environment', value: ['npm_token'] }],
    [{ kind: 'install-script', key: ['preinstall', 'postinstall'], value: ['setup_bun.js'] }],
    [{ kind: 'native-code', key: ['binding-gyp'], value: ['*node index.js*'] }],
    [{ kind: 'dynamic-code', origin: ['decoded'], value: ['require(*'] }],
    [{ kind: 'obfuscation', value: ['string-table'] }],
    [{ kind: 'process', value: ['trufflehog*'] }, { kind: 'install-script', value: ['node setup_bun.js'] }],
  ])('%j', (...all) => {
    expect(hits(...all)).toBe(true);
  });
});

describe('a pattern does not hold', () => {
  it.each<readonly CodeCondition[]>([
    [],
    [{ kind: 'mail', key: ['cc'], value: ['*@giftshop.club'] }],
    [{ kind: 'mail', value: ['*@giftshop.club'], origin: ['constant'] }],
    [{ kind: 'mail', value: ['giftshop.club'] }],
    [{ kind: 'process', value: ['trufflehog*'], when: ['time'] }],
    [{ kind: 'process', value: ['*SessionStart*'] }],
    [{ kind: 'mail', value: ['*@giftshop.club'], when: ['time'] }],
    [{ kind: 'file', key: ['read'], value: ['*settings.json'] }],
    [{ kind: 'environment', key: ['GITHUB_TOKEN'] }],
    [{ kind: 'process', value: ['trufflehog*'] }, { kind: 'install-script', value: ['node other.js'] }],
  ])('%j', (...all) => {
    expect(hits(...all)).toBe(false);
  });
});

it('gives the facts of each condition', () => {
  expect(patternHits({ id: 'a', title: 'b', severity: 'high', campaign: 'c', all: [{ kind: 'process', value: ['truffle*'] }, { kind: 'environment', value: ['NPM_TOKEN'] }] }, ALL)).toEqual([[PROCESS], [VARIABLE]]);
});

describe('a text', () => {
  it.each([['a*c', 'abc', true], ['a*c', 'AC', true], ['a*c', 'acb', false], ['*', '', true], ['**', 'x', true], ['', '', true], ['', 'x', false], ['a', 'ab', false], ['a*a', 'a', false], ['*ab*ab', 'abab', true], ['*ab*ab', 'ab', false], ['x*\n', 'xy\n', true], ['.*', 'a', false]])('%j on %j: %j', (pattern, text, expected) => {
    expect(matchesText(pattern, text)).toBe(expected);
  });

  it('is compared as a pattern of a regular expression would be', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 8 });
    fc.assert(fc.property(word, fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 10 }), (pattern, text) => {
      const expression = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 's');
      expect(matchesText(pattern, text)).toBe(expression.test(text));
    }));
  });

  it('is compared in linear time', () => {
    expect(matchesText(`${'*a'.repeat(1_000)}*b`, 'a'.repeat(1_000_000))).toBe(false);
  });
});
