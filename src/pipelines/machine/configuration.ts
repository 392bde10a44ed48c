// Configurations of MCP clients: read one, and work out what each of its servers launches. Judged later, when the caches are known.
import type { ClientDescriptor, ConfigPlace } from '../../clients/contract.ts';
import { passesGate } from '../../clients/places.ts';
import { readLaunch, readShellLine } from '../../launches/read.ts';
import type { Location } from '../../model/finding.ts';
import type { Launch } from '../../model/launch.ts';
import { LIMITS } from '../../model/limits.ts';
import type { Home } from '../../model/machine.ts';
import type { ClientHook, McpServer, NamedValue } from '../../model/server.ts';
import { addProblems, failPlace, openPlace, type PlaceDraft, type ScanState, type TargetPath } from '../scan/context.ts';
import { readText } from '../scan/lockfile.ts';

/** One server as configured, with what its line runs. */
export interface ConfiguredServer {
  readonly server: McpServer;
  readonly location: Location;
  /** Absent for what is no command. */
  readonly launch?: Launch;
  /** Names of variables, headers and flags that hold secrets or refer to one; sorted, once each. */
  readonly credentials: readonly string[];
  /** Folder in which it runs, absolute inside the tree: decides what a bare name means. */
  readonly folder: string;
}

/** One configuration that was read. */
export interface Configuration {
  readonly path: TargetPath;
  readonly place: PlaceDraft;
  readonly home?: Home;
  readonly servers: readonly ConfiguredServer[];
  readonly hooks: readonly { readonly hook: ClientHook; readonly location: Location; readonly launch: Launch }[];
}

/**
 * Reads one configuration; undefined where it is none (a settings file with other content) or could not be read. `folder` is where
 * its servers run unless they say otherwise.
 */
export async function readConfiguration(state: ScanState, path: TargetPath, descriptor: ClientDescriptor, configPlace: ConfigPlace, context: { readonly folder: string; readonly home?: Home }): Promise<Configuration | undefined> {
  const place = openPlace(state, 'client-config', path.shown);
  place.format = descriptor.title;
  // Some clients make the file before there is a server: without a byte it starts nothing.
  const text = readText(state, place, path, LIMITS.configBytes, 'holds-nothing');
  if (text === undefined) return undefined;
  if (!passesGate(configPlace, text)) {
    place.status = 'skipped';
    place.reason = 'settings that name no MCP server';
    return undefined;
  }
  try {
    const reader = await descriptor.load();
    const read = reader.read({ text, place: configPlace, fileName: path.absolute.slice(path.absolute.lastIndexOf('/') + 1) });
    addProblems(place, read.problems);
    place.notes.push(...read.notes);
    if (read.servers.length > 0) place.notes.push(`${read.servers.length} ${read.servers.length === 1 ? 'server' : 'servers'}`);
    return {
      path,
      place,
      ...(context.home ? { home: context.home } : {}),
      servers: read.servers.map((server) => launched(path, server, context)),
      hooks: read.hooks.map((hook) => ({ hook, location: locationOf(path, hook.position, hook.name), launch: readShellLine(hook.text, platformOf(context.home)) })),
    };
  } catch (error) {
    failPlace(place, 'reader-failed', `the reader failed: ${error instanceof Error ? error.message : String(error)}`, 'please report this with the file');
    return undefined;
  }
}

/** One server with what its line runs. */
export function launched(path: TargetPath, server: McpServer, context: { readonly folder: string; readonly home?: Home }): ConfiguredServer {
  const { launch: way } = server;
  const launch = way.kind === 'command' ? readLaunch({ command: way.command, args: way.args, ...(way.cwd === undefined ? {} : { cwd: way.cwd }), ...platformOf(context.home) }) : undefined;
  const named = [...server.environment, ...server.headers, ...server.urlSecrets, ...launch?.environment ?? [], ...launch?.secrets ?? []];
  return {
    server,
    location: locationOf(path, server.position, server.name),
    ...(launch ? { launch } : {}),
    credentials: [...new Set(named.filter(isCredential).map((value) => value.name))].sort(),
    folder: folderOf(way.kind === 'command' ? way.cwd ?? launch?.cwd : undefined, server.project, context),
  };
}

/** Why a line hides what it starts. What it says to be elsewhere (a service's name) is no doubt. */
export function undecidedIn({ server, launch }: Pick<ConfiguredServer, 'server' | 'launch'>): string | undefined {
  const [doubt] = launch?.doubts ?? [];
  if (!launch || !doubt || server.state === 'disabled' || !launch.subjects.some(({ versionClass }) => versionClass === 'unresolvable')) return undefined;
  return `what the server ${JSON.stringify(server.name)} starts cannot be told from its line: ${doubt.message}`;
}

function platformOf(home: Home | undefined) {
  return home ? { platform: home.platform } : {};
}

// A reference leads to a secret the server is given as well; what says which code is loaded is no secret.
function isCredential(value: NamedValue): boolean {
  if (value.in === 'header' || value.in === 'url') return value.value !== 'empty';
  return value.secret || value.value === 'reference';
}

function folderOf(cwd: string | undefined, project: string | undefined, context: { readonly folder: string }): string {
  for (const path of [cwd, project]) if (path !== undefined && path.startsWith('/')) return path;
  return context.folder;
}

function locationOf(path: TargetPath, position: { readonly line: number; readonly column: number } | undefined, entry: string): Location {
  return { path: path.shown, ...position, entry };
}
