// Names that installing the package puts into the PATH: `node_modules/.bin` of a project's scripts, or the global folder.
// https://docs.npmjs.com/cli/configuring-npm/package-json#bin ; names that shadow system programs were one of npm's own flaws:
// https://github.blog/open-source/npm/binary-planting-with-the-npm-cli/
import type { ManifestChange } from '../model/difference.ts';
import type { Severity } from '../model/finding.ts';
import { shorten } from '../text/printable.ts';
import { listed } from './behavior-words.ts';
import { subjectOf } from './code-findings.ts';
import type { DifferenceFacts, Rule } from './contract.ts';
import { type FactRemark, factFindings, manifestAt } from './fact-findings.ts';

const NAME = 80;
const NAMES_SHOWN = 5;
/** Programs that scripts and people call by name. */
const COMMON: ReadonlySet<string> = new Set([
  'npm', 'npx', 'node', 'nodejs', 'corepack', 'pnpm', 'pnpx', 'yarn', 'bun', 'bunx', 'deno', 'python', 'python3', 'pip', 'pip3', 'uv', 'uvx', 'ruby', 'gem', 'perl', 'php', 'composer', 'java', 'javac', 'mvn', 'gradle', 'go', 'cargo', 'rustc', 'dotnet',
  'git', 'gh', 'svn', 'hg', 'curl', 'wget', 'ssh', 'scp', 'sftp', 'ssh-keygen', 'ssh-agent', 'rsync', 'gpg', 'openssl', 'sudo', 'su', 'doas', 'sh', 'bash', 'zsh', 'fish', 'dash', 'cmd', 'powershell', 'pwsh',
  'ls', 'cat', 'cp', 'mv', 'rm', 'ln', 'chmod', 'chown', 'env', 'echo', 'kill', 'ps', 'id', 'whoami', 'grep', 'sed', 'awk', 'find', 'xargs', 'sort', 'head', 'tail', 'tar', 'gzip', 'unzip', 'zip', 'make', 'cmake', 'gcc', 'g++', 'cc', 'ld', 'vim', 'vi', 'nano', 'code',
  'docker', 'docker-compose', 'podman', 'kubectl', 'helm', 'terraform', 'aws', 'az', 'gcloud', 'heroku', 'psql', 'mysql', 'systemctl', 'crontab', 'open', 'xdg-open', 'security', 'osascript', 'node-gyp', 'claude', 'codex', 'gemini',
]);

export const programNameAdded: Rule<'difference'> = {
  page: {
    id: 'program-name-added',
    summary: 'The later version puts a new program into the PATH',
    why: 'Scripts of a project find its programs before those of the system. A package that brings a program named npm, git or sudo is run in their place, with their arguments and what is typed into them.',
    remediation: ['Look at what the program does, and whether the project\'s documentation names it.', 'Do not install the version where the name is that of a common program.'],
    limits: 'Compares with a list of common programs. A folder of programs (directories.bin) names none in the manifest.',
    severities: ['high', 'low', 'info'],
    references: ['https://docs.npmjs.com/cli/configuring-npm/package-json#bin', 'https://github.blog/open-source/npm/binary-planting-with-the-npm-cli/'],
  },
  judge: (facts) => {
    const added = facts.manifest.filter(({ field, was, now }) => was === undefined && now !== undefined && (field.startsWith('bin.') || field === 'directories.bin'));
    const groups = (['high', 'low', 'info'] as const).flatMap((severity) => remarkOf(facts, severity, added.filter((change) => severityOf(change, facts) === severity)));
    return factFindings(programNameAdded.page, facts, groups);
  },
};

function severityOf({ field }: ManifestChange, facts: DifferenceFacts): Severity {
  if (field === 'directories.bin') return 'low';
  const name = programOf(field);
  return COMMON.has(name.toLowerCase().replace(/\.(?:exe|cmd|bat|ps1|com)$/, '')) && !isItsOwn(name, facts) ? 'high' : 'info';
}

function remarkOf(facts: DifferenceFacts, severity: Severity, changes: readonly ManifestChange[]): readonly FactRemark[] {
  const [first, ...others] = changes.map(({ field, now = '' }) => ({ kind: 'record', text: `${shorten(field, NAME)}: ${shorten(now, 2 * NAME)}` } as const));
  if (!first) return [];
  const names = changes.map(({ field }) => shorten(programOf(field), NAME));
  const shown = listed([...names.slice(0, NAMES_SHOWN), ...(names.length > NAMES_SHOWN ? [`${names.length - NAMES_SHOWN} more`] : [])]);
  return [{
    subject: [severity, ...names.toSorted()],
    severity,
    confidence: 'high',
    title: titleOf(facts, severity, names.length, shown),
    evidence: [first, ...others],
    locations: changes.map(({ line }) => manifestAt(facts.after, line)),
    change: { now: shown },
  }];
}

function titleOf(facts: DifferenceFacts, severity: Severity, count: number, shown: string): string {
  const subject = subjectOf(facts);
  if (severity === 'high') return `${subject} brings ${count === 1 ? 'a program' : 'programs'} of its own named ${shown}, which ${count === 1 ? 'is' : 'are'} run in place of the ${count === 1 ? 'one' : 'ones'} everybody means`;
  if (severity === 'low') return `${subject} makes every file of a folder a program`;
  return `${subject} brings the new ${count === 1 ? 'program' : 'programs'} ${shown}`;
}

function programOf(field: string): string {
  return field.startsWith('bin.') ? field.slice('bin.'.length) : field;
}

// `npm` of npm, `pnpm` of `@pnpm/exe`, `yarn` of `@yarnpkg/cli-dist`.
function isItsOwn(program: string, { package: named }: DifferenceFacts): boolean {
  const [, scope = '', base = ''] = /^(?:@([^/]+)\/)?(.*)$/s.exec(named?.name ?? '') ?? [];
  return base === program || scope === program || scope === `${program}pkg` || (base === 'npm' && program === 'npx');
}
