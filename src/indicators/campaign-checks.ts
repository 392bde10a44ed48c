// What a schema cannot say of a campaign file: versions and ranges that parse, values that have the form of their type, nothing twice.
import type { CampaignFile, CampaignIndicator, CampaignPackage } from './campaign-schema.ts';
import { formProblem } from './indicator-forms.ts';
import { type FieldProblem, checkPattern } from './pattern-checks.ts';
import type { Path } from './yaml-positions.ts';
import { hasUnprintable } from '../text/printable.ts';

/** Every fault found, in the order of the file. `expectedId` is the file's name without extension. */
export async function checkCampaign(file: CampaignFile, expectedId: string): Promise<readonly FieldProblem[]> {
  const { default: semver } = await import('semver');
  const problems: FieldProblem[] = [];
  if (file.id !== expectedId) problems.push({ path: ['id'], message: `must be the file's name, ${JSON.stringify(expectedId)}` });
  const seenPackages = new Map<string, number>();
  for (const [at, entry] of (file.packages ?? []).entries()) {
    const path = ['packages', at];
    problems.push(...checkPackage(entry, entry.class ?? file.class, path, semver));
    const first = firstSeen(seenPackages, JSON.stringify([entry.ecosystem ?? 'npm', entry.name, entry.class ?? file.class, entry.severity]), at);
    if (first !== undefined) problems.push({ path: [...path, 'name'], message: `${JSON.stringify(entry.name)} stands twice with one class and severity, first as packages[${first}]` });
  }
  const seenIndicators = new Map<string, number>();
  for (const [at, entry] of (file.indicators ?? []).entries()) {
    const path = ['indicators', at];
    problems.push(...checkIndicator(entry, path));
    const first = firstSeen(seenIndicators, JSON.stringify([entry.type, entry.value]), at);
    if (first !== undefined) problems.push({ path: [...path, 'value'], message: `stands twice, first as indicators[${first}]` });
  }
  const seenPatterns = new Map<string, number>();
  for (const [at, entry] of (file.patterns ?? []).entries()) {
    problems.push(...checkPattern(entry).map((problem) => ({ ...problem, path: ['patterns', at, ...problem.path] })));
    const first = firstSeen(seenPatterns, entry.id, at);
    if (first !== undefined) problems.push({ path: ['patterns', at, 'id'], message: `${JSON.stringify(entry.id)} stands twice, first as patterns[${first}]` });
  }
  return problems;
}

function firstSeen(seen: Map<string, number>, key: string, at: number): number | undefined {
  const first = seen.get(key);
  if (first === undefined) seen.set(key, at);
  return first;
}

function checkPackage(entry: CampaignPackage, advisoryClass: string, path: Path, semver: typeof import('semver')): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const add = (field: Path, message: string): void => { problems.push({ path: [...path, ...field], message }); };
  if (hasUnprintable(entry.name) || /\s/.test(entry.name)) add(['name'], 'must not hold white space or control characters');
  if (entry.versions !== '*' && (entry.versions ?? []).length === 0 && (entry.ranges ?? []).length === 0) add(['versions'], 'names no version and no range: write "*" for every version');
  // Versions of other ecosystems are not semver.
  if ((entry.ecosystem ?? 'npm') !== 'npm') return problems;
  const lists = [['versions', entry.versions === '*' ? [] : entry.versions ?? []], ['safe', entry.safe ?? []]] as const;
  for (const [field, versions] of lists) {
    for (const [at, version] of versions.entries()) {
      if (semver.valid(version) !== version) add([field, at], `${JSON.stringify(version)} is not an exact version (MAJOR.MINOR.PATCH, semver.org)`);
      if (versions.indexOf(version) !== at) add([field, at], `${JSON.stringify(version)} stands twice`);
    }
  }
  for (const [at, range] of (entry.ranges ?? []).entries()) {
    if (semver.validRange(range) === null) add(['ranges', at], `${JSON.stringify(range)} is not a semver range`);
    else if (semver.validRange(range) === '*') add(['ranges', at], 'takes every version: write versions: "*" instead');
  }
  for (const safe of entry.safe ?? []) {
    if (entry.versions === '*' || entry.versions?.includes(safe)) add(['safe'], `${JSON.stringify(safe)} is listed as safe and as bad`);
  }
  if (advisoryClass === 'vulnerability' && entry.severity === 'critical') add(['severity'], 'must be high or lower: critical is kept for known-bad versions');
  return problems;
}

function checkIndicator(entry: CampaignIndicator, path: Path): readonly FieldProblem[] {
  const problem = formProblem(entry.type, entry.value);
  const problems: FieldProblem[] = problem === undefined ? [] : [{ path: [...path, 'value'], message: `${JSON.stringify(entry.value)} ${problem}` }];
  const isHash = entry.type === 'sha256' || entry.type === 'sha1' || entry.type === 'md5' || entry.type === 'integrity';
  if (entry.of !== undefined && !isHash) problems.push({ path: [...path, 'of'], message: 'only hashes have it' });
  if (isHash && entry.of === undefined && entry.use === 'match') problems.push({ path: [...path, 'of'], message: 'is missing: what was the hash taken of (tarball, file, git-commit)?' });
  return problems;
}
