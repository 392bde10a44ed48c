// Signs that a release was not made by those who made the one before. Each happens in honest projects; two together seldom do.
// Cases: event-stream (2018, a new maintainer and a new dependency), ua-parser-js (2021, an install script), the worms of 2025 and
// 2026 (published by token where CI published before).
import type { Behavior } from '../model/behavior.ts';
import type { DifferenceFacts } from './contract.ts';
import { isOwn, youthOf } from './dependency-age.ts';
import { accountOf } from './people.ts';

/** Hooks that installing a package runs: https://docs.npmjs.com/cli/using-npm/scripts#npm-install */
export const INSTALL_HOOKS: readonly string[] = ['preinstall', 'install', 'postinstall'];
const HIDING: ReadonlySet<string> = new Set(['string-table', 'control-flow', 'packed', 'self-defending', 'hidden-value', 'off-screen', 'invisible-characters']);

export interface TakeoverSign {
  readonly kind: 'install-script' | 'provenance' | 'dependency' | 'hidden-code';
  /** One clause. */
  readonly words: string;
}

/** Signs beside a changed publisher. */
export function takeoverSigns(facts: DifferenceFacts): readonly TakeoverSign[] {
  const hooks = newInstallHooks(facts);
  const [young] = facts.dependencies.filter((dependency) => dependency.was === undefined && !isOwn(dependency, facts) && youthOf(dependency, facts)?.kind === 'young');
  const hidden = facts.behaviors.some(({ kind, behavior }) => kind === 'added' && isHiding(behavior));
  return [
    ...(hooks.length > 0 ? [{ kind: 'install-script', words: `it brings a new install script (${hooks.join(', ')})` } as const] : []),
    ...(losesProvenance(facts) ? [{ kind: 'provenance', words: 'its provenance is gone' } as const] : []),
    ...(young ? [{ kind: 'dependency', words: `it takes the young dependency ${young.name}` } as const] : []),
    ...(hidden ? [{ kind: 'hidden-code', words: 'code of it is hidden that was not before' } as const] : []),
  ];
}

/** Names of install scripts that the earlier copy had not. */
export function newInstallHooks({ manifest, behaviors }: DifferenceFacts): readonly string[] {
  const scripts = manifest.flatMap(({ field, was, now }) => (was === undefined && now !== undefined ? INSTALL_HOOKS.filter((hook) => field === `scripts.${hook}`) : []));
  const seen = behaviors.flatMap(({ kind, behavior, was }) => (kind === 'added' && was === undefined && behavior.kind === 'install-script' && INSTALL_HOOKS.includes(behavior.hook) ? [behavior.hook] : []));
  // A hook that was there before with another command is a change, and no new script.
  const kept = new Set(manifest.flatMap(({ field, was }) => (was === undefined ? [] : [field])));
  return [...new Set([...scripts, ...seen])].filter((hook) => !kept.has(`scripts.${hook}`)).toSorted();
}

/** True where what was proved of the earlier copy is not proved of the later one. What was not fetched proves nothing. */
export function losesProvenance({ before, after }: DifferenceFacts): boolean {
  const now = after.release?.provenance.kind;
  return before.release?.provenance.kind === 'verified' && (now === 'none' || now === 'wrong');
}

/** True where somebody else published the later copy than the earlier one: another account, or an account where CI did. Not where CI takes over. */
export function publisherDiffers({ before, after }: DifferenceFacts): boolean {
  const [was, now] = [before.release?.release.publisher, after.release?.release.publisher];
  if (!was || !now || now.trustedBy !== undefined) return false;
  const [old, current] = [accountOf(was), accountOf(now)];
  return was.trustedBy !== undefined || (old !== undefined && current !== undefined && old !== current);
}

function isHiding(behavior: Behavior): boolean {
  return behavior.kind === 'obfuscation' && HIDING.has(behavior.technique);
}
