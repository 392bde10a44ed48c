// Which specs are asked of a registry. npm-package-arg reads them as npm does (https://docs.npmjs.com/cli/v11/using-npm/package-spec);
// what would be fetched from elsewhere, built or run is refused here, before pacote sees it. Aliases are refused too: whoever asks
// wants the package behind one, and says so.
import type { Problem } from '../../model/coverage.ts';
import { printable, shorten, withoutCredentials } from '../../text/printable.ts';

/** What can be asked of a registry. */
export type RegistrySpec =
  | { readonly kind: 'version'; readonly name: string; readonly version: string }
  | { readonly kind: 'tag' | 'range'; readonly name: string; readonly wanted: string };

type Parsed = { readonly kind: 'spec'; readonly spec: RegistrySpec } | { readonly kind: 'refused'; readonly problem: Problem };

const LONGEST = 1024;
/** The usual form, a name of today and an exact version, of which every reader makes the same: it needs no library. */
const PLAIN = /^((?:@[a-z0-9][a-z0-9_-]{0,100}\/)?[a-z0-9][a-z0-9_-]{0,100})@((?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8}))$/;
// Where npm would resolve a path, which none is from.
const NOWHERE = '/';

/** Refused: whatever is no name with a version, tag or range. */
export async function parseSpec(text: string): Promise<Parsed> {
  const [, plainName, plainVersion] = PLAIN.exec(text) ?? [];
  if (plainName !== undefined && plainVersion !== undefined && plainName !== 'node_modules') return { kind: 'spec', spec: { kind: 'version', name: plainName, version: plainVersion } };
  const { default: npa } = await import('npm-package-arg');
  const { default: semver } = await import('semver');
  if (text.length > LONGEST) return refused('unknown-entry', `a package spec of ${text.length} characters`);
  try {
    const { type, name, fetchSpec } = npa(text, NOWHERE);
    if (typeof name !== 'string' || name === '' || typeof fetchSpec !== 'string') return refused('unknown-entry', `${shown(text)} names no package of a registry`);
    // `v1.0.0` and `=1.0.0` are versions too, and no registry knows them by that.
    if (type === 'version') return { kind: 'spec', spec: { kind: 'version', name, version: semver.clean(fetchSpec, true) ?? fetchSpec } };
    if (type === 'tag' || type === 'range') return { kind: 'spec', spec: { kind: type, name, wanted: fetchSpec } };
    return refused('unknown-entry', `${shown(text)} is a spec of type ${type}: only versions, tags and ranges are asked of a registry`);
  } catch {
    return refused('invalid-name', `${shown(text)} names no package that a registry can hold`);
  }
}

function shown(text: string): string {
  return shorten(printable(withoutCredentials(text)), 200);
}

function refused(code: Problem['code'], message: string): Parsed {
  return { kind: 'refused', problem: { code, message, hint: 'write name, name@1.2.3, name@tag or name@range' } };
}
