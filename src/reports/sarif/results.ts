// Findings as SARIF results. The first location is where code scanning puts the alert; the others are related ones.
import type { AcceptedFinding, Finding, Location } from '../../model/finding.ts';
import { type RuleTable, levelOf } from './rules.ts';
import { messageText, plain, uriOf } from './text.ts';

/** Code scanning takes at most 1,000 locations of one result. */
const RELATED = 100;

/** One result. */
export function resultOf(finding: Finding, rules: RuleTable): object {
  const [first, ...others] = finding.locations;
  const shown = others.slice(0, RELATED);
  return {
    ruleId: finding.ruleId,
    ruleIndex: rules.indexOf(finding.ruleId),
    level: levelOf(finding.severity),
    message: { text: messageOf(finding) },
    locations: [locationOf(first)],
    ...(shown.length === 0 ? {} : { relatedLocations: shown.map((location, index) => ({ id: index + 1, ...locationOf(location) })) }),
    partialFingerprints: { 'mcpAudit/v1': finding.fingerprint, primaryLocationLineHash: `${finding.fingerprint.replace('v1:', '')}:1` },
    properties: propertiesOf(finding),
  };
}

/** A result that the configuration accepts: still listed, marked as suppressed. */
export function acceptedResultOf(entry: AcceptedFinding, rules: RuleTable): object {
  const justification = plain(`Accepted by ${entry.owner} until ${entry.expires} in ${entry.by}: ${entry.reason}`);
  return { ...resultOf(entry.finding, rules), suppressions: [{ kind: 'external', status: 'accepted', justification }] };
}

function messageOf(finding: Finding): string {
  const steps = [...(finding.campaign?.advice ?? []), ...finding.remediation];
  const path = finding.dependencyPath === undefined ? '' : ` Path: ${finding.dependencyPath.join(' > ')}.`;
  return messageText(`${finding.title}. ${finding.why}${path}${steps.length === 0 ? '' : ` What to do now: ${steps.join(' ')}`}`);
}

/** A physical location; a place without lines gets line 1, because code scanning drops what has no region. */
export function locationOf(location: Pick<Location, 'path' | 'line' | 'column' | 'entry'>): object {
  const uri = uriOf(location.path);
  const region = { startLine: Math.max(1, location.line ?? 1), ...(location.line === undefined || location.column === undefined ? {} : { startColumn: Math.max(1, location.column) }) };
  return {
    physicalLocation: { artifactLocation: { uri, ...(uri.startsWith('file:') ? {} : { uriBaseId: '%SRCROOT%' }) }, region },
    ...(location.entry === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: plain(location.entry), kind: 'package' }] }),
  };
}

function propertiesOf(finding: Finding): object {
  const { campaign, package: found } = finding;
  return {
    severity: finding.severity,
    confidence: finding.confidence,
    ...(found === undefined ? {} : { package: Object.fromEntries(Object.entries(found).map(([key, value]) => [key, plain(value)])) }),
    ...(campaign === undefined ? {} : { campaign: campaign.id, class: campaign.class }),
    evidence: finding.evidence.map(({ kind, text }) => ({ kind, text: plain(text) })),
    ...(finding.locations[0].excerpt === undefined ? {} : { excerpt: plain(finding.locations[0].excerpt) }),
    ...(finding.standing === undefined ? {} : { standing: finding.standing }),
    ...(finding.change === undefined ? {} : { change: Object.fromEntries(Object.entries(finding.change).map(([key, value]) => [key, plain(value)])) }),
    ...(finding.dependencyPath === undefined ? {} : { dependencyPath: finding.dependencyPath.map(plain) }),
    ...(finding.dependents === undefined ? {} : { dependents: finding.dependents.map(plain) }),
    ...(finding.registry === undefined ? {} : { registry: plain(finding.registry) }),
    references: finding.references,
  };
}
