// Compact lists: one fact a line.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseList } from '../../src/indicators/lists.ts';
import { locatedProblem } from '../../src/indicators/validate.ts';

async function parsed(name: string): ReturnType<typeof parseList> {
  return parseList('list.tsv', readFileSync(new URL(`../../fixtures/indicators/list/${name}/list.tsv`, import.meta.url), 'utf8'));
}

describe('a compact list', () => {
  it('gives packages', async () => {
    const list = await parsed('good');
    expect(list).toMatchObject({ date: '2026-02-03', problems: [], indicators: [] });
    expect(list.advisories).toEqual([
      { name: 'bad', class: 'malware', confidence: 'high', versions: ['1.0.0', '1.0.1'], ranges: [], safe: [], campaign: 'my-list', ids: ['MAL-2026-1'], sources: ['ossf'] },
      { name: '@scope/all', class: 'malware', confidence: 'low', versions: '*', ranges: [], safe: [], campaign: 'my-list', ids: [], sources: [] },
      { name: 'ranged', class: 'research', confidence: 'medium', versions: [], ranges: ['>=1.2.0', '<0.1.0'], safe: [], campaign: 'my-list', ids: [], sources: ['ghsa'] },
    ]);
  });

  it('gives indicators, with the file\'s name where it names no list; what is never matched need not have a form', async () => {
    const list = await parsed('indicators');
    expect(list.problems).toEqual([]);
    expect(list.indicators.map((entry) => [entry.type, entry.use, entry.of, entry.campaign, entry.notes])).toEqual([
      ['domain', 'match', undefined, 'list', 'seen in one'],
      ['sha1', 'match', 'tarball', 'list', undefined],
      ['url', 'never', undefined, 'list', 'not a URL'],
    ]);
  });

  it('names each faulty line and keeps the healthy ones', async () => {
    const list = await parsed('faults');
    expect(list.advisories.map((entry) => entry.name)).toEqual(['good']);
    expect(list.problems.map(locatedProblem)).toEqual([
      'list.tsv:4 has 1 fields, must have 7 (name, versions, ranges, confidence, class, ids, sources) with tabs between',
      'list.tsv:5 versions: "^1.0.0" is not an exact version',
      'list.tsv:6 versions: names no version and no range: write * for every version',
      'list.tsv:7 confidence: must be one of high, medium, low',
      'list.tsv:8 class: must be one of malware, protestware, impostor, vulnerability, dependency-confusion, research, unwanted',
      'list.tsv:9 stands twice, first in line 3',
      'list.tsv:10 ranges: "=>1" is not a semver range',
    ]);
  });

  it.each([['no-header', /must start with the line/], ['no-entries', /has no entries/], ['newer', /version 2 of the list form/]])('is refused: %s', async (name, message) => {
    const { problems, advisories } = await parsed(name);
    expect(advisories).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(message);
  });

  it.each(['', '# as-of: yesterday\n'])('must say the day of its newest fact: %j', async (line) => {
    const { problems, date, advisories } = await parseList('x.tsv', `# mcp-audit packages 1\n${line}bad\t*\t-\thigh\tmalware\t-\t-\n`);
    expect(problems).toMatchObject([{ line: line === '' ? 1 : 2, message: expect.stringMatching(/^as-of: /) as string }]);
    expect([date, advisories.length]).toEqual(['', 1]);
  });

  it('is refused when empty', async () => {
    expect((await parseList('x.tsv', '')).problems).toMatchObject([{ code: 'bundle', line: 1, message: 'the file is empty' }]);
  });

  it('reads CRLF and a byte order mark', async () => {
    const list = await parseList('x.tsv', '\ufeff# mcp-audit packages 1\r\n# list: own\r\n# as-of: 2026-02-03\r\nbad\t*\t-\thigh\tmalware\t-\t-\r\n');
    expect(list).toMatchObject({ problems: [], advisories: [{ name: 'bad', campaign: 'own', sources: [] }] });
  });

  it('refuses names with control characters and values of the wrong form', async () => {
    expect((await parseList('x.tsv', '# mcp-audit packages 1\n# as-of: 2026-02-03\nb\u001b[2Jad\t*\t-\thigh\tmalware\t-\t-\n')).problems).toHaveLength(1);
    expect((await parseList('x.tsv', '# mcp-audit indicators 1\n# as-of: 2026-02-03\ndomain\tbad[.]example\tmatch\t-\t-\t-\t-\t-\n')).problems).toMatchObject([{ message: 'value: "bad[.]example" must not be defanged: write plain dots and http' }]);
  });
});
