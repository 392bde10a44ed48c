// What a request carries, in one word: the worst of all that its body and its address hold.
import type { NetworkBehavior } from '../model/behavior.ts';
import type { CodeFacts } from './contract.ts';
import { belongsTo, carriedBy } from './sensitive-data.ts';

/** `its-own-key`: the secret of the very service that it goes to, with whatever else. `secret`: one that belongs elsewhere. */
export type Carrying = 'environment' | 'secrets' | 'credentials' | 'secret' | 'its-own-key' | 'machine' | 'files' | 'arguments' | 'nothing';

/** For `sends it …`. */
export const CARRIED_WORDS: Readonly<Record<Carrying, string>> = {
  environment: 'the whole environment', secrets: 'secrets of several services', credentials: 'the content of files with credentials', secret: 'a secret out of the environment', 'its-own-key': 'the key of that service',
  machine: 'data about the machine', files: 'the content of files', arguments: 'what callers give', nothing: 'nothing of theirs',
};

/** The worst that the request carries. */
export function carriedTo(facts: CodeFacts, request: NetworkBehavior): Carrying {
  const carried = carriedBy(facts, request);
  const has = (what: (typeof carried)[number]['what']) => carried.find((item) => item.what === what);
  const secret = has('secrets') ?? has('secret');
  if (has('environment')) return 'environment';
  if (has('credential-file')) return 'credentials';
  if (secret && belongsTo(secret.names, request)) return 'its-own-key';
  if (has('secrets')) return 'secrets';
  if (secret) return 'secret';
  if (has('machine')) return 'machine';
  if (request.sends.some(({ kind }) => kind === 'file')) return 'files';
  // A name to look up has its arguments in itself.
  return has('argument') || (request.method === 'dns' && request.origins.some(({ kind }) => kind === 'argument')) ? 'arguments' : 'nothing';
}
