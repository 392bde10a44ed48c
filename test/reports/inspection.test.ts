// The table of what a package does, in every format: golden outputs for people, the schema, hostile text.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { REPORTERS } from '../../src/reports/registry.ts';
import { text } from '../../src/reports/text.ts';
import { markdown } from '../../src/reports/markdown.ts';
import { json } from '../../src/reports/json.ts';
import { html } from '../../src/reports/html.ts';
import type { Behavior } from '../../src/model/behavior.ts';
import { ALL_HOSTILE, inspectReport, rendered, sampleInspection } from '../support/sample-report.ts';
import { sampleRelease } from '../support/sample-difference.ts';

const golden = (name: string): string => new URL(`../../fixtures/reports/${name}`, import.meta.url).pathname;

test.each([
  ['text/inspect.txt', rendered(text, inspectReport())],
  ['text/inspect-verbose.txt', rendered(text, inspectReport(), { detail: 'verbose' })],
  ['text/inspect-narrow.txt', rendered(text, inspectReport(), { width: 40 })],
])('looks as agreed: %s', async (name, output) => {
  await expect(output).toMatchFileSnapshot(golden(name));
});

test('the text keeps to its width but for what is copied in one piece', () => {
  expect(rendered(text, inspectReport()).split('\n').filter((line) => line.length > 80 && !line.includes('sha512-'))).toEqual([]);
});

// Thirty of each behaviour, with other recipients and other commands.
function manyOf(behavior: Behavior): readonly Behavior[] {
  return Array.from({ length: 30 }, (_, at): Behavior => {
    const place = { ...behavior.place, line: at + 1 };
    if (behavior.kind === 'mail') return { ...behavior, place, origins: [{ kind: 'constant', text: `x${at}@mail.example`, via: [] }] };
    return behavior.kind === 'process' ? { ...behavior, place, command: `run ${at}` } : { ...behavior, place };
  });
}

test('recipients are never folded away, other kinds are counted', () => {
  const inspection = sampleInspection();
  const output = rendered(text, { ...inspectReport(), inspected: [{ ...inspection, behaviors: inspection.behaviors.flatMap(manyOf) }] });
  expect(output.match(/bcc: "x\d+@mail\.example"/g)).toHaveLength(30);
  expect(output.match(/"run \d+"/g)).toHaveLength(8);
  expect(output).toContain('and 22 more (--verbose lists them)');
});

// What must not stand in an output of one format, however hostile the text was.
const HARM: Readonly<Record<string, RegExp>> = {
  text: /##(?:vso)?\[|^\s*::/m,
  json: /##(?:vso)?\[/,
  html: /<script|<img|onerror=alert\(1\)>/,
};

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
    expect(output).not.toMatch(HARM[id] ?? /(?!)/);
  });
});

test('a row of a Markdown table stays one', () => {
  const rows = rendered(markdown, inspectReport(` ${ALL_HOSTILE}`)).split('\n').filter((one) => /^\| (?:mail|install|variables) /.test(one));
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.filter((one) => one.split(/(?<!\\)\|/).length !== 5)).toEqual([]);
});

test('JSON follows the schema, hostile or not', () => {
  const ajv = new Ajv2020({ strict: false });
  (addFormatsModule as unknown as typeof addFormatsModule.default)(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8')) as object);
  for (const report of [inspectReport(), inspectReport(ALL_HOSTILE)]) {
    const document: unknown = JSON.parse(rendered(json, report));
    validate(document);
    expect(validate.errors).toBeNull();
    expect(document).toMatchObject({ command: 'inspect', inspected: [{ source: 'tarball', behaviors: { length: 27 } }, { source: 'folder' }] });
  }
});

test('Markdown stays below what a comment takes, whatever a package does', () => {
  const inspection = sampleInspection();
  const behaviors = Array.from({ length: 5_000 }, (_, at): Behavior => ({ kind: 'process', place: { path: 'a.js', line: at + 1, column: 1 }, api: 'exec', command: `${at} ${'x'.repeat(300)}`, origins: [] }));
  const flood = { ...inspectReport(), inspected: [{ ...inspection, behaviors }] };
  expect(rendered(markdown, flood).length).toBeLessThan(65_536);
  expect(rendered(html, flood)).toContain('which the JSON report lists');
});

describe('a version of a registry', () => {
  const verified = sampleRelease('1.0.16', '2025-09-17T08:04:09.000Z', '', { provenance: { kind: 'verified', predicate: 'https://slsa.dev/provenance/v1', source: { repository: 'https://github.com/owner/name', issuer: 'https://token.actions.githubusercontent.com' } } });
  const inspected = (release = verified) => ({ ...inspectReport(), inspected: [{ ...sampleInspection(), source: 'registry', path: 'postmark-mcp@1.0.16', release } as const] });

  test.each(REPORTERS.map(({ id, load }) => ({ id, load })))('is told of in $id', async ({ load }) => {
    const output = rendered(await load(), inspected()).replaceAll('<!-- -->', '').replace(/\\(?=-)/g, '');
    expect(output).toMatch(/2025-09-17[T ]08:04/);
    expect(output).toMatch(/phanpak/);
    expect(output).toMatch(/github\.com\/owner\/name/);
    // The manifest as the registry gives it is read, not printed.
    expect(output).not.toContain('"document"');
  });

  test('a proof is no all-clear, and a wrong one is loud', () => {
    for (const reporter of [text, markdown, html]) expect(rendered(reporter, inspected()).replace(/\s+/g, ' ')).toContain('not that they are harmless');
    const wrong = sampleRelease('1.0.16', '2025-09-17T08:04:09.000Z', '', { signatures: [{ kind: 'wrong', keyid: 'k', why: 'the signature is not over this integrity' }], provenance: { kind: 'wrong', why: 'another subject' } });
    const output = rendered(text, inspected(wrong)).replace(/\s+/g, ' ');
    expect(output).toContain('signed WRONG (the signature is not over this integrity), key k');
    expect(output).toContain('provenance WRONG: another subject');
    expect(output).not.toContain('harmless');
  });

  test('the integrity that the registry promised stands beside another one', () => {
    expect(rendered(text, inspected())).toMatch(/promised +sha512-/);
  });
});
