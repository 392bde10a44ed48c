// The registry port against servers on loopback: what is asked, what comes, and what is said of what does not.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRegistry } from '../../src/io/registry.ts';
import { startRegistry, type LoopbackRegistry } from '../support/loopback-registry.ts';

let home: string;
let server: LoopbackRegistry;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'mcp-audit-registry-'));
  server = await startRegistry();
});
afterEach(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

describe('a registry', () => {
  it('gives a version and its tarball', async () => {
    const { integrity, size } = server.publish('some-server', '1.0.1');
    server.publish('some-server', '1.0.0');
    const { registry, problems } = await openRegistry({ environment: {}, home, mode: 'online', registry: server.url });
    expect(problems).toEqual([]);
    for (const spec of ['some-server@1.0.1', 'some-server@latest', 'some-server@^1.0.1', 'some-server']) {
      const release = await registry.release(spec);
      expect(release).toMatchObject({ kind: 'found', value: { name: 'some-server', version: '1.0.1', integrity } });
      if (release.kind !== 'found') continue;
      const tarball = await registry.tarball(release.value);
      expect(tarball.kind === 'found' && tarball.value.bytes.length).toBe(size);
    }
  });
});
