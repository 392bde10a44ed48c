// Really installed projects, for `check`: a package manager from the registry installs the project of fixtures/managers
// (without its git dependency) into a temporary folder, without scripts, with a home and caches of its own.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FIXTURES } from './fixtures.ts';

interface Manifest {
  readonly [field: string]: unknown;
  readonly dependencies: Record<string, string>;
}

/** One of fixtures/managers/generator/managers.mjs. */
interface Manager {
  readonly id: string;
  readonly tool: string;
  readonly package: string;
  readonly binary: string;
  readonly native?: boolean;
  readonly change?: (manifests: { readonly root: Manifest; readonly tool: Manifest }) => Readonly<Record<string, string>> | undefined;
  readonly install: readonly (readonly string[])[];
}

const GENERATOR = join(FIXTURES, 'managers', 'generator');
const { MANAGERS } = await import(pathToFileURL(join(GENERATOR, 'managers.mjs')).href) as { readonly MANAGERS: readonly Manager[] };
const { packTarball } = await import(pathToFileURL(join(GENERATOR, 'tarball.mjs')).href) as { readonly packTarball: (files: Readonly<Record<string, string>>) => Uint8Array };

function npmConfig(key: string): string {
  const value = execFileSync('npm', ['config', 'get', key], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  return value === 'null' || value === 'undefined' ? '' : value;
}

/** What a package manager, or the command itself, needs to reach the registry that npm is configured for, with a home of its own. */
export function registryEnvironment(home: string): Record<string, string> {
  mkdirSync(home, { recursive: true });
  const registry = npmConfig('registry');
  const certificates = npmConfig('cafile');
  return {
    PATH: process.env['PATH'] ?? '', HOME: home, TZ: 'UTC', LANG: 'C.UTF-8', NO_COLOR: '1', DO_NOT_TRACK: '1',
    XDG_CACHE_HOME: join(home, 'cache'), XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'config'), XDG_STATE_HOME: join(home, 'state'),
    npm_config_registry: registry, npm_config_cache: join(home, 'npm-cache'), npm_config_ignore_scripts: 'true', npm_config_audit: 'false',
    npm_config_fund: 'false', npm_config_update_notifier: 'false', npm_config_userconfig: join(home, '.npmrc'),
    YARN_ENABLE_TELEMETRY: '0', YARN_NPM_REGISTRY_SERVER: registry, YARN_ENABLE_GLOBAL_CACHE: 'false', YARN_IGNORE_PATH: '1', YARN_ENABLE_SCRIPTS: 'false', YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
    BUN_INSTALL_CACHE_DIR: join(home, 'bun-cache'), BUN_CONFIG_REGISTRY: registry, CI: '',
    ...(certificates === '' ? {} : { NODE_EXTRA_CA_CERTS: certificates, SSL_CERT_FILE: certificates, npm_config_cafile: certificates }),
  };
}

/** Whether the registry answers within ten seconds. */
export async function registryReachable(): Promise<boolean> {
  try {
    const { status } = await fetch(npmConfig('registry'), { signal: AbortSignal.timeout(10_000) });
    return status < 500;
  } catch {
    // No network, or none that leads there: the tests that need it are skipped.
    return false;
  }
}

/** Installs with the manager `id` (of the fixtures), by `install` where given; gives the project's folder. */
export function installProject(id: string, install?: readonly string[]): string {
  const manager = MANAGERS.find((one) => one.id === id);
  if (!manager) throw new Error(`no manager ${id}`);
  const work = mkdtempSync(join(tmpdir(), `mcp-audit-${id}-`));
  const env = registryEnvironment(join(work, 'home'));
  const tool = join(work, 'tool');
  mkdirSync(tool);
  writeFileSync(join(tool, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--prefix', tool, '--ignore-scripts', '--no-package-lock', manager.package], { env, stdio: 'pipe' });
  const folder = prepare(manager, join(work, 'project'));
  const binary = join(tool, 'node_modules', manager.binary);
  const [program, ...before] = manager.native === true ? [binary] : [process.execPath, binary];
  const args = install ?? (manager.install[0] ?? []).filter((arg) => arg !== '--package-lock-only');
  const done = spawnSync(program, [...before, ...args], { cwd: folder, env, encoding: 'utf8', timeout: 240_000 });
  if (done.status !== 0) throw new Error(`${id} ${args.join(' ')}: exit ${done.status}\n${done.stdout.slice(-2000)}\n${done.stderr.slice(-2000)}`);
  return folder;
}

function prepare(manager: Manager, folder: string): string {
  cpSync(join(FIXTURES, 'managers', 'project'), folder, { recursive: true });
  writeFileSync(join(folder, 'vendor/fixture-tarball-1.0.0.tgz'), packTarball({ 'package.json': readFileSync(join(folder, 'vendor/tarball/package.json'), 'utf8') }));
  for (const name of ['tarball', 'git']) rmSync(join(folder, 'vendor', name), { recursive: true });
  const read = (path: string): Manifest => JSON.parse(readFileSync(join(folder, path), 'utf8')) as Manifest;
  const root = read('package.json');
  const tool = read('packages/tool/package.json');
  delete root.dependencies['fixture-git'];
  const extra = manager.change?.({ root, tool }) ?? {};
  const files = { 'package.json': JSON.stringify(root, null, 2), 'packages/tool/package.json': JSON.stringify(tool, null, 2), ...extra };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
