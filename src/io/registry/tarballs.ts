// The bytes of one tarball, whole and as they came. Not through pacote's tarball functions: they give no headers, throw away bytes
// that hash to something else than was promised, and hold them all without a limit. What differs is given and said: a rule judges it.
import { LIMITS } from '../../model/limits.ts';
import type { Fetched, FetchedTarballBytes } from '../../model/ports.ts';
import type { Release } from '../../model/release.ts';
import { hostOf, webUrl } from './addresses.ts';
import { failed, keyOf, notKept, type Context, type HeldTarball } from './context.ts';
import { differenceFrom, isPromised, promisedHash } from './integrity.ts';
import { heldTarballs } from './leftovers.ts';

/** From our cache where it has just the promised bytes, else from the registry; offline from npm's cache too. */
export async function fetchTarball(context: Context, release: Release): Promise<Fetched<FetchedTarballBytes>> {
  const known = context.known.get(keyOf(release));
  if (known?.held) return given(release, known.held);
  const address = known?.tarball ?? release.tarball;
  const what = `the tarball of ${release.name}@${release.version}`;
  if (webUrl(address) === undefined) return failed({ code: 'malformed', message: `${what} has an address that is none of the web` });
  const own = context.kept.tarball(address);
  if (own && isPromised(release, own.bytes)) return given(release, { ...own, from: 'cache' });
  return context.request ? asked(context, context.request, release, address, what) : offline(context, release, address, what);
}

async function asked(context: Context, request: NonNullable<Context['request']>, release: Release, address: string, what: string): Promise<Fetched<FetchedTarballBytes>> {
  const answer = await request({ address, accept: '*/*', limit: LIMITS.tarballBytes, what });
  if (answer.kind === 'failed') return answer;
  if (answer.kind === 'bytes') {
    const { bytes, lastModified } = answer;
    const differs = differenceFrom(release, bytes);
    if (differs === undefined) context.kept.keepTarball(address, { bytes, ...(lastModified === undefined ? {} : { lastModified }) });
    return { kind: 'found', value: { bytes, from: 'registry', ...(lastModified === undefined ? {} : { lastModified }), ...(differs === undefined ? {} : { differs }) } };
  }
  const problem = `registry ${hostOf(address)} lists ${release.name}@${release.version} and has no tarball of it${answer.kind === 'missing' ? ` (${answer.status})` : ''}`;
  for (const held of heldTarballs(context, address)) {
    if (!isPromised(release, held.bytes)) continue;
    context.note(`${problem}; it was taken from a cache of this machine`);
    return given(release, held);
  }
  return failed({ code: 'not-found', message: problem, hint: 'a mirror may have it (--registry ADDRESS), or a tarball that somebody kept' });
}

// What hashes to what was promised counts before what does not: that one is evidence all the same.
function offline(context: Context, release: Release, address: string, what: string): Fetched<FetchedTarballBytes> {
  const held = [...heldTarballs(context, address)];
  const best = held.find(({ bytes }) => isPromised(release, bytes)) ?? held[0];
  return best ? given(release, best) : failed(notKept(what));
}

function given(release: Release, { bytes, from, lastModified }: HeldTarball): Fetched<FetchedTarballBytes> {
  const differs = promisedHash(release) === undefined ? undefined : differenceFrom(release, bytes);
  return { kind: 'found', value: { bytes, from, ...(lastModified === undefined ? {} : { lastModified }), ...(differs === undefined ? {} : { differs }) } };
}
