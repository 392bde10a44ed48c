// Registries given for one launch.
import { expect, test } from 'vitest';
import { judged as judgeFixture } from '../support/rules.ts';
import { entry, judgeEntries, npm, variable } from '../support/server-facts.ts';

const judged = (registry: string, scope: 'user' | 'project' = 'user') => judgeEntries('launch-registry-override', entry({ server: { scope }, subjects: [npm('a', '1.0.0', { registry })] }));

test.each([
  ['https://packages.registry.example/', 'medium'],
  ['http://packages.registry.example/', 'medium'],
  ['http://localhost:4873/', 'low'],
  ['http://192.168.1.5:8081/repository/npm/', 'low'],
  ['https://npm.company.internal/', 'low'],
  ['https://company.jfrog.io/artifactory/api/npm/npm/', 'low'],
  ['https://nexus.registry.example/repository/npm-proxy/', 'low'],
  ['${REGISTRY}', 'low'],
])('%s is %s', async (registry, severity) => {
  expect(await judged(registry)).toMatchObject([{ severity }]);
});

test('the path of a proxy product speaks for one\'s own file only', async () => {
  expect(await judged('https://nexus.registry.example/repository/npm-proxy/', 'project')).toMatchObject([{ severity: 'medium', registry: 'nexus.registry.example' }]);
});

test('the usual registry is silent', async () => {
  expect(await judged('https://registry.yarnpkg.com/')).toEqual([]);
  expect(await judged('https://notyarnpkg.com/')).toMatchObject([{ severity: 'medium' }]);
});

test('a variable is found too, once for what the line repeats, without its password', async () => {
  const findings = await judgeEntries('launch-registry-override', entry({ server: { environment: [variable('npm_config_registry', 'https://user:fixture-secret@packages.registry.example/')] }, subjects: [npm('a', '1.0.0', { registry: 'https://packages.registry.example/' })] }));
  expect(findings).toMatchObject([{ severity: 'medium', title: 'Packages of this launch come from packages.registry.example', evidence: [{ text: expect.stringContaining('npm_config_registry') as string }, { kind: 'launch' }] }]);
  expect(JSON.stringify(findings)).not.toContain('fixture-secret');
});

test('its fixtures', async () => {
  expect(await judgeFixture('launch-registry-override', 'bad')).toMatchObject([{ severity: 'medium' }]);
  expect(await judgeFixture('launch-registry-override', 'good')).toEqual([]);
});
