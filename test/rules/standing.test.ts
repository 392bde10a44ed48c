// What an update brings and what was always there: by hand, and through the rules over code.
import { describe, expect, test } from 'vitest';
import type { Behavior } from '../../src/model/behavior.ts';
import type { Finding } from '../../src/model/finding.ts';
import { standingOf } from '../../src/rules/standing.ts';
import { code, fact, text } from '../support/code-facts.ts';
import { judgeFacts } from '../support/server-facts.ts';

const finding = (more: Partial<Finding> = {}): Finding => ({
  ruleId: 'conditional-exfiltration', severity: 'medium', confidence: 'medium', title: 'a reads keys', locations: [{ path: 'index.js', line: 1 }], why: '', remediation: [],
  evidence: [{ kind: 'behavior', text: 'index.js: reads keys' }], references: [], fingerprint: `v1:${'0'.repeat(32)}`, ...more,
});
const told = (before: readonly Finding[], after: readonly Finding[], ...more: readonly ('in-part')[]) => standingOf(before, after, ...more).map(({ standing, severity }) => `${standing ?? ''} ${severity}`);

describe('one step', () => {
  test.each([
    ['critical', 'critical', 'critical'], ['high', 'medium', 'high'], ['medium', 'low', 'high'], ['low', 'info', 'medium'], ['info', 'info', 'info'],
  ] as const)('%s: kept %s, new %s', (severity, less, more) => {
    expect(told([finding({ severity })], [finding({ severity })])).toEqual([`kept ${less}`]);
    expect(told([], [finding({ severity })])).toEqual([`new ${more}`]);
  });

  test('nothing that is unsure, and nothing where the earlier one was read in part, counts more for being new', () => {
    expect(told([], [finding({ confidence: 'low' })])).toEqual(['new medium']);
    expect(told([], [finding()], 'in-part')).toEqual(['new medium']);
  });

  test('what a rule over the difference judges stays as bad as it is', () => {
    expect(told([], [finding({ ruleId: 'credential-file-access' })])).toEqual(['new medium']);
    expect(told([], [finding({ ruleId: 'parser-killing-source' })])).toEqual(['new medium']);
    expect(told([finding({ ruleId: 'credential-file-access' })], [finding({ ruleId: 'credential-file-access' })])).toEqual(['kept low']);
  });

  test('what the bundles say stays', () => {
    for (const more of [{ ruleId: 'known-indicator-in-code' }, { ruleId: 'hidden-mail-recipient', evidence: [{ kind: 'indicator', text: 'email x' }] }, { campaign: { id: 'a', title: 'a', class: 'malware' } }] as const) {
      expect(told([finding({ severity: 'high', ...more })], [finding({ severity: 'high', ...more })])).toEqual(['kept high']);
      expect(told([], [finding(more)])).toEqual(['new medium']);
    }
  });
});

describe('the same thing', () => {
  test('under another fingerprint, as the file moved', () => {
    const at = (version: string, fingerprint: string) => finding({ severity: 'high', title: `a ${version} reads keys`, package: { name: 'a', version }, fingerprint });
    expect(told([at('1.0.0', 'v1:a')], [at('1.0.1', 'v1:b')])).toEqual(['kept medium']);
    expect(told([at('1.0.0', 'v1:a')], [{ ...at('1.0.1', 'v1:b'), title: 'a 1.0.1 reads keys and cookies' }])).toEqual(['new high']);
  });

  test('that grew or became worse is new, by its own severity', () => {
    const grown = finding({ title: 'a reads keys and cookies', evidence: [{ kind: 'behavior', text: 'lib.js: reads keys' }, { kind: 'behavior', text: 'lib.js: reads cookies' }] });
    expect(told([finding()], [grown])).toEqual(['new medium']);
    expect(told([grown], [finding({ title: 'a reads only keys', evidence: [{ kind: 'behavior', text: 'moved.js: reads keys' }] })])).toEqual(['kept low']);
    expect(told([finding({ severity: 'low' })], [finding()])).toEqual(['new medium']);
  });
});

describe('through the rules', () => {
  const judged = (behaviors: readonly Behavior[], version: string) => judgeFacts('hidden-mail-recipient', code(behaviors, { package: { name: 'a-package', version } }));
  const to = fact('mail', { origins: [{ kind: 'argument', name: 'to' }], content: ['argument'] });
  const copy = (address: string, file = 'index.js') => [{ ...to, place: { ...to.place, path: file } }, fact('mail', { field: 'bcc', file, line: 2, origins: [text(address)], content: ['argument'] })];

  test('a copy that was always there, in a file of another name, and one that is new', async () => {
    const before = await judged(copy('a@vendor.example'), '1.0.0');
    expect(before.map(({ severity }) => severity)).toEqual(['high']);
    expect(told(before, await judged(copy('a@vendor.example', 'dist/index.js'), '1.0.1'))).toEqual(['kept medium']);
    expect(told(before, await judged(copy('b@collect.example'), '1.0.1'))).toEqual(['new high']);
    expect(told([], [])).toEqual([]);
  });
});
