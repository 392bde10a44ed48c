// Remote servers in clear.
import { expect, test } from 'vitest';
import { judged as judgeFixture } from '../support/rules.ts';
import { entry, judgeEntries, npm } from '../support/server-facts.ts';

const judged = (url: string, more = {}) => judgeEntries('plaintext-remote-server', entry({ server: { launch: { kind: 'remote', url, transport: 'http' } }, ...more }));

test.each([
  ['http://mcp.registry.example/mcp', 'medium'],
  ['HTTP://203.0.113.5/', 'medium'],
  ['ws://mcp.registry.example', 'medium'],
  ['http://mcp.localhost.registry.example/', 'medium'],
  ['http://3405803781/', 'medium'],
  ['http://192.168.0.2:8080/mcp', 'low'],
  ['http://100.64.0.1/', 'low'],
  ['http://[fd00::1]/', 'low'],
  ['http://backend:3000/', 'low'],
  ['http://nas.local/', 'low'],
])('%s is %s', async (url, severity) => {
  expect(await judged(url)).toMatchObject([{ severity }]);
});

test.each(['https://mcp.registry.example/mcp', 'wss://mcp.registry.example', 'http://localhost:3000', 'http://127.0.0.1:1/', 'http://127.1/', 'http://2130706433/', 'http://[::1]/', 'unix:///tmp/x', 'http://${HOST}/mcp', 'http://', 'nonsense'])('%s is silent', async (url) => {
  expect(await judged(url)).toEqual([]);
});

test('what a wrapper calls counts too, and what is sent is said', async () => {
  const line = entry({ line: 'npx -y mcp-remote@0.1.29 http://mcp.registry.example/sse', credentials: ['Authorization'], subjects: [npm('mcp-remote', '0.1.29', { role: 'wrapper' }), { subject: { role: 'server', kind: 'remote', tool: 'other', spec: '', versionClass: 'unresolvable', lookup: 'none', url: 'http://mcp.registry.example/sse' }, runs: [], safe: [] }] });
  expect(await judgeEntries('plaintext-remote-server', line)).toMatchObject([{ title: 'mcp.registry.example is called without encryption', credentials: ['Authorization'], evidence: [{ text: expect.stringContaining('credentials are sent') as string }, { kind: 'launch' }] }]);
});

test('the address is printed without what may be secret in it', async () => {
  const findings = await judged('http://user:fixture-secret@mcp.registry.example/mcp?key=fixture-secret', { launch: undefined });
  expect(findings).toHaveLength(1);
  expect(JSON.stringify(findings)).not.toContain('fixture-secret');
});

test('its fixtures', async () => {
  expect(await judgeFixture('plaintext-remote-server', 'bad')).toMatchObject([{ severity: 'medium' }]);
  expect(await judgeFixture('plaintext-remote-server', 'good')).toEqual([]);
});
