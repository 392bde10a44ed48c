// The fixture homes, whole: every server of every client with what its line runs. The lists beside the homes were read line by line.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFolderTree } from '../../src/io/file-tree.ts';
import { LIMITS } from '../../src/model/limits.ts';
import type { ServerEntry } from '../../src/model/report.ts';
import { scan } from '../../src/pipelines/scan.ts';
import { NOW, problemsOf, ROOT, usualBundle } from '../support/scan.ts';

const HOMES = join(ROOT, 'fixtures', 'clients', 'homes');

function line({ client, scope, name, state, kind, subjects, credentials }: ServerEntry): string {
  const runs = subjects.map(({ role, kind: what, name: subject, spec, versionClass }) => `${role} ${what} ${subject ?? '-'} ${spec === '' ? '-' : spec} ${versionClass}`).join(' + ');
  return [client, scope, name, state, kind, runs === '' ? '-' : runs, credentials.join(', ') || '-'].join(' | ');
}

test.each(['linux', 'macos', 'windows'])('%s: client, scope, name, state, what it runs, credentials', async (system) => {
  const report = await scan({
    targets: [], failOn: 'critical', allowEmpty: 'refuse', fileBytes: LIMITS.fileBytes, exclude: [], crossCheck: 'off', inventory: 'drop',
    machine: { homes: 'all', shownRoot: '', trees: 'scan' },
  }, {
    tree: openFolderTree({ root: join(HOMES, system) }), clock: { now: () => NOW }, bundles: await usualBundle(), bundleProblems: [], bundleNotes: [],
    progress: () => undefined, breathe: async () => undefined, toolVersion: 'test',
  });
  expect(problemsOf(report)).toEqual([]);
  expect(report.servers?.filter(({ kind, subjects }) => kind === 'command' && subjects.length === 0)).toEqual([]);
  expect(new Set(report.servers?.map(({ client }) => client)).size).toBeGreaterThan(35);
  await expect(`${(report.servers ?? []).map(line).join('\n')}\n`).toMatchFileSnapshot(join(HOMES, `${system}.servers.txt`));
});
