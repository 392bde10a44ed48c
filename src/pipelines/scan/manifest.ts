// Manifests: what is asked for, and whether a lockfile tells what was got.
import { isExactVersion } from '../../indicators/versions.ts';
import type { Manifest, Request } from '../../manifests/contract.ts';
import { parsePackageJson } from '../../manifests/package-json.ts';
import type { RequestMatch } from '../../model/advisory.ts';
import type { RequestFacts } from '../../rules/contract.ts';
import { excerptsIn } from '../../text/lines.ts';
import { withoutUrlSecrets } from '../../text/printable.ts';
import { strongest } from './asked.ts';
import { addProblems, failPlace, openPlace, type PlaceDraft, type ScanState, type TargetPath } from './context.ts';
import { judgeFacts } from './judge.ts';
import { readText } from './lockfile.ts';
import { holds, type Scope } from './scopes.ts';

export interface ReadManifest {
  readonly path: TargetPath;
  readonly place: PlaceDraft;
  readonly manifest: Manifest;
  readonly text: string;
}

/** Reads one of the manifest files; undefined where it could not be read (its place tells why). */
export async function readManifest(state: ScanState, path: TargetPath, name: string): Promise<ReadManifest | undefined> {
  const place = openPlace(state, name === 'package.json' ? 'manifest' : 'workspace-config', path.shown);
  place.format = name;
  const text = readText(state, place, path);
  if (text === undefined) return undefined;
  let manifest: Manifest;
  try {
    manifest = await parse(name, text, path.shown);
  } catch (error) {
    failPlace(place, 'reader-failed', `the reader failed: ${error instanceof Error ? error.message : String(error)}`, 'please report this with the file');
    return undefined;
  }
  addProblems(place, manifest.problems);
  return { path, place, manifest, text };
}

async function parse(name: string, text: string, path: string): Promise<Manifest> {
  if (name === 'package.json') return parsePackageJson(text, path);
  const { parsePnpmWorkspace, parseYarnrc } = await import('../../manifests/workspace-yaml.ts');
  return name === 'pnpm-workspace.yaml' ? parsePnpmWorkspace(text, path) : parseYarnrc(text, path);
}

/** What the bundles say of the requests of one manifest. */
export async function judgeManifest(state: ScanState, read: ReadManifest, scope: Scope | undefined): Promise<void> {
  const requests = read.manifest.requests.filter((request) => request.source === 'registry' && !(scope && isAnswered(state, scope, request)));
  const byRequest = new Map<string, typeof requests[number][]>();
  for (const request of requests) {
    const key = keyOf(request);
    const same = byRequest.get(key);
    if (same) same.push(request);
    else byRequest.set(key, [request]);
  }
  const facts: RequestFacts[] = [];
  const excerptOf = excerptsIn(read.text);
  // Each request once: a thousand aliases of one package are a thousand lines, not a million matches.
  for (const match of await state.ports.bundles.matchRequests([...byRequest.values()].flatMap(([first]) => first ?? []))) {
    if (scope && isLocked(scope, match)) continue;
    for (const request of byRequest.get(keyOf(match)) ?? []) {
      const position = read.manifest.locate(request);
      const excerpt = position ? excerptOf(position.line) : '';
      facts.push({ ...match, key: request.key, location: { path: read.path.shown, ...position, entry: request.key, ...(excerpt === '' ? {} : { excerpt: withoutUrlSecrets(excerpt) }) } });
    }
  }
  if (facts.length === 0) return;
  await judgeFacts(state, read.place, { kind: 'requests', path: read.path.shown, stablePath: read.path.stable, governed: scope ? 'governed' : 'alone', requests: strongest(facts), campaign: state.ports.bundles.campaign });
}

// What the lockfile holds too was judged there, with its path and place: once is enough. Only a single version can add to that.
// Said before the bundle is asked: a range of a listed name would load semver, which takes as long as reading the lockfile.
function isAnswered(state: ScanState, scope: Scope, { name, spec }: Request): boolean {
  return state.ports.bundles.advisories(name).length > 0 && !isExactVersion(spec) && holds(scope, name);
}

function isLocked(scope: Scope, { name, kind, spec, matched }: RequestMatch): boolean {
  const versions = scope.locked.get(name);
  return versions !== undefined && (kind !== 'exact' || [spec.trim(), ...matched].some((version) => versions.has(version)));
}

function keyOf({ name, spec }: Pick<RequestMatch, 'name' | 'spec'>): string {
  return JSON.stringify([name, spec]);
}
