// What publishing tools write into a package.json, against what somebody changed: npm normalises, pnpm and yarn replace the protocols
// of workspaces and put `publishConfig` in place, many projects drop their own scripts.
// https://pnpm.io/workspaces#publishing-workspace-packages , https://yarnpkg.com/protocol/workspace
import type { ManifestChange } from '../model/difference.ts';
import type { RepositoryFacts } from './contract.ts';
import { INSTALL_HOOKS } from './takeover-signs.ts';

const INNER_PROTOCOL = /^(?:workspace|catalog|link|portal|file|patch):/;
const REQUESTS = /^(?:dependencies|optionalDependencies|peerDependencies)\./;

/** True for what a publishing tool does by itself. `was` is the repository's, `now` the package's. */
export function isPublishersChange({ field, was, now }: ManifestChange, by: RepositoryFacts['repository']['by']): boolean {
  if (REQUESTS.test(field)) return (was !== undefined && now !== undefined && INNER_PROTOCOL.test(was)) || now === undefined || (by === 'head' && was !== undefined);
  // Left out of the package: nothing runs that was not there.
  if (field.startsWith('scripts.')) return now === undefined || (field === 'scripts.install' && now === 'node-gyp rebuild' && was === undefined);
  if (field.startsWith('bin.')) return now === undefined || was !== undefined;
  // A version that semantic-release writes stands in no commit.
  if (field === 'version') return by === 'head' || was === undefined || /^0\.0\.0|development|semantic/.test(was);
  return field !== 'name' && field !== 'repository';
}

/** What a change weighs that no tool makes. */
export function weightOfField({ field, was, now = '' }: ManifestChange): 'high' | 'medium' | 'low' {
  if (INSTALL_HOOKS.some((hook) => field === `scripts.${hook}`)) return 'high';
  if (REQUESTS.test(field)) return was === undefined && /^(?:git[+:@]|github:|https?:|ssh:)/i.test(now) ? 'high' : 'medium';
  return field.startsWith('bundleDependencies.') || field.startsWith('bin.') || field === 'name' ? 'medium' : 'low';
}
