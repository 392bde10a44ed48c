// What tells a new dependency that was made for a purpose from one that everybody uses: how long its name exists, how many versions
// it has, what installing it runs. https://github.com/ossf/malicious-packages holds thousands whose whole life was a few days.
import type { DependencyFacts, DifferenceFacts } from './contract.ts';
import { accountOf } from './people.ts';
import { between, DAY, HOUR, spanWords } from './times.ts';

const YOUNG = 30 * DAY;
const FRESH = 72 * HOUR;
/** A name with one or two versions is finished code, where it has been there for a year. */
const SETTLED = 365 * DAY;

/** Why a name counts as young. `unknown`: it has next to no versions, and nobody tells since when. */
export interface Youth {
  readonly kind: 'young' | 'unknown';
  /** One clause. */
  readonly words: string;
}

/** Undefined where the name does not count as young, or where nothing is known of it. */
export function youthOf({ answer }: DependencyFacts, facts: DifferenceFacts): Youth | undefined {
  return answer && youthAt(answer, { time: facts.after.release?.release.published?.time, words: 'this release' });
}

/** The same, looked at from another point in time. */
export function youthAt(answer: NonNullable<DependencyFacts['answer']>, at: { readonly time: string | undefined; readonly words: string }): Youth | undefined {
  const age = between(answer.created, at.time);
  if (age !== undefined && age < 0) return { kind: 'young', words: `its name was first published ${spanWords(age)} after ${at.words}` };
  if (age !== undefined && age < YOUNG) return { kind: 'young', words: `its name was first published ${spanWords(age)} before ${at.words}` };
  const { versions } = answer;
  if (versions === undefined || versions > 2) return undefined;
  const fresh = between(answer.release.published?.time, at.time);
  if (versions === 1 && fresh !== undefined && fresh < FRESH) return { kind: 'young', words: `its only version was published ${spanWords(fresh)} before ${at.words}` };
  if (age !== undefined && age >= SETTLED) return undefined;
  return { kind: age === undefined ? 'unknown' : 'young', words: `it has ${versions === 1 ? 'one version' : 'two versions'}${age === undefined ? '' : `, and its name was first published ${spanWords(age)} before ${at.words}`}` };
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
