// Our reading of npx lines against the npx of this machine: offline and with an empty cache it refuses to fetch, and says what it
// would have fetched. That package must be among the subjects; where npm versions differ, among the candidates.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { launch } from '../launches/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'npx-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Names that npx asked its registry for; scopes come escaped. */
function requested(args: readonly string[]): readonly string[] {
  const run = spawnSync('npx', ['--offline', ...args], {
    cwd: folder, encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, npm_config_cache: join(folder, 'cache'), npm_config_registry: 'https://registry.example/', npm_config_update_notifier: 'false' },
  });
  return [...run.stderr.matchAll(/request to https?:\/\/[^/\s]+\/(\S+) failed/g)].map((match) => decodeURIComponent(match[1] as string));
}

// npm 10 took the next word for the value of an unknown flag: our reading gives both, and these lines expect npm 11's.
const major = Number.parseInt(spawnSync('npm', ['--version'], { encoding: 'utf8' }).stdout, 10);

describe.runIf(process.platform !== 'win32' && major >= 11)('npx', () => {
  test.each([
    '-y zz-a', '-y zz-a@1.0.0', '-y @zz/a@latest', 'zz-a -p zz-b', '-y zz-a -p zz-b', '-p zz-a zz-b', '--package=zz-a -- zz-b', '-y --zz zz-a zz-b', '-y --zz=1 zz-a zz-b', '--no-color zz-a -p zz-b', '-yq zz-a -p zz-b', '--no zz-a -p zz-b',
    '-n --inspect zz-a zz-b', '--node-arg x zz-a', '--regist https://other.example zz-a', '--node-options --no-warnings zz-a', '-y --zz -p zz-a zz-b', '--packag=zz-b zz-a', '--shell sh zz-a', '--ignore-existing zz-a',
    '-y zz-a@npm:zz-b@1', '-c zz-b -p zz-a', '--loglevel silly zz-a', '-d zz-a', '--zz -- zz-a',
  ])('%s', (line) => {
    const args = line.split(' ');
    const asked = requested(args);
    expect(asked.length).toBeGreaterThan(0);
    const names = launch(['npx', '--offline', ...args]).subjects.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...new Set(asked)]));
    expect(new Set(names).size).toBe(line === '-y --zz zz-a zz-b' ? 2 : new Set(asked).size);
  });
});
