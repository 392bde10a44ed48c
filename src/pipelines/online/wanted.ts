// Which versions --online looks at: those that a rule suspects, and what MCP servers start, as far as nobody knows it to be good.
import { canonicalVersion } from '../../indicators/versions.ts';
import { type Location, reaches, SEVERITIES } from '../../model/finding.ts';
import type { Registry } from '../../model/ports.ts';
import type { ServerEntry } from '../../model/report.ts';
import { addProblems, type PlaceDraft, type ScanState } from '../scan/context.ts';

export interface Wanted {
  readonly name: string;
  /** Exact. */
  readonly version: string;
  /** In a few words. */
  readonly why: string;
  /** Where it was met. */
  readonly locations: readonly Location[];
}

/** Versions with a finding of medium or worse, worst first. Only what has a registry identity can be asked for. */
export function suspects({ findings }: ScanState): readonly Wanted[] {
  return findings
    .filter(({ severity, package: of }) => reaches(severity, 'medium') && of?.purl !== undefined && of.version !== undefined)
    .toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
    .flatMap(({ package: of, ruleId, locations }) => (of?.version === undefined ? [] : [{ name: of.name, version: of.version, why: `suspect: ${ruleId}`, locations: locations.slice(0, 1) }]));
}

type Subject = ServerEntry['subjects'][number];

/** What the servers of all configurations start today. A launch without a pin is resolved as its next start would resolve it. */
export async function serverVersions(state: ScanState, place: PlaceDraft, registry: Registry): Promise<readonly Wanted[]> {
  const wanted: Wanted[] = [];
  const answers = new Map<string, string | undefined>();
  for (const server of state.servers) {
    if (server.state === 'disabled') continue;
    for (const subject of server.subjects) {
      if (subject.kind !== 'npm' || subject.name === undefined || subject.role === 'candidate') continue;
      if (subject.registry !== undefined) {
        place.notes.push(`${subject.name} of the server ${server.name} comes from ${subject.registry}, which the line names: it was not asked`);
        continue;
      }
      const version = await versionOf(place, registry, server, subject, answers);
      if (version === undefined || isKnownGood(state, subject.name, version)) continue;
      const location: Location = { path: server.path, ...(server.line === undefined ? {} : { line: server.line }) };
      wanted.push({ name: subject.name, version, why: `the server ${server.name} starts it`, locations: [location] });
    }
  }
  return wanted;
}

// What only the project has installed (a lockfile, a repository, an address) is no question for a registry.
async function versionOf(place: PlaceDraft, registry: Registry, { name: server }: ServerEntry, { name, spec, versionClass }: Subject, answers: Map<string, string | undefined>): Promise<string | undefined> {
  if (versionClass === 'exact') return canonicalVersion(spec);
  if (versionClass !== 'none' && versionClass !== 'tag' && versionClass !== 'range') return undefined;
  const asked = spec === '' ? `${name ?? ''}@latest` : `${name ?? ''}@${spec}`;
  if (answers.has(asked)) return answers.get(asked);
  const answer = await registry.release(asked);
  answers.set(asked, answer.kind === 'found' ? answer.value.version : undefined);
  if (answer.kind === 'failed') {
    addProblems(place, [{ ...answer.problem, path: asked }]);
    return undefined;
  }
  const { version, published } = answer.value;
  place.notes.push(`${asked}, which the server ${server} starts, is ${version} today${published === undefined ? '' : `, published on ${published.time.slice(0, 10)}`}`);
  return version;
}

function isKnownGood(state: ScanState, name: string, version: string): boolean {
  return state.ports.bundles.advisories(name).some(({ safe }) => safe.some((one) => canonicalVersion(one) === version));
}
