// A recipient that an update brings: from code, and from facts made by hand.
import { describe, expect, test } from 'vitest';
import type { MailBehavior, Origin } from '../../src/model/behavior.ts';
import type { Indicator } from '../../src/model/indicator.ts';
import { fact, text } from '../support/code-facts.ts';
import { judgedDifference, judgeDifference, severitiesOf } from '../support/difference-facts.ts';

const ID = 'new-mail-recipient';
const CALLER: Origin = { kind: 'argument', name: 'to' };
const mail = (more: Partial<Omit<MailBehavior, 'kind' | 'place'>> & { readonly line?: number; readonly file?: string } = {}) => fact('mail', { content: ['argument'], origins: [CALLER], ...more });
const TO = mail();
const copy = (...origins: readonly Origin[]) => mail({ field: 'bcc', line: 2, origins });

test('the packages of its fixtures', async () => {
  const [finding, ...more] = await judgedDifference(ID, 'bad');
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ severity: 'high', confidence: 'high', standing: 'new', change: { was: 'to: from the arguments', now: 'bcc: copy@collect.example (constant) beside it' }, locations: [{ line: 7 }] });
  expect(await judgedDifference(ID, 'good')).toEqual([]);
});

test('the indicator of a campaign', async () => {
  const known = (value: string): readonly Indicator[] => (value === 'phan@giftshop.club' ? [{ campaign: 'postmark-mcp', type: 'email', value, use: 'match', ids: [], packages: [], sources: [] }] : []);
  expect(await judgeDifference(ID, [TO], [TO, copy(text('phan@giftshop.club'))], { known })).toMatchObject([{ severity: 'critical', campaign: { id: 'postmark-mcp' }, change: { now: 'bcc: phan@giftshop.club (constant) beside it' } }]);
});

describe('where the address comes from', () => {
  test.each([
    ['a constant', [text('a@collect.example')], 'high'],
    ['a decoded constant', [text('a@collect.example', 'base64')], 'high'],
    ['hidden', [{ kind: 'hidden', why: 'a decoder' }], 'high'],
    ['fetched', [{ kind: 'remote', from: 'collect.example' }], 'high'],
    ['a variable that no document names', [{ kind: 'environment', name: 'COPY' }], 'high'],
    ['the caller', [{ kind: 'argument', name: 'bcc' }], undefined],
    ['unknown', [{ kind: 'unknown' }], undefined],
  ] as const)('%s', async (_what, origins, severity) => {
    expect(await severitiesOf(ID, [TO], [TO, copy(...origins)])).toEqual(severity === undefined ? [] : [severity]);
  });

  test('added to the callers\' own field', async () => {
    expect(await severitiesOf(ID, [TO], [mail({ origins: [CALLER, text('a@collect.example')], together: 'all' })])).toEqual(['high']);
  });
});

describe('what the documents name', () => {
  const after = [TO, copy(text('a@vendor.example'))];
  test('the later ones alone count for nothing', async () => {
    expect(await severitiesOf(ID, [TO], after, { says: ['a@vendor.example'] })).toEqual(['high']);
  });
  test('the earlier ones', async () => {
    expect(await severitiesOf(ID, [TO], after, { said: ['a@vendor.example'] })).toEqual(['medium']);
    expect(await severitiesOf(ID, [TO], after, { said: ['vendor.example'] })).toEqual(['medium']);
    expect(await severitiesOf(ID, [TO], [TO, copy({ kind: 'environment', name: 'COPY' })], { said: ['copy'] })).toEqual(['medium']);
  });
});

describe('what was there', () => {
  test('the same recipient, moved and written otherwise', async () => {
    expect(await severitiesOf(ID, [TO, copy(text('a@vendor.example'))], [TO, mail({ field: 'bcc', line: 90, file: 'dist.js', origins: [text('A@Vendor.example', 'concatenated')] })])).toEqual([]);
  });
  test('one of two is new', async () => {
    const found = await judgeDifference(ID, [TO, copy(text('a@vendor.example'))], [TO, copy(text('a@vendor.example'), text('b@collect.example'))]);
    expect(found.map(({ severity, change }) => [severity, change?.was, change?.now])).toEqual([['high', 'bcc: a@vendor.example', 'bcc: b@collect.example (constant) beside it']]);
  });
  test('the recipient of a fixed message that now gets copies of all', async () => {
    const sample = mail({ message: 'sample', content: ['constant'], origins: [text('a@vendor.example')] });
    expect(await severitiesOf(ID, [TO, sample], [TO, sample, copy(text('a@vendor.example'))])).toEqual(['high']);
  });
  test('a sender and a sample are small', async () => {
    expect(await severitiesOf(ID, [TO], [TO, mail({ field: 'from', origins: [text('a@vendor.example')] })])).toEqual(['info']);
    expect(await severitiesOf(ID, [], [mail({ content: ['constant'], origins: [text('a@vendor.example')] })])).toEqual(['info']);
  });
  test('an earlier copy that was read in part', async () => {
    expect(await judgeDifference(ID, [TO], [TO, copy(text('a@collect.example'))], { inPart: true })).toMatchObject([{ confidence: 'medium' }]);
  });
  test('the same recipient in many messages is one finding', async () => {
    const many = Array.from({ length: 30 }, (_one, at) => [mail({ message: `m${at}`, line: at * 2 + 10 }), mail({ field: 'bcc', message: `m${at}`, line: at * 2 + 11, origins: [text('a@collect.example')] })]).flat();
    expect(await severitiesOf(ID, [TO], many)).toEqual(['high']);
  });
});
