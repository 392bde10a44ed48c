// The text that pins what a launch line asks for, in the words of the tool that reads the line.
// Forms: https://docs.npmjs.com/cli/commands/npx, https://docs.astral.sh/uv/guides/tools/, https://docs.docker.com/reference/cli/docker/image/pull/#digest
import type { LaunchSubject } from '../model/launch.ts';
import type { RunFacts, SubjectFacts } from './contract.ts';
import { ruleOf } from './matches.ts';

/** A version to pin, with what speaks for it. */
export interface PinnedVersion {
  readonly version: string;
  readonly from: 'ran here' | 'known-good';
}

/** The version that ran here, unless a bundle speaks against it; else the newest known-good one. */
export function versionToPin({ runs, safe }: Pick<SubjectFacts, 'runs' | 'safe'>): PinnedVersion | undefined {
  const ran = runs.find((run) => run.version !== '' && !isHarmful(run));
  if (ran) return { version: ran.version, from: 'ran here' };
  const good = safe.at(-1);
  return good === undefined ? undefined : { version: good, from: 'known-good' };
}

/** True where a bundle says of this very version that it does harm, or comes from who does. */
export function isHarmful(run: RunFacts): boolean {
  return run.matches.some((match) => ruleOf(match) !== 'known-vulnerable-version');
}

/** What stands on the line today, as written. */
export function writtenSpec({ kind, name = '', spec, alias, versionClass }: LaunchSubject): string {
  if (kind === 'oci') return spec === '' ? name : `${name}${versionClass === 'image-digest' ? '@' : ':'}${spec}`;
  // An address stands for itself.
  if (versionClass === 'git-branch' || versionClass === 'git-commit' || versionClass === 'url') return alias === undefined ? spec : `${alias}@${spec}`;
  const own = spec === '' ? name : `${name}@${spec}`;
  return alias === undefined ? own : `${alias}@npm:${own}`;
}

/** What to write instead; with a placeholder in angle brackets where no version is known. */
export function pinnedSpec(subject: LaunchSubject, version: string | undefined): string {
  const { kind, name = '<package>', spec, alias, versionClass, tool } = subject;
  if (versionClass === 'git-branch') return `${alias === undefined ? '' : `${alias}@`}${spec.replace(/#.*$/s, '')}#<commit, 40 hexadecimal digits>`;
  switch (kind) {
    case 'oci': return `${name}@sha256:<digest>`;
    case 'pypi': return `${name}${tool === 'uvx' ? '@' : '=='}${version ?? '<version>'}`;
    case 'go': return `${name}@${version ?? 'v<version>'}`;
    default: return `${alias === undefined ? '' : `${alias}@npm:`}${name}@${version ?? '<version>'}`;
  }
}

/** The whole line with the pin in it; undefined where what was written does not stand on it as one word. */
export function pinnedLine(display: string, subject: LaunchSubject, version: string | undefined): string | undefined {
  const words = display.split(' ');
  const written = writtenSpec(subject);
  if (words.filter((word) => word === written).length !== 1) return undefined;
  return words.map((word) => (word === written ? pinnedSpec(subject, version) : word)).join(' ');
}
