// What speaks against one new dependency, each with its weight: what bundles say, where it comes from, how young it is, what its
// installation runs, what its name looks like.
import type { RequestMatch } from '../model/advisory.ts';
import type { Confidence, Evidence, Severity } from '../model/finding.ts';
import { readPackageSpec } from '../text/package-spec.ts';
import { repositoryPlace } from '../text/repository.ts';
import { listed } from './behavior-words.ts';
import type { DependencyFacts, DifferenceFacts } from './contract.ts';
import { isOwn, youthOf } from './dependency-age.ts';
import { publisherWords } from './people.ts';
import { popularLike } from './popular-packages.ts';
import { losesProvenance, publisherDiffers } from './takeover-signs.ts';

/** One reason. */
export interface Weight {
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** One clause. */
  readonly words: string;
}

const COMMIT = /#(?:[0-9a-f]{40}|[0-9a-f]{7,12})$/i;
const ORDER: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** All reasons, those of most weight first. */
export function weightsOf(dependency: DependencyFacts, facts: DifferenceFacts): readonly Weight[] {
  // What lies in the package itself is compared with it, and a name that was there already is no new one.
  if (dependency.kind === 'bundled' || turnOf(dependency) === 'range') return statements(dependency);
  return [...statements(dependency), ...sourceWeights(dependency, facts), ...nameWeights(dependency, facts)].toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

/** What happened to the request: it is new, it has another range of the same package, or it is answered from elsewhere. */
export function turnOf({ name, spec, was }: DependencyFacts): 'new' | 'range' | 'source' {
  if (was === undefined) return 'new';
  const [old, now] = [was, spec].map((asked) => readPackageSpec(`${name}@${asked}`));
  return old?.source === 'registry' && now?.source === 'registry' && old.name === now.name ? 'range' : 'source';
}

/** The statement of the bundles that counts most. */
export function listedStatement(dependency: DependencyFacts): RequestMatch | undefined {
  return dependency.matches.toSorted((a, b) => ORDER.indexOf(severityOf(a, dependency)) - ORDER.indexOf(severityOf(b, dependency)))[0];
}

/** What the registry answers the request with, in words; empty where nobody asked. */
export function answerWords({ answer }: DependencyFacts): readonly Evidence[] {
  if (!answer) return [];
  const { release, created, versions, installScripts } = answer;
  return [{
    kind: 'version',
    text: [
      `the registry answers with ${release.name} ${release.version}`,
      ...(created === undefined ? [] : [`name there since ${created.slice(0, 10)}`]),
      ...(versions === undefined ? [] : [`${versions} ${versions === 1 ? 'version' : 'versions'}`]),
      ...(release.publisher ? [`published by ${publisherWords(release.publisher)}`] : []),
      ...(installScripts.length > 0 ? [`install scripts: ${installScripts.slice(0, 5).join(', ')}`] : []),
      ...(release.deprecated === undefined ? [] : ['deprecated']),
    ].join(', '),
  }];
}

function statements(dependency: DependencyFacts): readonly Weight[] {
  const match = listedStatement(dependency);
  if (!match) return [];
  const severity = severityOf(match, dependency);
  const ids = match.advisory.ids.length > 0 ? ` (${match.advisory.ids.slice(0, 3).join(', ')})` : '';
  const record = `${match.advisory.campaign}${ids}`;
  const what = match.advisory.class === 'vulnerability' ? 'a flaw' : match.advisory.class === 'impostor' ? 'an impostor' : 'malware';
  const words = match.kind === 'exact' ? `the version asked for is listed as ${what} by ${record}` : match.kind === 'every-version' ? `every version is listed as ${what} by ${record}` : `${match.matched.slice(0, 3).join(', ')}, which the request includes, is listed as ${what} by ${record}`;
  return [{ severity, confidence: match.kind === 'could-resolve' && severity !== 'critical' ? 'medium' : match.advisory.confidence, words }];
}

// A range around one removed version of a package that lives on cannot get it today: half of npm would be listed otherwise.
function severityOf({ advisory, kind, matched }: RequestMatch, { answer }: DependencyFacts): Severity {
  if (advisory.class === 'vulnerability' || advisory.confidence === 'low') return 'info';
  if (advisory.class === 'impostor') return 'medium';
  const answered = answer !== undefined && (matched.includes(answer.release.version) || (advisory.versions !== '*' && advisory.versions.includes(answer.release.version)));
  if (advisory.class !== 'malware' && advisory.class !== 'protestware') return kind === 'could-resolve' && !answered ? 'info' : 'medium';
  if (advisory.confidence === 'medium') return kind === 'could-resolve' && !answered ? 'low' : 'medium';
  if (kind === 'exact') return advisory.alive === true && !matched.every((version) => advisory.versions.includes(version)) ? 'medium' : 'critical';
  if (answered) return 'critical';
  if (kind === 'every-version' || advisory.alive === false) return 'high';
  return answer === undefined ? 'low' : 'info';
}

// Beside a registry a dependency has no versions, no record and no published hash: see the rule planted-git-dependency.
function sourceWeights(dependency: DependencyFacts, facts: DifferenceFacts): readonly Weight[] {
  const { kind, spec: asked } = dependency;
  const spec = readPackageSpec(`${dependency.name}@${asked}`);
  if (spec.source === 'registry' || spec.source === 'jsr') return [];
  if (spec.source === 'git') {
    const optional = kind === 'optionalDependencies';
    const severity = optional && (COMMIT.test(asked) || !isOwnRepository(asked, facts)) ? 'high' : 'medium';
    return [{ severity, confidence: severity === 'high' ? 'medium' : 'low', words: `it is fetched from git and not from a registry${optional ? ', as an optional one whose failure stays silent' : ''}` }];
  }
  if (spec.source === 'url') return [{ severity: 'medium', confidence: 'medium', words: 'it is fetched from an address and not from a registry' }];
  if (spec.source === 'file') return [{ severity: 'medium', confidence: 'low', words: 'it is a file or folder beside the package' }];
  return [{ severity: 'low', confidence: 'low', words: 'the request is none that npm can answer' }];
}

function nameWeights(dependency: DependencyFacts, facts: DifferenceFacts): readonly Weight[] {
  const { answer, name, kind } = dependency;
  const own = isOwn(dependency, facts);
  const youth = youthOf(dependency, facts);
  const scripts = answer?.installScripts ?? [];
  const like = own ? undefined : popularLike(name);
  // Long in use under that name: an honest neighbour.
  const lookalike = like && (answer === undefined || youth !== undefined || (answer.versions ?? 0) < 10) ? like : undefined;
  const together = !own && [youth !== undefined, scripts.length > 0, lookalike !== undefined].filter(Boolean).length > 1 && kind !== 'peerDependencies';
  // Made for a release that was not made as those before it: the whole of the axios case.
  const taken = publisherDiffers(facts) || losesProvenance(facts);
  const alone: Severity = !together ? 'medium' : taken && youth !== undefined ? 'critical' : 'high';
  return [
    ...(youth === undefined ? [] : [{ severity: own ? (scripts.length > 0 ? 'medium' : 'info') : youth.kind === 'unknown' && !together ? 'low' : alone, confidence: together ? 'high' : 'medium', words: youth.words } as const]),
    ...(scripts.length === 0 ? [] : [{ severity: together ? alone : 'medium', confidence: 'medium', words: `installing it runs ${listed(scripts.slice(0, 3))}` } as const]),
    ...(lookalike ? [{ severity: alone, confidence: answer === undefined ? 'low' : 'medium', words: `its name can be taken for ${lookalike.known} (${lookalike.how})` } as const] : []),
  ];
}

function isOwnRepository(spec: string, { after, before }: DifferenceFacts): boolean {
  const place = repositoryPlace(spec);
  // The earlier copy's word: the later one may have been written by whoever planted it.
  const own = repositoryPlace((before.manifest ?? after.manifest)?.repository ?? '');
  return place !== undefined && own !== undefined && place.host === own.host && place.owner === own.owner;
}
