// Findings of one fingerprint from different facts.
import { expect, test } from 'vitest';
import { knownIn } from '../../src/indicators/known.ts';
import { searchStrings } from '../../src/indicators/search-strings.ts';
import { joinFindings } from '../../src/rules/joined-findings.ts';
import { indicator } from '../indicators/indicator.ts';
import { judgeCode } from '../support/code-facts.ts';
import { judgeSightings, sightingsOf } from '../support/sightings.ts';

const DOMAIN = indicator('domain', 'fixture-evil.example');
const known = knownIn(searchStrings([DOMAIN]).strings);
const encoded = () => judgeSightings('obfuscated-indicator', sightingsOf({ 'data.json': Buffer.from('fixture-evil.example').toString('base64') }, [DOMAIN]));
const folded = () => judgeCode('obfuscated-indicator', [], { known, folded: [{ text: 'fixture-evil.example', via: ['xor'], place: { path: 'index.js', line: 9, column: 1 } }] });

test('what the bytes show and what the code makes of them is one finding, and the worst speaks', async () => {
  for (const findings of [[...await encoded(), ...await folded()], [...await folded(), ...await encoded()]]) {
    const joined = joinFindings(findings);
    expect(findings.map(({ severity }) => severity).toSorted()).toEqual(['critical', 'high']);
    expect(joined).toMatchObject([{ severity: 'critical', locations: [{ path: 'node_modules/a-package/index.js', line: 9 }, { path: 'node_modules/a-package/data.json', line: 1 }] }]);
    expect(joined[0]?.evidence.map(({ text }) => text)).toEqual(['domain fixture-evil.example, hidden by XOR', 'listed by case', 'domain fixture-evil.example, hidden by base64']);
  }
});

test('others stay as they are, in their order', async () => {
  const [a] = await encoded();
  if (!a) throw new Error('the case gives a finding');
  const others = [{ ...a, ruleId: 'worm-file' as const }, { ...a, fingerprint: 'v1:other' }, a, { ...a, ruleId: 'worm-file' as const }];
  expect(joinFindings(others)).toEqual(others);
});
