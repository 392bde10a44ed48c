import { expect, test } from 'vitest';
import { mayBeClientFile } from '../../../src/clients/shared/names.ts';
import { CLIENTS } from '../../../src/clients/registry.ts';

test('the quick look lets every project-level file of every client through', () => {
  const places = CLIENTS.flatMap((client) => client.projectPlaces.map((place) => place.path.replaceAll('**', 'a/b').replaceAll('*', 'some-name')));
  expect(places.length).toBeGreaterThan(50);
  for (const path of places) {
    expect([path, mayBeClientFile(`/repo/packages/a/${path}`)]).toEqual([path, true]);
    expect([path, mayBeClientFile(path.toUpperCase())]).toEqual([path, true]);
  }
});

test('ordinary files of a repository do not load the table', () => {
  for (const path of ['/repo/package.json', '/repo/tsconfig.json', '/repo/src/data/a.json', '/repo/docs/index.yaml', '/repo/Cargo.toml']) expect([path, mayBeClientFile(path)]).toEqual([path, false]);
});
