// Files by their hash.
import { expect, test } from 'vitest';
import { load } from 'js-yaml';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Indicator } from '../../src/model/indicator.ts';
import { indicator } from '../indicators/indicator.ts';
import { ruleFixture } from '../support/rules.ts';
import { ROOT } from '../support/scan.ts';
import { judgeSightings, sightingsOf } from '../support/sightings.ts';

const ID = 'known-malicious-file';
const { indicators } = load(readFileSync(join(ROOT, 'fixtures', 'rules', 'fixture-campaign.yaml'), 'utf8')) as { readonly indicators: readonly Indicator[] };
const LISTED = indicators.filter(({ type }) => type === 'sha256').map((one) => indicator(one.type, one.value, { of: 'file', campaign: 'fixture-campaign' }));

test('its fixtures', async () => {
  expect(await judgeSightings(ID, sightingsOf(ruleFixture(ID, 'bad'), LISTED))).toMatchObject([{ severity: 'critical', confidence: 'high', title: 'a-package 1.0.0 holds a file known from fixture-campaign: payload.js', evidence: [{ kind: 'indicator', text: `sha256 ${LISTED[0]?.value}` }, {}] }]);
  expect(await judgeSightings(ID, sightingsOf(ruleFixture(ID, 'good'), LISTED))).toEqual([]);
});

test('copies are one finding with all places; a tarball is called one; other indicators are not its matter', async () => {
  const tarball = indicator('sha256', 'b'.repeat(64), { of: 'tarball' });
  const [first] = LISTED;
  if (!first) throw new Error('the fixture lists a hash');
  const findings = await judgeSightings(ID, [
    { indicator: first, path: 'a/payload.js', count: 1 }, { indicator: first, path: 'b/copy.woff2', count: 1 }, { indicator: tarball, path: 'x.tgz', count: 1 }, { indicator: indicator('domain', 'a.example'), path: 'x.js', count: 1 },
  ]);
  expect(findings).toMatchObject([{ locations: [{ path: 'node_modules/a-package/a/payload.js' }, { path: 'node_modules/a-package/b/copy.woff2' }] }, { title: 'a-package 1.0.0 holds a packed package known from case: x.tgz' }]);
});
