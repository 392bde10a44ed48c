// Real runs of npx, pnpm dlx, bunx and yarn dlx for `check`: each with a home of its own and a registry on loopback, and nothing else.
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NOBODY = 'http://127.0.0.1:9';

/** A home in which programs run, and what they then leave. */
export interface Playground {
  /** A folder with `home`, `tmp` and `project`. */
  readonly root: string;
  readonly home: string;
  readonly run: (program: string, args: readonly string[], options?: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> }) => Promise<{ readonly stdout: string; readonly stderr: string }>;
}

/** An empty home whose programs know the given registry alone. */
export function playground(registry: string): Playground {
  const root = mkdtempSync(join(tmpdir(), 'mcp-audit-runs-'));
  const home = join(root, 'home', 'dev');
  for (const folder of [home, join(root, 'tmp'), join(root, 'project')]) mkdirSync(folder, { recursive: true });
  const base = {
    PATH: process.env['PATH'] ?? '', HOME: home, XDG_CACHE_HOME: join(home, '.cache'), TMPDIR: join(root, 'tmp'), BUN_TMPDIR: join(root, 'tmp'), TZ: 'UTC', LANG: 'C.UTF-8', NO_COLOR: '1', DO_NOT_TRACK: '1', CI: '',
    npm_config_registry: registry, npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false', npm_config_globalconfig: join(home, 'no-such-npmrc'),
    NPM_CONFIG_REGISTRY: registry, BUN_CONFIG_REGISTRY: registry, YARN_NPM_REGISTRY_SERVER: registry, YARN_ENABLE_TELEMETRY: '0', YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1', YARN_IGNORE_PATH: '1', COREPACK_ENABLE_NETWORK: '0',
    // A proxy that nobody serves: whatever asks another host fails, here and now.
    HTTP_PROXY: NOBODY, HTTPS_PROXY: NOBODY, http_proxy: NOBODY, https_proxy: NOBODY, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1',
    npm_config_minimum_release_age: '0', pnpm_config_registry: registry,
  };
  return {
    root, home,
    run: async (program, args, options = {}) => {
      const { stdout, stderr } = await run(program, args, { cwd: options.cwd ?? join(root, 'project'), env: { ...base, ...options.env }, timeout: 120_000 });
      return { stdout, stderr };
    },
  };
}

/** Installs a tool from the registry that this machine uses; `file` stands below node_modules. */
export function installTool(spec: string, file: string): { readonly file: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-audit-tool-'));
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--prefix', folder, '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund', spec], { cwd: folder, stdio: 'pipe' });
  return { file: join(folder, 'node_modules', file), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
