// The fixture registry against the real npm: what npm sends it takes, and what npm reads from it npm understands.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FixtureRegistry, startRegistry } from '../support/fixture-registry.ts';
import { temporaryFolder } from '../support/cli.ts';
import { publishFolder, runNpm } from '../support/publish-folder.ts';

let registry: FixtureRegistry;
beforeAll(async () => { registry = await startRegistry({ restricted: ['@corp/'] }); });
afterAll(() => registry.close());

const view = async (spec: string, ...fields: readonly string[]): Promise<unknown> => JSON.parse(await runNpm(registry, ['view', spec, '--json', ...fields])) as unknown;

test('publish, tag, deprecate, unpublish', async () => {
  const folder = temporaryFolder({ 'package.json': '{"name":"mail-server","version":"0.0.0","license":"MIT"}', 'index.js': 'export {};\n' });
  await publishFolder(registry, folder, '1.0.0');
  await publishFolder(registry, folder, '1.0.1', { fields: { license: 'ISC' }, tag: 'next' });
  expect(await view('mail-server', 'dist-tags', 'versions')).toEqual({ 'dist-tags': { latest: '1.0.0', next: '1.0.1' }, versions: ['1.0.0', '1.0.1'] });
  expect(await view('mail-server@1.0.1', 'license', 'dist.signatures')).toMatchObject({ license: 'ISC', 'dist.signatures': [{ keyid: registry.keys.present.listed.keyid }] });
  await expect(publishFolder(registry, folder, '1.0.1')).rejects.toThrow('previously published');
  await expect(publishFolder({ url: registry.url, token: 'other' }, folder, '1.0.2')).rejects.toThrow(/E401|E403|ENEEDAUTH/);
  await runNpm(registry, ['dist-tag', 'add', 'mail-server@1.0.1', 'beta']);
  await runNpm(registry, ['deprecate', 'mail-server@1.0.0', 'use another']);
  expect(await view('mail-server@1.0.0', 'deprecated', 'dist-tags.beta')).toEqual({ deprecated: 'use another', 'dist-tags.beta': '1.0.1' });
  await runNpm(registry, ['unpublish', 'mail-server@1.0.1']);
  expect(await view('mail-server', 'versions', 'time')).toMatchObject({ versions: ['1.0.0'], time: { '1.0.1': expect.any(String) as unknown } });
  await runNpm(registry, ['unpublish', 'mail-server', '--force']);
  await expect(view('mail-server')).rejects.toThrow('Unpublished');
});

test('a scope that wants a token', async () => {
  const folder = temporaryFolder({ 'package.json': '{"name":"@corp/mail","version":"0.0.0"}' });
  await publishFolder(registry, folder, '1.0.0');
  expect(await view('@corp/mail', 'version')).toBe('1.0.0');
  await expect(runNpm({ url: registry.url, token: 'other' }, ['view', '@corp/mail'])).rejects.toThrow('E403');
});
