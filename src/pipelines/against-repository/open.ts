// Opens the repository, and of it the commit that the package was made from.
import { isObject, type JsonObject, property } from '../../text/json.ts';
import { repositoryPlace, sameRepository } from '../../text/repository.ts';
import { manifestIn, stringOf } from '../deep/manifests.ts';
import type { Side } from '../diff/words.ts';
import { addProblems, openPlace, type PlaceDraft, type ScanState } from '../scan/context.ts';
import { candidatesFor, gitHead, provenCommit } from './candidates.ts';
import type { RepositorySides } from './compare.ts';
import { isWhereNamed, packageFolder, wantsFor } from './folder.ts';
import type { AgainstRepositoryOptions, AgainstRepositoryPorts, Candidate, OpenedRepository } from './words.ts';

/** The side of the repository; undefined where no commit of it could be opened, and its place tells why. */
export async function openRepositorySide(state: ScanState, ports: AgainstRepositoryPorts, options: AgainstRepositoryOptions, side: Side): Promise<(Omit<RepositorySides, 'package'> & { readonly close: () => void }) | undefined> {
  const { repository: word } = options;
  const shown = word.kind === 'clone' ? word.path.shown : word.url;
  const place = openPlace(state, 'target', shown);
  place.format = 'git';
  const manifest = manifestIn(side.tree, side.root.absolute)?.value;
  tellOtherRepository(place, word, manifest);
  const wants = (refs: readonly string[]) => candidatesFor(refs, namesOf(manifest), { ...(options.ref === undefined ? {} : { asked: options.ref }), ...(side.release ? { release: side.release } : {}) });
  const opened = await openFolder(ports, options, wants);
  if (opened.kind === 'failed') return failed(place, opened.problem);
  const { refs, close } = opened.value;
  const found = await openFirst({ ports, repository: opened.value, place, manifest }, wants(refs), side.label);
  if (!found) {
    close();
    return undefined;
  }
  const { candidate, tree: { tree, commit, time, below, programs, problems, notes } } = found;
  const label = `${shown}#${candidate.by === 'tag' ? candidate.ref.replace('refs/tags/', '') : candidate.by === 'asked-for' || candidate.by === 'head' ? candidate.ref : commit.slice(0, 12)}`;
  addProblems(place, problems.map((problem) => ({ ...problem, path: `${label}/${problem.path ?? ''}` })));
  place.notes.push(`commit ${commit} of ${time.slice(0, 10)}`, ...notes);
  tellOtherCommit(place, side, candidate, commit);
  const top = below === '' ? '/' : `/${below}`;
  const at = packageFolder(tree, top, manifest);
  if (at.note !== undefined) place.notes.push(at.note);
  const own = `${at.path === '/' ? '' : at.path}/node_modules`;
  return {
    repository: {
      label,
      source: 'git',
      tree,
      root: { absolute: at.path, shown: at.path === top ? label : `${label}${at.path}`, stable: '' },
      place,
      commit,
      modeOf: (path) => (programs.has(path) ? 0o755 : 0o644),
      passOver: (path) => path === own,
    },
    top,
    by: candidate.by,
    close,
  };
}

async function openFolder(ports: AgainstRepositoryPorts, { repository: word, network }: AgainstRepositoryOptions, wants: (refs: readonly string[]) => readonly Candidate[]) {
  if (word.kind === 'address') {
    if (network === 'offline') return { kind: 'failed', problem: { code: 'offline', message: 'the repository is elsewhere, and --offline forbids to fetch it', path: word.url, hint: 'give a local clone' } } as const;
    ports.progress(`fetching from ${word.url}`);
    return ports.fetchRepository(word.url, (refs) => wants(refs).map(({ ref }) => ref));
  }
  const read = ports.readRepository(word.path.absolute);
  if (read.kind === 'failed') return read;
  const value: OpenedRepository = { folder: word.path.absolute, ...read.value, close: () => undefined };
  return { kind: 'found', value } as const;
}

function failed(place: PlaceDraft, problem: Parameters<typeof addProblems>[1][number]): undefined {
  addProblems(place, [problem]);
  place.status = 'unreadable';
  return undefined;
}

interface Reading {
  readonly ports: AgainstRepositoryPorts;
  readonly repository: OpenedRepository;
  readonly place: PlaceDraft;
  readonly manifest: JsonObject | undefined;
}

// All of a monorepo is read only where its manifest does not tell in which folder the package lies, or tells a wrong one.
async function openCommit(ports: AgainstRepositoryPorts, { folder, below }: OpenedRepository, ref: string, manifest: JsonObject | undefined) {
  const wants = wantsFor(below, manifest);
  const opened = await ports.gitTree(folder, ref, wants);
  if (!wants || opened.kind === 'failed' || isWhereNamed(opened.value.tree, below === '' ? '/' : `/${below}`, manifest)) return opened;
  return ports.gitTree(folder, ref);
}

// A commit that a registry names need not be in a clone; the next candidate is tried then, and what was tried is said.
async function openFirst({ ports, repository, place, manifest }: Reading, candidates: readonly Candidate[], label: string) {
  const tried: string[] = [];
  for (const candidate of candidates) {
    const opened = await openCommit(ports, repository, candidate.ref, manifest);
    if (opened.kind === 'found') {
      if (candidate.by === 'head') place.notes.push(`no tag names the version${tried.length === 0 ? '' : `, and ${tried.join(' and ')} ${tried.length === 1 ? 'is' : 'are'} not in it`}: compared with its newest commit`);
      return { candidate, tree: opened.value };
    }
    tried.push(`${candidate.by === 'git-head' ? 'gitHead' : candidate.by === 'provenance' ? 'the commit of the provenance' : candidate.ref}`);
    if (candidate.by === 'asked-for') return failed(place, opened.problem);
    place.notes.push(`${candidate.ref}: ${opened.problem.message}`);
  }
  return failed(place, { code: 'not-found', message: `no commit was found for ${label}${tried.length === 0 ? ': the repository has no tag of its version' : `; tried ${tried.join(', ')}`}`, hint: 'name one with --ref' });
}

function namesOf(manifest: JsonObject | undefined): { readonly name?: string; readonly version?: string } {
  const [name, version] = [stringOf(manifest, 'name'), stringOf(manifest, 'version')];
  return { ...(name === undefined ? {} : { name }), ...(version === undefined ? {} : { version }) };
}

// A tag can be moved after a release; the commit that was published is told by others too.
function tellOtherCommit(place: PlaceDraft, { release }: Side, { by }: Candidate, commit: string): void {
  for (const [who, other] of [['the verified provenance', provenCommit(release)], ['gitHead in the registry', gitHead(release)]] as const) {
    if (other !== undefined && other !== commit && by !== 'head') place.notes.push(`${who} names another commit, ${other}`);
  }
}

function tellOtherRepository(place: PlaceDraft, word: AgainstRepositoryOptions['repository'], manifest: JsonObject | undefined): void {
  const named = manifest ? property(manifest, 'repository') : undefined;
  const url = typeof named === 'string' ? named : isObject(named) ? stringOf(named, 'url') : undefined;
  if (word.kind !== 'address') return;
  if (url === undefined) place.notes.push('the package names no repository');
  else if (repositoryPlace(url) !== undefined && !sameRepository(url, word.url)) place.notes.push(`the package names another repository: ${url.slice(0, 200)}`);
}
