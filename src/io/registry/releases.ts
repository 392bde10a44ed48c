// From a spec to one version: the smallest document that tells it. An exact version is asked for by itself (`/name/1.2.3`): the whole
// document of a package can have 10 MB and more. Where a registry has no such route, or no such version, the whole one decides.
import type { Problem } from '../../model/coverage.ts';
import type { Fetched } from '../../model/ports.ts';
import type { PackageHistory, Release } from '../../model/release.ts';
import { property, type JsonObject } from '../../text/json.ts';
import { absent, lying, missing, unmatched, type Identity } from './absences.ts';
import { hostOf, packageAddress, replacedHost, usualTarball, versionAddress, webUrl } from './addresses.ts';
import { failed, keyOf, notKept, registryOf, type Context } from './context.ts';
import { ACCEPT, type Document } from './documents.ts';
import { findLeftover } from './leftovers.ts';
import { toHistory } from './history.ts';
import { readPackument, type Packument } from './packument.ts';
import { pickVersion } from './pick.ts';
import { attestationsOf, objectOf, tarballOf, toRelease, type ListedFacts } from './release-facts.ts';
import { parseSpec } from './spec.ts';

/** The part of the port that answers for versions. */
export interface Releases {
  readonly release: (spec: string) => Promise<Fetched<Release>>;
  readonly history: (name: string) => Promise<Fetched<PackageHistory>>;
}

const MOST_RECENT = 4;

/** What the run has learned so far. */
interface Learned {
  /** By name: what documents of all versions say of single ones. Not the documents: they are large. */
  readonly packages: Map<string, Pick<Packument, 'times' | 'tags'>>;
  /** The last ones read, as packages are asked for one after the other. */
  readonly recent: Map<string, Packument>;
  /** Registries without a route for one version. */
  readonly noVersionRoute: Set<string>;
}

/** What is learned in a run serves its later questions. */
export function openReleases(context: Context): Releases {
  const learned: Learned = { packages: new Map(), recent: new Map(), noVersionRoute: new Set() };
  return {
    release: async (text) => {
      const parsed = await parseSpec(text);
      if (parsed.kind === 'refused') return failed(parsed.problem);
      const { spec } = parsed;
      return spec.kind === 'version' ? exact(context, learned, spec.name, spec.version) : picked(context, learned, spec.name, spec.wanted);
    },
    history: async (name) => {
      const parsed = await parseSpec(name);
      if (parsed.kind === 'refused') return failed(parsed.problem);
      const all = await packument(context, learned, parsed.spec.name, 'full');
      return all.kind === 'failed' ? all : { kind: 'found', value: await toHistory(parsed.spec.name, registryOf(context.settings, parsed.spec.name), all.value) };
    },
  };
}

/** What became of the question for one version by itself, where it did not give the version. */
type Alone = { readonly kind: 'not-asked' | 'missing' } | { readonly kind: 'failed'; readonly problem: Problem };

async function exact(context: Context, learned: Learned, name: string, version: string): Promise<Fetched<Release>> {
  const registry = registryOf(context.settings, name);
  let alone: Alone = { kind: 'not-asked' };
  if (!learned.noVersionRoute.has(registry)) {
    const answer = await context.documents.get({ address: versionAddress(registry, name, version), accept: ACCEPT.full, what: `${name}@${version}`, settled: true });
    if (answer.kind === 'document') return made(context, learned, { name, version }, answer.document.value, answer.document.text);
    // Some registries refuse routes that they do not know: the whole document tells whether it is the package that is refused.
    if (answer.kind === 'failed' && answer.problem.code !== 'access-refused') return answer;
    if (answer.kind !== 'not-kept') alone = answer;
  }
  const all = await packument(context, learned, name, 'full');
  if (all.kind === 'failed' && alone.kind === 'failed') return alone;
  if (all.kind === 'failed') return ['not-found', 'offline'].includes(all.problem.code) ? leftover(context, { name, version }, all.problem) : all;
  const document = all.value.versions.get(version);
  if (document) {
    if (alone.kind !== 'not-asked') learned.noVersionRoute.add(registry);
    return made(context, learned, { name, version }, document, JSON.stringify(document));
  }
  return leftover(context, { name, version }, absent(context, all.value, { name, version }));
}

async function picked(context: Context, learned: Learned, name: string, wanted: string): Promise<Fetched<Release>> {
  const all = await packument(context, learned, name, context.settings.before === undefined ? 'abbreviated' : 'full');
  if (all.kind === 'failed') return all;
  const version = await pickVersion(all.value, wanted, context.settings);
  if (version !== undefined && all.value.versions.has(version)) return exact(context, learned, name, version);
  return failed(unmatched(context, all.value, name, wanted));
}

type Kind = 'full' | 'abbreviated';

async function packument(context: Context, learned: Learned, name: string, kind: Kind): Promise<Fetched<Packument>> {
  const recent = learned.recent.get(`full\n${name}`) ?? learned.recent.get(`${kind}\n${name}`);
  if (recent) return { kind: 'found', value: recent };
  const registry = registryOf(context.settings, name);
  const address = packageAddress(registry, name);
  const answer = await context.documents.get({ address, accept: ACCEPT[kind], what: name });
  if (answer.kind === 'failed') return answer;
  if (answer.kind === 'missing') return failed(missing(name, registry, answer.status));
  // Offline, either form may do.
  const document = answer.kind === 'document' ? answer.document : otherForm(context, address, name, kind);
  if (document === undefined) return failed(notKept(`the list of versions of ${name}`));
  const read = readPackument(document.value);
  if (read.name !== name) return failed(lying(registry, name, read.name));
  const before = learned.packages.get(name);
  if (before === undefined || kind === 'full') learned.packages.set(name, { times: read.times, tags: read.tags });
  remember(learned.recent, `${kind}\n${name}`, read);
  return { kind: 'found', value: read };
}

function remember(recent: Map<string, Packument>, key: string, read: Packument): void {
  for (const oldest of recent.keys()) if (recent.size >= MOST_RECENT) recent.delete(oldest);
  recent.set(key, read);
}

function otherForm(context: Context, address: string, name: string, kind: Kind): Document | undefined {
  for (const document of context.documents.held({ address, accept: ACCEPT[kind === 'full' ? 'abbreviated' : 'full'], what: name })) return document;
  return undefined;
}

/** The release behind a version's document, which must be of that version. */
function made(context: Context, learned: Learned, { name, version }: Identity, document: JsonObject, text: string): Fetched<Release> {
  const { settings } = context;
  const registry = registryOf(settings, name);
  const said = { name: property(document, 'name'), version: property(document, 'version') };
  if (said.name !== name || said.version !== version) return failed(lying(registry, `${name}@${version}`, `${String(said.name)}@${String(said.version)}`));
  const written = tarballOf(document) ?? usualTarball(registry, name, version);
  if (webUrl(written) === undefined) return failed({ code: 'malformed', message: `registry ${hostOf(registry)} names an address for the tarball of ${name}@${version} that is none of the web` });
  const { replaceRegistryHost, publicRegistry } = settings;
  const tarball = replacedHost(written, registry, replaceRegistryHost, publicRegistry);
  const attestations = attestationsOf(objectOf(document, 'dist'));
  const release = toRelease({ name, version, registry, tarball }, document, text, listed(learned.packages.get(name), version));
  context.known.set(keyOf(release), { tarball, ...(attestations === undefined ? {} : { attestations: replacedHost(attestations, registry, replaceRegistryHost, publicRegistry) }) });
  return { kind: 'found', value: release };
}

function listed(packument: Pick<Packument, 'times' | 'tags'> | undefined, version: string): ListedFacts {
  if (packument === undefined) return {};
  const published = packument.times.get(version);
  return { tags: [...packument.tags].filter(([, target]) => target === version).map(([tag]) => tag), ...(published === undefined ? {} : { published }) };
}

function leftover(context: Context, { name, version }: Identity, problem: Problem): Fetched<Release> {
  const found = findLeftover(context, name, version);
  if (found === undefined) return failed(problem.code === 'offline' ? notKept(`${name}@${version}`) : problem);
  const { release, tarball, held } = found;
  if (problem.code !== 'offline') context.note(`${problem.message}; its tarball was taken from ${held.from === 'npm-cache' ? 'npm\'s cache' : 'our cache'} on this machine`);
  context.known.set(keyOf(release), { tarball, held });
  return { kind: 'found', value: release };
}
