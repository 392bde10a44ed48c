// What the steps of a comparison with a repository share.
import type { Fetched } from '../../model/ports.ts';
import type { RepositoryFacts } from '../../rules/contract.ts';
import type { DiffOptions, DiffPorts, SideWord } from '../diff/words.ts';
import type { TargetPath } from '../scan/context.ts';

/** Where the repository is. Only what the user named is ever asked: the package's own word leads nowhere by itself. */
export type RepositoryWord =
  | { readonly kind: 'clone'; readonly path: TargetPath }
  /** An address that begins with `https://`, without user, password, query and fragment. */
  | { readonly kind: 'address'; readonly url: string };

export type AgainstRepositoryOptions = Pick<DiffOptions, 'failOn' | 'exclude' | 'inventory' | 'maxBundleAgeDays' | 'config' | 'files'> & {
  readonly package: SideWord;
  readonly repository: RepositoryWord;
  /** A ref of the user's choice. */
  readonly ref?: string;
  /** `offline`: an address is not asked. */
  readonly network: 'online' | 'offline';
};

/** A repository on the disk. */
export interface OpenedRepository {
  readonly folder: string;
  /** Names of its refs in full. */
  readonly refs: readonly string[];
  /** The folder that was named, below the top of its repository: '' is the top. */
  readonly below: string;
  /** Removes what was fetched. */
  readonly close: () => void;
}

export type AgainstRepositoryPorts = DiffPorts & {
  readonly readRepository: (folder: string) => Fetched<Pick<OpenedRepository, 'refs' | 'below'>>;
  /** Fetches what `wants` picks from the refs that an address tells, into a folder of its own. */
  readonly fetchRepository: (url: string, wants: (refs: readonly string[]) => readonly string[]) => Promise<Fetched<OpenedRepository>>;
};

/** A commit that may be the one that the package was made from. */
export interface Candidate {
  readonly ref: string;
  readonly by: RepositoryFacts['repository']['by'];
}
