// The user's npm configuration (https://docs.npmjs.com/cli/v11/configuring-npm/npmrc): npm's own builtin and global files, the user's
// file, the environment. Never a project's: what is audited could redirect the registry and put a secret into an address. Read by
// npm's own code, @npmcli/config, of which only the settings below are taken over. It starts nothing and writes nothing.
import { dirname, join, parse } from 'node:path';
import type { Problem } from '../../model/coverage.ts';
import { LIMITS } from '../../model/limits.ts';
import { errorCode } from '../system.ts';
import { webUrl } from './addresses.ts';
import { npmEnvironment, type Environment, type NpmEnvironment } from './npm-environment.ts';
import type { RegistrySettings, RetrySettings } from './settings.ts';

// The parts of @npmcli/config that are used; it has no types of its own.
interface Layer { readonly data: Record<string, unknown>; readonly source: string | null; readonly loadError?: unknown }
interface Config {
  readonly data: ReadonlyMap<string, Layer>;
  load(): Promise<void>;
  validate(where: string): boolean;
  get(key: string): unknown;
  find(key: string): string | null;
}
type Definition = { readonly flatten?: (key: string, layer: Record<string, unknown>, flat: Record<string, unknown>) => void };
interface Definitions {
  readonly definitions: Readonly<Record<string, Definition>>;
  readonly shorthands: unknown;
  readonly flatten: unknown;
  readonly nerfDarts: readonly string[];
  readonly defaults: Readonly<Record<string, unknown>>;
}

/** Whose configuration. */
export interface ConfigQuestion {
  readonly environment: Environment;
  /** The user's home folder. */
  readonly home: string;
  /** Shortened waiting, for tests. */
  readonly retry?: Partial<RetrySettings>;
}

/** What was read, and what was wrong with it. */
export interface LoadedConfig {
  readonly settings: RegistrySettings;
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
  /** Which registry the user means is not known: the public one must not be asked for the names of private packages. */
  readonly unsure?: Problem;
  /** Files that were read, or would have been had they been there; absent where that is not known. */
  readonly files?: readonly string[];
}

interface Layers {
  readonly config?: Config;
  readonly problems: readonly Problem[];
  readonly unsure?: Problem;
}

/** Settings that are taken over. npm's own function for all of them also writes to this process's environment. */
const TAKEN = ['registry', 'scope', 'ca', 'cafile', 'cert', 'key', 'strict-ssl', 'local-address', 'maxsockets', 'replace-registry-host', 'tag', 'before', 'min-release-age', 'proxy', 'https-proxy', 'noproxy'];
const OWN_KEY = /^\/\/|@.*:registry$/i;
const FILES = ['user', 'global', 'builtin'];
/** Without the host that they are for, npm 9 and later refuse these in files: they went to every registry. */
const HOMELESS = ['_auth', '_authToken', '_password', 'username'];

/** Reads it. What is wrong with it is told, and the rest holds. */
export async function loadConfig(question: ConfigQuestion): Promise<LoadedConfig> {
  const { default: definitions } = await import('@npmcli/config/lib/definitions/index.js') as unknown as { default: Definitions };
  const { env, passedOver } = npmEnvironment(question.environment, question.home);
  const { config, problems, unsure } = await load(definitions, env);
  const flat = config === undefined ? { problems: [], values: {} } : flatten(config, definitions);
  const notes = [...passedOverNotes(passedOver, config), ...(flat.values['strictSSL'] === false ? ['your npm configuration has strict-ssl=false: whoever stands between could have answered for the registry'] : [])];
  return { settings: settingsOf(flat.values, config, definitions, question.retry ?? {}), problems: [...problems, ...flat.problems], notes, ...(unsure ? { unsure } : {}), ...filesOf(config) };
}

function filesOf(config: Config | undefined): Pick<LoadedConfig, 'files'> {
  const files = FILES.map((where) => config?.data.get(where)?.source);
  return files.every((file) => typeof file === 'string') ? { files } : {};
}

// npm hands on every setting that is not its default, also the user's own: only what differs from these is worth a note.
function passedOverNotes(passedOver: NpmEnvironment['passedOver'], config: Config | undefined): readonly string[] {
  const names = passedOver.filter(({ name, value }) => String(config?.get(name.slice('npm_config_'.length).replaceAll('_', '-'))) !== value).map(({ name }) => name);
  return names.length === 0 ? [] : [`started by a package manager: ${names.toSorted().join(', ')} may come from the folder's .npmrc and count for nothing (--registry sets the registry)`];
}

async function load(definitions: Definitions, env: Record<string, string>): Promise<Layers> {
  const { default: Config } = await import('@npmcli/config') as unknown as { default: new (options: Record<string, unknown>) => Config };
  const { definitions: known, shorthands, flatten: flattenAll, nerfDarts } = definitions;
  const config = new Config({
    definitions: known, shorthands, flatten: flattenAll, nerfDarts, env, warn: false,
    npmPath: npmFolder(process.execPath), platform: process.platform, execPath: process.execPath,
    // In global mode npm reads no project's .npmrc and no package.json's workspaces; and it looks for a project from the root of the
    // disk on, so not even for the names of files in the folder that the command runs in.
    argv: ['node', 'npm', '--global', '--location=global'], cwd: parse(process.execPath).root,
  });
  try {
    await config.load();
  } catch (error) {
    const problem: Problem = { code: 'malformed', message: `npm's configuration cannot be read${codeOf(error)}`, hint: 'npm config ls tells more; --registry names a registry without it' };
    return { problems: [problem], unsure: problem };
  }
  const found = [...config.data].flatMap(([where, layer]) => problemsOf(config, where, layer));
  const unsure = found.find(({ hides }) => hides === 'registry')?.problem;
  return { config, problems: found.map(({ problem }) => problem), ...(unsure ? { unsure } : {}) };
}

interface Found {
  readonly problem: Problem;
  readonly hides: 'registry' | 'other';
}

// npm's files lie beside the node that runs: `etc/npmrc` is found by npm's code, the builtin one in npm's own folder.
function npmFolder(execPath: string): string {
  const folder = dirname(execPath);
  return process.platform === 'win32' ? join(folder, 'node_modules', 'npm') : join(dirname(folder), 'lib', 'node_modules', 'npm');
}

// Only names: values may be secrets.
function problemsOf(config: Config, where: string, layer: Layer): readonly Found[] {
  if (!FILES.includes(where) && where !== 'env') return [];
  const place = where === 'env' ? {} : { path: layer.source ?? where };
  const named = where === 'env' ? 'the environment' : `npm's configuration of the ${where}`;
  const failed = errorCode(layer.loadError);
  if (failed !== '' && failed !== 'ENOENT' && failed !== 'ENOTDIR') {
    return [{ hides: 'registry', problem: { code: 'unreadable', message: `${named} cannot be read (${failed})`, hint: 'mend it, or name a registry with --registry', ...place } }];
  }
  const before = Object.keys(layer.data);
  config.validate(where);
  const refused = before.filter((key) => !Object.hasOwn(layer.data, key));
  const homeless = where === 'env' ? [] : before.filter((key) => HOMELESS.includes(key));
  return [
    ...(refused.length === 0 ? [] : [{ hides: refused.includes('registry') ? 'registry' as const : 'other' as const, problem: { code: 'malformed' as const, message: `${named} has values that npm refuses, and so do we: ${refused.map(shownKey).join(', ')}`, hint: 'mend them, or name a registry with --registry', ...place } }]),
    ...(homeless.length === 0 ? [] : [{ hides: 'other' as const, problem: { code: 'malformed' as const, message: `${named} has credentials for no host, which npm does not send: ${homeless.join(', ')}`, hint: 'write them as //registry.example/:_authToken=…', ...place } }]),
  ];
}

function shownKey(key: string): string {
  return key.replace(/^\/\/[^/]*@/, '//');
}

function flatten(config: Config, { definitions }: Definitions): { readonly values: Record<string, unknown>; readonly problems: readonly Problem[] } {
  const values: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const problems: Problem[] = [];
  // From the weakest layer to the strongest.
  for (const { data } of config.data.values()) {
    for (const [key, value] of Object.entries(data)) {
      if (OWN_KEY.test(key)) values[key] = value;
      else if (TAKEN.includes(key)) {
        try {
          definitions[key]?.flatten?.(key, data, values);
        } catch (error) {
          problems.push({ code: 'unreadable', message: `npm's setting ${key} cannot be used${codeOf(error)}` });
        }
      }
    }
  }
  return { values, problems };
}

function codeOf(error: unknown): string {
  const code = errorCode(error);
  return code === '' ? '' : ` (${code})`;
}

function settingsOf(values: Record<string, unknown>, config: Config | undefined, { defaults }: Definitions, retry: Partial<RetrySettings>): RegistrySettings {
  const { registry: configured, httpsProxy, proxy, noProxy, before, defaultTag, replaceRegistryHost, retry: _, ...fetch } = values;
  const publicRegistry = String(defaults['registry']);
  const scopes = Object.entries(fetch).filter(([key]) => !key.startsWith('//') && OWN_KEY.test(key));
  const { registry, credentials } = withoutUser(typeof configured === 'string' ? configured : publicRegistry);
  const split = scopes.map(([scope, address]) => [scope, withoutUser(String(address))] as const);
  const chosenProxy = httpsProxy || proxy;
  const cache = config?.get('cache');
  return {
    registry, publicRegistry,
    fetch: { ...fetch, ...credentials, ...Object.assign({}, ...split.map(([, address]) => address.credentials)) as object, ...Object.fromEntries(split.map(([scope, address]) => [scope, address.registry])) },
    ...(typeof chosenProxy === 'string' ? { proxy: chosenProxy } : proxy === false ? { proxy: 'none' } : {}),
    ...(typeof noProxy === 'string' && noProxy !== '' ? { noProxy } : {}),
    replaceRegistryHost: typeof replaceRegistryHost === 'string' ? replaceRegistryHost : 'npmjs',
    defaultTag: typeof defaultTag === 'string' ? defaultTag : 'latest',
    ...(before instanceof Date && !Number.isNaN(before.getTime()) ? { before } : {}),
    ...(typeof cache === 'string' ? { cache } : {}),
    retry: { ...retryOf(config), ...retry },
  };
}

/** An address's user and password as the credentials of its host, which are not sent to others. Ends with a slash. */
export function withoutUser(address: string): { readonly registry: string; readonly credentials: Readonly<Record<string, string>> } {
  const url = webUrl(address);
  if (url === undefined) return { registry: address, credentials: {} };
  const path = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  const registry = `${url.origin}${path}`;
  if (url.username === '') return { registry, credentials: {} };
  const plain = `${unescaped(url.username)}:${unescaped(url.password)}`;
  return { registry, credentials: { [`//${url.host}${path}:_auth`]: Buffer.from(plain).toString('base64') } };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign: it means itself.
    return text;
  }
}

// npm waits ten seconds before it asks again, and five minutes for an answer: what the user did not set is shorter here.
function retryOf(config: Config | undefined): RetrySettings {
  const set = (key: string): number | undefined => {
    const where = config?.find(key);
    const value = where === 'default' || where === null ? undefined : config?.get(key);
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
  };
  return {
    retries: Math.min(set('fetch-retries') ?? LIMITS.registryRetries, 10),
    minDelay: Math.min(set('fetch-retry-mintimeout') ?? 500, 60_000),
    factor: Math.min(set('fetch-retry-factor') ?? 4, 100),
    maxDelay: Math.min(set('fetch-retry-maxtimeout') ?? 30_000, 60_000),
    // 0 would be no limit.
    idle: set('fetch-timeout') || LIMITS.registryIdle,
    total: LIMITS.registryTotal,
  };
}
