// Findings about indicators of the bundles in the files of one package: one a value, with all places, the worst first.
import { type Evidence, type Finding, type Location, SEVERITIES } from '../model/finding.ts';
import type { Indicator } from '../model/indicator.ts';
import type { RulePage } from '../model/rule.ts';
import { aboutPackage, fileIn, serverLocations } from './code-findings.ts';
import type { FileSighting, SightingFacts } from './contract.ts';
import { campaignOf, findingOf, LOCATIONS_SHOWN } from './finding.ts';

/** The parts that facts about code and sightings share. */
export type PackageFacts = Pick<SightingFacts, 'path' | 'stablePath' | 'package' | 'campaign' | 'usedBy'>;

/** How far one sighting counts. */
export interface Weight {
  readonly severity: Finding['severity'];
  readonly confidence: Finding['confidence'];
}

/** One sighting that a rule reports. */
export interface IndicatorRemark extends Weight {
  readonly indicator: Indicator;
  readonly location: Location;
  readonly count: number;
  /** How it stands there, as `hidden by base64`. */
  readonly how?: string;
}

/** Addresses that code speaks to; a wallet or mark says less of what it does. */
export function isAddress({ type }: Indicator): boolean {
  return type === 'domain' || type === 'email' || type === 'url' || type === 'ip';
}

/** Hashes are another rule's. */
export function isHash({ type }: Indicator): boolean {
  return type === 'sha256' || type === 'sha1' || type === 'md5' || type === 'integrity';
}

/** Where a sighting lies, as the target was named. */
export function sightingLocation(facts: PackageFacts, { path, line, column, excerpt }: FileSighting): Location {
  return { path: fileIn(facts, path), ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }), ...(excerpt === undefined ? {} : { excerpt }) };
}

/** Without domains and addresses that stand there only as a part of a mail address or URL that is listed too. */
export function withoutCovered<T extends { readonly path: string; readonly line?: number | undefined; readonly indicator: Indicator; readonly count: number }>(hits: readonly T[]): readonly T[] {
  const longer = new Map<string, T[]>();
  for (const hit of hits) {
    if (hit.indicator.type !== 'email' && hit.indicator.type !== 'url') continue;
    const known = longer.get(lineOf(hit));
    if (known) known.push(hit);
    else longer.set(lineOf(hit), [hit]);
  }
  return hits.filter((hit) => {
    const { type, value } = hit.indicator;
    if (type !== 'domain' && type !== 'ip') return true;
    const around = (longer.get(lineOf(hit)) ?? []).filter(({ indicator }) => indicator.value.toLowerCase().includes(value.toLowerCase()));
    return around.reduce((sum, { count }) => sum + count, 0) < hit.count;
  });
}

function lineOf({ path, line }: { readonly path: string; readonly line?: number | undefined }): string {
  return `${line ?? 0} ${path}`;
}

/** One finding for each indicator. `titleOf` is asked with the worst remark on it. */
export function indicatorFindings(page: RulePage, facts: PackageFacts, remarks: readonly IndicatorRemark[], titleOf: (worst: IndicatorRemark) => string): readonly Finding[] {
  const groups = new Map<string, [IndicatorRemark, ...IndicatorRemark[]]>();
  for (const remark of remarks) {
    const key = `${remark.indicator.type} ${remark.indicator.value}`;
    const group = groups.get(key);
    if (group) group.push(remark);
    else groups.set(key, [remark]);
  }
  return [...groups.values()].map((group) => findingOfGroup(page, facts, group.toSorted(byWeight) as typeof group, titleOf));
}

function byWeight(a: Weight, b: Weight): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}

function findingOfGroup(page: RulePage, facts: PackageFacts, group: readonly [IndicatorRemark, ...IndicatorRemark[]], titleOf: (worst: IndicatorRemark) => string): Finding {
  const [worst] = group;
  const { indicator } = worst;
  const campaign = facts.campaign(indicator.campaign);
  const [first, ...others] = group.map(({ location }) => location) as [Location, ...Location[]];
  return findingOf(page.id, facts, [facts.package?.name ?? '', indicator.type, indicator.value], {
    severity: worst.severity,
    confidence: worst.confidence,
    title: titleOf(worst),
    ...aboutPackage(facts),
    campaign: campaignOf(campaign, { advisory: { campaign: indicator.campaign, class: campaign?.class ?? 'malware' } }),
    locations: [first, ...others.slice(0, LOCATIONS_SHOWN - 1), ...serverLocations(facts)],
    why: page.why,
    remediation: page.remediation,
    evidence: evidenceOf(indicator, group),
    references: [...campaign?.references ?? page.references],
  });
}

function evidenceOf(indicator: Indicator, group: readonly IndicatorRemark[]): readonly [Evidence, ...Evidence[]] {
  const how = [...new Set(group.flatMap((remark) => remark.how ?? []))];
  const listed = [...indicator.ids, ...indicator.packages.slice(0, 3)];
  const times = group.reduce((sum, { count }) => sum + count, 0);
  const files = new Set(group.map(({ location }) => location.path)).size;
  return [
    { kind: 'indicator', text: `${indicator.type} ${indicator.value}${how.length > 0 ? `, ${how.join('; ')}` : ''}` },
    { kind: 'record', text: `listed by ${indicator.campaign}${listed.length > 0 ? ` (${listed.join(', ')})` : ''}${indicator.notes === undefined ? '' : `: ${indicator.notes}`}` },
    ...(times > 1 ? [{ kind: 'count', text: `${times} times in ${files} ${files === 1 ? 'file' : 'files'}` } as const] : []),
  ];
}
