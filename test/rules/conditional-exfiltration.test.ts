// Harm that waits: from code and from hand-made facts.
import { expect, test } from 'vitest';
import type { Condition, Origin } from '../../src/model/behavior.ts';
import { fact, judgeCode, severities, text } from '../support/code-facts.ts';
import { judgedCode } from '../support/code-rules.ts';

const ID = 'conditional-exfiltration';

test('the packages of its fixtures', async () => {
  expect((await judgedCode(ID, 'bad')).map(({ severity, title }) => [severity, title])).toEqual([['high', 'fixture-waits 1.0.0 sends the whole environment away, depending on the time zone']]);
  expect(await judgedCode(ID, 'good')).toEqual([]);
});
const whole = fact('environment', { access: 'all' });
const request = (host: string, sends: readonly Origin[], ...when: readonly Condition[]) => fact('network', { host, url: `https://${host}/x`, sends, when });
const MACHINE: Origin = { kind: 'machine', name: 'hostname' };

test.each([
  ['the environment after a day', [whole, request('collect.example.com', [{ kind: 'environment' }], 'time')], ['high']],
  ['the environment outside CI, to its own host', [whole, request('own.example.com', [{ kind: 'environment' }], 'ci')], []],
  ['telemetry outside CI', [request('stats.example.com', [MACHINE, text('1.0.0')], 'ci')], []],
  ['telemetry to a drop', [request('webhook.site', [MACHINE], 'ci')], ['medium']],
  ['the machine by its language', [request('webhook.site', [MACHINE], 'locale')], ['high']],
  ['arguments behind a rate limit', [request('api.example.com', [{ kind: 'argument' }], 'time')], []],
  ['arguments for one user to an address', [request('203.0.113.7', [{ kind: 'argument' }], 'user-name')], ['high']],
  ['no condition', [whole, request('collect.example.com', [{ kind: 'environment' }])], []],
  ['another condition', [whole, request('collect.example.com', [{ kind: 'environment' }], 'platform')], []],
] as const)('%s', async (_case, behaviors, expected) => {
  expect(await severities(ID, behaviors, { says: ['own.example.com'] })).toEqual(expected);
});

test('mail of the tool that goes elsewhere on one host', async () => {
  const mail = (when: readonly Condition[]) => fact('mail', { field: 'bcc', origins: [text('a@example.com')], content: ['argument'], when });
  expect(await severities(ID, [mail(['host-name'])])).toEqual(['high']);
  expect(await severities(ID, [mail(['ci'])])).toEqual([]);
});

test.each([
  ['rm -rf ~/', ['high']], ['rm -rf $HOME', ['high']], ['rm -rf /', ['high']], ['del /F /Q /S "%USERPROFILE%\\*"', ['high']],
  ['bash -c find "$HOME" -type f -writable -print0 | xargs -0 -r shred -uvz -n 1', ['high']],
  ['rm -rf ~/.cache/a-package', []], ['rm -rf dist', []], ['rm -rf /tmp/x', []], ['rm -rf ./', []],
] as const)('destroys: %s', async (command, expected) => {
  expect(await severities(ID, [fact('process', { command })])).toEqual(expected);
});

test('the folder that it is started in, on a day', async () => {
  const removes = (...when: readonly Condition[]) => fact('file', { access: 'delete', api: 'fs.promises.rm', path: '.', when });
  expect((await judgeCode(ID, [removes('time')])).map(({ severity, title }) => [severity, title])).toEqual([['high', expect.stringContaining('removes the folder that it is started in, depending on the time')]]);
  expect(await judgeCode(ID, [removes()])).toEqual([]);
});

test('a file of the home whose name is not known is not the home', async () => {
  expect(await judgeCode(ID, [fact('file', { access: 'delete', api: 'fs.promises.rename', path: '~/*' }), fact('file', { access: 'delete', api: 'fs.rmSync', path: '~/*' })])).toEqual([]);
  expect(await judgeCode(ID, [fact('process', { command: 'rm -rf ~/*', origins: [text('rm -rf '), { kind: 'argument' }] })])).toEqual([]);
  expect(await severities(ID, [fact('process', { command: 'rm -rf ~/*', origins: [text('rm -rf ~/*')] })])).toEqual(['high']);
});

test('a wiper that chooses its country is critical', async () => {
  const [finding] = await judgeCode(ID, [fact('file', { access: 'delete', api: 'fs.rmSync', path: '~', when: ['time-zone'] })]);
  expect(finding).toMatchObject({ severity: 'critical', title: 'a-package 1.0.0 removes ~, depending on the time zone' });
  expect(await judgeCode(ID, [fact('file', { access: 'delete', path: '~/.cache/x', when: ['time-zone'] })])).toEqual([]);
});
