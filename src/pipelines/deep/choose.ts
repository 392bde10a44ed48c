// Which packages of a tree are parsed, why, and in which order: MCP servers and what they depend on come first, so that a run that is
// stopped has seen those.
import type { FileTree } from '../../model/ports.ts';
import { dependenciesOf, mayHaveRole, rolesOf } from './manifests.ts';
import type { Chosen, CodePackage, Focus, ParseReason } from './words.ts';

const ORDER: readonly ParseReason[] = ['asked-for', 'mcp-server', 'server-runs-it', 'server-depends-on-it', 'mail', 'install-script', 'own-code', 'gate'];

/** What the caller knows of a package's folder. */
export interface Wanted {
  /** A server of some configuration runs it. */
  readonly isRun: (folder: string) => boolean;
  /** It was named by itself. */
  readonly isAskedFor: (folder: string) => boolean;
  /** Of what was named: the files that are to be read; absent: all. A server, or what sends mail, is read whole. */
  readonly seeds?: ReadonlySet<string>;
  /** Of what was named: all that matters of some large files. */
  readonly focus?: Focus;
  /** Files of a package that is bundled with what was named, below the package's own folder, which are to be read. */
  readonly bundled?: (folder: string) => ReadonlySet<string>;
}

/** Everything else is searched as text and not parsed. */
export function choosePackages(tree: FileTree, packages: Iterable<CodePackage>, wanted: Wanted): readonly Chosen[] {
  const chosen: Chosen[] = [];
  for (const one of packages) {
    const first = choiceFor(tree, one, wanted);
    if (first) chosen.push(wanted.focus && wanted.isAskedFor(one.path.absolute) ? { ...first, focus: wanted.focus } : first);
  }
  const leading = chosen.filter(({ reason }) => reason === 'mcp-server' || reason === 'server-runs-it');
  const needed = new Set(leading.flatMap(({ of }) => (of.manifest ? dependenciesOf(of.manifest) : [])));
  // What a server depends on is read sooner where a gate of it opened; without one there is nothing to parse.
  const ordered = chosen.map((choice) => (choice.reason === 'gate' && needed.has(folderName(choice.of)) ? { ...choice, reason: 'server-depends-on-it' as const } : choice));
  return ordered.toSorted((a, b) => ORDER.indexOf(a.reason) - ORDER.indexOf(b.reason) || (a.of.path.absolute < b.of.path.absolute ? -1 : 1));
}

function choiceFor(tree: FileTree, one: CodePackage, { isRun, isAskedFor, seeds, bundled }: Wanted): Chosen | undefined {
  const { absolute } = one.path;
  if (isAskedFor(absolute) && !seeds) return { of: one, reason: 'asked-for', scope: 'whole' };
  const roles = (one.where === 'own' || mayHaveRole(tree, absolute)) && one.manifest ? rolesOf(one.manifest) : undefined;
  if (roles?.isMcpServer === true) return { of: one, reason: 'mcp-server', scope: 'whole' };
  if (isRun(absolute)) return { of: one, reason: 'server-runs-it', scope: 'whole' };
  if (roles?.sendsMail === true) return { of: one, reason: 'mail', scope: 'whole' };
  if (isAskedFor(absolute) && seeds) return { of: one, reason: 'asked-for', scope: 'parts', seeds };
  const theirs = bundled?.(absolute);
  if (theirs && theirs.size > 0) return { of: one, reason: 'asked-for', scope: 'parts', seeds: theirs };
  if (one.where === 'own') return { of: one, reason: 'own-code', scope: 'whole' };
  if ((roles?.hooks.length ?? 0) > 0 || hasBindings(tree, absolute)) return { of: one, reason: 'install-script', scope: 'parts' };
  return one.swept.some(({ gates }) => gates.length > 0) ? { of: one, reason: 'gate', scope: 'parts' } : undefined;
}

// Without an install script npm builds what has one of these: https://docs.npmjs.com/cli/using-npm/scripts#npm-install
function hasBindings(tree: FileTree, folder: string): boolean {
  try {
    return (tree.look?.(`${folder}/binding.gyp`) ?? tree.kind(`${folder}/binding.gyp`)) === 'file';
  } catch {
    // The sweep met the same folder and told what is wrong with it.
    return false;
  }
}

function folderName({ path }: CodePackage): string {
  return path.absolute.slice(path.absolute.lastIndexOf('/node_modules/') + '/node_modules/'.length);
}
