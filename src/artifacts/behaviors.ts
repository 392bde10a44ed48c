// Behaviours of two copies of a package beside one another: what only one of them has. Where it stands, what a build calls it and how
// often it is done make no difference; what behaviors/identity.ts holds does.
import type { Behavior, MailBehavior } from '../model/behavior.ts';
import type { BehaviorChange } from '../model/difference.ts';
import { callOf, type Identity, identityOf, isWrittenTo, type MessageSummary } from './behaviors/identity.ts';
import { formersOf, type Placed } from './behaviors/pairs.ts';

/** All behaviours of one identity on one side. */
interface Group {
  readonly first: Placed;
  readonly identity: Identity;
  places: number;
}

/**
 * What was added and what was removed, added first, each by path and place. `renamed`: path of a file before -> its path after.
 * Linear in the number of behaviours, but for sorting what differs.
 */
export function compareBehaviors(before: readonly Behavior[], after: readonly Behavior[], renamed: ReadonlyMap<string, string>): readonly BehaviorChange[] {
  const old = groupsOf(before, renamed);
  const now = groupsOf(after, new Map());
  const added = onlyIn(now, old);
  const removed = onlyIn(old, now);
  const formers = formersOf(added.map(({ first }) => first), removed.map(({ first }) => first));
  const messages = openMessages(after);
  const earlier = new Map([...old.values()].map((group) => [group.identity.full, group.first.behavior]));
  return [
    ...added.map(({ first: { behavior }, places }): BehaviorChange => {
      const was = formers.get(behavior) ?? messageBefore(behavior, messages, earlier);
      return { kind: 'added', behavior, places, ...(was === undefined ? {} : { was }) };
    }),
    ...removed.map(({ first: { behavior }, places }): BehaviorChange => ({ kind: 'removed', behavior, places })),
  ];
}

// The same call that is made under no condition on both sides is made anyway: one more branch that makes it changes nothing.
function onlyIn(one: ReadonlyMap<string, Group>, other: ReadonlyMap<string, Group>): readonly Group[] {
  return [...one.values()].filter(({ identity: { plain, full } }) => !other.has(full) && !(one.has(plain) && other.has(plain))).toSorted((a, b) => byPlace(a.first, b.first));
}

function groupsOf(behaviors: readonly Behavior[], renamed: ReadonlyMap<string, string>): ReadonlyMap<string, Group> {
  const messages = openMessages(behaviors);
  const groups = new Map<string, Group>();
  const placed = behaviors.map((behavior): Placed => ({ behavior, path: renamed.get(behavior.place.path) ?? behavior.place.path }));
  for (const one of placed.toSorted(byPlace)) {
    const identity = identityOf(one.behavior, one.path, one.behavior.kind === 'mail' ? summaryOf(one.behavior, messages) : undefined);
    const group = groups.get(identity.full);
    if (group) group.places += 1;
    else groups.set(identity.full, { first: one, identity, places: 1 });
  }
  return groups;
}

/** The fields of each message to which somebody outside the package gives an address. */
type Messages = ReadonlyMap<string, readonly MailBehavior[]>;

function openMessages(behaviors: readonly Behavior[]): Messages {
  const messages = new Map<string, MailBehavior[]>();
  for (const behavior of behaviors) {
    if (behavior.kind !== 'mail' || !isWrittenTo(behavior.field) || !behavior.origins.some(({ kind }) => kind !== 'constant' && kind !== 'hidden')) continue;
    const fields = messages.get(behavior.message);
    if (fields) fields.push(behavior);
    else messages.set(behavior.message, [behavior]);
  }
  return messages;
}

// Two others tell as much as a hundred: of the message's open fields one may be the behaviour itself.
function summaryOf(mail: MailBehavior, messages: Messages): MessageSummary {
  return { open: (messages.get(mail.message) ?? []).slice(0, 2).some((other) => other !== mail) };
}

// A recipient that was put beside others of a message: what that message had before stands for it.
function messageBefore(behavior: Behavior, messages: Messages, earlier: ReadonlyMap<string, Behavior>): Behavior | undefined {
  if (behavior.kind !== 'mail' || !isWrittenTo(behavior.field)) return undefined;
  const beside = (messages.get(behavior.message) ?? []).slice(0, 8).filter((other) => other !== behavior);
  for (const other of beside) {
    const before = earlier.get(identityOf(other, other.place.path, summaryOf(other, messages)).full);
    if (before !== undefined) return before;
  }
  return undefined;
}

function byPlace(a: Placed, b: Placed): number {
  const [one, other] = [a.behavior, b.behavior];
  return compare(a.path, b.path) || one.place.line - other.place.line || one.place.column - other.place.column || compare(one.kind, other.kind) || compare(one.api, other.api) || compare(callOf(one), callOf(other));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
