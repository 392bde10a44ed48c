// Campaign files: what is refused, and that the message names line and field.
import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locatedProblem, parseCampaign } from '../../src/indicators/validate.ts';

const ROOT = new URL('../../fixtures/indicators/campaign/', import.meta.url);

function fixture(name: string): { readonly path: string; readonly text: string } {
  const file = readdirSync(new URL(`${name}/`, ROOT)).find((entry) => entry.endsWith('.yaml')) ?? '';
  return { path: file, text: readFileSync(new URL(`${name}/${file}`, ROOT), 'utf8') };
}

async function faultsOf(name: string): Promise<readonly string[]> {
  const { path, text } = fixture(name);
  const result = await parseCampaign(path, text);
  return result.ok ? [] : result.problems.map(locatedProblem);
}

describe('a campaign file', () => {
  it('becomes a campaign, its advisories and indicators', async () => {
    const { path, text } = fixture('good');
    const result = await parseCampaign(path, text);
    expect(result).toEqual({
      ok: true,
      parsed: {
        content: {
          campaign: { id: 'campaign', title: 'A campaign', date: '2026-01-02', class: 'malware', confidence: 'high', summary: 'What happened.', advice: ['Remove it.'], references: ['https://example.com/report'] },
          foreign: [],
          genuine: [],
        },
        advisories: [{ name: 'bad', class: 'malware', confidence: 'high', versions: ['1.0.0'], ranges: [], safe: [], campaign: 'campaign', ids: [], sources: [] }],
        indicators: [{ type: 'domain', value: 'bad.example', use: 'match', packages: [], campaign: 'campaign', ids: [], sources: [] }],
        patterns: [],
        date: '2026-01-02',
      },
    });
  });

  it.each([
    ['unknown-field', [
      'campaign.yaml:9:17 packages[0].version: unknown field, did you mean versions?',
      'campaign.yaml:11:5 indicators[0].use: is missing',
      'campaign.yaml:11:42 indicators[0].us: unknown field, did you mean use?',
      'campaign.yaml:1:1 advice: is missing',
      'campaign.yaml:12:1 advise: unknown field, did you mean advice?',
    ]],
    ['unknown-word', [
      'campaign.yaml:5:1 class: must be "malware" or "protestware" or "impostor" or "vulnerability" or "dependency-confusion" or "research" or "unwanted", not "malwear"',
      'campaign.yaml:11:42 indicators[0].use: must be "match" or "context" or "never", not "maybe"',
    ]],
    ['missing-use', ['campaign.yaml:11:5 indicators[0].use: is missing']],
    ['number-for-text', [
      'campaign.yaml:4:1 date: must be text, not the number 2026: put it in quotes',
      'campaign.yaml:9:28 packages[0].versions[0]: must be text, not the number 1: put it in quotes',
    ]],
    ['duplicate-key', ['campaign.yaml:7:1 not valid YAML: duplicated mapping key']],
    ['duplicate-package', [
      'campaign.yaml:10:36 packages[1].versions[1]: "1.0.0" stands twice',
      'campaign.yaml:11:6 packages[2].name: "bad" stands twice with one class and severity, first as packages[0]',
    ]],
    ['bad-versions', [
      'campaign.yaml:9:29 packages[0].versions[0]: "1.0" is not an exact version (MAJOR.MINOR.PATCH, semver.org)',
      'campaign.yaml:9:36 packages[0].versions[1]: "v1.0.0" is not an exact version (MAJOR.MINOR.PATCH, semver.org)',
      'campaign.yaml:9:46 packages[0].versions[2]: ">=2.0.0" is not an exact version (MAJOR.MINOR.PATCH, semver.org)',
      'campaign.yaml:9:67 packages[0].ranges[0]: "=>1" is not a semver range',
      'campaign.yaml:9:74 packages[0].ranges[1]: takes every version: write versions: "*" instead',
      'campaign.yaml:10:5 packages[1].versions: names no version and no range: write "*" for every version',
      'campaign.yaml:11:37 packages[2].safe: "1.0.0" is listed as safe and as bad',
    ]],
    ['defanged', [
      'campaign.yaml:11:20 indicators[0].value: "bad[.]example" must not be defanged: write plain dots and http',
      'campaign.yaml:12:17 indicators[1].value: "hxxp://bad.example/x" must not be defanged: write plain dots and http',
      'campaign.yaml:13:19 indicators[2].value: "who[at]bad.example" must not be defanged: write plain dots and http',
    ]],
    ['bad-patterns', [
      'campaign.yaml:9:51 patterns[0].all: names no value or content of 4 characters or more: honest code would meet it',
      'campaign.yaml:10:83 patterns[1].all[0].value[0]: stands for anything: leave the field out',
      'campaign.yaml:11:53 patterns[2].all: names no value or content of 4 characters or more: honest code would meet it',
      'campaign.yaml:16:47 patterns[3].all[0].content: facts of the kind environment have none; they have call, key, value, when',
      'campaign.yaml:16:66 patterns[3].all[0].origin: facts of the kind environment have none; they have call, key, value, when',
      'campaign.yaml:12:5 patterns[3].id: "any" stands twice, first as patterns[0]',
    ]],
    ['unknown-pattern-field', [
      'campaign.yaml:9:33 patterns[0].severity: must be "critical" or "high" or "medium" or "low" or "info", not "severe"',
      'campaign.yaml:9:70 patterns[0].all[0].values: unknown field, did you mean value?',
      'campaign.yaml:10:5 patterns[1].title: is missing',
      expect.stringMatching(/^campaign\.yaml:10:56 patterns\[1\]\.all\[0\]\.kind: must be "mail" or .*, not "email"$/),
      'campaign.yaml:10:84 patterns[1].all[0].value: must not be empty',
      expect.stringMatching(/^campaign\.yaml:10:76 patterns\[1\]\.all\[0\]\.when\[0\]: must be "time" or .*, not "night"$/),
      'campaign.yaml:10:13 patterns[1].titel: unknown field, did you mean title?',
      'campaign.yaml:11:49 patterns[2].all: must not be empty',
    ]],
    ['not-yaml', ['campaign.yaml:10:1 not valid YAML: deficient indentation']],
    ['aliases', ['campaign.yaml:14:6 not valid YAML: aliases exceeded maxAliases (0)']],
    ['two-documents', ['campaign.yaml the file holds more than one YAML document']],
    ['comments-only', ['campaign.yaml the file holds no YAML document']],
    ['wrong-id', ['other.yaml:2:1 id: must be the file\'s name, "other"']],
    ['newer-schema', ['campaign.yaml:1:1 schema: must be 1, not 2']],
  ])('is refused: %s', async (name, expected) => {
    expect(await faultsOf(name)).toEqual(expected);
  });

  it('is refused for each value that has not the form of its type', async () => {
    expect((await faultsOf('bad-forms')).map((fault) => /^campaign\.yaml:(\d+):\d+ indicators\[(\d+)\]\.(value|of): /.exec(fault)?.slice(1).join(' '))).toEqual([
      '12 1 value', '13 2 value', '14 3 value', '15 4 value', '16 5 value', '17 6 value', '18 7 value', '19 8 value', '20 9 value', '21 10 value', '22 11 value', '23 12 of', '24 13 of', '25 14 value',
    ]);
  });

  it('is refused when empty', async () => {
    expect(await parseCampaign('x.yaml', ' \n')).toMatchObject({ ok: false, problems: [{ code: 'bundle', path: 'x.yaml', message: 'the file is empty' }] });
  });

  it.each(['[]', 'text', '1', 'true', '- a', '__proto__: {schema: 1}', '!!js/function x', '"\u0000"', '? [a]\n: b'])('is refused, not crashed on: %s', async (text) => {
    expect((await parseCampaign('x.yaml', text)).ok).toBe(false);
  });

  it('is refused, not crashed on, when nested 10,000 deep', async () => {
    expect((await parseCampaign('x.yaml', '['.repeat(10_000))).ok).toBe(false);
    expect((await parseCampaign('x.yaml', 'a: {'.repeat(10_000))).ok).toBe(false);
  });

  it('gives content or named problems for any text, also cut anywhere', async () => {
    const { text } = fixture('good');
    await fc.assert(fc.asyncProperty(fc.oneof(fc.string(), fc.nat(text.length).map((length) => text.slice(0, length))), async (input) => {
      const result = await parseCampaign('campaign.yaml', input);
      // Without its last lines the file is only whole where a reference is complete.
      expect(result.ok ? /references:\n {2}- https:\/\/e/.test(input) : result.problems.length > 0).toBe(true);
    }), { numRuns: 300 });
  });
});
