// Who published a release. Names and addresses are the registry's word, and anybody can choose a display name: npm's user name counts.
import type { Person, Release } from '../model/release.ts';
import { shorten } from '../text/printable.ts';

type Publisher = NonNullable<Release['publisher']>;

const NAME = 60;

/** The same for one account: its name, else its address. Undefined where nothing tells. */
export function accountOf({ name, email }: Person): string | undefined {
  const account = name ?? email;
  return account === undefined || account.trim() === '' ? undefined : account.trim().toLowerCase();
}

/** For a sentence. */
export function publisherWords(publisher: Publisher): string {
  if (publisher.trustedBy !== undefined) return `the CI service ${shorten(publisher.trustedBy, NAME)}`;
  return personWords(publisher);
}

export function personWords({ name, email }: Person): string {
  return shorten(name ?? email ?? 'somebody without a name', NAME);
}

/** True where the list names the account. */
export function lists(people: readonly Person[] | undefined, account: string): boolean {
  return (people ?? []).some((person) => accountOf(person) === account);
}
