// Campaigns and lists speak of one package once.
import { describe, expect, it } from 'vitest';
import { byCodePoint } from '../../src/indicators/content.ts';
import { joinListed, joinListedIndicators } from '../../src/indicators/join-listed.ts';
import { advisory } from './memory.ts';

const listed = (more: object): ReturnType<typeof advisory> => advisory('a', { campaign: 'list', ids: ['MAL-1'], sources: ['ossf'], ...more });

describe('a list entry', () => {
  it('of a name that no campaign has, stands', () => {
    expect(joinListed([advisory('b')], [listed({})])).toHaveLength(2);
  });

  it('that says the same, confirms the campaign and is gone', () => {
    expect(joinListed([advisory('a', { versions: ['1.0.0'] })], [listed({ versions: ['1.0.0'] })])).toEqual([advisory('a', { versions: ['1.0.0'], ids: ['MAL-1'], sources: ['ossf'] })]);
  });

  it('that says more, keeps what is more', () => {
    const joined = joinListed([advisory('a', { versions: ['1.0.0'], ranges: ['>=3'] })], [listed({ versions: ['1.0.0', '1.0.1'], ranges: ['>=3', '>=4'] })]);
    expect(joined[1]).toMatchObject({ campaign: 'list', versions: ['1.0.1'], ranges: ['>=4'] });
  });

  it('never condemns a release that the campaign calls safe or an impostor\'s', () => {
    const campaign = [advisory('a', { versions: ['1.0.1'], safe: ['1.0.2'] }), advisory('a', { versions: ['1.0.0'], class: 'impostor' })];
    expect(joinListed(campaign, [listed({ versions: ['1.0.0', '1.0.1', '1.0.2'] })])).toHaveLength(2);
  });

  it('stands beside a vulnerability', () => {
    expect(joinListed([advisory('a', { class: 'vulnerability', versions: ['1.0.0'] })], [listed({ versions: ['1.0.0'] })])).toHaveLength(2);
  });

  it('of every version stands with high confidence, and gives way with low where versions are known', () => {
    const campaign = [advisory('a', { versions: ['1.0.0'] })];
    expect(joinListed(campaign, [listed({ versions: '*' })])).toHaveLength(2);
    expect(joinListed(campaign, [listed({ versions: '*', confidence: 'low' })])).toHaveLength(1);
    expect(joinListed([advisory('a')], [listed({ versions: '*' })])).toHaveLength(1);
  });

  it('gives no ids to two campaigns of one name: nobody can tell whose they are', () => {
    const joined = joinListed([advisory('a', { versions: ['1.0.0'] }), advisory('a', { versions: ['2.0.0'], campaign: 'other' })], [listed({ versions: ['1.0.0', '2.0.0'] })]);
    expect(joined.map((entry) => [entry.ids, entry.sources])).toEqual([[[], ['ossf']], [[], ['ossf']]]);
  });
});

describe('a listed indicator', () => {
  const indicator = { type: 'domain', value: 'bad.example', use: 'context', packages: [], campaign: 'case', ids: [], sources: [] } as const;

  it('confirms that of a campaign, whose use stands', () => {
    expect(joinListedIndicators([indicator], [{ ...indicator, use: 'match', campaign: 'list', sources: ['scg'] }, { ...indicator, value: 'other.example', campaign: 'list' }])).toEqual([
      { ...indicator, sources: ['scg'] },
      { ...indicator, value: 'other.example', campaign: 'list' },
    ]);
  });
});

describe('the order of code points', () => {
  it('puts characters outside the basic plane last', () => {
    expect(['\u{1f600}', '\uffff', 'b', 'ab', 'a', '', '\ud7ff'].toSorted(byCodePoint)).toEqual(['', 'a', 'ab', 'b', '\ud7ff', '\uffff', '\u{1f600}']);
  });
});
