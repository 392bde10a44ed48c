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
import { NOTHING_KEPT, openKept } from './registry/kept.ts';
import { openNpmCache } from './registry/npm-cache.ts';
import { loadConfig, withoutUser } from './registry/npm-config.ts';
import type { Environment } from './registry/npm-environment.ts';
import { fetchAttestations, fetchKeys } from './registry/proofs.ts';
import { openReleases } from './registry/releases.ts';
import { openRequests, type Request } from './registry/request.ts';
import type { RegistrySettings, RetrySettings } from './registry/settings.ts';
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
}

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
  const { environment, home, mode, cacheFolder, progress, retry } = options;
  const loaded = await loadConfig({ environment, home, ...(retry ? { retry } : {}) });
  const settings = options.registry === undefined ? loaded.settings : mirrored(loaded.settings, options.registry);
  const notes = [...loaded.notes];
  const note = (text: string) => { if (!notes.includes(text)) notes.push(text); };
  const unsure = options.registry === undefined ? loaded.unsure : undefined;
  const asking: Request = unsure ? () => Promise.resolve({ kind: 'failed', problem: unsure }) : openRequests(settings, environment, { atOnce: LIMITS.registryAtOnce, failures: LIMITS.registryFailures });
  const request = mode === 'online' ? told(asking, progress) : undefined;
  const kept = cacheFolder === undefined ? NOTHING_KEPT : openKept(cacheFolder, options.cacheBytes ?? LIMITS.registryCache);
  const npmCache = openNpmCache(options.npmCache ?? join(settings.cache ?? join(home, '.npm'), '_cacache'));
  const sources = { kept, npmCache, ...(request ? { request } : {}) };
  const context: Context = { settings, ...sources, documents: openDocuments(sources), note, known: new Map() };
  return {
    registry: {
      ...openReleases(context),
      tarball: (release) => fetchTarball(context, release),
      keys: (release) => fetchKeys(context, release),
      attestations: (release) => fetchAttestations(context, release),
    },
    notes, problems: loaded.problems,
    close: () => {
      progress?.clear();
      const refused = kept.close();
      if (refused !== undefined) note(`what was fetched is not kept for the next run: ${refused}`);
      return Promise.resolve();
    },
  };
}

function mirrored(settings: RegistrySettings, address: string): RegistrySettings {
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
