// mcp-audit.yaml: what it takes, what it refuses, and its published schema.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../src/rules/registry.ts';
import { ACKNOWLEDGEMENT, configSchema, parseConfig } from '../../src/trust/config.ts';
import { ROOT } from '../support/scan.ts';

const IDS = RULES.map((rule) => rule.id);
const ENTRY = '  - rule: impostor-package\n    package: a@1.0.0\n    owner: the team\n    reason: read line by line\n    expires: "2026-12-31"\n';
const parse = (text: string) => parseConfig(text, 'mcp-audit.yaml', IDS);

test('a whole file', async () => {
  expect(await parse(`schema: 1\nfailOn: medium\nexclude: [a/**]\naccept:\n${ENTRY}`)).toEqual({
    path: 'mcp-audit.yaml', failOn: 'medium', exclude: ['a/**'],
    accept: [{ rule: 'impostor-package', package: 'a@1.0.0', owner: 'the team', reason: 'read line by line', expires: '2026-12-31' }],
  });
});

test('a fingerprint alone says what is accepted', async () => {
  const { accept } = await parse(`schema: 1\naccept:\n${ENTRY.replace('rule: impostor-package\n    package: a@1.0.0', `fingerprint: v1:${'0'.repeat(32)}`)}`);
  expect(accept[0]?.fingerprint).toBe(`v1:${'0'.repeat(32)}`);
});

describe('refused, with the field', () => {
  test.each([
    ['no schema', 'accept: []\n', /schema/],
    ['a later schema', 'schema: 2\n', /schema/],
    ['an unknown key', 'schema: 1\nignore: []\n', /ignore/],
    ['no owner', `schema: 1\naccept:\n${ENTRY.replace('    owner: the team\n', '')}`, /accept\.0\.owner/],
    ['a reason that says nothing', `schema: 1\naccept:\n${ENTRY.replace('read line by line', 'ok')}`, /accept\.0\.reason/],
    ['no expiry', `schema: 1\naccept:\n${ENTRY.replace('    expires: "2026-12-31"\n', '')}`, /accept\.0\.expires/],
    ['a day that is none', `schema: 1\naccept:\n${ENTRY.replace('2026-12-31', '31.12.2026')}`, /accept\.0\.expires/],
    ['an unknown rule', `schema: 1\naccept:\n${ENTRY.replace('impostor-package', 'everything')}`, /accept\.0\.rule/],
    ['a rule without a package', `schema: 1\naccept:\n${ENTRY.replace('    package: a@1.0.0\n', '')}`, /rule and a package/],
    ['a fingerprint and a rule', `schema: 1\naccept:\n${ENTRY.replace('  - rule', `  - fingerprint: v1:${'0'.repeat(32)}\n    rule`)}`, /either/],
    ['a fingerprint that is none', `schema: 1\naccept:\n${ENTRY.replace('rule: impostor-package\n    package: a@1.0.0', 'fingerprint: abc')}`, /accept\.0\.fingerprint/],
    ['another acknowledgement', `schema: 1\naccept:\n${ENTRY}    acknowledge: yes please\n`, /accept\.0\.acknowledge/],
    ['a list', '- a\n', /schema/],
    ['nothing', '', /mcp-audit\.yaml/],
    ['a repeated key', 'schema: 1\nschema: 1\n', /duplicat/i],
    ['no YAML', '\tschema: 1', /mcp-audit\.yaml/],
  ])('%s', async (_what, text, message) => {
    await expect(parse(text)).rejects.toMatchObject({ name: 'UserError', code: 'config', message: expect.stringMatching(message) as string });
  });
});

test('schemas/config.schema.json is made from the same source', async () => {
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Settings and accepted findings of mcp-audit', ...toJsonSchema(await configSchema(IDS), { target: 'draft-2020-12', errorMode: 'ignore', typeMode: 'input' }) };
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot(join(ROOT, 'schemas', 'config.schema.json'));
});

test('the published schema takes and refuses the same', () => {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  const valid = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schemas', 'config.schema.json'), 'utf8')) as object);
  expect(valid(load(`schema: 1\naccept:\n${ENTRY}    acknowledge: ${ACKNOWLEDGEMENT}\n`))).toBe(true);
  expect(valid(load('schema: 1\nignore: []\n'))).toBe(false);
  expect(valid(load(readFileSync(join(ROOT, 'mcp-audit.yaml'), 'utf8')))).toBe(true);
});
