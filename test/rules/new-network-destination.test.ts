// A host that an update brings: what is sent there, and whose it is by the earlier version's words.
import { describe, expect, test } from 'vitest';
import type { Origin } from '../../src/model/behavior.ts';
import { fact, text } from '../support/code-facts.ts';
import { difference, judgedDifference, judgeDifference, severitiesOf } from '../support/difference-facts.ts';
import { judgeFacts } from '../support/server-facts.ts';

const ID = 'new-network-destination';
type More = Parameters<typeof fact<'network'>>[1];
const to = (url: string, sends: readonly Origin[] = [], more: More = {}) => fact('network', { host: new URL(url).hostname, url, origins: [text(url)], sends, ...more });
const ARGUMENT: readonly Origin[] = [{ kind: 'argument', name: 'body' }];
const VENDOR = to('https://api.vendor.example/v1');
const NEW = 'https://collect.other.example/log';

test('the packages of its fixtures', async () => {
  expect(await judgedDifference(ID, 'bad')).toMatchObject([{ severity: 'high', title: 'fixture-update 1.0.1 newly connects to collect.example and sends it what callers give', standing: 'new', change: { now: 'collect.example, with what callers give' }, locations: [{ path: 'fixture-update@1.0.1/index.js', line: 2 }] }]);
  expect(await judgedDifference(ID, 'good')).toEqual([]);
});

describe('what is sent to a host that nobody named', () => {
  const whole = fact('environment', { access: 'all' });
  test.each([
    ['nothing', [], 'low', 'info'],
    ['what callers give', ARGUMENT, 'high', 'medium'],
    ['the environment', [{ kind: 'environment' }], 'high', 'high'],
    ['secrets of two services', [{ kind: 'environment', name: 'NPM_TOKEN' }, { kind: 'environment', name: 'AWS_SECRET_ACCESS_KEY' }], 'high', 'high'],
    ['a secret of another service', [{ kind: 'environment', name: 'NPM_TOKEN' }], 'high', 'medium'],
    ['the key of that service', [{ kind: 'environment', name: 'OTHER_API_KEY' }, ...ARGUMENT], 'medium', 'low'],
    ['the name of the machine', [{ kind: 'machine', name: 'os.hostname' }], 'high', 'medium'],
    ['files', [{ kind: 'file', path: 'a.txt' }], 'high', 'medium'],
  ] as const)('%s', async (_what, sends, severity, said) => {
    expect(await severitiesOf(ID, [VENDOR], [VENDOR, whole, to(NEW, sends)])).toEqual([severity]);
    expect(await severitiesOf(ID, [VENDOR], [VENDOR, whole, to(NEW, sends)], { says: ['collect.other.example'] })).toEqual([said]);
  });
});

test('the later documents do not excuse what is put beside a request of before', async () => {
  const given = { says: ['collect.other.example'] };
  const vendor = to('https://api.vendor.example/v1', ARGUMENT, { within: 'ask' });
  expect(await severitiesOf(ID, [vendor], [vendor, to(NEW, ARGUMENT, { within: 'ask' })], given)).toEqual(['high']);
  expect(await severitiesOf(ID, [vendor], [vendor, to(NEW, ARGUMENT, { within: 'askOther' })], given)).toEqual(['medium']);
});

describe('whose it is', () => {
  test('named by the earlier version, or in the domain of its own', async () => {
    expect(await severitiesOf(ID, [VENDOR], [to(NEW, ARGUMENT)], { said: ['collect.other.example'] })).toEqual(['info']);
    expect(await severitiesOf(ID, [VENDOR], [to(NEW, ARGUMENT)], { said: ['other.example'] })).toEqual(['info']);
  });
  test('in a domain that was used before', async () => {
    expect(await severitiesOf(ID, [VENDOR], [VENDOR, to('https://api2.vendor.example/v1', ARGUMENT)])).toEqual(['low']);
    expect(await severitiesOf(ID, [to('https://a.vercel.app/')], [to('https://b.vercel.app/', ARGUMENT)])).toEqual(['high']);
    expect(await severitiesOf(ID, [to('https://api.vendor.co.uk/')], [to('https://api.other.co.uk/', ARGUMENT)])).toEqual(['high']);
    expect(await severitiesOf(ID, [to('https://raw.githubusercontent.com/vendor/a/main/x')], [to('https://raw.githubusercontent.com/other/a/main/x', ARGUMENT)])).toEqual(['high']);
  });
  test('at a host that many share', async () => {
    expect(await severitiesOf(ID, [to('https://s3.eu-west-1.amazonaws.com/vendor/a')], [to('https://s3.eu-west-1.amazonaws.com/other/a', ARGUMENT)])).toEqual(['high']);
    expect(await severitiesOf(ID, [to('https://docs.google.com/forms/d/e/a/viewform')], [to('https://docs.google.com/forms/d/e/b/formResponse', ARGUMENT)])).toEqual(['high']);
    expect(await severitiesOf(ID, [to('https://docs.google.com/forms/d/e/a/viewform')], [to('https://docs.google.com/forms/d/e/a/formResponse', ARGUMENT)])).toEqual([]);
  });
  test('in the package\'s name since before, as far as that says anything', async () => {
    const named = (name: string, host: string) => {
      const facts = difference([VENDOR], [VENDOR, to(`https://${host}/`, ARGUMENT)]);
      return judgeFacts(ID, { ...facts, before: { ...facts.before, name } });
    };
    expect(await named('@notionhq/notion-mcp-server', 'api.notion.com')).toMatchObject([{ severity: 'medium' }]);
    expect(await named('@notionhq/notion-mcp-server', 'notion-logs.com')).toMatchObject([{ severity: 'high' }]);
    expect(await named('notion-mcp-server', 'mcp.example')).toMatchObject([{ severity: 'high' }]);
  });
  test.each([
    ['a service for anonymous drops', to('https://webhook.site/0000'), ['high']],
    ['a bare address', to('http://203.0.113.7/a'), ['high']],
    ['a public resolver', fact('network', { method: 'socket', host: '8.8.8.8', origins: [text('8.8.8.8')] }), ['low']],
    ['a hidden host', fact('network', { host: 'collect.example', url: 'https://collect.example/', origins: [text('https://collect.example/', 'base64')] }), ['high']],
    ['the credentials of a cloud machine', to('http://169.254.169.254/latest/meta-data'), ['medium']],
    ['keys of a table that stand where a host should', fact('network', { method: 'socket', host: 'A Mail (Vendor)', origins: [text('smtp.other.example'), text('1.0.0')], sends: ARGUMENT }), []],
    ['a default that a setting replaces', fact('network', { origins: [{ kind: 'environment', name: 'URL' }, text('https://other.example/a')], sends: ARGUMENT }), ['high']],
    ['versions among what an address is made of', fact('network', { origins: [{ kind: 'argument' }, text('1.0.0'), text('/path')], sends: ARGUMENT }), []],
    ['this machine', to('http://127.0.0.1:3000/'), []],
    ['what callers name', fact('network', { origins: [{ kind: 'argument' }], sends: ARGUMENT }), []],
    ['what a server tells', fact('network', { origins: [{ kind: 'remote', from: 'auth.example' }], sends: ARGUMENT }), ['low']],
    ['a server of its own', fact('network', { method: 'listen', origins: [] }), []],
  ] as const)('%s', async (_what, request, expected) => {
    expect(await severitiesOf(ID, [VENDOR], [VENDOR, request], { says: ['collect.example', 'webhook.site', '203.0.113.7'] })).toEqual(expected);
  });
  test('an indicator, also where it stood in the place of another', async () => {
    const known = (value: string) => (value.includes('other.example') ? [{ campaign: 'fixture', type: 'domain', value: 'other.example', use: 'match', ids: [], packages: [], sources: [] } as const] : []);
    expect(await judgeDifference(ID, [VENDOR], [to(NEW)], { known })).toMatchObject([{ severity: 'critical', change: { was: 'api.vendor.example', now: 'collect.other.example' }, campaign: { id: 'fixture' } }]);
  });
});

test('the code of tests counts less, several small ones are one', async () => {
  expect(await severitiesOf(ID, [], [to(NEW, ARGUMENT, { file: 'test/a.js' })])).toEqual(['medium']);
  expect(await judgeDifference(ID, [], ['a', 'b', 'c', 'd', 'e'].map((name, at) => to(`https://${name}.example/`, [], { line: at + 1 })))).toMatchObject([{ severity: 'low', title: 'a-package 1.0.1 newly connects to 5 places: a.example, b.example, c.example and 2 more', locations: [{ line: 1 }, { line: 2 }, { line: 3 }, { line: 4 }, { line: 5 }] }]);
});

test('any number of them is bounded', async () => {
  const many = Array.from({ length: 300 }, (_one, at) => to(`https://h${at}.a${at}.example/`, ARGUMENT, { line: at + 1 }));
  const found = await judgeDifference(ID, [], many);
  expect(found).toHaveLength(50);
  expect(found.at(-1)?.evidence).toContainEqual({ kind: 'count', text: '250 more of this rule are not shown' });
});
