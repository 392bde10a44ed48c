// Patterns of the bundles as findings.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCampaign } from '../../src/indicators/validate.ts';
import { fact, judgeCode, text } from '../support/code-facts.ts';
import { codeOf } from '../support/code-rules.ts';
import { ruleFixture } from '../support/rules.ts';
import { ROOT } from '../support/scan.ts';
import { judgeFacts } from '../support/server-facts.ts';

const ID = 'campaign-code-pattern';
const WORKFLOW = fact('file', { api: 'fs.writeFileSync', access: 'write', path: '.github/workflows/fixture-spread.yml', line: 7 });
const HARVEST = fact('process', { command: 'fixture-harvester filesystem .', origins: [text('fixture-harvester filesystem .')], line: 8 });

async function fixtureCampaign() {
  const parsed = await parseCampaign('fixture-campaign.yaml', readFileSync(join(ROOT, 'fixtures', 'rules', 'fixture-campaign.yaml'), 'utf8'));
  if (!parsed.ok) throw new Error('the fixture campaign is not valid');
  return { patterns: parsed.parsed.patterns, campaign: () => parsed.parsed.content.campaign };
}

test('a pattern that holds is one finding with the places of each condition and the campaign\'s advice', async () => {
  expect(await judgeCode(ID, [WORKFLOW, HARVEST], await fixtureCampaign())).toMatchObject([{
    severity: 'high', confidence: 'high', title: 'a-package 1.0.0 runs the harvester and writes its workflow, as fixture-campaign does',
    campaign: { id: 'fixture-campaign', advice: ['Look at the fixture.'] },
    locations: [{ path: 'node_modules/a-package/index.js', line: 8 }, { line: 7 }],
    evidence: [{ kind: 'indicator', text: 'code pattern harvest-and-spread of fixture-campaign: Nobody described it.' }, { kind: 'behavior', text: 'index.js: child_process.exec runs fixture-harvester filesystem .' }, { kind: 'behavior' }],
  }]);
});

test('its fixtures', async () => {
  const judged = async (name: 'bad' | 'good') => judgeFacts(ID, { ...await codeOf(ruleFixture(ID, name)), ...await fixtureCampaign() });
  expect(await judged('bad')).toMatchObject([{ severity: 'high', locations: [{ path: 'node_modules/fixture/index.js', line: 8 }, { line: 7 }] }]);
  expect(await judged('good')).toEqual([]);
});

test('one condition alone is nothing', async () => {
  expect(await judgeCode(ID, [WORKFLOW], await fixtureCampaign())).toEqual([]);
  expect(await judgeCode(ID, [HARVEST], await fixtureCampaign())).toEqual([]);
  expect(await judgeCode(ID, [], await fixtureCampaign())).toEqual([]);
});

test('a thousand facts show few places; a bundle whose campaign is not known speaks with less confidence', async () => {
  const { patterns } = await fixtureCampaign();
  const many = Array.from({ length: 1_000 }, (_, at) => fact('process', { command: 'fixture-harvester', line: at + 1 }));
  const [finding] = await judgeCode(ID, [...many, WORKFLOW], { patterns });
  expect(finding).toMatchObject({ confidence: 'medium' });
  expect(finding?.locations).toHaveLength(4);
});
