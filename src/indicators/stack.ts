// Several bundles asked as one: the embedded one, those of the user.
import type { Bundle } from './contract.ts';
import type { Advisory, Campaign, PackageMatch, RequestMatch } from '../model/advisory.ts';
import type { BundleInfo } from '../model/coverage.ts';

/** Answers of all bundles joined; each bundle stays listed. Later bundles add, they never take away. */
export interface BundleStack extends Omit<Bundle, 'info'> {
  readonly infos: readonly BundleInfo[];
}

/** What two bundles say alike (same package, name, class, version and campaign) is given once, from the first that says it. */
export function stackBundles(bundles: readonly Bundle[]): BundleStack {
  return {
    infos: bundles.map((bundle) => bundle.info),
    matchPackages: async (packages) => {
      const all: PackageMatch[] = [];
      for (const bundle of bundles) all.push(...await bundle.matchPackages(packages));
      if (bundles.length < 2) return all;
      return unique(all, (match) => [match.packageId, match.name, match.version, match.advisory.class, match.matched, match.advisory.campaign]);
    },
    matchRequests: async (requests) => {
      const all: RequestMatch[] = [];
      for (const bundle of bundles) all.push(...await bundle.matchRequests(requests));
      if (bundles.length < 2) return all;
      return unique(all, (match) => [match.name, match.spec, match.kind, match.matched, match.advisory.class, match.advisory.campaign]);
    },
    advisories: (name): readonly Advisory[] => unique(bundles.flatMap((bundle) => bundle.advisories(name)), (advisory) => advisory),
    campaign: (id) => firstOf(bundles, id),
    campaigns: (): readonly Campaign[] => unique(bundles.flatMap((bundle) => bundle.campaigns()), (campaign) => campaign.id),
    close: () => { for (const bundle of bundles) bundle.close(); },
  };
}

function firstOf(bundles: readonly Bundle[], id: string): Campaign | undefined {
  for (const bundle of bundles) {
    const campaign = bundle.campaign(id);
    if (campaign !== undefined) return campaign;
  }
  return undefined;
}

function unique<T>(items: readonly T[], keyOf: (item: T) => unknown): readonly T[] {
  const seen = new Map<string, T>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item)) ?? '';
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}
