// Dependencies that no registry serves, in a package that a registry served. Worms of 2026 put one into optionalDependencies, pinned to a
// commit: npm fetches it, runs its `prepare` script, and says nothing when it fails (iocs/mini-shai-hulud-tanstack.yaml).
// Forms of a dependency: https://docs.npmjs.com/cli/configuring-npm/package-json#dependencies.
import type { InstallScriptBehavior } from '../model/behavior.ts';
import { quoted } from './behavior-words.ts';
import { type CodeRemark, codeFindings, subjectOf } from './code-findings.ts';
import type { CodeFacts, Rule } from './contract.ts';

const COMMIT = /#(?:[0-9a-f]{40}|[0-9a-f]{7,12})$/i;

export const plantedGitDependency: Rule<'code'> = {
  page: {
    id: 'planted-git-dependency',
    summary: 'A published package takes a dependency from git or from an address instead of a registry',
    why: 'What it fetches has no version, no registry record and no published hash, and npm runs its scripts. In optionalDependencies a failure stays silent. A commit of anybody\'s fork can be fetched under the name of the original repository, so that the owner in the address proves nothing.',
    remediation: ['Read the manifest of that very commit or archive: which scripts does it run?', 'Use a release before the dependency was added, or override it.'],
    limits: 'Judged by the manifest alone. A package that lists several of its own repositories so is usual for projects that publish nothing; it is low.',
    severities: ['high', 'medium', 'low'],
    references: ['https://docs.npmjs.com/cli/configuring-npm/package-json#git-urls-as-dependencies'],
  },
  judge: (facts) => {
    const planted = facts.behaviors.filter((behavior): behavior is InstallScriptBehavior => behavior.kind === 'install-script' && (behavior.hook === 'git-dependency' || behavior.hook === 'url-dependency') && sectionOf(behavior) !== 'devDependencies');
    return codeFindings(plantedGitDependency.page, facts, planted.map((dependency) => remarkOf(facts, dependency, planted)));
  },
};

function remarkOf(facts: CodeFacts, dependency: InstallScriptBehavior, all: readonly InstallScriptBehavior[]): CodeRemark {
  const optional = sectionOf(dependency) === 'optionalDependencies';
  const { spec } = partsOf(dependency);
  const pinned = COMMIT.test(spec);
  // A manifest with many of them is written so; one alone, silent and pinned among registry dependencies was put there.
  const marked = optional && pinned && all.length === 1;
  const own = isOwnRepository(facts, spec);
  return {
    subject: [spec.replace(/#.*$/s, '')],
    severity: marked ? 'high' : optional && !own ? 'medium' : own ? 'low' : dependency.hook === 'url-dependency' ? 'medium' : 'low',
    confidence: marked ? 'medium' : 'low',
    title: `${subjectOf(facts)} takes ${optional ? 'an optional dependency' : 'a dependency'} as ${quoted(spec)} instead of from a registry${pinned ? ', pinned to a commit' : ''}`,
    shown: [dependency],
  };
}

// `optionalDependencies: name@github:owner/repository#commit`.
function partsOf({ command }: InstallScriptBehavior): { readonly section: string; readonly spec: string } {
  const [, section = '', spec = command] = /^(\w{1,40}): (.*)$/s.exec(command) ?? [];
  return { section, spec };
}

function sectionOf(dependency: InstallScriptBehavior): string {
  return partsOf(dependency).section;
}

// The owner, and not the repository: families of packages live in several.
function isOwnRepository({ documents, package: named }: CodeFacts, spec: string): boolean {
  const owner = /(?:^|[/:@])(?:github|gitlab|bitbucket)(?:\.com|\.org)?[:/]([\w.-]{1,100})\//i.exec(spec)?.[1] ?? /@([\w.-]{1,100})\/[\w.-]+(?:#|$)/.exec(spec)?.[1];
  return owner !== undefined && (named?.name.toLowerCase().startsWith(`@${owner.toLowerCase()}/`) === true || documents.mentions(`github.com/${owner}`));
}
