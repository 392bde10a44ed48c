// From the flags of diff --against-repo to its pipeline: one package, and the repository that the user names.
import { openFolderTree } from '../io/file-tree.ts';
import { readRepository } from '../io/git-tree.ts';
import type { Host } from '../io/host.ts';
import { UserError } from '../model/errors.ts';
import { againstRepository, type RepositoryWord } from '../pipelines/against-repository.ts';
import { withoutCredentials } from '../text/printable.ts';
import { withDiffPorts } from './diff-ports.ts';
import type { DiffFlags } from './run-diff.ts';
import { sideWord } from './side-words.ts';
import { targetPath } from './targets.ts';
import { openOutputs } from './write-outputs.ts';

/** Compares, writes every output, and gives the exit code. */
export async function runAgainstRepository(word: string, second: string | undefined, flags: DiffFlags & { readonly againstRepo: string }, host: Host): Promise<number> {
  if (second !== undefined) throw new UserError('usage', '--against-repo compares one package with a repository, and two were named', { hint: 'name the package alone' });
  if (flags.againstKnownGood === true) throw new UserError('usage', '--against-repo and --against-known-good exclude each other', { hint: 'give one of them' });
  const disk = openFolderTree({ root: '/' });
  const named = sideWord(word, { cwd: host.cwd, tree: disk, count: 1 });
  if (named.kind === 'git') throw new UserError('usage', `${word} is a repository itself`, { hint: 'name a package: name@version, a tarball or a folder' });
  const repository = repositoryWord(flags.againstRepo, host.cwd);
  const never = [host.cwd.replaceAll('\\', '/')];
  const outputs = openOutputs(flags, host);
  const report = await withDiffPorts(flags, host, outputs.wantsInventory ? 'keep' : 'drop', (options, ports) => againstRepository({
    ...options,
    package: named,
    repository,
    ...(flags.ref === undefined ? {} : { ref: flags.ref }),
    files: flags.patch === true ? 'patch' : 'fold',
    network: flags.offline === true ? 'offline' : 'online',
  }, {
    ...ports,
    readRepository: (folder) => readRepository(disk, folder),
    fetchRepository: async (url, wants) => (await import('../io/git-fetch.ts')).fetchRepository({ url, wants, environment: host.environment, never }),
  }));
  await outputs.write(report);
  return report.verdict.exitCode;
}

/** What `--against-repo` names. @throws UserError where it is an address that is not asked. */
function repositoryWord(word: string, cwd: string): RepositoryWord {
  const bare = word.replace(/^git\+/i, '');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(bare)?.[1]?.toLowerCase();
  if (scheme === 'file') return { kind: 'clone', path: targetPath(cwd, filePath(bare), 1) };
  if (scheme === undefined && !/^[\w.-]+@[\w.-]+:/.test(bare)) return { kind: 'clone', path: targetPath(cwd, bare, 1) };
  if (scheme !== 'https' || !URL.canParse(bare)) throw new UserError('usage', `--against-repo ${withoutCredentials(word)} is no https:// address`, { hint: 'give a local clone, or an address that begins with https://' });
  const { username, password, search, hash } = new URL(bare);
  if (username !== '' || password !== '' || search !== '' || hash !== '') throw new UserError('usage', '--against-repo takes an address without user, password, query and fragment', { hint: 'a private repository needs a local clone; --ref names a ref' });
  return { kind: 'address', url: bare };
}

function filePath(url: string): string {
  try {
    return decodeURIComponent(new URL(url).pathname);
  } catch {
    throw new UserError('usage', `--against-repo ${withoutCredentials(url)} is no address of a file`, { hint: 'give the folder of a clone' });
  }
}
