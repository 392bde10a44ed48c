// The table of what a package does, in every format: golden outputs for people, the schema, hostile text.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { REPORTERS } from '../../src/reports/registry.ts';
import { text } from '../../src/reports/text.ts';
import { markdown } from '../../src/reports/markdown.ts';
import { html } from '../../src/reports/html.ts';
import { ALL_HOSTILE, inspectReport, rendered } from '../support/sample-report.ts';

const golden = (name: string): string => new URL(`../../fixtures/reports/${name}`, import.meta.url).pathname;

test.each([
  ['text/inspect.txt', rendered(text, inspectReport())],
  ['text/inspect-verbose.txt', rendered(text, inspectReport(), { detail: 'verbose' })],
  ['text/inspect-narrow.txt', rendered(text, inspectReport(), { width: 40 })],
])('looks as agreed: %s', async (name, output) => {
  await expect(output).toMatchFileSnapshot(golden(name));
});

test('the text keeps to its width but for what is copied in one piece', () => {
  for (const line of rendered(text, inspectReport()).split('\n')) if (!/sha512-/.test(line)) expect(line.length).toBeLessThanOrEqual(80);
});

test('recipients are never folded away, other kinds are counted', () => {
  const report = inspectReport();
  const [first] = report.inspected ?? [];
  const many = { ...report, inspected: [{ ...first!, behaviors: first!.behaviors.flatMap((behavior) => Array.from({ length: 30 }, (_, at) => ({ ...behavior, ...(behavior.kind === 'mail' ? { origins: [{ kind: 'constant', text: `x${at}@mail.example`, via: [] }] } : behavior.kind === 'process' ? { command: `run ${at}`, place: { ...behavior.place, line: at + 1 } } : {}) }) as typeof behavior)) }] };
  const output = rendered(text, many);
  expect(output.match(/bcc: "x\d+@mail\.example"/g)).toHaveLength(30);
  expect(output.match(/"run \d+"/g)).toHaveLength(8);
  expect(output).toContain('and 22 more (--verbose lists them)');
});

describe.each(REPORTERS.map(({ id, load }) => ({ id, load })))('$id', ({ id, load }) => {
  test('tells of the package and of what it does', async () => {
    const output = rendered(await load(), inspectReport());
    expect(output).toContain('postmark-mcp');
    expect(output).toMatch(/mail/);
    expect(output).not.toContain('undefined');
  });

  test('hostile text of the audited side does nothing', async () => {
    const output = rendered(await load(), inspectReport(` ${ALL_HOSTILE}`), { detail: 'verbose' });
    // oxlint-disable-next-line no-control-regex
    expect(output).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u);
    expect(output).not.toMatch(/hunter2|s3cr3t/);
    if (id === 'text' || id === 'json') expect(output).not.toMatch(/##(?:vso)?\[/);
    if (id === 'html') expect(output).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
    if (id === 'text') expect(output).not.toMatch(/^\s*::/m);
    if (id === 'markdown') for (const line of output.split('\n').filter((one) => /^\| (?:mail|install|variables) /.test(one))) expect(line.split(/(?<!\\)\|/)).toHaveLength(5);
  });
});

test('JSON follows the schema, hostile or not', async () => {
  const ajv = new Ajv2020({ strict: false });
  (addFormatsModule as unknown as typeof addFormatsModule.default)(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8')) as object);
  const reporter = await REPORTERS.find(({ id }) => id === 'json')!.load();
  for (const report of [inspectReport(), inspectReport(ALL_HOSTILE)]) {
    const document: unknown = JSON.parse(rendered(reporter, report));
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    expect(document).toMatchObject({ command: 'inspect', inspected: [{ source: 'tarball', behaviors: { length: 27 } }, { source: 'folder' }] });
  }
});

test('Markdown stays below what a comment takes, whatever a package does', () => {
  const report = inspectReport();
  const [first] = report.inspected ?? [];
  const flood = { ...report, inspected: [{ ...first!, behaviors: Array.from({ length: 5_000 }, (_, at) => ({ ...first!.behaviors[4]!, command: `${at} ${'x'.repeat(300)}`, kind: 'process' }) as NonNullable<typeof first>['behaviors'][number]) }] };
  expect(rendered(markdown, flood).length).toBeLessThan(65_536);
  expect(rendered(html, flood)).toContain('which the JSON report lists');
});
