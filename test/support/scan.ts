// Scans files given as an object, with the real campaign files named, in memory.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileBundle } from '../../src/indicators/compile.ts';
import { openBundle } from '../../src/indicators/open.ts';
import { type BundleStack, stackBundles } from '../../src/indicators/stack.ts';
import { memoryTree, type MemoryEntry } from '../../src/io/memory-tree.ts';
import { LIMITS } from '../../src/model/limits.ts';
import type { Problem } from '../../src/model/coverage.ts';
import type { Report } from '../../src/model/report.ts';
import { scan, type ScanOptions, type ScanPorts } from '../../src/pipelines/scan.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
export const NOW = new Date('2026-09-01T00:00:00Z');

/** A bundle of campaign files of iocs/, or of YAML texts given. */
export async function bundleOf(...campaigns: readonly (string | { readonly yaml: string })[]): Promise<BundleStack> {
  const files = campaigns.map((campaign) => (typeof campaign === 'string'
    ? { path: `${campaign}.yaml`, text: readFileSync(join(ROOT, 'iocs', `${campaign}.yaml`), 'utf8') }
    : { path: `${/^id: (.*)$/m.exec(campaign.yaml)?.[1] ?? 'x'}.yaml`, text: campaign.yaml }));
  const { index, problems } = await compileBundle(files, { id: 'test' });
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join('\n'));
  return stackBundles([openBundle({ size: index.length, read: (offset, length) => index.subarray(offset, offset + length) }, 'test')]);
}

let usual: Promise<BundleStack> | undefined;
/** The model case and a hijacked live package. */
export function usualBundle(): Promise<BundleStack> {
  return usual ??= bundleOf('postmark-mcp', 'chalk-debug-2025');
}

export async function scanFiles(files: Readonly<Record<string, MemoryEntry>>, options: Partial<ScanOptions> & { readonly bundles?: BundleStack; readonly bundleProblems?: readonly Problem[]; readonly npm?: ScanPorts['npm']; readonly deep?: ScanPorts['deep'] } = {}): Promise<Report> {
  const { bundles, bundleProblems, npm, deep, ...rest } = options;
  return scan({
    targets: [{ absolute: '/repo', shown: '.', stable: '' }],
    failOn: 'high',
    allowEmpty: 'refuse',
    fileBytes: LIMITS.fileBytes,
    exclude: [],
    crossCheck: 'off',
    inventory: 'drop',
    ...rest,
  }, {
    tree: memoryTree(Object.fromEntries(Object.entries(files).map(([path, entry]) => [path.startsWith('/') ? path : `/repo/${path}`, entry]))),
    clock: { now: () => NOW },
    bundles: bundles ?? await usualBundle(),
    bundleProblems: bundleProblems ?? [],
    bundleNotes: [],
    ...(npm ? { npm } : {}),
    ...(deep ? { deep } : {}),
    progress: () => undefined,
    breathe: async () => undefined,
    toolVersion: 'test',
  });
}

export function problemsOf(report: Report): readonly Problem[] {
  return [...report.coverage.problems, ...report.coverage.places.flatMap((place) => place.problems)];
}

/** A v3 package-lock.json and its package.json, with one top-level entry a dependency. */
export function npmProject(dependencies: Readonly<Record<string, string>>, more: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {}, folder = ''): Readonly<Record<string, string>> {
  const manifest = { name: 'project', version: '1.0.0', dependencies };
  const packages = Object.fromEntries(Object.entries(dependencies).map(([name, version]) => [`node_modules/${name}`, { version, ...more[name] }]));
  return {
    [`${folder}package.json`]: JSON.stringify(manifest, undefined, 2),
    [`${folder}package-lock.json`]: JSON.stringify({ name: 'project', version: '1.0.0', lockfileVersion: 3, requires: true, packages: { '': manifest, ...packages } }, undefined, 2),
  };
}
