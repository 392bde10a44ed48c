// The argument to paste in place of an unpinned one.
import type { LaunchSubject } from '../model/launch.ts';

/** A version, a digest or a commit: nothing that a shell or a configuration file would read as more than one word. */
const SAFE = /^[A-Za-z0-9][\w.+:-]{0,127}$/;

/**
 * What asks for exactly `version` of the subject: `postmark-mcp@1.0.15` for `postmark-mcp@latest`. For an image `version` is a tag, or
 * better a digest (`sha256:…`). Undefined where the line names no package, or one that a version cannot pin (git, address, file).
 */
export function pinnedLine(subject: LaunchSubject, version: string): string | undefined {
  const { name } = subject;
  if (name === undefined || !SAFE.test(version) || !/^(?:exact|range|tag|none|image-digest|image-tag|image-none)$/.test(subject.versionClass)) return undefined;
  switch (subject.kind) {
    case 'npm': {
      const pinned = `${subject.alias === undefined ? '' : `${subject.alias}@npm:`}${name}@${version}`;
      return subject.tool === 'deno' ? `npm:${pinned}` : pinned;
    }
    case 'jsr': return `jsr:${name}@${version}`;
    case 'pypi': return subject.tool === 'uvx' ? `${name}@${version}` : `${name}==${version}`;
    case 'oci': return `${name}${version.includes(':') ? '@' : ':'}${version}`;
    case 'go':
    case 'cargo':
    case 'nuget': return `${name}@${version}`;
    default: return undefined;
  }
}
