import { describe, expect, test } from 'vitest';
import { foldersOf } from '../../src/clients/places.ts';
import { CLIENTS } from '../../src/clients/registry.ts';
import type { Home } from '../../src/model/machine.ts';
import { isWanted } from '../../src/pipelines/scan/image-files.ts';

describe('what of an image is held', () => {
  test.each([
    '/app/package-lock.json', '/app/yarn.lock', '/app/pnpm-lock.feature.yaml', '/app/package.json', '/app/node_modules/a/package.json', '/app/node_modules/.package-lock.json',
    '/app/node_modules/a/node_modules/b/package.json', '/app/.pnp.cjs', '/app/.yarn/cache/a-npm-1.0.0-0123456789-10c0.zip', '/root/.npm/_npx/0123456789abcdef/package-lock.json',
    '/root/.npm/_cacache/index-v5/aa/bb/cc', '/root/.claude.json', '/root/.config/opencode/opencode.jsonc', '/app/.mcp.json', '/app/.codex/config.toml', '/app/mcp.json', '/home/dev/.config/goose/config.yaml',
    '/app/Dockerfile', '/app/docker-compose.yml', '/app/.github/workflows/release.yml', '/app/.devcontainer/devcontainer.json', '/app/Procfile',
    '/etc/passwd', '/root/.npmrc', '/home/dev/.config/pnpm/rc', '/root/Library/Preferences/pnpm/rc', `/root/.local/share/pnpm/store/v3/files/aa/${'0'.repeat(126)}-index.json`,
  ])('%s', (path) => {
    expect(isWanted(path, 100)).toBe(true);
  });
  test.each([
    '/app/index.js', '/app/node_modules/a/index.js', '/app/node_modules/a/tsconfig.json', '/app/data/points.json', '/usr/share/doc/x/copyright', '/root/.npm/_cacache/content-v2/sha512/aa/bb/cc', '/app/.yarn/releases/yarn-4.cjs', '/app/logo.zip',
  ])('not %s', (path) => {
    expect(isWanted(path, 100)).toBe(false);
  });
  test('settings of any size are not', () => {
    expect([isWanted('/root/.claude.json', 30_000_000), isWanted('/app/package-lock.json', 30_000_000)]).toEqual([false, true]);
  });
});

describe('what other rooms read of an image is held', () => {
  const home: Home = { path: '/home/dev', user: 'dev', platform: 'linux', environment: {} };
  const concrete = (path: string) => path.replaceAll('**', 'a/b').replaceAll('*', 'x');
  const places = CLIENTS.flatMap(({ id, userPlaces, projectPlaces }) => [...userPlaces(foldersOf(home)), ...projectPlaces].map(({ path }) => [id, path.startsWith('/') ? concrete(path) : `/app/${concrete(path)}`] as const));
  test.each(places)('%s %s', (_id, path) => {
    expect(isWanted(path, 100)).toBe(true);
  });
});
