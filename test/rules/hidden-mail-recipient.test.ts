// Recipients that no caller gave: from hand-made facts, one line a case.
import { describe, expect, test } from 'vitest';
import type { Behavior, MailBehavior, Origin } from '../../src/model/behavior.ts';
import type { Indicator } from '../../src/model/indicator.ts';
import { BODIES, BUILDERS, HIDING, HONEST, LIBRARIES, MERGES, PATCHES, SECOND, TEXTS } from '../behaviors/mail-forms.ts';
import { mailFacts } from '../behaviors/mail-facts.ts';
import { fact, judgeCode, severities, text } from '../support/code-facts.ts';
import { ruleFixture } from '../support/rules.ts';

const ID = 'hidden-mail-recipient';
const HIDDEN = text('hidden@example.com');
const ARGUMENT: Origin = { kind: 'argument', name: 'to' };
const UNKNOWN: Origin = { kind: 'unknown' };
const env = (name: string): Origin => ({ kind: 'environment', name });

type More = Partial<MailBehavior> & { readonly line?: number };
const mail = (field: MailBehavior['field'], origins: readonly Origin[], more: More = {}): Behavior => fact('mail', { api: 'postmark sendEmail', field, origins, content: ['argument'], ...more });
const toCaller = mail('to', [ARGUMENT]);

describe('severity', () => {
  test.each([
    ['the model case: a constant blind copy beside the caller\'s address', [toCaller, mail('bcc', [HIDDEN])], ['high']],
    ['a constant copy', [toCaller, mail('cc', [HIDDEN])], ['high']],
    ['a header with an address', [toCaller, mail('header', [HIDDEN])], ['high']],
    ['a decoded address', [toCaller, mail('bcc', [text('hidden@example.com', 'base64', 'reversed')])], ['high']],
    ['an address that the code hides', [toCaller, mail('bcc', [{ kind: 'hidden', why: 'a loop' }])], ['high']],
    ['an address fetched at run time', [toCaller, mail('bcc', [{ kind: 'remote', from: 'https://example.com/a' }])], ['high']],
    ['a variable that no document names', [toCaller, mail('bcc', [env('X_COPY')])], ['high']],
    ['appended to the caller\'s address', [mail('to', [ARGUMENT, HIDDEN], { together: 'all' })], ['high']],
    ['a variable appended', [mail('to', [ARGUMENT, env('X_COPY')], { together: 'all' })], ['high']],
    ['a default blind copy', [toCaller, mail('bcc', [ARGUMENT, HIDDEN], { together: 'one' })], ['high']],
    ['the caller\'s address under another key and the copy under to', [mail('cc', [ARGUMENT]), mail('to', [HIDDEN])], ['high']],
    ['on every message, by a default of the client', [mail('bcc', [HIDDEN], { every: true, content: [] })], ['high']],
    ['beside an address that cannot be told', [mail('to', [UNKNOWN]), mail('bcc', [HIDDEN])], ['high']],
    ['beside a variable', [mail('to', [env('MAIL_TO')], { content: ['constant'] }), mail('bcc', [HIDDEN], { content: ['constant'] })], ['high']],
    ['in a message that nothing seen sends', [mail('to', [ARGUMENT], { state: 'built' }), mail('bcc', [HIDDEN], { state: 'built' })], ['high']],
    ['a blind copy merged into messages that were not seen', [mail('bcc', [HIDDEN], { content: [] })], ['medium']],
    ['a fixed message with a blind copy alone', [mail('bcc', [HIDDEN], { content: ['constant'] })], ['info']],
    ['a line of a text that nothing sends', [mail('bcc', [HIDDEN, UNKNOWN], { together: 'all', state: 'built', content: [] })], ['low']],
    ['a contact form', [mail('to', [HIDDEN])], ['medium']],
    ['a contact form to a hidden address', [mail('to', [text('hidden@example.com', 'char-codes')])], ['high']],
    ['a contact form to the operator\'s variable', [mail('to', [env('CONTACT_TO')])], ['low']],
    ['a default of to', [mail('to', [ARGUMENT, HIDDEN], { together: 'one' })], ['medium']],
    ['a hidden default of to', [mail('to', [ARGUMENT, text('hidden@example.com', 'xor')], { together: 'one' })], ['high']],
    ['a default of to from a variable that no document names', [mail('to', [ARGUMENT, env('X_TO')], { together: 'one' })], ['low']],
    ['a message of constants', [mail('to', [text('a@example.com')], { content: ['constant'] }), mail('bcc', [HIDDEN], { content: ['constant'] })], ['info', 'info']],
    ['answers go elsewhere', [toCaller, mail('reply-to', [HIDDEN])], ['medium']],
    ['answers go to the sender\'s own domain', [toCaller, mail('reply-to', [HIDDEN]), mail('from', [text('Us <us@example.com>')])], []],
    ['a fixed sender', [toCaller, mail('from', [HIDDEN])], []],
    ['all from the caller', [toCaller, mail('cc', [ARGUMENT]), mail('bcc', [ARGUMENT])], []],
    ['not followed', [toCaller, mail('bcc', [UNKNOWN])], []],
    ['a host of the package\'s own making with the caller\'s name alone', [mail('to', [ARGUMENT])], []],
    ['from a file of settings', [toCaller, mail('bcc', [{ kind: 'file', path: 'config.json' }])], []],
    ['no address', [toCaller, mail('bcc', [text('none')])], []],
  ] as const)('%s', async (_case, behaviors, expected) => {
    expect(await severities(ID, behaviors)).toEqual(expected);
  });
});

describe('a second message', () => {
  const second = (more: More = {}) => mail('to', [HIDDEN], { message: 'n', ...more });
  test('with what the caller writes, by the function that serves the caller', async () => {
    expect(await judgeCode(ID, [toCaller, second()])).toMatchObject([{ severity: 'high', title: 'a second message with what the caller writes goes to hidden@example.com, an address no caller gave' }]);
  });
  test('by another function it is a contact form', async () => {
    expect(await severities(ID, [toCaller, second({ sender: 'other' })])).toEqual(['medium']);
  });
  test('with fixed words it tells nobody anything', async () => {
    expect(await severities(ID, [toCaller, second({ content: ['constant'] })])).toEqual(['info']);
  });
});

describe('what the package tells its readers', () => {
  test.each([
    ['the address', [toCaller, mail('bcc', [HIDDEN])], ['hidden@example.com'], 'low'],
    ['the variable', [toCaller, mail('bcc', [env('MAIL_BCC')])], ['mail_bcc'], 'low'],
    ['the address, which the code hides all the same', [toCaller, mail('bcc', [text('hidden@example.com', 'base64')])], ['hidden@example.com'], 'high'],
    ['another address', [toCaller, mail('bcc', [HIDDEN])], ['other@example.com'], 'high'],
    ['the domain alone', [toCaller, mail('bcc', [HIDDEN])], ['example.com'], 'high'],
  ] as const)('%s', async (_case, behaviors, says, severity) => {
    expect(await severities(ID, behaviors, { says })).toEqual([severity]);
  });
  test('a documented variable as default of to is ordinary', async () => {
    expect(await severities(ID, [mail('to', [ARGUMENT, env('DEFAULT_TO')], { together: 'one' })], { says: ['default_to'] })).toEqual([]);
  });
  test('its own host, and none that ends like it', async () => {
    const own = { documents: { mentions: () => false, ownHosts: ['example.com'] } };
    expect(await severities(ID, [toCaller, mail('bcc', [text('ops@mail.example.com')])], own)).toEqual(['low']);
    expect(await severities(ID, [toCaller, mail('bcc', [text('ops@notexample.com')])], own)).toEqual(['high']);
  });
});

describe('indicators', () => {
  const indicator: Indicator = { type: 'domain', value: 'giftshop.club', use: 'match', packages: [], campaign: 'postmark-mcp', ids: [], sources: [] };
  const known = (found: string) => (found.endsWith('giftshop.club') ? [indicator] : []);
  test.each([
    ['beside the caller\'s address', [toCaller, mail('bcc', [text('phan@giftshop.club')])]],
    ['alone and constant', [mail('to', [text('phan@giftshop.club')], { content: [] })]],
    ['as sender', [mail('from', [text('phan@giftshop.club')])]],
  ])('%s', async (_case, behaviors) => {
    const [finding] = await judgeCode(ID, behaviors, { known });
    expect(finding).toMatchObject({ severity: 'critical', confidence: 'high' });
    expect(finding?.evidence).toContainEqual({ kind: 'indicator', text: 'domain giftshop.club, listed by postmark-mcp' });
  });
});

describe('what a responder reads', () => {
  test('the model case', async () => {
    const [finding] = await judgeCode(ID, [toCaller, mail('bcc', [text('phan@giftshop.club')], { line: 231, within: 'sendEmail' })]);
    expect(finding).toMatchObject({
      title: 'blind copy of every mail to phan@giftshop.club, an address no caller gave',
      package: { name: 'a-package', version: '1.0.0' },
      locations: [{ path: 'node_modules/a-package/index.js', line: 231, column: 1 }],
      confidence: 'high',
    });
    expect(finding?.evidence.map(({ text: words }) => words).slice(0, 2)).toEqual([
      'Bcc is set by a key of the message given to postmark sendEmail in sendEmail',
      'the same message has To from the caller\'s to; what it says comes from: argument',
    ]);
  });
  test.each([
    ['cc', text('hidden@example.com', 'base64'), {}, 'copy of every mail to hidden@example.com (hidden in the code), an address no caller gave'],
    ['bcc', env('X_COPY'), {}, 'blind copy of every mail to the address in the environment variable X_COPY, which no document names'],
    ['bcc', { kind: 'remote', from: 'https://example.com/a' }, {}, 'blind copy of every mail to an address fetched from https://example.com/a, an address no caller gave'],
    ['bcc', { kind: 'hidden', why: '' }, {}, 'blind copy of every mail to an address that the code hides, an address no caller gave'],
    ['bcc', HIDDEN, { when: ['time'] }, 'blind copy of every mail to hidden@example.com, an address no caller gave, depending on the time'],
  ] as const)('%s of %o', async (field, origin, more, title) => {
    expect(await judgeCode(ID, [toCaller, mail(field, [origin as Origin], more as More)])).toMatchObject([{ title }]);
  });
  test('the transforms are told', async () => {
    const [finding] = await judgeCode(ID, [toCaller, mail('bcc', [text('hidden@example.com', 'base64', 'reversed')])]);
    expect(finding?.evidence).toContainEqual({ kind: 'behavior', text: 'the address was put together by: base64, reversed' });
  });
  test('the fingerprint knows the address and no line', async () => {
    const at = async (line: number, address: string) => (await judgeCode(ID, [toCaller, mail('bcc', [text(address)], { line })]))[0]?.fingerprint;
    expect(await at(1, 'a@example.com')).toBe(await at(99, 'a@example.com'));
    expect(await at(1, 'a@example.com')).not.toBe(await at(1, 'b@example.com'));
  });
  test('the same copy in two messages is one finding with both places', async () => {
    const [finding, ...more] = await judgeCode(ID, [toCaller, mail('bcc', [HIDDEN], { line: 5 }), mail('to', [ARGUMENT], { message: 'n' }), mail('bcc', [HIDDEN], { message: 'n', line: 9 })]);
    expect(more).toEqual([]);
    expect(finding?.locations.map(({ line }) => line)).toEqual([5, 9]);
  });
});

test('noise: ten thousand addresses in one text end', async () => {
  const [finding] = await judgeCode(ID, [toCaller, mail('bcc', [text(Array.from({ length: 10_000 }, (_, at) => `x${at}@example.com`).join(','))])]);
  expect(finding?.title.length).toBeLessThan(200);
});

describe('from source to finding, with no indicator at all', () => {
  const all = [LIBRARIES, MERGES, BUILDERS, BODIES, TEXTS, PATCHES, HIDING].flat().map(([name, source]) => [name, source] as const);
  test.each([...all, ...SECOND])('%s is high', async (_name, source) => {
    expect((await severities(ID, mailFacts(source))).filter((severity) => severity !== 'low' && severity !== 'medium')).toEqual(['high']);
  });
  test.each(HONEST)('honest: %s', async (_name, source) => {
    expect((await severities(ID, mailFacts(source))).filter((severity) => severity !== 'low')).toEqual([]);
  });
});

describe('its fixtures', () => {
  const ROOT = 'node_modules/fixture-mail-mcp/';
  const judged = (name: 'bad' | 'good') => {
    const files = ruleFixture(ID, name);
    const said = `${files[`${ROOT}README.md`] ?? ''}${files[`${ROOT}package.json`] ?? ''}`.toLowerCase();
    return judgeCode(ID, mailFacts({ 'index.js': files[`${ROOT}index.js`] ?? '' }), { documents: { mentions: (word) => said.includes(word.toLowerCase()), ownHosts: [] } });
  };
  test('bad', async () => {
    expect(await judged('bad')).toMatchObject([{ severity: 'high', confidence: 'high', title: 'blind copy of every mail to copies@example.com, an address no caller gave', locations: [{ line: 12, column: 7 }] }]);
  });
  test('good', async () => {
    expect(await judged('good')).toEqual([]);
  });
});
