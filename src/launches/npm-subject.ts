// One word that asks for an npm package, as a subject; and what a package does that is known to start something else.
import type { LaunchSubject, PackageTool, SubjectRole } from '../model/launch.ts';
import { readPackageSpec, type PackageSpec } from '../text/package-spec.ts';
import type { LaunchContext, Reading } from './contract.ts';
import { doubtful, hasVariable, runs, variableDoubt } from './reading.ts';
import { isKey, looksLikeToken } from './token-form.ts';

/** How the tool takes the word. */
export interface Asking {
  readonly tool: PackageTool;
  readonly role?: SubjectRole;
  /** A bare name is first looked up among programs: npx, npm exec and bunx do so. */
  readonly binaryFirst?: boolean;
  /** Raw words of the whole call, by `rawSet`. */
  readonly set?: readonly string[];
  readonly registry?: string;
}

/** The word as a subject with its doubts; `name` of the subject is the package that really runs. */
export function npmPackage(word: string, asking: Asking, context: LaunchContext): Reading {
  const shared = sharedOf(asking, context);
  // Only the literal beginning of a name can be trusted, and none of it names a package.
  if (hasVariable(word)) return withVariable(word, shared, context);
  if (isKey(word)) return broken(shared, '');
  const spec = readPackageSpec(word);
  switch (spec.source) {
    case 'registry':
    case 'jsr': {
      if (spec.source === 'jsr' && asking.tool.startsWith('np')) return broken(shared, spec.spec);
      const bare = spec.class === 'none' && spec.alias === undefined && spec.name === word;
      return runs({
        ...shared, kind: spec.source === 'jsr' ? 'jsr' : 'npm', name: spec.name, spec: spec.spec, versionClass: spec.class,
        lookup: bare && asking.binaryFirst ? 'binary-first' : 'package', ...(spec.alias === undefined ? {} : { alias: spec.alias }),
      });
    }
    case 'git':
      return runs({ ...shared, ...aliasOf(spec), spec: spec.spec, versionClass: spec.class, lookup: 'none', url: spec.url });
    case 'url':
      return runs({ ...shared, ...aliasOf(spec), ...(spec.name === undefined ? {} : { name: spec.name }), spec: spec.spec, versionClass: 'url', lookup: 'none', url: spec.url });
    case 'file':
      return runs({ ...shared, ...aliasOf(spec), spec: spec.spec, versionClass: 'file', lookup: 'none', path: spec.path });
    case 'broken':
      return broken({ ...shared, ...(spec.name === undefined ? {} : { name: spec.name }) }, looksLikeToken(spec.spec) ? '' : spec.spec);
  }
}

/** Words as a `set`; undefined where one holds a credential, which must not be kept (its cache folder is then not found by name). */
export function rawSet(words: readonly string[]): readonly string[] | undefined {
  return words.some((word) => {
    const spec = readPackageSpec(word);
    return looksLikeToken(word.replace(/#.*$/s, '')) || ((spec.source === 'git' || spec.source === 'url') && spec.stripped);
  }) ? undefined : words;
}

type Shared = Omit<LaunchSubject, 'spec' | 'versionClass' | 'lookup'>;

function sharedOf(asking: Asking, context: LaunchContext): Shared {
  const registry = asking.registry ?? context.registry;
  return { role: asking.role ?? 'server', kind: 'npm', tool: asking.tool, ...(asking.set === undefined ? {} : { set: asking.set }), ...(registry === undefined ? {} : { registry }) };
}

function aliasOf(spec: PackageSpec): { readonly alias?: string } {
  return 'alias' in spec && spec.alias !== undefined ? { alias: spec.alias } : {};
}

function broken(asked: Shared, spec: string): Reading {
  const { set: _, ...shared } = asked;
  return doubtful(runs({ ...shared, spec, versionClass: 'unresolvable', lookup: 'package' }), 'broken-spec', 'No version of the tool can resolve the package that the line asks for.');
}

function withVariable(word: string, shared: Shared, context: LaunchContext): Reading {
  const at = word.indexOf('@', 1);
  const name = at > 0 && !hasVariable(word.slice(0, at)) ? word.slice(0, at) : undefined;
  const spec = name === undefined ? '' : word.slice(at + 1);
  const { set: _, ...rest } = shared;
  return {
    ...runs({ ...rest, ...(name === undefined ? {} : { name }), spec: looksLikeToken(spec) ? '' : spec, versionClass: 'unresolvable', lookup: 'package' }),
    doubts: [variableDoubt(context)],
  };
}
