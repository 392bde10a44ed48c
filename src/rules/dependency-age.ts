// What tells a new dependency that was made for a purpose from one that everybody uses: how long its name exists, how many versions
// it has, what installing it runs. https://github.com/ossf/malicious-packages holds thousands whose whole life was a few days.
import type { DependencyFacts, DifferenceFacts } from './contract.ts';
import { accountOf } from './people.ts';
import { between, DAY, HOUR, spanWords } from './times.ts';

const YOUNG = 30 * DAY;
const FRESH = 72 * HOUR;
/** A name with one or two versions is finished code, where it has been there for a year. */
const SETTLED = 365 * DAY;

/** Why the name counts as young; undefined where it does not, or where nothing is known of it. */
export function youthOf({ answer }: DependencyFacts, facts: DifferenceFacts): string | undefined {
  if (answer === undefined) return undefined;
  const released = facts.after.release?.release.published?.time;
  const age = between(answer.created, released);
  if (age !== undefined && age < 0) return `its name was first published ${spanWords(age)} after this release`;
  if (age !== undefined && age < YOUNG) return `its name was first published ${spanWords(age)} before this release`;
  const { versions } = answer;
  if (versions === undefined || versions > 2) return undefined;
  const fresh = between(answer.release.published?.time, released);
  if (versions === 1 && fresh !== undefined && fresh < FRESH) return `its only version was published ${spanWords(fresh)} before this release`;
  if (age !== undefined && age >= SETTLED) return undefined;
  return `it has ${versions === 1 ? 'one version' : 'two versions'}${age === undefined ? '' : `, and its name was first published ${spanWords(age)} before this release`}`;
}

/**
 * True for what the same people publish: the same account, or the package's own scope where no account is told.
 * A hijacked account publishes such packages too, so it makes a thing less odd and never harmless.
 */
export function isOwn({ name, answer }: DependencyFacts, { after, package: named }: DifferenceFacts): boolean {
  const [theirs, ours] = [answer?.release.publisher, after.release?.release.publisher];
  // A CI service publishes for everybody under one name: it tells nothing about whose package it is.
  if (theirs && ours && theirs.trustedBy === undefined && ours.trustedBy === undefined) return accountOf(theirs) !== undefined && accountOf(theirs) === accountOf(ours);
  return sharesScope(name, named?.name);
}

// `@esbuild/linux-x64` of `esbuild`, `@img/x` of `@img/y`.
function sharesScope(name: string, own: string | undefined): boolean {
  const scope = /^(@[^/]+)\//.exec(name)?.[1];
  return scope !== undefined && own !== undefined && (own.startsWith(`${scope}/`) || own === scope.slice(1));
}
