// From a spec to one version: the smallest document that tells it. An exact version is asked for by itself (`/name/1.2.3`): the whole
// document of a package can have 10 MB and more. Where a registry has no such route, or no such version, the whole one decides.
import type { Problem } from '../../model/coverage.ts';
import type { Fetched } from '../../model/ports.ts';
import type { PackageHistory, Release } from '../../model/release.ts';
import { property, type JsonObject } from '../../text/json.ts';
import { printable, shorten } from '../../text/printable.ts';
import { hostOf, packageAddress, replacedHost, usualTarball, versionAddress, webUrl } from './addresses.ts';
import { failed, keyOf, notKept, registryOf, type Context } from './context.ts';
import { ACCEPT, type Document } from './documents.ts';
import { findLeftover } from './leftovers.ts';
import { toHistory } from './history.ts';
import { isGone, readPackument, wasPublished, type Packument } from './packument.ts';
import { pickVersion } from './pick.ts';
import { attestationsOf, objectOf, tarballOf, toRelease, type ListedFacts } from './release-facts.ts';
import { parseSpec } from './spec.ts';

export interface Releases {
  readonly release: (spec: string) => Promise<Fetched<Release>>;
  readonly history: (name: string) => Promise<Fetched<PackageHistory>>;
}

const UNPUBLISHED_HINT = 'ways left: npm\'s cache of a machine that ran it (run this there), a tarball that somebody kept (mcp-audit diff old.tgz new.tgz), a mirror that still has it (--registry ADDRESS)';

const MOST_RECENT = 4;
/** What npm publishes in the place of a package that it removed: `0.0.1-security`, https://github.com/npm/security-holder */
const SECURITY_HOLDER = /^0\.0\.\d+-security/;

/** What the run has learned so far. */
interface Learned {
  /** By name: what documents of all versions say of single ones. Not the documents: they are large. */
  readonly packages: Map<string, Pick<Packument, 'times' | 'tags'>>;
  /** The last ones read, as packages are asked for one after the other. */
  readonly recent: Map<string, Packument>;
  /** Registries without a route for one version. */
  readonly noVersionRoute: Set<string>;
}

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

async function exact(context: Context, learned: Learned, name: string, version: string): Promise<Fetched<Release>> {
  const registry = registryOf(context.settings, name);
  let status: number | undefined;
  if (!learned.noVersionRoute.has(registry)) {
    const answer = await context.documents.get({ address: versionAddress(registry, name, version), accept: ACCEPT.full, what: `${name}@${version}` });
    if (answer.kind === 'document') return made(context, learned, { name, version }, answer.document.value, answer.document.text);
    if (answer.kind === 'failed') return answer;
    if (answer.kind === 'missing') status = answer.status;
  }
  const all = await packument(context, learned, name, 'full');
  if (all.kind === 'failed') return ['not-found', 'offline', 'unpublished'].includes(all.problem.code) ? leftover(context, { name, version }, all.problem) : all;
  const document = all.value.versions.get(version);
  if (document) {
    if (status !== undefined) learned.noVersionRoute.add(registry);
    return made(context, learned, { name, version }, document, JSON.stringify(document));
  }
  return leftover(context, { name, version }, absent(context, all.value, { name, version }));
}

async function picked(context: Context, learned: Learned, name: string, wanted: string): Promise<Fetched<Release>> {
  const all = await packument(context, learned, name, context.settings.before === undefined ? 'abbreviated' : 'full');
  if (all.kind === 'failed') return all;
  const version = await pickVersion(all.value, wanted, context.settings);
  if (version !== undefined && all.value.versions.has(version)) return exact(context, learned, name, version);
  if (isGone(all.value)) return failed(gone(context, all.value, name));
  const { versions, tags } = all.value;
  const there = versions.size === 0 ? 'it has no versions' : `it has ${versions.size} version${versions.size === 1 ? '' : 's'}${tags.has('latest') ? `, latest is ${shown(tags.get('latest') ?? '')}` : ''}`;
  const before = context.settings.before ? ` published before ${context.settings.before.toISOString()}` : '';
  return failed({ code: 'not-found', message: `${name} has no version for ${shown(wanted)}${before} in registry ${hostOf(registryOf(context.settings, name))}: ${there}`, hint: 'name another version, tag or range' });
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

interface Identity {
  readonly name: string;
  readonly version: string;
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

function absent(context: Context, packument: Packument, { name, version }: Identity): Problem {
  if (isGone(packument) || wasPublished(packument, version)) return gone(context, packument, name, version);
  if (context.request === undefined) return notKept(`${name}@${version}`);
  const latest = packument.tags.get('latest');
  return { code: 'not-found', message: `${name} has no version ${version} in registry ${hostOf(registryOf(context.settings, name))}${latest === undefined ? '' : `: latest is ${shown(latest)}`}`, hint: 'check the version; a mirror may have it (--registry ADDRESS)' };
}

function gone(context: Context, { versions, times, unpublished }: Packument, name: string, version?: string): Problem {
  const published = version === undefined ? undefined : times.get(version);
  const facts = [
    ...(published === undefined ? [] : [`it was published ${published}`]),
    ...(unpublished?.time === undefined ? [] : [`the package was removed ${unpublished.time}`]),
    ...([...versions.keys()].some((other) => SECURITY_HOLDER.test(other)) ? ['npm holds the name with a security placeholder, as it does after malware'] : []),
  ];
  const what = version === undefined ? name : `${name}@${version}`;
  return { code: 'unpublished', message: `${what} was unpublished from registry ${hostOf(registryOf(context.settings, name))}${facts.length === 0 ? '' : `: ${facts.join(', ')}`}`, hint: UNPUBLISHED_HINT };
}

function missing(name: string, registry: string, status: number): Problem {
  if (status !== 404 && status !== 410) return { code: 'network-failed', message: `registry ${hostOf(registry)} answered ${status} for ${name}` };
  return { code: 'not-found', message: `registry ${hostOf(registry)} has no package ${name} (${status})`, hint: 'check the name and the registry; without credentials many registries answer so for private packages, and a package that was removed as malware looks the same' };
}

function lying(registry: string, asked: string, came: string): Problem {
  return { code: 'malformed', message: `registry ${hostOf(registry)} was asked for ${asked} and answered for ${came === '' ? 'a package without a name' : shown(came)}` };
}

function shown(text: string): string {
  return shorten(printable(text), 100);
}
