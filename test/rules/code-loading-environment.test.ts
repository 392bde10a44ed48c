// Variables that load code.
import { expect, test } from 'vitest';
import { judged as judgeFixture } from '../support/rules.ts';
import { entry, judgeEntries, variable } from '../support/server-facts.ts';

const judged = (name: string, value: string) => judgeEntries('code-loading-environment', entry({ home: '/home/dev', server: { environment: [variable(name, value)] } }));

test.each([
  ['NODE_OPTIONS', '--require /tmp/.loader.js', 'high'],
  ['NODE_OPTIONS', '--import=/home/dev/.dev-utils/x.mjs', 'high'],
  ['NODE_OPTIONS', '-r ./hook.js', 'medium'],
  ['NODE_OPTIONS', '--require dd-trace/init', 'low'],
  ['NODE_OPTIONS', '--inspect=0.0.0.0:9229', 'medium'],
  ['LD_PRELOAD', '/opt/x/y.so', 'high'],
  ['LD_PRELOAD', '/usr/lib/libjemalloc.so', 'medium'],
  ['DYLD_INSERT_LIBRARIES', './x.dylib', 'high'],
  ['NODE_PATH', '/opt/modules', 'low'],
  ['NODE_PATH', '/dev/shm/modules', 'high'],
  ['BASH_ENV', '/opt/env.sh', 'medium'],
  ['JAVA_TOOL_OPTIONS', '-javaagent/opt/x.jar', 'medium'],
  ['NODE_TLS_REJECT_UNAUTHORIZED', '0', 'low'],
  ['PYTHONPATH', '/home/dev/project', 'info'],
  ['PATH', '/tmp/bin:/usr/bin', 'low'],
  ['npm_config_userconfig', '/opt/npmrc', 'low'],
])('%s=%s is %s', async (name, value, severity) => {
  expect(await judged(name, value)).toMatchObject([{ severity }]);
});

test.each([
  ['NODE_OPTIONS', '--max-old-space-size=4096'], ['NODE_OPTIONS', '${OPTIONS}'], ['PATH', '/home/dev/.nvm/versions/node/v20/bin:/home/dev/.local/bin:/usr/bin'], ['ENV', 'production'], ['JAVA_TOOL_OPTIONS', '-Xmx512m'], ['NODE_TLS_REJECT_UNAUTHORIZED', '1'],
  ['npm_config_registry', 'https://registry.example'], ['API_KEY', '/tmp/key'], ['NODE_EXTRA_CA_CERTS', '/etc/ssl/ca.pem'], ['LD_PRELOAD', ''],
])('%s=%s is silent', async (name, value) => {
  expect(await judged(name, value)).toEqual([]);
});

test('a variable set on the line counts like one of the entry, and both are one finding', async () => {
  const value = variable('NODE_OPTIONS', '-r ./hook.js');
  const launch = { display: 'env NODE_OPTIONS=… node x.js', subjects: [], environment: [value], secrets: [], doubts: [] };
  const findings = await judgeEntries('code-loading-environment', entry({ launch }), entry({ server: { environment: [value] } }));
  expect(findings).toMatchObject([{ title: 'NODE_OPTIONS of "a" changes which code is loaded', evidence: [{ text: 'NODE_OPTIONS names -r ./hook.js' }, { kind: 'launch' }, { kind: 'launch' }, { kind: 'count' }] }]);
});

test('its fixtures', async () => {
  expect(await judgeFixture('code-loading-environment', 'bad')).toMatchObject([{ severity: 'high' }]);
  expect(await judgeFixture('code-loading-environment', 'good')).toEqual([]);
});
