// The text that pins what a launch line asks for, in the words of the tool that reads the line.
// Forms: https://docs.npmjs.com/cli/commands/npx, https://docs.astral.sh/uv/guides/tools/, https://docs.deno.com/runtime/fundamentals/node/#using-npm-packages,
// https://docs.docker.com/reference/cli/docker/image/pull/#digest
import type { LaunchSubject } from '../model/launch.ts';
import type { SubjectFacts } from './contract.ts';

/** A version to pin, with what speaks for it. */
export interface PinnedVersion {
  readonly version: string;
  readonly from: 'ran here' | 'known-good';
}

/** The version that ran here, unless a bundle speaks against it; else the newest known-good one. */
export function versionToPin({ runs, safe }: Pick<SubjectFacts, 'runs' | 'safe'>): PinnedVersion | undefined {
  const ran = runs.find(({ version, matches }) => version !== '' && matches.length === 0);
  if (ran) return { version: ran.version, from: 'ran here' };
  const good = safe.at(-1);
  return good === undefined ? undefined : { version: good, from: 'known-good' };
}

/** What stands on the line today, as written. */
export function writtenSpec(subject: LaunchSubject): string {
  const { kind, name = '', spec, alias, versionClass, url = '' } = subject;
  if (kind === 'script') return url;
  if (kind === 'oci') return spec === '' ? name : `${name}${versionClass === 'image-digest' ? '@' : ':'}${spec}`;
  // An address stands for itself.
  if (versionClass === 'git-branch' || versionClass === 'git-commit' || versionClass === 'url') return alias === undefined ? spec : `${alias}@${spec}`;
  return withPrefix(subject, spec === '' ? name : `${name}@${spec}`);
}

/** What to write instead; with a placeholder in angle brackets where no version is known, or only one that is no plain word. */
export function pinnedSpec(subject: LaunchSubject, version: string | undefined): string {
  const { kind, name = '<package>', spec, alias, versionClass, tool } = subject;
  if (versionClass === 'git-branch') return `${alias === undefined ? '' : `${alias}@`}${spec.replace(/#.*$/s, '')}#<commit, 40 hexadecimal digits>`;
  const wanted = version !== undefined && PLAIN.test(version) ? version : '<version>';
  switch (kind) {
    case 'script': return '<address or path of a copy that cannot change>';
    case 'oci': return `${name}@sha256:<digest>`;
    case 'pypi': return `${name}${tool === 'uvx' ? '@' : '=='}${wanted}`;
    default: return withPrefix(subject, `${name}@${wanted}`);
  }
}

/** A version out of a cache is attacker-controlled, and this text is pasted: nothing that a shell or a file would read as more than one word. */
const PLAIN = /^[A-Za-z0-9][\w.+-]{0,127}$/;

function withPrefix({ kind, alias, tool }: LaunchSubject, spec: string): string {
  if (kind === 'jsr') return `jsr:${spec}`;
  const named = alias === undefined ? spec : `${alias}@npm:${spec}`;
  return kind === 'npm' && tool === 'deno' ? `npm:${named}` : named;
}

/** The whole line with the pin in it; undefined where what was written does not stand on it as one word. */
export function pinnedLine(display: string, subject: LaunchSubject, version: string | undefined): string | undefined {
  const words = display.split(' ');
  const written = writtenSpec(subject);
  if (words.filter((word) => word === written).length !== 1) return undefined;
  return words.map((word) => (word === written ? pinnedSpec(subject, version) : word)).join(' ');
}
