// The CycloneDX document against the official schema, and what it says of each kind of package.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import addFormatsModule from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Package } from '../../src/model/package.ts';
import type { InventoryEntry, Report } from '../../src/model/report.ts';
import { cyclonedx } from '../../src/reports/cyclonedx.ts';
import { hashesOf } from '../../src/reports/cyclonedx/hashes.ts';
import { ALL_HOSTILE, HOSTILE, INVENTORY, cleanReport, incompleteReport, manyFindings, rendered, sampleReport } from '../support/sample-report.ts';
import { diffReport, lockfilesReport } from '../support/sample-difference.ts';

const require = createRequire(import.meta.url);
const schemas = join(dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')), 'res', 'schema');
const schema = (name: string): object => JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8'));
const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
// ajv-formats has no iri-reference; a URI reference is the narrower of the two.
ajv.addFormat('iri-reference', /^[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]*$/).addFormat('idn-email', true);
ajv.addSchema(schema('spdx'), 'http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json');
ajv.addSchema(schema('jsf-0.82'), 'http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json');
const validate = ajv.compile(schema('bom-1.6'));

interface Property { readonly name: string; readonly value: string }
interface Component {
  readonly 'bom-ref': string; readonly name: string; readonly group?: string; readonly version?: string; readonly purl?: string; readonly scope: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly evidence: { readonly occurrences: readonly { readonly location: string; readonly line?: number }[] };
  readonly properties: readonly Property[];
}
interface Vulnerability {
  readonly id: string;
  readonly affects?: readonly { readonly ref: string }[];
  readonly analysis?: { readonly state: string; readonly detail: string };
}
interface Bom {
  readonly serialNumber: string;
  readonly metadata: { readonly properties: readonly Property[] };
  readonly components: readonly Component[];
  readonly vulnerabilities: readonly Vulnerability[];
  readonly compositions: readonly { readonly aggregate: string }[];
}

function document(report: Report): Bom {
  return JSON.parse(rendered(cyclonedx, report)) as Bom;
}

function sha512(byte: number): string {
  return `sha512-${Buffer.alloc(64, byte).toString('base64')}`;
}

function componentsOf(...packages: readonly (Partial<Package> & { readonly path?: string })[]): readonly Component[] {
  const inventory: readonly InventoryEntry[] = packages.map(({ path = 'package-lock.json', ...found }, index) => ({
    path, format: 'npm 3', package: { id: `node_modules/${index}`, name: 'a', version: '1.0.0', source: 'registry', ...found },
  }));
  return document(sampleReport({ inventory })).components;
}

describe('cyclonedx report', () => {
  it.each<readonly [string, Report]>([
    ['findings', sampleReport({ inventory: INVENTORY })],
    ['a flood', sampleReport({ inventory: INVENTORY, findings: manyFindings(30) })],
    ['clean', { ...cleanReport(), inventory: INVENTORY.slice(0, 4) }],
    ['incomplete', { ...incompleteReport(), inventory: [] }],
    ['no inventory', sampleReport()],
  ])('validates against the official schema: %s', (_, report) => {
    validate(document(report));
    expect(validate.errors).toBeNull();
  });

  it('is refused by that schema where a component has no name', () => {
    const bom = document(sampleReport({ inventory: INVENTORY }));
    expect(validate({ ...bom, components: bom.components.map((component) => ({ ...component, name: undefined })) })).toBe(false);
  });

  it('lists every entry of the inventory as an occurrence', () => {
    const occurrences = document(sampleReport({ inventory: INVENTORY })).components.flatMap((component) => component.evidence.occurrences);
    expect(occurrences).toHaveLength(INVENTORY.length);
  });

  it('merges one package found twice into one component with two occurrences', () => {
    const found = document(sampleReport({ inventory: INVENTORY })).components.find(({ purl }) => purl === 'pkg:npm/postmark-mcp@1.0.16');
    expect(found).toMatchObject({
      'bom-ref': 'pkg:npm/postmark-mcp@1.0.16',
      scope: 'required',
      hashes: [{ alg: 'SHA-512', content: '07'.repeat(64) }],
      evidence: { occurrences: [{ location: 'app/node_modules' }, { location: 'app/package-lock.json', line: 12 }] },
    });
    // One of the two is not known to be for development only.
    expect(found?.properties).not.toContainEqual({ name: 'mcp-audit:dev', value: 'true' });
  });

  it('splits the scope off as group, and keeps the alias', () => {
    const found = document(sampleReport({ inventory: INVENTORY })).components.find(({ purl }) => purl === 'pkg:npm/%40ctrl/deluge@7.2.2');
    expect(found).toMatchObject({ group: '@ctrl', name: 'deluge', version: '7.2.2', scope: 'optional' });
    expect(found?.properties).toContainEqual({ name: 'mcp-audit:alias', value: 'alias' });
  });

  it.each(['workspace', 'link', 'file', 'git'] as const)('gives no purl to a package of source %s, also where its name is a known one', (source) => {
    const [found] = componentsOf({ name: 'postmark-mcp', version: '1.0.16', source });
    expect(found?.purl).toBeUndefined();
    expect(found?.['bom-ref']).not.toContain('pkg:');
    expect(found?.properties).toContainEqual({ name: 'mcp-audit:source', value: source });
  });

  it('keeps a tarball from a URL apart from the registry\'s package of that name', () => {
    const found = componentsOf({}, { source: 'url', resolved: HOSTILE.credentials });
    expect(found.map(({ purl }) => purl)).toEqual(['pkg:npm/a@1.0.0', 'pkg:npm/a@1.0.0?download_url=https%3A//registry.example/a/-/a-1.0.0.tgz']);
  });

  it('keeps hostile names apart whose references encode alike', () => {
    const found = componentsOf({ name: 'a\ud800' }, { name: 'a\udfff' });
    expect(new Set(found.map((component) => component['bom-ref'])).size).toBe(2);
  });

  it.each(['__proto__', 'constructor', 'toString'])('lists a package called %s', (name) => {
    expect(componentsOf({ name, id: name })[0]).toMatchObject({ name });
  });

  it('keeps both hashes where two places disagree', () => {
    expect(componentsOf({ integrity: sha512(1) }, { integrity: sha512(2) })[0]?.hashes).toHaveLength(2);
  });

  it('links findings with the components where they were found', () => {
    const bom = document(sampleReport({ inventory: INVENTORY }));
    expect(bom.vulnerabilities[0]).toMatchObject({
      id: 'MAL-2025-47604', cwes: [506], ratings: [{ severity: 'critical' }],
      affects: [{ ref: 'pkg:npm/postmark-mcp@1.0.16', versions: [{ version: '1.0.16', status: 'affected' }] }],
    });
    expect(bom.vulnerabilities[1]).toMatchObject({ id: 'v1:00000000000000000000000000000002', affects: [{ ref: 'pkg:npm/%40ctrl/deluge@7.2.2' }] });
    const refs = new Set(bom.components.map((component) => component['bom-ref']));
    for (const { affects = [] } of bom.vulnerabilities) for (const { ref } of affects) expect(refs).toContain(ref);
  });

  it('lists an accepted finding with who accepted it, still open', () => {
    const accepted = document(sampleReport({ inventory: INVENTORY })).vulnerabilities.at(-1);
    expect(accepted?.analysis?.state).toBe('in_triage');
    expect(accepted?.analysis?.detail).toContain('Accepted by security-team until 2027-01-31 in mcp-audit.yaml');
  });

  it('says the verdict, the bundle and what was not read', () => {
    const { metadata, compositions } = document({ ...incompleteReport(), inventory: [] });
    expect(metadata.properties).toContainEqual({ name: 'mcp-audit:verdict', value: 'incomplete' });
    expect(metadata.properties).toContainEqual({ name: 'mcp-audit:incomplete', value: 'not-found: gone: the path does not exist' });
    expect(metadata.properties.find(({ name }) => name === 'mcp-audit:bundle')?.value).toContain('2026-11-12 sha256-abab');
    expect(compositions[0]?.aggregate).toBe('incomplete');
    expect(document({ ...cleanReport(), inventory: [] }).compositions[0]?.aggregate).toBe('complete');
    expect(document(cleanReport()).compositions[0]?.aggregate).toBe('incomplete');
  });

  it('gives the same bytes and serial number twice, and another number for other content', () => {
    const first = rendered(cyclonedx, sampleReport({ inventory: INVENTORY }));
    expect(rendered(cyclonedx, sampleReport({ inventory: INVENTORY }))).toBe(first);
    const other = document(sampleReport({ inventory: INVENTORY.slice(1) }));
    expect(other.serialNumber).not.toBe(JSON.parse(first).serialNumber);
    expect(other.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('has no secret and nothing that a terminal acts on', () => {
    const text = rendered(cyclonedx, sampleReport({ inventory: INVENTORY }));
    expect(text).not.toMatch(/hunter2|s3cr3t/);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u);
  });
});

describe('hashesOf', () => {
  it('reads subresource integrity and bare sha1, and gives back the rest', () => {
    const sha1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';
    expect(hashesOf(`${sha1} sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=?x sha512-AAAA 10c0/abc sha999-AAAA`)).toEqual({
      hashes: [{ alg: 'SHA-1', content: sha1 }, { alg: 'SHA-1', content: sha1 }],
      unread: ['sha512-AAAA', '10c0/abc', 'sha999-AAAA'],
    });
    expect(hashesOf('  ')).toEqual({ hashes: [], unread: [] });
  });
});

describe('a comparison in CycloneDX', () => {
  it.each([['two copies', diffReport()], ['hostile', diffReport(ALL_HOSTILE)], ['two lockfiles', lockfilesReport()]] as const)('follows the official schema: %s', (_, report) => {
    validate(JSON.parse(rendered(cyclonedx, report)));
    expect(validate.errors).toBeNull();
  });

  it('lists the later copy, and the findings are about it', () => {
    const bom = JSON.parse(rendered(cyclonedx, diffReport())) as Bom;
    expect(bom.components.map(({ purl, evidence }) => [purl, evidence.occurrences[0]?.location])).toEqual([['pkg:npm/postmark-mcp@1.0.16', 'postmark-mcp@1.0.16']]);
    expect(bom.vulnerabilities.map(({ affects }) => affects?.[0]?.ref)).toEqual(Array.from({ length: 9 }, () => 'pkg:npm/postmark-mcp@1.0.16'));
    expect(bom.metadata.properties.find(({ name }) => name === 'mcp-audit:compared')?.value).toContain('postmark-mcp 1.0.15 -> 1.0.16');
  });

  it('does not list it twice where the inventory has it', () => {
    const inventory: readonly InventoryEntry[] = [{ path: 'postmark-mcp@1.0.16', format: 'registry', package: { id: '.', name: 'postmark-mcp', version: '1.0.16', source: 'registry' } }];
    const bom = JSON.parse(rendered(cyclonedx, { ...diffReport(), inventory })) as Bom;
    expect(bom.components.map(({ evidence }) => evidence.occurrences.length)).toEqual([1]);
  });
});
