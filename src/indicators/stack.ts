// Several bundles asked as one: the embedded one, those of the user.
import type { Bundle } from './contract.ts';
import type { Advisory, Campaign, PackageMatch, RequestMatch } from '../model/advisory.ts';
import type { BundleInfo } from '../model/coverage.ts';
import type { Package } from '../model/package.ts';

type RequestOf = Parameters<Bundle['matchRequests']>[0][number];

/** Answers of all bundles joined; each bundle stays listed. Later bundles add, they never take away. */
export interface BundleStack extends Omit<Bundle, 'info'> {
  readonly infos: readonly BundleInfo[];
  /** The user asked for a run without the bundle that is shipped. Absent: it is used, or could not be. */
  readonly embedded?: 'left-out';
}

/** Told of a bundle that could not answer; what it does answer still counts. */
export type OnFailure = (bundle: BundleInfo, error: unknown) => void;

/**
 * What two bundles say alike (same package, name, class, version and campaign) is given once, from the first that says it.
 * An index can be damaged where only one name is looked up: with `onFailure` that is told, and every other name is still
 * answered; without it the error is thrown.
 */
export function stackBundles(bundles: readonly Bundle[], onFailure?: OnFailure): BundleStack {
  const all = async <Q, A>(items: readonly Q[], ask: (bundle: Bundle, some: readonly Q[]) => Promise<readonly A[]>): Promise<readonly A[]> => {
    const answers: (readonly A[])[] = [];
    for (const bundle of bundles) answers.push(await answered(items, (some) => ask(bundle, some), onFailure && ((error) => { onFailure(bundle.info, error); })));
    return answers.flat();
  };
  const first = <T>(bundle: Bundle, ask: () => T, otherwise: T): T => {
    try {
      return ask();
    } catch (error) {
      if (!onFailure) throw error;
      onFailure(bundle.info, error);
      return otherwise;
    }
  };
  return {
    infos: bundles.map((bundle) => bundle.info),
    matchPackages: async (packages) => {
      const found = await all<Package, PackageMatch>(packages, (bundle, some) => bundle.matchPackages(some));
      return bundles.length < 2 ? found : unique(found, (match) => [match.packageId, match.name, match.version, match.advisory.class, match.matched, match.advisory.campaign]);
    },
    matchRequests: async (requests) => {
      const found = await all<RequestOf, RequestMatch>(requests, (bundle, some) => bundle.matchRequests(some));
      return bundles.length < 2 ? found : unique(found, (match) => [match.name, match.spec, match.kind, match.matched, match.advisory.class, match.advisory.campaign]);
    },
    advisories: (name): readonly Advisory[] => unique(bundles.flatMap((bundle) => first(bundle, () => bundle.advisories(name), [])), (advisory) => advisory),
    campaign: (id) => {
      for (const bundle of bundles) {
        const campaign = first(bundle, () => bundle.campaign(id), undefined);
        if (campaign !== undefined) return campaign;
      }
      return undefined;
    },
    indicators: (campaign) => unique(bundles.flatMap((bundle) => first(bundle, () => bundle.indicators(campaign), [])), ({ type, value, campaign: from }) => [type, value, from]),
    patterns: () => unique(bundles.flatMap((bundle) => first(bundle, bundle.patterns, [])), ({ id, campaign }) => [id, campaign]),
    campaigns: (): readonly Campaign[] => unique(bundles.flatMap((bundle) => first(bundle, () => bundle.campaigns(), [])), (campaign) => campaign.id),
    close: () => { for (const bundle of bundles) bundle.close(); },
  };
}

// All at once, and one by one where that fails, so that one damaged record does not hide the others.
async function answered<Q, A>(items: readonly Q[], ask: (some: readonly Q[]) => Promise<readonly A[]>, onFailure: ((error: unknown) => void) | undefined): Promise<readonly A[]> {
  try {
    return await ask(items);
  } catch (error) {
    if (!onFailure) throw error;
    if (items.length < 2) {
      onFailure(error);
      return [];
    }
    const parts: (readonly A[])[] = [];
    for (const item of items) parts.push(await answered([item], ask, onFailure));
    return parts.flat();
  }
}

function unique<T>(items: readonly T[], keyOf: (item: T) => unknown): readonly T[] {
  const seen = new Map<string, T>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item)) ?? '';
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}
