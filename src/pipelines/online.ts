// scan --online: what a registry says today of what a scan met. Suspects, and MCP servers whose version nobody knows to be good, are
// fetched and compared with the last version before them that is known to be good; what `@latest` resolves to is asked. Advisory
// services (OSV, npm's bulk endpoint) are not asked. A step that fails leaves the run incomplete.
import type { Difference } from '../model/difference.ts';
import type { Finding, Location } from '../model/finding.ts';
import { LIMITS } from '../model/limits.ts';
import type { DeepPorts } from './deep/words.ts';
import { eachOf } from './deep/read-code.ts';
import { earlierGood } from './diff/known-good.ts';
import { tellRegistry } from './diff/said.ts';
import { differencesOf, type Done, type Locked, problemsOf, runWork, subjectOf } from './diff/work.ts';
import type { DiffPorts, SidePorts } from './diff/words.ts';
import { lockedIn } from './online/locked.ts';
import { serverVersions, suspects, type Wanted } from './online/wanted.ts';
import { addFindings, addProblems, openPlace, type PlaceDraft, type ScanState } from './scan/context.ts';

/** The outside of `--online`. */
export interface OnlinePorts {
  readonly sides: SidePorts;
  readonly deep: DeepPorts;
}

const AT_ONCE = 3;

/** Asks, compares, and adds findings and problems to the state; gives the comparisons that matter. */
export async function checkOnline(state: ScanState, online: OnlinePorts): Promise<readonly Difference[]> {
  const place = openPlace(state, 'registry', 'what the registry says today');
  const registry = await online.sides.registry.open();
  const all = distinct([...suspects(state), ...await serverVersions(state, place, registry)]);
  const wanted = all.slice(0, LIMITS.onlineVersions);
  if (all.length > wanted.length) addProblems(place, [{ code: 'too-many', message: `${all.length} versions are suspect or unknown, and ${wanted.length} of them were looked up; left out: ${all.slice(wanted.length, wanted.length + 5).map(({ name, version }) => `${name} ${version}`).join(', ')}${all.length > wanted.length + 5 ? ' …' : ''}`, hint: 'mcp-audit diff --against-known-good looks at one of them' }]);
  place.packages = wanted.length;
  if (wanted.length === 0) place.notes.push('no suspect version and no server version that is not known to be good: nothing was fetched');
  const ports: DiffPorts = { ...state.ports, ...online.sides, deep: online.deep };
  const told = new Set(state.findings.map(subjectOf));
  const done: Done[] = [];
  await eachOf(wanted, AT_ONCE, async (one) => {
    await state.ports.breathe();
    const outcome = await checkOne(state, ports, place, one);
    const findings = outcome.outcome.findings.filter((finding) => !told.has(subjectOf(finding))).map((finding) => located(finding, one.locations));
    addFindings(state, findings);
    done.push({ ...outcome, outcome: { ...outcome.outcome, findings } });
  });
  addProblems(place, problemsOf(done));
  tellRegistry(state, online.sides);
  return differencesOf(done);
}

async function checkOne(state: ScanState, ports: DiffPorts, place: PlaceDraft, { name, version, why }: Wanted): Promise<Done> {
  state.ports.progress(`asking the registry for ${name} ${version}`);
  const locked: Locked = lockedIn(state, name, version);
  const release = await (await ports.registry.open()).release(`${name}@${version}`);
  if (release.kind === 'found' && release.value.deprecated !== undefined) place.notes.push(`${name} ${version} is deprecated: ${release.value.deprecated.slice(0, 300)}`);
  const earlier = await earlierGood(state, ports, name, version);
  if (earlier.kind === 'unknown') place.notes.push(`${name} ${version}: its versions could not be listed; it was looked at by itself`);
  if (earlier.kind === 'none') place.notes.push(`${name} ${version}: no earlier version is known to be good; it was looked at by itself`);
  const from = earlier.kind === 'found' ? earlier.version : undefined;
  const work = { name, to: version, ...(from === undefined ? {} : { from }) };
  const outcome = await runWork(state, ports, work, locked);
  place.notes.push(`${name} ${version} (${why})${outcome.failed === undefined ? `: ${earlier.kind === 'found' ? `compared with ${earlier.version}, ${earlier.why}` : 'looked at by itself'}; ${outcome.findings.length === 0 ? 'nothing of weight' : `${outcome.findings.length} ${outcome.findings.length === 1 ? 'finding' : 'findings'}`}` : `: ${outcome.failed}`}`);
  return { work, outcome: earlier.kind === 'unknown' ? { ...outcome, problems: [...outcome.problems, earlier.problem] } : outcome };
}

function distinct(wanted: readonly Wanted[]): readonly Wanted[] {
  const found = new Map<string, Wanted>();
  for (const one of wanted) {
    const key = JSON.stringify([one.name, one.version]);
    const other = found.get(key);
    found.set(key, other ? { ...other, locations: [...other.locations, ...one.locations] } : one);
  }
  return [...found.values()];
}

// Where it was met, behind where the code shows it.
function located(finding: Finding, locations: readonly Location[]): Finding {
  return { ...finding, locations: [...finding.locations, ...locations.slice(0, 5)] };
}
