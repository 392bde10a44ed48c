// The bundle that is shipped: valid by the published schema, compiled without a fault, and true to known facts.
import { readFileSync, readdirSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { campaignSchema } from '../../src/indicators/campaign-schema.ts';
import { compileBundle, isBundleFile } from '../../src/indicators/compile.ts';
import type { CompiledBundle } from '../../src/indicators/compile.ts';
import type { BundleFile } from '../../src/indicators/digest.ts';
import { openBundle } from '../../src/indicators/open.ts';
import type { OpenBundle } from '../../src/indicators/open.ts';
import { installed, sourceOf } from './memory.ts';

const IOCS = new URL('../../iocs/', import.meta.url);
const SCHEMA = new URL('../../schemas/campaign.schema.json', import.meta.url);
const files: readonly BundleFile[] = readdirSync(IOCS).filter(isBundleFile).map((path) => ({ path, text: readFileSync(new URL(path, IOCS), 'utf8') }));
const campaigns = files.filter((file) => file.path.endsWith('.yaml'));

describe('the published schema', () => {
  it('is what the code checks (vitest -u writes it)', async () => {
    const schema = toJsonSchema(campaignSchema, { target: 'draft-2020-12', errorMode: 'throw' });
    await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot('../../schemas/campaign.schema.json');
  });

  it('accepts every campaign file, and refuses a typo', () => {
    const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
    const refused = campaigns.filter((file) => !validate(load(file.text))).map((file) => file.path);
    expect(refused).toEqual([]);
    expect(validate({ ...(load(campaigns[0]?.text ?? '') as object), advise: [] })).toBe(false);
  });
});

describe('the shipped bundle', () => {
  let compiled: CompiledBundle;
  let bundle: OpenBundle;
  beforeAll(async () => {
    compiled = await compileBundle(files);
    bundle = openBundle(sourceOf(compiled.index), 'shipped');
  });

  it('compiles without a fault', () => {
    expect(compiled.problems).toEqual([]);
    expect(bundle.info).toMatchObject({ id: 'mcp-audit', date: '2026-08-23', campaigns: campaigns.length, digest: compiled.digest });
    expect(bundle.info.names).toBeGreaterThan(41_000);
    expect(bundle.info.indicators).toBeGreaterThan(5000);
  });

  it('has the same bytes whatever the order of the files', async () => {
    const again = await compileBundle(files.toReversed());
    expect(Buffer.from(again.index).equals(compiled.index)).toBe(true);
  });

  it.each([
    ['postmark-mcp', '1.0.16', 'malware version'],
    ['postmark-mcp', '1.0.18', 'malware version'],
    ['postmark-mcp', '1.0.19', 'malware open-range'],
    ['postmark-mcp', '1.0.15', 'impostor version'],
    ['postmark-mcp', '0.9.0', ''],
    ['chalk', '5.6.1', 'malware version'],
    ['chalk', '5.6.2', ''],
    ['event-stream', '3.3.6', 'malware version'],
    ['event-stream', '3.3.5', ''],
    ['flatmap-stream', '0.1.1', 'malware version'],
    ['node-ipc', '10.1.2', 'protestware version'],
    ['node-ipc', '10.1.3', ''],
    ['node-ipc', '12.0.1', 'malware version'],
    ['colors', '1.4.44-liberty-2', 'protestware version'],
    ['@solana/web3.js', '1.95.7', 'malware version'],
    ['@solana/web3.js', '1.95.8', ''],
    ['@ledgerhq/connect-kit', '1.1.7', 'malware version'],
    ['@ledgerhq/connect-kit', '1.1.8', ''],
    ['easy-day-js', '1.11.22', 'malware version'],
    ['easy-day-js', '1.11.21', 'impostor version'],
    ['keyv', '6.0.0', 'malware version'],
    ['keyv', '5.3.0', ''],
    ['mcp-remote', '0.1.15', 'vulnerability bounded-range'],
    ['mcp-remote', '0.1.16', ''],
    ['auth0-mcp-server', '0.0.1', 'malware every-version'],
    ['@auth0/auth0-mcp-server', '0.1.0', ''],
    ['mcp-server-git', '0.0.1', 'malware version'],
    ['mcp-server-git', '5.0.0', 'malware every-version'],
    ['@modelcontextprotocol/sdk', '1.17.0', ''],
    ['add-two', '1.0.0', ''],
    ['magique-ai', '0.4.4', ''],
  ])('%s %s: %s', async (name, version, expected) => {
    const matches = await bundle.matchPackages([installed(name, version)]);
    expect(matches.map((match) => `${match.advisory.class} ${match.kind}`).join(', ')).toBe(expected);
  });

  it('never calls a vulnerability malware, nor more than high', () => {
    const flaws = bundle.campaigns().filter((campaign) => campaign.class === 'vulnerability').flatMap((campaign) => (bundle.members(campaign.id)?.packages ?? []).flatMap((name) => bundle.advisories(name).filter((advisory) => advisory.campaign === campaign.id)));
    expect(flaws.length).toBeGreaterThan(10);
    for (const advisory of flaws) expect(advisory).toMatchObject({ class: 'vulnerability', severity: expect.stringMatching(/^(high|medium)$/) });
  });

  it('keeps packages of other ecosystems apart', () => {
    expect(bundle.members('hades-pypi')?.foreign).toHaveLength(19);
    expect(bundle.members('hades-pypi')?.packages).toEqual([]);
    expect(bundle.members('shai-hulud-2')?.packages).toHaveLength(795);
  });

  it('tells a responder what to do in every campaign', () => {
    const silent = bundle.campaigns().filter((campaign) => campaign.advice.length === 0 || campaign.references.length === 0);
    expect(silent).toEqual([]);
  });

  it('carries shared services as never, and no indicator twice', () => {
    const all = [...bundle.campaigns().map((campaign) => campaign.id), 'known-malicious-npm'].flatMap((id) => bundle.indicators(id));
    expect(all.filter((indicator) => indicator.use === 'never').length).toBeGreaterThan(250);
    expect(all.filter((indicator) => indicator.use === 'match' && /^(?:webhook\.site|gist\.github\.com|ipfs\.io|registry\.npmjs\.org)$/.test(indicator.value))).toEqual([]);
  });
});
