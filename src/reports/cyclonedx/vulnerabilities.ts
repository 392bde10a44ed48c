// Findings as CycloneDX vulnerabilities (https://cyclonedx.org/docs/1.6/json/#vulnerabilities). An accepted one is listed with an
// analysis that says who accepted it; the state stays open, because an acceptance does not make anything harmless.
import type { AcceptedFinding, Finding } from '../../model/finding.ts';
import { printable } from '../../text/printable.ts';
import { whereOf } from '../shared/problems.ts';
import { withoutSecrets } from '../shared/redact.ts';
import { type Components, type Property, isUrl } from './components.ts';

// CWE-506: Embedded Malicious Code.
const MALICIOUS_CODE = 506;
const RECORD = /\b(?:MAL|GHSA|CVE|OSV|SNYK)-[A-Za-z0-9-]+/g;

/** All findings, then the accepted ones; references of two findings with one fingerprint are told apart. */
export function* vulnerabilities(findings: readonly Finding[], accepted: readonly AcceptedFinding[], components: Components): Iterable<object> {
  const refs = new Map<string, number>();
  const refOf = (finding: Finding): string => {
    const count = (refs.get(finding.fingerprint) ?? 0) + 1;
    refs.set(finding.fingerprint, count);
    return `mcp-audit:finding:${finding.fingerprint}${count === 1 ? '' : `~${count}`}`;
  };
  for (const finding of findings) yield vulnerabilityOf(finding, refOf(finding), components);
  for (const entry of accepted) yield { ...vulnerabilityOf(entry.finding, refOf(entry.finding), components), analysis: analysisOf(entry) };
}

function vulnerabilityOf(finding: Finding, ref: string, components: Components): object {
  const records = [...new Set(finding.evidence.filter(({ kind }) => kind === 'record').flatMap(({ text }) => text.match(RECORD) ?? []))];
  const [id = finding.fingerprint, ...others] = records;
  const advisories = [...new Set([...(finding.campaign?.references ?? []), ...finding.references])].filter(isUrl);
  const affected = affectedBy(finding, components);
  const steps = [...new Set([...(finding.campaign?.advice ?? []), ...finding.remediation])];
  return {
    'bom-ref': ref,
    id,
    source: sourceOf(records[0]),
    ...(others.length === 0 ? {} : { references: others.map((other) => ({ id: other, source: sourceOf(other) })) }),
    ratings: [{ source: { name: 'mcp-audit' }, severity: finding.severity, method: 'other', justification: `rule ${finding.ruleId}, confidence ${finding.confidence}` }],
    ...(finding.campaign?.class === 'malware' ? { cwes: [MALICIOUS_CODE] } : {}),
    description: clean(`${finding.title}. ${finding.why}`),
    detail: clean(finding.evidence.map(({ text }) => text).join('; ')),
    ...(steps.length === 0 ? {} : { recommendation: clean(steps.join(' ')) }),
    ...(advisories.length === 0 ? {} : { advisories: advisories.map((url) => ({ url })) }),
    ...(affected.length === 0 ? {} : { affects: affected.map((component) => affectsOf(component, finding)) }),
    properties: propertiesOf(finding),
  };
}

function sourceOf(record: string | undefined): object {
  return record === undefined ? { name: 'mcp-audit' } : { name: 'OSV', url: `https://osv.dev/vulnerability/${record}` };
}

/** The entries where it was found; by name where they are not in the inventory. */
function affectedBy(finding: Finding, components: Components): readonly string[] {
  const found = finding.locations.flatMap(({ path, entry }) => (entry === undefined ? [] : components.at(path, entry) ?? []));
  if (found.length > 0 || finding.package === undefined) return [...new Set(found)];
  return components.named(finding.package.name, finding.package.version);
}

function affectsOf(ref: string, finding: Finding): object {
  const version = finding.package?.version;
  return version === undefined ? { ref } : { ref, versions: [{ version, status: 'affected' }] };
}

function propertiesOf(finding: Finding): readonly Property[] {
  return [
    { name: 'mcp-audit:rule', value: finding.ruleId },
    { name: 'mcp-audit:fingerprint', value: finding.fingerprint },
    ...(finding.campaign === undefined ? [] : [
      { name: 'mcp-audit:campaign', value: clean(`${finding.campaign.id}: ${finding.campaign.title}`) },
      { name: 'mcp-audit:class', value: finding.campaign.class },
    ]),
    ...(finding.standing === undefined ? [] : [{ name: 'mcp-audit:standing', value: finding.standing }]),
    ...(finding.change?.was === undefined ? [] : [{ name: 'mcp-audit:was', value: clean(finding.change.was) }]),
    ...(finding.change === undefined ? [] : [{ name: 'mcp-audit:now', value: clean(finding.change.now) }]),
    ...finding.locations.map((location) => ({ name: 'mcp-audit:location', value: clean(`${whereOf(location) ?? location.path}${location.entry === undefined ? '' : ` (${location.entry})`}`) })),
    ...(finding.dependencyPath === undefined ? [] : [{ name: 'mcp-audit:path', value: clean(finding.dependencyPath.join(' > ')) }]),
  ];
}

function analysisOf(entry: AcceptedFinding): object {
  return { state: 'in_triage', detail: clean(`Accepted by ${entry.owner} until ${entry.expires} in ${entry.by}: ${entry.reason}`) };
}

function clean(text: string): string {
  return printable(withoutSecrets(text));
}
