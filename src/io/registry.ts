// Registries of npm packages (the port Registry) through the configuration of the user who runs the command: asked with
// make-fetch-happen, versions picked by pacote, npm's configuration read by @npmcli/config. Nothing is unpacked, built or run, and
// nothing of it is loaded before something is asked. https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md
import { join } from 'node:path';
import type { Problem } from '../model/coverage.ts';
import { UserError } from '../model/errors.ts';
import { LIMITS } from '../model/limits.ts';
import type { Registry } from '../model/ports.ts';
import type { Progress } from './progress.ts';
import { hostOf, webUrl } from './registry/addresses.ts';
import type { Context } from './registry/context.ts';
import { openDocuments } from './registry/documents.ts';
import { type Kept, NOTHING_KEPT, openKept } from './registry/kept.ts';
import { openNpmCache } from './registry/npm-cache.ts';
import { type LoadedConfig, loadConfig, withoutUser } from './registry/npm-config.ts';
import type { Environment } from './registry/npm-environment.ts';
import { fetchAttestations, fetchKeys } from './registry/proofs.ts';
import { openReleases } from './registry/releases.ts';
import { recallConfig, rememberConfig } from './registry/remembered.ts';
import { openRequests, type Request } from './registry/request.ts';
import type { AddressSettings, RetrySettings } from './registry/settings.ts';
import { fetchTarball } from './registry/tarballs.ts';

/** What decides which registry is asked, as whom, and what is kept. */
export interface RegistryOptions {
  readonly environment: Environment;
  /** The user's home folder: npm's own configuration and cache lie in it. The folder that the command runs in is never looked at. */
  readonly home: string;
  /** `offline`: no request at all, only what caches hold. */
  readonly mode: 'online' | 'offline';
  /** `--registry`: one mirror for every name, also those with a scope. It gets no credentials of other hosts. */
  readonly registry?: string;
  /** Where what is fetched is kept between runs, a folder of its own; absent: nothing is. */
  readonly cacheFolder?: string;
  /** npm's `_cacache`, only ever read; absent: where npm's configuration says. */
  readonly npmCache?: string;
  readonly progress?: Progress;
  /** Shorter waiting and a smaller cache, for tests. */
  readonly retry?: Partial<RetrySettings>;
  readonly cacheBytes?: number;
  /** Milliseconds for which what the cache has is not asked for again, but for tags, which move; absent: it always is. */
  readonly lately?: number;
}

const NOT_ASKED = 'what the registry answered within the last minutes was taken from the cache (--no-cache asks again)';

/** A registry in use; `close` ends it. */
export interface OpenedRegistry {
  readonly registry: Registry;
  /** What the reader of a report should know; more come with use. */
  readonly notes: readonly string[];
  /** Of the configuration. */
  readonly problems: readonly Problem[];
  readonly close: () => Promise<void>;
}

/** Reads npm's configuration; nothing is asked yet. @throws UserError `usage` where `registry` is no address of the web. */
export async function openRegistry(options: RegistryOptions): Promise<OpenedRegistry> {
  const { home, mode, cacheFolder, progress } = options;
  const kept = cacheFolder === undefined ? NOTHING_KEPT : openKept(cacheFolder, options.cacheBytes ?? LIMITS.registryCache);
  const configured = await configure(options, kept);
  const { settings } = configured;
  const notes = [...configured.notes];
  const note = (text: string) => { if (!notes.includes(text)) notes.push(text); };
  const request = mode === 'online' ? told(configured.request, progress) : undefined;
  const npmCache = openNpmCache(options.npmCache ?? join(settings.cache ?? join(home, '.npm'), '_cacache'));
  const lately = configured.as === undefined || options.lately === undefined ? {} : { lately: { now: Date.now(), span: options.lately, as: configured.as, tell: () => { note(NOT_ASKED); } } };
  const sources = { kept, npmCache, ...lately, ...(request ? { request } : {}) };
  const context: Context = { settings, ...sources, documents: openDocuments(sources), note, known: new Map() };
  return {
    registry: {
      ...openReleases(context),
      tarball: (release) => fetchTarball(context, release),
      keys: (release) => fetchKeys(context, release),
      attestations: (release) => fetchAttestations(context, release),
    },
    notes, problems: configured.problems,
    close: () => {
      progress?.clear();
      const refused = kept.close();
      if (refused !== undefined) note(`what was fetched is not kept for the next run: ${refused}`);
      return Promise.resolve();
    },
  };
}

/** Which registry is asked, and how. */
interface Configured {
  readonly settings: AddressSettings;
  readonly request: Request;
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
  /** Who asks. Absent: that cannot be told apart from others. */
  readonly as?: string;
}

async function configure(options: RegistryOptions, kept: Kept): Promise<Configured> {
  const { environment, home, retry } = options;
  const question = { environment, home, ...(retry ? { retry } : {}) };
  const recalled = options.lately === undefined ? undefined : recallConfig(kept, question);
  if (recalled) {
    let loading: Promise<Request> | undefined;
    const request: Request = async (asked) => (await (loading ??= loadConfig(question).then((loaded) => requestsOf(options, loaded))))(asked);
    return { settings: mirrored(recalled.settings, options.registry), request, notes: [], problems: [], as: askerOf(recalled.identity, options) };
  }
  const loaded = await loadConfig(question);
  const identity = options.lately === undefined ? undefined : rememberConfig(kept, question, loaded, Date.now());
  return { settings: mirrored(loaded.settings, options.registry), request: requestsOf(options, loaded), notes: loaded.notes, problems: loaded.problems, ...(identity === undefined ? {} : { as: askerOf(identity, options) }) };
}

// A mirror that is named gets other credentials than the same one by configuration.
function askerOf(identity: string, { registry }: RegistryOptions): string {
  return registry === undefined ? identity : `${identity}-mirror`;
}

function requestsOf({ environment, registry }: RegistryOptions, { settings, unsure }: LoadedConfig): Request {
  if (unsure && registry === undefined) return () => Promise.resolve({ kind: 'failed', problem: unsure });
  return openRequests(mirrored(settings, registry), environment, { atOnce: LIMITS.registryAtOnce, failures: LIMITS.registryFailures });
}

function mirrored<Settings extends AddressSettings>(settings: Settings, address: string | undefined): Settings {
  if (address === undefined) return settings;
  if (webUrl(address) === undefined) throw new UserError('usage', '--registry is no http or https address', { hint: 'write it as https://registry.example/' });
  const { registry, credentials } = withoutUser(address);
  const own = Object.entries(settings.fetch).filter(([key]) => (key.startsWith('//') ? isOfHost(key, hostOf(registry)) : key !== 'scope' && !key.endsWith(':registry')));
  return { ...settings, registry, fetch: { ...Object.fromEntries(own), ...credentials } };
}

// `//host/path/:_authToken`
function isOfHost(key: string, host: string): boolean {
  return key.slice(2).split(/\/|:_|:username|:certfile|:keyfile/)[0] === host;
}

function told(request: Request, progress: Progress | undefined): Request {
  return (asked) => {
    progress?.show(`fetching ${asked.what}`);
    return request(asked);
  };
}
