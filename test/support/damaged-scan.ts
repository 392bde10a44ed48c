// Scans a project again and again with its lockfile damaged, and asks each time: is the run clean although a package was lost?
// What counts is what reaches the matcher: a package that is not asked about cannot be found.
import type { BundleStack } from '../../src/indicators/stack.ts';
import { memoryTree } from '../../src/io/memory-tree.ts';
import type { Advisory } from '../../src/model/advisory.ts';
import { LIMITS } from '../../src/model/limits.ts';
import { isUnverifiable, type Package } from '../../src/model/package.ts';
import type { FileTree } from '../../src/model/ports.ts';
import { parseJsonc } from '../../src/lockfiles/bun/json.ts';
import { LOCKFILES } from '../../src/lockfiles/registry.ts';
import { scan } from '../../src/pipelines/scan.ts';
import { askedFor, damage, localName, numbers } from './damage.ts';
import { filesOf, foldersOf } from './fixtures.ts';
import { NOW } from './scan.ts';

/** The hidden lockfile of node_modules is no lockfile of a project. */
const NAMES = new Set(LOCKFILES.flatMap((descriptor) => descriptor.fileNames).filter((name) => !name.startsWith('.')));

export interface DamagedRun {
  readonly exit: 0 | 1 | 2;
  /** What the matcher was asked about. */
  readonly asked: readonly Package[];
}

export interface Project {
  /** Path of the lockfile among the files. */
  readonly lockfile: string;
  /** The lockfile undamaged. */
  readonly text: string;
  readonly run: (lockfile: string | Uint8Array) => Promise<DamagedRun>;
}

/** A project of files with one lockfile. Every name counts as listed, so that an entry whose version is not known is a problem. */
export function project(files: Readonly<Record<string, string>>): Project {
  const lockfile = Object.keys(files).find((path) => NAMES.has(path));
  if (lockfile === undefined) throw new Error('no lockfile');
  const plain = memoryTree(Object.fromEntries(Object.entries(files).map(([path, text]) => [`/repo/${path}`, text])));
  let damaged: Uint8Array = new Uint8Array();
  const tree: FileTree = { ...plain, read: (path, limit) => (path === `/repo/${lockfile}` ? damaged : plain.read(path, limit)) };
  const run = async (content: string | Uint8Array): Promise<DamagedRun> => {
    damaged = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const asked: Package[] = [];
    const report = await scan(
      { targets: [{ absolute: '/repo', shown: '.', stable: '' }], failOn: 'high', allowEmpty: 'refuse', fileBytes: LIMITS.fileBytes, exclude: [], crossCheck: 'off', inventory: 'drop' },
      { tree, clock: { now: () => NOW }, bundles: recording(asked), bundleProblems: [], bundleNotes: [], progress: () => undefined, breathe: async () => undefined, toolVersion: 'test' },
    );
    return { exit: report.verdict.exitCode, asked };
  };
  return { lockfile, text: files[lockfile] ?? '', run };
}

const LISTED: readonly Advisory[] = [{ name: '', class: 'malware', confidence: 'high', versions: '*', ranges: [], safe: [], campaign: 'any', ids: [], sources: [] }];

function recording(asked: Package[]): BundleStack {
  return {
    infos: [{ id: 'recording', date: '2026-08-31', digest: 'sha256-0', campaigns: 1, names: 1, entries: 1, indicators: 0, origin: 'test' }],
    matchPackages: async (packages) => {
      asked.push(...packages);
      return [];
    },
    matchRequests: async () => [],
    advisories: () => LISTED,
    campaign: () => undefined,
    campaigns: () => [],
    indicators: () => [],
    patterns: () => [],
    close: () => undefined,
  };
}

/** Every name@version that advisories could speak of, with the entries that carry it. Build metadata makes no other version. */
export function identitiesOf(packages: readonly Package[]): ReadonlyMap<string, readonly Package[]> {
  const found = new Map<string, Package[]>();
  for (const entry of packages) {
    if (isUnverifiable(entry.source)) continue;
    for (const { name, version } of [entry, ...entry.identities ?? []]) {
      const key = `${name}@${(version ?? entry.version ?? '').split('+', 1)[0]}`;
      found.set(key, [...found.get(key) ?? [], entry]);
    }
  }
  return found;
}

/** Projects among the fixtures whose damage must show: `folder` of fixtures/, each lockfile once. */
export function projectsOf(folder: string): readonly { readonly name: string; readonly files: Readonly<Record<string, string>> }[] {
  const seen = new Set<string>();
  return foldersOf(folder).flatMap((name) => {
    // Without the installed parts: the lockfile alone must tell.
    const files = Object.fromEntries(Object.entries(filesOf(`${folder}/${name}`)).filter(([path]) => !path.startsWith('.pnp')));
    const lockfile = Object.keys(files).find((path) => NAMES.has(path));
    const key = `${lockfile}\n${files[lockfile ?? '']}\n${files['package.json']}`;
    if (lockfile === undefined || seen.has(key)) return [];
    seen.add(key);
    return [{ name: `${folder}/${name}`, files }];
  });
}

interface Lost {
  readonly identity: string;
  readonly owners: readonly Package[];
}

function lostBetween(whole: readonly Package[], damaged: readonly Package[]): readonly Lost[] {
  const kept = identitiesOf(damaged);
  return [...identitiesOf(whole)].filter(([identity]) => !kept.has(identity)).map(([identity, owners]) => ({ identity, owners }));
}

/**
 * The one cut that nobody can see: a yarn classic file that ends behind a complete line of an entry. What follows in that
 * entry (its later fields, the block of its dependencies) and behind it is gone, and what is left is a valid file, byte for
 * byte as yarn would write it for an entry without dependencies, where no earlier entry shows which fields are usual.
 */
function looksWhole(lockfile: string, kept: string, rest: string): boolean {
  if (!lockfile.endsWith('yarn.lock') || !kept.startsWith('# THIS IS AN AUTOGENERATED FILE') || !kept.includes('# yarn lockfile v1')) return false;
  const last = kept.trimEnd().split('\n').at(-1) ?? '';
  return /^ {2}(?:version|resolved|integrity) /.test(last) && /^\n?(?: {2}(?:resolved|integrity) | {2}(?:dependencies|optionalDependencies):)/.test(rest);
}

/** Cuts the lockfile at each offset, in bytes, that `at` takes: what was lost at exit 0, but for what nobody can see. */
export async function cutSilently({ lockfile, text, run }: Project, at: (offset: number, bytes: Uint8Array) => boolean): Promise<{ readonly silent: readonly string[]; readonly allowed: number; readonly cuts: number }> {
  const whole = await run(text);
  if (whole.exit !== 0) return { silent: [`undamaged: exit ${whole.exit}`], allowed: 0, cuts: 0 };
  const bytes = new TextEncoder().encode(text);
  const silent: string[] = [];
  let allowed = 0;
  let cuts = 0;
  for (let offset = 0; offset < bytes.length; offset += 1) {
    if (!at(offset, bytes)) continue;
    cuts += 1;
    const { exit, asked } = await run(bytes.subarray(0, offset));
    if (exit !== 0) continue;
    const lost = lostBetween(whole.asked, asked);
    if (lost.length === 0) continue;
    const kept = new TextDecoder().decode(bytes.subarray(0, offset));
    const rest = new TextDecoder().decode(bytes.subarray(offset));
    if (looksWhole(lockfile, kept, rest)) allowed += 1;
    else silent.push(`cut at ${offset} of ${bytes.length}, lost ${lost.map(({ identity }) => identity).join(' ')}: …${kept.slice(-40)}`);
  }
  return { silent, allowed, cuts };
}

/**
 * Why no reader can see the loss, or undefined.
 * `rewritten`: the entry stands under its own key and says something else of itself.
 * `may be absent`: an optional or peer dependency, which managers leave out of healthy files. `required` holds the local names
 * that a file asks for which does not tell so at the entry itself.
 * `shadowed`: another entry of that local name answers its dependents, as one higher up does in a healthy file.
 */
function explained({ owners }: Lost, asked: readonly Package[], required: ReadonlySet<string> | undefined): string | undefined {
  const ids = new Set(asked.map((entry) => entry.id));
  if (owners.some((entry) => ids.has(entry.id))) return 'rewritten';
  if (owners.every((entry) => entry.optional === true || entry.peer === true || required?.has(localName(entry.id)) === false)) return 'may be absent';
  const locals = new Set(asked.map((entry) => localName(entry.id)));
  return owners.every((entry) => entry.id !== localName(entry.id) && locals.has(localName(entry.id))) ? 'shadowed' : undefined;
}

/** Damages the lockfile `rounds` times in seeded ways: what was lost at exit 0 without a reason, and how often each reason held. */
export async function mutatedSilently({ lockfile, text, run }: Project, rounds: number, seed = 20_250_917): Promise<{ readonly silent: readonly string[]; readonly reasons: ReadonlyMap<string, number> }> {
  const whole = await run(text);
  const required = lockfile.endsWith('bun.lock') ? requiredBy(text) : undefined;
  const next = numbers(seed);
  const silent: string[] = [];
  const reasons = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    const damaged = damage(text, next);
    const { exit, asked } = await run(damaged);
    if (exit !== 0) continue;
    for (const lost of lostBetween(whole.asked, asked)) {
      const reason = explained(lost, asked, required);
      if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      else silent.push(`round ${round}, lost ${lost.identity}: ${difference(text, damaged)}`);
    }
  }
  return { silent, reasons };
}

function requiredBy(text: string): ReadonlySet<string> {
  const { result } = parseJsonc(text);
  return result.ok ? askedFor(result.value) : new Set();
}

function difference(before: string, after: string): string {
  let from = 0;
  while (before[from] === after[from] && from < before.length) from += 1;
  const piece = (text: string) => JSON.stringify(text.slice(Math.max(0, from - 40), from + 80));
  return `${piece(before)} became ${piece(after)}`;
}
