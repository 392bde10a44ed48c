// Credentials in clear.
import { expect, test } from 'vitest';
import type { NamedValue } from '../../src/model/server.ts';
import { judged as judgeFixture } from '../support/rules.ts';
import { entry, judgeEntries, variable } from '../support/server-facts.ts';

const header: NamedValue = { name: 'Authorization', in: 'header', value: 'literal', secret: true };
const flag: NamedValue = { name: '--api-key', in: 'argument', value: 'literal', secret: true };

test('medium in a project, low in one\'s own file; names only', async () => {
  const server = { environment: [variable('SERVICE_TOKEN', 'fixture-value-of-no-service'), variable('MODE', 'fast')], headers: [header] };
  const [finding] = await judgeEntries('secret-in-launch', entry({ server, credentials: ['Authorization', 'SERVICE_TOKEN'] }));
  expect(finding).toMatchObject({ severity: 'medium', title: '"a" has 2 credentials in clear', credentials: ['Authorization', 'SERVICE_TOKEN'], evidence: [{ text: 'header Authorization, variable SERVICE_TOKEN' }, { kind: 'launch' }] });
  expect(JSON.stringify(finding)).not.toContain('fixture-value');
  expect(await judgeEntries('secret-in-launch', entry({ server: { ...server, scope: 'user' } }))).toMatchObject([{ severity: 'low' }]);
});

test('a flag of the line counts, also in a disabled entry: the value stands there all the same', async () => {
  const launch = { display: 'node x.js --api-key …', subjects: [], environment: [], secrets: [flag], doubts: [] };
  expect(await judgeEntries('secret-in-launch', entry({ launch, server: { state: 'disabled' } }))).toMatchObject([{ severity: 'medium', evidence: [{ text: 'argument --api-key' }, { text: 'node x.js --api-key …' }] }]);
});

test('references, empty values and ordinary ones are silent', async () => {
  expect(await judgeEntries('secret-in-launch', entry({ server: { environment: [variable('TOKEN', '${TOKEN}'), variable('API_KEY', ''), variable('MODE', 'fast'), variable('KEY_FILE', '/etc/key.pem')] } }))).toEqual([]);
});

test('another credential in the same entry is another finding', async () => {
  const of = async (...names: readonly string[]) => (await judgeEntries('secret-in-launch', entry({ server: { environment: names.map((name) => variable(name, 'fixture-value-of-no-service')) } })))[0]?.fingerprint;
  expect(await of('A_TOKEN')).not.toBe(await of('A_TOKEN', 'B_TOKEN'));
});

test('its fixtures', async () => {
  expect(await judgeFixture('secret-in-launch', 'bad')).toMatchObject([{ severity: 'medium' }]);
  expect(await judgeFixture('secret-in-launch', 'good')).toEqual([]);
});
