// A compiled index as a Bundle.
import type { Advisory, Campaign } from '../model/advisory.ts';
import type { BundleInfo } from '../model/coverage.ts';
import type { CodePattern, Indicator } from '../model/indicator.ts';
import type { ByteSource } from '../model/ports.ts';
import type { ForeignPackage } from './content.ts';
import type { Bundle } from './contract.ts';
import { matchPackages } from './match-packages.ts';
import { matchRequests } from './match-requests.ts';
import { parseArray } from './records.ts';
import { openTable } from './table.ts';
import type { IndexTable } from './table.ts';

/** What a campaign lists, for people who ask about it. */
export interface CampaignMembers {
  /** npm names, sorted by code point; `advisories(name)` tells the rest. */
  readonly packages: readonly string[];
  readonly foreign: readonly ForeignPackage[];
  /** Names of the honest packages that the listed ones imitate. */
  readonly genuine: readonly string[];
}

/** A Bundle that also tells a campaign's packages. */
export interface OpenBundle extends Bundle {
  /** Undefined where the bundle has no such campaign. */
  readonly members: (campaign: string) => CampaignMembers | undefined;
}

type CampaignRecord = readonly [Campaign, readonly string[], readonly ForeignPackage[], readonly string[]];

/**
 * Opens an index. `origin` is what coverage says of where it came from. `close` is called with the bundle's own.
 * Throws IndexError here, and from every method, where the index is damaged: a wrong answer is never given.
 */
export function openBundle(source: ByteSource, origin: string, close: () => void = () => undefined): OpenBundle {
  const table = openTable(source);
  const { id, date, digest, names, entries, indicators } = table.info;
  const info: BundleInfo = { id, date, digest, campaigns: table.info.campaigns.length, names, entries, indicators, origin };
  return {
    info,
    matchPackages: (packages) => matchPackages(table, packages),
    matchRequests: (requests) => matchRequests(table, requests),
    advisories: (name): readonly Advisory[] => table.find('name', name)?.advisories ?? [],
    campaign: (id) => campaignRecord(table, id)?.[0],
    campaigns: () => table.info.campaigns.flatMap(({ id }) => campaignRecord(table, id)?.[0] ?? []),
    members: (id) => membersOf(campaignRecord(table, id)),
    indicators: (campaign) => indicatorsOf(table, campaign),
    patterns: () => patternsOf(table),
    close,
  };
}

function campaignRecord(table: IndexTable, id: string): CampaignRecord | undefined {
  const place = table.info.campaigns.find((entry) => entry.id === id);
  return place === undefined ? undefined : parseArray(table.record(place)) as unknown as CampaignRecord;
}

function membersOf(record: CampaignRecord | undefined): CampaignMembers | undefined {
  return record === undefined ? undefined : { packages: record[1], foreign: record[2], genuine: record[3] };
}

function indicatorsOf(table: IndexTable, campaign: string | undefined): readonly Indicator[] {
  const places = table.info.indicatorRecords.filter((entry) => campaign === undefined || entry.campaign === campaign);
  return places.flatMap((place) => parseArray(table.record(place)) as readonly Indicator[]);
}

function patternsOf(table: IndexTable): readonly CodePattern[] {
  const place = table.info.patternRecord;
  return place === undefined ? [] : parseArray(table.record(place)) as readonly CodePattern[];
}
