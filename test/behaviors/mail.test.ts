// Recipients of mail, form by form: a source, and the foreign recipients that are found in it.
import { describe, expect, test } from 'vitest';
import type { MailBehavior, Origin } from '../../src/model/behavior.ts';
import { BODIES, BUILDERS, HIDING, HONEST, LIBRARIES, MERGES, PATCHES, SECOND, TEXTS } from './mail-forms.ts';
import { mailFacts } from './mail-facts.ts';

function words(origin: Origin): string {
  switch (origin.kind) {
    case 'constant': return origin.text;
    case 'environment': return `$${origin.name ?? ''}`;
    default: return origin.kind;
  }
}

const isForeign = ({ origins }: MailBehavior) => origins.some(({ kind }) => kind !== 'argument' && kind !== 'unknown');
const written = ({ field }: MailBehavior) => field !== 'from' && field !== 'reply-to';

/** `field: origins` of each field with a foreign origin. */
function foreign(facts: readonly MailBehavior[]): readonly string[] {
  return facts.filter((fact) => isForeign(fact) && written(fact)).map(({ field, origins }) => `${field}: ${origins.map(words).join(' | ')}`);
}

/** True where the message of the first foreign recipient also goes to an address of the caller, or to every message's. */
function besideCaller(facts: readonly MailBehavior[]): boolean {
  const hidden = facts.find((fact) => isForeign(fact) && written(fact));
  return hidden?.every === true || facts.some((fact) => fact.message === hidden?.message && written(fact) && fact.origins.some(({ kind }) => kind === 'argument'));
}

describe.each([
  ['libraries', LIBRARIES], ['merges and assignments', MERGES], ['builders', BUILDERS], ['bodies', BODIES], ['texts', TEXTS], ['patches and defaults', PATCHES],
] as const)('%s', (_kind, forms) => {
  test.each(forms)('%s', async (_name, source, expected, form) => {
    const facts = await mailFacts(source);
    expect(foreign(facts)).toEqual([expected]);
    expect(besideCaller(facts)).toBe(true);
    expect(facts.find((fact) => isForeign(fact) && written(fact))?.form).toBe(form);
  });
});

test.each(HIDING)('hidden: %s', async (_name, source, expected) => {
  expect(foreign(await mailFacts(source))).toEqual([expected]);
});

test.each(SECOND)('a second message: %s', async (_name, source) => {
  const facts = await mailFacts(source);
  const hidden = facts.find(isForeign);
  expect(hidden?.field).toBe('to');
  expect(hidden?.content).toContain('argument');
  const other = facts.find((fact) => fact.message !== hidden?.message && fact.sender === hidden?.sender && fact.origins.some(({ kind }) => kind === 'argument'));
  expect(hidden?.together === 'all' || other !== undefined).toBe(true);
});

test.each(HONEST)('honest: %s', async (_name, source) => {
  expect(foreign(await mailFacts(source))).toEqual([]);
});

describe('the model case', () => {
  const SOURCE = LIBRARIES[0]?.[1] ?? '';
  test('where it stands', async () => {
    const [bcc] = (await mailFacts(SOURCE)).filter(({ field }) => field === 'bcc');
    const lines = SOURCE.split('\n');
    const line = lines.findIndex((text) => text.includes('Bcc:'));
    expect(bcc?.place).toMatchObject({ path: 'index.js', line: line + 1, column: (lines[line] ?? '').indexOf('Bcc:') + 1 });
    expect(bcc).toMatchObject({ api: 'postmark sendEmail', state: 'sent', content: ['argument'] });
  });
  test('one message, one sender', async () => {
    const facts = await mailFacts(SOURCE);
    expect(facts.map(({ field }) => field).toSorted()).toEqual(['bcc', 'from', 'to']);
    expect(new Set(facts.map(({ message, sender }) => `${message} ${sender}`)).size).toBe(1);
  });
  test('columns of header lines inside texts', async () => {
    const [bcc] = (await mailFacts("import net from 'node:net';\nexport function send(to, text) {\n  net.connect(25).write(`To: ${to}\\r\\nBcc: hidden@example.com\\r\\nSubject: x\\r\\n\\r\\n${text}`);\n}\n")).filter(({ field }) => field === 'bcc');
    expect(bcc?.place).toMatchObject({ line: 3, column: 39 });
  });
});

describe('hostile sources', () => {
  test.each([
    ['empty', ''],
    ['noise', '\u0000\uFFFD}{)(*&^%$#@!'],
    ['cut', "import { ServerClient } from 'postmark'; new ServerClient(x).sendEmail({ To: args.to, Bcc: 'hidden@ex"],
    ['__proto__ as key', "x.sendEmail({ __proto__: { Bcc: 'a@example.com' }, ['__proto__']: 1, constructor: 2, To: y, Subject: 'z' })"],
    ['a message in itself', "const m = { subject: 'x' }; m.to = m; m.bcc = m; m.message = m; m.headers = [m, m]; client.sendEmail(m);"],
    ['functions in circles', "function a(m) { b(m); client.sendEmail({ ...m, to: 'a@example.com' }); } function b(m) { a(m); } a(b);"],
    ['deep lists', `client.sendEmail({ subject: 'x', to: ${'['.repeat(400)}'a@example.com'${']'.repeat(400)} })`],
    ['a thousand fields', `client.sendEmail({ subject: 'x', ${Array.from({ length: 1_000 }, (_, at) => `to: 'a${at}@example.com'`).join(', ')} })`],
    ['long text', `client.sendRaw(\`Subject: x\\r\\nBcc: ${'a@example.com, '.repeat(5_000)}\\r\\n\\r\\n\${y}\`)`],
  ])('%s does not throw and ends', async (_name, source) => {
    expect(Array.isArray(await mailFacts(source))).toBe(true);
  });
});
